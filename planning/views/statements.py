"""The pages of statements: the list, one with those that contradict it, and recording a further one."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts.access import OrganizationRequest, requires
from accounts.roles import Capability
from credtrack.kernel import clock, lists
from credtrack.kernel.links import org_reverse
from planning import confirmation_letter, statements
from planning.conflicts import stronger
from planning.enums import About
from planning.forms.stating import StatementForm
from planning.models import Statement
from planning.statement_table import STATEMENTS, speaker_words
from planning.views.answering import answer
from planning.walls import statement_or_404, visible_statements

_CARRIED = ("speaker", "platform", "payer", "practice", "provider", "about", "person")


@requires(Capability.VIEW)
def statement_list(request: OrganizationRequest) -> HttpResponseBase:
    """Show what was said, apart from what is recorded as fact."""
    return lists.render(request, STATEMENTS, "planning/statements.html", {"tab": "statements"})


@requires(Capability.PLAN)
def statement_new(request: OrganizationRequest) -> HttpResponse:
    """Write down a claim; `?replaces=` names the earlier one that it settles."""
    asked = request.GET.get("replaces", "")
    replaced = statement_or_404(request.membership, int(asked)) if asked.isdigit() else None
    initial: dict[str, Any] = {name: getattr(replaced, name) for name in _CARRIED} if replaced else {}
    form = StatementForm(
        request.POST or None, membership=request.membership, replaces=replaced, initial=initial
    )

    def save() -> tuple[str, str]:
        row = statements.record(form.claim(), actor=request.user)
        foes = len(statements.against(row))
        told = (
            f" It contradicts {foes} other{'s' if foes > 1 else ''}: ask for it in writing." if foes else ""
        )
        return f"The statement is kept as a claim.{told}", org_reverse("planning:statement", row.pk)

    return answer(
        request,
        form,
        save,
        title="Replace a statement" if replaced else "Note a statement",
        lede=f"In place of: {replaced.content}"
        if replaced
        else "What was said, by whom and how. It changes no fact.",
        submit="Keep it",
        back=org_reverse("planning:statement", replaced.pk)
        if replaced
        else org_reverse("planning:statements"),
        back_label="Statements",
    )


@requires(Capability.VIEW)
def statement(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show one statement beside those that contradict it, and the letter that asks for it in writing."""
    row = statement_or_404(request.membership, pk)
    seen = set(visible_statements(request.membership).filter(about=row.about).values_list("pk", flat=True))
    foes = [other for other in statements.against(row) if other.pk in seen]
    newer = Statement.objects.filter(replaces=row).first()
    me = statements.said_of(row)
    context = {
        "row": row,
        "speaker": speaker_words(row),
        "newer": newer,
        "others": [
            {
                "row": other,
                "speaker": speaker_words(other),
                "stronger": stronger(me, statements.said_of(other)) == other.pk,
            }
            for other in foes
        ],
        "outweighs": bool(foes) and all(stronger(me, statements.said_of(other)) == row.pk for other in foes),
        "why": statements.why_unconfirmed(row, foes),
        "letter": _letter(request, row, foes),
        "tab": "statements",
    }
    return render(request, "planning/statement.html", context)


def _letter(request: OrganizationRequest, row: Statement, foes: list[Statement]) -> str:
    asking = confirmation_letter.Asking(
        addressee=speaker_words(row),
        subject=About(row.about).label,
        clinician=str(row.provider or ""),
        practice=str(row.practice or ""),
        payer=str(row.payer or ""),
        signed_by=request.user.name or request.user.email,
        today=clock.today(),
    )
    parts = confirmation_letter.paragraphs(asking, _heard(row), [_heard(other) for other in foes])
    return "\n\n".join(parts)


def _heard(row: Statement) -> confirmation_letter.Heard:
    return confirmation_letter.Heard(speaker_words(row), row.person, row.form, row.said_on, row.content)
