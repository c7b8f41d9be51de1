"""What does the network look like at one practice on one day? Clinicians down, plans across."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.utils.safestring import SafeString

from credtrack.kernel.links import org_reverse
from dashboards import matrix_drawing
from dashboards.matrix_cells import EMPTY, cell_drawer
from enrollments.models import Application, Participation
from enrollments.network import NetworkStatus, Standing
from enrollments.network_reading import NetworkRow, network_rows
from payers.models import Plan
from providers.models import Practice, Provider


@dataclass(frozen=True, slots=True)
class Column:
    """One plan in one state."""

    plan: Plan
    state: str
    totals: str = ""

    @property
    def name(self) -> str:
        """Return the plan as the head shows it, with its payer where the plan does not name it."""
        payer, plan = str(self.plan.payer), self.plan.name
        return plan if plan.startswith(payer) else f"{payer}, {plan}"


@dataclass(slots=True)
class Line:
    """One clinician with the drawn cells of all columns."""

    provider: Provider
    url: str
    card: str
    cells: SafeString = EMPTY
    own: int = 0
    through: int = 0


@dataclass(slots=True)
class Matrix:
    """The page: columns, lines and totals by standing; own and through a platform counted apart."""

    columns: list[Column]
    lines: list[Line]
    totals: list[tuple[Standing, int]]
    column_totals: list[tuple[int, int]]
    rows: Sequence[NetworkRow]

    @property
    def heads(self) -> SafeString:
        """The head of each column."""
        return matrix_drawing.heads(self.columns)

    @property
    def body(self) -> SafeString:
        """The rows of the table."""
        return matrix_drawing.lines(self.lines)

    @property
    def own_totals(self) -> SafeString:
        """How many clinicians are in network on their own, by column."""
        return matrix_drawing.totals(f"{own} of {len(self.lines)}" for own, _ in self.column_totals)

    @property
    def through_totals(self) -> SafeString:
        """How many take part through a platform, by column."""
        return matrix_drawing.totals(str(through) for _, through in self.column_totals)


def build(practice: Practice, state: str, on: dt.date, provider_ids: Sequence[int] | None = None) -> Matrix:
    """Return the matrix of one practice; `state` empty means every state in use there."""
    rows = network_rows(on, practices=[practice], provider_ids=provider_ids, state=state)
    plans = {row.plan.id: row.plan for row in rows}
    places = {(row.plan.id, row.state) for row in rows}
    keys = sorted((str(plans[pk].payer), str(plans[pk]), pk, state) for pk, state in places)
    place = {(plan_id, column_state): index for index, (_, _, plan_id, column_state) in enumerate(keys)}
    lines: list[Line] = []
    column_totals = [[0, 0] for _ in keys]
    draw = cell_drawer(practice, on)
    for pk, found in groupby(rows, key=attrgetter("provider.id")):
        cells = list(found)
        line = Line(cells[0].provider, org_reverse("providers:detail", pk), org_reverse("providers:card", pk))
        lines.append(line)
        drawn = [EMPTY] * len(keys)
        for row in cells:
            index = place[row.plan.id, row.state]
            drawn[index] = draw(row)
            _count(line, column_totals[index], row.status)
        # Every piece is a drawn cell; a template loop over a thousand of them takes longer than drawing.
        line.cells = SafeString("".join(drawn))
    counted = Counter(row.status.standing for row in rows)
    return Matrix(
        columns=[Column(plans[plan_id], column_state) for _, _, plan_id, column_state in keys],
        lines=lines,
        totals=[(standing, counted.get(standing, 0)) for standing in Standing],
        column_totals=[(own, through) for own, through in column_totals],
        rows=rows,
    )


def _count(line: Line, column: list[int], status: NetworkStatus) -> None:
    if status.own:
        line.own += 1
        column[0] += 1
    elif status.standing in _THROUGH:
        line.through += 1
        column[1] += 1


_THROUGH = frozenset({Standing.THROUGH_PLATFORM, Standing.AT_RISK})


def export_rows(rows: Sequence[NetworkRow]) -> Iterator[tuple[object, ...]]:
    """Yield the matrix as a flat table, one row per clinician and plan."""
    for row in rows:
        status = row.status
        yield (
            row.provider.full_name,
            row.provider.npi,
            str(row.plan.payer),
            str(row.plan),
            row.plan.get_line_of_business_display(),
            row.practice.legal_name,
            row.state,
            status.standing.label,
            "own" if status.own else ("through a platform" if status.through else ""),
            status.through,
            status.stage.label if status.stage else "",
            status.age_days if status.age_days is not None else "",
            status.effective_on,
            status.ended_on,
            status.recredentialing_due_on,
            status.note,
        )


EXPORT_HEADER = (
    "Clinician",
    "NPI",
    "Payer",
    "Plan",
    "Line of business",
    "Practice",
    "State",
    "Network status",
    "Held",
    "Through",
    "Stage",
    "Age in days",
    "Effective on",
    "Ended on",
    "Recredentialing due on",
    "Note",
)


def states_in_use(practice: Practice, built: Matrix, state: str) -> list[str]:
    """Return the states the practice has applications or participations in, by postal code.

    A matrix of every state shows them already; a narrowed one has to ask.
    """
    if not state:
        return sorted({column.state for column in built.columns} - {""})
    own = Application.objects.filter(practice=practice).exclude(state="")
    other = Participation.objects.filter(practice=practice).exclude(state="")
    found = set(own.order_by().values_list("state", flat=True).distinct())
    return sorted(found | set(other.order_by().values_list("state", flat=True).distinct()))
