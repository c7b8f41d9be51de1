"""Who worked at the demo's practices before, and how long did each payer take then? The own history of a service."""

import datetime as dt
import random
from dataclasses import dataclass

from accounts.models import User
from credtrack.kernel import clock
from credtrack.kernel.dates import roll_forward
from dashboards.demo.people import House, Person, npi
from dashboards.demo.telling import Beat, Contact, Story, executed
from enrollments.enums import DayUnit, Kind, Status
from enrollments.models import Contract
from payers.models import Payer
from providers.models import Affiliation, Practice, Provider

NAMES = (
    ("Adela", "Kirschner"), ("Tobias", "Wren"), ("Mireille", "Castaing"), ("Ruben", "Oyelaran"),
    ("Sunniva", "Dahl"), ("Keith", "Pemberton"), ("Anjali", "Borkar"), ("Lucian", "Petrescu"),
    ("Harriet", "Voss"), ("Emeka", "Nwosu"), ("Paloma", "Etxeberria"), ("Gideon", "Marsh-Lowe"),
    ("Ines", "Carvalho"), ("Walter", "Sprague"), ("Thuy", "Lam"), ("Bettina", "Rausch"),
    ("Omar", "Farouki"), ("Celia", "Whitcomb"), ("Joss", "Hallbrook"), ("Renata", "Sikora"),
    ("Malik", "Greer"), ("Dagny", "Solberg"), ("Efrain", "Montoya"), ("Leonie", "Abendroth"),
)  # fmt: skip
PER_HOUSE = 6
# Calendar days from submission to decision, half of all take less; a payer without a row takes `_USUAL`.
_MEDIAN = {
    "aetna": 62, "cigna": 74, "uhc": 52, "optum": 57, "medicare": 68, "highmark": 96, "independence": 83,
    "keystone-first": 71, "tricare-east": 88, "tricare-west": 104, "carefirst": 79, "bcbs-ok": 66,
    "medicaid-md": 91, "medicaid-ok": 58, "medicaid-ut": 49, "selecthealth": 70, "jh-ehp": 76,
}  # fmt: skip
_USUAL = 72
# Two of three decisions take between three quarters and four thirds of the median.
_SPREAD = 0.26


@dataclass(frozen=True, slots=True)
class _Case:
    practice: Practice
    provider: Provider
    payer: Payer
    contract: Contract
    owner: User


def former_stories(
    house: House, practice: Practice, payers: dict[str, Payer], owner: User, place: int
) -> list[Story]:
    """Return the finished applications of those who left the practice; `place` is the practice's number.

    They joined between about three years and nine months ago and have all left since.
    """
    chance = random.Random(4100 + place)  # noqa: S311  # a story, not a secret
    contracts = {row.payer_id: row for row in Contract.objects.filter(practice=practice)}
    stories = []
    for number in range(PER_HOUSE):
        like = house.people[number % len(house.people)]
        joined = clock.today() - dt.timedelta(days=1080 - 150 * number - chance.randint(0, 60))
        left = _left(joined)
        provider = _provider(practice, like, place * PER_HOUSE + number, joined, left)
        stories += [
            _story(
                _Case(practice, provider, payers[slug], contracts[payers[slug].pk], owner),
                chance,
                joined,
                left,
            )
            for slug in house.payers
            if chance.random() > 1 / 8
        ]
    return stories


def _left(joined: dt.date) -> dt.date:
    # Nobody left so lately that it would be news.
    return min(
        joined + dt.timedelta(days=560), clock.today() - dt.timedelta(days=40 + joined.toordinal() % 50)
    )


def _provider(practice: Practice, like: Person, place: int, joined: dt.date, left: dt.date) -> Provider:
    first, last = NAMES[place]
    provider: Provider = Provider.objects.create(
        first_name=first,
        last_name=last,
        degree=like.degree,
        license_type=like.license_type,
        taxonomy=like.taxonomy,
        npi=npi(282_300_000 + place * 41),
        email=f"{first}.{last}@example.com".lower(),
        is_active=False,
    )
    Affiliation.objects.create(provider=provider, practice=practice, starts_on=joined, ends_on=left)
    return provider


def _story(case: _Case, chance: random.Random, joined: dt.date, left: dt.date) -> Story:
    sent = roll_forward(joined + dt.timedelta(days=chance.randint(3, 24)))
    took = round(_MEDIAN.get(case.payer.slug, _USUAL) * chance.lognormvariate(0, _SPREAD))
    heard = roll_forward(sent + dt.timedelta(days=chance.randint(6, 13)))
    decided = roll_forward(sent + dt.timedelta(days=min(max(took, 20), 150)))
    contracted = roll_forward(decided + dt.timedelta(days=chance.randint(1, 12)))
    effective = contracted + dt.timedelta(days=chance.randint(6, 24))
    loaded = roll_forward(effective + dt.timedelta(days=chance.randint(3, 16)))
    beats = [
        Beat(sent - dt.timedelta(days=18), Status.DRAFT),
        Beat(sent - dt.timedelta(days=12), Status.PREPARING),
        Beat(sent - dt.timedelta(days=1), Status.READY),
        Beat(sent, Status.SUBMITTED, {"method": chance.choice(("Availity", "Portal", "CAQH"))}),
        Beat(heard, Status.IN_REVIEW, late=chance.randint(0, 2)),
    ]
    if chance.random() < 1 / 14:
        given_up = Beat(decided, Status.WITHDRAWN, {"reason": "The panel no longer suits the practice"})
        return _told(case, [*beats, given_up], heard)
    facts = {"effective_on": effective.isoformat()}
    more = {"payer_assigned_id": str(chance.randint(1_000_000, 9_999_999)), "loaded_on": loaded.isoformat()}
    beats += [
        Beat(decided, Status.APPROVED, late=chance.randint(0, 3)),
        executed(contracted),
        Beat(contracted, Status.LOADING, facts),
        Beat(loaded, Status.ACTIVE, facts | more),
        Beat(max(left, loaded), Status.ENDED, {"reason": "The clinician left the practice"}),
    ]
    return _told(case, beats, heard)


def _told(case: _Case, beats: list[Beat], heard: dt.date) -> Story:
    quoted = (60, 90, DayUnit.CALENDAR)
    said = Contact(heard, "Application received and complete.", "Provider relations", quoted=quoted)
    return Story(
        case.practice,
        case.payer,
        Kind.ADD_TO_GROUP,
        beats,
        provider=case.provider,
        state=case.practice.state,
        owner=case.owner,
        contract=case.contract,
        contacts=[said],
    )
