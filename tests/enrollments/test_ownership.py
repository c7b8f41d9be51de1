"""The ownership sheet: five answers a payer with their basis, what is missing, government lines apart."""

import datetime as dt
import io
import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, Organization, User
from enrollments import ownership
from enrollments.enums import ContractScope, HolderKind, RateVisibility
from enrollments.ownership import Agreement, GovernmentFacts, Question, Said, Way
from enrollments.ownership_reading import every_source, sheets, sources_for
from enrollments.portability import Holding, Portable
from payers.models import Payer, Plan
from providers.models import Practice, PracticeGrant, Provider
from tests.conftest import ClientFor
from tests.factories.enrollments import ContractFactory, ParticipationFactory
from tests.factories.payers import PlanFactory, PlatformFactory
from tests.factories.providers import PracticeFactory
from tests.kernel.test_pdf import drawn

ON = dt.date(2026, 6, 1)
HEADWAY = Agreement(
    7,
    Holding(HolderKind.PLATFORM, "Headway (a platform)"),
    ContractScope.GROUP,
    RateVisibility.LIMITED,
    dt.date(2026, 5, 1),
)
WAY = Way("Aetna", 1, HEADWAY, "Headway", again="45 to 180 calendar days", again_basis="Vendor: Verisys")


def told(way: Way) -> dict[Question, ownership.Answered]:
    return {item.question: item for item in ownership.answers(way, ON)}


def test_a_platforms_contract_is_answered_with_its_basis() -> None:
    found = told(WAY)

    assert found[Question.HOLDER].answer == "Headway (a platform)"
    assert found[Question.HOLDER].basis == "Recorded on 1 May 2026, not verified"
    assert found[Question.RATES].answer.startswith("Limited")
    assert "Lost: The contract and its rates." in found[Question.KEPT].answer
    assert "apply directly to Aetna. Directly it takes 45 to 180" in found[Question.SWITCHING].answer
    assert found[Question.SWITCHING].basis == "Vendor: Verisys"
    assert ownership.badge_of(WAY, ON)[0] == Portable.STAYS


def test_without_a_record_every_answer_says_whom_to_ask() -> None:
    found = told(Way("Aetna", 1))

    assert not any(item.is_recorded for item in found.values())
    assert "ask Aetna" in found[Question.HOLDER].answer
    assert ownership.badge_of(Way("Aetna", 1), ON)[0] == Portable.UNKNOWN


def test_an_unverified_statement_of_a_platform_is_marked_and_is_no_answer() -> None:
    said = Said("fee", "The margin is a spread.", "Vendor: blog", False, dt.date(2026, 3, 2))
    bare = Way("Aetna", 1, None, "Headway", said=(said,))

    rates = told(bare)[Question.RATES]

    assert not rates.is_recorded
    assert "spread" not in rates.answer
    assert rates.said == ("(unverified: Vendor: blog, as of 2 Mar 2026) “The margin is a spread.”",)


def test_our_own_verified_contract_needs_no_new_credentialing_for_another_biller() -> None:
    holding = Holding(HolderKind.PRACTICE, "Maple (the practice)", dt.date(2026, 5, 4), True)
    own = replace(HEADWAY, holding=holding, evidence="Page 9")

    found = told(Way("Aetna", 1, own))

    assert found[Question.SWITCHING].answer.startswith("No, to switch billing service")
    assert found[Question.HOLDER].basis == "Verified on 4 May 2026: Page 9"


@pytest.mark.parametrize(
    ("facts", "needs_own", "words"),
    [
        (GovernmentFacts("Medicare"), True, "Own enrollment needed."),
        (GovernmentFacts("Medicare", through=("Headway",)), True, "Headway does not count"),
        (GovernmentFacts("Medicare", own="Own enrollment: active."), False, "active"),
        (GovernmentFacts("Medicare", opted_out="Opted out of Medicare."), False, "Opted out"),
        (GovernmentFacts("Medicare", applied="Our own application: submitted."), True, "submitted"),
    ],
)
def test_a_government_line_needs_an_own_enrollment(
    facts: GovernmentFacts, needs_own: bool, words: str
) -> None:
    found = ownership.government(facts)

    assert found.needs_own is needs_own
    assert words in found.answer


@pytest.fixture
def through_headway(maple: Organization, provider: Provider, practice: Practice, plan: Plan) -> None:
    """Dana works through Headway at Aetna, and at Medicare as far as Headway's roster says."""
    platform = PlatformFactory(name="Headway", slug="headway-test")
    medicare = PlanFactory(payer=plan.payer, line_of_business="medicare", slug="m-test", name="Medicare B")
    for row in (plan, medicare):
        ParticipationFactory(
            organization=maple, provider=provider, practice=practice, plan=row, platform=platform
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("through_headway", "in_scope")
def test_the_sheet_is_read_as_of_a_day(provider: Provider) -> None:
    sheet = sheets([provider], ON, every_source())[0]
    earlier = sheets([provider], dt.date(2024, 12, 31), every_source())[0]

    assert [(line.way.payer, line.way.platform) for line in sheet.lines] == [("Aetna", "Headway")]
    assert sheet.lines[0].way.plans == ("Aetna commercial", "Medicare B")
    assert sheet.government[0].needs_own
    assert "Headway does not count" in sheet.government[0].answer
    assert earlier.lines == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_scope")
def test_walls_hide_contracts_and_spans_of_other_practices(
    maple: Organization, coordinator: User, provider: Provider, practice: Practice, payer: Payer, plan: Plan
) -> None:
    other = PracticeFactory(organization=maple, legal_name="Elm Counseling")
    ContractFactory(payer=payer, practice=other, provider=provider, holder_kind="clinician")
    ParticipationFactory(provider=provider, practice=other, plan=plan)
    seat = Membership.objects.get(user=coordinator, organization=maple)
    assert sheets([provider], ON, sources_for(seat))[0].lines != ()

    seat.limited_to_practices = True
    seat.save()
    PracticeGrant.objects.create(organization=maple, membership=seat, practice=practice)
    limited = Membership.objects.get(pk=seat.pk)

    assert sheets([provider], dt.date(2027, 1, 1), sources_for(limited))[0].lines == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("through_headway")
def test_a_clinician_reads_and_prints_their_own_sheet(
    client_for: ClientFor, dana_signed_in: User, provider: Provider
) -> None:
    client = client_for(dana_signed_in)

    shown = client.get(f"/o/maple/clinicians/{provider.pk}/ownership/")
    paper = client.get(f"/o/maple/clinicians/{provider.pk}/ownership/pdf/")

    assert "Aetna through Headway" in shown.text
    assert paper["Content-Type"] == "application/pdf"
    words = drawn(paper.content)
    assert "Contract ownership sheet: Dana Whitfield" in words
    assert "Who holds the contract?" in words
    assert "Government lines" in words


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, "--organization", "maple", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.usefixtures("through_headway")
def test_the_command_prints_one_object_per_clinician(provider: Provider) -> None:
    found = json.loads(printed("ownership", "--on", "2026-06-01", "--npi", provider.npi, "--format", "json"))

    assert [row["provider"] for row in found] == [provider.full_name]
    assert found[0]["payers"][0]["answers"]["holder"]["recorded"] is False
    assert {row["line"] for row in found[0]["government"]} == {"Medicare", "Medicaid", "TRICARE and VA"}
    assert "Own enrollment needed" in printed("ownership")
    with pytest.raises(CommandError, match="No clinician here"):
        printed("ownership", "--npi", "1999999999")


@pytest.mark.django_db
def test_the_ledger_is_printed_with_its_evidence(
    maple: Organization, practice: Practice, payer: Payer
) -> None:
    ContractFactory(
        organization=maple, payer=payer, practice=practice, holder_kind="practice", evidence="Page 9",
        verified_on=dt.date(2026, 5, 4), renews_on=dt.date(2026, 12, 31), notice_days=90,
    )  # fmt: skip

    found = json.loads(printed("contracts", "--on", "2026-06-01", "--format", "json"))

    assert [(row["payer"], row["portable"], row["notice_by"]) for row in found] == [
        ("Aetna", "portable", "2026-10-02")
    ]
    assert "notice by 2026-10-02" in printed("contracts")
