"""Is this NPI, tax number, CAQH number, taxonomy code or license number well formed?

Every check forgives blanks and dashes, returns what to store, and says in words what would be
accepted. Forms refuse what is not `ok`; imports keep it with the message as a flag. An empty text is
fine: whether a number is needed is the caller's question. Messages never repeat a tax number.
"""

import re
from collections.abc import Container
from dataclasses import dataclass

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.us import ein, ssn

from credtrack.kernel.words import Worded
from providers.enums import TaxIdKind

# ISO 7812 prefix under which the NPI's check digit is counted: 80 health applications, 840 USA.
NPI_PREFIX = "80840"
# 4th and 5th digit of an ITIN; python-stdnum 2.2 does not know 50-65 yet.
ITIN_GROUPS = frozenset([*range(50, 66), *range(70, 89), 90, 91, 92, *range(94, 100)])

_BETWEEN = re.compile(r"[\s\-.\u2010-\u2015]+")
_TAXONOMY = re.compile(r"[0-9A-Z]{9}X")
_LICENSE = re.compile(r"[0-9A-Za-z][0-9A-Za-z .,/#()-]*")


class Severity(Worded):
    """How much a finding matters."""

    FINE = "fine", "Fine"
    WARN = "warn", "Worth a look"
    REFUSE = "refuse", "Not accepted"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: what to store, and what to tell the reader when something is odd."""

    severity: Severity
    message: str
    normalized: str

    @property
    def ok(self) -> bool:
        """Say whether the number may be stored as it was typed."""
        return self.severity != Severity.REFUSE


def _fine(normalized: str) -> Finding:
    return Finding(Severity.FINE, "", normalized)


def _warn(message: str, normalized: str) -> Finding:
    return Finding(Severity.WARN, message, normalized)


def _refuse(message: str, normalized: str) -> Finding:
    return Finding(Severity.REFUSE, message, normalized)


def squeezed(text: str) -> str:
    """Return the text without blanks, dots and dashes of any kind."""
    return _BETWEEN.sub("", text.strip())


def _is_digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def check_npi(text: str) -> Finding:
    """Check a National Provider Identifier (45 CFR 162.406): ten digits, the last one the check digit."""
    digits = squeezed(text)
    if not digits:
        return _fine("")
    if not _is_digits(digits, 10):
        told = (
            f"this has {len(digits)}"
            if digits.isascii() and digits.isdigit()
            else "this has other characters"
        )
        return _refuse(f"An NPI has exactly ten digits; {told}. Copy it from the NPI registry.", digits)
    if digits[0] not in "12":
        return _refuse("An NPI starts with 1 or 2. Copy it from the NPI registry.", digits)
    if not luhn.is_valid(NPI_PREFIX + digits):
        return _refuse(
            "This NPI does not pass its check digit, so at least one digit is mistyped. "
            "Compare it with the NPI registry.",
            digits,
        )
    return _fine(digits)


def check_ein(text: str) -> Finding:
    """Check an Employer Identification Number (26 CFR 301.6109-1); an unknown prefix only warns.

    The IRS adds prefixes and moves them between campuses, so the list can only ever be behind.
    """
    digits = squeezed(text)
    if not digits:
        return _fine("")
    if not _is_digits(digits, 9):
        return _refuse("An EIN has nine digits, such as 12-3456789.", digits)
    try:
        ein.validate(digits)
    except ValidationError:
        return _warn(
            "No EIN known to the IRS list starts with these two digits. Compare it with the IRS letter.",
            digits,
        )
    return _fine(digits)


def check_ssn(text: str) -> Finding:
    """Check a Social Security number: no area 000, 666 or 9xx, no group 00, no serial 0000."""
    digits = squeezed(text)
    if not digits:
        return _fine("")
    if not _is_digits(digits, 9):
        return _refuse("A Social Security number has nine digits, such as 123-45-6789.", digits)
    if digits[0] == "9":
        return _refuse("A number that starts with 9 is an ITIN, not a Social Security number.", digits)
    try:
        ssn.validate(digits)
    except ValidationError:
        return _refuse(
            "No Social Security number was ever given out with these digits. Compare it with the card.",
            digits,
        )
    return _fine(digits)


def check_itin(text: str) -> Finding:
    """Check an Individual Taxpayer Identification Number: starts with 9, 4th and 5th digit in a known range."""
    digits = squeezed(text)
    if not digits:
        return _fine("")
    if not _is_digits(digits, 9) or digits[0] != "9":
        return _refuse("An ITIN has nine digits and starts with 9, such as 912-70-3456.", digits)
    if int(digits[3:5]) not in ITIN_GROUPS:
        return _refuse(
            "The fourth and fifth digit of an ITIN lie in 50-65, 70-88, 90-92 or 94-99. "
            "Compare it with the IRS letter.",
            digits,
        )
    return _fine(digits)


_TAX_CHECKS = {TaxIdKind.EIN: check_ein, TaxIdKind.SSN: check_ssn, TaxIdKind.ITIN: check_itin}


def check_tax_number(kind: str, text: str) -> Finding:
    """Check a tax number of the stated kind; the digits alone cannot tell an EIN from an SSN.

    Raises `ValueError` for an unknown kind.
    """
    return _TAX_CHECKS[TaxIdKind(kind)](text)


def formatted_tax_number(kind: str, digits: str) -> str:
    """Return the number as the IRS writes it: 12-3456789 or 123-45-6789."""
    if len(digits) != 9:
        return digits
    if kind == TaxIdKind.EIN:
        return f"{digits[:2]}-{digits[2:]}"
    return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


def check_caqh(text: str) -> Finding:
    """Check a CAQH provider ID: digits only, six to ten of them (eight today, seven in older letters)."""
    digits = squeezed(text)
    if not digits:
        return _fine("")
    if not (digits.isascii() and digits.isdigit()):
        return _refuse("A CAQH ID has only digits, usually eight. It is not the user name.", digits)
    if not 6 <= len(digits) <= 10:
        return _refuse(f"A CAQH ID has six to ten digits, usually eight; this has {len(digits)}.", digits)
    return _fine(digits)


def check_taxonomy(text: str, known: Container[str] | None = None) -> Finding:
    """Check a NUCC taxonomy code: ten characters, the last one X, and in `known` when a list is given."""
    code = squeezed(text).upper()
    if not code:
        return _fine("")
    if not _TAXONOMY.fullmatch(code):
        return _refuse(
            "A taxonomy code has ten characters and ends in X, such as 101YP2500X for a professional counselor.",
            code,
        )
    if known is not None and code not in known:
        return _refuse(
            "This code is not in the NUCC list loaded here. Look the NPI up to see which code the registry "
            "has; if the code is new, ask whoever runs CredTrack to load the newer list.",
            code,
        )
    return _fine(code)


def check_license_number(text: str) -> Finding:
    """Check a state license number: every state has its own shape, but each has a digit."""
    number = " ".join(text.split())
    if not number:
        return _fine("")
    if len(number) > 60 or not _LICENSE.fullmatch(number):
        return _refuse("A license number has letters, digits, dashes and dots only, at most 60.", number[:60])
    if not any(character.isdigit() for character in number):
        return _refuse(
            "A license number has at least one digit. Leave it empty until the license is issued.", number
        )
    return _fine(number)
