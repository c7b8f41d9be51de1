"""Every pair of ink and ground reads at 4.5 to 1, in light and in dark, and no component names a raw color."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
TOKENS = dict(
    re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\);", (CSS / "tokens.css").read_text())
)
MEANINGS = ("good", "waiting", "act", "stopped", "neutral")
GROUNDS = ("canvas", "surface", "raised", "hover", "sunken")
PAIRS = [
    *product(("text", "text-soft"), GROUNDS),
    *product(("text",), [f"{meaning}-soft" for meaning in MEANINGS] + ["blue-soft"]),
    *[(meaning, f"{meaning}-soft") for meaning in MEANINGS],
    *product(MEANINGS, ("surface", "canvas", "hover", "raised")),
    *product(("blue",), ("surface", "canvas", "hover", "raised", "blue-soft")),
    ("on-blue", "blue-solid"),
    ("on-blue", "blue-solid-hover"),
    # Links and soft words inside callouts and selected rows
    *product(("blue",), [f"{meaning}-soft" for meaning in MEANINGS]),
    ("text-soft", "blue-soft"),
]


def luminance(color: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(ink: str, ground: str, theme: int) -> None:
    one, other = (TOKENS[name].split(", ")[theme] for name in (ink, ground))
    assert contrast(one, other) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_stand_out(theme: int) -> None:
    for edge, ground in product(("line-control", "blue-solid"), ("surface", "canvas")):
        one, other = (TOKENS[name].split(", ")[theme] for name in (edge, ground))
        assert contrast(one, other) >= 3, (edge, ground)


@pytest.mark.parametrize(
    "sheet", [path for path in sorted(CSS.glob("*.css")) if path.name != "tokens.css"], ids=lambda p: p.name
)
def test_components_name_tokens_not_colors(sheet: Path) -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|rgba?\(|hsla?\(", sheet.read_text())


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda p: p.name)
def test_sheets_name_only_tokens_that_exist(sheet: Path) -> None:
    declared = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in CSS.glob("*.css"))))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= declared
