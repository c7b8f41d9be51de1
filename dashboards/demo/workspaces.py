"""Which workspaces, people and stories does the demo hold? Built once, in one transaction."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts import audit
from accounts.enums import OrganizationKind, Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from dashboards.demo import caseload, confirmed, journeys, on_platform, people, renewals, weeks
from dashboards.demo.forecasting import MONTHS, foresee
from dashboards.demo.former import former_stories
from dashboards.demo.houses import build_house, keep_contacts, own_contract
from dashboards.demo.papers import keep_papers
from dashboards.demo.reminding import remind
from dashboards.demo.telling import Beat, Contact, Story, write
from enrollments.enums import Channel, ContractScope, HolderKind, Kind, Route, Source, Status
from enrollments.models import Contract, Participation
from payers.models import Payer, Plan, Platform
from providers.models import ClinicianLink, Provider

PASSWORD = "credtrack-demo"  # noqa: S105  # printed at start, for invented people only
ZONE = "America/New_York"

TEAM: tuple[tuple[str, str, Role], ...] = (
    ("owner@lantern.example", "Rosalind Achterberg", Role.OWNER),
    ("coordinator@lantern.example", "Mateo Villanueva", Role.COORDINATOR),
    ("second@lantern.example", "Greta Novak", Role.COORDINATOR),
    ("biller@lantern.example", "Shanice Whitlock", Role.BILLER),
    ("manager@lantern.example", "Howard Beckett", Role.MANAGER),
    ("clinician@lantern.example", "Imani Okafor", Role.CLINICIAN),
)
SOLO: tuple[tuple[str, str, Role], ...] = (("dario@lindqvist.example", "Dario Lindqvist", Role.OWNER),)


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the demo made."""

    organizations: int
    clinicians: int
    applications: int


class CatalogueMissing(RuntimeError):
    """The demo needs payers that the catalogue has not loaded yet."""


def seed(months: int = MONTHS) -> Seeded:
    """Create both workspaces with the forecasts of the last `months` month starts and of today.

    Raises `CatalogueMissing` before `load_catalogue` has run.
    """
    with transaction.atomic():
        billing = _organization("demo", "Lantern Billing Group", OrganizationKind.BILLING_SERVICE, TEAM)
        solo = _organization("demo-solo", "Lindqvist Counseling", OrganizationKind.PRACTICE, SOLO)
        with organization_scope(billing):
            made = _billing_service(billing)
            remind(_user("coordinator@lantern.example"))
            foresee(months)
        with organization_scope(solo):
            also = _solo(solo)
            remind(_user("dario@lindqvist.example"))
            foresee(months)
    return Seeded(2, made[0] + also[0], made[1] + also[1])


def _organization(
    slug: str, name: str, kind: OrganizationKind, team: Sequence[tuple[str, str, Role]]
) -> Organization:
    organization = Organization.objects.create(slug=slug, name=name, kind=kind, timezone=ZONE)
    for email, person, role in team:
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, PASSWORD, name=person
        )
        Membership.objects.create(organization=organization, user=user, role=role)
    return organization


def _user(email: str) -> User:
    return User.objects.get(email=email)


def _payers(slugs: set[str]) -> dict[str, Payer]:
    found = {payer.slug: payer for payer in Payer.objects.filter(slug__in=slugs)}
    missing = sorted(slugs - set(found))
    if missing:
        raise CatalogueMissing(
            f"The payer catalogue lacks {', '.join(missing)}. Run `manage.py load_catalogue` first."
        )
    return found


def _billing_service(organization: Organization) -> tuple[int, int]:
    slugs = {slug for house in people.HOUSES for slug in house.payers} | {"aetna", "cigna"}
    payers = _payers(slugs | {row.payer for row in journeys.DIRECT})
    chance = random.Random(20261123)  # noqa: S311  # a story, not a secret
    owners = [_user("coordinator@lantern.example"), _user("second@lantern.example")]
    stories: list[Story] = []
    clinicians = 0
    for place, house in enumerate(people.HOUSES):
        practice, providers = build_house(house, 100 + place * 20)
        keep_papers(practice, 100 + place * 20, owners[0])
        clinicians += len(providers)
        keep_contacts(organization, [payers[slug] for slug in house.payers])
        for slug in house.payers:
            contract = own_contract(practice, payers[slug], owners[0])
            renewals.give_turn(contract, place, slug, clock.today())
            stories += [
                renewals.SETTLED.get((place, number, slug), caseload.choose(chance))(
                    caseload.Telling(
                        practice,
                        provider,
                        payers[slug],
                        owners[place % 2],
                        clock.today(),
                        chance,
                        contract,
                        pace=chance.uniform(0.82, 1.3),
                    )
                )
                for number, provider in enumerate(providers)
                # Nobody applies everywhere: about one pair in six was never tried.
                if chance.random() > 1 / 6 or (place, number, slug) in renewals.SETTLED
            ]
        stories += former_stories(house, practice, payers, owners[place % 2], place)
    stories += _elin(organization, payers, owners[0])
    stories += on_platform.rent(payers, _headway(), owners[0], 320)
    link = Provider.objects.get(last_name="Okafor")
    member = Membership.objects.get(organization=organization, role=Role.CLINICIAN)
    ClinicianLink.objects.create(organization=organization, membership=member, provider=link)
    made = write(organization, stories, owners[0])
    blocked = {
        row.provider_id: row.pk
        for row in made
        if row.provider_id and row.practice.legal_name == people.ON_PLATFORM.legal_name and row.blocked_reason
    }
    on_platform.refuse_letters(owners[0], blocked, payers["cigna"], _headway())
    confirmed.confirm(organization, owners[0])
    weeks.enter(organization, owners[0])
    audit.record(None, "demo.seed", organization, f"Demo workspace with {len(made)} applications")
    return clinicians + 1 + len(people.ON_PLATFORM.people), len(made)


def _headway() -> Platform:
    found: Platform | None = Platform.objects.filter(name__icontains="headway").first()
    if found is None:
        raise CatalogueMissing("The catalogue lacks the platforms. Run `manage.py load_catalogue` first.")
    return found


def _elin(organization: Organization, payers: dict[str, Payer], owner: User) -> list[Story]:
    practice, [provider] = build_house(people.DELEGATED, 300)
    keep_papers(practice, 300, owner)
    headway = _headway()
    contracts = {
        slug: Contract.objects.create(
            payer=payers[slug],
            practice=practice,
            holder_kind=HolderKind.PLATFORM,
            platform=headway,
            scope=ContractScope.GROUP,
            mode=Route.DELEGATED,
            executed_on=journeys.day("2022-01-01"),
            ends_on=journeys.day("2023-12-17"),
            notice_days=90,
            verified_on=journeys.day("2023-09-18"),
            verified_by=owner,
            evidence="Platform agreement, section on notice: 90 days",
            source=Source.PERSON,
            recorded_at=clock.now(),
        )
        for slug in ("aetna", "cigna", "highmark")
    }
    cast = journeys.Cast(practice, provider, owner)
    _state_medicaid(cast, journeys.day("2023-10-09"))
    stories = journeys.delegated_path(cast, payers, headway, contracts)
    for story in stories:
        if story.platform is not None:
            story.beats.append(
                Beat(
                    journeys.day("2023-12-17"),
                    Status.ENDED,
                    {"reason": "Left the platform after 90 days' notice; the contract stayed with it"},
                )
            )
        elif story.payer.slug != "medicare":
            story.contract = own_contract(practice, story.payer, owner, ContractScope.INDIVIDUAL, provider)
    return stories


def _solo(organization: Organization) -> tuple[int, int]:
    payers = _payers({row.payer for row in journeys.DIRECT} | {"medicare", "optum"})
    owner = _user("dario@lindqvist.example")
    practice, [provider] = build_house(people.DIRECT, 340)
    keep_papers(practice, 340, owner)
    keep_contacts(organization, list(payers.values()))
    cast = journeys.Cast(practice, provider, owner)
    _state_medicaid(cast, journeys.day("2023-01-16"))
    stories = journeys.direct_path(cast, payers)
    for story in stories:
        story.contract = own_contract(practice, story.payer, owner, ContractScope.INDIVIDUAL, provider)
    stories += _three_years_on(cast, payers)
    made = write(organization, stories, owner)
    confirmed.confirm(organization, owner)
    audit.record(None, "demo.seed", organization, f"Demo workspace with {len(made)} applications")
    return 1, len(made)


def _state_medicaid(cast: journeys.Cast, since: dt.date) -> None:
    """Record the enrollment with the state that a managed Medicaid plan asks for first."""
    plan = Plan.objects.filter(payer__slug="medicaid-pa").order_by("pk").first()
    if plan is None:
        raise CatalogueMissing("The catalogue lacks Medicaid. Run `manage.py load_catalogue` first.")
    Participation.objects.create(
        provider=cast.provider,
        practice=cast.practice,
        plan=plan,
        state="PA",
        effective_on=since,
        note="Enrolled with the state before applying to its managed-care plans",
        recorded_by=cast.owner,
        recorded_at=clock.start_of_day(since),
    )


def _three_years_on(cast: journeys.Cast, payers: dict[str, Payer]) -> list[Story]:
    """The first cycle is over: two plans renewed, one under way; Medicare and Optum are new."""
    telling = caseload.Telling(
        cast.practice,
        cast.provider,
        payers["optum"],
        cast.owner,
        clock.today(),
        random.Random(7),  # noqa: S311  # a story, not a secret
        own_contract(cast.practice, payers["optum"], cast.owner),
    )
    stories = [caseload.in_review(telling)]
    telling.payer = payers["medicare"]
    stories.append(caseload.info_requested(telling))
    for slug, decided in (("aetna", "2026-03-23"), ("cigna", "2026-04-27"), ("keystone-first", "2026-05-18")):
        stories.append(_renewal(cast, payers[slug], journeys.day(decided)))
    for story in stories:
        story.kind = story.kind if story.kind == Kind.RECREDENTIALING else Kind.INITIAL_INDIVIDUAL
    stories.append(
        Story(
            cast.practice,
            payers["highmark"],
            Kind.RECREDENTIALING,
            [
                Beat(
                    journeys.day("2026-03-02"), Status.DRAFT, note="Cycle ends 36 months after the decision."
                ),
                Beat(journeys.day("2026-05-04"), Status.SUBMITTED, {"method": "CAQH"}),
                Beat(telling.ago(38), Status.IN_REVIEW),
            ],
            provider=cast.provider,
            state="PA",
            owner=cast.owner,
            contacts=[
                Contact(
                    telling.ago(38),
                    "In recredentialing; the cycle date has passed, the listing stays up meanwhile.",
                    "Luis",
                    "HM-660418",
                )
            ],
            follow_up=(telling.ago(1), "Ask for the committee date"),
        )
    )
    return stories


def _renewal(cast: journeys.Cast, payer: Payer, decided: dt.date) -> Story:
    sent = decided - dt.timedelta(days=63)
    return Story(
        cast.practice,
        payer,
        Kind.RECREDENTIALING,
        [
            Beat(sent - dt.timedelta(days=30), Status.DRAFT, note="Opened 90 days before the cycle ends."),
            Beat(sent, Status.SUBMITTED, {"method": "CAQH"}),
            Beat(sent + dt.timedelta(days=14), Status.IN_REVIEW),
            Beat(decided, Status.APPROVED),
            Beat(
                decided + dt.timedelta(days=7),
                Status.ACTIVE,
                {"effective_on": decided.isoformat(), "payer_assigned_id": "unchanged"},
            ),
        ],
        provider=cast.provider,
        state="PA",
        owner=cast.owner,
        contacts=[Contact(decided, "Recredentialed for three years.", channel=Channel.LETTER)],
    )
