"""The table of failures, read like a specification: which answer means what, and when comes the next try."""

import datetime as dt
import smtplib
import ssl

import pytest

from accounts import mail_failures
from accounts.mail_failures import PATIENCE, Cause, Failure, judge, next_attempt

NOW = dt.datetime(2026, 3, 12, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (421, Cause.TEMPORARY),
        (450, Cause.TEMPORARY),
        (451, Cause.TEMPORARY),
        (452, Cause.TEMPORARY),
        (454, Cause.TEMPORARY),
        (501, Cause.PERMANENT),
        (550, Cause.PERMANENT),
        (551, Cause.PERMANENT),
        (552, Cause.PERMANENT),
        (553, Cause.PERMANENT),
        (554, Cause.PERMANENT),
        (530, Cause.OURS),
        (534, Cause.OURS),
        (535, Cause.OURS),
        (250, Cause.CONNECTION),
        (-1, Cause.CONNECTION),
    ],
)
def test_what_a_reply_code_means(code: int, cause: Cause) -> None:
    assert judge(smtplib.SMTPDataError(code, b"said so")).cause is cause


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (400, Cause.PERMANENT),
        (401, Cause.OURS),
        (403, Cause.OURS),
        (408, Cause.TEMPORARY),
        (422, Cause.PERMANENT),
        (429, Cause.TEMPORARY),
        (500, Cause.TEMPORARY),
        (503, Cause.TEMPORARY),
    ],
)
def test_what_the_status_of_a_mail_service_means(status: int, cause: Cause) -> None:
    class ServiceError(Exception):
        status_code = status

    assert judge(ServiceError("no")).cause is cause


def test_a_service_that_refuses_every_recipient_has_refused_for_good() -> None:
    refusal = type("AnymailRecipientsRefused", (Exception,), {})

    assert judge(refusal("rejected")).cause is Cause.PERMANENT


@pytest.mark.parametrize(
    ("problem", "cause"),
    [
        (smtplib.SMTPSenderRefused(550, b"not you", "us@x.example"), Cause.OURS),
        (smtplib.SMTPSenderRefused(451, b"later", "us@x.example"), Cause.TEMPORARY),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), Cause.OURS),
        (smtplib.SMTPAuthenticationError(504, b"unknown way"), Cause.OURS),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), Cause.OURS),
        (ssl.SSLCertVerificationError("self-signed"), Cause.OURS),
        (ssl.SSLError("broken"), Cause.CONNECTION),
        (smtplib.SMTPServerDisconnected("gone"), Cause.CONNECTION),
        (ConnectionRefusedError("nobody"), Cause.CONNECTION),
        (ConnectionResetError("reset"), Cause.CONNECTION),
        (TimeoutError("timed out"), Cause.TIMEOUT),
        (ValueError("a header"), Cause.BROKEN),
    ],
)
def test_what_an_exception_means(problem: Exception, cause: Cause) -> None:
    assert judge(problem).cause is cause


def test_a_time_out_that_smtplib_calls_a_disconnection_is_still_one() -> None:
    problem = smtplib.SMTPServerDisconnected("Connection unexpectedly closed: timed out")
    problem.__context__ = TimeoutError("timed out")

    assert judge(problem).cause is Cause.TIMEOUT


def test_what_the_network_said_inside_a_services_exception_counts() -> None:
    problem = RuntimeError("the service's library")
    problem.__cause__ = ConnectionResetError("reset")

    assert judge(problem).cause is Cause.CONNECTION


@pytest.mark.parametrize("code", [421, 554])
def test_a_refusal_before_any_message_was_named_is_no_message_s_fault(code: int) -> None:
    assert judge(smtplib.SMTPConnectError(code, b"closed"), opening=True).cause is Cause.CONNECTION


def test_a_wrong_password_stays_ours_while_opening() -> None:
    assert judge(smtplib.SMTPAuthenticationError(535, b"no"), opening=True).cause is Cause.OURS


def test_the_answer_tells_code_and_text_of_the_one_recipient() -> None:
    refused = smtplib.SMTPRecipientsRefused({"ann@x.example": (550, b"5.1.1 No such\r\n user\x07")})

    assert judge(refused) == Failure(Cause.PERMANENT, "550 5.1.1 No such user")


def test_an_answer_is_cut_to_what_the_row_holds() -> None:
    assert len(judge(smtplib.SMTPDataError(550, b"x" * 5000)).answer) == mail_failures.LONGEST_ANSWER


@pytest.mark.parametrize(
    ("failure", "strike"),
    [
        (Failure(Cause.CONNECTION, ""), True),
        (Failure(Cause.TIMEOUT, ""), True),
        (Failure(Cause.TEMPORARY, "", hung_up=True), True),
        (Failure(Cause.TEMPORARY, ""), False),
        (Failure(Cause.PERMANENT, ""), False),
        (Failure(Cause.BROKEN, ""), False),
    ],
)
def test_what_the_next_message_would_suffer_too(failure: Failure, strike: bool) -> None:
    assert failure.is_strike is strike


def test_each_wait_is_longer_until_the_last_repeats() -> None:
    waits = [next_attempt(Cause.TEMPORARY, attempts, NOW, NOW) for attempts in range(1, 8)]

    minutes = [(due - NOW).total_seconds() / 60 for due in waits if due]
    assert minutes == [1, 5, 15, 60, 240, 240, 240]


@pytest.mark.parametrize("cause", [cause for cause in Cause if PATIENCE[cause].waits])
def test_patience_ends_after_its_hours(cause: Cause) -> None:
    hours = dt.timedelta(hours=PATIENCE[cause].hours)

    assert next_attempt(cause, 9, NOW - hours + dt.timedelta(seconds=1), NOW) is not None
    assert next_attempt(cause, 9, NOW - hours, NOW) is None


def test_there_is_no_second_attempt_after_a_refusal_for_good() -> None:
    assert next_attempt(Cause.PERMANENT, 1, NOW, NOW) is None


def test_every_cause_has_patience_and_words() -> None:
    assert set(PATIENCE) == set(Cause)
    assert all(cause.words for cause in Cause)


def test_addresses_are_taken_out_of_words() -> None:
    told = mail_failures.without_addresses("Key (ann@x.example) of <bob.b@y.example>: twice")

    assert told == "Key ((an address)) of <(an address)>: twice"
