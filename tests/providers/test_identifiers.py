"""Which NPIs, tax numbers, CAQH IDs, taxonomy codes and license numbers are accepted, and what is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers import identifiers
from providers.identifiers import Finding, Severity
from tests.factories.providers import npi


@pytest.mark.parametrize(
    "typed", ["1234567893", "1993999998", "1558598797", "1003002296", "1508860420", "2123456784"]
)
def test_npis_with_the_right_check_digit_are_fine(typed: str) -> None:
    found = identifiers.check_npi(typed)
    assert (found.severity, found.normalized) == (Severity.FINE, typed)


@pytest.mark.parametrize("typed", ["1234567890", "1234567892", "1003002297"])
def test_a_wrong_check_digit_is_refused_and_says_a_digit_is_mistyped(typed: str) -> None:
    found = identifiers.check_npi(typed)
    assert not found.ok
    assert "check digit" in found.message


@pytest.mark.parametrize("typed", ["9941339100", "0000000000", "3234567893"])
def test_an_npi_starts_with_1_or_2(typed: str) -> None:
    found = identifiers.check_npi(typed)
    assert not found.ok
    assert "starts with 1 or 2" in found.message


@pytest.mark.parametrize(
    ("typed", "told"), [("123456789", "this has 9"), ("12345678933", "this has 11"), ("NPI1234567", "other")]
)
def test_an_npi_of_another_length_is_told_how_long_it_is(typed: str, told: str) -> None:
    found = identifiers.check_npi(typed)
    assert not found.ok
    assert told in found.message


@pytest.mark.parametrize(
    "typed", [" 1234567893 ", "1234-567-893", "123 456 7893", "123.456.7893", "1234\u20115678 93"]
)
def test_blanks_and_dashes_in_an_npi_are_forgiven(typed: str) -> None:
    assert identifiers.check_npi(typed) == Finding(Severity.FINE, "", "1234567893")


def test_digits_of_other_scripts_are_no_npi() -> None:
    assert not identifiers.check_npi("١٢٣٤٥٦٧٨٩٣").ok


@given(st.integers(min_value=0, max_value=99_999_999), st.integers(min_value=0, max_value=9))
def test_of_ten_possible_last_digits_exactly_one_is_accepted(number: int, last: int) -> None:
    right = npi(number)
    assert identifiers.check_npi(right[:9] + str(last)).ok == (str(last) == right[9])


@given(st.text(max_size=30))
def test_any_text_gets_an_answer_and_never_a_fault(typed: str) -> None:
    checks = (
        identifiers.check_npi, identifiers.check_ein, identifiers.check_ssn, identifiers.check_itin,
        identifiers.check_caqh, identifiers.check_taxonomy, identifiers.check_license_number,
    )  # fmt: skip
    for check in checks:
        found = check(typed)
        assert found.ok or found.message


@pytest.mark.parametrize("typed", ["04-2103594", "911144442", "27-0000001"])
def test_an_ein_of_a_known_prefix_is_fine(typed: str) -> None:
    assert identifiers.check_ein(typed).severity == Severity.FINE


@pytest.mark.parametrize(
    "prefix",
    ["00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97"],
)
def test_an_unknown_ein_prefix_warns_but_never_blocks(prefix: str) -> None:
    found = identifiers.check_ein(f"{prefix}-1234567")
    assert found.ok
    assert found.severity == Severity.WARN
    assert found.normalized == f"{prefix}1234567"


@pytest.mark.parametrize("typed", ["12345678", "1234567890", "12-34567AB"])
def test_an_ein_has_nine_digits(typed: str) -> None:
    assert not identifiers.check_ein(typed).ok


@pytest.mark.parametrize("typed", ["000-12-3456", "666-12-3456", "123-00-4567", "123-45-0000"])
def test_social_security_numbers_that_were_never_given_out_are_refused(typed: str) -> None:
    assert not identifiers.check_ssn(typed).ok


def test_a_number_that_starts_with_9_is_told_to_be_an_itin() -> None:
    assert "ITIN" in identifiers.check_ssn("912-70-3456").message


def test_a_social_security_number_is_accepted_with_and_without_dashes() -> None:
    assert identifiers.check_ssn("536-90-4399").normalized == identifiers.check_ssn("536904399").normalized


@pytest.mark.parametrize(("group", "ok"), [
    ("49", False), ("50", True), ("65", True), ("66", False), ("69", False), ("70", True), ("88", True),
    ("89", False), ("90", True), ("92", True), ("93", False), ("94", True), ("99", True),
])  # fmt: skip
def test_the_middle_digits_of_an_itin_lie_in_known_ranges(group: str, ok: bool) -> None:
    assert identifiers.check_itin(f"912-{group}-3456").ok is ok


def test_an_itin_starts_with_9() -> None:
    assert not identifiers.check_itin("812-70-3456").ok


@pytest.mark.parametrize("kind", ["ein", "ssn", "itin"])
def test_no_message_about_a_tax_number_repeats_it(kind: str) -> None:
    for typed in ("00-0000000", "12345", "666123456", "999930000"):
        assert typed not in identifiers.check_tax_number(kind, typed).message


def test_a_tax_number_of_an_unknown_kind_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="tin"):
        identifiers.check_tax_number("tin", "123456789")


def test_tax_numbers_are_written_as_the_irs_writes_them() -> None:
    assert identifiers.formatted_tax_number("ein", "123456789") == "12-3456789"
    assert identifiers.formatted_tax_number("ssn", "123456789") == "123-45-6789"
    assert identifiers.formatted_tax_number("ein", "12") == "12"


@pytest.mark.parametrize(("typed", "ok"), [
    ("12345", False), ("123456", True), ("1515151", True), ("13000001", True), ("1234567890", True),
    ("12345678901", False), ("dana.w", False),
])  # fmt: skip
def test_a_caqh_id_has_six_to_ten_digits(typed: str, ok: bool) -> None:
    assert identifiers.check_caqh(typed).ok is ok


@pytest.mark.parametrize("typed", ["101YP2500X", " 101yp2500x ", "1041C0700X", "106H00000X"])
def test_a_taxonomy_code_ends_in_x(typed: str) -> None:
    assert identifiers.check_taxonomy(typed).normalized == typed.strip().upper()
    assert identifiers.check_taxonomy(typed).ok


@pytest.mark.parametrize("typed", ["101YP2500", "101YP25000", "Counselor", "101YP2500XX"])
def test_a_taxonomy_code_of_another_shape_is_refused(typed: str) -> None:
    assert not identifiers.check_taxonomy(typed).ok


def test_a_taxonomy_code_outside_the_loaded_list_is_refused_but_not_without_a_list() -> None:
    assert not identifiers.check_taxonomy("101YP9999X", {"101YP2500X"}).ok
    assert identifiers.check_taxonomy("101YP9999X").ok
    assert identifiers.check_taxonomy("101YP2500X", {"101YP2500X"}).ok


@pytest.mark.parametrize(
    "typed", ["PC000048", "I-05901", "APRN.CNP.0033251", "MFC 45422", "20042312A", "085-002143"]
)
def test_license_numbers_of_many_boards_are_accepted(typed: str) -> None:
    assert identifiers.check_license_number(typed) == Finding(Severity.FINE, "", typed)


@pytest.mark.parametrize("typed", ["pending", "see file", "<b>1</b>", "1" * 61])
def test_words_and_markup_are_no_license_number(typed: str) -> None:
    assert not identifiers.check_license_number(typed).ok


def test_nothing_typed_is_fine_everywhere() -> None:
    for check in (
        identifiers.check_npi,
        identifiers.check_ein,
        identifiers.check_ssn,
        identifiers.check_itin,
    ):
        assert check("  ") == Finding(Severity.FINE, "", "")
