"""Today, the network and the search as members see them; one call reaches several applications."""

import io

import pytest
from django.test import Client
from django.utils.html import escape
from openpyxl import load_workbook

from accounts.models import Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel.dates import is_business_day
from enrollments.models import Application, Entry
from providers.models import Practice
from tests.conftest import ClientFor


@pytest.fixture
def mateo(demo: Organization) -> User:
    return User.objects.get(email="coordinator@lantern.example")


@pytest.fixture
def page(client_for: ClientFor, mateo: User) -> Client:
    return client_for(mateo)


def _first_call(response: object) -> object:
    return response.context["page"].parts[0].calls[0]  # type: ignore[attr-defined]


def test_today_groups_by_payer_and_shows_how_to_reach_it(page: Client) -> None:
    response = page.get("/o/demo/today/")

    call = _first_call(response)
    assert call.payer in response.content.decode()  # type: ignore[attr-defined]
    assert call.contact.phone in response.content.decode()  # type: ignore[attr-defined]


def test_the_part_is_what_the_page_holds(page: Client) -> None:
    whole = page.get("/o/demo/today/?show=overdue").content.decode()
    part = page.get("/o/demo/today/?show=overdue", headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert part.count("call-item") == whole.count("call-item") > 0


def test_mine_leaves_out_what_a_colleague_owns(page: Client, mateo: User) -> None:
    response = page.get("/o/demo/today/?whose=mine")

    owners = {
        item.application.owner_id
        for part in response.context["page"].parts
        for call in part.calls
        for item in call.items
    }
    assert owners == {mateo.pk}


def test_one_call_is_logged_on_several_applications_with_business_days(
    page: Client, demo: Organization
) -> None:
    with organization_scope(demo):
        rows = list(Application.objects.filter(status="in_review", payer__slug="aetna")[:2])
        ids = [row.pk for row in rows]
    sent = {"ids": ids, "channel": "call", "said": "Both are with the committee.", "person": "Renee"}
    response = page.post(f"/o/demo/today/log/{rows[0].payer_id}/", sent)

    with organization_scope(demo):
        entries = Entry.objects.filter(said="Both are with the committee.")
        calls = set(entries.values_list("call_id", flat=True))
        days = [Application.objects.get(pk=pk).follow_up_on for pk in ids]
    assert response.status_code == 302
    assert (len(entries), len(calls)) == (len(ids), 1)
    assert all(is_business_day(day) for day in days)


def test_a_refused_call_keeps_what_was_typed(page: Client, demo: Organization) -> None:
    with organization_scope(demo):
        row = Application.objects.filter(status="in_review").earliest("pk")
    sent = {"ids": [row.pk], "channel": "call", "said": "Quoted 45.", "quoted_min": "45"}
    response = page.post(
        f"/o/demo/today/log/{row.payer_id}/?key=act_now-1", sent, headers={"HX-Request": "true"}
    )

    assert response["HX-Retarget"] == "#form-act_now-1"
    assert "calendar or business days" in response.content.decode()
    assert "Quoted 45." in response.content.decode()


def test_a_call_about_nothing_is_refused_in_words(page: Client, demo: Organization) -> None:
    with organization_scope(demo):
        row = Application.objects.filter(status="in_review").earliest("pk")
    response = page.post(f"/o/demo/today/log/{row.payer_id}/", {"channel": "call", "said": "Hello"})

    assert "Tick at least one application" in response.content.decode()


def test_an_empty_organization_is_shown_three_ways_in(client_for: ClientFor, owner: User) -> None:
    page = client_for(owner)
    response = page.get("/o/maple/today/")

    assert response["Location"] == "/o/maple/start/"
    assert "Bring your spreadsheet" in page.get("/o/maple/start/").content.decode()


def test_the_matrix_counts_own_and_platform_apart(page: Client, demo: Organization) -> None:
    with organization_scope(demo):
        practice = Practice.objects.get(legal_name__startswith="Elin Marsh")
    response = page.get(f"/o/demo/network/?practice={practice.pk}&on=2023-06-01")
    line = response.context["matrix"].lines[0]

    assert (line.own, line.through) == (0, 3)
    assert "Via platform" in response.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_matrix_leaves_as_a_file(page: Client, kind: str) -> None:
    response = page.get(f"/o/demo/network/?export={kind}")
    body = b"".join(response) if response.streaming else response.content

    if kind == "csv":
        assert body.decode("utf-8-sig").splitlines()[0].startswith("Clinician,NPI,Payer,Plan")
    else:
        sheet = load_workbook(io.BytesIO(body)).active
        assert sheet is not None
        assert sheet["A1"].value == "Clinician"


def test_a_cell_explains_itself(page: Client) -> None:
    matrix = page.get("/o/demo/network/").context["matrix"]
    row = matrix.rows[0]
    url = f"/o/demo/network/{row.provider.pk}/{row.plan.pk}/{row.practice.pk}/?state={row.state}"
    response = page.get(url)

    assert response.status_code == 200
    assert row.status.standing.label in response.content.decode()


def test_an_unreadable_date_means_today(page: Client) -> None:
    assert page.get("/o/demo/network/?on=31-31-2026").status_code == 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [("okaf", "Imani Okafor, LPC"), ("imani ok", "Imani Okafor, LPC"), ("keystone", "Keystone First")],
)
def test_search_finds_people_and_payers(page: Client, text: str, expected: str) -> None:
    response = page.get(f"/o/demo/search/?q={text}")

    labels = [item.label for group in response.context["groups"] for item in group.items]
    assert expected in labels


def test_search_does_not_cross_organizations(client_for: ClientFor, demo: Organization) -> None:
    dario = client_for(User.objects.get(email="dario@lindqvist.example"))
    response = dario.get("/o/demo-solo/search/?q=okafor")

    assert list(response.context["groups"]) == []
    assert dario.get("/o/demo/search/?q=okafor").status_code == 404


def test_the_clinician_finds_only_the_own_file(client_for: ClientFor, demo: Organization) -> None:
    imani = client_for(User.objects.get(email="clinician@lantern.example"))
    found = imani.get("/o/demo/search/?q=br").context["groups"]

    assert list(found) == []
    assert imani.get("/o/demo/search/?q=okafor").context["groups"]


@pytest.mark.parametrize(
    ("email", "offered"), [("coordinator@lantern.example", True), ("manager@lantern.example", False)]
)
def test_only_who_may_open_an_application_is_offered_it(
    client_for: ClientFor, demo: Organization, email: str, offered: bool
) -> None:
    client = client_for(User.objects.get(email=email))
    today = client.get("/o/demo/today/").content.decode()
    with organization_scope(demo):
        practice = Practice.objects.get(dba="Fairmount Counseling")
        response = client.get(f"/o/demo/network/?practice={practice.pk}")
        row = next(row for row in response.context["matrix"].rows if not row.status.application_id)
    card = client.get(f"/o/demo/network/{row.provider.pk}/{row.plan.pk}/{practice.pk}/?state={row.state}")

    assert ('href="/o/demo/applications/new/"' in today) is offered
    assert ("/o/demo/applications/new/?" in card.content.decode()) is offered
    assert "Contract holder" not in card.content.decode()


def test_my_practice_s_says_when_no_practice_is_chosen(page: Client, demo: Organization) -> None:
    said = "No practice is chosen in the bar above"
    everything = page.get("/o/demo/today/?whose=practice").content.decode()
    with organization_scope(demo):
        chosen = Practice.objects.get(dba="Fairmount Counseling")
    page.post("/o/demo/practices/choose/", {"practice": chosen.pk})

    assert said in everything
    assert said not in page.get("/o/demo/today/?whose=practice").content.decode()
    assert said not in page.get("/o/demo/today/?whose=everyone").content.decode()


def test_a_turnaround_that_ran_out_shows_whose_number_it_is(page: Client) -> None:
    response = page.get("/o/demo/today/")
    items = [item for part in response.context["page"].parts for call in part.calls for item in call.items]
    late = [item for item in items if "past the payer's turnaround" in item.place.reason]

    assert late
    assert all(item.basis for item in late)
    assert not [item for item in items if item.basis and item not in late]
    assert escape(late[0].basis) in response.content.decode()
