from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.search.fold import runs
from graph_builder.search.readings import heard, pieces, readings, typed


@pytest.mark.parametrize(
    ("label", "pinyin", "initials"),
    [
        ("金融", "jinrong", "jr"),
        ("区块链", "qukuailian", "qkl"),
        ("重庆银行", "chongqingyinhang", "cqyh"),
        ("长安街", "changanjie", "caj"),
        ("绿色", "luse", "ls"),
        ("5G网络", "5gwangluo", "5gwl"),
        ("區塊鏈", "qukuailian", "qkl"),
    ],
)
def test_labels_are_read(label: str, pinyin: str, initials: str) -> None:
    first = readings(label)[0]
    assert (first.whole, "".join(first.initials)) == (pinyin, initials)


def test_a_character_with_several_readings_is_found_by_each() -> None:
    assert {reading.whole for reading in readings("重")} >= {"zhong", "chong"}
    assert len(readings("重" * 40)) <= 12


def test_only_chinese_is_read() -> None:
    assert readings("5G") == readings("blockchain") == readings("") == []


@pytest.mark.parametrize(
    ("query", "sound"),
    [("jin rong", "jinrong"), ("JinRong", "jinrong"), ("lǜsè", "luse"), ("lvse", "luse"), ("xi'an", "xian")],
)
def test_what_is_typed_as_pinyin(query: str, sound: str) -> None:
    assert typed(runs(query)) == sound


@pytest.mark.parametrize("query", ["金", "jin融", "2025", "j", "ж", ""])
def test_what_is_no_pinyin(query: str) -> None:
    assert typed(runs(query)) == ""


@pytest.mark.parametrize(
    ("label", "query", "partial", "expected"),
    [
        ("区块链", "qukuailian", False, ("soundsExact", 0, 3)),
        ("区块链", "qukuai", False, ("soundsBegin", 0, 2)),
        ("区块链", "qukuail", False, None),
        ("区块链", "qukuail", True, ("soundsBegin", 0, 3)),
        ("区块链", "kuailian", False, ("soundsInside", 1, 3)),
        ("区块链", "lian", False, None),
        ("区块链", "qkl", False, ("initials", 0, 3)),
        ("区块链", "qk", False, ("initials", 0, 2)),
        ("5G网络", "5gw", False, ("initials", 0, 2)),
        ("区块链", "jinrong", True, None),
    ],
)
def test_how_it_sounds(label: str, query: str, partial: bool, expected: tuple[str, int, int] | None) -> None:
    found = heard(readings(label)[0], query, partial=partial)
    assert (found and (found.way, found.begin, found.end)) == expected


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12))
def test_a_reading_has_a_part_for_each_character(label: str) -> None:
    for reading in readings(label):
        assert len(reading.syllables) == len(reading.initials) == len(pieces(runs(label))) == len(label)
        assert heard(reading, reading.whole, partial=False) is not None
