"""The bytes a mail server gets say what Django's own mail says, and no text can break out of its place."""

import smtplib
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts import outbox, smtp_talk
from accounts.mail_message import HeaderRefused, Parcel, as_email, as_parcel, checked_headers, message_id
from accounts.models import OutboxMessage
from credtrack.kernel import clock
from credtrack.kernel.scope import Scope

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200)


def row(**values: object) -> OutboxMessage:
    given_values = {"subject": "Hello", "body": "Text\n", "recipient": "ann@x.example", **values}
    return OutboxMessage(organization_id=7, key="k", **given_values)


def parsed(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert not found.defects
    return found


def text_of(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


@given(subject=LINE, body=TEXT, html=TEXT)
def test_the_parser_reads_back_what_was_written(subject: str, body: str, html: str) -> None:
    content = as_parcel(row(subject=" ".join(subject.split()), body=body, html=html)).content
    mail = parsed(content)

    assert str(mail["Subject"]) == " ".join(subject.split())
    assert lines(text_of(mail, "plain")) == lines(body)
    if html:
        assert lines(text_of(mail, "html")) == lines(html)
    # Nothing but CRLF ends a line, no line is too long, and every octet passes any server.
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert max(content) < 128


def test_it_says_the_same_as_djangos_own_builder() -> None:
    message = row(
        subject="Läuft ab: 12 Lizenzen, bitte prüfen, und zwar noch in dieser Woche, alle zusammen",
        body="Grüße\n.\n.. zwei Punkte\nFrom Anfang\n",
        html="<p>Grüße</p>\n",
        headers={"List-Unsubscribe": f"<https://credtrack.example/u/{'x' * 200}>", "X-Kind": "digest"},
    )
    ours, djangos = parsed(as_parcel(message).content), parsed(as_email(message).message().as_bytes())

    for name in ("Subject", "From", "To", "Message-ID", "List-Unsubscribe", "X-Kind", "MIME-Version"):
        # Django's folding leaves a space in front of a long subject.
        assert str(ours[name]) == str(djangos[name]).strip(), name
    assert ours.get_content_type() == djangos.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        assert lines(text_of(ours, kind)) == lines(text_of(djangos, kind))


def test_a_long_address_in_a_header_stays_whole() -> None:
    link = f"<https://credtrack.example/u/{'x' * 300}>"

    assert (
        f"List-Unsubscribe: {link}\r\n".encode() in as_parcel(row(headers={"List-Unsubscribe": link})).content
    )


def test_the_date_is_now() -> None:
    date = parsedate_to_datetime(str(parsed(as_parcel(row()).content)["Date"]))

    assert abs((date - clock.now()).total_seconds()) < 60


def test_a_text_that_guesses_the_boundary_breaks_nothing() -> None:
    first = parsed(as_parcel(row(body="a", html="b")).content).get_boundary()

    guess = parsed(as_parcel(row(body=f"--{first}--\nx", html="b")).content)

    assert text_of(guess, "plain").splitlines()[0] == f"--{first}--"


def test_the_sender_s_name_may_be_anything(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = '"Büro, Maple" <office@maple.example>'

    parcel = as_parcel(row())

    assert parcel.sender == "office@maple.example"
    assert str(parsed(parcel.content)["From"].addresses[0].display_name) == "Büro, Maple"


@pytest.mark.parametrize(
    ("address", "written"),
    [("ann@x.example", "ann@x.example"), ("ann@bücher.example", "ann@xn--bcher-kva.example")],
)
def test_an_address_is_written_as_servers_read_it(address: str, written: str) -> None:
    assert as_parcel(row(recipient=address)).recipient == written


@pytest.mark.parametrize(
    "address", ["nobody", "a@b.example\r\nRCPT TO:<c@d.example>", "a@b.example, c@d.example"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # Django words it differently for each
        as_parcel(row(recipient=address))


@pytest.mark.parametrize("address", ["a@b.example>\r\nRCPT TO:<c@d.example", "a@b.example\n", "<a@b.example"])
def test_no_address_can_end_its_command_and_begin_another(address: str) -> None:
    for sender, recipient in ((address, "a@b.example"), ("a@b.example", address)):
        with pytest.raises(ValueError, match="line breaks or angle brackets"):
            smtp_talk.told(smtplib.SMTP(), Parcel(sender, recipient, b""))


def test_the_message_id_comes_from_the_ledger_key_and_stays() -> None:
    assert message_id(7, "k") == message_id(7, "k")
    assert len({message_id(7, "k"), message_id(8, "k"), message_id(7, "l"), message_id(78, "")}) == 4
    assert message_id(7, "k").endswith("@credtrack.example>")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("X-One", "a\nBcc: all@x.example", "one line"),
        ("X-One", "a\rBcc: all@x.example", "one line"),
        ("X-One: y\nBcc", "all@x.example", "no name"),
        ("", "a", "no name"),
        ("Message-Id", "<a@b>", "by the outbox itself"),
        ("Bcc", "all@x.example", "by the outbox itself"),
        ("Content-Type", "text/html", "by the outbox itself"),
    ],
)
def test_a_header_that_would_forge_another_is_refused(
    name: str, value: str, why: str, in_scope: Scope
) -> None:
    with pytest.raises(HeaderRefused, match=why):
        outbox.enqueue(
            key="k", kind="note", recipient="a@b.example", subject="S", body="B", headers={name: value}
        )
    assert not OutboxMessage.objects.exists()


def test_a_header_forged_past_the_door_is_refused_when_it_is_written() -> None:
    with pytest.raises(HeaderRefused):
        as_parcel(row(headers={"X-One": "a\nBcc: all@x.example"}))
    with pytest.raises(HeaderRefused):
        as_parcel(row(subject="Hello\nBcc: all@x.example"))


def test_no_headers_are_fine() -> None:
    assert checked_headers(None) == {}
