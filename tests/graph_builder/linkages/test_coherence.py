"""Pairs of directives that should know of one another: the real ones, and small ones made by hand."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from rdflib import Graph

from graph_builder.errors import DecisionError
from graph_builder.linkages import (
    Pair,
    decide,
    find_pairs,
    pair_key,
    pairs_csv,
    pairs_json,
    pairs_xlsx,
    read_decisions,
    read_pairs,
    record,
    stale,
)

FILE = Path("review/coherence.tsv")


@pytest.fixture(scope="module")
def pairs(graph: Graph) -> list[Pair]:
    return find_pairs(graph)


@pytest.fixture(scope="module")
def real_pairs(real_release: Path) -> list[Pair]:
    return read_pairs(real_release / "linkages" / "coherence.json")


def _kinds(pair: Pair) -> set[str]:
    return {reason.kind for reason in pair.reasons}


def test_a_place_and_what_is_built_there_join_two_subsections(pairs: list[Pair]) -> None:
    (pair,) = pairs
    assert _kinds(pair) == {"alike", "place"}  # both build a 数据中心 in 金融街
    assert (pair.first.unit_zh, pair.second.unit_zh) == ("(一)夯实数字底座", "(二)拓展应用")
    assert pair.score == round(1 - (1 - 0.85) * (1 - 0.5), 4)
    assert pair.key == pair_key(pair.first.directive, pair.second.directive)
    assert [r.score for r in pair.reasons] == sorted((r.score for r in pair.reasons), reverse=True)


def test_found_again_the_same(graph: Graph, pairs: list[Pair]) -> None:
    assert find_pairs(graph) == pairs
    assert find_pairs(Graph()) == []


def _about(pairs: list[Pair], *words: str) -> list[Pair]:
    return [pair for pair in pairs if all(word in json.dumps(asdict(pair), ensure_ascii=False) for word in words)]


def test_real_city_platform_stands_beside_the_city_brain(real_pairs: list[Pair]) -> None:
    (pair,) = [pair for pair in _about(real_pairs, "智慧化城市管理平台", "神经中枢") if "alike" in _kinds(pair)]
    assert pair.first.saying.sentence.startswith("建立智慧化城市管理平台")
    assert "五大神经中枢" in pair.second.saying.sentence
    assert pair.reasons[0].zh == "所建相近：智慧化城市管理平台，城市精细管理神经中枢（属于西城“城市大脑”）"
    assert pair.rank <= 20


def test_real_internet_healthcare_is_planned_in_three_places(real_pairs: list[Pair]) -> None:
    found = _about(real_pairs, "都涉及应用场景互联网医疗")
    measures = {side.measure_zh for pair in found for side in (pair.first, pair.second)}
    assert measures == {"民生", "新技术赋能医疗产业", "互联网医疗"}
    assert all(pair.rank <= 20 for pair in found)


def test_real_pairs_lie_in_different_subsections_and_are_ranked(real_pairs: list[Pair]) -> None:
    for pair in real_pairs:
        assert pair.first.unit != pair.second.unit
        assert pair.first.saying < pair.second.saying
        assert 0 < pair.score <= 1
        for side in (pair.first, pair.second):
            assert side.saying.marks
            assert side.saying.sayer == side.directive
    assert [pair.rank for pair in real_pairs] == list(range(1, len(real_pairs) + 1))
    assert [pair.score for pair in real_pairs] == sorted((pair.score for pair in real_pairs), reverse=True)


def test_names_that_are_alike_in_words_for_kinds_only_are_not_paired(real_pairs: list[Pair]) -> None:
    assert not _about(real_pairs, "智慧楼宇", "智慧系统", "所建相近：智慧楼宇")


def test_files(real_pairs: list[Pair], tmp_path: Path) -> None:
    path = tmp_path / "coherence.json"
    path.write_text(pairs_json(real_pairs), "utf-8")
    assert read_pairs(path) == real_pairs
    for language, column in (("zh", "原文一"), ("en", "The plan says 1")):
        table = list(csv.DictReader(io.StringIO(pairs_csv(real_pairs, language).removeprefix("\ufeff"), newline="")))
        assert [row[column].lstrip("'") for row in table] == [pair.first.saying.sentence for pair in real_pairs]
    assert pairs_xlsx(real_pairs) == pairs_xlsx(real_pairs)


# ---------------------------------------------------------------- decisions


def test_decisions_are_kept_and_read(pairs: list[Pair], tmp_path: Path) -> None:
    (pair,) = pairs
    assert read_decisions(tmp_path) == {}
    assert record(tmp_path, pair, "reject", "person", "  两处\t不同  ") == tmp_path / FILE
    lines = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert lines[1].split("\t") == [
        pair.key, "reject", "person", "两处 不同", "directive/1.1.2.1.3", "directive/1.1.3.1.3"
    ]  # fmt: skip
    record(tmp_path, pair, "confirm", "model", "同一中心")
    decisions = read_decisions(tmp_path)
    assert len(decisions) == 1
    assert [(p.decision, p.by, p.because) for p in decide(pairs, decisions)] == [("confirm", "model", "同一中心")]
    assert [path.name for path in (tmp_path / FILE).parent.iterdir()] == [FILE.name]


def test_rejected_pairs_come_last(pairs: list[Pair], tmp_path: Path) -> None:
    (pair,) = pairs
    other = replace(pair, key="f" * 12, score=0.1, rank=2)
    record(tmp_path, pair, "reject", "person", "无关")
    decisions = read_decisions(tmp_path)
    assert [(p.rank, p.key, p.decision) for p in decide([pair, other], decisions)] == [
        (1, other.key, ""), (2, pair.key, "reject")
    ]  # fmt: skip
    assert stale([other], decisions) == [decisions[pair.key]]
    assert stale([pair], decisions) == []


@pytest.mark.parametrize(
    ("decision", "by", "reason", "words"),
    [("maybe", "person", "x", "decision is 'maybe'"), ("confirm", "robot", "x", "by is 'robot'"),
     ("confirm", "person", "  ", "gives no reason")],
)  # fmt: skip
def test_bad_decisions_are_told(
    pairs: list[Pair], tmp_path: Path, decision: str, by: str, reason: str, words: str
) -> None:
    with pytest.raises(DecisionError, match=words):
        record(tmp_path, pairs[0], decision, by, reason)
    assert not (tmp_path / FILE).exists()


HEAD = "pair\tdecision\tby\treason\tfirst\tsecond\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"x\ty\n", "another header"),
        (HEAD.encode() + b"a\tconfirm\n", "2 cells, not 6"),
        (HEAD.encode() + b"a\tperhaps\tperson\tr\tf\ts\n", "'perhaps'"),
        (HEAD.encode() + b"a\tconfirm\tperson\tr\tf\ts\n" * 2, "decides pair a again"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_bad_files_are_told_with_their_line(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "review").mkdir()
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(DecisionError, match=words) as caught:
        read_decisions(tmp_path)
    assert caught.value.place
    assert caught.value.remedy


def test_a_folder_that_cannot_be_written_is_told(pairs: list[Pair], tmp_path: Path) -> None:
    (tmp_path / "review").write_text("in the way")
    with pytest.raises(DecisionError, match="cannot be written"):
        record(tmp_path, pairs[0], "confirm", "person", "x")
