"""Agreement of two readings, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.annotation import Annotations, compare, parse_annotations, unitizing_alpha
from graph_builder.errors import AnnotationError
from graph_builder.text import SourceText

SOURCE = SourceText.of("推广区块链和大数据应用")


def reading(content: str) -> Annotations:
    return parse_annotations(content, SOURCE)


ONE = reading(
    "T1\tDirective 0 11\t推广区块链和大数据应用\nA1\tForce T1 promote\n"
    "T2\tTechnology 2 5\t区块链\nT3\tTechnology 6 9\t大数据\n"
    "R1\tusesTechnology Arg1:T1 Arg2:T2\nR2\tusesTechnology Arg1:T1 Arg2:T3\n"
)
TWO = reading(
    "T7\tDirective 0 11\t推广区块链和大数据应用\nA1\tForce T7 require\n"
    "T8\tTechnology 2 5\t区块链\nR5\tusesTechnology Arg1:T7 Arg2:T8\n"
)


def test_alpha_worked_out_by_hand() -> None:
    # 11 characters, 6 and 3 inside, 3 differ: observed 6/22; expected 2 * 9 * 13 / (22 * 21)
    assert unitizing_alpha(11, [(2, 5), (6, 9)], [(2, 5)]) == pytest.approx(1 - (6 / 22) / (234 / 462))


def test_alpha_is_not_defined_where_nothing_varies() -> None:
    assert unitizing_alpha(11, [], []) is None
    assert unitizing_alpha(11, [(0, 11)], [(0, 11)]) is None


def test_two_readings() -> None:
    found = compare(ONE, TWO)
    assert [(a.name, a.first, a.second, a.equal) for a in found["mentions"]] == [
        ("Directive", 1, 1, 1),
        ("Technology", 2, 1, 1),
    ]
    assert [a.f1 for a in found["mentions"]] == [1, pytest.approx(2 / 3)]
    assert [(a.name, a.first, a.second, a.equal, a.alpha) for a in found["relations"]] == [
        ("usesTechnology", 2, 1, 1, None)
    ]
    assert [(a.name, a.equal) for a in found["attributes"]] == [("Force", 0)]


def test_boundaries_of_the_sayer_and_order_of_a_symmetric_pair_do_not_count_against_a_relation() -> None:
    source = SourceText.of("推动区块链和大数据融合")
    one = "T1\tDirective 0 11\t推动区块链和大数据融合\n"
    two = "T1\tDirective 2 11\t区块链和大数据融合\n"
    rest = "T2\tTechnology 2 5\t区块链\nT3\tTechnology 6 9\t大数据\nR1\tusesTechnology Arg1:T1 Arg2:T2\n"
    ends = ("R2\tintegratesWith Arg1:T2 Arg2:T3\n", "R2\tintegratesWith Arg1:T3 Arg2:T2\n")
    readings = [parse_annotations(first + rest + last, source) for first, last in zip((one, two), ends, strict=True)]
    found = compare(*readings)
    assert [(a.name, a.equal) for a in found["relations"]] == [("integratesWith", 1), ("usesTechnology", 1)]
    assert [(a.name, a.equal) for a in found["mentions"]] == [("Directive", 0), ("Technology", 2)]


def test_readings_of_two_texts_are_refused() -> None:
    with pytest.raises(AnnotationError, match="different texts"):
        compare(ONE, parse_annotations("", SourceText.of("另一文本")))


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1])), max_size=5)


@given(spans, spans)
def test_alpha_is_symmetric_and_at_most_one(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    alpha = unitizing_alpha(50, first, second)
    assert alpha == unitizing_alpha(50, second, first)
    if alpha is not None:
        assert -1 <= alpha <= 1
        same = {o for s in first for o in range(*s)} == {o for s in second for o in range(*s)}
        assert (alpha == 1) == same
