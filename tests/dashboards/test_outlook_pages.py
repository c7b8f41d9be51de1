"""The manager's dashboard as members see it: what it answers, what narrows it, whose rows it never shows."""

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments.enums import Status
from enrollments.models import Application
from forecast.enums import Risk
from forecast.models import Outlook
from forecast.refreshing import refresh
from providers.models import PracticeGrant
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory
from tests.factories.forecast import ForecastFactory, MonthOutlookFactory, OutlookFactory, TimeSpentFactory
from tests.factories.payers import PayerFactory
from tests.factories.providers import PracticeFactory, ProviderFactory

PAGE = "/o/maple/forecast/"


def waiting(organization: Organization, last: str = "Whitfield", **given: Any) -> Application:
    """Return an application that waits for Aetna's decision, with a forecast."""
    with organization_scope(organization):
        payer = given.pop("payer", None) or PayerFactory(name="Aetna")
        provider = ProviderFactory(organization=organization, first_name="Dana", last_name=last)
        application: Application = ApplicationFactory(
            organization=organization, provider=provider, payer=payer, status=Status.SUBMITTED,
            practice=given.pop("practice", None) or PracticeFactory(organization=organization),
        )  # fmt: skip
        made = ForecastFactory(organization=organization, application=application)
        OutlookFactory(
            organization=organization, application=application, forecast=made,
            status_since=application.status_since, **given,
        )  # fmt: skip
    return application


@pytest.fixture
def page(client_for: ClientFor, owner: User) -> Client:
    return client_for(owner)


@pytest.fixture
def dana(maple: Organization) -> Application:
    return waiting(maple)


def text_of(client: Client, query: str = "") -> str:
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_without_a_forecast_it_says_what_happens_next(page: Client, maple: Organization) -> None:
    assert "No forecast has been made yet" in text_of(page)


def test_a_manager_lands_on_it_and_a_coordinator_on_today(
    client_for: ClientFor, maple: Organization, manager: User, coordinator: User
) -> None:
    for person, address in ((manager, PAGE), (coordinator, "/o/maple/today/")):
        assert client_for(person).get("/o/maple/").headers["Location"] == address


def test_the_first_question_is_answered_in_one_sentence(page: Client, dana: Application) -> None:
    shown = page.get(f"{PAGE}?clinician=dana+whitfield&payer={dana.payer_id}")

    [answer] = shown.context["board"].answers
    assert answer.words.startswith("Dana Whitfield can likely see Aetna patients from ")
    assert "Waiting for: Aetna" in answer.words
    assert "23 decisions of Aetna" in answer.basis
    assert answer.url in shown.content.decode()


def test_an_unknown_name_is_answered_too(page: Client, dana: Application) -> None:
    assert "No application fits" in text_of(page, "?clinician=nobody")


def test_an_application_that_moved_since_says_so(
    page: Client, dana: Application, maple: Organization
) -> None:
    with organization_scope(maple):
        Outlook.objects.update(status_since=clock.today() - dt.timedelta(days=9))

    assert "It has moved since" in text_of(page, "?clinician=whitfield")


def test_every_choice_narrows_bars_and_pipeline(page: Client, maple: Organization, dana: Application) -> None:
    waiting(maple, "Okafor", payer=PayerFactory(name="Cigna"))
    practice = dana.practice_id

    for query in (f"?payer={dana.payer_id}", f"?practice={practice}", "?clinician=whitfield"):
        board = page.get(f"{PAGE}{query}").context["board"]
        assert [row.application_id for row in board.timeline.rows] == [dana.pk]
        assert board.open == 1
    assert page.get(f"{PAGE}?state=TX").context["board"].open == 0
    assert page.get(PAGE).context["board"].open == 2


def test_the_worst_risk_comes_first_and_late_ones_are_drawn_as_outlines(
    page: Client, maple: Organization, dana: Application
) -> None:
    late = waiting(maple, "Okafor", risk=Risk.OVERDUE, risk_rank=1)

    shown = page.get(PAGE)

    assert [row.application_id for row in shown.context["timeline"].rows] == [late.pk, dana.pk]
    assert shown.content.decode().count('class="bar-row late"') == 1


def test_a_month_confines_the_timeline(page: Client, maple: Organization, dana: Application) -> None:
    far = dt.date(clock.now().year + 2, 3, 10)
    other = waiting(
        maple,
        "Okafor",
        approval_20=far,
        approval_50=far,
        approval_80=far,
        approval_95=far + dt.timedelta(days=9),
    )

    shown = page.get(f"{PAGE}?month={far:%Y-%m}")

    assert [row.application_id for row in shown.context["timeline"].rows] == [other.pk]


def test_htmx_gets_the_timeline_alone(page: Client, dana: Application) -> None:
    headers = {"HX-Request": "true", "HX-Target": "timeline"}

    part = page.get(PAGE, {"group": "payer"}, headers=headers).content.decode()

    assert 'id="timeline"' in part
    assert "<html" not in part
    assert '<text class="bar-group"' in part


def test_sums_are_shown_and_narrowed(page: Client, maple: Organization, dana: Application) -> None:
    with organization_scope(maple):
        given = {"organization": maple, "practice": dana.practice, "payer": dana.payer}
        MonthOutlookFactory(**given, expected=2.0)
        MonthOutlookFactory(**given, expected=3.0, state="TX")
        TimeSpentFactory(**given, days=300)

    board = page.get(PAGE).context["board"]

    assert board.months[0].expected == 5.0
    assert (board.time.stages[0].label, board.time.total) == ("Decision", 300)
    assert page.get(f"{PAGE}?state=TX").context["board"].months[0].expected == 3.0


def test_what_happened_this_week_is_counted(page: Client, maple: Organization, dana: Application) -> None:
    with organization_scope(maple):
        practice = PracticeFactory(organization=maple)
        for status in (Status.APPROVED, Status.DENIED, Status.WITHDRAWN):
            ApplicationFactory(organization=maple, practice=practice, status=status, on=clock.today())
        Outlook.objects.update(moved_days=-12)

    kinds = {kind.title: kind for kind in page.get(PAGE).context["board"].changes.kinds}

    counts = {title: kind.count for title, kind in kinds.items()}
    assert counts["Approved"] == counts["Denied"] == counts["Closed otherwise"] == 1
    # The approved one is still open; Dana's was opened a month ago.
    assert counts["Newly opened"] == 1
    assert (
        kinds["Forecasts moved by more than 7 days"].rows[0][1] == "Dana Whitfield at Aetna: 12 days earlier"
    )


def test_every_count_opens_a_list_with_as_many_rows(
    page: Client, maple: Organization, dana: Application
) -> None:
    old = clock.now().date() - dt.timedelta(days=45)
    waiting(maple, "Okafor", payer=dana.payer)
    with organization_scope(maple):
        Outlook.objects.exclude(application=dana).update(status_since=old, statute_on=old, moved_days=8)
    shown = page.get(PAGE)
    context = shown.context
    counted = [
        (context["board"].open, context["list_url"]),
        (context["board"].late.count, context["late_url"]),
        *[(count, url) for _, _, older in context["stage_rows"] for count, url in older],
        *[(stage.count, url) for stage, url, _ in context["stage_rows"]],
        *[(kind.count, kind.url) for kind in context["board"].changes.kinds],
        *[(pace.count, url) for pace, url in context["pace_rows"]],
    ]

    assert {count for count, _ in counted} >= {0, 1, 2}
    for count, url in counted:
        listed = page.get(url).context["list"]
        assert (listed.found.count, listed.notes) == (count, []), url


def test_turnaround_counts_own_decisions(page: Client, maple: Organization, dana: Application) -> None:
    day = clock.now().date() - dt.timedelta(days=70)
    with organization_scope(maple):
        ApplicationFactory(organization=maple, payer=dana.payer, status=Status.SUBMITTED, on=day)
        row = Application.objects.order_by("-pk").first()
        assert row is not None
        Application.objects.filter(pk=row.pk).update(decided_on=day + dt.timedelta(days=60))

    [pace] = page.get(PAGE).context["board"].paces.rows

    assert (pace.payer, pace.count, pace.median, pace.low) == ("Aetna", 1, 60, None)


def test_a_member_of_one_practice_sees_that_one_alone(
    client_for: ClientFor, maple: Organization, biller: User, dana: Application
) -> None:
    other = waiting(maple, "Okafor")
    with organization_scope(maple):
        seat = Membership.objects.get(organization=maple, user=biller)
        Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
        PracticeGrant.objects.create(organization=maple, membership=seat, practice=dana.practice)
    client = client_for(biller)

    shown = client.get(PAGE)

    assert [row.application_id for row in shown.context["timeline"].rows] == [dana.pk]
    assert "Okafor" not in shown.content.decode()
    assert client.get(f"{PAGE}?practice={other.practice_id}").context["board"].open == 0
    assert client.get(f"{PAGE}open/").context["list"].found.count == 1


def test_another_organization_sees_nothing_of_it(
    client_for: ClientFor, stranger: User, dana: Application
) -> None:
    client = client_for(stranger)

    assert client.get(PAGE).status_code == 404
    assert "Whitfield" not in client.get("/o/harbor/forecast/?clinician=whitfield").content.decode().replace(
        'value="whitfield"', ""
    ).replace("called “whitfield”", "")


def test_the_figures_leave_as_spreadsheet_and_paper(page: Client, dana: Application) -> None:
    book = load_workbook(io.BytesIO(b"".join(page.get(f"{PAGE}?export=xlsx"))))
    lines = [[cell.value for cell in row] for row in book.active.iter_rows()]  # type: ignore[union-attr]
    csv = b"".join(page.get(f"{PAGE}?export=csv")).decode("utf-8-sig")
    paper = page.get(f"{PAGE}?export=pdf")

    assert lines[0] == ["Figure", "Of", "What", "Value", "Basis"]
    assert ["Pipeline", "Submitted", "Applications", 1] in [line[:4] for line in lines]
    assert "Pipeline,Submitted,Applications,1" in csv
    assert paper.content.startswith(b"%PDF-")


def test_the_letter_stands_on_a_page_and_in_a_pdf(page: Client, maple: Organization) -> None:
    past = clock.now().date() - dt.timedelta(days=12)
    late = waiting(maple, statute_on=past, statute_citation="40 P.S. 991.2121")
    address = f"{PAGE}letters/{late.pk}/"

    letter = page.get(address).context["letter"]

    assert "40 P.S. 991.2121" in letter
    over = (clock.today("America/New_York") - past).days
    assert f"Today is {over} days after that day" in letter
    assert page.get(f"{address}?export=pdf").content.startswith(b"%PDF-")


def test_no_letter_is_offered_before_the_deadline_or_after_the_decision(
    page: Client, maple: Organization, dana: Application
) -> None:
    past = clock.now().date() - dt.timedelta(days=12)
    decided = waiting(maple, "Okafor", statute_on=past)
    with organization_scope(maple):
        Application.objects.filter(pk=decided.pk).update(status=Status.APPROVED, decided_on=past)

    for application in (dana, decided):
        assert page.get(f"{PAGE}letters/{application.pk}/").status_code == 404


@pytest.mark.parametrize(
    "query", ["?month=2027-13", "?payer=x", "?page=-3", "?group=nothing", "?state=ZZ", "?owner=²"]
)
def test_an_address_that_makes_no_sense_still_opens(page: Client, dana: Application, query: str) -> None:
    assert "Dana Whitfield" in text_of(page, query)


def test_a_refresh_holds_each_forecast_against_that_of_a_week_ago(
    maple: Organization, dana: Application
) -> None:
    with organization_scope(maple):
        for _ in range(6):
            ApplicationFactory(organization=maple, payer=dana.payer, status=Status.APPROVED)
        today = clock.today()
        said = today + dt.timedelta(days=100)
        for days, likely in ((20, today), (8, said), (2, today)):
            before = {"made_on": today - dt.timedelta(days=days), "approval_50": likely}
            ForecastFactory(organization=maple, application=dana, **before)
        refresh()
        outlook = Outlook.objects.get(application=dana)

    assert outlook.approval_50 is not None
    assert outlook.moved_days == (outlook.approval_50 - said).days


def test_a_clinician_sees_no_dashboard(client_for: ClientFor, maple: Organization, clinician: User) -> None:
    seat = Membership.objects.get(organization=maple, user=clinician)

    assert seat.role == Role.CLINICIAN
    assert client_for(clinician).get(PAGE).status_code == 403
