"""Who is in network on a date? One answer per clinician, plan in use, practice and state."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from credtrack.kernel.light_rows import light_rows
from enrollments.cycles import cycles_of
from enrollments.network import NetworkStatus, network_status
from enrollments.network_facts import CellFacts, Key, cell_facts
from enrollments.recredentialing import DEFAULT_MONTHS
from payers.models import Plan
from providers.models import Affiliation, Practice, Provider

GOVERNMENT_LINES = frozenset({"medicare", "medicaid", "tricare"})

# What the pages, the file and the command tell of a clinician.
_READS = ("first_name", "last_name", "suffix", "npi", "sort_name")
_NOTHING = CellFacts()


@dataclass(slots=True)
class NetworkRow:
    """One answer with the records it speaks of."""

    provider: Provider
    plan: Plan
    practice: Practice
    state: str
    status: NetworkStatus
    # What the answer rests on, for whoever asks further (`billing_reading.py`).
    facts: CellFacts = field(default_factory=CellFacts)
    months: int = DEFAULT_MONTHS


@dataclass(slots=True)
class _Column:
    """One plan in one state, with what every answer about it needs."""

    plan: Plan
    state: str
    government: bool
    months: int


def network_rows(
    on: dt.date,
    *,
    practices: Sequence[Practice] | None = None,
    provider_ids: Iterable[int] | None = None,
    state: str = "",
    known_on: dt.datetime | None = None,
) -> list[NetworkRow]:
    """Return one row per affiliated clinician x plan in use x practice x state, for the date `on`.

    `practices` and `provider_ids` narrow it; `None` means all of the organization. A plan is in
    use at a practice when any application or participation there concerns it. The number of queries
    does not depend on the number of rows.
    """
    practice_ids = None if practices is None else [practice.pk for practice in practices]
    facts = cell_facts(on, practice_ids=practice_ids, known_on=known_on)
    wanted = None if provider_ids is None else set(provider_ids)
    pairs = _affiliated(on, practice_ids, wanted)
    pairs |= {(key[0], key[2]) for key in facts if wanted is None or key[0] in wanted}
    people = Provider.objects.filter(pk__in={pair[0] for pair in pairs}).order_by()
    providers = {row.pk: row for row in light_rows(people, _READS)}
    if practices is None:
        practices = list(Practice.objects.filter(pk__in={pair[1] for pair in pairs}))
    places = {practice.pk: practice for practice in practices}
    shown = {pk: str(practice) for pk, practice in places.items()}
    columns = _columns(facts, state, on)
    # Sorted before they are crossed: there are far fewer clinicians and plans than rows.
    order = sorted(pairs, key=lambda pair: (shown[pair[1]], providers[pair[0]].sort_name))
    return [
        row
        for provider, practice in order
        for row in _rows_of(providers[provider], places[practice], columns.get(practice, ()), facts, on)
    ]


def _rows_of(
    provider: Provider,
    practice: Practice,
    columns: Iterable[_Column],
    facts: Mapping[Key, CellFacts],
    on: dt.date,
) -> Iterator[NetworkRow]:
    provider_id, practice_id = provider.pk, practice.pk
    for column in columns:
        plan, state = column.plan, column.state
        found = facts.get((provider_id, plan.id, practice_id, state), _NOTHING)
        answer = network_status(
            found.spans,
            found.attempts,
            on,
            government_line=column.government,
            recredentialing_months=column.months,
        )
        yield NetworkRow(provider, plan, practice, state, answer, found, column.months)


def _columns(facts: Iterable[Key], state: str, on: dt.date) -> dict[int, list[_Column]]:
    """Return for each practice the columns in use there, by plan and state."""
    used = {
        (practice, plan, place) for _, plan, practice, place in facts if not state or place in ("", state)
    }
    plans = {
        row.pk: row for row in Plan.objects.filter(pk__in={key[1] for key in used}).select_related("payer")
    }
    cycles = cycles_of(plans.values(), on)
    columns: dict[int, list[_Column]] = defaultdict(list)
    for practice, plan_id, place in sorted(used, key=lambda key: (plans[key[1]].name, key[2], key[1])):
        plan = plans[plan_id]
        columns[practice].append(
            _Column(plan, place, plan.line_of_business in GOVERNMENT_LINES, cycles[plan_id])
        )
    return columns


def _affiliated(
    on: dt.date, practice_ids: Collection[int] | None, provider_ids: Collection[int] | None
) -> set[tuple[int, int]]:
    rows = Affiliation.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=on),
        Q(ends_on=None) | Q(ends_on__gte=on),
        provider__is_active=True,
    )
    if practice_ids is not None:
        rows = rows.filter(practice__in=practice_ids)
    if provider_ids is not None:
        rows = rows.filter(provider__in=provider_ids)
    return set(rows.values_list("provider_id", "practice_id"))
