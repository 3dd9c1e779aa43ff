"""Real places are found by their official names."""

from __future__ import annotations

import pytest

from graph_builder.extract.places import places
from graph_builder.text import fold


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("支持浙江省、上城区和西湖区先行。", ["浙江省", "上城区", "西湖区"]),
        ("杭州市数据多。发挥杭州优势。", ["杭州市", "杭州"]),
        ("发挥杭州优势。", []),
        ("在南京、合肥、武汉三地协同", ["南京", "合肥"]),
        ("建设滨海城市，责任单位会同县市场监管局", []),
        ("服务杭州市民，西湖区域协调", []),
        ("在怀化市会同县试点", ["怀化市"]),
    ],
)
def test_places(text: str, names: list[str]) -> None:
    found = list(places(fold(text)))
    assert [text[item.start : item.end] for item in found] == names
    assert {item.type for item in found} <= {"Location"}
