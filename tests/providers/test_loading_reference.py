"""What loading an NPPES file and the taxonomy list does, and that doing it twice changes nothing."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from providers.models import NppesRecord, Taxonomy

pytestmark = pytest.mark.django_db
CUT = Path(__file__).parent.parent / "data" / "nppes" / "npidata_pfile_cut.csv"


def run(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command(*words, "--format", "json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def counts(found: dict[str, Any]) -> tuple[int, int, int]:
    return found["created"], found["updated"], found["unchanged"]


def test_a_file_is_kept_and_the_same_file_again_changes_nothing() -> None:
    assert counts(run("load_nppes", str(CUT))) == (15, 0, 0)
    before = list(NppesRecord.objects.values())
    assert counts(run("load_nppes", str(CUT))) == (0, 0, 15)
    assert list(NppesRecord.objects.values()) == before
    deactivated = NppesRecord.objects.get(npi="1306849450")
    assert str(deactivated.deactivated_on) == "2021-03-03"
    assert deactivated.entity_type is None


def test_the_zip_of_the_download_page_is_read_without_unpacking(tmp_path: Path) -> None:
    packed = tmp_path / "NPPES_Weekly.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("npidata_pfile_20260831-20260906_FileHeader.csv", "NPI\n")
        archive.write(CUT, "npidata_pfile_20260831-20260906.csv")
        archive.writestr("othername_pfile_20260831-20260906.csv", "NPI\n")
    assert counts(run("load_nppes", str(packed))) == (15, 0, 0)


def edited(tmp_path: Path, changes: dict[str, str]) -> Path:
    """Return a copy of the file whose first row is changed."""
    with CUT.open(newline="") as lines:
        rows = list(csv.reader(lines))
    for column, value in changes.items():
        rows[1][rows[0].index(column)] = value
    path = tmp_path / "edited.csv"
    with path.open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)
    return path


def test_a_row_that_changed_is_updated(tmp_path: Path) -> None:
    run("load_nppes", str(CUT))
    changed = edited(tmp_path, {"Provider First Name": "RENAMED", "Last Update Date": "09/01/2026"})
    assert counts(run("load_nppes", str(changed))) == (0, 1, 14)


def test_an_older_file_does_not_overwrite_what_is_newer(tmp_path: Path) -> None:
    run(
        "load_nppes",
        str(edited(tmp_path, {"Provider First Name": "NEWER", "Last Update Date": "09/01/2026"})),
    )
    found = run("load_nppes", str(CUT))
    assert (found["older"], found["updated"]) == (1, 0)
    assert NppesRecord.objects.filter(data__first_name="NEWER").exists()


def test_a_row_without_an_npi_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    found = run("load_nppes", str(edited(tmp_path, {"NPI": "1234567890"})))
    assert (found["created"], found["refused"]) == (14, 1)
    assert found["reasons"] == ["Line 2: 1234567890 is not an NPI."]


def test_one_state_can_be_kept_alone() -> None:
    found = run("load_nppes", str(CUT), "--state", "CT")
    assert found["skipped"] > 0
    assert found["created"] + found["skipped"] == 15


@pytest.mark.parametrize(("content", "told"), [
    (b"Name,State\nDana,PA\n", "not an NPPES file"), (b"", "not an NPPES file"), (b"PK\x03\x04broken", "not an NPPES file"),
])  # fmt: skip
def test_another_file_is_refused_in_words(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=told):
        call_command("load_nppes", str(path))


def test_a_zip_of_something_else_and_a_missing_file_are_refused_in_words(tmp_path: Path) -> None:
    packed = tmp_path / "other.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(CommandError, match="npidata_pfile"):
        call_command("load_nppes", str(packed))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_nppes", str(tmp_path / "nowhere.csv"))


def test_the_text_form_is_one_line_of_counts(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_nppes", str(CUT))
    assert "15 rows: 15 created" in capsys.readouterr().out


def test_the_shipped_taxonomy_list_is_kept_once() -> None:
    assert counts(run("load_taxonomy")) == (874, 0, 0)
    assert counts(run("load_taxonomy")) == (0, 0, 874)
    counselor = Taxonomy.objects.get(pk="101YP2500X")
    assert (counselor.classification, counselor.specialization) == ("Counselor", "Professional")


def test_a_changed_code_is_updated_and_a_file_that_is_no_list_is_refused(tmp_path: Path) -> None:
    run("load_taxonomy")
    Taxonomy.objects.filter(pk="101YP2500X").update(display_name="Something else")
    assert counts(run("load_taxonomy")) == (0, 1, 873)
    other = tmp_path / "other.csv"
    other.write_text("Code,Name\n101YP2500X,Counselor\n")
    with pytest.raises(CommandError, match="not the NUCC list"):
        call_command("load_taxonomy", str(other))
    other.write_text("Code,Grouping,Classification,Specialization,Display Name,Section\nnonsense,a,b,c,d,e\n")
    with pytest.raises(CommandError, match="without a taxonomy code"):
        call_command("load_taxonomy", str(other))
