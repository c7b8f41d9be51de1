"""The words and marks that templates can write without loading anything."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from credtrack.kernel import scope
from credtrack.kernel.chips import LOOKS, MEANINGS, chip
from credtrack.kernel.icons import ICONS, icon, sprite

PHILADELPHIA = scope.Scope(1, "maple", "America/New_York")
MARCH_12 = dt.date(2026, 3, 12)


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_date_is_written_with_its_month_and_tells_the_weekday() -> None:
    assert drawn("{{ d|day }}", d=MARCH_12) == (
        '<time datetime="2026-03-12" title="Thursday">12 Mar 2026</time>'
    )
    assert drawn("{{ d|day_text }}", d=dt.date(2026, 1, 5)) == "5 Jan 2026"


def test_no_date_is_an_en_dash() -> None:
    assert drawn("{{ d|day }}{{ d|day_text }}", d=None) == "\N{EN DASH}\N{EN DASH}"


def test_an_instant_falls_on_the_day_of_the_organization() -> None:
    late = dt.datetime(2026, 3, 13, 2, 0, tzinfo=ZoneInfo("UTC"))
    with scope.opened(PHILADELPHIA):
        assert drawn("{{ d|day_text }}", d=late) == "12 Mar 2026"


@pytest.mark.parametrize(
    ("days", "ago", "until"),
    [
        (0, "today", "today"),
        (1, "tomorrow", "tomorrow"),
        (-1, "yesterday", "1 day late"),
        (9, "in 9 days", "in 9 days"),
        (-4, "4 days ago", "4 days late"),
    ],
)
def test_distances_are_said_in_words(days: int, ago: str, until: str) -> None:
    when = MARCH_12 + dt.timedelta(days=days)
    assert drawn("{{ d|ago:t }}", d=when, t=MARCH_12) == ago
    assert drawn("{{ d|until:t }}", d=when, t=MARCH_12) == until


def test_distance_of_nothing_is_silent() -> None:
    assert drawn("{{ d|ago }}{{ d|until }}", d=None) == ""


@pytest.mark.parametrize(
    ("count", "kind", "said"),
    [
        (23, "business", "23 business days"),
        (1, "business", "1 business day"),
        (1, "", "1 day"),
        (1200, "", "1,200 days"),
    ],
)
def test_durations_carry_unit_and_kind(count: int, kind: str, said: str) -> None:
    assert drawn("{{ n|days:k }}", n=count, k=kind) == said


def test_a_chip_says_its_word_shows_its_meaning_and_its_age() -> None:
    html = drawn("{% chip 'in_review' 'In review' 47 %}")
    assert 'class="chip waiting"' in html
    assert "In review" in html
    assert "47 days" in html
    assert "#i-hourglass" in html


def test_a_chip_counts_days_to_the_today_of_the_organization(time_machine_day: dt.date) -> None:
    with scope.opened(PHILADELPHIA):
        assert "47 days" in chip("in_review", "In review", time_machine_day - dt.timedelta(days=47))


def test_a_word_without_a_look_is_shown_plainly() -> None:
    assert 'class="chip neutral"' in chip("never_heard_of", "Something new")


def test_what_people_typed_is_escaped_in_a_chip() -> None:
    assert "&lt;b&gt;" in chip("draft", "<b>")


def test_every_look_has_a_known_meaning_and_a_listed_icon() -> None:
    for status, (meaning, name) in LOOKS.items():
        assert meaning in MEANINGS, status
        assert name in ICONS, status


def test_every_status_of_an_application_and_a_contract_has_a_look() -> None:
    from enrollments.enums import ContractTrack, Status

    assert {*Status, *ContractTrack} <= set(LOOKS)


def test_an_icon_is_decoration_unless_it_is_named() -> None:
    assert drawn("{% icon 'phone' %}") == (
        '<svg class="icon" aria-hidden="true"><use href="#i-phone"/></svg>'
    )
    assert 'role="img" aria-label="Call"' in drawn("{% icon 'phone' 'Call' %}")


def test_an_icon_that_the_sprite_lacks_is_refused() -> None:
    with pytest.raises(LookupError, match="ICONS"):
        icon("unicorn")


def test_the_sprite_holds_each_listed_icon_once_and_in_order() -> None:
    assert list(ICONS) == sorted(set(ICONS))
    assert all(sprite().count(f'id="i-{name}"') == 1 for name in ICONS)
    assert sprite().count("<symbol") == len(ICONS)


def test_query_with_sets_and_removes_keys_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/?status=draft&page=3")
    assert drawn("{% query_with page=None %}", request=request) == "?status=draft"
    assert drawn("{% query_with page=4 %}", request=request) == "?status=draft&amp;page=4"


def test_a_page_that_is_not_there_has_no_optional_address() -> None:
    assert drawn("{% org_url_if 'nowhere:at_all' as u %}[{{ u }}]") == "[]"


def test_a_callout_and_a_dialog_keep_what_stands_inside() -> None:
    html = drawn("{% callout 'act' title %}<p>why</p>{% endcallout %}", title="<Ask>")
    assert "<p>why</p>" in html
    assert "&lt;Ask&gt;" in html
    assert 'aria-labelledby="log-title"' in drawn("{% dialog 'log' 'Log a call' %}x{% enddialog %}")
