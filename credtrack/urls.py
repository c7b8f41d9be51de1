"""Where each room's pages live: everything of an organization stands under `/o/<slug>/`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from credtrack.kernel.health import healthz

# By string only, so that no import goes up; a room's own urls.py says what follows the slug.
ROOMS = ("dashboards", "planning", "forecast", "enrollments", "providers", "payers", "reminders", "exchange")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.sign_in_urls")),
    path("", include("accounts.urls")),
    path("", include("reminders.public_urls")),
    *[path("o/<slug:organization>/", include(f"{room}.urls")) for room in ROOMS if find_spec(f"{room}.urls")],
]
