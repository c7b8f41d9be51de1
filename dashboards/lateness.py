"""Since when is a payer late? The last submission day that is still within its turnaround, per payer."""

import datetime as dt
from dataclasses import dataclass

from credtrack.kernel.dates import add_days
from payers.enums import LineOfBusiness, RuleKind
from payers.models import Payer, Plan
from payers.rules import Question, basis_words
from payers.selectors import RuleBook, rules_for


@dataclass(frozen=True, slots=True)
class CutOff:
    """Applications sent before `day` are past the turnaround; `basis` says whose number that is."""

    day: dt.date
    basis: str


def cut_offs(today: dt.date) -> dict[int, CutOff]:
    """Return {payer id: cut-off} for every active payer whose turnaround is quoted anywhere.

    The longest day of the range counts, in the rule's own days. Payers without a row of their own
    share the answer of their family and line of business, so few questions are asked.
    """
    book = rules_for(None, today, [RuleKind.TURNAROUND], families={})  # every question below names its family
    named = {fact.payer_id for fact in book.facts.get(RuleKind.TURNAROUND, ())}
    lines = dict(
        Plan.objects.filter(is_default=True).order_by("pk").values_list("payer_id", "line_of_business")
    )
    asked: dict[tuple[int | None, str, str], CutOff | None] = {}
    found: dict[int, CutOff] = {}
    for payer_id, family in Payer.objects.filter(is_active=True).order_by().values_list("pk", "family"):
        line = lines.get(payer_id, LineOfBusiness.COMMERCIAL)
        key = (payer_id if payer_id in named else None, family, line)
        if key not in asked:
            asked[key] = _cut_off(book, key, today)
        cut = asked[key]
        if cut is not None:
            found[payer_id] = cut
    return found


def _cut_off(book: RuleBook, key: tuple[int | None, str, str], today: dt.date) -> CutOff | None:
    payer_id, family, line = key
    question = Question(RuleKind.TURNAROUND, today, payer_id=payer_id, family=family, line=line)
    winner = book.ask(question).winner
    if winner is None or not winner.longest:
        return None
    day = add_days(today, -winner.longest, business=winner.days_are_business)
    return CutOff(day, basis_words(winner))
