"""Which states does a cell name? Codes and full names, one or several."""

import re
from functools import lru_cache

from credtrack.kernel.us_states import NAMES

_BY_NAME = {name.lower(): code for code, name in NAMES.items()}
_BY_NAME |= {"washington dc": "DC", "washington d c": "DC", "d c": "DC", "u s virgin islands": "VI"}
_CUT = re.compile(r"\s*(?:[,;/|\n&+]|\band\b)\s*", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_PLACEHOLDERS = {"", "-", "--", "n/a", "na", "none", "tbd", "?"}


@lru_cache(maxsize=5_000)
def read_states(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the state codes that a cell names, in order, and whether everything in it was understood."""
    text = text.strip()
    if text.lower() in _PLACEHOLDERS:
        return (), True
    whole = state_code(text)
    if whole:
        return (whole,), True
    found: list[str] = []
    understood = True
    text = _ASIDE.sub(" ", text) if _ASIDE.sub("", text).strip() else text
    for part in _CUT.split(re.sub(r"washington,?\s+d\.?\s?c\.?", "DC", text, flags=re.IGNORECASE)):
        codes = _codes(part)
        understood = understood and codes is not None
        codes = codes or [code for code in re.findall(r"^\s*([A-Z]{2})\b", part) if code in NAMES]
        found += [code for code in codes or [] if code not in found]
    return tuple(found), understood


def _codes(part: str) -> list[str] | None:
    """Return the codes of a run of states without commas; None if a word is no state."""
    words = [word for word in re.split(r"[\s\-\u2013\u2014]+", part.strip()) if word]
    codes: list[str] = []
    while words:
        size = next((n for n in (4, 3, 2, 1) if n <= len(words) and state_code(" ".join(words[:n]))), 0)
        if not size:
            return None
        codes.append(state_code(" ".join(words[:size])))
        words = words[size:]
    return codes


def state_code(text: str) -> str:
    """Return the two-letter code of one state, from its code or full name, or an empty string."""
    plain = " ".join(re.sub(r"[^a-z]+", " ", text.lower()).split())
    code = plain.replace(" ", "").upper()
    return code if code in NAMES else _BY_NAME.get(plain, "")
