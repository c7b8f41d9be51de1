"""The billing pages and the command: ask, record, withdraw, read the board, take it out as a file."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import AuditEntry, Organization, User
from credtrack.kernel import clock
from enrollments.enums import Confirmed, Status
from enrollments.models import Application, Confirmation
from payers.models import Payer, Plan
from providers.models import Practice, Provider
from tests.factories.enrollments import ApplicationFactory
from tests.factories.planning import CaseloadShareFactory
from tests.factories.providers import CredentialFactory

ROOT = "/o/maple/billing"
FOUR = ("contract", "effective_date", "provider_id", "claims_route")


@pytest.fixture
def active(
    in_scope: None, practice: Practice, provider: Provider, payer: Payer, plan: Plan, owner: User
) -> Application:
    """Dana, active at Aetna under the practice's own contract, licensed; nothing confirmed."""
    CredentialFactory(provider=provider)
    day = clock.today() - dt.timedelta(days=30)
    made: Application = ApplicationFactory(
        practice=practice, provider=provider, payer=payer, status=Status.ACTIVE, on=day, actor=owner
    )
    return made


def asked(active: Application, plan: Plan, **more: str) -> dict[str, str]:
    return {
        "provider": str(active.provider_id),
        "plan": str(plan.pk),
        "practice": str(active.practice_id),
        "state": "PA",
        "on": clock.today().isoformat(),
        **more,
    }


def record(page: Client, active: Application, plan: Plan, kind: str, **more: str) -> int:
    day = clock.today().isoformat()
    given = {"confirmed_on": day, "channel": "letter", "evidence": "Welcome letter", "person": "Ann", **more}
    if kind == "effective_date":
        given["value_on"] = "2026-01-01"
    elif kind in ("provider_id", "claims_route"):
        given["value"] = "60054"
    url = f"{ROOT}/confirm/{active.provider_id}/{plan.pk}/{active.practice_id}/?kind={kind}&state=PA"
    return page.post(url, given).status_code


def test_recording_the_four_turns_not_ready_into_ready(page: Client, active: Application, plan: Plan) -> None:
    before = page.get(f"{ROOT}/may-we-bill/", asked(active, plan)).content.decode()
    assert "Not ready to bill for services on" in before
    assert "Nobody has confirmed the effective date." in before

    assert [record(page, active, plan, kind) for kind in FOUR] == [302] * 4

    after = page.get(f"{ROOT}/may-we-bill/", asked(active, plan)).content.decode()
    assert "Ready to bill for services on" in after
    assert "Welcome letter" in after
    assert AuditEntry.objects.filter(action="billing.confirm").count() == 4


def test_a_confirmation_without_evidence_is_refused_in_words(
    page: Client, active: Application, plan: Plan
) -> None:
    assert record(page, active, plan, "contract", evidence="") == 422
    ahead = (clock.today() + dt.timedelta(days=1)).isoformat()
    assert record(page, active, plan, "contract", confirmed_on=ahead) == 422
    assert not Confirmation.objects.exists()


def test_withdrawing_needs_a_reason_and_keeps_the_row(page: Client, active: Application, plan: Plan) -> None:
    record(page, active, plan, "contract")
    row = Confirmation.objects.get()

    assert page.post(f"{ROOT}/confirmations/{row.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert page.post(f"{ROOT}/confirmations/{row.pk}/withdraw/", {"reason": "Wrong payer"}).status_code == 302

    assert Confirmation.objects.count() == 2
    assert Confirmation.objects.get(withdraws=row).kind == Confirmed.CONTRACT


def test_a_denial_code_points_to_its_likely_cause(page: Client, active: Application, plan: Plan) -> None:
    known = page.get(f"{ROOT}/may-we-bill/", asked(active, plan, denial="co b7")).content.decode()
    other = page.get(f"{ROOT}/may-we-bill/", asked(active, plan, denial="CO-45")).content.decode()

    assert "CO-B7" in known
    assert "lies before the effective date" in known
    assert "No enrollment cause is known" in other


def test_the_board_names_the_missing_pieces_and_what_waits(
    page: Client, active: Application, payer: Payer, practice: Practice, provider: Provider
) -> None:
    CaseloadShareFactory(
        provider=provider,
        practice=practice,
        payer=payer,
        weekly_sessions=Decimal("7.5"),
        direct_rate=Decimal(99),
    )

    shown = page.get(f"{ROOT}/").content.decode()
    assert "Nobody has confirmed which route claims take." in shown
    assert "about $740" in shown  # 7.5 x 99 = 742.50
    assert "Nothing is held back" in page.get(f"{ROOT}/", {"reason": "license_lapsed"}).content.decode()

    answer = page.get(f"{ROOT}/", {"export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Reasons"] for row in rows] == [
        "contract_unconfirmed effective_date_unconfirmed provider_id_unconfirmed claims_route_unconfirmed"
    ]


def test_what_is_ready_leaves_the_board(page: Client, active: Application, plan: Plan) -> None:
    for kind in FOUR:
        record(page, active, plan, kind)

    assert "Nothing is held back" in page.get(f"{ROOT}/").content.decode()


def test_the_command_prints_every_reason(
    active: Application, maple: Organization, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {"organization": "maple", "on": clock.today(), "format": "json"}
    call_command(
        "billing_readiness", **given, npi=active.provider.npi if active.provider else "", payer="Aetna"
    )

    (row,) = json.loads(capsys.readouterr().out)
    assert row["provider"] == "Dana Whitfield"
    assert (row["verdict"], row["from"], row["payer"], row["state"]) == ("not_ready", None, "Aetna", "PA")
    assert [reason["code"] for reason in row["reasons"]] == [f"{kind}_unconfirmed" for kind in FOUR]
    assert {"code", "text", "next_step"} == set(row["reasons"][0]) == set(row["warnings"][0])
