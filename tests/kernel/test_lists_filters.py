"""What a list tells about its filters and views, and what it answers to htmx."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import AuditEntry
from credtrack.kernel.lists import NamedView
from tests.kernel.audit_list import AuditFilter, answer, declared, labels, shown

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def _html(query: str = "", headers: dict[str, str] | None = None) -> str:
    return answer(query, headers=headers).content.decode()  # type: ignore[attr-defined,no-any-return]


def test_search_narrows_the_rows(twelve: list[AuditEntry]) -> None:
    assert labels("q=ice+1") == ["Practice 10", "Practice 11", "Practice 12"]


def test_each_filter_at_work_is_a_chip_that_takes_it_away(twelve: list[AuditEntry]) -> None:
    chips = shown("q=1&action=member.invited&action=practice.changed&sort=-subject&page=1").chips

    assert [chip["label"] for chip in chips] == [
        "Search: 1",
        "What happened: Changed a practice, Invited a member",
    ] or [chip["label"] for chip in chips] == [
        "Search: 1",
        "What happened: Invited a member, Changed a practice",
    ]
    assert chips[1]["remove_url"] == "?q=1&sort=-subject"


def test_a_range_is_said_in_words(twelve: list[AuditEntry]) -> None:
    (chip,) = shown("at_after=2020-01-05&at_before=2031-12-31").chips

    assert chip == {"label": "When: from 5 Jan 2020 to 31 Dec 2031", "remove_url": "?"}


def test_half_a_range_is_a_chip_as_well(twelve: list[AuditEntry]) -> None:
    assert [chip["label"] for chip in shown("at_after=2020-01-05").chips] == ["When: from 5 Jan 2020"]


def test_a_zero_is_a_filter_too(twelve: list[AuditEntry]) -> None:
    page = shown("subject_id=0")

    assert [chip["label"] for chip in page.chips] == ["Number: 0"]
    assert len(page.rows) == 3


def test_clearing_keeps_order_and_columns(twelve: list[AuditEntry]) -> None:
    assert shown("q=1&sort=-subject&columns=at&page=2").clear_url == "?sort=-subject&columns=at"


def test_an_empty_result_offers_to_clear_the_filters(twelve: list[AuditEntry]) -> None:
    page = shown("q=nobody")

    assert page.empty["title"] == "Nothing matches these filters"
    assert page.empty["action_url"] == "?"


def test_an_empty_list_teaches_the_next_step(in_scope: Any, page_template: None) -> None:
    html = _html()

    assert "Nothing happened yet" in html
    assert "0 entries" in html


def test_a_list_without_filters_works(twelve: list[AuditEntry]) -> None:
    page = shown("q=nobody", declared(filterset=None))

    assert len(page.rows) == 5
    assert page.chips == []
    assert page.filter_form is None


def test_the_tab_that_equals_the_address_is_current(twelve: list[AuditEntry]) -> None:
    def current(query: str) -> list[str]:
        return [view["name"] for view in shown(query).views if view["current"]]

    assert current("") == ["All"]
    assert current("page=2&sort=number") == ["All"]
    assert current("action=member.invited&page=1") == ["Invitations"]
    assert current("action=member.invited&q=x") == []


def test_the_persons_own_views_follow_the_products(twelve: list[AuditEntry]) -> None:
    seen: list[str] = []

    def mine(request: Any, key: str) -> list[Any]:
        seen.append(key)
        return [SimpleNamespace(name="Mine", query="q=7", pk=3)]

    views = shown("q=7", declared(saved_views=mine)).views

    assert [(view["name"], view["current"], view["id"]) for view in views] == [
        ("All", False, None),
        ("Invitations", False, None),
        ("Mine", True, 3),
    ]
    assert seen == ["kernel.audit"]


def test_a_list_without_views_shows_no_tabs(twelve: list[AuditEntry]) -> None:
    assert shown("", declared(named_views=())).views == []


def test_what_a_saved_view_keeps_is_the_address_without_the_page(twelve: list[AuditEntry]) -> None:
    page = declared(save_view_url=lambda request, key, query: f"/views/?list={key}&query={query}")

    assert shown("q=1&page=2&sort=-at", page).save_view_url == "/views/?list=kernel.audit&query=q=1&sort=-at"


def test_a_named_view_survives_odd_letters(twelve: list[AuditEntry]) -> None:
    page = declared(named_views=(NamedView("R&D", "q=R%26D"),))

    assert [view["current"] for view in shown("q=R%26D", page).views] == [False, True]


def test_htmx_gets_the_very_part_that_the_page_holds(twelve: list[AuditEntry]) -> None:
    query = "q=practice&sort=-subject&page=2"

    part = _html(query, HTMX).strip()

    assert "<html" not in part
    assert part in _html(query)


def test_the_part_carries_count_and_export_addresses(twelve: list[AuditEntry]) -> None:
    part = _html("q=practice+07", HTMX)

    assert "data-announce" in part
    assert "1 entry" in part
    assert "q=practice+07&amp;export=csv" in part


def test_the_address_bar_is_spared_the_empty_fields(twelve: list[AuditEntry]) -> None:
    given = answer("q=&action=&sort=-subject&page=2", headers=HTMX)

    assert given["HX-Push-Url"] == "/audit/?sort=-subject&page=2"
    assert answer("q=", headers=HTMX)["HX-Push-Url"] == "/audit/"


def test_caches_keep_part_and_page_apart(twelve: list[AuditEntry]) -> None:
    assert "HX-Request" in answer()["Vary"]


@pytest.mark.parametrize(
    ("headers", "part"),
    [
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "list"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({}, False),
    ],
)
def test_whole_pages_go_to_whole_page_requests(
    twelve: list[AuditEntry], headers: dict[str, str], part: bool
) -> None:
    assert ("<html" not in _html(headers=headers)) is part


def test_the_closed_panel_carries_the_filters_along_unseen(twelve: list[AuditEntry]) -> None:
    html = _html("q=practice&action=member.invited&action=practice.changed&sort=-subject")

    assert '<input type="hidden" name="action" value="member.invited">' in html
    assert '<input type="hidden" name="action" value="practice.changed">' in html
    assert '<input type="hidden" name="sort" value="-subject">' in html
    assert html.count('id="id_q"') == 1
    assert 'type="checkbox" name="action"' not in html


def test_opening_the_panel_fetches_its_fields_alone(twelve: list[AuditEntry]) -> None:
    part = _html("action=member.invited&filters=open", HTMX)

    assert "<table" not in part
    assert '<option value="member.invited" selected>Invited a member</option>' in part
    assert "HX-Push-Url" not in answer("filters=open", headers=HTMX)


def test_without_scripts_the_panel_opens_by_a_link(twelve: list[AuditEntry]) -> None:
    assert 'href="?action=member.invited&amp;filters=open"' in _html("action=member.invited")
    assert '<option value="member.invited" selected>' in _html("action=member.invited&filters=open")


def test_an_open_panel_is_no_filter_and_goes_into_no_address(twelve: list[AuditEntry]) -> None:
    page = shown("filters=open")

    assert page.chips == []
    assert page.columns[1]["sort_url"] == "?sort=number"
    assert [view["name"] for view in page.views if view["current"]] == ["All"]


def test_a_list_with_nothing_but_a_search_has_no_panel(twelve: list[AuditEntry]) -> None:
    class SearchOnly(AuditFilter):
        action = at = subject_id = None

    page = declared(filterset=SearchOnly)

    assert shown("", page).filters_url == ""
    assert '<details class="menu" data-menu hx-get' not in answer("", page).content.decode()  # type: ignore[attr-defined]
