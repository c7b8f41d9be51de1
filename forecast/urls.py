"""Addresses of the pages that say when, after `/o/<slug>/`."""

from django.urls import path

from forecast.views import calibration, panel, what_if

app_name = "forecast"

urlpatterns = [
    path("applications/<int:pk>/forecast/", panel.panel, name="panel"),
    path("forecast/what-if/", what_if.what_if, name="what_if"),
    path("forecast/calibration/", calibration.calibration, name="calibration"),
    path("forecast/calibration/cases/", calibration.cases, name="calibration_cases"),
]
