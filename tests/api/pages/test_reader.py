from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from api.pages.reader import Span, marked

TEXT = "甲<乙&丙𠀀丁戊己庚"


def span(name: str, begin: int, end: int, rank: int = 0) -> Span:
    return Span(begin, end, rank, Markup(f"<{name}>"), Markup(f"</{name}>"), Markup(f"<{name} again>"))


def plain(markup: str) -> str:
    return Markup(re.sub(r"<[^>]*>", "", markup)).unescape()


def test_escapes_and_nests() -> None:
    found = marked(TEXT, 0, 5, [span("b", 1, 3), span("a", 0, 4)])
    assert found == "<a>甲<b>&lt;乙</b>&amp;</a>丙"


def test_equal_spans_nest_by_rank() -> None:
    assert marked("x", 0, 1, [span("inner", 0, 1, 2), span("outer", 0, 1, 1)]) == "<outer><inner>x</inner></outer>"


def test_crossing_spans_are_cut() -> None:
    found = marked("abcd", 0, 4, [span("x", 0, 2), span("y", 1, 3)])
    assert found == "<x>a<y>b</y></x><y again>c</y>d"


def test_spans_are_cut_at_the_edge_of_the_stretch() -> None:
    assert marked("abcd", 1, 3, [span("x", 0, 2), span("y", 2, 4)]) == "<x again>b</x><y>c</y>"


_SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 10), st.integers(0, 3)), max_size=8)


@given(_SPANS, st.integers(0, 9), st.integers(1, 10))
def test_every_character_once_and_tags_balanced(
    given_spans: list[tuple[int, int, int]], begin: int, length: int
) -> None:
    spans = [
        span("abcdefgh"[index], first, first + size, rank) for index, (first, size, rank) in enumerate(given_spans)
    ]
    end = min(begin + length, len(TEXT))
    found = marked(TEXT, begin, end, spans)
    assert plain(found) == TEXT[begin:end]
    opened: list[str] = []
    for slash, name in re.findall(r"<(/?)([a-h])[^>]*>", found):
        if slash:
            assert opened.pop() == name
        else:
            opened.append(name)
    assert not opened
