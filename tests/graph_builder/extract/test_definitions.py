"""Short names that a text defines are of the type of what they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.extract.definitions import Heads, definitions
from graph_builder.text import fold

HEADS = Heads(
    {
        **dict.fromkeys(("一人公司", "子公司", "担保公司", "平台公司"), "Body"),
        **dict.fromkeys(("中试平台", "云平台", "数据平台"), "Facility"),
        **dict.fromkeys(("创新行动", "专项行动"), "Instrument"),
        "联合行动": "Scenario",
        "行动纲要": "Policy", "发展纲要": "Policy", "规划纲要": "Policy",
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "defined"),
    [
        ("由一名自然人设立的公司（以下简称“独创体”）可以申请。", {"独创体": "Body"}),
        ("“人机协同的‘一人’公司”（以下简称OPC）", {"OPC": "Body"}),
        ("建设中试验证平台（PTP）。", {"PTP": "Facility"}),
        ("本办法所称创业载体，是指面向团队的公共平台。", {"创业载体": "Facility"}),
        ("制定《发展规划纲要》（以下简称《纲要》）。", {}),
        ("开展百日行动（BRX）。", {}),
        ("每台（套）奖励", {}),
    ],
)
def test_short_names(text: str, defined: dict[str, str]) -> None:
    assert definitions(fold(text), HEADS) == defined


@given(st.text("公司平台以下简称所称是指(),。“”ABC", max_size=60))
def test_only_what_stands_in_the_text_is_defined(text: str) -> None:
    for name, kind in definitions(text, HEADS).items():
        assert name in text
        assert kind in ("Body", "Facility", "Instrument", "Scenario")
