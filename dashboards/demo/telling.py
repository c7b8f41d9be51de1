"""How is a demo story written down? As rows recorded on the days they speak of, folded like any log."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import Organization, User
from enrollments.cached_state import apply_cache
from enrollments.enums import (
    Channel,
    Clock,
    ContractTrack,
    DayUnit,
    Kind,
    Route,
    Source,
    Status,
    Verb,
    Visibility,
)
from enrollments.fold import LogRow, fold
from enrollments.models import (
    Application,
    ApplicationPlan,
    Contract,
    Entry,
    FollowUp,
    MissingItem,
    Transition,
)
from enrollments.states import track_for
from payers.models import Payer, Plan, Platform
from providers.models import Practice, Provider


@dataclass(frozen=True, slots=True)
class Beat:
    """One row of the log. `late` is how many days after it happened somebody recorded it."""

    day: dt.date
    to: Status | None = None
    facts: dict[str, str] = field(default_factory=dict)
    verb: Verb = Verb.MOVE
    note: str = ""
    late: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """One call, e-mail or note. `quoted` is (from, to, unit) in days."""

    day: dt.date
    said: str
    person: str = ""
    reference: str = ""
    channel: Channel = Channel.CALL
    quoted: tuple[int, int, DayUnit] | None = None
    client_visible: bool = False


@dataclass(slots=True)
class Story:
    """An application with everything that happened to it."""

    practice: Practice
    payer: Payer
    kind: Kind
    beats: list[Beat]
    provider: Provider | None = None
    state: str = ""
    owner: User | None = None
    contacts: list[Contact] = field(default_factory=list)
    follow_up: tuple[dt.date, str] | None = None
    missing: Sequence[str] = ()
    contract: Contract | None = None
    platform: Platform | None = None
    plans: Sequence[Plan] = ()


def _noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(17, 0), tzinfo=dt.UTC)


def executed(day: dt.date) -> Beat:
    """Return the beat of the countersigned contract."""
    return Beat(day, facts={"contract_track": ContractTrack.EXECUTED.value}, verb=Verb.CONTRACT)


def write(organization: Organization, stories: Sequence[Story], actor: User) -> list[Application]:
    """Write the stories in bulk; raises `IllegalSequence` when one could not have happened."""
    applications = [_application(organization, story) for story in stories]
    Application.objects.bulk_create(applications)
    pairs = list(zip(applications, stories, strict=True))
    Transition.objects.bulk_create(row for pair in pairs for row in _transitions(*pair, actor))
    Entry.objects.bulk_create(row for pair in pairs for row in _entries(*pair, actor))
    FollowUp.objects.bulk_create(row for pair in pairs for row in _follow_ups(*pair, actor))
    MissingItem.objects.bulk_create(row for pair in pairs for row in _missing(*pair))
    ApplicationPlan.objects.bulk_create(row for pair in pairs for row in _plans(*pair))
    return applications


def _application(organization: Organization, story: Story) -> Application:
    application = Application(
        organization=organization,
        practice=story.practice,
        provider=story.provider,
        payer=story.payer,
        state=story.state,
        kind=story.kind,
        owner=story.owner,
        contract=_linked(story),
        platform=story.platform,
        route=Route.DELEGATED if story.platform else Route.DIRECT,
        follow_up_on=story.follow_up[0] if story.follow_up else None,
        missing_count=len(story.missing),
    )
    rows = [
        LogRow(place, beat.verb, beat.day, beat.to or "", _facts(story, place, beat), opens=place == 0)
        for place, beat in enumerate(story.beats)
    ]
    application.missing_from_clinician = sum(_asked_of_clinician(label) for label in story.missing)
    apply_cache(application, fold(rows, strict=True))
    if story.contacts:
        last = max(story.contacts, key=lambda contact: contact.day)
        application.last_contact_on = last.day
        application.last_said = last.said[:300]
        application.last_reference = last.reference
    return application


def _facts(story: Story, place: int, beat: Beat) -> dict[str, str]:
    if place:
        return beat.facts
    route = Route.DELEGATED if story.platform else Route.DIRECT
    return {"contract_track": track_for(story.kind, route).value, **beat.facts}


def _linked(story: Story) -> Contract | None:
    """Return the contract as the door would have linked it: once executed, or the platform's own."""
    executed_by_now = any(beat.facts.get("contract_track") == ContractTrack.EXECUTED for beat in story.beats)
    return story.contract if executed_by_now or story.platform else None


def _transitions(application: Application, story: Story, actor: User) -> list[Transition]:
    rows = []
    current = ""
    for place, beat in enumerate(story.beats):
        rows.append(
            Transition(
                organization_id=application.organization_id,
                application=application,
                verb=beat.verb,
                from_status=current,
                to_status=beat.to or "",
                occurred_on=beat.day,
                recorded_at=_noon(beat.day + dt.timedelta(days=beat.late)),
                actor=story.owner or actor,
                source=Source.PERSON,
                facts=_facts(story, place, beat),
                note=beat.note,
            )
        )
        current = beat.to.value if beat.to else current
    return rows


def _entries(application: Application, story: Story, actor: User) -> list[Entry]:
    return [
        Entry(
            organization_id=application.organization_id,
            application=application,
            channel=contact.channel,
            occurred_on=contact.day,
            recorded_at=_noon(contact.day),
            person=contact.person,
            reference=contact.reference,
            said=contact.said,
            quoted_min=contact.quoted[0] if contact.quoted else None,
            quoted_max=contact.quoted[1] if contact.quoted else None,
            quoted_unit=contact.quoted[2] if contact.quoted else "",
            visibility=Visibility.CLIENT if contact.client_visible else Visibility.INTERNAL,
            author=story.owner or actor,
        )
        for contact in story.contacts
    ]


def _follow_ups(application: Application, story: Story, actor: User) -> list[FollowUp]:
    if story.follow_up is None:
        return []
    due_on, what = story.follow_up
    made = story.contacts[-1].day if story.contacts else story.beats[-1].day
    return [
        FollowUp(
            organization_id=application.organization_id,
            application=application,
            due_on=due_on,
            what=what,
            assigned_to=story.owner,
            created_by=story.owner or actor,
            created_at=_noon(made),
        )
    ]


def _asked_of_clinician(label: str) -> bool:
    return "ignature" in label or "CV" in label


def _missing(application: Application, story: Story) -> list[MissingItem]:
    return [
        MissingItem(
            organization_id=application.organization_id,
            application=application,
            label=label,
            waiting_on=Clock.CLINICIAN if _asked_of_clinician(label) else Clock.OURS,
            asked_on=story.beats[-1].day,
        )
        for label in story.missing
    ]


def _plans(application: Application, story: Story) -> list[ApplicationPlan]:
    return [
        ApplicationPlan(
            organization_id=application.organization_id,
            application=application,
            practice_id=application.practice_id,
            plan=plan,
        )
        for plan in story.plans
    ]
