"""Imports that are written: the same facts as the one door, once, whatever people did in the meantime."""

import datetime as dt

import pytest

from accounts.enums import OrganizationKind
from accounts.models import AuditEntry, Organization, User
from enrollments import transitions
from enrollments.enums import Channel, Kind, Source, Status
from enrollments.models import Application, ApplicationPlan, Entry, FollowUp, MissingItem, Transition
from enrollments.rebuilding import differences
from exchange.models import ImportedRow, ImportRun, RememberedName
from exchange.planning import TooStrange
from payers.models import Payer
from providers.models import Affiliation, Practice, Provider
from tests.exchange.conftest import Import
from tests.exchange.sheets import FILES, HEADINGS, npi
from tests.factories.payers import PayerFactory
from tests.factories.providers import PracticeFactory, ProviderFactory

ROW = ("Aetna", "Jane Doe, LPC", npi(), "PA", "Submitted", "09/03/2026", None, None, "sent by portal")
COUNTS = {FILES[0]: 35, FILES[1]: 47, FILES[2]: 56, FILES[3]: 56, FILES[4]: 28}


def only() -> Application:
    application: Application = Application.objects.get()
    return application


def changed(run: ImportRun) -> tuple[int, int, int]:
    return run.created, run.updated, run.unchanged


@pytest.mark.parametrize("file", FILES)
def test_the_same_file_twice_changes_nothing(bring: Import, file: str) -> None:
    first, _ = bring(file)
    before = {
        model: model.objects.count()
        for model in (Application, Transition, Entry, FollowUp, Provider, Payer, Practice)
    }
    second, _ = bring(file)
    assert changed(first) == (COUNTS[file], 0, 0)
    assert changed(second) == (0, 0, COUNTS[file])
    assert {model: model.objects.count() for model in before} == before


@pytest.mark.parametrize("file", FILES)
def test_every_cached_state_equals_its_log(bring: Import, file: str) -> None:
    bring(file)
    compared, found = differences()
    assert compared == COUNTS[file]
    assert found == []
    assert Transition.objects.exclude(source=Source.IMPORT).count() == 0


@pytest.mark.parametrize("file", FILES)
def test_no_secret_reaches_the_database(bring: Import, file: str) -> None:
    bring(file)
    told = [
        repr(list(model.objects.values()))
        for model in (
            Application,
            Transition,
            Entry,
            FollowUp,
            MissingItem,
            Provider,
            ImportRun,
            ImportedRow,
            AuditEntry,
        )
    ]
    for secret in ("Tulip!7741-pw", "219-09-9999", "gasher_lpc", "Grist&Grain", "987654322", "Bramble"):
        assert secret not in "".join(told)


def test_all_five_files_into_one_organization_twice(bring: Import) -> None:
    for file in FILES:
        bring(file)
    assert [changed(bring(file)[0])[:2] for file in FILES] == [(0, 0)] * 5


def test_one_row_becomes_a_whole_record(bring: Import, owner: User) -> None:
    headings = (*HEADINGS, "Ref #", "Method", "Missing Items", "Follow-up", "CAQH ID")
    bring([headings, (*ROW, "R-7", "Portal", "W-9, CAQH", dt.date(2026, 12, 1), "93729200")], actor=owner)
    application = only()
    assert (application.status, application.kind, application.state) == (
        "submitted",
        Kind.INITIAL_INDIVIDUAL,
        "PA",
    )
    assert (str(application.submitted_on), application.reference, application.method) == (
        "2026-09-03",
        "R-7",
        "Portal",
    )
    assert str(application.follow_up_on) == "2026-12-01"
    assert application.missing_count == 2
    assert str(application.payer) == "Aetna"
    provider = Provider.objects.get()
    assert (provider.full_name, provider.npi, provider.degree, provider.caqh_id) == (
        "Jane Doe",
        npi(),
        "LPC",
        "93729200",
    )
    assert Affiliation.objects.filter(provider=provider, practice=application.practice).exists()
    assert set(MissingItem.objects.values_list("label", flat=True)) == {"W-9", "CAQH"}
    assert FollowUp.objects.get().source == Source.IMPORT
    assert Entry.objects.get().said == "sent by portal"
    assert ApplicationPlan.objects.filter(application=application, practice=application.practice).exists()
    assert Transition.objects.get().actor == owner


def test_the_import_is_audited_once(bring: Import, owner: User) -> None:
    bring([HEADINGS, ROW], actor=owner)
    entry = AuditEntry.objects.get(action="import.apply")
    assert entry.actor == owner
    assert "1 created" in entry.summary


def test_an_open_application_without_a_day_gets_the_rule_s_follow_up(bring: Import) -> None:
    bring([HEADINGS, ROW])
    assert FollowUp.objects.get().source == Source.SYSTEM
    assert only().follow_up_on == FollowUp.objects.get().due_on


def test_log_notes_become_entries_and_the_last_contact(bring: Import) -> None:
    note = "10/14/2026 SW Tanya Ref # 7188. Per rep complete, TAT 60-90 CD.\n09/22/2026 SW Andre Ref # 7185. Per rep received."
    bring([HEADINGS, (*ROW[:-1], note)])
    first, second = Entry.objects.order_by("-occurred_on")
    assert (first.channel, first.person, first.reference, first.quoted_min, first.quoted_max, first.quoted_unit) == (
        Channel.CALL, "Tanya", "7188", 60, 90, "calendar",
    )  # fmt: skip
    assert second.person == "Andre"
    assert (str(only().last_contact_on), only().last_reference) == ("2026-10-14", "7188")


def test_what_people_did_in_the_meantime_stays(bring: Import, owner: User) -> None:
    bring([HEADINGS, ROW])
    transitions.move(only().pk, Status.IN_REVIEW, occurred_on=dt.date(2026, 10, 1), actor=owner)
    run, _ = bring([HEADINGS, ROW])
    assert changed(run) == (0, 0, 1)
    assert only().status == Status.IN_REVIEW


def test_a_row_that_moved_on_moves_the_application(bring: Import) -> None:
    bring([HEADINGS, ROW])
    run, plan = bring(
        [HEADINGS, (*ROW[:4], "Active", "09/03/2026", "10/12/2026", "11/01/2026", "sent by portal")]
    )
    assert changed(run) == (0, 1, 0)
    fields = {change.field: (change.before, change.after) for change in plan.rows[0].verdict.changes}
    assert fields["status"] == ("Submitted", "Active")
    assert fields["effective_on"] == ("", "1 Nov 2026")
    application = only()
    assert (application.status, str(application.decided_on), str(application.effective_on)) == (
        Status.ACTIVE, "2026-10-12", "2026-11-01",
    )  # fmt: skip
    assert application.version == 2
    assert differences()[1] == []


def test_a_row_that_goes_backward_is_refused_with_the_reason(bring: Import, owner: User) -> None:
    bring([HEADINGS, ROW])
    transitions.move(
        only().pk,
        Status.DENIED,
        occurred_on=dt.date(2026, 10, 1),
        actor=owner,
        facts={"reason": "no", "appeal_until": "2026-12-01"},
    )
    run, plan = bring([HEADINGS, (*ROW[:4], "Under review", *ROW[5:8], "looked at again")])
    assert (changed(run), run.refused) == ((0, 1, 0), 0)  # a denial may be reopened
    transitions.move(only().pk, Status.APPROVED, occurred_on=dt.date(2026, 11, 23), actor=owner)
    run, plan = bring([HEADINGS, (*ROW[:4], "Gathering documents", *ROW[5:8], "again")])
    assert (changed(run), run.refused) == ((0, 0, 0), 1)
    assert "no step back" in plan.rows[0].verdict.words
    assert "approved since 23 Nov 2026" in plan.rows[0].verdict.words
    assert only().status == Status.APPROVED


def test_new_notes_and_a_new_day_are_added_to_what_is_known(bring: Import, owner: User) -> None:
    headings = (*HEADINGS, "Follow-up")
    bring([headings, (*ROW, dt.date(2026, 12, 1))])
    bring([headings, (*ROW[:-1], "sent by portal\nasked for the CV", dt.date(2026, 12, 8))])
    assert str(only().follow_up_on) == "2026-12-08"
    assert FollowUp.objects.filter(done_at=None).count() == 1
    assert Entry.objects.count() == 2
    assert only().status == Status.SUBMITTED


def test_a_blank_cell_takes_nothing_away(bring: Import) -> None:
    headings = (*HEADINGS, "Ref #")
    bring([headings, (*ROW, "R-7")])
    run, _ = bring([headings, (*ROW[:-1], None, None)])
    assert changed(run)[:2] == (0, 0)
    assert only().reference == "R-7"


def test_on_hold_blocks_and_a_later_row_lifts_the_block(bring: Import) -> None:
    hold = (*ROW[:4], "On hold", None, None, None, "needs the Medicaid ID")
    bring([HEADINGS, hold])
    assert (only().status, only().blocked_reason) == (Status.PREPARING, "needs the Medicaid ID")
    bring([HEADINGS, (*ROW[:4], "Submitted", "11/02/2026", None, None, "sent")])
    assert (only().status, only().blocked_reason) == (Status.SUBMITTED, "")
    assert differences()[1] == []


def test_a_later_submission_after_a_denial_opens_a_second_application(bring: Import) -> None:
    denied = (*ROW[:4], "Denied", "01/05/2026", None, None, "no")
    bring([HEADINGS, denied])
    run, _ = bring([HEADINGS, denied, (*ROW[:4], "Submitted", "11/02/2026", None, None, "again")])
    assert changed(run) == (1, 0, 1)
    assert changed(
        bring([HEADINGS, denied, (*ROW[:4], "Submitted", "11/02/2026", None, None, "again")])[0]
    ) == (0, 0, 2)


def test_an_application_that_people_opened_is_found_not_doubled(bring: Import) -> None:
    bring([HEADINGS, ROW])
    ImportedRow.objects.all().delete()
    run, _ = bring([HEADINGS, ROW])
    assert changed(run)[0] == 0
    assert Application.objects.count() == 1


def test_clinicians_are_known_by_npi_and_by_name(bring: Import, opened: Organization) -> None:
    known = ProviderFactory(first_name="Janet", last_name="Doe", npi=npi())
    nameless = ProviderFactory(first_name="Bob", last_name="Roe", npi="")
    bring([HEADINGS, ROW, ("Cigna", "ROE, BOB", npi(2), "PA", "Pending")])
    assert Provider.objects.count() == 2
    nameless.refresh_from_db()
    assert nameless.npi == npi(2)
    assert Application.objects.get(payer__name="Aetna").provider == known


def test_a_corrected_npi_or_a_renamed_practice_makes_no_second_record(bring: Import) -> None:
    headings = (*HEADINGS, "Practice")
    bring([headings, (*ROW, "Osage Lantern")])
    Provider.objects.update(npi=npi(7))
    Practice.objects.update(legal_name="OL Counseling PLLC")
    run, _ = bring([headings, (*ROW, "Osage Lantern")])
    assert changed(run) == (0, 0, 1)
    assert (Provider.objects.count(), Practice.objects.count()) == (1, 1)
    assert RememberedName.objects.count() == 3


def test_a_practice_without_a_record_of_itself_is_its_own_spreadsheet_s(
    bring: Import, opened: Organization
) -> None:
    bring([HEADINGS, ROW])
    assert only().practice.legal_name == opened.name
    run, _ = bring([HEADINGS, ROW])
    assert changed(run) == (0, 0, 1)


def test_the_practice_of_rows_that_name_none(bring: Import, opened: Organization) -> None:
    Organization.objects.filter(pk=opened.pk).update(kind=OrganizationKind.BILLING_SERVICE)
    bring([HEADINGS, ROW])
    assert only().practice.legal_name == "To be assigned"
    chosen = PracticeFactory(legal_name="Maple Street Counseling LLC")
    bring([HEADINGS, ("Cigna", *ROW[1:])], practice=chosen)
    assert Application.objects.get(payer__name="Cigna").practice == chosen


def test_rows_follow_the_clinician_s_own_practice_and_stay_there(bring: Import, opened: Organization) -> None:
    practice = PracticeFactory(legal_name="Maple Street Counseling LLC")
    bring([HEADINGS, ROW])
    assert only().practice == practice
    PracticeFactory(legal_name="Second Street LLC")
    run, _ = bring([HEADINGS, ROW])
    assert changed(run) == (0, 0, 1)


def test_a_short_practice_name_means_the_known_one(bring: Import, opened: Organization) -> None:
    practice = PracticeFactory(legal_name="Osage Lantern Counseling LLC")
    PracticeFactory(legal_name="Second Street LLC")
    bring("behavioral_practice.xlsx")
    assert set(Application.objects.values_list("practice_id", flat=True)) == {practice.pk}


def test_an_unknown_payer_becomes_one_of_our_own_named_as_typed(bring: Import, opened: Organization) -> None:
    _, plan = bring([HEADINGS, ("Wobbly  Mutual of Nowhere", *ROW[1:])])
    payer = Payer.objects.get(organization=opened)
    assert payer.name == "Wobbly Mutual of Nowhere"
    assert only().payer == payer
    assert [ref.name for ref, _ in plan.unknown_payers] == ["Wobbly Mutual of Nowhere"]
    assert changed(bring([HEADINGS, ("WOBBLY MUTUAL OF NOWHERE", *ROW[1:])])[0]) == (0, 0, 1)


def test_two_names_of_one_payer_are_one_application(bring: Import) -> None:
    run, plan = bring([HEADINGS, ("UHC", *ROW[1:]), ("United Healthcare", *ROW[1:4], "Pending", *ROW[5:])])
    assert changed(run) == (1, 0, 0)
    assert [refused.reason.value for refused in plan.reading.rejected] == ["same_open_application"]


def test_hundreds_of_unknown_payers_mean_the_wrong_column(bring: Import) -> None:
    rows = [(f"Zyx {number} Qwv", *ROW[1:]) for number in range(201)]
    with pytest.raises(TooStrange, match="another column"):
        bring([HEADINGS, *rows])
    assert Application.objects.count() == 0


def test_a_limited_member_writes_only_to_their_practices(bring: Import, opened: Organization) -> None:
    mine, other = (
        PracticeFactory(legal_name="Mine Counseling"),
        PracticeFactory(legal_name="Other Counseling"),
    )
    headings = (*HEADINGS, "Practice")
    run, _ = bring(
        [
            headings,
            (*ROW, "Mine Counseling"),
            ("Cigna", *ROW[1:], "Other Counseling"),
            ("Optum", *ROW[1:], "A third one"),
        ],
        allowed=frozenset({mine.pk}),
    )
    assert (run.created, run.refused) == (1, 2)
    assert not Application.objects.filter(practice=other).exists()


def test_other_organizations_are_never_looked_at(bring: Import, harbor: Organization) -> None:
    ProviderFactory(organization=harbor, npi=npi(), first_name="Jane", last_name="Doe")
    PayerFactory(organization=harbor, name="Wobbly Mutual")
    bring([HEADINGS, ("Wobbly Mutual", *ROW[1:])])
    assert Provider.objects.count() == 1
    assert only().provider == Provider.objects.get()
    assert only().payer.organization_id == only().organization_id
