"""Every template compiles, names its page, says what it is for, is used, and carries nothing inline."""

import re
from typing import Any

import pytest
from django.template import engines
from django.template.base import Template
from django.template.loader_tags import BlockNode, ExtendsNode

from tests.guards.test_house_rules import ROOT, source
from tests.page_check import faults_of

FOLDER = ROOT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
# Read in mail programs, never answered as a page.
MAIL = re.compile(r"^\w+/mail/")
SHELLS = {"base.html", "frame.html", "plain.html"}
# Found by name by the framework itself, so no line of ours speaks of them.
FOUND_BY_NAME = re.compile(r"^(?:\d{3}(?:_csrf)?\.html|account/|allauth/|mfa/|django/|admin/)")


def text_of(name: str) -> str:
    return (FOLDER / name).read_text()


def compiled(name: str) -> Template:
    template: Template = engines["django"].get_template(name).template  # type: ignore[attr-defined]
    return template


def extends(name: str) -> str:
    found = re.search(r'{%\s*extends\s+"([^"]+)"', text_of(name))
    return found.group(1) if found else ""


PAGES = [name for name in NAMES if extends(name) and name not in SHELLS and not name.startswith("allauth/")]


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name: str) -> None:
    assert compiled(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_says_what_it_is_for(name: str) -> None:
    assert re.search(r"{%\s*comment\s*%}\s*\S", text_of(name)) or "{#" in text_of(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_carries_nothing_inline(name: str) -> None:
    markup = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "x", text_of(name), flags=re.DOTALL)
    if MAIL.match(name):
        # One style element in the head, and nothing else: mail programs load no stylesheet.
        markup = re.sub(r"<style>[^<]*</style>\s*</head>", "</head>", markup, count=1)

    assert faults_of(markup) == []


def block_names(template: Template) -> set[str]:
    root: Any = template.nodelist.get_nodes_by_type(ExtendsNode)
    nodes: Any = root[0].nodelist if root else template.nodelist
    return {node.name for node in nodes.get_nodes_by_type(BlockNode)}


def fills_the_title(name: str) -> bool:
    """Say whether this template, or one between it and the shell, gives the page its title."""
    opening = re.search(r"{%\s*block (title|head_title)\s*%}\s*(?!{%\s*endblock)\S", text_of(name))
    if opening and opening.group(1) in block_names(compiled(name)):
        return True
    above = extends(name)
    return bool(above) and above not in SHELLS and (FOLDER / above).exists() and fills_the_title(above)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_a_title(name: str) -> None:
    heirs = [page for page in NAMES if extends(page) == name]

    assert fills_the_title(name) or heirs


def test_every_template_is_used() -> None:
    spoken = "\n".join(path.read_text() for path in source())
    spoken += "\n".join(text_of(name) for name in NAMES)
    spoken += "\n".join(path.read_text() for path in (ROOT / "credtrack" / "settings").glob("*.py"))

    unused = [
        name
        for name in NAMES
        if not FOUND_BY_NAME.match(name) and f'"{name}"' not in spoken and f"'{name}'" not in spoken
    ]

    assert unused == []


def test_no_template_marks_text_as_safe() -> None:
    assert [name for name in NAMES if re.search(r"\|\s*safe\b|autoescape\s+off", text_of(name))] == []


def test_no_page_reaches_for_another_site() -> None:
    elsewhere = re.compile(r"""(?:src|href)=["'](?:https?:)?//""")

    assert [name for name in NAMES if elsewhere.search(text_of(name))] == []


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<a onclick="go()">', "handler"),
        ('<p style="color: red">', "style"),
        ("<style>p {}</style>", "style"),
        ("<script>go()</script>", "script"),
        ('<a href="javascript:go()">', "javascript"),
        ("<p>{% if x %}</p>", "template code"),
    ],
)
def test_the_search_for_inline_code_sees_it(markup: str, fault: str) -> None:
    assert fault in " ".join(faults_of(markup))


def test_honest_markup_passes() -> None:
    assert (
        faults_of('<script type="module" src="/static/js/x.js"></script><p class="style">on time</p>') == []
    )


def test_words_in_templates_are_kind() -> None:
    unkind = re.compile(r">[^<{]*\b(?:Error|Invalid|Oops)\b")

    assert [name for name in NAMES if unkind.search(text_of(name))] == []
