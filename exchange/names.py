"""Who is meant by a cell: a clinician (first and last name, credential) or a group (practice)."""

import re
from dataclasses import dataclass
from functools import lru_cache

CREDENTIALS = set(
    """
    MD DO PHD PSYD EDD DNP DSW DBH DPT OTD AUD OD DC DPM DDS DMD PHARMD ND MBBS
    LPC LPCC LPCS LPCA LPCMH LCPC LCMHC LCMHCA LCMHCS LMHC LMHCA LMHP LIMHP LAC LPCI LGPC CMHC ACMHC NCC LCPAT
    LCSW LCSWC LCSWR LICSW LISW LISWS LMSW LGSW LSW CSW LMSWC MSW BSW DCSW ACSW QCSW LCSWA LISWCP
    LMFT LMFTA LAMFT MFT AMFT LCMFT LPCMFT
    PMHNP PMHNPBC NP FNP FNPBC FNPC CRNP CRNPPMH ARNP APRN APN ANP AGNP CNP CNS CNM RN BSN MSN LPN
    APRNCNP APNP PMHCNS PAC PA PAAS
    BCBA BCBAD BCABA RBT LBA LBS OTR OTRL COTA OT PT DPT PTA SLP CCCSLP CCCA RD RDN LD LDN
    CADC LCADC LADC LCDC CSAC LCAS LCASA CAC CASAC ICADC MAC CRADC LADAC LCDP
    MA MS MED MEDS MPH MBA MSCP MHS EDS BS BA CPNP CPC ATR ATRBC LCAT MTBC RPT RPTS EMDR CCTP LP LPA HSP HSPP
    ABPP FACP FAAP FAPA ESQ LPE LPEI CPSS CRSS QMHP QMHPC PLPC PLMFT PLMHP PCLC SWLC LCP LSSP LSCSW LMLP LSATP
    """.split()  # noqa: SIM905 - a list of words reads better than a list of strings
)
SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_TITLES = re.compile(r"^(?:(?:dr|mr|mrs|ms|mx|miss|prof|professor|rev)\.?\s+)+", re.IGNORECASE)
_GROUP_MARK = re.compile(
    r"[(\[]\s*(?:group|practice|clinic|facility|organi[sz]ation|type\s*(?:2|ii))\s*[)\]]|^group\s*[/:\-]\s*|\s[-\u2013\u2014]\s*group$",
    re.I,
)
_SPLIT_DEGREE = re.compile(r"\b(Ph|Psy|Ed)\.?\s+D\b\.?")
_LEGAL = re.compile(
    r"\b(?:l\.?l\.?c|p\.?l\.?l\.?c|inc|l\.?l\.?p|ltd|corp(?:oration)?|(?<!\w\.)p\.c)\b\.?|\bPC$", re.I
)
_GROUP_WORDS = re.compile(
    r"\b(?:group|clinics?|cent(?:er|re)s?|associates|counseling|therapy|therapies|psychiatry|psychology|pediatrics"
    r"|behavioral|wellness|healthcare|health|services|practice|hospital|medical|family care|primary care"
    r"|partners|institute|solutions|collective|foundation|agency|specialists)\b",
    re.IGNORECASE,
)
# Two names joined, or the words for everybody: no single clinician is called so.
_NOT_ONE_PERSON = re.compile(
    r"\s(?:&|and)\s|^(?:all|entire|whole)\b|^(?:facility|organi[sz]ation)$", re.IGNORECASE
)
_EVERYBODY = re.compile(
    r"^(?:the )?(?:(?:all|entire|whole)\b.*|group|practice|clinic|facility|organi[sz]ation)$", re.IGNORECASE
)
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_CUT_GROUP = re.compile(r"\s+/\s+|(?<=[A-Z]{2})\.?/(?=[A-Z][a-z])|\s+\|\s+|\s+@\s+|\s*\n\s*")
_ENDS = " |-\u2013\u2014,;:/\u2022\u00b7\t\n"
_CUT_DASH = re.compile(r"\s+[-\u2013\u2014]\s+")
_CUT_PEOPLE = re.compile(r"\s*[;\n]\s*|\s+/\s+|\s+(?:&|and)\s+")
_NOBODY = {"", "-", "--", "n/a", "na", "none", "tbd", "?", "??", "???", "x", "unknown", "pending"}


@dataclass(frozen=True, slots=True)
class Party:
    """The parties of a row: a clinician, or a group when `is_group`; `practice` as far as it is named."""

    first: str = ""
    middle: str = ""
    last: str = ""
    suffix: str = ""
    credential: str = ""
    practice: str = ""
    is_group: bool = False

    @property
    def provider(self) -> str:
        """The clinician's name as 'First Middle Last', without title and credential."""
        return " ".join(part for part in (self.first, self.middle, self.last, self.suffix) if part)


@lru_cache(maxsize=20_000)
def read_party(text: str) -> Party:
    """Return who a cell of a column such as 'Clinician/Group' names.

    Knows 'Clinician, credential / Practice', 'LAST, FIRST', 'Last, First LPC' and 'Practice (Group)'.
    """
    text = _one_line(text) if "\n" in text else text.strip()
    if text.lower() in _NOBODY:
        return Party()
    pair = _clinician_and_practice(text)
    if pair:
        return _person(pair[0], group_name(pair[1]))
    if looks_like_group(text):
        return Party(practice=group_name(text), is_group=True)
    return _person(text, "")


def _one_line(text: str) -> str:
    """Return the lines of a cell in one: credentials belong to the name above them, another line is a practice."""
    joined = ""
    for line in filter(None, (line.strip(" ,;") for line in text.split("\n"))):
        goes_on = all(_is_credential(word) for word in re.split(r"[\s,/]+", line) if word)
        joined += ("" if not joined else ", " if goes_on else " / ") + " ".join(line.split())
    return joined


def without_ends(text: str) -> str:
    """Return a name without the separators, and parentheses of which one half is missing, at its ends."""
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text).strip(_ENDS)
    for left, right in ("()", "[]"):
        if text.count(left) > text.count(right):
            text = text.rstrip(_ENDS + left) if text.rstrip(_ENDS).endswith(left) else text
        elif text.count(right) > text.count(left):
            text = text.strip(_ENDS + right)
    return text.strip(_ENDS)


def _clinician_and_practice(text: str) -> tuple[str, str] | None:
    """Return the two sides of 'Clinician, credential / Practice' in this order, None if it is one name."""
    parts = [part for part in _CUT_GROUP.split(text) if part.strip()]
    dashed = len(parts) < 2
    if dashed:
        parts = _CUT_DASH.split(text, maxsplit=1)
    if len(parts) < 2 or _GROUP_MARK.search(text):
        return None
    first, second = parts[0], " / ".join(parts[1:])
    titled = [has_credential(side) or bool(_TITLES.match(side)) for side in (first, second)]
    groups = [looks_like_group(first), looks_like_group(second)]
    if titled[0] != titled[1]:
        return (first, second) if titled[0] else (second, first)
    if groups[0] != groups[1] and looks_like_person(second if groups[0] else first):
        return (second, first) if groups[0] else (first, second)
    return None if dashed or groups[0] else (first, second)


def several_people(text: str) -> list[str]:
    """Return the clinicians of a cell that names two or more, each with a credential; else nothing."""
    parts = [part.strip() for part in _CUT_PEOPLE.split(text) if part.strip()]
    if len(parts) < 2 or not all(has_credential(part) and looks_like_person(part) for part in parts):
        return []
    return parts


def looks_like_group(text: str) -> bool:
    """Say whether a name is a practice's: marked (Group), with a legal form, or with a word like Counseling."""
    if _GROUP_MARK.search(text):
        return True
    plain = _PARENTHESES.sub(" ", text).strip()
    tail = plain.rsplit(",", 1)
    if len(tail) == 2 and all(_is_credential(word) for word in tail[1].split()) and not _LEGAL.search(plain):
        return False
    return any(pattern.search(plain) for pattern in (_LEGAL, _GROUP_WORDS, _NOT_ONE_PERSON))


def group_name(text: str) -> str:
    """Return a practice's name without the mark '(Group)'; 'Group' alone names none."""
    name = " ".join(_GROUP_MARK.sub(" ", text).split()).strip(" -/:")
    return "" if name.lower() in _NOBODY or _EVERYBODY.match(name) else name


def with_credential(name: str, typed: str) -> str:
    """Return a name with what a column for its credential or type says: 'LCSW', 'Individual' or 'Group'."""
    if not typed or has_credential(name):
        return name
    if re.fullmatch(
        r"(?:group|practice|clinic|facility|organi[sz]ation(?:al)?|entity|type\s*-?\s*(?:2|ii))", typed, re.I
    ):
        return name if looks_like_group(name) else f"{name} (Group)"
    is_credential = all(_is_credential(word) for word in re.split(r"[\s,/]+", typed) if word)
    return f"{name}, {typed}" if is_credential or (typed.isupper() and len(typed) <= 12) else name


def looks_like_person(text: str) -> bool:
    """Say whether a heading or banner is plausibly a clinician: two to four words, or a credential behind."""
    if len(text) > 60 or any(character.isdigit() for character in text) or looks_like_group(text):
        return False
    party = read_party(text)
    words = [party.first, *party.middle.split(), party.last]
    return (
        bool(party.first and party.last)
        and len(words) <= 5
        and all(re.fullmatch(r"[^\W\d_][\w'.\-]*(?: [^\W\d_][\w'.\-]*)*", word) for word in words if word)
    )


def has_credential(text: str) -> bool:
    """Say whether a name carries a professional credential."""
    return bool(read_party(text).credential)


def _is_credential(word: str) -> bool:
    whole = re.sub(r"[^A-Za-z]", "", word).upper()
    # LPCC-S, LMFT-A, NP-C: a known credential with a mark of supervision or board behind it.
    base, _, mark = word.strip(".,").partition("-")
    return whole in CREDENTIALS or (mark.isupper() and len(mark) <= 3 and base.upper() in CREDENTIALS)


def _person(text: str, practice: str) -> Party:
    text = " ".join(_PARENTHESES.sub(" ", text).split())
    text = _SPLIT_DEGREE.sub(r"\1D", _TITLES.sub("", text)).strip(" ,;")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        return Party(practice=practice, is_group=bool(practice))
    if len(parts) > 1 and not _only_credentials(parts[0], parts[1]):
        words, credential = _without_credentials(_TITLES.sub("", parts[1]).split())
        while len(words) > 1 and not words[0].isupper() and _shouted(words[-1]):
            credential.insert(0, words.pop())
        return _named(words, parts[0].split(), [*credential, *parts[2:]], practice)
    words, credential = _without_credentials(parts[0].split())
    last = 1
    while last < len(words) - 1 and words[-last - 1].lower() in {
        "de",
        "la",
        "del",
        "van",
        "von",
        "der",
        "di",
        "st.",
    }:
        last += 1
    if len(words) > 2 and words[-1].lower().strip(".") in SUFFIXES:
        last = max(last, 2)
    return _named(words[:-last], words[-last:], [*credential, *parts[1:]], practice)


def _only_credentials(name: str, rest: str) -> bool:
    words = rest.split()
    if all(_is_credential(word) for word in words) or rest.lower().strip(".") in SUFFIXES:
        return True
    # An unknown credential (LXYZ-S) behind a full name; 'HADLEY, SAMIR' is a last name alone.
    return (
        len(name.split()) > 1
        and not name.isupper()
        and all(word.strip(",.").isupper() and len(word) <= 9 for word in words)
    )


def _shouted(word: str) -> bool:
    # An unknown credential behind a first name: 'Ondine LXYZ-S'.
    letters = re.sub(r"[^A-Za-z]", "", word)
    return word.isupper() and 3 <= len(letters) <= 7 and letters.lower() not in SUFFIXES


def _without_credentials(words: list[str]) -> tuple[list[str], list[str]]:
    credentials: list[str] = []
    while len(words) > 1 and _is_credential(words[-1]) and _written_as_credential(words[-1], words):
        credentials.insert(0, words[-1])
        words = words[:-1]
    return words, credentials


def _written_as_credential(word: str, words: list[str]) -> bool:
    letters = re.sub(r"[^A-Za-z]", "", word)
    mixed = letters in {"PhD", "PsyD", "EdD", "PharmD", "MEd", "EdS", "DrPH", "OTRL", "Med"}
    shouted = all(other.isupper() for other in words)
    # 'Jenny Ma' and 'KIM DO' are people; 'Jenny Ma, MA' and 'Kim Do DO' carry credentials.
    return mixed or (letters.isupper() and (not shouted or (len(words) > 2 and len(letters) > 2)))


def _named(first: list[str], last: list[str], credential: list[str], practice: str) -> Party:
    suffix = ""
    for words in (last, first):
        if len(words) > 1 and words[-1].lower().strip(".") in SUFFIXES:
            suffix = SUFFIXES[words.pop().lower().strip(".")]
    given = [word for word in credential if word.lower().strip(".") not in SUFFIXES]
    for word in credential:
        suffix = SUFFIXES.get(word.lower().strip("."), suffix)
    return Party(
        first=_cased(first[0]) if first else "",
        middle=" ".join(_cased(word) for word in first[1:]),
        last=" ".join(_cased(word) for word in last),
        suffix=suffix,
        credential=", ".join(part.strip(" ,") for part in given if part.strip(" ,"))[:60],
        practice=practice,
    )


def _cased(word: str) -> str:
    if len(word) < 2 or not (word.isupper() or word.islower()) or re.fullmatch(r"([A-Za-z]\.)+", word):
        return word.upper() if len(word) == 1 else word
    if word.islower() and word in {"de", "la", "del", "van", "von", "der", "di", "da"}:
        return word
    cased = re.sub(r"(^|[-'])(\w)", lambda match: match[1] + match[2].upper(), word.lower())
    return re.sub(r"^(Mc)(\w)", lambda match: match[1] + match[2].upper(), cased)


def name_key(name: str) -> str:
    """Return what two spellings of one name share: letters and digits only, case folded."""
    return re.sub(r"[\W_]+", "", name.casefold())
