"""One record for every kind, with the day on which it is told of, and what ends it."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Organization, User
from credtrack.kernel import clock
from enrollments import contacts, follow_up_planning, transitions
from enrollments.enums import Channel, DayUnit, HolderKind, Status
from enrollments.models import Application, Contract
from payers.enums import LineOfBusiness, PanelStatus, RuleKind, SourceQuality, Unit
from payers.models import PanelState, Payer
from providers.models import Credential, Document, Practice, Provider
from reminders import planner, settling
from reminders.enums import Kind, Urgency
from reminders.models import Reminder
from reminders.planned import Planned
from tests.factories.enrollments import ApplicationFactory, ContractFactory, FollowUpFactory, walk
from tests.factories.payers import PanelStateFactory, PayerFactory, PlanFactory, RuleFactory
from tests.factories.providers import CredentialFactory, DocumentFactory, PracticeFactory, ProviderFactory

S = Status
TUESDAY = dt.date(2026, 3, 17)
LONG_AGO = dt.date(2025, 6, 2)


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


@contextmanager
def on(day: dt.date, hour: int = 12) -> Iterator[None]:
    """Let it be noon of `day` in New York, or another hour of UTC plus five."""
    with clock.standing_at(dt.datetime(day.year, day.month, day.day, hour + 5, tzinfo=dt.UTC)):
        yield


def plan_on(day: dt.date) -> Planned:
    """Plan on a day; a scope is open."""
    with on(day):
        return planner.plan()


@dataclass(slots=True)
class World:
    """Maple Street as the scenes need it: its people, one practice, Dana, Aetna and the rules in force."""

    maple: Organization
    owner: User
    coordinator: User
    biller: User
    practice: Practice = field(init=False)
    dana: Provider = field(init=False)
    aetna: Payer = field(init=False)

    def __post_init__(self) -> None:
        self.practice = PracticeFactory(legal_name="Maple Street Counseling LLC")
        self.dana = ProviderFactory(first_name="Dana", last_name="Whitfield")
        self.aetna = PayerFactory(name="Aetna", slug="aetna-scene")
        for kind, count, more in (
            (RuleKind.ACKNOWLEDGEMENT_SILENCE, 14, {}),
            (RuleKind.SILENCE, 30, {}),
            (RuleKind.TURNAROUND, 90, {}),
            (RuleKind.LOADING_CHECK, 7, {}),
            (RuleKind.DECISION_DEADLINE, 60, {"state": "PA", "source_quality": SourceQuality.STATUTE}),
            (RuleKind.RECREDENTIALING, 60, {"unit": Unit.MONTHS, "line_of_business": "medicare"}),
        ):
            RuleFactory(kind=kind, value_max=count, **more)

    def application(self, status: Status, day: dt.date, **facts: Any) -> Application:
        """Return Dana's application at Aetna, recorded and moved to `status` on `day`; the owner has it."""
        about = {name: facts.pop(name) for name in ("payer", "kind", "provider", "plans") if name in facts}
        given = {"payer": self.aetna, "provider": self.dana} | about
        with on(day):
            made = ApplicationFactory(practice=self.practice, owner=self.owner, on=day, **given)
            if facts:
                made = walk(made, S.SUBMITTED, on=day)
                return transitions.move(made.pk, status, occurred_on=day, actor=None, facts=facts)
            return walk(made, status, on=day)

    def credential(self, kind: str, expires_on: dt.date, **given: Any) -> Credential:
        """Return a paper of Dana's that was recorded long ago."""
        more = {"provider": self.dana, "number": f"N-{kind}", "issued_on": None} | given
        made: Credential = CredentialFactory(kind=kind, expires_on=expires_on, **more)
        recorded(made, LONG_AGO, "changed_at")
        return made


def recorded(row: Any, day: dt.date, column: str) -> Any:
    """Return a row as if it had been recorded on `day`; such columns take the machine's own clock."""
    at = dt.datetime(day.year, day.month, day.day, 17, tzinfo=dt.UTC)
    type(row).objects.filter(pk=row.pk).update(**{column: at})
    row.refresh_from_db()
    return row


@dataclass(frozen=True, slots=True)
class Scene:
    """How a record comes about, what is told of it on `day`, and what ends it; `made` is the record."""

    kind: Kind
    make: Callable[[World], Any]
    end: Callable[[World, Any], object]
    lead: int
    due_on: dt.date
    urgency: Urgency
    words: str
    day: dt.date = TUESDAY
    readers: tuple[str, ...] = ("owner",)
    at_once: bool = False
    # Why the unsent row is taken back; a call moves the next silence.
    ended: str = settling.GONE

    def told(self, made: Any) -> list[Reminder]:
        """Return the rows of the scene's own lead about the record."""
        rows = Reminder.objects.filter(kind=self.kind, lead=self.lead, due_on=self.due_on, subject_id=made.pk)
        return list(rows.order_by("recipient_id"))


def moved(to: Status, **facts: str) -> Callable[[World, Application], object]:
    """Return an end: the application moves on, the day after."""

    def end(world: World, made: Application) -> object:
        day = clock.today()
        return transitions.move(made.pk, to, occurred_on=day, actor=None, facts=facts)

    return end


def amended(**facts: str) -> Callable[[World, Application], object]:
    """Return an end: a fact is added or corrected."""

    def end(world: World, made: Application) -> object:
        return transitions.amend(made.pk, occurred_on=clock.today(), actor=None, facts=facts)

    return end


def changed(**values: Any) -> Callable[[World, Any], object]:
    """Return an end: the record itself says otherwise."""

    def end(world: World, made: Any) -> object:
        return type(made).objects.filter(pk=made.pk).update(**values)

    return end


def follow_up(due_on: dt.date) -> Callable[[World], Any]:
    def make(world: World) -> Any:
        application = world.application(S.PREPARING, LONG_AGO)
        application.follow_ups.all().delete()
        with on(LONG_AGO):
            return FollowUpFactory(application=application, due_on=due_on, what="Call Aetna")

    return make


def finish(world: World, made: Any) -> object:
    return follow_up_planning.finish(made.pk, actor=None)


def application(status: Status, day: dt.date, **facts: Any) -> Callable[[World], Application]:
    return lambda world: world.application(status, day, **facts)


def paper(kind: str, expires_on: dt.date) -> Callable[[World], Credential]:
    return lambda world: world.credential(kind, expires_on)


def renewed(world: World, made: Credential) -> object:
    """The same paper was recorded again with a later end."""
    return CredentialFactory(
        provider=world.dana, kind=made.kind, state=made.state, number=made.number, issued_on=None,
        expires_on=dt.date(2030, 1, 1),
    )  # fmt: skip


def called(world: World, made: Application) -> object:
    contact = contacts.Contact(Channel.CALL, clock.today(), said="In process")
    return contacts.log_contact([made], contact, actor=None)


def quoted(world: World) -> Application:
    made = world.application(S.IN_REVIEW, dt.date(2026, 2, 14))
    with on(dt.date(2026, 2, 14)):
        contact = contacts.Contact(
            Channel.CALL, dt.date(2026, 2, 14), said="30 days", quoted_max=30, quoted_unit=DayUnit.CALENDAR
        )
        contacts.log_contact([made], contact, actor=None)
    return made


def differs(world: World) -> Application:
    made = world.application(S.SUBMITTED, dt.date(2026, 3, 2))
    with on(TUESDAY):
        transitions.amend(
            made.pk, occurred_on=TUESDAY, actor=None, facts={"requested_effective_on": "2026-03-02"}
        )
        return transitions.move(
            made.pk, S.APPROVED, occurred_on=TUESDAY, actor=None, facts={"effective_on": "2026-05-01"}
        )


def recredentialed(world: World, made: Application) -> object:
    """The next cycle, which planning opened or opens now, was decided."""
    planner.plan()
    return walk(Application.objects.exclude(pk=made.pk).get(), S.ACTIVE, on=clock.today())


def medicare(world: World) -> Application:
    payer = PayerFactory(name="Medicare", slug="medicare-scene")
    PlanFactory(payer=payer, line_of_business=LineOfBusiness.MEDICARE, name="Medicare Part B")
    return world.application(S.ACTIVE, dt.date(2021, 10, 5), payer=payer)


def panel(world: World) -> PanelState:
    made = PanelStateFactory(payer=world.aetna, state="PA", recheck_on=TUESDAY, learnt_on=LONG_AGO)
    return recorded(made, LONG_AGO, "recorded_at")  # type: ignore[no-any-return]


def asked_again(world: World, made: PanelState) -> object:
    return PanelStateFactory(payer=world.aetna, state="PA", learnt_on=clock.today(), status=PanelStatus.OPEN)


def document(world: World) -> Document:
    made = DocumentFactory(
        provider=world.dana, title="Coverage.pdf", kind="malpractice", expires_on=TUESDAY + days(7)
    )
    return recorded(made, LONG_AGO, "uploaded_at")  # type: ignore[no-any-return]


def opted_out(world: World) -> Provider:
    changed(medicare_status="opted_out", medicare_opt_out_until=TUESDAY + days(45))(world, world.dana)
    return world.dana


def contract(**dates: Any) -> Callable[[World], Contract]:
    def make(world: World) -> Contract:
        with on(LONG_AGO):
            made: Contract = ContractFactory(
                payer=world.aetna, practice=world.practice, holder_kind=HolderKind.PRACTICE, **dates
            )
            return made

    return make
