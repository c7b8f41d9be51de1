"""What the file of episodes may look like, and what is said of a row that cannot be used."""

from pathlib import Path

import pytest

from forecast.episodes_file import Reading, UnusableFile, read_episodes

HEADING = "group,subgroup,submitted_on,ended_on,outcome\n"
GOOD = "Aetna,PA,2024-01-02,2024-03-04,approved\n"


def read(tmp_path: Path, text: str) -> Reading:
    path = tmp_path / "episodes.csv"
    path.write_text(text, encoding="utf-8")
    return read_episodes(path)


def test_a_row_becomes_days_outcome_and_cohort(tmp_path: Path) -> None:
    found = read(tmp_path, HEADING + GOOD).episodes
    assert found.paths == (("aetna", "pa"),)
    assert found.end[0] - found.start[0] == 62
    assert found.outcome.tolist() == [1]
    assert found.row.tolist() == [1]


def test_an_open_row_is_known_up_to_the_last_day_of_the_file(tmp_path: Path) -> None:
    found = read(tmp_path, HEADING + "A,B,2024-01-01,,\n" + GOOD).episodes
    assert found.outcome.tolist() == [0, 1]
    assert found.end[0] == found.end[1] == found.last_day


def test_denied_and_withdrawn_are_other_ends(tmp_path: Path) -> None:
    rows = "A,B,2024-01-01,2024-01-01,denied\nA,B,2024-01-01,2024-02-01, Withdrawn \n"
    assert read(tmp_path, HEADING + rows).episodes.outcome.tolist() == [2, 2]


@pytest.mark.parametrize("spelled", ["AETNA,P.A.", "  aetna ,P A", "Aetna.,p-a"])
def test_two_spellings_are_one_cohort(tmp_path: Path, spelled: str) -> None:
    rows = f"Aetna,P A,2024-01-02,2024-03-04,approved\n{spelled},2024-01-02,,\n"
    assert read(tmp_path, HEADING + rows).episodes.path.tolist() == [0, 0]


def test_names_of_signs_alone_stay_apart(tmp_path: Path) -> None:
    found = read(tmp_path, HEADING + "+,B,2024-01-01,,\n-,B,2024-01-01,,\n").episodes
    assert found.path.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ("A,B,,2024-01-01,approved", "submitted_on", "is blank; a date such as 2026-03-12 is needed"),
        ("A,B,01/02/2024,,", "submitted_on", "'01/02/2024' is not a date such as 2026-03-12"),
        ("A,B,2024-02-30,,", "submitted_on", "'2024-02-30' is not a date such as 2026-03-12"),
        ("A,B,2024-01-02,soon,approved", "ended_on", "'soon' is not a date such as 2026-03-12"),
        ("A,B,2024-01-02,2024-01-01,approved", "ended_on", "is earlier than submitted_on"),
        ("A,B,2024-01-02,,denied", "ended_on", "is blank although the outcome is denied"),
        ("A,B,2024-01-02,2024-01-03,", "outcome", "is blank although ended_on has a date"),
        ("A,B,2024-01-02,2024-01-03,granted", "outcome", "'granted' is none of approved, denied"),
        ("A,B", "submitted_on", "is blank"),
    ],
)
def test_a_bad_row_is_named_and_costs_only_itself(
    tmp_path: Path, row: str, column: str, problem: str
) -> None:
    found = read(tmp_path, f"{HEADING}{GOOD}{row}\n{GOOD}")
    assert found.episodes.row.tolist() == [1, 3]
    assert [str(each).startswith(f"row 2, column {column}: {problem}") for each in found.complaints] == [True]


def test_times_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    text = "\ufeff" + HEADING + "A,B,2024-01-02T10:00:00,2024-01-05 23:59:00,approved\n"
    found = read(tmp_path, text).episodes
    assert found.end[0] - found.start[0] == 3


def test_further_columns_in_any_order_are_welcome(tmp_path: Path) -> None:
    text = "note,outcome,ended_on,submitted_on,subgroup,group\nx,approved,2024-01-03,2024-01-02,B,A\n"
    assert read(tmp_path, text).episodes.paths == (("a", "b"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Column group is missing"),
        ("group,subgroup,submitted_on,outcome\nA,B,2024-01-01,\n", "Column ended_on is missing"),
        (HEADING, "no row that can be used"),
        (HEADING + "A,B,soon,,\n", "First problem: row 1, column submitted_on"),
    ],
)
def test_a_file_without_anything_usable_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UnusableFile, match=words):
        read(tmp_path, text)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be read: No such file"):
        read_episodes(tmp_path / "missing.csv")
    (tmp_path / "sheet.csv").write_bytes(HEADING.encode() + b"\xff\xfe")
    with pytest.raises(UnusableFile, match="not text in UTF-8"):
        read_episodes(tmp_path / "sheet.csv")
