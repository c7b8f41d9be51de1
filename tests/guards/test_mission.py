"""docs/mission.md leaves no concept out, and every page, file and command it names exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
MISSION = (ROOT / "docs" / "mission.md").read_text()
ROWS = {"Carepatron": 24, "GetPaneled": 12, "pie Health": 25, "TherAssist": 13, "The twelve rules": 12}
NAMED = sorted(set(re.findall(r"`([a-z]+:[a-z_]+)`", MISSION)))
FILES = sorted(set(re.findall(r"`([a-z_]+/[\w/.]*)`", MISSION)))


def _section(start: str) -> str:
    found = [part for part in MISSION.split("\n## ") if part.startswith(start)]
    assert len(found) == 1, start
    return found[0]


@pytest.mark.parametrize(("article", "count"), ROWS.items(), ids=list(ROWS))
def test_every_row_of_an_article_has_a_place(article: str, count: int) -> None:
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \|$", _section(article), re.MULTILINE)
    assert [int(number) for number, _, _ in rows] == list(range(1, count + 1))
    nowhere = [number for number, _, where in rows if not re.search(r"`[a-z_]+[:/]", where)]
    assert nowhere == []


def _url_names() -> set[str]:
    found: set[str] = set()
    for name, (_, resolver) in get_resolver().namespace_dict.items():
        found |= {f"{name}:{one}" for one in resolver.reverse_dict if isinstance(one, str)}
    for pattern in get_resolver().url_patterns:
        spaces = getattr(pattern, "namespace_dict", {})
        for name, (_, resolver) in spaces.items():
            found |= {f"{name}:{one}" for one in resolver.reverse_dict if isinstance(one, str)}
    return found


@pytest.mark.parametrize("name", NAMED)
def test_every_page_named_exists(name: str) -> None:
    assert name in _url_names()


@pytest.mark.parametrize("path", FILES)
def test_every_file_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_command_named_exists() -> None:
    commands = set(re.findall(r"manage\.py (\w+)", MISSION))
    assert commands
    assert commands <= set(get_commands())
