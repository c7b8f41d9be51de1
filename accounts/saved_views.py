"""How a list is kept as somebody likes to see it: save under a name, share, take away."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from accounts import audit
from accounts.middleware import inside
from accounts.models import SavedView, User
from credtrack.kernel.links import org_reverse

# A view holds filters, order and columns, never the page somebody happened to be on.
_NOT_KEPT = frozenset({"page", "export", "csrfmiddlewaretoken"})


def kept_part(query: str) -> str:
    """Return the part of a query string that a view keeps."""
    pairs = [(name, value) for name, value in parse_qsl(query.lstrip("?")) if name not in _NOT_KEPT]
    return urlencode(pairs)


def visible_to(user: User, list_key: str) -> QuerySet[SavedView]:
    """Return the views of one list that a person is offered: their own and the shared ones."""
    views: QuerySet[SavedView] = SavedView.objects.filter(list_key=list_key)
    return views.filter(Q(owner=user) | Q(shared=True)).order_by("name", "pk")


def offered(request: HttpRequest, list_key: str) -> list[SavedView]:
    """Return the saved views for `ListPage.saved_views`."""
    here = inside(request)
    return list(visible_to(here.user, list_key)) if here else []


def save_view_url(request: HttpRequest, list_key: str, query: str) -> str:
    """Return the page that keeps the list as it stands, for `ListPage.save_view_url`."""
    asked = urlencode({"list": list_key, "query": kept_part(query), "back": request.path})
    return f"{org_reverse('accounts:saved_view_new')}?{asked}"


@transaction.atomic
def save(*, owner: User, list_key: str, name: str, query: str, shared: bool = False) -> SavedView:
    """Keep a list's query under a name; the same name again replaces what it held."""
    view: SavedView
    view, created = SavedView.objects.update_or_create(
        owner=owner,
        list_key=list_key,
        name=name.strip(),
        defaults={"query": kept_part(query)[:2000], "shared": shared},
    )
    verb = "Saved" if created else "Replaced"
    audit.record(owner, "view.saved", view, f"{verb} the view {view.name}")
    return view


@transaction.atomic
def delete(view: SavedView, *, actor: User) -> None:
    """Take a view away for everybody who was offered it."""
    audit.record(actor, "view.deleted", view, f"Deleted the view {view.name}")
    view.delete()
