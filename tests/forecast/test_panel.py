"""The forecast of one application on its page: dates in words, what they rest on, and who may see it."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from credtrack.kernel import clock
from enrollments import transitions
from enrollments.enums import Status
from enrollments.models import Application
from forecast.enums import Basis, Risk, Stage
from providers.models import ClinicianLink
from tests.conftest import ClientFor
from tests.factories.enrollments import ApplicationFactory
from tests.factories.forecast import ForecastFactory, OutlookFactory
from tests.factories.payers import PayerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(maple: Organization) -> Application:
    """An application with the payer, of which nothing has been said yet."""
    made: Application = ApplicationFactory(
        organization=maple, payer=PayerFactory(name="Aetna"), status=Status.SUBMITTED
    )
    return made


def told(application: Application, *, old: int = 0, **said: object) -> None:
    """Record what is said of the application today, and `old` forecasts before it."""
    today = clock.now().date()
    organization = application.organization
    for number in range(old):
        made_on = today - dt.timedelta(days=30 * (number + 1))
        ForecastFactory(organization=organization, application=application, made_on=made_on)
    forecast = ForecastFactory(organization=organization, application=application, made_on=today, **said)
    OutlookFactory(
        organization=organization, application=application, forecast=forecast, status=application.status,
        status_since=application.status_since, basis=forecast.basis, stage=forecast.stage,
        **{name: getattr(forecast, name) for name in ("approval_20", "approval_50", "approval_80", "approval_95")},
    )  # fmt: skip


def page(client_for: ClientFor, user: User, application: Application, *, part: bool = False) -> str:
    address = reverse("forecast:panel", args=["maple", application.pk])
    headers = {"HX-Request": "true"} if part else {}
    answer = client_for(user).get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_the_days_the_chance_and_the_basis(
    client_for: ClientFor, owner: User, sent: Application
) -> None:
    told(sent)
    html = page(client_for, owner, sent)
    in_fifty = clock.now().date() + dt.timedelta(days=50)
    assert f"{in_fifty.day} {in_fifty:%b %Y}" in html
    assert "about 8 in 100" in html
    assert "23 decisions of Aetna in Pennsylvania since 2024, own history." in html
    assert html.count('class="interval"') == 2
    assert "Likely by" in html


def test_the_part_has_no_frame_around_it(client_for: ClientFor, owner: User, sent: Application) -> None:
    told(sent)
    assert "<html" not in page(client_for, owner, sent, part=True)


def test_it_tells_what_was_said_before(client_for: ClientFor, owner: User, sent: Application) -> None:
    told(sent, old=2)
    html = page(client_for, owner, sent)
    assert "What we said before" in html
    assert html.count("<tr><th") == 3


def test_without_a_basis_it_shows_no_bar_and_says_so(
    client_for: ClientFor, owner: User, sent: Application
) -> None:
    dates: dict[str, Any] = {
        f"{what}_{level}": None for what in ("approval", "billable") for level in (10, 20, 50, 80, 90, 95)
    }
    told(sent, **dates, basis=Basis.NONE, basis_words="No basis: nothing is on record", chance_other=None)
    html = page(client_for, owner, sent)
    assert "No date can be said." in html
    assert "No basis: nothing is on record." in html
    assert '<svg class="interval' not in html


def test_before_the_first_morning_it_says_when_it_comes(
    client_for: ClientFor, owner: User, sent: Application
) -> None:
    assert "Forecasts are made every morning." in page(client_for, owner, sent)


def test_a_closed_one_has_no_forecast(client_for: ClientFor, owner: User, maple: Organization) -> None:
    closed = ApplicationFactory(organization=maple, status=Status.WITHDRAWN)
    assert "It is closed" in page(client_for, owner, closed)


def test_a_late_one_is_outlined_and_called_so(client_for: ClientFor, owner: User, sent: Application) -> None:
    told(sent, overdue=True, stage=Stage.DECISION)
    html = page(client_for, owner, sent)
    assert 'class="interval late"' in html
    assert "Late." in html


def test_an_application_that_moved_since_says_so(
    client_for: ClientFor, owner: User, sent: Application
) -> None:
    told(sent)
    with organization_scope(sent.organization):
        today = clock.today()
        transitions.move(sent.pk, Status.IN_REVIEW, occurred_on=today, actor=None, facts={})
    assert "It has moved since" in page(client_for, owner, sent)


def test_a_clinician_sees_the_forecast_of_the_own_file_only(
    client_for: ClientFor, clinician: User, sent: Application
) -> None:
    told(sent)
    address = reverse("forecast:panel", args=["maple", sent.pk])
    assert client_for(clinician).get(address).status_code == 404
    seat = Membership.objects.get(user=clinician)
    with organization_scope(sent.organization):
        ClinicianLink.objects.create(membership=seat, provider=sent.provider)
    assert client_for(clinician).get(address).status_code == 200


def test_the_page_of_the_application_loads_it(client_for: ClientFor, owner: User, sent: Application) -> None:
    html = client_for(owner).get(reverse("enrollments:detail", args=["maple", sent.pk])).content.decode()
    assert reverse("forecast:panel", args=["maple", sent.pk]) in html


def test_risks_are_ranked_worst_first() -> None:
    assert list(Risk) == [
        Risk.STATUTE, Risk.OVERDUE, Risk.BLOCKED, Risk.OURS, Risk.LATE, Risk.UNKNOWN, Risk.ON_COURSE,
    ]  # fmt: skip
