"""The pages of questionnaires: the list, one with its answers, beginning, answering, closing, paper and files."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from accounts.stale import Stale
from credtrack.kernel import clock, lists
from credtrack.kernel.exports import file_response
from credtrack.kernel.links import org_reverse
from enrollments.refusals import Refused
from planning import answer_sheet, asking
from planning.forms.asking import AnswerForm, BeginForm
from planning.models import Answer, Questionnaire
from planning.question_lists import list_of, question_of
from planning.question_table import QUESTIONNAIRES
from planning.views.answering import answer as form_page
from planning.walls import questionnaire_or_404


@requires(Capability.VIEW)
def questionnaires(request: OrganizationRequest) -> HttpResponseBase:
    """Show who was asked what, and how many answers are missing."""
    return lists.render(request, QUESTIONNAIRES, "planning/questionnaires.html", {"tab": "questions"})


@requires(Capability.PLAN)
def questionnaire_new(request: OrganizationRequest) -> HttpResponse:
    """Begin a list of questions."""
    form = BeginForm(request.POST or None, membership=request.membership)

    def save() -> tuple[str, str]:
        row = asking.begin(form.asked(), actor=request.user)
        count = len(list_of(row.template).questions)
        return f"{count} questions are ready to be put.", org_reverse("planning:questionnaire", row.pk)

    return form_page(
        request,
        form,
        save,
        title="Put questions",
        lede="Terms vary by platform, state, payer and day. Say which this is about.",
        submit="Begin",
        back=org_reverse("planning:questionnaires"),
        back_label="Questions",
    )


@requires(Capability.VIEW)
def questionnaire(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show every question with its newest answer, the earlier ones, and the form for the next."""
    row = questionnaire_or_404(request.membership, pk)
    sheet = answer_sheet.read(row)
    may_answer = can(request.membership, Capability.PLAN) and row.closed_on is None
    items = [
        (
            line,
            AnswerForm(
                auto_id=f"{line.question.key}_%s",
                membership=request.membership,
                questionnaire=row,
                seen=len(line.answers),
            )
            if may_answer
            else None,
        )
        for line in sheet.lines
    ]
    return render(
        request,
        "planning/questionnaire.html",
        {"row": row, "sheet": sheet, "items": items, "tab": "questions"},
    )


@requires(Capability.PLAN)
def answer(request: OrganizationRequest, pk: int, question: str) -> HttpResponse:
    """Record what came of one question, as a further version."""
    row = questionnaire_or_404(request.membership, pk)
    asked = question_of(row.template, question)
    if asked is None:
        raise Http404("This list has no such question.")

    def count() -> int:
        return int(Answer.objects.filter(questionnaire=row, question=question).count())

    form = AnswerForm(request.POST or None, membership=request.membership, questionnaire=row, seen=count())
    back = org_reverse("planning:questionnaire", pk)

    def save() -> tuple[str, str]:
        made = asking.answer(pk, form.reply(question), actor=request.user)
        kept = f" The {made.number - 1} earlier stay in the history." if made.number > 1 else ""
        return f"The answer is kept.{kept}", f"{back}#{question}"

    return form_page(
        request,
        form,
        save,
        carry=("seen", count),
        title="Record an answer",
        lede=asked.text,
        submit="Keep the answer",
        back=back,
        back_label=asking.party_of(row),
        earlier=list(Answer.objects.filter(questionnaire=row, question=question).order_by("-number")),
    )


@requires(Capability.PLAN)
@require_POST
def questionnaire_close(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Close the list, or reopen it."""
    row = questionnaire_or_404(request.membership, pk)
    typed = request.POST.get("version", "")
    reopen = row.closed_on is not None
    try:
        asking.close(
            pk, version=int(typed) if typed.isdigit() else row.version, actor=request.user, reopen=reopen
        )
    except (Refused, Stale) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "Reopened: answers can be added again." if reopen else "Closed: no answers are expected."
        )
    return redirect(org_reverse("planning:questionnaire", pk))


@requires(Capability.VIEW)
def questionnaire_print(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show the list as it goes on paper."""
    row = questionnaire_or_404(request.membership, pk)
    context = {"row": row, "sheet": answer_sheet.read(row), "today": clock.today()}
    return render(request, "planning/questionnaire_print.html", context)


@requires(Capability.VIEW)
def questionnaire_pdf(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Return the list as a PDF."""
    row = questionnaire_or_404(request.membership, pk)
    return answer_sheet.pdf(answer_sheet.read(row), today=clock.today()).response(_name(row))


@requires(Capability.EXPORT)
def questionnaire_csv(request: OrganizationRequest, pk: int) -> HttpResponseBase:
    """Return every version of every answer as a file."""
    row = questionnaire_or_404(request.membership, pk)
    return file_response("csv", _name(row), answer_sheet.HEADER, answer_sheet.rows(answer_sheet.read(row)))


def _name(row: Questionnaire) -> str:
    return f"questions-{row.pk}"
