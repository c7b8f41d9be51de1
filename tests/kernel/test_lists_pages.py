"""What a list shows: order, pages, counts, columns, cells; odd addresses are answered in words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry
from credtrack.kernel.lists import Cell, Column, paging, reading
from credtrack.kernel.lists.drawing import row_drawer
from tests.factories.accounts import AuditEntryFactory
from tests.kernel.audit_list import COLUMNS, answer, declared, labels, shown, with_bulk

pytestmark = pytest.mark.django_db


def test_the_first_page_stands_in_the_usual_order(twelve: list[AuditEntry]) -> None:
    assert labels() == ["Practice 01", "Practice 02", "Practice 03", "Practice 04", "Practice 05"]


def test_the_last_page_holds_the_rest(twelve: list[AuditEntry]) -> None:
    page = shown("page=3")

    assert [row.label for row in page.rows] == ["Practice 11", "Practice 12"]
    assert page.page["range_text"] == "11\N{EN DASH}12 of 12"
    assert (page.page["has_previous"], page.page["has_next"]) == (True, False)


def test_every_row_stands_on_exactly_one_page_even_when_the_sort_key_ties(twelve: list[AuditEntry]) -> None:
    seen = [label for number in (1, 2, 3) for label in labels(f"sort=number&page={number}")]

    assert sorted(seen) == [f"Practice {number:02}" for number in range(1, 13)]


@pytest.mark.parametrize("sort", ["number", "-number"])
def test_rows_without_a_value_come_last_whichever_way_the_list_is_turned(
    twelve: list[AuditEntry], sort: str
) -> None:
    assert labels(f"sort={sort}&page=3")[-1] == "Practice 03"


def test_sorting_through_an_empty_relation_keeps_the_row(twelve: list[AuditEntry]) -> None:
    assert labels("sort=who&page=3") == ["Practice 11", "Practice 12"]


def test_a_head_offers_to_turn_its_own_order_around(twelve: list[AuditEntry]) -> None:
    heads = {head["key"]: head for head in shown("sort=number&page=2").columns}

    assert heads["number"]["sorted"] == "asc"
    assert heads["number"]["sort_url"] == "?sort=-number"
    assert heads["subject"]["sort_url"] == "?sort=subject"
    assert heads["what"]["sort_url"] == ""


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sort=password", "cannot be sorted that way"),
        ("sort=what", "cannot be sorted that way"),
        ("sort=--subject", "cannot be sorted that way"),
        ("page=0", "no such page"),
        ("page=-1", "no such page"),
        ("page=two", "no such page"),
        ("page=%C2%B2", "no such page"),
        ("page=99", "this is the last one"),
        ("page=999999999", "Only the first 10,000 rows"),
        ("page=99999999999999999999", "no such page"),
        ("columns=subject,secret", "does not exist here"),
        ("action=nonsense", "What happened cannot be filtered"),
        ("at_after=yesterday", "When cannot be filtered"),
        ("q=%00", "Search cannot be filtered"),
    ],
)
def test_an_odd_address_is_answered_with_rows_and_a_sentence(
    twelve: list[AuditEntry], query: str, words: str
) -> None:
    page = shown(query)

    assert page.rows
    assert words in " ".join(page.notes)


@pytest.mark.parametrize(
    "query", ["export=pdf", "page=", "sort=", "columns=", "columns=,,", "subject_id=1e400"]
)
def test_an_empty_or_foreign_value_is_no_failure(twelve: list[AuditEntry], query: str) -> None:
    assert answer(query).status_code == 200


def test_a_number_too_big_for_the_database_finds_nothing(twelve: list[AuditEntry]) -> None:
    assert labels("subject_id=99999999999999999999999") == []


def test_a_page_past_the_end_becomes_the_last_one(twelve: list[AuditEntry]) -> None:
    assert shown("page=99").page["number"] == 3


def test_the_noun_follows_the_number(twelve: list[AuditEntry]) -> None:
    assert shown().count_text == "12 entries"
    assert shown("q=practice+07").count_text == "1 entry"


def test_counting_stops_at_the_cap(twelve: list[AuditEntry], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "CAP", 10)

    assert paging.bounded_count(AuditEntry.objects.all()) == 11
    assert paging.bounded_count(AuditEntry.objects.filter(action="member.invited")) == 2


def test_a_list_longer_than_the_cap_says_more_than(
    twelve: list[AuditEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (paging, reading):
        monkeypatch.setattr(module, "CAP", 10)
    monkeypatch.setattr("credtrack.kernel.lists.rendering.CAP", 10)

    page = shown("page=2")

    assert page.count_text == "more than 10 entries"
    assert page.page["has_next"] is False


def test_the_number_of_queries_does_not_grow_with_the_rows(twelve: list[AuditEntry], in_scope: Any) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer()
        return len(seen)

    before = cost()
    AuditEntryFactory.create_batch(30)

    assert cost() == before == 2


def test_chosen_columns_keep_the_first_and_their_own_order(twelve: list[AuditEntry]) -> None:
    assert [head["key"] for head in shown("columns=at,who").columns] == ["subject", "at", "who"]
    assert [head["key"] for head in shown("columns=at&columns=subject").columns] == ["subject", "at"]


def test_an_optional_column_is_hidden_until_it_is_chosen(twelve: list[AuditEntry]) -> None:
    assert [choice["key"] for choice in shown().column_choices if not choice["shown"]] == ["at"]
    assert "at" not in [head["key"] for head in shown().columns]


def test_selected_rows_are_posted_to_the_action(twelve: list[AuditEntry]) -> None:
    html = answer(page=with_bulk()).content.decode()  # type: ignore[attr-defined]

    assert 'formaction="/hide/"' in html
    assert 'aria-label="Select Practice 01"' in html


def test_a_list_without_actions_has_nothing_to_select(twelve: list[AuditEntry]) -> None:
    assert b"checkbox" not in answer("columns=subject").content.split(b"<tbody>")[1]  # type: ignore[attr-defined]


class _Row:
    pk = 7


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("<b>", "<td>&lt;b&gt;</td>"),
        ("", "<td>\N{EN DASH}</td>"),
        (None, "<td>\N{EN DASH}</td>"),
        (1234, "<td>1,234</td>"),
        (dt.date(2026, 3, 12), '<td><time datetime="2026-03-12" title="Thursday">12 Mar 2026</time></td>'),
        (Cell("a&b", url="/x?a=1&b=2"), '<td><a href="/x?a=1&amp;b=2">a&amp;b</a></td>'),
        (Cell("a", url="/x", card='/c"'), '<td><a href="/x" data-card="/c&quot;">a</a></td>'),
        (Cell("a", css="late", title='"'), '<td><span class="late" title="&quot;">a</span></td>'),
        (Cell("", note="<n>"), '<td>\N{EN DASH} <span class="note">&lt;n&gt;</span></td>'),
    ],
)
def test_a_cell_is_drawn_and_escaped(value: Any, html: str) -> None:
    drawn = _drawer(lambda row: value)(_Row())

    assert drawn.cells == f'<th scope="row" class="stick">head</th>{html}'


def _drawer(value: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return row_drawer((Column("head", "Head", lambda row: "head"), Column("x", "X", value)), None)


def test_a_chip_tells_word_and_age() -> None:
    drawn = _drawer(lambda row: Cell("In review", chip="in_review", since=47))(_Row())

    assert "In review" in drawn.cells
    assert "47 days" in drawn.cells


def test_braces_in_a_style_or_value_are_no_format(twelve: list[AuditEntry]) -> None:
    drawn = _drawer(lambda row: "{0} {x}")(_Row())

    assert "<td>{0} {x}</td>" in drawn.cells


def test_a_declaration_with_two_columns_of_one_key_is_refused() -> None:
    with pytest.raises(ValueError, match="declares a column key twice"):
        declared(columns=(*COLUMNS, COLUMNS[0]))


def test_a_declaration_sorted_by_no_column_is_refused() -> None:
    with pytest.raises(ValueError, match="no sortable column"):
        declared(sort="what")


def test_a_filter_may_not_take_a_name_of_the_list_itself() -> None:
    class Clash:
        base_filters = {"page": None}

    with pytest.raises(ValueError, match="page"):
        declared(filterset=Clash)
