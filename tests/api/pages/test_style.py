"""Colours: text reaches the contrast of WCAG 2.2 level AA (4.5 to 1) on every ground that it may stand on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import api.pages

_STATIC = Path(api.pages.__file__).parent / "static"
_CSS = (_STATIC / "site.css").read_text(encoding="utf-8")
_ROOTS = re.findall(r":root \{(.*?)\}", _CSS, re.DOTALL)
MARKS = ("blue", "green", "orange", "magenta", "purple", "red", "teal", "gold", "grey")


def colours(block: str) -> dict[str, tuple[float, ...]]:
    return {
        name: tuple(int(value[index : index + 2], 16) / 255 for index in (0, 2, 4))
        for name, value in re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)
    }


SCHEMES = {"light": colours(_ROOTS[0]), "dark": colours(_ROOTS[1])}


def luminance(colour: tuple[float, ...]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(top: tuple[float, ...], ground: tuple[float, ...], share: float) -> tuple[float, ...]:
    return tuple(share * a + (1 - share) * b for a, b in zip(top, ground, strict=True))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["paper", "sheet", "shade"])
@pytest.mark.parametrize("text", ["ink", "soft", "accent"])
def test_text(scheme: str, text: str, ground: str) -> None:
    assert contrast(SCHEMES[scheme][text], SCHEMES[scheme][ground]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_coloured_grounds(scheme: str) -> None:
    palette = SCHEMES[scheme]
    for text, ground in (
        ("on-accent", "accent"),
        ("accent", "accent-tint"),
        ("warn", "warn-tint"),
        ("ink", "warn-tint"),
        ("ink", "target"),
        ("accent", "target"),
    ):
        assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("ground", ["paper", "sheet"])
def test_marks(scheme: str, mark: str, ground: str) -> None:
    palette = SCHEMES[scheme]
    for share in (0.11, 0.24, 0.26):
        tinted = mixed(palette[mark], palette[ground], share)
        assert contrast(palette["ink"], tinted) >= 4.5
        assert share > 0.11 or contrast(palette["accent"], tinted) >= 4.5
    assert contrast(palette[mark], palette[ground]) >= 3, "lines under marks are seen (WCAG 1.4.11)"


def test_types_of_one_colour_differ_by_line() -> None:
    css = (_STATIC / "reader.css").read_text(encoding="utf-8")
    looks: dict[tuple[str, str], str] = {}
    for name, colour, line in re.findall(r"\[data-type=(\w+)\] \{ --c: var\(--(\w+)\);(?: --s: (\w+);)? \}", css):
        look = (colour, line or "solid")
        assert look not in looks, f"{name} looks like {looks.get(look)}"
        looks[look] = name
    assert len(looks) > 10


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in _STATIC.iterdir():
        assert not re.search(r"url\(|@import|https?://(?!www\.w3\.org/2000/svg)", path.read_text(encoding="utf-8")), (
            path
        )
