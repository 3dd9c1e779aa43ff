"""Scores of what one reading says a plan commits to, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.annotation import Annotations, evaluate_statements, format_statements, parse_annotations
from graph_builder.errors import AnnotationError
from graph_builder.text import SourceText
from tests.graph_builder.strategies import annotations

TEXT = "建设数据平台,推动区块链与金融融合。鼓励企业上云"
SOURCE = SourceText.of(TEXT)


def reading(*lines: str) -> Annotations:
    """Parse lines whose mentions are given as id, type and words."""
    content = []
    for line in lines:
        number, kind, words = line.split(" ", 2)
        if number.startswith("T"):
            start = TEXT.index(words)
            line = f"{number}\t{kind} {start} {start + len(words)}\t{words}"
        else:
            line = f"{number}\t{kind} {words}"
        content.append(line)
    return parse_annotations("\n".join(content) + "\n", SOURCE)


GOLD = (
    "T1 Directive 建设数据平台",
    "A1 Action T1 build",
    "A2 Force T1 require",
    "T2 Facility 数据平台",
    "R1 buildsFacility Arg1:T1 Arg2:T2",
    "T3 Directive 推动区块链与金融融合",
    "A3 Action T3 integrate",
    "A4 Force T3 promote",
    "T4 Technology 区块链",
    "T5 Domain 金融",
    "R2 concernsTechnology Arg1:T3 Arg2:T4",
    "R3 concernsDomain Arg1:T3 Arg2:T5",
    "R4 integratesWith Arg1:T4 Arg2:T5",
    "T6 Directive 鼓励企业上云",
    "A5 Action T6 apply",
    "A6 Force T6 encourage",
)


def test_directives_and_relations() -> None:
    found = evaluate_statements(
        reading(*GOLD),
        reading(
            "T1 Directive 建设数据平台,推动区块链与金融融合",  # overlaps two, pairs with the longer
            "A1 Action T1 build",
            "A2 Force T1 promote",
            "T2 Facility 平台",
            "T4 Technology 区块链",
            "T5 Domain 金融",
            "R1 buildsFacility Arg1:T1 Arg2:T2",  # said by the directive of the second sentence half: wrong
            "R2 usesTechnology Arg1:T1 Arg2:T4",  # the pair is right, the property is not
            "R3 concernsDomain Arg1:T1 Arg2:T5",
            "R4 integratesWith Arg1:T5 Arg2:T4",  # in either order
            "T6 Directive 鼓励企业上云",
            "A5 Action T6 apply",
            "A6 Force T6 encourage",
        ),
    )
    assert (found.directives.gold, found.directives.predicted) == (3, 2)
    assert (found.directives.strict, found.directives.relaxed) == (1, 2)
    assert found.action_accuracy == 0.5
    assert found.force_accuracy == 1
    assert found.relations["concernsDomain"].relaxed == 1
    assert found.relations["concernsDomain"].strict == 0, "its directive has other edges"
    assert found.relations["integratesWith"].strict == 1
    assert found.relations["buildsFacility"].relaxed == 0
    assert found.relations["usesTechnology"].precision(relaxed=True) == 0
    assert (found.micro.gold, found.micro.predicted, found.micro.relaxed) == (4, 4, 2)
    assert (found.pairs.gold, found.pairs.predicted, found.pairs.relaxed) == (4, 4, 3)


def test_a_mention_of_another_type_is_no_argument() -> None:
    wrong = [line.replace("Facility 数", "Instrument 数").replace("buildsFacility", "usesInstrument") for line in GOLD]
    found = evaluate_statements(reading(*GOLD), reading(*wrong))
    assert found.pairs.relaxed == 3
    assert found.relations["usesInstrument"].relaxed == 0


def test_written_as_a_table() -> None:
    lines = format_statements(evaluate_statements(reading(*GOLD), reading(*GOLD)))
    assert any(line.startswith("buildsFacility") and line.endswith("1.000") for line in lines)
    assert "action: 3 of 3 paired directives agree (1.000)" in lines


def test_a_reading_without_directives_is_not_judged() -> None:
    without = reading("T2 Facility 数据平台")
    assert not format_statements(evaluate_statements(without, reading(*GOLD)))


def test_other_text() -> None:
    with pytest.raises(AnnotationError, match="different texts"):
        evaluate_statements(reading(*GOLD), parse_annotations("", SourceText.of("别的")))


@given(st.data())
def test_a_reading_agrees_with_itself(data: st.DataObject) -> None:
    one = data.draw(annotations())
    found = evaluate_statements(one, one)
    for score in (found.directives, found.micro, found.pairs):
        assert score.gold == score.predicted == score.strict == score.relaxed
    assert found.actions_right == found.forces_right == found.paired == found.directives.gold
