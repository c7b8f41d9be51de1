"""Commands answer with JSON alone on standard output and refuse with words on standard error."""

import datetime as dt
import json
from argparse import ArgumentTypeError
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from credtrack.kernel.commands import JsonCommand, iso_date, iso_timestamp


@dataclass
class Row:
    """A small answer with everything JSON lacks."""

    day: dt.date
    amount: Decimal
    tags: frozenset[str]


class Told(JsonCommand):
    """Answers with one row."""

    def answer(self, **options: Any) -> Any:
        return {"rows": [Row(dt.date(2026, 3, 12), Decimal("1.50"), frozenset({"b", "a"}))]}


class Failing(Told):
    """Answers, and says by its exit code that the answer is bad."""

    def exit_code(self, found: Any) -> int:
        return 3


class Refusing(JsonCommand):
    """Refuses."""

    def answer(self, **options: Any) -> Any:
        raise CommandError("Row 7 names no payer.")


def printed(command: JsonCommand, *arguments: str) -> str:
    output = StringIO()
    call_command(command, *arguments, stdout=output)
    return output.getvalue()


def test_json_answer_is_one_document() -> None:
    assert json.loads(printed(Told(), "--format", "json")) == {
        "rows": [{"day": "2026-03-12", "amount": "1.50", "tags": ["a", "b"]}]
    }


def test_text_answer_is_readable() -> None:
    assert '"day": "2026-03-12"' in printed(Told())


def test_bad_answer_is_printed_and_exits_with_its_code() -> None:
    output = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(Failing(), "--format", "json", stdout=output)
    assert ended.value.code == 3
    assert json.loads(output.getvalue())["rows"]


def test_refusal_prints_no_json() -> None:
    output = StringIO()
    with pytest.raises(CommandError, match="Row 7"):
        call_command(Refusing(), "--format", "json", stdout=output)
    assert output.getvalue() == ""


def test_unknown_kind_of_value_is_not_guessed() -> None:
    class Odd(JsonCommand):
        """Answers with something that has no JSON form."""

        def answer(self, **options: Any) -> Any:
            return object()

    with pytest.raises(TypeError, match="no JSON form"):
        printed(Odd(), "--format", "json")


def test_dates_and_times_are_read_or_refused_in_words() -> None:
    assert iso_date("2026-03-12") == dt.date(2026, 3, 12)
    assert iso_timestamp("2026-03-12T09:30:00") == dt.datetime(2026, 3, 12, 9, 30, tzinfo=dt.UTC)
    with pytest.raises(ArgumentTypeError, match="is not a date such as"):
        iso_date("12.3.2026")
    with pytest.raises(ArgumentTypeError, match="is not a time such as"):
        iso_timestamp("yesterday")
