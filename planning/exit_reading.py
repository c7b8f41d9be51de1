"""What does an exit plan come to today? Its lines, gaps, dollars, proposal and warnings, computed anew at each look."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel import clock
from credtrack.kernel.dates import add_months, day_words
from enrollments.network_reading import GOVERNMENT_LINES
from payers.models import Payer, Plan
from planning.caseloads import newest
from planning.concentration import concentrations
from planning.exit_costs import Dollars, dollars, together
from planning.exit_gaps import Gap, Line, gap
from planning.exit_outlooks import Asked, Outlook, outlooks
from planning.models import CaseloadShare, ExitPlan, ExitStage, PlanningSettings, ReleaseLetter
from planning.notice_search import Proposal, Search, Shift, search, shifts
from planning.release_letters import blocked_by, newest_letters


@dataclass(frozen=True, slots=True)
class ExitRow:
    """One clinician at one payer; dates are calendar dates, money is in dollars."""

    share: CaseloadShare
    line: Line
    outlook: Outlook
    gap: Gap | None
    dollars: Dollars | None
    last_day: dt.date
    letter: ReleaseLetter | None
    stage: ExitStage | None
    government: bool

    @property
    def own_days(self) -> tuple[dt.date, dt.date, dt.date] | None:
        """Return the days by which 20, 50 and 80 in a hundred are billable."""
        own = self.line.own
        return None if own is None else (own.day_by(20), own.day_by(50), own.day_by(80))


@dataclass(frozen=True, slots=True)
class ExitLook:
    """Everything that the page, the file and the command show."""

    plan: ExitPlan
    today: dt.date
    notice_on: dt.date
    notice_is: str
    rows: list[ExitRow]
    proposal: Proposal
    beyond_window: Proposal | None
    shifts: list[Shift]
    total: Dollars | None
    warnings: list[str]
    brought: int
    referred: int

    @property
    def blocked(self) -> list[ExitRow]:
        """Return the rows without a date."""
        return [row for row in self.rows if row.line.own is None]


@dataclass(frozen=True, slots=True)
class _Case:
    share: CaseloadShare
    stage: ExitStage | None
    letter: ReleaseLetter | None
    outlook: Outlook
    government: bool


def look(plan: ExitPlan, notice_on: dt.date | None = None) -> ExitLook:
    """Return what the plan comes to; `notice_on` is a day to try, nothing is stored."""
    today = clock.today()
    cases = _cases(plan)
    lines = [_line(plan, case) for case in cases]
    until = add_months(today, plan.horizon_months)
    asked = Search(today, (until - today).days + 1, plan.gap_limit_days)
    proposal = search(lines, asked)
    chosen, chosen_is = _chosen(plan, notice_on, proposal, today)
    rows = [_row(case, line, chosen) for case, line in zip(cases, lines, strict=True)]
    bare = _without_window(lines)
    beyond = search(bare, asked) if proposal.notice_on is None and bare != lines else None
    not_before = min(today, chosen)
    return ExitLook(
        plan=plan,
        today=today,
        notice_on=chosen,
        notice_is=chosen_is,
        rows=rows,
        proposal=proposal,
        beyond_window=beyond if beyond and beyond.notice_on else None,
        shifts=shifts(lines, chosen, not_before),
        total=together([(row.line, row.gap) for row in rows]),
        warnings=_warnings(plan, rows),
        brought=sum(row.share.clients_brought or 0 for row in rows),
        referred=sum(row.share.clients_referred or 0 for row in rows),
    )


def _cases(plan: ExitPlan) -> list[_Case]:
    provider_ids = list(plan.clinicians.values_list("provider_id", flat=True))
    shares = newest(practice_ids=[plan.practice_id], provider_ids=provider_ids)
    wanted = [row for row in shares.values() if row.platform_id == plan.platform_id]
    wanted.sort(key=lambda row: (row.payer.sort_name, row.provider.sort_name, row.pk))
    stages = {stage.payer_id: stage for stage in plan.stages.all()}
    letters = newest_letters(plan, provider_ids)
    government = _government({row.payer_id for row in wanted})
    asked = [
        Asked(row.provider, row.payer, stages[row.payer_id].apply_on if row.payer_id in stages else None)
        for row in wanted
    ]
    said = outlooks(asked, plan.practice)
    return [
        _Case(
            share,
            stages.get(share.payer_id),
            letters.get((share.provider_id, share.payer_id)),
            outlook,
            share.payer_id in government,
        )
        for share, outlook in zip(wanted, said, strict=True)
    ]


def _government(payer_ids: set[int]) -> set[int]:
    """Return the payers all of whose default plans are government lines."""
    lines: dict[int, set[str]] = {}
    for payer_id, line in Plan.objects.filter(
        payer__in=payer_ids, is_default=True, is_active=True
    ).values_list("payer_id", "line_of_business"):
        lines.setdefault(payer_id, set()).add(line)
    return {payer_id for payer_id, found in lines.items() if found <= GOVERNMENT_LINES}


def _line(plan: ExitPlan, case: _Case) -> Line:
    share, stage, outlook = case.share, case.stage, case.outlook
    reason = ""
    if not outlook.in_network:
        required = bool(stage and stage.letter_required)
        reason = blocked_by(share.payer.name, case.letter, required=required)
        if not reason and outlook.blocked:
            reason = f"{share.payer.name} has no date: {outlook.blocked}"
    window = (plan.depanel_min_days, plan.depanel_max_days)
    # Whoever is in network in their own name, or never was through the platform, waits for no depaneling.
    spared = outlook.in_network or case.government
    return Line(
        weekly_sessions=float(share.weekly_sessions),
        platform_rate=None if share.platform_rate is None else float(share.platform_rate),
        direct_rate=None if share.direct_rate is None else float(share.direct_rate),
        own=None if reason else outlook.own,
        notice_days=plan.notice_days,
        depanel=(0, 0) if spared else window,
        notice_on=stage.notice_on if stage else None,
        blocked=reason,
    )


def _chosen(plan: ExitPlan, tried: dt.date | None, proposal: Proposal, today: dt.date) -> tuple[dt.date, str]:
    if tried is not None:
        return tried, "tried out here, not stored"
    if plan.notice_on is not None:
        return plan.notice_on, "given" if plan.state == "notice_given" else "chosen"
    if proposal.notice_on is not None:
        return proposal.notice_on, "proposed"
    return today, "today, as none is chosen"


def _row(case: _Case, line: Line, notice_on: dt.date) -> ExitRow:
    found = gap(line, notice_on)
    return ExitRow(
        case.share,
        line,
        case.outlook,
        found,
        dollars(line, found),
        line.last_day(notice_on),
        case.letter,
        case.stage,
        case.government,
    )


def _without_window(lines: list[Line]) -> list[Line]:
    if not any(sum(line.depanel) for line in lines):
        return lines
    return [
        Line(
            one.weekly_sessions, one.platform_rate, one.direct_rate, one.own, one.notice_days, (0, 0),
            one.notice_on, one.blocked,
        )
        for one in lines
    ]  # fmt: skip


def _warnings(plan: ExitPlan, rows: list[ExitRow]) -> list[str]:
    settings = PlanningSettings.objects.first()
    threshold = settings.concentration_percent if settings else PlanningSettings().concentration_percent
    sessions: dict[str, float] = {}
    for row in rows:
        sessions[row.share.payer.name] = sessions.get(row.share.payer.name, 0.0) + row.line.weekly_sessions
    found = [one.words for one in concentrations(sessions, threshold)]
    found += [f"{row.line.blocked}." for row in rows if row.line.blocked]
    found += [
        f"{row.share.payer.name} is a government line: a platform's participation never covers it. It needs its own enrollment."
        for row in rows
        if row.government and not row.outlook.in_network
    ]
    examples = sorted({row.share.payer.name for row in rows if row.outlook.example and row.line.own})
    if examples:
        found.append(
            f"{', '.join(examples)}: the own day is an example from a vendor's article, not your history. "
            "Enter past decisions or a published range before you rely on it."
        )
    found += [
        f"{row.share.payer.name}: no platform rate is on record for {row.share.provider}, so no dollars are counted."
        for row in rows
        if row.line.platform_rate is None
    ]
    seen = {row.share.payer_id for row in rows}
    missing = Payer.objects.filter(pk__in=[stage.payer_id for stage in plan.stages.all()]).exclude(
        pk__in=seen
    )
    found += [
        f"{payer.name} has a stage but no caseload through the platform, so it is not counted."
        for payer in missing
    ]
    if plan.notice_on:
        gone = plan.notice_on + dt.timedelta(days=plan.notice_days)
        found += (
            [f"The last day under the platform is {day_words(gone)}, which is over."]
            if gone < clock.today()
            else []
        )
    return list(dict.fromkeys(found))
