"""Addresses of the pages that say what to do, after `/o/<slug>/`."""

from django.urls import URLPattern, path

from planning.views import revenue

app_name = "planning"

urlpatterns: list[URLPattern] = [
    path("planning/revenue/", revenue.revenue, name="revenue"),
    path("planning/revenue/panel/", revenue.revenue_panel, name="revenue_panel"),
    path("planning/incidents/<int:pk>/money/", revenue.money_of_incident, name="incident_money"),
    path("planning/settings/", revenue.settings, name="settings"),
]
