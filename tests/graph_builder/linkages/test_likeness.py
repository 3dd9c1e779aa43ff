"""How like names are: words that they share, not halves of words."""

from __future__ import annotations

import pytest

from graph_builder.linkages.likeness import LEAST, Likeness, common_ending, core

KNOWN = ("数字经济", "公共文化", "技术创新", "信息服务", "互联网", "物联网", "城市治理", "应急管理")


def of(one: str, other: str) -> float:
    return Likeness({name: name for name in (one, other, "云存储", "智慧楼宇")}, KNOWN).of(one, other)


def test_equal_names_are_alike_and_nothing_is_like_an_empty_name() -> None:
    assert of("数据", "数据") == 1.0
    assert Likeness({"平台": "", "数字平台": "数字"}, KNOWN).of("平台", "数字平台") == 0.0


def test_shared_words_make_names_alike() -> None:
    assert LEAST < of("智慧化城市管理", "城市精细管理") < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("数字文保区", "数字文化社区"),  # 数字 only: 字文 lies across two words, 文 is half of one
        ("互联网医院", "互联网金融"),  # one word of three characters is not two
        ("硬件适配", "硬件适应"),  # no known word
    ],
)
def test_less_than_two_words_are_not_enough(one: str, other: str) -> None:
    assert of(one, other) == 0.0


def test_cores_and_endings() -> None:
    assert core("“数字”服务平台", ("平台",)) == "数字服务"
    assert common_ending(["安全神经中枢", "管理神经中枢"]) == "神经中枢"
