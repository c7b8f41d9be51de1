"""Just enough addresses for the gallery's frame: signing in and out, and a search that answers nothing."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def search(request: HttpRequest, organization: str) -> HttpResponse:
    """Answer nothing; the gallery only needs the address."""
    return HttpResponse("")


urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path(
        "o/<slug:organization>/",
        include(([path("search/", search, name="search")], "dashboards"), namespace="dashboards"),
    ),
]
