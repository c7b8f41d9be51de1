"""How long before its date is each kind told here? The organization's own leads, or the kind's defaults."""

from collections.abc import Mapping

from reminders.enums import Kind
from reminders.kinds import KINDS
from reminders.models import KindLeads


def in_force() -> Mapping[Kind, tuple[int, ...]]:
    """Return {kind: leads} of the open organization; one query."""
    own = dict(KindLeads.objects.values_list("kind", "leads"))
    return {kind: tuple(own.get(kind.value, spec.leads)) for kind, spec in KINDS.items()}
