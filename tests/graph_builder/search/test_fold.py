from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.search.fold import fold, runs, spaced


def texts(text: str) -> list[str]:
    return [run.text for run in runs(text)]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("金融科技", ["金融科技"]),
        ("區塊鏈", ["区块链"]),
        ("ＡＩ＋５Ｇ", ["ai", "5g"]),
        ("5G网络", ["5g", "网络"]),
        ("⾦融", ["金融"]),
        ("“两区”建设", ["两区建设"]),
        ("中关村(西城园)", ["中关村西城园"]),
        ("云计算、大数据", ["云计算", "大数据"]),
        ("AI (VR)", ["ai", "vr"]),
        ("AI(VR)", ["ai", "vr"]),
        ("people’s", ["peoples"]),
        ("Café", ["cafe"]),
        ("Cafe\u0301", ["cafe"]),
        ("Straße İ", ["strasse", "i"]),
        ("jīn róng", ["jin", "rong"]),
        ("智\u200b慧", ["智慧"]),
        ("😀 “” \n", []),
        ("\ud800\x00", []),
    ],
)
def test_what_people_take_for_the_same_is_the_same(text: str, folded: list[str]) -> None:
    assert texts(text) == folded


def test_runs_lead_back_to_the_text() -> None:
    text = "在“５Ｇ”⾦融"
    places = {run.text: [text[index] for index in run.at] for run in runs(text)}
    assert places == {"在": ["在"], "5g": ["５", "Ｇ"], "金融": ["⾦", "融"]}


def test_names_are_compared_with_spaces_around_their_runs() -> None:
    assert spaced(runs("5G网络")) == " 5g 网络 " == spaced(runs("５Ｇ 网络"))
    assert spaced([]) == " "


@given(st.text(max_size=30))
def test_each_character_is_folded_by_itself(text: str) -> None:
    kept = "".join(one for character in text for one in fold(character) if one.isalnum())
    silent = "’‘'ʼ＇"
    if not any(character in silent for character in text):
        assert "".join(texts(text)) == kept
    for run in runs(text):
        assert run.text
        assert len(run.at) == len(run.text)
        assert run.at == sorted(run.at)
