"""Forecasts as they were made, the present outlook, and its sums: one noun per file."""

from forecast.models.forecast import Forecast
from forecast.models.outlook import MonthOutlook, Outlook, TimeSpent

__all__ = ["Forecast", "MonthOutlook", "Outlook", "TimeSpent"]
