"""Which part of a long preview is on this page? Plain lists, cut the way list pages are."""

from typing import Any

from django.http import QueryDict

PAGE_SIZE = 50


def page_of(rows: list[dict[str, Any]], query: QueryDict) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the page as `parts/pager.html` reads it, and its rows; a page that is not there is the last."""
    last = max(1, -(-len(rows) // PAGE_SIZE))
    asked = query.get("page", "1")
    number = min(max(int(asked) if asked.isdigit() else 1, 1), last)
    start = (number - 1) * PAGE_SIZE
    shown = rows[start : start + PAGE_SIZE]
    page = {
        "number": number,
        "has_previous": number > 1,
        "has_next": number < last,
        "previous_url": _address(query, number - 1),
        "next_url": _address(query, number + 1),
        "range_text": f"{start + 1:,} to {start + len(shown):,} of {len(rows):,}" if rows else "Nothing here",
    }
    return page, shown


def _address(query: QueryDict, number: int) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"
