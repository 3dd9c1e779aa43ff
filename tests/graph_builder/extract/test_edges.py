"""The edges of names: whole marks inside, marks around them outside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.extract.edges import trimmed
from graph_builder.extract.tagger import Found


def words(text: str, part: str, kind: str = "Facility") -> str:
    start = text.index(part)
    item = trimmed(text, Found(start, start + len(part), kind, "tagger", 0.9))
    return text[item.start : item.end]


@pytest.mark.parametrize(
    ("text", "part", "kept"),
    [
        ("建设“城市大脑”。", "“城市大脑”", "城市大脑"),
        ("建设“城市大脑”。", "“城市大脑", "城市大脑"),
        ("建设“城市大脑”。", "城市大脑”", "城市大脑"),
        ("发展“互联网+”回收", "“互联网+”回收", "“互联网+”回收"),
        ("发展“互联网+”回收", "互联网+”回收", "“互联网+”回收"),
        ("各省（区、市）人民政府", "省（区", "省（区、市）"),
        ("建设TSN（时间敏感网络）等", "TSN（时间敏感网络）", "TSN（时间敏感网络）"),
        ("平台（由区政府建设，见附件一所列全部项目）", "平台（由", "平台"),
        ("（科技局）", "（科技局", "科技局"),
        ("支持数据中心建设", "数据中心", "数据中心"),
    ],
)
def test_marks_stay_together_or_outside(text: str, part: str, kept: str) -> None:
    assert words(text, part) == kept


def test_a_title_keeps_its_marks() -> None:
    assert words("落实《数据条例》规定", "数据条例", "Policy") == "《数据条例》"
    assert words("落实《数据条例》规定", "《数据条例》", "Policy") == "《数据条例》"


@pytest.mark.parametrize("part", ["乙市", "《乙市", "若干措施", "“AI+”社区若干措施》", "乙市“AI+”社区若干措施"])
def test_a_part_of_a_title_stands_for_the_whole(part: str) -> None:
    text = "出台《甲条例》《乙市“AI+”社区若干措施》，完善政策"
    assert words(text, part, "Policy") == "《乙市“AI+”社区若干措施》"
    assert words(text, "乙市", "Location") == "乙市"


def test_a_policy_beside_a_title_is_left_alone() -> None:
    assert words("《甲条例》和国家科技重大专项", "国家科技重大专项", "Policy") == "国家科技重大专项"
    assert words("《甲条例\n国家科技重大专项", "国家科技重大专项", "Policy") == "国家科技重大专项"


@given(
    text=st.text("“”（）《》数据ab、\n", min_size=1, max_size=30),
    places=st.tuples(st.integers(0, 29), st.integers(1, 30)),
)
def test_something_of_every_name_is_left(text: str, places: tuple[int, int]) -> None:
    start = min(places[0], len(text) - 1)
    end = min(max(places[1], start + 1), len(text))
    item = trimmed(text, Found(start, end, "Body", "tagger", 0.5))
    assert 0 <= item.start < item.end <= len(text)
    assert item.start < end
    assert start < item.end
    assert "\n" not in text[end : item.end]
