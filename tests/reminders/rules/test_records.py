"""Records that must not ask for anything, or for less: imported, blocked, of a group, of somebody who left."""

import datetime as dt
from datetime import date

import pytest

from accounts.enums import Role
from accounts.models import Membership, User
from enrollments import transitions
from enrollments.enums import Kind as Applied
from enrollments.enums import Source, Status
from enrollments.models import Application
from payers.models import Payer
from reminders.enums import Kind, State
from reminders.gathering import Wanted, gather
from reminders.gathering.wanted import in_days
from reminders.models import Reminder
from tests.factories.accounts import MembershipFactory
from tests.factories.enrollments import ApplicationFactory, execute_contract, walk
from tests.factories.payers import PayerFactory
from tests.factories.providers import (
    AffiliationFactory,
    ClinicianLinkFactory,
    PracticeFactory,
    PracticeGrantFactory,
    ProviderFactory,
)
from tests.factories.reminders import PreferenceFactory, ReminderSettingsFactory
from tests.reminders.rules import scenes
from tests.reminders.rules.scenes import TUESDAY, World, days, on, plan_on

S = Status


def kinds(**only: object) -> set[str]:
    return set(Reminder.objects.filter(**only).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (date(2024, 9, 2), set()),
        (date(2026, 2, 2), {Kind.LOADING_CHECK, Kind.EFFECTIVE_REACHED}),
        (date(2022, 9, 2), {Kind.RECREDENTIALING}),
    ],
)
def test_an_imported_active_application_asks_only_for_what_is_of_use(
    world: World, decided: date, told: set[Kind]
) -> None:
    """Nobody wrote down when it was loaded: of years ago that is no question any more."""
    with on(TUESDAY):
        made = ApplicationFactory(practice=world.practice, provider=world.dana, payer=world.aetna, on=decided)
        walk_imported(made, decided)
    plan_on(TUESDAY)
    assert (
        kinds(application=made) - {Kind.FOLLOW_UP, Kind.FOLLOW_UP_OVERDUE, Kind.FOLLOW_UP_ESCALATED} == told
    )
    assert not Reminder.objects.filter(application=made, at_once=True, kind=Kind.RECREDENTIALING).exists()


def walk_imported(made: Application, decided: date) -> None:
    for status, facts in (
        (S.SUBMITTED, {"method": "Portal"}),
        (S.APPROVED, {}),
        (S.ACTIVE, {"effective_on": decided.isoformat(), "payer_assigned_id": "P-1"}),
    ):
        if status == S.ACTIVE:
            execute_contract(made, on=decided)
        made = transitions.move(
            made.pk, status, occurred_on=decided, actor=None, facts=facts, source=Source.IMPORT
        )


def test_a_blocked_application_is_not_late_on_the_payers_clock(world: World) -> None:
    made = world.application(S.IN_REVIEW, date(2026, 1, 15))
    plan_on(TUESDAY - days(1))
    late = {Kind.STATUTE_OVERDUE, Kind.SILENCE}
    assert late & kinds(application=made, is_open=True)
    with on(TUESDAY):
        transitions.block(made.pk, occurred_on=TUESDAY, actor=None, reason="Release letter refused")
    plan_on(TUESDAY)
    assert not late & kinds(application=made, is_open=True)
    with on(TUESDAY):
        transitions.unblock(made.pk, occurred_on=TUESDAY, actor=None)
    plan_on(TUESDAY)
    assert late & kinds(application=made, is_open=True)


def test_a_groups_own_application_is_told_under_the_practices_name(world: World) -> None:
    made = world.application(S.ACTIVE, date(2023, 6, 15), kind=Applied.INITIAL_GROUP, provider=None)
    assert plan_on(TUESDAY).opened == 1
    row = Reminder.objects.get(kind=Kind.RECREDENTIALING, subject_id=made.pk)
    assert row.what == "Maple Street Counseling LLC, Aetna, PA: recredentialing is due"
    assert row.provider_id is None
    assert plan_on(TUESDAY).opened == 0
    renewal = Application.objects.exclude(pk=made.pk).get()
    assert (renewal.kind, renewal.provider_id, renewal.practice) == ("recredentialing", None, world.practice)


@pytest.mark.parametrize("gone", ["clinician", "practice"])
def test_nothing_is_renewed_for_who_left(world: World, gone: str) -> None:
    made = world.application(S.ACTIVE, date(2023, 6, 15))
    plan_on(TUESDAY)
    row = Reminder.objects.get(kind=Kind.RECREDENTIALING, subject_id=made.pk)
    scenes.changed(is_active=False)(world, world.dana if gone == "clinician" else world.practice)
    plan_on(TUESDAY)
    row.refresh_from_db()
    assert (row.state, row.is_open) == (State.SUPERSEDED, False)


def test_papers_of_a_clinician_who_left_are_silent(world: World) -> None:
    world.credential("license", TUESDAY + days(7))
    scenes.changed(is_active=False)(world, world.dana)
    assert plan_on(TUESDAY).planned == 0


def test_of_two_decided_on_one_day_only_one_is_told(world: World) -> None:
    world.application(S.ACTIVE, date(2023, 6, 15), kind=Applied.PARTICIPATION_REQUEST)
    newer = world.application(S.ACTIVE, date(2023, 6, 15))
    plan_on(TUESDAY)
    assert set(Reminder.objects.filter(kind=Kind.RECREDENTIALING).values_list("subject_id", flat=True)) == {
        newer.pk
    }


def test_a_newer_paper_of_the_same_number_counts(world: World) -> None:
    world.credential("license", TUESDAY + days(7), number="A")
    world.credential("license", TUESDAY + days(400), number="A")
    assert plan_on(TUESDAY).planned == 0


def test_the_end_of_the_newer_answer_brings_nothing_back(world: World) -> None:
    """An answer about another state or plan is another question."""
    made = scenes.panel(world)
    with on(TUESDAY):
        scenes.asked_again(world, made)
    plan_on(TUESDAY)
    assert kinds() == set()


@pytest.fixture
def oak(world: World) -> Payer:
    """Another practice with Theo's application at Cigna, which only some may see."""
    practice = PracticeFactory(legal_name="Oak Avenue LLC")
    theo = ProviderFactory(first_name="Theo", last_name="Brandvold")
    AffiliationFactory(provider=theo, practice=practice)
    AffiliationFactory(provider=world.dana, practice=world.practice)
    payer: Payer = PayerFactory(name="Cigna", slug="cigna-oak")
    with on(date(2026, 3, 3)):
        made = ApplicationFactory(practice=practice, provider=theo, payer=payer, on=date(2026, 3, 3))
        walk(made, S.SUBMITTED, on=date(2026, 3, 3))
    world.credential("license", TUESDAY + days(7), provider=theo)
    return payer


def test_limited_members_hear_only_of_their_practices(world: World, oak: Payer) -> None:
    limited: Membership = MembershipFactory(organization=world.maple, limited_to_practices=True)
    PracticeGrantFactory(membership=limited, practice=world.practice)
    for kind in Kind:
        PreferenceFactory(membership=limited, kind=kind, everything=True)
    ReminderSettingsFactory(organization=world.maple, lead=limited)
    world.credential("license", TUESDAY + days(7))
    world.application(S.SUBMITTED, date(2026, 3, 3))
    plan_on(TUESDAY)
    heard = Reminder.objects.filter(recipient=limited.user)
    assert {row.what.partition(":")[0] for row in heard} == {"Dana Whitfield", "Dana Whitfield, Aetna, PA"}
    assert Reminder.objects.filter(what__startswith="Theo").exists()


def test_clinicians_hear_only_of_their_own_papers(world: World, oak: Payer) -> None:
    herself: Membership = MembershipFactory(organization=world.maple, role=Role.CLINICIAN)
    ClinicianLinkFactory(membership=herself, provider=world.dana)
    untied: User = MembershipFactory(organization=world.maple, role=Role.CLINICIAN).user
    world.credential("license", TUESDAY + days(7))
    world.application(S.SUBMITTED, date(2026, 3, 3))
    plan_on(TUESDAY)
    heard = Reminder.objects.filter(recipient=herself.user)
    assert {row.what for row in heard} == {"Dana Whitfield: PA state license expires"}
    assert not Reminder.objects.filter(recipient=untied).exists()


def test_a_document_of_a_practice_names_the_practice(world: World) -> None:
    made = scenes.document(world)
    scenes.changed(provider=None, practice=world.practice)(world, made)
    plan_on(TUESDAY)
    assert Reminder.objects.filter(what__startswith="Maple Street Counseling LLC: ").exists()


@pytest.mark.parametrize("unsent", [True, False])
def test_a_reader_of_dates_alone_reads_dates_alone(world: World, unsent: bool) -> None:
    """The calendar asks for days, not for what is new or unsent."""
    world.credential("license", date(2026, 9, 1))
    scenes.document(world)
    scenes.panel(world)
    world.application(S.SUBMITTED, date(2026, 3, 3))
    scenes.opted_out(world)
    span = (TUESDAY, TUESDAY)
    wanted = Wanted(
        TUESDAY, {kind: [span] for kind in (Kind.NO_ACKNOWLEDGEMENT, Kind.LICENSE)}, unsent=unsent
    )
    with on(TUESDAY):
        found = {fact.kind for fact in gather(wanted)}
    assert Kind.NO_ACKNOWLEDGEMENT in found
    assert not found & {Kind.LICENSE, Kind.DOCUMENT, Kind.PANEL_STATE_RECHECK, Kind.MEDICARE_OPT_OUT}


def test_what_is_wanted() -> None:
    day = dt.date(2026, 3, 17)
    wanted = Wanted(day, {Kind.LICENSE: [(day, day)]}, kinds=frozenset({Kind.LICENSE}))
    assert wanted.of([Kind.LICENSE, Kind.DEA]) == [(day, day)]
    assert wanted.takes(Kind.LICENSE, day)
    assert not wanted.takes(Kind.LICENSE, day + days(1))
    assert not wanted.takes(Kind.DEA, day)
    assert str(in_days("expires_on", [])) == "(AND: ('pk__in', []))"
