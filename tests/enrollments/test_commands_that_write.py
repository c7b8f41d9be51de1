"""Moving and logging from the command line: JSON on success, words and a non-zero exit when refused."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from enrollments.enums import Status
from enrollments.models import Application, Entry


def run(name: str, *args: str) -> Any:
    """Return what a command prints as JSON for Maple Street."""
    out = StringIO()
    call_command(name, *args, "--organization", "maple", "--format", "json", stdout=out)
    return json.loads(out.getvalue())


def test_a_move_prints_the_application_as_it_stands(draft: Application, owner: User) -> None:
    day = draft.opened_on.isoformat()
    found = run(
        "move_application", str(draft.pk), "--to", "submitted", "--on", day, "--fact", "method=Portal",
        "--fact", "reference=A-1", "--actor", owner.email,
    )  # fmt: skip
    assert (found["status"], found["submitted_on"], found["reference"]) == ("submitted", day, "A-1")
    draft.refresh_from_db()
    assert draft.status == Status.SUBMITTED


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--to", "submitted"], "needs how it was sent"),
        (["--to", "active"], "from Draft to Active|needs"),
        (["--to", "submitted", "--fact", "method"], "is no fact"),
        (["--to", "submitted", "--fact", "color=red"], "No fact is called"),
        (["--to", "preparing", "--actor", "nobody@example.com"], "Nobody signs in"),
        (["--to", "preparing", "--known-version", "99"], "Somebody changed"),
    ],
)
def test_a_refused_move_says_why(draft: Application, args: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run("move_application", str(draft.pk), *args)


def test_a_foreign_application_does_not_exist(maple: Any, harbor_application: Application) -> None:
    with pytest.raises(CommandError, match="no application"):
        run("move_application", str(harbor_application.pk), "--to", "preparing")
    with pytest.raises(CommandError, match="No application"):
        run("log_contact", str(harbor_application.pk), "--said", "Hello")


def test_a_contact_is_logged(submitted: Application) -> None:
    (found,) = run(
        "log_contact", str(submitted.pk), "--said", "In process", "--quoted", "60", "90", "--unit", "business",
        "--client-visible",
    )  # fmt: skip
    entry = Entry.objects.get(pk=found["entry"])
    assert (entry.quoted_min, entry.quoted_max, entry.quoted_unit, entry.visibility) == (
        60,
        90,
        "business",
        "client",
    )
    assert found["next_follow_up_on"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "Write down what was said"),
        (["--said", "Soon", "--quoted", "60"], "calendar or business"),
        (["--said", "Soon", "--quoted", "1", "2", "3"], "from and to"),
    ],
)
def test_a_refused_contact_says_why(submitted: Application, args: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        run("log_contact", str(submitted.pk), *args)
