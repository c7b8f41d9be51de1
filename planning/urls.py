"""Addresses of the pages that say what to do, after `/o/<slug>/`."""

from django.urls import URLPattern, path

from planning.views import grouping, overview, revenue

app_name = "planning"

urlpatterns: list[URLPattern] = [
    path("planning/revenue/", revenue.revenue, name="revenue"),
    path("planning/revenue/panel/", revenue.revenue_panel, name="revenue_panel"),
    path("planning/incidents/<int:pk>/money/", revenue.money_of_incident, name="incident_money"),
    path("planning/settings/", revenue.settings, name="settings"),
    path("planning/", overview.overview, name="overview"),
    path("planning/group-or-individual/", grouping.grouping, name="grouping"),
    path("planning/group-or-individual/<int:practice>/consider/", grouping.consider, name="consider"),
    path("planning/group-or-individual/<int:practice>/<int:payer>/decide/", grouping.decide, name="decide"),
]
