"""Which practice of the demo is about to leave a platform? Contracts it rents, the plan, and what was said.

The turns are those of the pie Health article's account of leaving: one payer makes no trouble, another is
three quarters of the caseload and wants a release letter that the platform refuses. Names are invented.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import User
from credtrack.kernel import clock
from dashboards.demo.houses import build_house
from dashboards.demo.papers import keep_papers
from dashboards.demo.people import ON_PLATFORM
from dashboards.demo.questioned import question
from dashboards.demo.telling import Beat, Contact, Story
from enrollments.enums import (
    Channel,
    ContractScope,
    HolderKind,
    Kind,
    Purpose,
    RateVisibility,
    Route,
    Status,
    Verb,
)
from enrollments.models import Contract, Participation
from payers.models import Payer, Plan, Platform
from planning import letter_rule
from planning.enums import About, Form, LetterOutcome, Speaker
from planning.models import CaseloadShare, ExitClinician, ExitPlan, ExitStage, ReleaseLetter, Statement
from providers.models import Practice, Provider

SLUGS = ("aetna", "cigna", "highmark")
_PLAN_NAME = "Fernbank leaves Headway"
# slug: weekly sessions of each clinician, rate through the platform, rate of a direct contract
_WEEK: dict[str, tuple[tuple[int, int], int, int]] = {
    "aetna": ((3, 4), 82, 104),
    "cigna": ((14, 11), 78, 98),
    "highmark": ((2, 1), 74, 92),
}


@dataclass(frozen=True, slots=True)
class Renting:
    """The practice that rents its contracts, and who keeps its record."""

    practice: Practice
    clinicians: list[Provider]
    platform: Platform
    owner: User

    def ago(self, days: int) -> dt.date:
        """Return the day so many calendar days before the demo's day."""
        return clock.today() - dt.timedelta(days=days)


def rent(payers: dict[str, Payer], platform: Platform, owner: User, base: int) -> list[Story]:
    """Make the practice with what it rents and plans; return the direct applications it has running."""
    practice, clinicians = build_house(ON_PLATFORM, base)
    keep_papers(practice, base, owner)
    here = Renting(practice, clinicians, platform, owner)
    for slug in SLUGS:
        _rented(here, payers[slug])
        _week(here, payers[slug], slug)
    _plan(here, payers)
    _said(here, payers["cigna"])
    question(practice, platform, owner)
    return [
        *(_aetna(here, payers["aetna"], one) for one in clinicians),
        *(_cigna(here, payers["cigna"], one) for one in clinicians),
    ]


def _rented(here: Renting, payer: Payer) -> None:
    contract = Contract.objects.create(
        payer=payer,
        practice=here.practice,
        holder_kind=HolderKind.PLATFORM,
        platform=here.platform,
        scope=ContractScope.GROUP,
        mode=Route.DELEGATED,
        executed_on=dt.date(2022, 1, 1),
        effective_on=dt.date(2022, 1, 1),
        notice_days=90,
        notice_source="Provider agreement of the platform, section on leaving",
        rate_visibility=RateVisibility.LIMITED,
        fee_note="Spread between the payer's rate and ours, not itemized",
        verified_on=here.ago(41),
        verified_by=here.owner,
        evidence="E-mail of the platform: contracts stand under its own NPI and TIN",
        recorded_at=clock.now(),
    )
    plan = Plan.objects.filter(payer=payer, is_default=True).order_by("pk").first()
    if plan is None:
        return
    for clinician in here.clinicians:
        Participation.objects.create(
            provider=clinician,
            practice=here.practice,
            plan=plan,
            state="PA",
            contract=contract,
            platform=here.platform,
            effective_on=dt.date(2024, 3, 1),
            purpose=Purpose.BRIDGE,
            review_on=clock.today() + dt.timedelta(days=60),
            recorded_by=here.owner,
            recorded_at=clock.now(),
        )


def _week(here: Renting, payer: Payer, slug: str) -> None:
    sessions, rented, direct = _WEEK[slug]
    for place, clinician in enumerate(here.clinicians):
        total = sum(numbers[place] for numbers, _, _ in _WEEK.values())
        CaseloadShare.objects.create(
            provider=clinician,
            practice=here.practice,
            payer=payer,
            platform=here.platform,
            as_of=here.ago(12),
            weekly_sessions=Decimal(sessions[place]),
            share_percent=Decimal(round(100 * sessions[place] / total)),
            platform_rate=Decimal(rented),
            direct_rate=Decimal(direct),
            clients_brought=sessions[place] // 3,
            clients_referred=sessions[place] - sessions[place] // 3,
            source="Calendar of the last eight weeks; direct rates from the payers' fee schedules",
            recorded_by=here.owner,
            recorded_at=clock.now(),
        )


def _plan(here: Renting, payers: dict[str, Payer]) -> None:
    plan = ExitPlan.objects.create(
        name=_PLAN_NAME,
        platform=here.platform,
        practice=here.practice,
        notice_days=90,
        notice_source="Provider agreement of the platform, section on leaving",
        depanel_min_days=30,
        depanel_max_days=60,
        depanel_source="Told by the platform on the phone; not in writing",
        gap_limit_days=14,
        note="Keep the clients who came by themselves; those the platform referred stay with it.",
        created_by=here.owner,
        created_at=clock.now(),
    )
    for clinician in here.clinicians:
        ExitClinician.objects.create(plan=plan, provider=clinician)
    for slug in SLUGS:
        ExitStage.objects.create(plan=plan, payer=payers[slug], letter_required=slug == "cigna")


def _said(here: Renting, cigna: Payer) -> None:
    """What platform and payer said about the letter and about billing in between: they do not agree."""
    told = (
        (Speaker.PAYER, About.RELEASE_LETTER, "yes", "We need a letter of release before we list them under another TIN.",
         "Joelle", Channel.CALL, Form.VERBAL, 24),
        (Speaker.PLATFORM, About.RELEASE_LETTER, "no", "No letters of release are issued.",
         "Support", Channel.EMAIL, Form.WRITTEN, 17),
        (Speaker.PLATFORM, About.BILLING_IN_BETWEEN, "no", "While a clinician is being taken off the panel, no sessions are paid.",
         "Support", Channel.EMAIL, Form.WRITTEN, 17),
        (Speaker.PAYER, About.BILLING_IN_BETWEEN, "yes", "Direct claims may be possible during the change.",
         "Marcus", Channel.CALL, Form.VERBAL, 9),
    )  # fmt: skip
    for speaker, about, position, content, person, channel, form, days in told:
        Statement.objects.create(
            speaker=speaker,
            platform=here.platform if speaker == Speaker.PLATFORM else None,
            payer=cigna,
            practice=here.practice,
            about=about,
            position=position,
            content=content,
            person=person,
            channel=channel,
            form=form,
            said_on=here.ago(days),
            recorded_by=here.owner,
            recorded_at=clock.now(),
        )


def refuse_letters(owner: User, applications: "dict[int, int]", payer: Payer, platform: Platform) -> None:
    """Record the letter that was asked for and refused; `applications` holds {clinician: blocked application}."""
    for provider_id, application_id in applications.items():
        provider = Provider.objects.get(pk=provider_id)
        practice = provider.affiliations.earliest("pk").practice
        for outcome, days, said in (
            (LetterOutcome.REQUESTED, 23, "Asked by e-mail for a letter of release."),
            (LetterOutcome.REFUSED, 17, "No letters of release are issued."),
        ):
            ReleaseLetter.objects.create(
                platform=platform,
                provider=provider,
                practice=practice,
                payer=payer,
                outcome=outcome,
                occurred_on=clock.today() - dt.timedelta(days=days),
                requested_from="Platform support",
                required_by="Provider enrollment of the payer",
                said=said,
                application_id=application_id,
                recorded_by=owner,
                recorded_at=clock.now(),
            )


def _aetna(here: Renting, payer: Payer, clinician: Provider) -> Story:
    return Story(
        here.practice,
        payer,
        Kind.INITIAL_INDIVIDUAL,
        [
            Beat(here.ago(70), Status.DRAFT, note="First step out of the platform."),
            Beat(here.ago(58), Status.SUBMITTED, {"method": "Online request", "reference": f"AET-55{clinician.pk:05d}"}),
            Beat(here.ago(44), Status.ACKNOWLEDGED, {"reference": f"AET-55{clinician.pk:05d}"}),
            Beat(here.ago(30), Status.IN_REVIEW),
        ],
        provider=clinician,
        state="PA",
        owner=here.owner,
        contacts=[Contact(here.ago(30), "No trouble with the platform's listing; in review.", "Renee")],
        follow_up=(clock.today() + dt.timedelta(days=5), "Ask for the committee date"),
    )  # fmt: skip


def _refused(here: Renting) -> str:
    """Return the reason as the release letter's own page writes it, so that it can lift the block again."""
    standing = letter_rule.Standing(LetterOutcome.REFUSED, here.ago(17), "Provider enrollment of the payer")
    return letter_rule.block_reason(str(here.platform), standing)


def _cigna(here: Renting, payer: Payer, clinician: Provider) -> Story:
    return Story(
        here.practice,
        payer,
        Kind.INITIAL_INDIVIDUAL,
        [
            Beat(here.ago(45), Status.DRAFT),
            Beat(here.ago(38), Status.SUBMITTED, {"method": "Evernorth portal"}),
            Beat(
                here.ago(17),
                verb=Verb.BLOCK,
                facts={"reason": _refused(here), "blocked_by": "platform"},
                note="The payer will not list the clinician under two TINs.",
            ),
        ],
        provider=clinician,
        state="PA",
        owner=here.owner,
        contacts=[
            Contact(
                here.ago(24), "Needs a letter of release from the platform first.", "Joelle", "CG-330914"
            ),
            Contact(here.ago(17), "The platform refuses the letter.", channel=Channel.EMAIL),
        ],
        follow_up=(clock.today() + dt.timedelta(days=2), "Ask the payer for an exception in writing"),
    )
