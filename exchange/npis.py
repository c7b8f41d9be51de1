"""Is a cell an NPI? Ten digits with the check digit, however the spreadsheet spoilt them."""

import re
from functools import lru_cache

from exchange.tables import Cell, as_text
from providers.identifiers import check_npi

_EMPTY = {"", "-", "--", "n/a", "na", "none"}


def read_npi(cell: Cell) -> tuple[str, str]:
    """Return the NPI (or an empty string) and, if the cell holds something else, that something.

    Numbers, blanks around and inside, dashes and a trailing '.0' are forgiven; a wrong check digit is not.
    """
    return _read(as_text(cell).strip())


@lru_cache(maxsize=20_000)
def _read(text: str) -> tuple[str, str]:
    if text.lower() in _EMPTY:
        return "", ""
    digits = re.sub(r"^NPI\W*|[\s\-'.]|\.0$", "", re.sub(r"\.0+$", "", text), flags=re.IGNORECASE)
    return (digits, "") if digits and check_npi(digits).ok else ("", text[:40])
