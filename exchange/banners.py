"""What do the lines above the headings say? The clinician and NPI, practice, payer or state of the whole sheet."""

import re
from dataclasses import dataclass

from exchange.names import has_credential, looks_like_group, looks_like_person, without_ends
from exchange.npis import read_npi
from exchange.states import state_code
from exchange.tables import Cell, Row, Sheet, as_text

_NPI = re.compile(
    r"(?:(?P<group>\b(?:group|organi[sz]ation|org|billing|practice|type 2))\s+)?"
    r"\bNPI\b\W{0,4}(?:(?:type )?[12]\)?\W{0,4}(?=\d{10}))?(?:#|no\.?|number)?\W{0,3}(?P<npi>\d[\d \-]{8,12}\d)",
    re.IGNORECASE,
)
_BARE_NPI = re.compile(r"(?<![\w\-])(?P<npi>[12]\d{9})(?![\w\-])")
_LABEL = re.compile(
    r"^\s*(?P<label>provider(?: name)?|clinician(?: name)?|practitioner|doctor|therapist|name|practice(?: name)?|group(?: name)?"
    r"|clinic|organization|client|payer|payor|insurance|plan|roster for|state|states)(?:\s*(?:/|&|and)\s*npi)?"
    r"\s*[:=|\u2013\u2014-]\s*(?P<value>\S.*)?$",
    re.IGNORECASE,
)
_FIELD = {
    "provider": "provider", "clinician": "provider", "practitioner": "provider", "doctor": "provider",
    "therapist": "provider", "name": "provider", "practice": "practice", "group": "practice", "clinic": "practice",
    "organization": "practice", "client": "practice", "payer": "payer", "payor": "payer", "insurance": "payer",
    "plan": "payer", "roster": "payer", "state": "state", "states": "state",
}  # fmt: skip
_DULL_TITLES = re.compile(
    r"^(?:sheet|tab|page|table|data|tracker|roster|master|main|log|list|copy)\b|\d{4}|^\d+$", re.IGNORECASE
)
_TITLE_OF_PERSON = re.compile(r"^\s*dr\b\.?\s", re.IGNORECASE)
# Words of titles and remarks above a table; a name has none of them.
_NO_NAME = re.compile(
    r"\b(?:reports?|status(?:es)?|trackers?|tracking|lists?|summary|overview|credentialing|enroll?ments?|weekly|monthly|quarterly"
    r"|daily|confidential|providers?|clinicians?|payers?|payors?|insurances?|networks?|updated?|prepared|generated|printed"
    r"|exported|applications?|contract(?:ing|s)?|roster|log|sheet|notes?|internal|client|draft|copy|matrix|grid|master"
    r"|agreements?|plans?|active|pending|existing|requests?|profiles?|directory|contacts?|scripts?|checklist|legend|archived?"
    r"|old|current|open|closed|commercial|medicaid|medicare|documents?|renewals?|delegat\w+|all|payments?|setup|audit"
    r"|participation|billing|department|team|office|practice|data|as of|report|do not|please)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Banner:
    """Facts that hold for every row of a sheet."""

    provider: str = ""
    npi: str = ""
    practice: str = ""
    payer: str = ""
    state: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the facts that are there, for showing how a sheet was understood."""
        pairs = {"provider": self.provider, "npi": self.npi, "practice": self.practice, "payer": self.payer}
        return {key: value for key, value in {**pairs, "state": self.state}.items() if value}


def read_banner(sheet: Sheet, header_row: int, *, needs_provider: bool) -> Banner:
    """Return what the lines above the headings say; the sheet's own name may name the clinician."""
    banner = Banner()
    above = [cells for number, cells in sheet.rows if number < header_row]
    for cells in above:
        read_banner_row(cells, banner, bare_names=needs_provider, title=sheet.name)
    if needs_provider and not banner.provider:
        title = sheet.name.strip()
        named = " " in title and looks_like_person(title) and not _NO_NAME.search(title)
        banner.provider = title if named else _lone_name(above)
    return banner


def _lone_name(above: list[tuple[Cell, ...]]) -> str:
    """Return the text nearest to the headings that can only be a name."""
    for cells in reversed(above):
        for cell in cells:
            if (
                isinstance(cell, str)
                and " " in cell
                and looks_like_person(cell)
                and not _NO_NAME.search(cell)
            ):
                return cell.strip()
    return ""


def read_banner_row(cells: tuple[Cell, ...], banner: Banner, *, bare_names: bool, title: str = "") -> bool:
    """Add what one line says to the banner; says whether it named a clinician."""
    before = banner.provider
    texts = [as_text(cell) for cell in cells]
    for at, text in enumerate(texts):
        if not text or len(text) > 160:
            continue
        following = next((other for other in texts[at + 1 : at + 3] if other), "")
        _read_cell(text, following, banner, bare_names=bare_names, title=title)
    return banner.provider != before


def _read_cell(text: str, following: str, banner: Banner, *, bare_names: bool, title: str) -> None:
    npi = _NPI.search(text) or _bare_npi(text)
    if npi:
        of_group = bool(npi.groupdict().get("group"))
        if not of_group:
            banner.npi = re.sub(r"\D", "", npi["npi"])
        rest = without_ends(text[: npi.start()]) or without_ends(text[npi.end() :])
        if of_group and rest and not has_credential(rest):
            banner.practice = banner.practice or rest[:120]
            return
        text = rest
    elif re.fullmatch(r"\s*NPI\W*", text, re.IGNORECASE) and re.fullmatch(r"[\d ]{10,12}", following):
        banner.npi = following.replace(" ", "")
        return
    named = bool(npi) or bool(_bare_npi(following) and len(following.strip()) <= 16)
    for part in re.split(r"\s*[|\u2022\u00b7]\s*|\s{3,}|\t", text):
        shared = bare_names and _shares_word(part, title)
        _read_part(part.strip(), following, banner, named=named or shared, bare_names=bare_names)


def _bare_npi(text: str) -> re.Match[str] | None:
    found = _BARE_NPI.search(text)
    return found if found and read_npi(found["npi"])[0] else None


def _shares_word(part: str, title: str) -> bool:
    """Say whether a text above the headings and the sheet's name have a word in common, as names do."""
    words = {word for word in re.findall(r"[^\W\d_]{3,}", title.casefold()) if not _NO_NAME.search(word)}
    return bool(words & set(re.findall(r"[^\W\d_]{3,}", part.casefold()))) and not _NO_NAME.search(part)


def _read_part(part: str, following: str, banner: Banner, *, named: bool, bare_names: bool) -> None:
    label = _LABEL.match(part) or _LABEL.match(f"{part}:")
    if label:
        value = (label["value"] or "").strip() or following
        name = _FIELD[label["label"].lower().split()[0]]
        value = (state_code(value) if name == "state" else value)[:120]
        if value and not getattr(banner, name):
            setattr(banner, name, value)
    elif part and not banner.provider and (named or (bare_names and _marked_as_person(part))):
        if looks_like_person(part):
            banner.provider = part
        elif named and looks_like_group(part):
            banner.practice = banner.practice or part


def _marked_as_person(part: str) -> bool:
    return has_credential(part) or bool(_TITLE_OF_PERSON.match(part) and not _NO_NAME.search(part))


def payer_from_title(sheet: Sheet) -> str:
    """Return the sheet's name where it may be a payer's: not 'Sheet1' and not 'Tracker 2026'."""
    name = sheet.name.strip()
    return "" if _DULL_TITLES.search(name) or (looks_like_person(name) and has_credential(name)) else name


def section_rows(rows: list[Row], after: int) -> set[int]:
    """Return the rows below the headings that hold text in a single cell: sections, remarks and footers."""
    return {
        number for number, cells in rows if number > after and sum(cell is not None for cell in cells) == 1
    }
