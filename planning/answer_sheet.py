"""How does a list of questions read with its answers: on a page, on paper, as a file?"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from credtrack.kernel.dates import day_words
from credtrack.kernel.pdf import Document
from planning.asking import party_of, tally_of
from planning.models import Answer, Questionnaire
from planning.question_lists import Question, list_of
from planning.red_flags import RED, Tally

HEADER = (
    "Question", "Asked as", "Version", "Outcome", "Answer", "Answered by", "Channel", "Answered on", "Document",
    "Recorded by", "Recorded at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One question and everything that came of it, newest answer first."""

    question: Question
    answers: tuple[Answer, ...]

    @property
    def newest(self) -> Answer | None:
        """Return the answer that counts."""
        return self.answers[0] if self.answers else None

    @property
    def earlier(self) -> tuple[Answer, ...]:
        """Return the versions before it, newest first."""
        return self.answers[1:]

    @property
    def meaning(self) -> str:
        """Return which of the meanings of a badge the newest answer carries."""
        if self.newest is None:
            return "neutral"
        return "act" if self.newest.outcome in RED else "good"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of questions with all its answers."""

    row: Questionnaire
    party: str
    source: str
    lines: tuple[Line, ...]
    tally: Tally

    @property
    def scope(self) -> str:
        """Return for whom and what it was asked."""
        parts = (self.row.practice, self.row.payer, self.row.state)
        return ", ".join(str(part) for part in parts if part)


def read(row: Questionnaire) -> Sheet:
    """Return a questionnaire with every version of every answer; one query."""
    found = Answer.objects.filter(questionnaire=row).select_related("recorded_by", "document")
    answers = list(found.order_by("-number"))
    asked = list_of(row.template)
    lines = tuple(
        Line(question, tuple(one for one in answers if one.question == question.key))
        for question in asked.questions
    )
    return Sheet(row, party_of(row), asked.source, lines, tally_of(row, answers))


def tally_words(tally: Tally) -> str:
    """Return the count in a sentence; what was not asked stands apart from the red flags."""
    flags = (
        "no red flag"
        if not tally.red_flags
        else f"{tally.red_flags} red flag{'s' if tally.red_flags > 1 else ''}"
    )
    return f"{tally.answered} of {tally.total} answered, {flags}, {tally.not_asked} not asked yet."


def answer_words(answer: Answer | None) -> str:
    """Return an answer with who gave it, when and how."""
    if answer is None:
        return "Not asked yet."
    who = f" by {answer.answered_by}" if answer.answered_by else ""
    text = f"{answer.text}\n" if answer.text else ""
    told = f"{answer.get_outcome_display()}{who} on {day_words(answer.answered_on)}"
    return f"{text}{told} ({answer.get_channel_display().lower()})."


def pdf(sheet: Sheet, *, today: dt.date) -> Document:
    """Return the list on paper: each question, its newest answer, and how many versions there are."""
    row = sheet.row
    paper = Document(f"{row.get_template_display()}: {sheet.party}", made_on=today)
    paper.title(row.get_template_display())
    scope = f", for {sheet.scope}" if sheet.scope else ""
    paper.paragraph(f"Asked: {sheet.party}{scope}, on {day_words(row.asked_on)}.\n{tally_words(sheet.tally)}")
    paper.table(
        ("Question", "Answer", "Versions"),
        [(line.question.text, answer_words(line.newest), len(line.answers)) for line in sheet.lines],
        widths=(40, 50, 10),
    )
    paper.paragraph(f"Questions after {sheet.source}. As of {day_words(today)}.", small=True)
    return paper


def rows(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    """Yield every version of every answer, oldest first; a question nobody asked is one row without a version."""
    for line in sheet.lines:
        if not line.answers:
            yield (line.question.key, line.question.text, "", "Not asked yet", *[""] * 7)
        for one in reversed(line.answers):
            yield (
                line.question.key,
                line.question.text,
                one.number,
                one.get_outcome_display(),
                one.text,
                one.answered_by,
                one.get_channel_display(),
                one.answered_on,
                str(one.document or ""),
                str(one.recorded_by or ""),
                one.recorded_at.isoformat(timespec="minutes"),
            )
