"""Pages built from the parts: nothing inline, landmarks and names in place, every template sound."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from credtrack.kernel.icons import ICONS
from tests.design.gallery import PAGES, pages, rows, shown_list
from tests.page_check import faults_of

ROOT = Path(settings.BASE_DIR) / "templates"
EVERY_TEMPLATE = sorted(ROOT.rglob("*.html"))
# A mail carries its own styles, which tests/guards/test_templates.py looks at.
TEMPLATES = [path for path in EVERY_TEMPLATE if path.parent.name != "mail"]


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return pages()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_compile_and_carry_nothing_inline(path: Path) -> None:
    engines["django"].get_template(str(path.relative_to(ROOT)))
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.DOTALL)
    assert faults_of(source) == []


@pytest.mark.parametrize("path", EVERY_TEMPLATE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_prints_what_somebody_typed_as_markup(path: Path) -> None:
    filters = re.findall(r"\|\s*(\w+)", path.read_text())
    assert not {"safe", "safeseq"} & set(filters)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_icons_named_in_templates_are_in_the_sprite(path: Path) -> None:
    assert set(re.findall(r'\{% icon "([\w-]+)"', path.read_text())) <= set(ICONS)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_classes_named_in_templates_have_a_style(path: Path) -> None:
    sheets = "".join(sheet.read_text() for sheet in (ROOT.parent / "static" / "css").glob("*.css"))
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", sheets))
    source = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(), flags=re.DOTALL)
    named = {name for value in re.findall(r'class="([^"]*)"', source) for name in value.split()}
    assert named <= known


def test_no_page_carries_anything_inline(drawn: dict[str, str]) -> None:
    assert {name: found for name, html in drawn.items() if (found := faults_of(html))} == {}


def test_every_page_has_a_title_one_heading_a_main_and_a_way_to_skip_to_it(drawn: dict[str, str]) -> None:
    for name, html in drawn.items():
        assert re.search(r"<title>[^·<]*\w[^·<]* · CredTrack</title>", html), name
        assert html.count("<h1>") == 1, name
        assert html.count('<main id="main"') == 1, name
        assert 'href="#main"' in html, name


def test_ids_are_unique_on_every_page(drawn: dict[str, str]) -> None:
    for name in PAGES:
        if name == "forms":
            continue  # two copies of one form stand there side by side, on purpose
        ids = re.findall(r'\sid="([^"]+)"', drawn[name])
        assert sorted(ids) == sorted(set(ids)), name


def test_buttons_without_words_have_a_name(drawn: dict[str, str]) -> None:
    for name, html in drawn.items():
        for tag in re.findall(r"<button[^>]*icon-only[^>]*>", html):
            assert "aria-label" in tag, (name, tag)


def test_the_list_marks_its_order_and_keeps_it_when_filtered(drawn: dict[str, str]) -> None:
    assert drawn["list"].count('aria-sort="ascending"') == 1
    assert '<input type="hidden" name="sort" value="due">' in drawn["list"]


def test_a_list_row_names_what_its_box_selects(drawn: dict[str, str]) -> None:
    _, first = rows(1)
    assert f'aria-label="Select {first[0].label}"' in drawn["list"]


def test_an_empty_list_teaches_the_next_step(drawn: dict[str, str]) -> None:
    assert "No applications yet" in drawn["empty_list"]
    assert "Bring a spreadsheet" in drawn["empty_list"]
    assert "<table" not in drawn["empty_list"].split('id="list"')[1].split("</section>")[0]


def test_the_row_loop_holds_no_include_and_no_address() -> None:
    source = (ROOT / "parts" / "list_table.html").read_text()
    loop = source.split("<tbody>")[1].split("</tbody>")[0]
    assert "include" not in loop
    assert "url" not in loop


def test_a_field_wires_help_and_problem_to_its_control(drawn: dict[str, str]) -> None:
    assert re.search(
        r'<input[^>]*name="first_name"[^>]*aria-describedby="[^"]*helptext[^"]*_error"', drawn["forms"]
    )
    assert "The last digit does not fit" in drawn["forms"]
    assert '<span class="optional">(optional)</span>' in drawn["forms"]


def test_voided_items_are_struck_through_and_late_ones_say_when_they_were_recorded(
    drawn: dict[str, str],
) -> None:
    page = drawn["application"]
    assert '<del class="timeline-sentence">Moved from Submitted to Approved</del>' in page
    assert "Recorded 12 Mar 2026" in page
    assert page.count('aria-current="step"') == 2


def test_a_chosen_theme_is_in_the_first_byte_so_that_nothing_flashes() -> None:
    from django.test import RequestFactory

    request = RequestFactory().get("/")
    request.COOKIES["theme"] = "dark"
    request.COOKIES["rail"] = '"><script>'
    html = (
        engines["django"]
        .from_string('{% extends "base.html" %}{% block title %}x{% endblock %}')
        .render({"messages": []}, request)
    )
    assert '<html lang="en" data-theme="dark">' in html


def test_the_sample_list_has_the_shape_that_the_engine_gives() -> None:
    from credtrack.kernel.lists.rendering import ShownList

    assert {key for key in shown_list() if not hasattr(ShownList, key)} <= {"label"}
