"""What was said is kept as a claim: it is replaced by a later one, and what is open asks for writing."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from credtrack.kernel.scope import Scope
from enrollments.enums import Channel
from enrollments.refusals import Refused
from planning import statements
from planning.confirmation_letter import Asking, Heard, paragraphs
from planning.enums import About, Form, Speaker
from planning.models import Statement
from tests.factories.payers import PayerFactory, PlatformFactory
from tests.factories.tenant import today

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(in_scope: Scope) -> statements.Claim:
    """Return what a payer said on the phone about a platform's release letter."""
    return statements.Claim(
        Speaker.PAYER,
        About.RELEASE_LETTER,
        "We need their letter.",
        Channel.CALL,
        Form.VERBAL,
        today(),
        position=" Yes ",
        person="Lee",
        payer=PayerFactory(name="Keystone"),
        platform=PlatformFactory(name="Headway"),
    )


def _contrary(claim: statements.Claim, **given: Any) -> statements.Claim:
    parts = {"speaker": Speaker.PLATFORM, "position": "no", "form": Form.WRITTEN, "channel": Channel.EMAIL}
    return replace(claim, **{**parts, "content": "No letter is needed.", **given})


def test_something_only_said_asks_for_writing(claim: statements.Claim, owner: User) -> None:
    row = statements.record(claim, actor=owner)
    assert row.position == "yes"
    open_ones = [(one.statement, one.why, one.against) for one in statements.needing_confirmation()]
    assert open_ones == [(row, statements.ONLY_SAID, ())]


def test_a_conflict_names_both_sides_and_ends_when_one_is_replaced(
    claim: statements.Claim, owner: User
) -> None:
    said = statements.record(claim, actor=owner)
    wrote = statements.record(_contrary(claim), actor=owner)
    found = {one.statement.pk: one for one in statements.needing_confirmation()}
    assert found[said.pk].against == (wrote,)
    assert found[wrote.pk].against == (said,)
    assert {one.why for one in found.values()} == {statements.CONFLICT}
    settled = replace(claim, position="no", form=Form.WRITTEN, channel=Channel.LETTER, replaces=said)
    statements.record(settled, actor=owner)
    assert statements.needing_confirmation() == []
    assert Statement.objects.count() == 3


def test_a_statement_is_replaced_once(claim: statements.Claim, owner: User) -> None:
    said = statements.record(claim, actor=owner)
    statements.record(replace(claim, replaces=said), actor=owner)
    with pytest.raises(Refused, match="Somebody replaced that statement"):
        statements.record(replace(claim, replaces=said), actor=owner)
    with pytest.raises(Refused, match="about the same thing"):
        statements.record(replace(claim, about=About.RATE, replaces=said), actor=owner)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"payer": None}, "Choose the payer"),
        ({"speaker": Speaker.PLATFORM, "platform": None}, "Choose the platform"),
        ({"speaker": Speaker.PARTNER, "person": " "}, "Write who"),
        ({"content": " "}, "Write down what was said"),
        ({"form": Form.WRITTEN}, "A call is not in writing"),
        ({"said_on": today() + dt.timedelta(days=1)}, "in the future"),
    ],
)
def test_what_cannot_be_a_statement_is_refused(
    claim: statements.Claim, owner: User, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        statements.record(replace(claim, **given), actor=owner)
    assert not Statement.objects.exists()


def test_a_statement_stays_as_it_was_said(claim: statements.Claim, owner: User) -> None:
    row = statements.record(claim, actor=owner)
    row.content = "Changed"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        row.save()


def test_the_letter_tells_both_sides_from_the_record() -> None:
    day = dt.date(2026, 3, 2)
    asking = Asking("Keystone", "Notice to leave", "", "Maple Street", "Keystone", "Carla", day)
    own = Heard("Keystone", "Lee", "verbal", day, "30 days are enough.")
    other = Heard("Headway", "", "written", day, "90 days.")
    text = "\n".join(paragraphs(asking, own, [other]))
    assert "on 2 Mar 2026 Keystone (Lee) said: “30 days are enough.”" in text
    assert "on 2 Mar 2026 Headway wrote: “90 days.”" in text
    assert "Both cannot hold" in text
    assert "only as it was said" in "\n".join(paragraphs(asking, own, []))
