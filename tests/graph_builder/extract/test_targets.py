"""What a quantified target says: number, unit, and how its end is known."""

from __future__ import annotations

import pytest

from graph_builder.extract.targets import bounds, measurable


@pytest.mark.parametrize(
    ("quote", "comparator", "value", "unit"),
    [
        ("培育高新技术企业100家以上", "atLeast", "100", "家"),
        ("5G基站达到300个", "equals", "300", "个"),
        ("聚集AI人才团队OPC5000家以上", "atLeast", "5000", "家"),
        ("到2030年,能耗下降12.5%以上", "atLeast", "12.5", "%"),
        ("规模突破3.5万亿元", "atLeast", "3.5", "万亿元"),
        ("基金规模不低于50亿元", "atLeast", "50", "亿元"),
        ("能耗低于50吨", "atMost", "50", "吨"),
        ("最高100万元", "atMost", "100", "万元"),
        ("培育营收超1000万元OPC100家以上", "atLeast", "100", "家"),
    ],
)
def test_numbers(quote: str, comparator: str, value: str, unit: str) -> None:
    assert bounds(quote) == {"Comparator": comparator, "Value": value, "Unit": unit}
    assert measurable(bounds(quote))


@pytest.mark.parametrize(
    ("quote", "enough"),
    [("总磷浓度下降", False), ("推广5G应用", False), ("实现社区全覆盖", True), ("百亿级产业", True)],
)
def test_words_alone_are_enough_only_where_they_measure(quote: str, enough: bool) -> None:
    assert measurable(bounds(quote)) is enough
