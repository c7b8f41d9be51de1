"""Which plans, numbers, questionnaires, statements and letters may this member see? Others do not exist: 404."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Membership
from planning.caseloads import newest_only
from planning.models import CaseloadShare, ExitPlan, Questionnaire, ReleaseLetter, Statement
from providers.visibility import get_or_404, practice_ids, visible_practices, visible_providers


def visible_questionnaires(membership: Membership) -> QuerySet[Questionnaire]:
    """Return the questionnaires of granted practices; one for the whole organization needs no limit."""
    rows: QuerySet[Questionnaire] = Questionnaire.objects.all()
    granted = practice_ids(membership)
    return rows if granted is None else rows.filter(practice_id__in=granted)


def visible_statements(membership: Membership) -> QuerySet[Statement]:
    """Return the statements about granted practices, or about visible clinicians where no practice is named."""
    rows: QuerySet[Statement] = Statement.objects.all()
    granted = practice_ids(membership)
    if granted is None:
        return rows
    seen = visible_providers(membership).values("pk")
    rows = rows.filter(Q(practice_id__in=granted) | Q(practice_id=None, provider_id__in=seen))
    return rows.filter(Q(provider_id=None) | Q(provider_id__in=seen))


def visible_letters(membership: Membership) -> QuerySet[ReleaseLetter]:
    """Return the words on release letters of visible clinicians at granted practices."""
    rows: QuerySet[ReleaseLetter] = ReleaseLetter.objects.all()
    granted = practice_ids(membership)
    if granted is None:
        return rows
    seen = visible_providers(membership).values("pk")
    return rows.filter(practice_id__in=granted, provider_id__in=seen)


def questionnaire_or_404(membership: Membership, pk: int) -> Questionnaire:
    """Return a visible questionnaire; raises `Http404`."""
    rows = visible_questionnaires(membership).select_related("platform", "practice", "payer", "created_by")
    found: Questionnaire = get_or_404(rows, pk, "questionnaire")
    return found


def statement_or_404(membership: Membership, pk: int) -> Statement:
    """Return a visible statement; raises `Http404`."""
    rows: Any = visible_statements(membership)
    related = ("platform", "payer", "practice", "provider", "document", "replaces", "recorded_by")
    found: Statement = get_or_404(rows.select_related(*related), pk, "statement")
    return found


def letter_or_404(membership: Membership, pk: int) -> ReleaseLetter:
    """Return a visible word on a release letter; raises `Http404`."""
    rows: Any = visible_letters(membership)
    found: ReleaseLetter = get_or_404(
        rows.select_related("platform", "provider", "practice", "payer", "application"), pk, "release letter"
    )
    return found


def visible_exits(membership: Membership) -> QuerySet[ExitPlan]:
    """Return the exit plans of practices the member may see."""
    rows: QuerySet[ExitPlan] = ExitPlan.objects.select_related("platform", "practice")
    if practice_ids(membership) is not None:
        rows = rows.filter(practice__in=visible_practices(membership).values("pk"))
    return rows


def exit_or_404(membership: Membership, pk: int) -> ExitPlan:
    """Return a visible exit plan; raises `Http404`."""
    found: ExitPlan = get_or_404(visible_exits(membership), pk, "exit plan")
    return found


def visible_caseloads(membership: Membership) -> QuerySet[CaseloadShare]:
    """Return the newest numbers of each clinician, practice and payer at practices the member may see."""
    rows = newest_only(CaseloadShare.objects.all())
    if practice_ids(membership) is not None:
        rows = rows.filter(practice__in=visible_practices(membership).values("pk"))
    return rows.select_related("provider", "practice", "payer", "platform")
