"""When will it be approved, when can it be billed, and how good were our forecasts?"""
