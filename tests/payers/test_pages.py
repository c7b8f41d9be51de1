"""The pages: who may open and change what, what they show, what a refusal says."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Organization, User
from accounts.tenancy import organization_scope
from payers.enums import LineOfBusiness, RuleKind, SourceQuality, Standing
from payers.models import PanelState, Payer, PayerAlias, PayerContact, Plan, Platform, Rule
from tests.factories.payers import (
    PanelStateFactory,
    PayerAliasFactory,
    PayerContactFactory,
    PayerFactory,
    PlanFactory,
    PlatformFactory,
    RuleFactory,
)

pytestmark = pytest.mark.django_db
ClientFor = Callable[[User | None], Client]
BASE = "/o/maple/payers/"


@pytest.fixture
def aetna(maple: Organization) -> Payer:
    payer = PayerFactory(slug="aetna", name="Aetna", states=" all ")
    PlanFactory(payer=payer)
    PayerAliasFactory(payer=payer, text="CVS Aetna")
    return payer


@pytest.fixture
def turnaround(aetna: Payer) -> Rule:
    return RuleFactory(
        payer=aetna, kind=RuleKind.TURNAROUND, value_min=45, value_max=180, source="Aetna, how to apply"
    )


@pytest.fixture
def signed_in(client_for: ClientFor, coordinator: User) -> Client:
    return client_for(coordinator)


def text_of(client: Client, path: str) -> str:
    answer = client.get(BASE + path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_shared_and_own_payers_but_nobody_elses(
    signed_in: Client, aetna: Payer, maple: Organization, harbor: Organization
) -> None:
    PayerFactory(organization=maple, name="Our Local Trust")
    PayerFactory(organization=harbor, name="Harbor's Secret")
    page = text_of(signed_in, "")
    assert "Aetna" in page
    assert "Our Local Trust" in page
    assert "Harbor" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("q=cvs", True), ("q=nothing", False), ("line=commercial", True), ("line=medicaid", False), ("keeping=own", False), ("keeping=shared", True), ("panel=closed", True)],
)  # fmt: skip
def test_the_list_is_narrowed(
    signed_in: Client, aetna: Payer, maple: Organization, query: str, found: bool
) -> None:
    PanelStateFactory(organization=maple, payer=aetna)
    assert (f"/payers/{aetna.pk}/" in text_of(signed_in, f"?{query}")) is found


def test_a_state_keeps_those_who_serve_it_or_everywhere(signed_in: Client, aetna: Payer) -> None:
    elsewhere = PayerFactory(name="Texas Only", states=" TX NM ")
    page = text_of(signed_in, "?state=MD")
    assert f"/payers/{aetna.pk}/" in page
    assert f"/payers/{elsewhere.pk}/" not in page


def test_a_payers_rule_shows_source_quality_and_date(
    signed_in: Client, aetna: Payer, turnaround: Rule
) -> None:
    page = text_of(signed_in, f"{aetna.pk}/")
    for part in ("45 to 180 calendar days", "Aetna, how to apply", "Official", "1 Oct 2026"):
        assert part in page


def test_a_state_is_asked_for_its_own_deadline(signed_in: Client, aetna: Payer) -> None:
    law = {"kind": RuleKind.DECISION_DEADLINE, "source_quality": SourceQuality.STATUTE}
    RuleFactory(state="TX", value_max=61, **law)
    RuleFactory(state="PA", value_max=44, standing=Standing.PROPOSED, **law)
    assert "61 calendar days" in text_of(signed_in, f"{aetna.pk}/?state=TX")
    page = text_of(signed_in, f"{aetna.pk}/?state=PA")
    assert "61 calendar days" not in page
    assert "Proposed, not law" in page


def test_another_organizations_override_is_invisible(
    signed_in: Client, aetna: Payer, turnaround: Rule, harbor: Organization
) -> None:
    RuleFactory(organization=harbor, payer=aetna, value_min=7, value_max=7, overrides=turnaround)
    page = text_of(signed_in, f"{aetna.pk}/")
    assert "45 to 180" in page
    assert "7 calendar days" not in page


def _override(client: Client, rule: Rule, **changed: object) -> object:
    data = {
        "value_min": 60,
        "value_max": 75,
        "unit": "business_days",
        "source": "Call 12 Nov",
        "quoted_on": "2026-01-05",
    }
    return client.post(f"{BASE}rules/{rule.pk}/override/", data | changed)


def test_an_override_wins_and_is_told_in_the_history(
    signed_in: Client, aetna: Payer, turnaround: Rule, maple: Organization
) -> None:
    assert _override(signed_in, turnaround).status_code == 302  # type: ignore[attr-defined]
    page = text_of(signed_in, f"{aetna.pk}/")
    assert "60 to 75 business days" in page
    assert "Also quoted" in page
    assert "our own value 60 to 75 business days" in page
    with organization_scope(maple):
        entry = AuditEntry.objects.get(action="rule.overridden")
    assert entry.changes == {"value": ["45 to 180 calendar days", "60 to 75 business days"]}


def test_a_reset_brings_the_shared_rule_back(
    signed_in: Client, aetna: Payer, turnaround: Rule, maple: Organization
) -> None:
    _override(signed_in, turnaround)
    with organization_scope(maple):
        own = Rule.objects.get(overrides=turnaround)
    signed_in.post(f"{BASE}rules/{own.pk}/reset/")
    page = text_of(signed_in, f"{aetna.pk}/")
    assert "45 to 180 calendar days" in page
    assert "Back to the shared rule" not in page


def test_a_general_rule_is_overridden_at_one_payer(
    signed_in: Client, aetna: Payer, maple: Organization
) -> None:
    general = RuleFactory(kind=RuleKind.RECREDENTIALING, value_min=None, value_max=36, unit="months")
    other = PayerFactory(name="Cigna")
    signed_in.post(
        f"{BASE}rules/{general.pk}/override/?payer={aetna.pk}",
        {"value_max": 24, "unit": "months", "source": "Letter", "quoted_on": "2026-01-05"},
    )
    assert "24 months" in text_of(signed_in, f"{aetna.pk}/")
    assert "24 months" not in text_of(signed_in, f"{other.pk}/")


def test_the_second_of_two_is_told_and_keeps_what_they_typed(
    signed_in: Client, aetna: Payer, turnaround: Rule
) -> None:
    _override(signed_in, turnaround)
    answer = _override(signed_in, turnaround, value_max=99)
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "Somebody else changed this rule" in page
    assert 'value="99"' in page
    assert _override(signed_in, turnaround, value_max=99, version=1).status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"value_min": "", "value_max": ""}, "Give a number or say it in words"),
        ({"unit": ""}, "Choose what the number counts"),
        ({"value_min": 80}, "The larger number comes second"),
        ({"quoted_on": "2999-01-01"}, "This day has not come yet"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(
    signed_in: Client, turnaround: Rule, changed: dict[str, object], words: str
) -> None:
    assert words in _override(signed_in, turnaround, **changed).content.decode()  # type: ignore[attr-defined]


def test_an_own_payer_is_added_with_its_plans(signed_in: Client, aetna: Payer, maple: Organization) -> None:
    data = {"name": "County Trust", "lines": ["commercial", "eap"], "states": ["PA"]}
    assert signed_in.post(f"{BASE}new/", data).status_code == 302
    with organization_scope(maple):
        payer = Payer.objects.get(name="County Trust")
        assert payer.states_served == ["PA"]
        assert {plan.line_of_business for plan in payer.plans.all()} == {"commercial", "eap"}
    assert "Kept by your organization" in text_of(signed_in, f"{payer.pk}/")


def test_a_name_that_means_a_payer_already_is_refused(signed_in: Client, aetna: Payer) -> None:
    page = signed_in.post(f"{BASE}new/", {"name": "cvs aetna", "lines": ["commercial"]}).content.decode()
    assert "already means Aetna" in page


def test_an_own_payer_is_changed_and_a_shared_one_is_not(
    signed_in: Client, aetna: Payer, maple: Organization
) -> None:
    own = PayerFactory(organization=maple, name="County Trust")
    signed_in.post(f"{BASE}{own.pk}/edit/", {"name": "County Health Trust", "version": 1})
    assert "County Health Trust" in text_of(signed_in, f"{own.pk}/")
    stale = signed_in.post(f"{BASE}{own.pk}/edit/", {"name": "Other", "version": 1}).content.decode()
    assert "Somebody else changed this payer" in stale
    assert signed_in.get(f"{BASE}{aetna.pk}/edit/").status_code == 404


def test_an_own_name_counts_only_here_and_can_be_taken_away(
    signed_in: Client, aetna: Payer, maple: Organization, harbor: Organization
) -> None:
    signed_in.post(f"{BASE}{aetna.pk}/names/new/", {"text": "Big A"})
    again = signed_in.post(f"{BASE}{aetna.pk}/names/new/", {"text": "big  a"}).content.decode()
    assert "already means Aetna here" in again
    with organization_scope(harbor):
        assert not PayerAlias.objects.filter(text="Big A").exists()
    with organization_scope(maple):
        alias = PayerAlias.objects.get(text="Big A")
    signed_in.post(f"{BASE}names/{alias.pk}/drop/")
    assert "Big A" not in text_of(signed_in, f"{aetna.pk}/").replace("“Big A”", "")


def test_a_shared_name_cannot_be_taken_away(signed_in: Client, aetna: Payer, maple: Organization) -> None:
    with organization_scope(maple):
        shared = PayerAlias.objects.get(text="CVS Aetna")
    assert signed_in.post(f"{BASE}names/{shared.pk}/drop/").status_code == 404


def test_an_own_plan_is_added_and_switched_off(signed_in: Client, aetna: Payer, maple: Organization) -> None:
    data = {"name": "Aetna Signature", "line": LineOfBusiness.COMMERCIAL, "is_default": "on"}
    signed_in.post(f"{BASE}{aetna.pk}/plans/new/", data)
    assert "already has a plan" in signed_in.post(f"{BASE}{aetna.pk}/plans/new/", data).content.decode()
    with organization_scope(maple):
        plan = Plan.objects.get(name="Aetna Signature")
    signed_in.post(f"{BASE}plans/{plan.pk}/drop/")
    with organization_scope(maple):
        assert not Plan.objects.filter(payer=aetna, is_active=True, name="Aetna Signature").exists()


def test_a_contact_is_kept_changed_and_dropped(signed_in: Client, aetna: Payer, maple: Organization) -> None:
    start = {
        "department": "Credentialing",
        "phone": "800-555-0165",
        "hours": "Mon-Fri 8-6 ET",
        "is_primary": "on",
    }
    signed_in.post(f"{BASE}{aetna.pk}/contacts/new/", start)
    with organization_scope(maple):
        contact = PayerContact.objects.get()
    path = f"{BASE}contacts/{contact.pk}/"
    signed_in.post(path, start | {"phone": "800-555-0199", "version": 1})
    assert "800-555-0199" in text_of(signed_in, f"{aetna.pk}/")
    stale = signed_in.post(path, start | {"phone": "1", "version": 1}).content.decode()
    assert "Somebody else changed this contact" in stale
    signed_in.post(f"{path}drop/")
    assert "Nobody yet" in text_of(signed_in, f"{aetna.pk}/")


def test_only_one_contact_is_called_first(signed_in: Client, aetna: Payer, maple: Organization) -> None:
    for phone in ("800-555-0101", "800-555-0102"):
        signed_in.post(f"{BASE}{aetna.pk}/contacts/new/", {"phone": phone, "is_primary": "on"})
    with organization_scope(maple):
        assert [row.phone for row in PayerContact.objects.filter(is_primary=True)] == ["800-555-0102"]


def test_a_contact_needs_a_way_to_be_reached(signed_in: Client, aetna: Payer) -> None:
    page = signed_in.post(f"{BASE}{aetna.pk}/contacts/new/", {"department": "X"}).content.decode()
    assert "Give a phone number, an e-mail address or a portal" in page


def test_a_closed_panel_is_asked_again_when_the_rule_says(
    signed_in: Client, aetna: Payer, maple: Organization
) -> None:
    RuleFactory(kind=RuleKind.PANEL_RECHECK, value_min=6, value_max=None, unit="months")
    data = {"status": "closed", "learnt_on": "2026-01-15", "source": "Call with Dee", "license_type": "LPC"}
    signed_in.post(f"{BASE}{aetna.pk}/panel/", data)
    with organization_scope(maple):
        assert PanelState.objects.get().recheck_on == dt.date(2026, 7, 15)
    assert "Call with Dee" in text_of(signed_in, f"{aetna.pk}/")


def test_an_own_rule_is_added_where_nothing_is_quoted(signed_in: Client, aetna: Payer) -> None:
    data = {
        "kind": "loading",
        "value_max": 12,
        "unit": "business_days",
        "source": "Letter",
        "quoted_on": "2026-02-02",
    }
    signed_in.post(f"{BASE}{aetna.pk}/rules/new/", data)
    assert "12 business days" in text_of(signed_in, f"{aetna.pk}/")


def test_rules_and_platforms_are_listed(signed_in: Client, turnaround: Rule, maple: Organization) -> None:
    PlatformFactory(name="Headway")
    assert "45 to 180 calendar days" in text_of(signed_in, "rules/?kind=turnaround")
    assert "45 to 180 calendar days" in text_of(signed_in, f"rules/{turnaround.pk}/")
    signed_in.post(f"{BASE}platforms/new/", {"name": "Local MSO", "kind": "mso"})
    page = text_of(signed_in, "platforms/")
    assert "Headway" in page
    assert "Local MSO" in page
    with organization_scope(maple):
        assert Platform.objects.get(name="Local MSO").organization == maple
    again = signed_in.post(f"{BASE}platforms/new/", {"name": "headway", "kind": "mso"}).content.decode()
    assert "already means Headway" in again


@pytest.mark.parametrize("path", ["", "rules/", "platforms/"])
def test_readers_read_and_clinicians_do_not(
    client_for: ClientFor, manager: User, clinician: User, stranger: User, aetna: Payer, path: str
) -> None:
    assert client_for(manager).get(BASE + path).status_code == 200
    assert client_for(clinician).get(BASE + path).status_code == 403
    assert client_for(stranger).get(BASE + path).status_code == 404


def test_readers_are_offered_no_changes(
    client_for: ClientFor, manager: User, aetna: Payer, turnaround: Rule
) -> None:
    page = text_of(client_for(manager), f"{aetna.pk}/")
    assert "Override" not in page
    assert client_for(manager).post(f"{BASE}rules/{turnaround.pk}/override/").status_code == 403


def test_foreign_rows_are_not_found(signed_in: Client, harbor: Organization, aetna: Payer) -> None:
    payer = PayerFactory(organization=harbor)
    rule = RuleFactory(organization=harbor, payer=aetna)
    contact = PayerContactFactory(organization=harbor, payer=aetna)
    for path in (f"{payer.pk}/", f"rules/{rule.pk}/", f"contacts/{contact.pk}/"):
        assert signed_in.get(BASE + path).status_code == 404
    assert signed_in.post(f"{BASE}rules/{rule.pk}/reset/").status_code == 404


@pytest.mark.parametrize("path", ["", "rules/"])
def test_a_list_costs_the_same_for_three_rows_and_twenty(
    signed_in: Client, maple: Organization, path: str
) -> None:
    def cost(rows: int) -> int:
        for _ in range(rows):
            payer = PayerFactory(parent=PayerFactory())
            PlanFactory(payer=payer)
            RuleFactory(payer=payer)
            PanelStateFactory(organization=maple, payer=payer)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            text_of(signed_in, path)
        return len(caught)

    text_of(signed_in, path)
    assert cost(3) == cost(17)


def test_a_payer_page_costs_the_same_however_much_is_quoted(
    signed_in: Client, aetna: Payer, maple: Organization
) -> None:
    def cost(rows: int) -> int:
        for _ in range(rows):
            RuleFactory(payer=aetna)
            PayerAliasFactory(payer=aetna)
            PayerContactFactory(organization=maple, payer=aetna)
            PayerFactory(parent=aetna)
        with CaptureQueriesContext(connection) as caught:
            text_of(signed_in, f"{aetna.pk}/")
        return len(caught)

    text_of(signed_in, f"{aetna.pk}/")
    assert cost(2) == cost(20)


def test_the_room_is_imported_without_an_organization() -> None:
    script = "import django; django.setup(); import payers.urls, payers.forms, payers.tables"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
