"""The house rules that a reader would otherwise have to watch: sizes, names, dates, waits, texts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_leg

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "accounts",
    "credtrack",
    "dashboards",
    "enrollments",
    "exchange",
    "forecast",
    "payers",
    "planning",
    "providers",
    "reminders",
)
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "misc", "services"}
CLOCK = "credtrack/kernel/clock.py"


NOT_OURS = {".venv", ".git", "var", "node_modules", "__pycache__"}


def tracked(*patterns: str) -> list[Path]:
    """Return the files of the project that match, without the environment, data and caches."""
    found = {path for pattern in patterns for path in ROOT.rglob(pattern) if path.is_file()}
    return sorted(path for path in found if NOT_OURS.isdisjoint(path.relative_to(ROOT).parts))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def source() -> list[Path]:
    """Return our Python files that run in production."""
    return [
        path
        for path in tracked("*.py")
        if name_of(path).split("/")[0] in ROOMS and "/migrations/" not in name_of(path)
    ]


def suite() -> list[Path]:
    return [path for path in tracked("*.py") if name_of(path).startswith("tests/")]


def too_long(path: Path, limit: int) -> bool:
    return len(path.read_text().splitlines()) > limit


def test_files_stay_readable() -> None:
    assert [name_of(path) for path in source() if too_long(path, 350)] == []
    assert [name_of(path) for path in suite() if too_long(path, 400)] == []
    assert [name_of(path) for path in tracked("*.html") if too_long(path, 150)] == []


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_functions_stay_readable() -> None:
    found = [
        f"{name_of(path)}: {function.name} has {length} lines"
        for path in source()
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > 50
    ]
    assert found == []


def test_nothing_is_named_after_a_drawer() -> None:
    found = [
        name_of(path)
        for path in [*source(), *suite()]
        if FORBIDDEN_NAMES & set(Path(name_of(path)).with_suffix("").parts)
    ]
    assert found == []


def test_every_file_says_what_it_knows() -> None:
    found = [
        name_of(path)
        for path in [*source(), *suite()]
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert found == []


NAIVE_NOW = re.compile(r"\b(date\.today|datetime\.(now|today|utcnow)|timezone\.(now|localdate|localtime))\(")


def test_only_the_clock_asks_for_the_time() -> None:
    found = [
        name_of(path) for path in source() if name_of(path) != CLOCK and NAIVE_NOW.search(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("dt.date.today()", True),
        ("timezone.now()", True),
        ("datetime.now(tz=UTC)", True),
        ("clock.today()", False),
        ("clock.now()", False),
    ],
)
def test_clock_guard_tells_good_from_bad(text: str, bad: bool) -> None:
    assert bool(NAIVE_NOW.search(text)) is bad


# Put together here, so that this file does not find itself.
BANNED_EVERYWHERE = ["TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error", "mark_" + "safe"]
BANNED_IN_TESTS = ["time." + "sleep(", "mark." + "skip", "mark." + "xfail"]


def offenders(paths: list[Path], banned: list[str]) -> list[str]:
    return [f"{name_of(path)}: {word}" for path in paths for word in banned if word in path.read_text()]


def test_nothing_is_left_half_done() -> None:
    assert offenders([*source(), *suite()], BANNED_EVERYWHERE) == []
    assert offenders(suite(), BANNED_IN_TESTS) == []


def test_templates_never_switch_escaping_off() -> None:
    assert offenders(tracked("*.html"), ["|" + "safe", "autoescape " + "off"]) == []


MACHINE_PATH = re.compile(r"(?<![\w.])/(home|Users|root|work)/")


def test_nothing_names_one_persons_machine() -> None:
    text_files = tracked("*.py", "*.md", "*.yml", "*.toml", "*.html", "Makefile", "Dockerfile", "run")
    found = [name_of(path) for path in text_files if MACHINE_PATH.search(path.read_text(errors="replace"))]
    assert found == []


def test_development_set_holds_the_runtime_set() -> None:
    """`make run` trusts an environment that has the development requirements."""
    pins = [
        set(re.findall(r"^([\w.\[\]-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert len(pins[0]) > 20
    assert pins[0] - pins[1] == set()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_a_hash_and_no_registry_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.split(r"^(?=[\w.\[\]-]+==)", text, flags=re.MULTILINE)[1:]
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
