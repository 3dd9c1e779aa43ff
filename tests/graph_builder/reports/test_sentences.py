"""What each sentence of a plan yielded, and the reasons where it yielded nothing."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from rdflib import Graph

from graph_builder.assembly import graph_iri
from graph_builder.errors import AnnotationError, StructureError
from graph_builder.reports import read_unmarked, write_quality
from graph_builder.structure import parse
from graph_builder.text import PlanFolder, PlanMetadata, SourceText, read_plan_folder
from tests.graph_builder.reports.written import NAMES, Made, make
from tests.graph_builder.strategies import plan_like_text
from tests.plans import (
    APPLIES,
    AVOIDS,
    BUILDS,
    EMPOWERS,
    JOINS,
    PAIR,
    RELIES,
    SPREADS,
    SUPPORTS,
    TEXT,
    USES,
    write_plan,
)

HEAD = "start\tend\treason_zh\treason_en\n"
NOTHING = "加强统筹协调。"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_plan(tmp_path_factory.mktemp("plan") / "yunxi"))


@pytest.fixture(scope="module")
def report(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return made.write(tmp_path_factory.mktemp("quality"))[0]


def sentence(report: dict[str, Any], text: str) -> dict[str, Any]:
    """The first sentence of that text."""
    return next(item for item in report["plans"][0]["sentences"] if item["text"] == text)


def local(iri: str) -> str:
    return iri.rpartition("#")[2] or iri


def test_sentences_in_the_order_of_the_text(report: dict[str, Any]) -> None:
    sentences = report["plans"][0]["sentences"]
    assert [(item["kind"], item["text"]) for item in sentences] == [
        ("title", "云溪区“十五五”时期试点规划(讨论稿)"),
        ("heading", "第一章 重点任务"),
        ("heading", "一、发展数字产业"),
        ("sentence", f"{PAIR}。"),
        ("heading", "(一)夯实数字底座"),
        ("sentence", "搭建公共服务平台。"),
        *(("sentence", f"{words}。") for words in (USES, SUPPORTS, BUILDS, AVOIDS)),
        ("box", "专栏1 重点支持领域"),
        ("label", "智慧医疗"),
        ("sentence", f"{RELIES}。"),
        ("label", "城市治理"),
        *(("sentence", f"{words}。") for words in (EMPOWERS, APPLIES)),
        ("heading", "(二)拓展应用"),
        *(("sentence", f"{words}。") for words in (SPREADS, APPLIES, BUILDS)),
        ("heading", "第二章 保障措施"),
        ("sentence", NOTHING),
        ("sentence", f"{JOINS}。"),
    ]
    assert [item["number"] for item in sentences] == list(range(1, len(sentences) + 1))
    assert all(TEXT[item["begin"] : item["end"]] == item["text"] for item in sentences)


def test_what_a_sentence_yielded(report: dict[str, Any]) -> None:
    uses = sentence(report, f"{USES}。")
    assert uses["yields"] == "statements"
    assert uses["mentions"] == {"Directive": 1, "Facility": 1, "Technology": 2}
    said = sorted((local(item["predicate"]), report["labels"][item["object"]]["zh"]) for item in uses["statements"])
    assert said == [
        ("buildsFacility", "公共数据开放平台"),
        ("usesTechnology", "区块链"),
        ("usesTechnology", "大数据"),
    ]
    assert uses["unit"].endswith("/plan/yunxi/task/1.1.2.1")
    assert uses["section"].endswith("/plan/yunxi/section/1.1.2")
    assert uses["derived"] > 0


def test_who_takes_part_is_told_with_the_role(report: dict[str, Any]) -> None:
    (statement,) = sentence(report, f"{SUPPORTS}。")["statements"]
    assert report["labels"][statement["agent"]]["zh"] == "高新技术企业"
    assert statement["role"].endswith("/role/beneficiary")
    assert statement["role"] in report["labels"]


@pytest.mark.parametrize(
    ("text", "yields"), [("搭建公共服务平台。", "mentions"), (NOTHING, "nothing"), ("第一章 重点任务", "nothing")]
)
def test_what_says_less(report: dict[str, Any], text: str, yields: str) -> None:
    item = sentence(report, text)
    assert (item["yields"], item["statements"], item["derived"], item["reasons"]) == (yields, [], 0, [])


def test_every_statement_is_there_once(report: dict[str, Any], made: Made) -> None:
    evidence = made.graphs[graph_iri("evidence/yunxi")]
    listed = [item["assertion"] for one in report["plans"][0]["sentences"] for item in one["statements"]]
    stated = {str(node) for node in evidence.subjects() if "/assertion/" in str(node)}
    assert sorted(listed) == sorted(stated)


def test_counts(report: dict[str, Any]) -> None:
    counts = report["plans"][0]["counts"]
    assert counts["sentence"] == {"all": 14, "statements": 12, "mentions": 1, "nothing": 1, "reasoned": 0}
    assert counts["label"] == {"all": 2, "statements": 0, "mentions": 2, "nothing": 0, "reasoned": 0}
    assert counts["title"]["all"] == 1


def test_sections_of_an_excerpt(tmp_path: Path) -> None:
    text = f"{TEXT.splitlines()[0]}\n推动数字经济发展。\n二、发展数字产业\n推动教育发展。"
    report, _ = make(write_plan(tmp_path / "part", text, "", labels={})).write(tmp_path / "quality")
    sections = [(item["order"], item["status"]) for item in report["plans"][0]["sections"]]
    assert sections == [(1, "headingAbsent"), (2, "present")]


@example(text="|第")
@example(text="|指标|单位|2025年|\n|---|---|---|\n|用水量|亿立方米|38|")
@given(text=plan_like_text())
def test_every_character_stands_in_one_sentence(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    source = SourceText.of(text)
    try:
        parse(source)
    except StructureError:
        return
    folder = PlanFolder(Path("nowhere"), PlanMetadata("x", "x", "x", source.sha256), source)
    target = tmp_path_factory.mktemp("any")
    write_quality(
        [folder], {graph_iri(f"{kind}/x"): Graph() for kind in ("plan", "evidence", "derived")}, Graph(), target
    )
    rows = list(csv.DictReader(io.StringIO((target / "sentences.csv").read_bytes().decode("utf-8-sig"), newline="")))
    reach, left = 0, []
    for row in rows:
        begin, end = int(row["begin"]), int(row["end"])
        assert reach <= begin < end
        left += text[reach:begin]
        reach = end
    assert {character for character in (*left, *text[reach:]) if not character.isspace()} <= set("|-:\uff1a")


def test_the_same_graphs_give_the_same_bytes(made: Made, tmp_path: Path) -> None:
    made.write(tmp_path / "one")
    again = made
    for kind in ("plan", "evidence", "derived"):
        again = again.changed(kind, lambda graph: None)
    again.write(tmp_path / "two")
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_table(made: Made, tmp_path: Path) -> None:
    made.write(tmp_path)
    content = (tmp_path / "sentences.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfplan,number,")
    assert content.count(b"\n") == content.count(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    uses = next(row for row in rows if row["text"] == f"{USES}。")
    assert (uses["plan"], uses["directives"], uses["mentions"], uses["statements"]) == ("yunxi", "1", "4", "3")
    assert uses["mentions_by_type"] == "Directive 1; Facility 1; Technology 2"
    assert uses["statements_by_property"] == "buildsFacility 1; usesTechnology 2"


def test_a_sentence_is_no_formula(tmp_path: Path) -> None:
    text = f"{TEXT}\n=1+1。"
    make(write_plan(tmp_path / "x", text, "", labels={})).write(tmp_path / "quality")
    assert ",'=1+1。," in (tmp_path / "quality" / "sentences.csv").read_bytes().decode()


class TestReasons:
    """``review/unmarked.tsv``."""

    def folder(self, tmp_path: Path, content: str | bytes) -> PlanFolder:
        path = write_plan(tmp_path / "yunxi")
        (path / "review").mkdir()
        data = content if isinstance(content, bytes) else content.encode()
        (path / "review" / "unmarked.tsv").write_bytes(data)
        return read_plan_folder(path)

    def test_no_file_gives_no_reasons(self, tmp_path: Path) -> None:
        assert read_unmarked(read_plan_folder(write_plan(tmp_path / "yunxi"))) == ()

    def test_reasons_stand_at_their_sentences(self, tmp_path: Path) -> None:
        begin = TEXT.index(NOTHING)
        title, slogan = "0\t5\t标题\ttitle", f"{begin}\t{begin + 4}\t口号\tslogan"
        folder = self.folder(tmp_path, f"{HEAD}{title}\n{slogan}\n")
        assert [(item.span.quote, item.zh, item.en) for item in read_unmarked(folder)] == [
            (TEXT[:5], "标题", "title"),
            ("加强统筹", "口号", "slogan"),
        ]
        report, coverage = make(folder.path).write(tmp_path / "quality")
        assert sentence(report, NOTHING)["reasons"] == [
            {"begin": begin, "end": begin + 4, "zh": "口号", "en": "slogan"}
        ]
        assert sentence(report, f"{JOINS}。")["reasons"] == []
        assert coverage["plans"][0]["sentences"]["sentence"]["reasoned"] == 1

    @pytest.mark.parametrize(
        ("rows", "line", "words"),
        [
            ("", None, None),
            ("0\t5\t因\twhy", None, None),
            ("0\t5\t因", 2, "3 columns instead of 4"),
            ("0\t5\t因\twhy\t", 2, "5 columns instead of 4"),
            ("0\t5\t因\twhy\n\n6\t7\t因\twhy", 3, "1 columns instead of 4"),
            ("a\t5\t因\twhy", 2, "no offsets"),
            ("-1\t5\t因\twhy", 2, "no offsets"),
            ("٣\t5\t因\twhy", 2, "no offsets"),
            ("5\t5\t因\twhy", 2, "no stretch"),
            ("0\t99999\t因\twhy", 2, "no stretch"),
            ("0\t5\t\twhy", 2, "reason_zh is empty"),
            ("0\t5\t因\t why", 2, "reason_en is empty or has white space"),
            ("0\t5\t因\twhy\r", 2, "carriage return"),
            ("0\t5\t因\twhy\n4\t7\t因\twhy", 3, "before the end 5"),
        ],
    )
    def test_faults(self, tmp_path: Path, rows: str, line: int | None, words: str | None) -> None:
        folder = self.folder(tmp_path, HEAD + rows)
        if words is None:
            read_unmarked(folder)
            return
        with pytest.raises(AnnotationError, match=words) as caught:
            read_unmarked(folder)
        assert str(caught.value.place).endswith(f"unmarked.tsv:{line}")
        assert caught.value.remedy

    def test_all_faults_are_told(self, tmp_path: Path) -> None:
        with pytest.raises(AnnotationError) as caught:
            read_unmarked(self.folder(tmp_path, "begin\tend\nx\ny"))
        assert "unmarked.tsv:1: the head line is not start, end" in str(caught.value)
        assert [detail.partition("unmarked.tsv:")[2][0] for detail in caught.value.details] == ["2", "3"]

    def test_another_encoding(self, tmp_path: Path) -> None:
        with pytest.raises(AnnotationError, match="UTF-8"):
            read_unmarked(self.folder(tmp_path, (HEAD + "0\t5\t因\twhy").encode("gb18030")))
