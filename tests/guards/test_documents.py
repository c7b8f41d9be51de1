"""What the documents name exists: pages, pictures, commands, make targets and settings."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]

pytestmark = pytest.mark.one_leg


def test_newcomers_find_the_pages_they_need() -> None:
    names = {page.relative_to(ROOT).as_posix() for page in PAGES}
    assert {"README.md", "CONTRIBUTING.md", "SECURITY.md"} <= names
    wanted = ("map", "recipes", "deployment", "migrations", "performance")
    assert {f"docs/{name}.md" for name in wanted} <= names


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_commands_of_the_readme_exist() -> None:
    table = (ROOT / "README.md").read_text().split("| command |")[1].split("\n\n")[0]
    named = set(re.findall(r"`([a-z_]+)", table))
    assert len(named) > 8
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(), re.MULTILINE))
    assert named - targets == set()


NAMED_FILE = re.compile(
    r"`((?:tests|bench|scripts|accounts|credtrack|providers|payers|enrollments|exchange|dashboards)/[\w/.]+\.py)`"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_named_in_tables_exist(page: Path) -> None:
    """Tables say what is; plain text may also speak of what is planned."""
    rows = [line for line in page.read_text().splitlines() if line.startswith("|")]
    named = {name for line in rows for name in NAMED_FILE.findall(line)}
    assert {name for name in named if not (ROOT / name).exists()} == set()
