"""Addresses of the pages that say what to do, after `/o/<slug>/`."""

from django.urls import URLPattern, path

from planning.views import caseload, exits

app_name = "planning"

urlpatterns: list[URLPattern] = [
    # Exit plans, caseloads and paths.
    path("planning/caseload/", caseload.caseload, name="caseload"),
    path("planning/caseload/new/", caseload.caseload_new, name="caseload_new"),
    path("planning/paths/", caseload.two_paths, name="paths"),
    path("planning/exits/", exits.exits, name="exits"),
    path("planning/exits/new/", exits.exit_new, name="exit_new"),
    path("planning/exits/<int:pk>/", exits.exit_plan, name="exit"),
    path("planning/exits/<int:pk>/edit/", exits.exit_edit, name="exit_edit"),
    path("planning/exits/<int:pk>/stage/", exits.exit_stage, name="exit_stage"),
    path("planning/exits/<int:pk>/notice/", exits.exit_notice, name="exit_notice"),
    path("planning/exits/<int:pk>/close/", exits.exit_close, name="exit_close"),
    path("planning/exits/<int:pk>/follow-ups/", exits.exit_follow_ups, name="exit_follow_ups"),
]
