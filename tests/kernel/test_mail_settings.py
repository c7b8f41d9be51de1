"""EMAIL_URL names a mail server or a mail service, and nonsense is refused in words."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from credtrack.kernel.mail_settings import SMTP, mail_from, sender_from


def server(host: str, port: int, user: str = "", password: str = "") -> dict[str, Any]:
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": host,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
    }


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("smtp://mail.example.com", server("mail.example.com", 25)),
        ("smtp://mail.example.com:2525", server("mail.example.com", 2525)),
        (
            "smtp+tls://us%40x:p%2Fw@mail.example.com",
            {**server("mail.example.com", 587, "us@x", "p/w"), "EMAIL_USE_TLS": True},
        ),
        ("smtp+ssl://u:p@m.example", {**server("m.example", 465, "u", "p"), "EMAIL_USE_SSL": True}),
    ],
)
def test_a_mail_server(url: str, settings: dict[str, Any]) -> None:
    assert mail_from(url) == settings


def test_a_mail_service() -> None:
    found = mail_from("anymail+mailgun://?api_key=k%26y&sender_domain=mg.example.com")

    assert found["EMAIL_BACKEND"] == "anymail.backends.mailgun.EmailBackend"
    assert found["ANYMAIL"]["MAILGUN_API_KEY"] == "k&y"
    assert found["ANYMAIL"]["MAILGUN_SENDER_DOMAIN"] == "mg.example.com"


def test_files() -> None:
    assert mail_from("filemail:///srv/mail%20out")["EMAIL_FILE_PATH"] == "/srv/mail out"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "nothing:// is no way"),
        ("mail.example.com", "nothing:// is no way"),
        ("http://mail.example.com", "http:// is no way"),
        ("dummymail://", "dummymail:// is no way"),
        ("memorymail://", "memorymail:// is no way"),
        ("smtp+tls://", "names no mail server"),
        ("smtp://mail.example.com:port", "cannot be read"),
        ("smtp://mail.example.com:99999", "cannot be read"),
        ("smtp://user@mail.example.com", "belong together"),
        ("anymail+carrierpigeon://?api_key=k", "no mail service"),
        ("anymail+base://?api_key=k", "no mail service"),
        ("anymail+postmark://", "needs its key"),
    ],
)
def test_nonsense_is_refused_with_an_example(url: str, why: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=why) as refusal:
        mail_from(url)
    assert "smtp+tls://user:password@mail.example.com:587" in str(refusal.value)


@pytest.mark.parametrize("sender", ["credtrack@example.com", "CredTrack <credtrack@example.com>"])
def test_a_sender(sender: str) -> None:
    assert sender_from(sender) == sender


@pytest.mark.parametrize("sender", ["CredTrack", "CredTrack <>", "a@", "@b", "a@b\nBcc: c@d", "a b@c"])
def test_what_is_no_sender_is_refused(sender: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_FROM_EMAIL"):
        sender_from(sender)
