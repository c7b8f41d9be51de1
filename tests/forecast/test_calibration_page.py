"""Which recorded forecast is judged by which decision, on the page, in its lists and in its files."""

import csv
import datetime as dt
import io
from collections.abc import Iterator

import pytest
from django.urls import reverse

from accounts.models import Membership, Organization, User
from accounts.tenancy import organization_scope
from enrollments.enums import Status
from enrollments.models import Application
from forecast.calibration_reading import Judged, judged
from payers.models import Payer
from providers.models import PracticeGrant
from tests.conftest import ClientFor
from tests.factories.forecast import ForecastFactory
from tests.factories.payers import PayerFactory
from tests.forecast.scenes import TODAY, before, decided, move, standing, waiting

pytestmark = pytest.mark.django_db
LEVELS = (10, 20, 50, 80, 90, 95)


@pytest.fixture
def payer(maple: Organization) -> Payer:
    made: Payer = PayerFactory(name="Aetna")
    return made


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with standing(TODAY):
        yield


def said(application: Application, ago: int, middle: int | None, *, published: bool = False) -> None:
    """Record `ago` days before `TODAY` that approval is likely `middle` days before it, 20 each side.

    The 95 % day lies 40 days behind the likely one.
    """
    spread = dict(zip(LEVELS, (-30, -20, 0, 20, 30, 40), strict=True))
    dates: dict[str, dt.date | None] = {
        f"approval_{level}": None if middle is None else before(middle - spread[level]) for level in LEVELS
    }
    if published:
        dates |= {f"published_{level}": before(middle or 0) for level in (10, 20, 50, 80, 90)}
    ForecastFactory(
        organization=application.organization, application=application, made_on=before(ago), **dates
    )


def read(organization: Organization, after: int = 0) -> Judged:
    with organization_scope(organization):
        return judged(Application.objects.all(), TODAY, after)


def test_the_first_one_made_so_long_after_sending_is_judged_and_once_only(
    maple: Organization, payer: Payer
) -> None:
    made = decided(maple, payer, 100, ago=60)
    for ago in (170, 160, 125, 95):
        said(made, ago, 60)
    chosen = {after: [one.made_on for one in read(maple, after).cases] for after in (0, 30, 60, 90)}
    assert chosen == {0: [before(160)], 30: [before(125)], 60: [before(95)], 90: []}


def test_one_is_judged_once_its_time_is_over_whatever_came(maple: Organization, payer: Payer) -> None:
    early, late = decided(maple, payer, 20, ago=60), decided(maple, payer, 20, ago=60)
    said(early, 75, 39)
    said(late, 75, 40)
    found = read(maple)
    assert ([one.application for one in found.cases], found.young) == ([late.pk], 1)


def test_one_of_the_day_of_the_decision_or_later_is_never_judged(maple: Organization, payer: Payer) -> None:
    made = decided(maple, payer, 100, ago=60)
    said(made, 60, 60)
    said(made, 50, 60)
    assert read(maple).cases == []


def test_what_was_taken_back_is_not_dug_up(maple: Organization, payer: Payer) -> None:
    made = decided(maple, payer, 100, ago=60)
    said(made, 160, 60)
    said(made, 120, None)
    found = read(maple, 30)
    assert (found.cases, found.unsaid) == ([], 1)


def test_open_ones_and_other_ends_are_counted_apart(maple: Organization, payer: Payer) -> None:
    for made in (
        waiting(maple, payer, 100),
        decided(maple, payer, 60, 10, Status.DENIED),
        decided(maple, payer, 60, 10),
    ):
        said(made, 65, 45)
    found = read(maple)
    assert (len(found.cases), found.still_open, found.otherwise) == (1, 1, 1)


def test_one_given_up_after_its_approval_was_approved(maple: Organization, payer: Payer) -> None:
    made, given_up = decided(maple, payer, 60, 10), waiting(maple, payer, 100)
    for one in (made, given_up):
        said(one, 65, 45)
        move(one, Status.WITHDRAWN, before(5))
    found = read(maple)
    assert [one.application for one in found.cases] == [made.pk]
    assert found.otherwise == 1


def page(client_for: ClientFor, user: User, name: str = "calibration", **asked: str | int) -> str:
    answer = client_for(user).get(reverse(f"forecast:{name}", args=["maple"]), asked)
    assert answer.status_code == 200
    return b"".join(answer).decode("utf-8-sig")


def test_without_cases_it_says_that_nothing_can_be_said(client_for: ClientFor, owner: User) -> None:
    html = page(client_for, owner)
    assert "Nothing can be said yet" in html
    assert '<svg class="chart' not in html


def test_ranges_too_narrow_are_called_so_beside_the_published(
    client_for: ClientFor, owner: User, maple: Organization, payer: Payer
) -> None:
    for _ in range(10):
        said(decided(maple, payer, 100, ago=10), 110, 50, published=True)
    html = page(client_for, owner)
    assert "0 of 10" in html
    assert "too narrow: chance alone leaves 0 to 28 in 100" in html
    assert "40 days later than said" in html
    assert "Where a published range was on file (10 of them)" in html


def test_each_number_opens_its_cases(
    client_for: ClientFor, owner: User, maple: Organization, payer: Payer
) -> None:
    said(decided(maple, payer, 100, ago=60), 150, 62)
    said(decided(maple, PayerFactory(name="Cigna"), 100, ago=60), 150, 105)
    aetna = page(client_for, owner, "calibration_cases", payer=payer.pk)
    assert "Aetna" in aetna
    assert "Cigna" not in aetna
    assert "Cigna" in page(client_for, owner, "calibration_cases", outside=80)
    assert "Cigna" not in page(client_for, owner, "calibration_cases", inside=80)
    assert "Cigna" not in page(client_for, owner, "calibration_cases", by=90)
    assert "No approval fits this." in page(client_for, owner, "calibration_cases", month="2020-01")


def test_a_member_limited_to_practices_sees_their_cases_only(
    client_for: ClientFor, owner: User, maple: Organization, payer: Payer
) -> None:
    mine, other = decided(maple, payer, 100, ago=60), decided(maple, PayerFactory(name="Cigna"), 100, ago=60)
    for one in (mine, other):
        said(one, 150, 62)
    with organization_scope(maple):
        seat = Membership.objects.get(user=owner)
        Membership.objects.filter(pk=seat.pk).update(limited_to_practices=True)
        PracticeGrant.objects.create(membership=seat, practice=mine.practice)
    for name in ("calibration", "calibration_cases"):
        html = page(client_for, owner, name)
        assert "Aetna" in html
        assert "Cigna" not in html


@pytest.mark.parametrize("asked", [{"after": "x"}, {"inside": "7"}, {"page": "-4"}, {"payer": "' or"}])
def test_nonsense_in_the_address_is_no_error(
    client_for: ClientFor, owner: User, asked: dict[str, str]
) -> None:
    page(client_for, owner, "calibration_cases", **asked)
    page(client_for, owner, **asked)


def test_both_leave_as_files(client_for: ClientFor, owner: User, maple: Organization, payer: Payer) -> None:
    said(decided(maple, payer, 100, ago=60), 150, 62)
    figures = list(csv.DictReader(io.StringIO(page(client_for, owner, export="csv"))))
    assert [(one["By"], one["Cases"]) for one in figures if one["Forecaster"] == "Ours"] == [
        ("All", "1"), ("Payer", "1"), ("Month", "1"),
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(page(client_for, owner, "calibration_cases", export="csv"))))
    assert [(one["Payer"], one["Days later than likely"], one["Inside 60 %"]) for one in rows] == [
        ("Aetna", "2", "yes")
    ]
