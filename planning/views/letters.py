"""The pages of release letters: the list, one with every word on it, asking for one, recording what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import OrganizationRequest, can, requires
from accounts.roles import Capability
from credtrack.kernel import clock, lists
from credtrack.kernel.links import org_reverse
from enrollments.refusals import Refused
from planning import letter_rule, letters
from planning.enums import LetterOutcome
from planning.forms.letters import LetterForm, WordForm
from planning.letter_table import LETTERS
from planning.models import ReleaseLetter
from planning.views.answering import answer
from planning.walls import letter_or_404

_LOOKS = {
    LetterOutcome.REQUESTED: ("waiting", "send"),
    LetterOutcome.ISSUED: ("good", "circle-check"),
    LetterOutcome.REFUSED: ("act", "octagon-x"),
    LetterOutcome.NO_ANSWER: ("act", "clock-alert"),
}


@requires(Capability.VIEW)
def letter_list(request: OrganizationRequest) -> HttpResponseBase:
    """Show each letter with its newest word."""
    return lists.render(request, LETTERS, "planning/letters.html", {"tab": "letters"})


@requires(Capability.PLAN)
def letter_new(request: OrganizationRequest) -> HttpResponse:
    """Ask for a letter, or record that somebody did."""
    form = LetterForm(request.POST or None, membership=request.membership)

    def save() -> tuple[str, str]:
        about = form.about()
        known = letters.words_on(about).first()
        if known is not None:
            raise Refused(["This letter is on record already. Add the next word on its own page."])
        row = letters.record(about, form.heard(), seen=0, actor=request.user)
        return _told(about), org_reverse("planning:letter", row.pk)

    return answer(
        request,
        form,
        save,
        title="Ask for a release letter",
        lede="A letter that a payer wants from the platform. While it is required and not there, the application is blocked.",
        submit="Record it",
        back=org_reverse("planning:letters"),
        back_label="Release letters",
    )


@requires(Capability.VIEW)
def letter(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Show every word on one letter, what it does to the application, and the next step."""
    row = letter_or_404(request.membership, pk)
    about = letters.about_of(row)
    words = list(letters.words_on(about).select_related("recorded_by", "document"))
    standing = letters.standing_of(about)
    answer_by = words[-1].answer_by
    context = {
        "row": row,
        "newest": words[-1],
        "standing": standing,
        "escalation": next((word.escalation for word in reversed(words) if word.escalation), ""),
        "timeline": [_item(word) for word in reversed(words)],
        "next_step": letter_rule.next_step(standing, answer_by, clock.today()),
        "applications": list(letters.held_back(about)),
        "out_of_line": letters.out_of_line(about),
        "tab": "letters",
    }
    return render(request, "planning/letter.html", context)


def _item(word: ReleaseLetter) -> dict[str, Any]:
    meaning, icon = _LOOKS[LetterOutcome(word.outcome)]
    details = [
        f"Asked: {word.requested_from}." if word.requested_from else "",
        f"Required by {word.required_by}." if word.required_by else "",
        word.said,
        f"Escalation: {word.escalation}" if word.escalation else "",
    ]
    document = word.document
    return {
        "day": word.occurred_on,
        "recorded_on": clock.local_date(word.recorded_at),
        "icon": icon,
        "meaning": meaning,
        "sentence": word.get_outcome_display(),
        "who": str(word.recorded_by or ""),
        "text": " ".join(part for part in details if part),
        "evidence": [{"label": str(document), "url": org_reverse("providers:document", document.pk)}]
        if document
        else [],
    }


@requires(Capability.PLAN)
def letter_word(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Record what became of a letter."""
    row = letter_or_404(request.membership, pk)
    about = letters.about_of(row)
    standing = letters.standing_of(about)
    back = org_reverse("planning:letter", pk)

    def count() -> int:
        return int(letters.words_on(about).count())

    form = WordForm(
        request.POST or None,
        membership=request.membership,
        seen=count(),
        initial={"required_by": standing.required_by, "requested_from": row.requested_from},
    )

    def save() -> tuple[str, str]:
        letters.record(about, form.heard(), seen=form.cleaned_data["seen"], actor=request.user)
        return _told(about), back

    return answer(
        request,
        form,
        save,
        carry=("seen", count),
        title="What became of the letter",
        lede=str(row),
        submit="Record it",
        back=back,
        back_label="The letter",
    )


def _told(about: letters.About) -> str:
    blocked = sum(bool(row.blocked_reason) for row in letters.held_back(about))
    if letters.standing_of(about).holds_back and blocked:
        return "Recorded. The application is blocked; the days until the letter comes are not the payer's."
    return "Recorded."


@requires(Capability.PLAN)
@require_POST
def letter_apply(request: OrganizationRequest, pk: int) -> HttpResponse:
    """Bring applications that were opened or changed since into line with the letter."""
    about = letters.about_of(letter_or_404(request.membership, pk))
    if not can(request.membership, Capability.MOVE_APPLICATIONS):
        messages.error(
            request, "Your role here does not block applications. Ask an owner of the organization."
        )
        return redirect(org_reverse("planning:letter", pk))
    try:
        changed = letters.bring_in_line(about, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, "The application follows the letter." if changed else "Nothing was to be changed."
        )
    return redirect(org_reverse("planning:letter", pk))
