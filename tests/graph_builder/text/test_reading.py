"""Readings of a text: every character has its place in the source, and every place its character."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder import resources
from graph_builder.text import Reading, SourceText, fold, rejoined
from tests.graph_builder.strategies import any_text, plan_like_text

WRAPPED = "\n".join(
    [
        "        第一章 重点任务",
        "    建设数字农田。围绕水稻等主导产业，布设土壤墒情传感器和虫情",
        "监测设备，建设县级农业大数据平台，推动生产管理数字化转型，推动",
        "                  - 1 -",
        "农田建设。",
        "    推广智能农机。支持农民合作社购置植保无人机和北斗导航拖拉机",
        "等装备，培育农机服务组织二十家，提升全程机械化水平，不断完善服",
        "务体系。",
        "    壮大龙头企业。支持企业建设冷链物流中心，延伸产业链条，打造",
        "区域公用品牌，带动农户增收致富。",
    ]
)


def test_line_wraps_and_page_numbers_are_read_over() -> None:
    reading = rejoined(SourceText.of(WRAPPED))
    assert [line.strip()[:6] for line in reading.text.split("\n")] == [
        "第一章 重点",
        "建设数字农田",
        "推广智能农机",
        "壮大龙头企业",
    ]
    begin = reading.text.index("推动农田建设")
    assert reading.span(begin, begin + 6).quote.split() == ["推动", "-", "1", "-", "农田建设"]
    assert reading.words(reading.span(begin, begin + 6)) == "推动农田建设"
    assert [gap.stripped().quote for gap in reading.gaps() if gap.quote.strip()] == ["- 1 -"]


def _printed(text: str, width: int, *, columns: bool) -> str:
    """Break the paragraphs of a text at so many Chinese characters, or at any characters; indent, number the pages."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        rest = f"　　{paragraph}"
        while rest:
            sizes = accumulate(1 if columns and unicodedata.east_asian_width(one) not in "WFA" else 2 for one in rest)
            length = sum(size <= 2 * width for size in sizes)
            lines.append(rest[:length])
            rest = rest[length:]
            if len(lines) % 34 == 0:
                lines.append(f"— {len(lines) // 34} —")
    return "\n".join(lines)


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize("width", [26, 33, 42])
@pytest.mark.parametrize("name", ["bigdata", "wrprov"])
def test_paragraphs_of_a_printed_text_are_whole_again(name: str, width: int, *, columns: bool) -> None:
    text = (resources.path("data/corpus") / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")
    printed = _printed(text, width, columns=columns)
    assert printed.count("\n") > 2 * text.count("\n")
    read = rejoined(SourceText.of(printed)).text
    assert [line.strip() for line in read.split("\n") if line.strip()] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("第五章　实施专项治理全面推进达标排放", "以污染源达标排放为底线抓好综合治理。", False),
        ("第五章　实施专项治理全面推进达标排放", "和污染减排", True),
        ("责任单位：市财政局、市发展和改革委局", "5．强化本地部署。", False),
        ("建设平台和网络支持企业开展数据的流通", "和交易活动。", True),
    ],
)
def test_full_lines_without_indent_are_told_apart(first: str, second: str, *, joined: bool) -> None:
    full = "推动产业升级并且扩大开放合作以及提升"
    assert len(first) == len(full)
    text = "\n".join([*[full, full, "水平。"] * 4, first, second, *[full, full, "水平。"] * 4])
    assert (f"{first}{second}" in rejoined(SourceText.of(text)).text) is joined


@given(
    st.lists(st.text("建设。平台，\n - 12", max_size=40), max_size=30).map("\n".join) | plan_like_text() | any_text()
)
def test_a_reading_leaves_out_and_never_adds(text: str) -> None:
    reading = rejoined(SourceText.of(text))
    places = [reading.to_source(index) for index in range(len(reading.text))]
    assert [text[place] for place in places] == list(reading.text)
    assert places == sorted(set(places))
    assert [reading.from_source(place) for place in places] == list(range(len(places)))
    kept = set(places)
    left = {place for gap in reading.gaps() for place in range(gap.start, gap.end)}
    assert kept | left == set(range(len(text)))
    assert not kept & left


def test_a_text_that_is_not_wrapped_is_read_as_it_stands() -> None:
    text = "一、平台\n" + "建设平台，推动创新，服务企业。" * 9 + "\n二、人才\n培养人才。\n" * 5
    assert rejoined(SourceText.of(text)).is_whole


@given(any_text())
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_writes_one_form() -> None:
    assert fold("國發〔２０１６〕：責任單位（Ａ）") == "国发〔2016〕:责任单位(A)"


def test_a_reading_of_nothing() -> None:
    reading = Reading.of(SourceText.of(""))
    assert (reading.text, reading.span(0, 0).quote) == ("", "")
