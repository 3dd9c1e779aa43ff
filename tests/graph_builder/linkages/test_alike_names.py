"""Names that are alike are found without comparing each with each."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.linkages.alike_names import LEAST, candidates, likeness

PLACES = "东南西北上下左右前后内外新旧大小高低长短"
KINDS = ("大数据中心", "公共服务平台", "数字美术馆", "科技成果转化基地", "智慧城市中枢大脑", "人才培训学院", "产业园区")


def _alike(named: list[set[str]]) -> set[tuple[int, int]]:
    """Compare each with each: what the index has to find."""
    return {
        (one, other)
        for (one, ours), (other, theirs) in combinations(enumerate(named), 2)
        if any(likeness(a, b) >= LEAST for a in ours for b in theirs)
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.text("数据中心平台大A\uff21", min_size=1, max_size=9), min_size=1, max_size=3), max_size=14))
def test_no_pair_is_missed(named: list[set[str]]) -> None:
    found = list(candidates(named))
    assert found == sorted(set(found))
    assert all(one < other for one, other in found)
    assert _alike(named) <= set(found)


def test_few_pairs_are_compared_in_vain() -> None:
    def district(name: str) -> list[set[str]]:
        return [{f"{name}{place}{kind}"} for place in PLACES for kind in KINDS]

    for districts in (("甲区",), ("甲区", "乙县", "丙市")):
        named = [thing for name in districts for thing in district(name)]
        found = list(candidates(named))
        alike = _alike(named)
        assert alike <= set(found)
        assert len(found) < 1.5 * len(alike)
        assert len(found) < len(named) ** 2 / 4


def test_names_without_anything_in_common_are_never_compared() -> None:
    named = [{"".join(chr(0x4E00 + 8 * number + at) for at in range(8))} for number in range(400)]
    assert list(candidates(named)) == []
    assert list(candidates([*named, {next(iter(named[7]))}])) == [(7, 400)]
