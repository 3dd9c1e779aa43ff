"""Plans compared: what is shared and what is not, and names that may be those of one facility."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from rdflib import Graph

from graph_builder.assembly import merge
from graph_builder.linkages import (
    Comparison,
    among,
    compare_plans,
    comparison_csv,
    comparison_json,
    comparison_xlsx,
    other_names_csv,
    read_comparison,
)
from graph_builder.linkages.alike_names import likeness
from tests.plans import LINHU, TEXT, Annotator, assemble, whole_graph, write_plan

FIRST = "甲区规划\n第一章 主要任务\n一、建设\n加快建设。建设西城区大数据中心机房。形成统一的市场。"
SECOND = "乙区规划\n第一章 主要任务\n一、建设\n加快建设。建设区大数据中心机房。建设数字美术馆。形成统一的市场。"


def _plan(folder: Path, text: str, title: str, facilities: dict[str, str]) -> Graph:
    ann = Annotator(text)
    for words, concept in facilities.items():
        directive = ann.directive(f"建设{words}", "build", "require")
        thing = ann.mention("Facility", words, inside=directive, ref=concept)
        ann.relate("buildsFacility", directive, thing)
    goal = ann.directive("形成统一的市场", "build", "require")
    ann.relate("aimsAt", goal, ann.mention("Goal", "统一的市场", inside=goal))
    path = write_plan(folder, text, ann.content, labels={}, title=title, status=title, period=title)
    return whole_graph(assemble(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    root, room = tmp_path_factory.mktemp("plans"), "facility:xicheng-big-data-centre-machine-room"
    first = _plan(root / "jia", FIRST, "甲区规划", {"西城区大数据中心机房": room})
    second = _plan(
        root / "yi", SECOND, "乙区规划", {"区大数据中心机房": room, "数字美术馆": "facility:digital-art-museum"}
    )
    return compare_plans(merge([first, second]))


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    yunxi = assemble(write_plan(tmp_path_factory.mktemp("plans") / "yunxi"))
    return compare_plans(merge([whole_graph(yunxi), whole_graph(assemble(LINHU))]))


def _names(comparison: Comparison, kind: str, *, shared: bool) -> set[str]:
    return {thing.zh for thing in comparison.things if thing.kind == kind and thing.shared is shared}


def test_shared_and_distinct(real: Comparison) -> None:
    assert _names(real, "technology", shared=True) == {"区块链", "大数据", "5G", "人脸识别"}
    assert _names(real, "domain", shared=True) == {"数字经济", "实体经济", "金融", "教育"}
    assert _names(real, "facility", shared=True) == {"数据中心"}
    assert "数字孪生" in _names(real, "technology", shared=False)
    assert "金融科技" in _names(real, "domain", shared=False)
    assert [thing.shared for thing in real.things if thing.kind == "technology"] == sorted(
        (thing.shared for thing in real.things if thing.kind == "technology"), reverse=True
    )


def test_counts_are_those_of_the_things(real: Comparison) -> None:
    for plan in real.plans:
        for kind, count in plan.things.items():
            things = [t for t in real.things if t.kind == kind and plan.id in {own.plan for own in t.plans}]
            assert len(things) == count, (plan.id, kind)


def test_every_row_leads_to_characters_of_the_plan_that_says_it(real: Comparison) -> None:
    texts = {"yunxi": TEXT, "linhu-155": (LINHU / "text.txt").read_text("utf-8")}
    for thing in real.things:
        for own in thing.plans:
            assert own.sayings
            for said in own.sayings:
                assert said.plan == own.plan
                assert said.marks
                assert texts[own.plan][said.sentence_begin :].startswith(said.sentence)
                for begin, end in said.marks:
                    assert texts[own.plan][begin:end] in own.words or thing.zh in texts[own.plan][begin:end]


def test_one_concept_by_other_words_is_listed_to_be_judged(made: Comparison) -> None:
    pair = next(pair for pair in made.other_names if pair.reason == "variant")
    assert (pair.first.words, pair.second.words) == (("西城区大数据中心机房",), ("区大数据中心机房",))
    assert pair.score == likeness("西城区大数据中心机房", "区大数据中心机房") > 0.8
    assert "数字美术馆" in _names(made, "facility", shared=False)


def test_goals_are_shared_by_their_words(made: Comparison) -> None:
    assert _names(made, "goal", shared=True) == {"统一的市场"}


def test_likeness_of_names() -> None:
    assert likeness("公共数据开放平台", "公共数据开放服务平台") == pytest.approx(16 / 18, abs=1e-4)
    assert likeness("数字图书馆", "数字图书馆") == 1
    assert likeness("平台", "平台建设") == 0, "two pairs of characters in common are needed"
    assert likeness("ＡＩ平台", "AI平台") == 1, "width makes no difference"


def test_a_single_plan_has_nothing_to_be_compared_with() -> None:
    alone = compare_plans(whole_graph(assemble(LINHU)))
    assert len(alone.plans) == 1
    assert alone.plans[0].things["technology"] == 14
    assert not alone.things
    assert not alone.other_names


def test_some_plans_are_compared_as_if_there_were_no_others(tmp_path: Path) -> None:
    museum = {"数字美术馆": "facility:digital-art-museum"}
    room = "facility:xicheng-big-data-centre-machine-room"
    graphs = [
        _plan(tmp_path / "jia", FIRST, "甲区规划", {"西城区大数据中心机房": room}),
        _plan(tmp_path / "yi", SECOND, "乙区规划", {"区大数据中心机房": room, **museum}),
        _plan(tmp_path / "bing", SECOND.replace("乙", "丙"), "丙区规划", museum),
    ]
    whole = compare_plans(merge(graphs))
    for pair in (("jia", "yi"), ("bing", "yi"), ("bing", "jia")):
        chosen = [graph for graph, name in zip(graphs, ("jia", "yi", "bing"), strict=True) if name in pair]
        assert among(whole, pair) == compare_plans(merge(chosen)), pair
    assert among(whole, ("jia", "yi", "bing")) == whole


def test_workbook_has_the_rows_of_the_tables(made: Comparison) -> None:
    book = openpyxl.load_workbook(io.BytesIO(comparison_xlsx(made)))
    assert book.sheetnames == ["规划比较", "不同名称", "Plans compared", "Other names"]
    for sheet, written in (
        ("规划比较", comparison_csv(made, "zh")),
        ("不同名称", other_names_csv(made, "zh")),
        ("Plans compared", comparison_csv(made, "en")),
        ("Other names", other_names_csv(made, "en")),
    ):
        rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
        found = [["" if cell is None else str(cell) for cell in row] for row in book[sheet].iter_rows(values_only=True)]
        assert found == rows
    assert comparison_xlsx(made) == comparison_xlsx(made)


def test_file_is_read_back(real: Comparison, tmp_path: Path) -> None:
    path = tmp_path / "plans.json"
    path.write_text(comparison_json(real), "utf-8")
    assert read_comparison(path) == real
