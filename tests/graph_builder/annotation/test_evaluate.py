"""Scores of one reading against another, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.annotation import Annotations, evaluate, format_evaluation, parse_annotations
from graph_builder.errors import AnnotationError
from graph_builder.text import SourceText
from tests.graph_builder.strategies import annotations

SOURCE = SourceText.of("支持科研院所推广区块链和大数据应用")
GOLD = "T1\tBody 2 6\t科研院所\nA1\tRole T1 beneficiary\nT2\tTechnology 8 11\t区块链\nT3\tTechnology 12 15\t大数据\n"


def reading(content: str) -> Annotations:
    return parse_annotations(content, SOURCE)


def test_scores_by_type_roles_and_confusion() -> None:
    found = evaluate(
        reading(GOLD),
        reading(
            "T1\tBody 4 6\t院所\nA1\tRole T1 target\nT2\tTechnology 8 11\t区块链\nT3\tScenario 12 17\t大数据应用\n"
        ),
    )
    technology, body = found.types["Technology"], found.types["Body"]
    assert (technology.gold, technology.predicted, technology.strict, technology.relaxed) == (2, 1, 1, 1)
    assert (body.strict, body.relaxed) == (0, 1)
    assert technology.precision(relaxed=False) == 1
    assert technology.recall(relaxed=False) == 0.5
    assert found.micro.f1(relaxed=True) == pytest.approx(4 / 6)
    assert found.micro.f1(relaxed=False) == pytest.approx(2 / 6)
    assert found.role_accuracy == 1  # a beneficiary is a target
    assert found.confusion["Technology", "Scenario"] == 1
    assert "Technology taken for: Scenario 1" in format_evaluation(found)


def test_one_mention_pairs_with_one() -> None:
    found = evaluate(
        reading("T1\tDomain 2 15\t科研院所推广区块链和大数据\n"),
        reading("T1\tDomain 2 6\t科研院所\nT2\tDomain 8 15\t区块链和大数据\n"),
    )
    assert found.types["Domain"].relaxed == 1
    assert found.confusion["–", "Domain"] == 1


def test_equal_spans_pair_first() -> None:
    nested = "T1\tGoal 0 17\t支持科研院所推广区块链和大数据应用\n"
    assert evaluate(reading(nested), reading(nested)).types["Goal"].strict == 1


def test_other_text() -> None:
    with pytest.raises(AnnotationError, match="different texts"):
        evaluate(reading(GOLD), parse_annotations("", SourceText.of("别的")))


@given(st.data())
def test_a_reading_agrees_with_itself(data: st.DataObject) -> None:
    one = data.draw(annotations())
    micro = evaluate(one, one).micro
    assert micro.gold == micro.predicted == micro.strict == micro.relaxed
