"""The front page of planning: what there is to plan, a line on each, and how much waits there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch

from accounts.access import OrganizationRequest, requires
from accounts.models import Membership
from accounts.roles import Capability
from credtrack.kernel.links import org_reverse
from planning.enums import ExitState, LetterOutcome
from planning.models import ExitPlan, ReleaseLetter
from providers.visibility import practice_ids, visible_practices


def _open_exits(membership: Membership) -> int:
    rows = ExitPlan.objects.filter(state__in=[ExitState.PLANNED, ExitState.NOTICE_GIVEN])
    return rows.filter(practice__in=visible_practices(membership).values("pk")).count()


def _waiting_letters(membership: Membership) -> int:
    """Return how many letters were asked for and not answered: the last word on each counts."""
    rows = ReleaseLetter.objects.order_by("occurred_on", "pk")
    granted = practice_ids(membership)
    if granted is not None:
        rows = rows.filter(practice__in=granted)
    columns = ("platform_id", "provider_id", "practice_id", "payer_id", "outcome")
    last = {key: outcome for *key_parts, outcome in rows.values_list(*columns) for key in [tuple(key_parts)]}
    return sum(outcome == LetterOutcome.REQUESTED for outcome in last.values())


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject of planning as the page shows it."""

    title: str
    text: str
    icon: str
    url: str
    count: str = ""


# URL name, title, a line on it, icon, what is counted and its words.
SUBJECTS: tuple[tuple[str, str, str, str, Callable[[Membership], int] | None, str], ...] = (
    (
        "planning:exits", "Exit plans",
        "Leave a platform with the notice given in time and no gap in between.",
        "log-out", _open_exits, "open",
    ),
    (
        "planning:caseload", "Caseload",
        "How much of the work hangs on one payer or platform, in sessions a week.",
        "layers", None, "",
    ),
    (
        "planning:grouping", "Group or individual",
        "How far each practice is from a payer's minimum for a group contract, and what fits it.",
        "users-round", None, "",
    ),
    (
        "planning:questionnaires", "Questionnaires",
        "What to ask a platform, a delegated entity or a partner, and what they answered.",
        "clipboard-list", None, "",
    ),
    (
        "planning:statements", "Statements",
        "Who said what, and where two statements contradict each other.",
        "message-square", None, "",
    ),
    (
        "planning:letters", "Release letters",
        "Asked for, given, refused; a payer that waits for one blocks the application.",
        "mail", _waiting_letters, "without an answer",
    ),
    (
        "enrollments:incidents", "Incidents",
        "A platform's delegation suspended or revoked, and whom it reaches.",
        "triangle-alert", None, "",
    ),
    (
        "planning:revenue", "Money at risk",
        "What a delay costs, from your own sessions and allowed amounts.",
        "scale", None, "",
    ),
)  # fmt: skip


@requires(Capability.VIEW)
def overview(request: OrganizationRequest) -> HttpResponseBase:
    """Show what can be planned here."""
    return render(request, "planning/overview.html", {"subjects": subjects(request.membership)})


def subjects(membership: Membership) -> list[Subject]:
    """Return the subjects whose page exists, each with what waits there; a count is one query."""
    found = []
    for name, title, text, icon, count, words in SUBJECTS:
        try:
            url = org_reverse(name)
        except NoReverseMatch:
            continue
        waiting = count(membership) if count else 0
        found.append(Subject(title, text, icon, url, f"{waiting} {words}" if waiting else ""))
    return found
