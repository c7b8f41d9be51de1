"""Who owns what of a clinician's payer relations? Five questions a payer, each answered from records. Pure.

The questions are the five factors of Carepatron, "Group NPI vs Your Own NPI" (16 Jun 2026). What no
record tells is said to be missing, with whom to ask; a platform's unverified statement is never a fact.
"""

import datetime as dt
from dataclasses import dataclass, field

from credtrack.kernel.words import Worded
from enrollments.enums import ContractScope, HolderKind, RateVisibility
from enrollments.portability import Holding, Portable, portability
from enrollments.wording import day_words, listed


class Question(Worded):
    """The five questions of the sheet."""

    HOLDER = "holder", "Who holds the contract?"
    RATES = "rates", "Do you see the payer's rates?"
    KEPT = "kept", "What do you keep if you leave?"
    SWITCHING = "switching", "Must you be credentialed again to switch?"
    SCOPE = "scope", "Whom and which plans does it cover?"


@dataclass(frozen=True, slots=True)
class Said:
    """A sourced statement of or about a platform; `topic` is a value of `payers.enums.PlatformTopic`."""

    topic: str
    text: str
    source: str
    is_verified: bool
    quoted_on: dt.date | None = None

    @property
    def words(self) -> str:
        """Return the statement with its source and, where nobody checked it, the warning."""
        day = f", as of {day_words(self.quoted_on)}" if self.quoted_on else ""
        mark = "" if self.is_verified else "unverified: "
        return f"({mark}{self.source}{day}) “{self.text}”"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is recorded of the contract behind a relation."""

    id: int
    holding: Holding
    scope: ContractScope
    rates: RateVisibility
    recorded_on: dt.date
    evidence: str = ""
    fee_note: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One relation with one payer: through a contract on file, a platform, or an application alone."""

    payer: str
    payer_id: int
    agreement: Agreement | None = None
    platform: str = ""
    standings: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    # How long credentialing directly takes at this payer and where that is from; empty without a rule.
    again: str = ""
    again_basis: str = ""
    application_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with what it rests on; `is_recorded` is false where somebody must be asked first."""

    question: Question
    answer: str
    basis: str
    on: dt.date | None = None
    is_recorded: bool = True
    said: tuple[str, ...] = field(default=())


def not_recorded(question: Question, whom: str, what: str) -> Answered:
    """Return the answer that is missing, and for what to ask whom."""
    return Answered(question, f"Not recorded: ask {whom} for {what}.", "No record", None, False)


def answers(way: Way, on: dt.date) -> list[Answered]:
    """Return the five answers of one relation on the calendar date `on`."""
    return [_holder(way, on), _rates(way), _kept(way, on), _switching(way), _scope(way)]


def _said(way: Way, *topics: str) -> tuple[str, ...]:
    return tuple(said.words for said in way.said if said.topic in topics)


def _verified_by(agreement: Agreement, on: dt.date) -> bool:
    day = agreement.holding.verified_on
    return day is not None and day <= on and agreement.holding.has_evidence


def _basis(agreement: Agreement, on: dt.date) -> tuple[str, dt.date]:
    evidence = f": {agreement.evidence}" if agreement.evidence else ""
    if _verified_by(agreement, on) and agreement.holding.verified_on:
        return (
            f"Verified on {day_words(agreement.holding.verified_on)}{evidence}",
            agreement.holding.verified_on,
        )
    return (
        f"Recorded on {day_words(agreement.recorded_on)}, not verified{evidence}",
        agreement.recorded_on,
    )


def _holder(way: Way, on: dt.date) -> Answered:
    found = way.agreement
    if found is None or found.holding.holder_kind == HolderKind.UNKNOWN:
        whom = f"{way.platform} and {way.payer}" if way.platform else way.payer
        missing = not_recorded(Question.HOLDER, whom, "the signature page of the agreement")
        return Answered(
            missing.question,
            missing.answer,
            missing.basis,
            None,
            False,
            _said(way, "controlling_npi"),
        )
    basis, day = _basis(found, on)
    return Answered(Question.HOLDER, found.holding.holder, basis, day, said=_said(way, "controlling_npi"))


def _rates(way: Way) -> Answered:
    found = way.agreement
    if found is None or found.rates == RateVisibility.UNKNOWN:
        whom = way.platform or way.payer
        missing = not_recorded(Question.RATES, whom, "the payer's fee schedule")
        return Answered(missing.question, missing.answer, missing.basis, None, False, _said(way, "fee"))
    note = f" {found.fee_note}" if found.fee_note else ""
    basis = f"Contract as recorded on {day_words(found.recorded_on)}"
    return Answered(
        Question.RATES, f"{found.rates.label}.{note}", basis, found.recorded_on, said=_said(way, "fee")
    )


_ABOUT_LEAVING = ("clients", "transfer", "release_letter", "notice", "depaneling")


def _kept(way: Way, on: dt.date) -> Answered:
    found = way.agreement
    said = _said(way, *_ABOUT_LEAVING)
    if found is None or found.holding.holder_kind == HolderKind.UNKNOWN:
        answer = (
            "NPI, license and CAQH profile. For the rest: not recorded, ask "
            f"{way.platform or way.payer} what remains when you leave, in writing."
        )
        return Answered(Question.KEPT, answer, "No holder is recorded", None, False, said)
    told = portability(found.holding, on)
    basis, day = _basis(found, on)
    kept, lost = " ".join(told.kept), " ".join(told.lost)
    return Answered(Question.KEPT, f"Kept: {kept} Lost: {lost}", f"{told.label}. {basis}", day, said=said)


def _switching(way: Way) -> Answered:
    found = way.agreement
    kind = found.holding.holder_kind if found else HolderKind.UNKNOWN
    if found is None or kind == HolderKind.UNKNOWN:
        if not way.platform:
            return not_recorded(Question.SWITCHING, way.payer, "whose name stands on the agreement")
        kind = HolderKind.PLATFORM
    day = found.recorded_on if found else None
    if kind in (HolderKind.PLATFORM, HolderKind.OTHER_GROUP):
        long = f" Directly it takes {way.again}." if way.again else " How long it takes has no basis here."
        answer = f"Yes: it cannot be moved into your name, so apply directly to {way.payer}.{long}"
        return Answered(Question.SWITCHING, answer, way.again_basis or "Who holds it, as recorded", day)
    answer = "No, to switch billing service or software: the contract stays where it is."
    if kind == HolderKind.PRACTICE:
        answer += " Yes, to work under another practice: that practice adds you to its own contract."
    else:
        answer += " To work at another practice, tell the payer the practice and whom to pay."
    return Answered(Question.SWITCHING, answer, "Who holds it, as recorded", day)


def _scope(way: Way) -> Answered:
    found = way.agreement
    plans = listed(way.plans)
    if found is None:
        whom = way.platform or way.payer
        if not plans:
            return not_recorded(Question.SCOPE, whom, "the plans and the people it covers")
        answer = f"Recorded for {plans}. Whether it names you or a group is not recorded: ask {whom}."
        return Answered(Question.SCOPE, answer, "Applications and participations", None, False)
    who = (
        "It names one person and may cover several practices."
        if found.scope == ContractScope.INDIVIDUAL
        else "It names a group, which adds clinicians once they are credentialed."
    )
    which = found.plan or plans or "every plan of the payer, as far as recorded"
    basis = f"Contract as recorded on {day_words(found.recorded_on)}"
    return Answered(Question.SCOPE, f"{who} Plans: {which}.", basis, found.recorded_on)


@dataclass(frozen=True, slots=True)
class GovernmentFacts:
    """What is recorded of one government line: our own enrollment, an own application, a platform's span."""

    line: str
    own: str = ""
    applied: str = ""
    opted_out: str = ""
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GovernmentAnswer:
    """Whether an own enrollment is there; a delegated one never satisfies a government line."""

    line: str
    answer: str
    basis: str
    needs_own: bool


def government(facts: GovernmentFacts) -> GovernmentAnswer:
    """Return what to say of a government line (pie Health: these generally need an own enrollment)."""
    if facts.own:
        return GovernmentAnswer(facts.line, facts.own, "Own application or participation on record", False)
    if facts.opted_out:
        return GovernmentAnswer(facts.line, facts.opted_out, "The clinician's file", False)
    parts = ["Own enrollment needed."]
    if facts.applied:
        parts.append(facts.applied)
    if facts.through:
        parts.append(f"What is recorded through {listed(facts.through)} does not count here.")
    basis = "Own application on record" if facts.applied else "No own enrollment is on record"
    return GovernmentAnswer(facts.line, " ".join(parts), basis, True)


def badge_of(way: Way, on: dt.date) -> tuple[Portable, str]:
    """Return the portability badge of a relation with its words."""
    if way.agreement is None:
        return Portable.UNKNOWN, Portable.UNKNOWN.label
    told = portability(way.agreement.holding, on)
    return told.badge, told.label
