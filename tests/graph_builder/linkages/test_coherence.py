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
    Also,
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
from tests.plans import TITLE, Annotator, assemble, whole_graph, write_plan

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
    (pair,) = _about(real_pairs, "都涉及应用场景互联网医疗")  # a task and its box are one side
    sides = [(found.first, found.second) for found in (Also(pair.key, pair.first, pair.second), *pair.also)]
    measures = {side.measure_zh for both in sides for side in both}
    assert measures == {"民生", "新技术赋能医疗产业", "互联网医疗"}
    assert pair.rank <= 5


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


ONE, TWO = "搭建公共技术服务平台", "面向设计服务,运用数字技术,建设硬件技术服务平台"


def _two_platforms(folder: Path, one: str, *, heading: bool = False) -> Graph:
    """A plan with platforms of two kinds in two subsections; as the heading of its task, the first is a summary."""
    first = f"{one}。建设云平台" if heading else f"夯实基础。{one}"
    sections = f"(一)夯实底座\n{first}。\n(二)拓展应用\n推广应用。{TWO}。\n"
    text = f"{TITLE}(讨论稿)\n第一章 重点任务\n一、发展数字产业\n{sections}"
    ann = Annotator(text)
    named = ((one, "公共技术服务平台", "public"), (TWO, "硬件技术服务平台", "hardware"))
    for quote, platform, kind in named:
        directive = ann.directive(quote, "build", "require")
        ref = f"facility-kind:{kind}-technology-service-platform"
        ann.relate("buildsFacility", directive, ann.mention("Facility", platform, inside=directive, ref=ref))
        if "设计服务" in quote:
            ann.mention("Domain", "设计服务", inside=directive, ref="domain:design-services")
        if "数字技术" in quote:
            ann.mention("Technology", "数字技术", inside=directive, ref="technology:digital-technology")
    if heading:
        cloud = ann.directive("建设云平台", "build", "require")
        place = ann.mention("Facility", "云平台", inside=cloud, ref="facility-kind:cloud-platform")
        ann.relate("buildsFacility", cloud, place)
    return whole_graph(assemble(write_plan(folder / "yunxi", text, ann.content, labels={})))


def test_general_names_are_alike_only_within_one_field(tmp_path: Path) -> None:
    assert find_pairs(_two_platforms(tmp_path / "other", ONE)) == []
    (pair,) = find_pairs(_two_platforms(tmp_path / "same", f"面向设计服务{ONE}"))
    assert pair.reasons[0].zh == "所建相近：公共技术服务平台，硬件技术服务平台"


def test_a_heading_does_not_stand_for_what_its_task_builds(tmp_path: Path) -> None:
    assert find_pairs(_two_platforms(tmp_path, f"面向设计服务{ONE}", heading=True)) == []


def test_real_lists_have_two_tasks_once_and_no_scenario_alone(real_pairs: list[Pair]) -> None:
    tasks = [(pair.first.measure, pair.second.measure) for pair in real_pairs]
    assert len(set(tasks)) == len(tasks)
    assert all(_kinds(pair) != {"service"} for pair in real_pairs)


def test_real_funds_of_similar_names_are_paired(real_pairs: list[Pair]) -> None:
    found = [pair for pair in real_pairs if "akin" in _kinds(pair)]
    assert any("市区联合基金" in pair.reasons[0].zh for pair in found)


# ---------------------------------------------------------------- decisions


def test_a_confirmation_of_further_directives_is_one_of_the_entry(pairs: list[Pair], tmp_path: Path) -> None:
    (pair,) = pairs
    other = Also("e" * 12, pair.first, pair.second)
    entry = replace(pair, also=(other,))
    record(tmp_path, replace(pair, key=other.key), "reject", "person", "无关")
    assert [p.decision for p in decide([entry], read_decisions(tmp_path))] == [""]
    record(tmp_path, replace(pair, key=other.key), "confirm", "person", "相关")
    decisions = read_decisions(tmp_path)
    assert [p.decision for p in decide([entry], decisions)] == ["confirm"]
    assert stale([entry], decisions) == []
    record(tmp_path, pair, "reject", "person", "不同")
    assert [p.decision for p in decide([entry], read_decisions(tmp_path))] == ["reject"]


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
