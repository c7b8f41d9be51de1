"""What does the page of one application show, now or as of a day, as known on another?

Everything is read once; each part of the page is cut from it, so that no part can disagree.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Membership
from credtrack.kernel import clock
from enrollments import clocks, plan_outcomes
from enrollments.enums import Clock, Status
from enrollments.fold import Folded, LogRow, as_of, fold, linked_contract
from enrollments.missing import clinician_spans
from enrollments.models import (
    Application,
    ApplicationPlan,
    Contract,
    Entry,
    FollowUp,
    MissingItem,
    Transition,
)
from enrollments.plan_outcomes import PlanOutcome
from enrollments.selectors import sees_internal, visible_entries
from payers.enums import RuleKind
from payers.selectors import RuleBook, rules_for

_WAITING_RULES = (
    RuleKind.TURNAROUND,
    RuleKind.PARTICIPATION_DECISION,
    RuleKind.END_TO_END,
    RuleKind.DECISION_DEADLINE,
)


_TURNS: dict[Clock, str] = {
    Clock.OURS: "Our turn",
    Clock.CLINICIAN: "The clinician's turn",
    Clock.PAYER: "The payer's turn",
    Clock.PLATFORM: "The platform's turn",
    Clock.NONE: "Nobody's turn",
}
_DATES: tuple[tuple[str, str], ...] = (
    ("Opened", "opened_on"),
    ("Submitted", "submitted_on"),
    ("Acknowledged", "acknowledged_on"),
    ("Complete", "complete_on"),
    ("Decided", "decided_on"),
    ("Effective date asked for", "requested_effective_on"),
    ("Effective (individual)", "effective_on"),
    ("Effective (group link)", "group_link_on"),
    ("Loaded by the payer", "loaded_on"),
    ("Active", "activated_on"),
    ("Answer due", "answer_due_on"),
    ("Ask again", "recheck_on"),
    ("Appeal until", "appeal_until"),
    ("Ended", "ended_on"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """Which day is read, and what was known on which other day; both empty means now."""

    on: dt.date | None = None
    known_on: dt.date | None = None

    @property
    def is_now(self) -> bool:
        """Say whether the present is read, the only moment at which anything can be changed."""
        return self.on is None and self.known_on is None

    @property
    def day(self) -> dt.date:
        """Return the calendar date the page speaks of; what was known earlier speaks of that earlier day."""
        today = clock.today()
        return min(day for day in (self.on, self.known_on, today) if day)

    @property
    def known_by(self) -> dt.datetime | None:
        """Return the last instant of what was known, or nothing for all that is known now."""
        return clock.end_of_day(self.known_on) if self.known_on else None

    @property
    def instant(self) -> dt.datetime | None:
        """Return the last instant of the day itself, for rows that carry instants only."""
        return None if self.is_now else clock.end_of_day(self.day)


class Reading:
    """One application at one moment, for one member."""

    def __init__(self, application: Application, membership: Membership, moment: Moment) -> None:
        self.application = application
        self.membership = membership
        self.moment = moment
        self.internal = sees_internal(membership)
        self.transitions: list[Transition] = list(
            application.transitions.select_related("actor").order_by("id")
        )
        self.rows: list[LogRow] = as_of(
            [row.as_row() for row in self.transitions], moment.on, moment.known_by
        )
        self.state: Folded = fold(self.rows)

    @property
    def existed(self) -> bool:
        """Say whether the application was there at that moment."""
        return self.state.status is not None

    @property
    def status(self) -> Status:
        """Return the status; a page is only drawn for an application that existed."""
        return self.state.status or Status.DRAFT

    @cached_property
    def entries(self) -> list[Entry]:
        """Return the entries that had happened and were known, voiding rows among them."""
        rows = visible_entries(self.membership).filter(application=self.application)
        if self.moment.on:
            rows = rows.filter(occurred_on__lte=self.moment.on)
        if self.moment.known_by:
            rows = rows.filter(recorded_at__lte=self.moment.known_by)
        return list(rows.select_related("author", "document").order_by("occurred_on", "id"))

    @cached_property
    def all_follow_ups(self) -> list[FollowUp]:
        """Return every follow-up that had been planned by then, earliest first."""
        if not self.internal:
            return []
        rows = FollowUp.objects.filter(application=self.application)
        if self.moment.instant:
            rows = rows.filter(created_at__lte=self.moment.instant)
        return list(rows.select_related("assigned_to", "done_by").order_by("due_on", "id"))

    @cached_property
    def follow_ups(self) -> list[FollowUp]:
        """Return the follow-ups that were open at the moment, earliest first."""
        instant = self.moment.instant
        return [
            row
            for row in self.all_follow_ups
            if row.done_at is None or (instant is not None and row.done_at > instant)
        ]

    @cached_property
    def all_missing(self) -> list[MissingItem]:
        """Return every item that had been asked for by then."""
        rows = MissingItem.objects.filter(application=self.application)
        if self.moment.on:
            rows = rows.filter(asked_on__lte=self.moment.on)
        if self.moment.known_by:
            rows = rows.filter(created_at__lte=self.moment.known_by)
        return list(rows.order_by("asked_on", "id"))

    @cached_property
    def missing(self) -> list[MissingItem]:
        """Return what was missing at the moment."""
        day = None if self.moment.is_now else self.moment.day
        return [
            item
            for item in self.all_missing
            if item.received_on is None or (day is not None and item.received_on > day)
        ]

    @cached_property
    def contract(self) -> Contract | None:
        """Return the contract that was linked at the moment."""
        if self.moment.is_now:
            return self.application.contract
        linked = linked_contract(self.rows)
        if linked is None or linked == self.application.contract_id:
            found = self.application.contract
            known = self.moment.instant
            early = found is not None and known is not None and found.recorded_at > known
            return None if early and linked is None else found
        rows = Contract.objects.select_related("platform", "practice", "provider", "verified_by")
        return rows.filter(pk=linked).first()

    @cached_property
    def plans(self) -> list[tuple[ApplicationPlan, PlanOutcome]]:
        """Return each plan with the outcome it had of its own."""
        told = plan_outcomes.outcomes(self.rows)
        rows = ApplicationPlan.objects.filter(application=self.application).select_related("plan")
        return [
            (plan, told.get(plan.pk) or self._present(plan)) for plan in rows.order_by("plan__name", "id")
        ]

    def _present(self, plan: ApplicationPlan) -> PlanOutcome:
        """Outcomes that were imported stand on the plan only, without a row in the log."""
        if not self.moment.is_now:
            return PlanOutcome()
        return PlanOutcome(plan.outcome, plan.effective_on, plan.payer_assigned_id)

    @cached_property
    def rule_book(self) -> RuleBook:
        """Return the sourced rules about waiting that may concern this payer on the day read."""
        return rules_for([self.application.payer_id], self.moment.day, _WAITING_RULES)

    @cached_property
    def days_by_clock(self) -> dict[Clock, int]:
        """Return the calendar days spent on each clock up to the moment."""
        return clocks.days_by_clock(self.rows, self.moment.day, clinician_spans(self.all_missing))

    @cached_property
    def clock(self) -> Clock:
        """Return whose turn it was."""
        theirs = any(item.waiting_on == Clock.CLINICIAN for item in self.missing)
        return clocks.clock_of(self.status, blocked_by=self.state.blocked_by, waiting_on_clinician=theirs)

    @property
    def clock_words(self) -> str:
        """Return whose turn it was, in words."""
        return _TURNS[self.clock]

    @property
    def dates(self) -> list[tuple[str, dt.date]]:
        """Return every date the log gives, each under its own name: none of them is another one."""
        return [(label, day) for label, name in _DATES if (day := getattr(self.state, name))]
