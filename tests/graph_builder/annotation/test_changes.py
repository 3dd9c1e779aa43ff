"""What a new draft has otherwise than the annotations that a person has reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_builder.annotation import Annotations, Mention, changes, format_changes, parse_annotations
from graph_builder.errors import AnnotationError
from graph_builder.text import SourceText

TEXT = "建设大数据平台。运用人工智能技术。\n支持老年人学习。服务全区企业。"


def _read(*mentions: tuple[str, str], text: str = TEXT, review: str = "") -> Annotations:
    lines = []
    for number, (kind, words) in enumerate(mentions, 1):
        start = text.index(words)
        lines.append(f"T{number}\t{kind} {start} {start + len(words)}\t{words}\n")
        if review:
            lines.append(f"A{number}\tReview T{number} {review}\n")
    source = SourceText.of(text, Path("text.txt"))
    return parse_annotations("".join(lines), source, Path("a.ann"))


def test_each_kind_of_change_with_its_line_and_sentence() -> None:
    reviewed = _read(
        ("Facility", "大数据平台"), ("Technology", "人工智能"), ("Group", "老年人"), ("Body", "企业"), review="reviewed"
    )
    draft = _read(("Facility", "大数据平台"), ("Domain", "人工智能"), ("Group", "老年人学习"), ("Location", "全区"))
    found = {change.kind: change for change in changes(reviewed, draft)}
    assert [change.kind for change in changes(reviewed, draft)] == ["retyped", "moved", "added", "gone"]
    assert found["retyped"].words == "Technology [人工智能] → Domain [人工智能]"
    assert (found["retyped"].review, found["retyped"].line) == ("reviewed", 1)
    assert found["retyped"].sentence == "运用人工智能技术。"
    assert found["moved"].words == "Group [老年人] → Group [老年人学习]"
    assert (found["moved"].line, found["moved"].sentence) == (2, "支持老年人学习。")
    assert found["added"].words == "Location [全区]"
    assert found["gone"].words == "Body [企业]"
    assert len(format_changes(found.values()).splitlines()) == 5


def test_nothing_changes_against_itself() -> None:
    draft = _read(("Facility", "大数据平台"), ("Group", "老年人"))
    assert changes(draft, draft) == []


def test_of_several_that_overlap_the_nearest_is_taken_once() -> None:
    reviewed = _read(("Group", "老年人学习"))
    draft = _read(("Group", "支持老"), ("Group", "年人学习"))
    found = changes(reviewed, draft)
    assert [change.kind for change in found] == ["added", "moved"]
    moved = found[1].after
    assert isinstance(moved, Mention)
    assert moved.span.quote == "年人学习"


def test_two_texts_are_not_compared() -> None:
    with pytest.raises(AnnotationError, match="another text"):
        changes(_read(), _read(text="另一篇。"))
