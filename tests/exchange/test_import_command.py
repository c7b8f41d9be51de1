"""`import_tracker`: JSON on standard output, refusals on standard error, a dry run unless told to apply."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organization
from accounts.tenancy import organization_scope
from enrollments.models import Application
from tests.exchange.sheets import FILES, HEADINGS, TRACKERS, npi, xlsx
from tests.factories.providers import PracticeFactory

pytestmark = pytest.mark.usefixtures("catalogue", "monday", "maple")
KEYS = {
    "sheet", "row", "provider", "npi", "payer", "state", "practice_or_group", "kind", "status", "submitted_on", "approved_on",
    "effective_on", "follow_up_on", "reference",
}  # fmt: skip
COUNTS = {FILES[0]: 35, FILES[1]: 47, FILES[2]: 56, FILES[3]: 56, FILES[4]: 28}
REFUSED = {FILES[0]: 0, FILES[1]: 1, FILES[2]: 2, FILES[3]: 3, FILES[4]: 10}


def answer(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_tracker", *arguments, "--organization", "maple", "--format", "json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


@pytest.mark.parametrize("file", FILES)
def test_dry_run_then_apply_then_again(file: str, maple: Organization) -> None:
    path = str(TRACKERS / file)
    dry = answer(path)
    with organization_scope(maple):
        assert Application.objects.count() == 0
    written, again = answer(path, "--apply"), answer(path, "--apply")
    for found in (dry, written):
        assert (found["created"], found["updated"], found["unchanged"]) == (COUNTS[file], 0, 0)
        assert len(found["applications"]) == COUNTS[file]
        assert len(found["rejected"]) == REFUSED[file]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, COUNTS[file])
    assert dry["applications"][0]["provider"] == written["applications"][0]["provider"]


def test_an_application_has_the_promised_keys_and_iso_dates() -> None:
    found = answer(str(TRACKERS / "dirty.xlsx"))
    first = found["applications"][0]
    assert set(first) >= KEYS
    assert {key: first[key] for key in KEYS} == {
        "sheet": "Tracker",
        "row": 5,
        "provider": "Gwendolyn Asher",
        "npi": "1498263973",
        "payer": "Aetna",
        "state": "PA",
        "practice_or_group": "Maple Street Counseling",
        "kind": "initial_individual",
        "status": "active",
        "submitted_on": "2024-02-05",
        "approved_on": "2024-05-13",
        "effective_on": "2024-06-01",
        "follow_up_on": None,
        "reference": "7400118",
    }
    assert {(one["row"], one["reason"]) for one in found["rejected"]} >= {
        (13, "duplicate_row"),
        (34, "bad_date"),
    }
    assert {"CAQH Password", "SSN", "Site", "Answer"} <= set(found["ignored_columns"])


def test_payers_are_counted_as_the_catalogue_knows_them() -> None:
    wanted = {FILES[0]: 10, FILES[1]: 26, FILES[2]: 21, FILES[3]: 13, FILES[4]: 14}
    found = {
        file: len({one["payer"] for one in answer(str(TRACKERS / file))["applications"]}) for file in FILES
    }
    assert found == wanted


def test_list_applications_tells_the_same(maple: Organization) -> None:
    told = answer(str(TRACKERS / "biller_log.csv"), "--apply")["applications"]
    out = io.StringIO()
    call_command("list_applications", "--organization", "maple", "--format", "json", stdout=out)
    compared = (
        "provider",
        "payer",
        "state",
        "practice_or_group",
        "kind",
        "status",
        "effective_on",
        "follow_up_on",
        "reference",
    )

    def key(one: dict[str, Any]) -> str:
        return json.dumps([one[name] for name in compared])

    stated = [one for one in told if one["follow_up_on"]]
    listed = {key(one) for one in json.loads(out.getvalue())}
    assert [one for one in stated if key(one) not in listed] == []


def test_the_practice_may_be_named(maple: Organization) -> None:
    PracticeFactory(organization=maple, legal_name="Three Mills Counseling LLC", dba="Three Mills")
    found = answer(str(TRACKERS / "dirty.xlsx"), "--practice", "three mills", "--apply")
    assert {one["practice_or_group"] for one in found["applications"]} == {"Three Mills Counseling LLC"}


def test_the_first_practice_is_made_as_it_is_named(maple: Organization) -> None:
    path = str(TRACKERS / "dirty.xlsx")
    told = answer(path, "--practice", "Three Mills", "--apply")
    again = answer(path, "--practice", "Three Mills", "--apply")
    assert {one["practice_or_group"] for one in told["applications"]} == {"Three Mills"}
    assert (told["created"], again["created"], again["unchanged"]) == (28, 0, 28)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--practice", "Nowhere"], "no practice called"),
        (["--organization", "nobody"], "no organization"),
    ],
)
def test_what_is_not_known_is_refused(arguments: list[str], words: str, maple: Organization) -> None:
    PracticeFactory(organization=maple)
    with pytest.raises(CommandError, match=words):
        call_command(
            "import_tracker",
            str(TRACKERS / "dirty.xlsx"),
            "--organization",
            "maple",
            "--format",
            "json",
            *arguments,
        )


def test_unreadable_files_are_refused(tmp_path: Path) -> None:
    missing, text = tmp_path / "missing.xlsx", tmp_path / "letter.xlsx"
    text.write_bytes(b"%PDF-1.7")
    for path, words in ((missing, "cannot be read"), (text, "This is a PDF")):
        with pytest.raises(CommandError, match=words):
            answer(str(path))


def test_refused_rows_alone_are_no_failure(tmp_path: Path) -> None:
    path = tmp_path / "tracker.xlsx"
    path.write_bytes(xlsx({"T": [HEADINGS, ("", "Jane Doe, LPC", npi(), "PA", "Pending")]}))
    found = answer(str(path), "--apply")
    assert (found["created"], [one["reason"] for one in found["rejected"]]) == (0, ["missing_payer"])
