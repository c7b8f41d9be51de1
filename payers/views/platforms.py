"""One platform: what it promises by subject, who says so, what contradicts what."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from payers.models import Platform, PlatformPromise
from payers.platforms import Promise, by_topic

_COLUMNS = (
    "id", "topic", "statement", "value_min", "value_max", "unit", "is_verified", "contradicts_id", "source",
    "source_url", "source_quality", "quoted_on",
)  # fmt: skip


def promises_of(platform: Platform) -> list[Promise]:
    """Return every statement about the platform in its pure form; one query."""
    rows = PlatformPromise.objects.filter(platform=platform).order_by("topic", "pk")
    return [Promise(*values) for values in rows.values_list(*_COLUMNS)]


@requires(Capability.VIEW)
def platform_detail(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one platform with everything that is said about it, by subject."""
    platform = get_object_or_404(Platform, pk=pk)
    topics = by_topic(promises_of(platform))
    context = {
        "platform": platform,
        "topics": topics,
        "contradicted": sum(topic.is_contradicted for topic in topics),
    }
    return render(request, "payers/platform.html", context)
