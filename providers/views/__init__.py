"""The pages of practices and clinicians."""
