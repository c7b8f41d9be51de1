"""The plain Django admin over the same applications: what a project gets without writing a list."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path

from credtrack.kernel import scope
from credtrack.urls import urlpatterns as product_urls
from enrollments.models import Application
from providers.models import Provider

site = admin.AdminSite("bench")


@admin.register(Application, site=site)
class ApplicationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # takes none when it runs
    """The columns of the product's list; joins declared, as any tuned admin would."""

    list_display = (
        "provider", "practice", "payer", "state", "kind", "status", "status_since", "contract_track",
        "submitted_on", "follow_up_on", "last_contact_on", "reference",
    )  # fmt: skip
    list_filter = ("status", "payer")
    list_select_related = ("provider", "practice", "payer")
    list_per_page = 50
    search_fields = ("provider__last_name", "provider__first_name")


@admin.register(Provider, site=site)
class ProviderAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # as above
    search_fields = ("last_name", "first_name")


def open_every_organization(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Let the admin see all rows: it knows no organizations."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/bench-admin/"):
            return get_response(request)
        with scope.unscoped("the admin of the benchmark compares with the product's list"):
            response = get_response(request)
            if hasattr(response, "render"):
                response.render()
            return response

    return middleware


urlpatterns = [*product_urls, path("bench-admin/", site.urls)]
