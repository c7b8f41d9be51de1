"""What does EMAIL_URL say? A mail server, a mail service by its API, or a sentence that says what is wrong."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SMTP = "django.core.mail.backends.smtp.EmailBackend"
# Scheme: port when none is given, STARTTLS, TLS from the first byte.
_SERVERS: dict[str, tuple[int, bool, bool]] = {
    "smtp": (25, False, False),
    "smtps": (587, True, False),
    "smtp+tls": (587, True, False),
    "smtp+ssl": (465, False, True),
}
# Ways that leave a trace; what swallows mail without one is refused.
_OTHERS = {
    "consolemail": "django.core.mail.backends.console.EmailBackend",
    "filemail": "django.core.mail.backends.filebased.EmailBackend",
}
_SERVICE = "anymail+"
_EXAMPLES = (
    "Write smtp+tls://user:password@mail.example.com:587 for a mail server, or "
    "anymail+postmark://?server_token=... for a mail service."
)


def mail_from(url: str) -> dict[str, Any]:
    """Return Django's mail settings for an EMAIL_URL; raises `ImproperlyConfigured` in plain words.

    `anymail+NAME://?key=value` names a service of django-anymail; its keys become the settings that
    service's page of the Anymail documentation lists, without the service's name in front.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as problem:
        raise _refusal(f"it cannot be read ({problem})") from problem
    if parts.scheme.startswith(_SERVICE):
        return _service(parts.scheme.removeprefix(_SERVICE), dict(parse_qsl(parts.query)))
    if parts.scheme in _OTHERS:
        return {"EMAIL_BACKEND": _OTHERS[parts.scheme], "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme not in _SERVERS:
        raise _refusal(f"{parts.scheme or 'nothing'}:// is no way to send mail")
    if not parts.hostname:
        raise _refusal("it names no mail server")
    if bool(parts.username) != bool(parts.password):
        raise _refusal("user and password belong together; write @, : and / in them as %40, %3A and %2F")
    usual, starttls, tls = _SERVERS[parts.scheme]
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or usual,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
    }


def _service(name: str, values: dict[str, str]) -> dict[str, Any]:
    module = f"anymail.backends.{name}"
    if not name.isidentifier() or name in ("base", "base_requests", "console", "test"):
        raise _refusal(f"{name!r} is no mail service that Anymail knows")
    if find_spec(module) is None:
        raise _refusal(f"{name!r} is no mail service that Anymail knows")
    if not values:
        raise _refusal(f"the service {name} needs its key, such as anymail+{name}://?api_key=...")
    keys = {f"{name}_{key}".upper(): value for key, value in values.items()}
    # A service that hangs must not hold a worker longer than a mail server may.
    return {"EMAIL_BACKEND": f"{module}.EmailBackend", "ANYMAIL": {"REQUESTS_TIMEOUT": (10, 20), **keys}}


def _refusal(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"EMAIL_URL does not say how mail leaves: {why}. {_EXAMPLES}")


def sender_from(address: str) -> str:
    """Return a sender such as "CredTrack <credtrack@example.com>"; raises `ImproperlyConfigured`."""
    bare = address[address.rfind("<") + 1 :].rstrip("> ")
    local, at, domain = bare.partition("@")
    if not (local and at and domain) or any(mark in address for mark in "\r\n") or " " in bare:
        raise ImproperlyConfigured(
            f"DEFAULT_FROM_EMAIL is {address!r}, which is no sender. "
            "Write an address, or CredTrack <credtrack@example.com>."
        )
    return address
