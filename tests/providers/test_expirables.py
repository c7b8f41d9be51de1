"""When a paper is current, expiring or expired, how long attestations hold, and which paper counts."""

import datetime as dt
from dataclasses import dataclass

import pytest

from providers import expirables
from providers.enums import CredentialKind
from providers.expirables import ExpiryState

TODAY = dt.date(2026, 11, 23)


@dataclass
class Paper:
    kind: str
    state: str = ""
    issued_on: dt.date | None = None
    expires_on: dt.date | None = None


def state_in(days: int, kind: str = "license") -> ExpiryState:
    return expirables.expiry(kind, TODAY + dt.timedelta(days=days), TODAY).state


def test_a_license_is_expiring_from_90_days_before_its_last_day_and_expired_the_day_after() -> None:
    assert state_in(91) == ExpiryState.CURRENT
    assert state_in(90) == ExpiryState.EXPIRING
    assert state_in(0) == ExpiryState.EXPIRING
    assert state_in(-1) == ExpiryState.EXPIRED


def test_a_caqh_attestation_is_expiring_from_30_days_before() -> None:
    assert state_in(31, "caqh_attestation") == ExpiryState.CURRENT
    assert state_in(30, "caqh_attestation") == ExpiryState.EXPIRING


@pytest.mark.parametrize(("days", "words"), [
    (0, "Expires today"), (1, "Expires in 1 day"), (12, "Expires in 12 days"), (-1, "Expired 1 day ago"),
    (-40, "Expired 40 days ago"),
])  # fmt: skip
def test_the_words_say_how_long(days: int, words: str) -> None:
    assert expirables.expiry("license", TODAY + dt.timedelta(days=days), TODAY).words == words


def test_a_paper_without_expiry_date_says_so() -> None:
    found = expirables.expiry("dea", None, TODAY)
    assert (found.state, found.days_left) == (ExpiryState.MISSING, None)


def test_every_kind_has_a_lead_time() -> None:
    assert set(expirables.LEAD_DAYS) == set(CredentialKind)


def test_caqh_holds_120_days_and_180_for_somebody_licensed_only_in_illinois() -> None:
    day = dt.date(2026, 1, 1)
    ends = expirables.attestation_ends
    assert ends("caqh_attestation", day, ["PA"]) == dt.date(2026, 5, 1)
    assert ends("caqh_attestation", day, ["IL"]) == dt.date(2026, 6, 30)
    assert ends("caqh_attestation", day, ["IL", "PA"]) == dt.date(2026, 5, 1)
    assert ends("caqh_attestation", day) == dt.date(2026, 5, 1)


def test_directory_data_holds_90_days() -> None:
    assert expirables.attestation_ends("directory_attestation", dt.date(2026, 1, 1)) == dt.date(2026, 4, 1)


def test_a_license_is_no_attestation() -> None:
    with pytest.raises(ValueError, match="not an attestation"):
        expirables.attestation_ends("license", TODAY)


def test_a_paper_covers_its_first_and_its_last_day() -> None:
    paper = Paper("license", "PA", dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    assert expirables.valid_on(paper, dt.date(2026, 1, 1))
    assert expirables.valid_on(paper, dt.date(2026, 12, 31))
    assert not expirables.valid_on(paper, dt.date(2025, 12, 31))
    assert not expirables.valid_on(paper, dt.date(2027, 1, 1))
    assert expirables.valid_on(Paper("license"), TODAY)


def test_a_valid_paper_counts_before_one_that_starts_later() -> None:
    now = Paper("license", "PA", dt.date(2024, 1, 1), dt.date(2026, 12, 31))
    later = Paper("license", "PA", dt.date(2027, 1, 1), dt.date(2028, 12, 31))
    assert expirables.best([later, now], "license", "PA", TODAY) is now
    assert expirables.best([now, later], "license", "PA", dt.date(2027, 6, 1)) is later


def test_papers_of_other_states_and_kinds_do_not_count() -> None:
    papers = [Paper("license", "NJ"), Paper("malpractice")]
    assert expirables.best(papers, "license", "PA", TODAY) is None
    assert expirables.best(papers, "license", "", TODAY) is papers[0]
    assert expirables.best(papers, "malpractice", "PA", TODAY) is papers[1]
