"""What is asked of the payer in a row, and is it an application at all? From Type words, flags and notes."""

import re
from functools import lru_cache

from enrollments.enums import Kind

TYPE_WORDS = {
    Kind.INITIAL_GROUP: "initial - group|initial group|group initial|group contract|group enrollment|new group|group application",
    Kind.ADD_TO_GROUP: "add to group|add to existing group|add provider|add clinician|group add|link to group|add to contract|add provider to group|add clinician to group|group addition|add to group contract",
    Kind.ADD_LOCATION: "add location|location add|new location|add service location|add practice location",
    Kind.CHANGE: """demographic change|demographic update|change|update|address change|tin change|name change|change request
        |demographics|fax change|phone change|billing address change|change of address|correction""",
    Kind.RECREDENTIALING: "recredentialing|recred|re-credentialing|recredential",
    Kind.REVALIDATION: "revalidation|re-validation|reval",
    Kind.TERMINATION: "termination|term|terminate|disenrollment|disenroll|remove provider",
    Kind.APPEAL: "appeal|reconsideration",
    Kind.PARTICIPATION_REQUEST: "participation request|letter of interest|loi|request to participate|network request",
    Kind.DELEGATED_ROSTER: "delegated|delegated roster|roster add",
}
INITIAL_WORDS = "initial|initial - individual|initial individual|individual|new|initial credentialing|new enrollment|initial enrollment|new application|initial application"
_NOT_APPLICATIONS = {
    "foundation": "CAQH profile or NPPES record, no payer application",
    "payment setup": "payment setup (EFT, ERA), no payer application",
    "payment": "payment setup (EFT, ERA), no payer application",
    "payments": "payment setup (EFT, ERA), no payer application",
    "clearinghouse": "claims route, no payer application",
}
_PROFILE = re.compile(r"^\W*(?:caqh|nppes|npi registry|proview)\b", re.I)
_PAYMENT = re.compile(
    r"\b(?:efts?|eras?|edi|eft/era|electronic funds|electronic remittance|e-?payments?)\b", re.I
)

_DETAIL = r"(?:fax|phone|telephone|billing address|correspondence address|mailing address|remit(?:tance)? address|pay-to address|address|suite|name|tax id|tin|demographics?)"
# Each pattern with words of which one must be there: a plain search is much faster than a pattern.
_FROM_NOTES: tuple[tuple[Kind, tuple[str, ...], re.Pattern[str]], ...] = (
    (Kind.APPEAL, ("appeal",), re.compile(r"\bappeal(?:s|ed)?\b(?= (?:of|letter|was|is|has|sent|filed|submitted|received|packet|under|with)\b)", re.I)),
    (Kind.REVALIDATION, ("validation",), re.compile(r"\bre-?validation\b(?! date| due date)", re.I)),
    (Kind.RECREDENTIALING, ("recred", "re-cred"), re.compile(r"(?<!next )\bre-?credentialing\b(?! date| due| is due| cycle| on \d)|\brecred (?:application|packet|app)\b", re.I)),
    (Kind.TERMINATION, ("term", "removal", "disenroll"), re.compile(
        r"\bterm(?:ination)? (?:request|form|letter|notice)|\brequest(?:ed)? (?:to )?term|\btermed\b[^.]{0,80}\bas requested"
        r"|\bremoval request|\bdisenroll(?:ment)? request", re.I)),
    (Kind.ADD_LOCATION, ("location", "site", "office"), re.compile(
        r"\badd(?:ing|ed)?(?: an?| the| new| service| practice| another| second){0,3} (?:location|site|office)\b"
        r"|\b(?:location|site) add(?:ition|-on)?\b|\b(?:location|site|office) (?:was |is |being |to be )?added\b|\bnew (?:service |practice )?location\b", re.I)),
    (Kind.CHANGE, ("change", "update", "correct", "still"), re.compile(
        rf"\b{_DETAIL}(?: number)?(?: and \w+)?(?: (?:is|are|was|were|not|has been|have been))? (?:change|update|correction)"
        rf"|\bchange (?:of|to|in) (?:the )?{_DETAIL}|\b{_DETAIL} (?:still shows|is still|still lists)|\bchange (?:request|form)\b"
        rf"|\bdemographic (?:form|change|update)|\b(?:update|correct|change)(?:d|s)? (?:the |our |their )?{_DETAIL}\b", re.I)),
)  # fmt: skip
_FLAGS = {"a": None, "add": None, "u": Kind.CHANGE, "update": Kind.CHANGE, "c": Kind.CHANGE, "change": Kind.CHANGE,
          "d": Kind.TERMINATION, "delete": Kind.TERMINATION, "t": Kind.TERMINATION, "term": Kind.TERMINATION,
          "terminate": Kind.TERMINATION, "terminated": Kind.TERMINATION, "termination": Kind.TERMINATION,
          "remove": Kind.TERMINATION, "drop": Kind.TERMINATION, "new": None, "addition": None, "added": None,
          "changed": Kind.CHANGE, "updated": Kind.CHANGE, "modify": Kind.CHANGE, "deleted": Kind.TERMINATION}  # fmt: skip


def _key(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


_KINDS = {_key(word): kind for kind, words in TYPE_WORDS.items() for word in words.split("|")}
_KINDS |= {_key(kind.value): kind for kind in Kind} | {_key(kind.label): kind for kind in Kind}
_INITIAL = {_key(word) for word in INITIAL_WORDS.split("|")}


@lru_cache(maxsize=5_000)
def kind_of_words(text: str, *, is_group: bool, has_practice: bool) -> Kind | None:
    """Return the kind that a Type cell names, None when it names none (such as 'Commercial')."""
    key = _key(text)
    if key in _INITIAL or _key(re.sub(r"\([^)]*\)", " ", text)) in _INITIAL:
        return default_kind(is_group=is_group, has_practice=False)
    return _KINDS.get(key) or _KINDS.get(_key(re.sub(r"\([^)]*\)", " ", text)))


def kind_of_flag(text: str) -> tuple[Kind | None, bool]:
    """Return the kind of a roster's action flag (A, U, D; None: an addition) and whether it was understood."""
    key = _key(text)
    return _FLAGS.get(key), key in _FLAGS


def kind_of_notes(text: str) -> Kind | None:
    """Return the kind that a note tells: a change request, an added location, recredentialing and so on."""
    lower = text.casefold()
    for kind, words, pattern in _FROM_NOTES:
        if any(word in lower for word in words) and pattern.search(text):
            return kind
    return None


def default_kind(*, is_group: bool, has_practice: bool) -> Kind:
    """Return the kind of a row that does not say it."""
    if is_group:
        return Kind.INITIAL_GROUP
    return Kind.ADD_TO_GROUP if has_practice else Kind.INITIAL_INDIVIDUAL


@lru_cache(maxsize=20_000)
def why_no_application(payer: str, type_words: str) -> str:
    """Return why a row is no payer application (CAQH, NPPES, payment setup), or an empty string."""
    found = _NOT_APPLICATIONS.get(_key(type_words), "")
    if found:
        return found
    if _PROFILE.search(payer) or _PROFILE.search(type_words):
        return "CAQH profile or NPPES record, no payer application"
    told = _PAYMENT.search(payer) or _PAYMENT.search(type_words)
    return "payment setup (EFT, ERA), no payer application" if told else ""
