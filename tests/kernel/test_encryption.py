"""What is sealed opens only with its key, in its column, unaltered; keys can be changed without loss."""

import base64
from typing import Any

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Organization
from credtrack.kernel import encryption
from credtrack.kernel.encryption import CannotDecrypt, blind_index, decrypt, encrypt
from credtrack.kernel.scope import Scope
from providers.models import TaxIdentity

COLUMN = "providers.taxidentity.number"


def _key(letter: str) -> str:
    return base64.b64encode(letter.encode() * 32).decode()


OLD, NEW = f"k1:{_key('a')}", f"k2:{_key('b')}"


@given(st.text())
def test_any_text_comes_back_as_it_went_in(text: str) -> None:
    assert decrypt(encrypt(text, COLUMN), COLUMN) == text


def test_sealing_twice_gives_two_different_values() -> None:
    assert encrypt("12-3456789", COLUMN) != encrypt("12-3456789", COLUMN)


def test_the_text_cannot_be_read_from_what_is_stored() -> None:
    stored = encrypt("12-3456789", COLUMN)

    assert b"3456789" not in base64.b64decode(stored.partition("$")[2])


def test_the_newest_key_seals_and_the_old_one_still_opens(settings: Any) -> None:
    settings.FIELD_ENCRYPTION_KEYS = OLD
    before = encrypt("12-3456789", COLUMN)
    settings.FIELD_ENCRYPTION_KEYS = f"{NEW},{OLD}"
    after = encrypt("12-3456789", COLUMN)

    assert (before.partition("$")[0], after.partition("$")[0]) == ("k1", "k2")
    assert decrypt(before, COLUMN) == decrypt(after, COLUMN) == "12-3456789"


def test_a_key_that_was_taken_away_is_named(settings: Any) -> None:
    settings.FIELD_ENCRYPTION_KEYS = OLD
    stored = encrypt("12-3456789", COLUMN)
    settings.FIELD_ENCRYPTION_KEYS = NEW

    with pytest.raises(CannotDecrypt, match="'k1'"):
        decrypt(stored, COLUMN)


def test_a_value_moved_to_another_column_does_not_open() -> None:
    with pytest.raises(CannotDecrypt, match=r"providers\.provider\.phone"):
        decrypt(encrypt("12-3456789", COLUMN), "providers.provider.phone")


@given(st.integers(0, 37))
def test_one_changed_byte_is_noticed(at: int) -> None:
    name, _, body = encrypt("12-3456789", COLUMN).partition("$")
    raw = bytearray(base64.b64decode(body))
    raw[at % len(raw)] ^= 1

    with pytest.raises(CannotDecrypt):
        decrypt(f"{name}${base64.b64encode(bytes(raw)).decode()}", COLUMN)


@pytest.mark.parametrize("stored", ["", "12-3456789", "t1$", "t1$AAAA", "t1$not base64!", "t1$%%%", "$AAAA"])
def test_a_value_that_was_never_sealed_is_refused(stored: str) -> None:
    with pytest.raises(CannotDecrypt):
        decrypt(stored, COLUMN)


@pytest.mark.parametrize(
    "keys", ["", "k1", "k1:", "k1:YWJj", "k1:not base64 at all", f"{OLD},k2:YWJj", f"{OLD},{OLD}"]
)
def test_keys_of_the_wrong_shape_stop_the_start(settings: Any, keys: str) -> None:
    settings.FIELD_ENCRYPTION_KEYS = keys

    with pytest.raises(ImproperlyConfigured, match="FIELD_ENCRYPTION_KEYS must look like"):
        encrypt("12-3456789", COLUMN)


def test_the_blind_index_finds_equal_values_only() -> None:
    assert blind_index("12-3456789") == blind_index("12-3456789")
    assert blind_index("12-3456789") != blind_index("12-3456780")


def test_the_blind_index_hangs_on_its_key(settings: Any) -> None:
    before = blind_index("12-3456789")
    settings.BLIND_INDEX_KEY = _key("z")

    assert blind_index("12-3456789") != before


def _encrypted_field() -> Any:
    return next(
        field for field in TaxIdentity._meta.get_fields() if isinstance(field, encryption.EncryptedTextField)
    )


@pytest.mark.django_db
@pytest.mark.parametrize("lookup", ["exact", "contains", "in", "gt"])
def test_a_sealed_column_cannot_be_filtered(maple: Organization, in_scope: Scope, lookup: str) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        list(TaxIdentity.objects.filter(**{f"{_encrypted_field().name}__{lookup}": ["1"]}))


@pytest.mark.django_db
def test_a_sealed_column_can_be_asked_whether_it_is_empty(maple: Organization, in_scope: Scope) -> None:
    assert list(TaxIdentity.objects.filter(**{f"{_encrypted_field().name}__isnull": True})) == []


def test_what_goes_to_the_database_is_sealed_for_its_own_column() -> None:
    field = _encrypted_field()

    stored = field.get_prep_value("12-3456789")

    assert stored.startswith("t1$")
    assert field.from_db_value(stored, None, connection) == "12-3456789"
    assert field._context() == f"providers.taxidentity.{field.attname}"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_stays_nothing(nothing: str | None) -> None:
    field = _encrypted_field()

    assert field.get_prep_value(nothing) == nothing
    assert field.from_db_value(nothing, None, connection) == nothing
