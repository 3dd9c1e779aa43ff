"""Gaps: numbers that their queries give, in words, with what the text lacks kept apart."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pyoxigraph
import pytest
from rdflib import Graph

from graph_builder import resources
from graph_builder.linkages import CHECKS, Profile, find_gaps, gaps_csv, gaps_json, gaps_xlsx


@pytest.fixture(scope="module")
def profile(graph: Graph) -> Profile:
    (found,) = find_gaps(graph)
    return found


@pytest.fixture(scope="module")
def real(real_release: Path) -> dict[str, Any]:
    (found,) = json.loads((real_release / "linkages" / "gaps.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture(scope="module")
def store(real_release: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(real_release / "store"))


def _rows(store: pyoxigraph.Store, query: str) -> list[list[str]]:
    answers = store.query(query)
    assert isinstance(answers, pyoxigraph.QuerySolutions)
    return [[str(getattr(value, "value", value)) for value in row] for row in answers]


def _gap(profile: Profile, check: str) -> tuple[int, int, str]:
    gap = next(gap for gap in profile.whole if gap.check == check)
    return gap.lacking, gap.total, gap.verdict


def test_what_a_hand_made_plan_lacks(profile: Profile) -> None:
    assert _gap(profile, "tasks-without-place") == (0, 2, "none")
    assert _gap(profile, "tasks-without-responsible-body") == (2, 2, "all")
    assert _gap(profile, "items-without-technology") == (1, 2, "some")  # the other names 区块链


def test_never_is_said_once_for_the_plan(profile: Profile) -> None:
    never = {gap.check for gap in profile.never}
    assert "tasks-without-responsible-body" in never
    assert not never & {gap.check for gap in profile.parts}
    words = next(gap for gap in profile.never if gap.check == "tasks-without-responsible-body")
    assert (words.zh, words.en) == ("2 项任务都没有写明责任主体", "None of the 2 tasks has a responsible body")


def test_parts_add_up(profile: Profile) -> None:
    for gap in profile.whole:
        assert 0 <= gap.lacking <= gap.total
        assert len(gap.things) == gap.lacking
        inside = [part for part in profile.parts if part.check == gap.check and part.subject in ("tasks", "items")]
        if inside:
            assert (sum(p.lacking for p in inside), sum(p.total for p in inside)) == (gap.lacking, gap.total)


def test_every_check_has_words_in_both_languages() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.zh
        assert check.en.split(" ")[0] in ("a", "an")


def test_an_empty_graph_has_no_profile() -> None:
    assert find_gaps(Graph()) == []
    assert json.loads(gaps_json([])) == []


# ---------------------------------------------------------------- the real plan


def test_each_number_is_what_its_query_counts(real: dict[str, Any], store: pyoxigraph.Store) -> None:
    for gap in (*real["whole"], *real["parts"]):
        assert _rows(store, gap["query"]) == [[str(gap["lacking"])]], gap["check"]
        assert _rows(store, gap["query_total"]) == [[str(gap["total"])]], gap["check"]
    for gap in real["whole"]:
        assert {row[0] for row in _rows(store, gap["listing"])} == {thing["iri"] for thing in gap["things"]}
    assert [row[0] for row in _rows(store, real["absent_query"])] == [item["section"] for item in real["absent"]]


def test_the_gallery_counts_the_same(real: dict[str, Any], store: pyoxigraph.Store) -> None:
    for name, check in (
        ("tasks-without-technology", "tasks-without-technology"),
        ("tasks-without-responsible-body", "tasks-without-responsible-body"),
    ):
        query = (resources.path("data/queries") / f"{name}.rq").read_text("utf-8")
        found = {row[2] for row in _rows(store, query)}
        gap = next(gap for gap in real["whole"] if gap["check"] == check)
        assert found == {thing["iri"] for thing in gap["things"]}


def test_the_real_plan_names_no_responsible_body(real: dict[str, Any]) -> None:
    never = [gap for gap in real["whole"] if gap["check"] in real["never"]]
    assert "40 项任务都没有写明责任主体" in [gap["zh"] for gap in never]
    assert len(real["standing_out"]) < 12  # a profile, no flood


def test_what_stands_out_is_rarer_elsewhere(real: dict[str, Any]) -> None:
    for gap in real["parts"]:
        if gap["stands_out"]:
            assert gap["share"] > gap["share_elsewhere"]
            assert gap["p"] <= 0.1
            assert gap["lacking"] > 1


def test_the_excerpt_is_kept_apart(real: dict[str, Any]) -> None:
    absent = {item["section"].rpartition("/")[2]: item["status"] for item in real["absent"]}
    assert absent == {"1": "absent", "2": "absent", "3": "absent", "4": "headingAbsent", "4.1": "headingAbsent",
                      "4.1.1": "headingAbsent"}  # fmt: skip


def test_tables(profile: Profile) -> None:
    for language, column in (("zh", "说明"), ("en", "In words")):
        rows = list(csv.DictReader(io.StringIO(gaps_csv([profile], language).removeprefix("\ufeff"), newline="")))
        assert [row[column] for row in rows][: len(profile.whole)] == [getattr(gap, language) for gap in profile.whole]
    book = openpyxl.load_workbook(io.BytesIO(gaps_xlsx([profile])))
    assert len(book.sheetnames) == 8
    assert book["整个规划"].max_row == len(profile.whole) + 1
    assert gaps_xlsx([profile]) == gaps_xlsx([profile])
