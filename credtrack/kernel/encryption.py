"""How a number is kept unreadable at rest: AES-256-GCM with key ids, and a keyed hash for equality."""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


class CannotDecrypt(ValueError):
    """The stored text was made with a key that is not configured, or was tampered with."""


@lru_cache(maxsize=4)
def _keys(text: str) -> dict[str, bytes]:
    pairs = [part.split(":", 1) for part in text.split(",") if ":" in part]
    try:
        keys = {name.strip(): base64.b64decode(value, validate=True) for name, value in pairs}
    except ValueError:
        keys = {}
    if not keys or len(keys) < len(pairs) or any(len(key) != 32 for key in keys.values()):
        raise ImproperlyConfigured(
            "FIELD_ENCRYPTION_KEYS must look like 'k2:<base64 of 32 bytes>,k1:<base64 of 32 bytes>', "
            "newest first, each name once."
        )
    return keys


def encrypt(text: str, context: str) -> str:
    """Return `keyid$base64`, made with the newest key; `context` (the column) must match to read it."""
    name, key = next(iter(_keys(settings.FIELD_ENCRYPTION_KEYS).items()))
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{name}${base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str, context: str) -> str:
    """Return the text; raises `CannotDecrypt` when the key is missing or the value was altered."""
    name, _, body = stored.partition("$")
    key = _keys(settings.FIELD_ENCRYPTION_KEYS).get(name)
    if key is None:
        raise CannotDecrypt(f"No key named {name!r} is configured in FIELD_ENCRYPTION_KEYS.")
    try:
        raw = base64.b64decode(body, validate=True)
        return AESGCM(key).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except (InvalidTag, ValueError) as failure:  # ValueError: cut short, or no base64 at all
        raise CannotDecrypt(f"The stored value of {context} does not open with key {name!r}.") from failure


def blind_index(text: str) -> str:
    """Return a keyed hash that finds equal values without revealing them."""
    key = base64.b64decode(settings.BLIND_INDEX_KEY)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:  # Django's own field takes no type arguments when it runs
    _Text = models.TextField


class EncryptedTextField(_Text):
    """Text that is readable in Python and sealed in the database; it cannot be filtered on."""

    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.attname}"

    def get_prep_value(self, value: Any) -> Any:
        """Seal the text on its way to the database."""
        plain = super().get_prep_value(value)
        return plain if plain in (None, "") else encrypt(plain, self._context())

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Open the text on its way out."""
        return value if value in (None, "") else decrypt(str(value), self._context())

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every filter except `isnull`: sealed values never compare equal."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be filtered with '{lookup_name}'.")
        return super().get_lookup(lookup_name)
