"""How much of a plan the graph holds, what it lacks, and how two readings agree."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF

from graph_builder import resources
from graph_builder.assembly import graph_iri
from graph_builder.errors import AnnotationError
from graph_builder.namespaces import ID, PA
from graph_builder.release.manifest import input_hashes, release_id
from graph_builder.reports import agreement, read_unmarked
from graph_builder.text import read_plan_folder
from tests.graph_builder.reports.written import Made, make
from tests.plans import TEXT, annotate, edited, write_plan

ONTOLOGY = str(PA)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make(write_plan(tmp_path_factory.mktemp("plan") / "yunxi"))


@pytest.fixture(scope="module")
def report(made: Made, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return made.write(tmp_path_factory.mktemp("quality"))[1]


@pytest.fixture(scope="module")
def plan(report: dict[str, Any]) -> dict[str, Any]:
    return report["plans"][0]


def test_characters(plan: dict[str, Any]) -> None:
    directives = [item for item in annotate().lines if "\tDirective " in item]
    inside = sum(len("".join(line.split("\t")[2].split())) for line in directives)
    assert plan["characters"]["all"] == len("".join(TEXT.split()))
    assert plan["characters"]["inDirective"] == inside
    assert plan["characters"]["inMention"] > inside, "the labels of items stand outside of directives"


def test_entities_by_class(plan: dict[str, Any]) -> None:
    found = {row["class"].removeprefix(ONTOLOGY): (row["entities"], row["mentions"]) for row in plan["entities"]}
    assert found["Technology"] == (3, 6)
    assert found["Place"] == (1, 2)
    assert found["OrganizationCategory"] == (3, 3)
    assert not {"Directive", "Task", "BoxItem", "Measure"} & set(found), "units are no entities"


def test_statements_by_property(plan: dict[str, Any], made: Made) -> None:
    rows = {
        row["property"].removeprefix(ONTOLOGY): (row["stated"], row["derived"])
        for row in plan["statements"]["properties"]
    }
    assert rows["usesTechnology"][0] == 4
    assert rows["empowers"][0] == 1
    assert rows["targets"][0] == 0, "made by a rule only"
    assert rows["targets"][1] > 0
    stated = len({node for node in made.graphs[graph_iri("evidence/yunxi")].subjects() if "/assertion/" in str(node)})
    assert plan["statements"]["stated"] == stated == sum(row[0] for row in rows.values())
    assert plan["statements"]["derived"] == sum(row[1] for row in rows.values())


def test_method_and_review(plan: dict[str, Any]) -> None:
    statements = plan["statements"]
    assert statements["method"]["model"] == statements["stated"]
    assert statements["method"]["derived"] == statements["derived"]
    assert statements["review"] == {"draft": statements["stated"] - 3, "settled": 3, "reviewed": 0}


def test_evidence(plan: dict[str, Any], made: Made, tmp_path: Path) -> None:
    assert plan["triples"]["withEvidence"] == plan["triples"]["all"] > 0
    bare = made.changed("plan", lambda graph: graph.add((ID["x"], PA.usesTechnology, ID["technology/blockchain"])))
    assert bare.write(tmp_path)[1]["plans"][0]["triples"] == {
        "all": plan["triples"]["all"] + 1,
        "withEvidence": plan["triples"]["withEvidence"],
    }


def test_evidence_that_is_nowhere_is_none(plan: dict[str, Any], made: Made, tmp_path: Path) -> None:
    def drop(graph: Any) -> None:
        said = defaultdict(list)  # a triple that two directives state would keep the evidence of the other
        for one in sorted(graph.subjects(PA.evidence, None)):
            said[tuple(graph.value(one, part) for part in (RDF.subject, RDF.predicate, RDF.object))].append(one)
        graph.remove((next(ones[0] for ones in said.values() if len(ones) == 1), PA.evidence, None))

    found = made.changed("evidence", drop).write(tmp_path)[1]["plans"][0]["triples"]
    assert found == {"all": plan["triples"]["all"], "withEvidence": plan["triples"]["withEvidence"] - 1}


def test_what_measures_have(plan: dict[str, Any]) -> None:
    tasks, safeguards, items = plan["measures"]
    assert [row["class"].removeprefix(ONTOLOGY) for row in plan["measures"]] == ["Task", "SafeguardMeasure", "BoxItem"]
    assert [row["all"] for row in plan["measures"]] == [2, 1, 2]
    assert (tasks["have"]["Technology"], tasks["have"]["Location"], tasks["have"]["Goal"]) == (2, 2, 0)
    assert (items["have"]["Body"], items["have"]["Domain"], items["have"]["Facility"]) == (1, 1, 0)
    assert safeguards["have"]["Body"] == 1
    assert [row["have"]["responsible"] for row in plan["measures"]] == [0, 0, 0]
    assert [row["bare"] for row in plan["measures"]] == [[], [], []]


def test_responsible_in_a_finer_role(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "yunxi")
    edited(path / "annotations.ann", lambda text: text.replace(" partner", " lead"))
    found = make(path).write(tmp_path / "quality")[1]["plans"][0]["measures"]
    assert [row["have"]["responsible"] for row in found] == [0, 1, 0]


def test_nothing_annotated(tmp_path: Path) -> None:
    _, coverage = make(write_plan(tmp_path / "bare", TEXT, "", labels={})).write(tmp_path / "quality")
    plan = coverage["plans"][0]
    assert plan["characters"]["inDirective"] == plan["triples"]["all"] == plan["statements"]["stated"] == 0
    assert [len(row["bare"]) for row in plan["measures"]] == [2, 1, 2]
    first = plan["measures"][0]["bare"][0]
    assert TEXT[first["begin"] : first["end"]].startswith("搭建公共服务平台。")
    assert first["iri"] in coverage["labels"]


def test_sections(plan: dict[str, Any]) -> None:
    rows = {row["iri"].rpartition("/")[2]: row for row in plan["sections"]}
    assert list(rows) == ["1", "1.1", "1.1.2", "1.1.3", "2"]
    assert (rows["1"]["sentences"], rows["1"]["nothing"], rows["1"]["inDirective"]) == (1, 1, 0)
    assert (rows["1.1"]["sentences"], rows["1.1"]["statements"]) == (2, 1), "without those of 1.1.2"
    assert rows["2"]["sentences"] == 3
    assert sum(row["characters"] for row in rows.values()) < plan["characters"]["all"]


def test_what_a_whole_text_lacks(plan: dict[str, Any]) -> None:
    assert plan["lacks"] == {
        "sections": [],
        "periodText": "“十五五”时期",
        "periodYears": False,
        "documentStatus": "讨论稿",
    }


def test_what_an_excerpt_lacks(tmp_path: Path) -> None:
    text = f"{TEXT.splitlines()[0]}\n推动数字经济发展。\n二、发展数字产业\n推动教育发展。\n四、拓展\n推动金融发展。"
    _, coverage = make(write_plan(tmp_path / "part", text, "", labels={})).write(tmp_path / "quality")
    lacks = coverage["plans"][0]["lacks"]["sections"]
    assert [(row["order"], row["status"], row["level"]) for row in lacks] == [
        (1, "headingAbsent", "section"),
        (3, "absent", "section"),
    ]


def test_years_that_are_known_are_not_lacking(made: Made, tmp_path: Path) -> None:
    known = made.changed("plan", lambda graph: graph.add((ID["plan/yunxi"], PA.planPeriod, ID["period/x"])))
    assert known.write(tmp_path)[1]["plans"][0]["lacks"]["periodYears"] is True


def test_everything_named_has_a_label(report: dict[str, Any], plan: dict[str, Any]) -> None:
    named = {row["class"] for row in (*plan["entities"], *plan["measures"])}
    named |= {row["property"] for row in plan["statements"]["properties"]}
    assert {iri for iri in named if set(report["labels"].get(iri, {})) < {"zh", "en"}} == set()


class TestAgreement:
    """Two readings kept beside the plan."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = write_plan(tmp_path / "yunxi")
        (path / "review").mkdir()
        for number in (1, 2):
            shutil.copy(path / "annotations.ann", path / "review" / f"reading-{number}.ann")
        return path

    def test_none_without_both(self, path: Path) -> None:
        (path / "review" / "reading-2.ann").unlink()
        assert agreement(read_plan_folder(path)) is None

    def test_equal_readings(self, path: Path) -> None:
        found = agreement(read_plan_folder(path))
        assert found is not None
        assert {(row["f1"], row["alpha"]) for row in found["mentions"]} == {(1.0, 1.0)}
        assert {row["alpha"] for row in found["relations"]} == {None}

    def test_a_mention_less(self, path: Path) -> None:
        edited(path / "review" / "reading-2.ann", lambda text: _without(text, "Location", "金融街"))
        coverage = make(path).write(path.parent / "quality")[1]
        rows = {row["name"]: row for row in coverage["plans"][0]["agreement"]["mentions"]}
        location = rows["Location"]
        assert (location["first"], location["second"], location["equal"]) == (2, 1, 1)
        assert location["f1"] == 0.6667
        assert 0 < location["alpha"] < 1
        assert rows["Technology"]["f1"] == 1

    def test_a_broken_reading(self, path: Path) -> None:
        edited(path / "review" / "reading-1.ann", lambda text: text.replace("T1\t", "T1 ", 1))
        with pytest.raises(AnnotationError, match=r"reading-1\.ann:1"):
            agreement(read_plan_folder(path))


def _without(text: str, kind: str, quote: str) -> str:
    """Take out the first mention of a type and all that is said of it."""
    lines = text.splitlines()
    name = next(line.split("\t")[0] for line in lines if f"\t{kind} " in line and line.endswith(f"\t{quote}"))
    kept = (line for line in lines if name not in line.replace("\t", " ").replace(":", " ").split())
    return "".join(f"{line}\n" for line in kept)


def test_the_release_holds_the_reports(small_release: Path) -> None:
    names = {path.name for path in (small_release / "quality").iterdir()}
    assert names == {"sentences.json", "sentences.csv", "coverage.json"}


def test_the_review_folder_counts_as_input(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "yunxi")
    before = release_id(input_hashes([path]))
    (path / "review").mkdir()
    (path / "review" / "unmarked.tsv").write_text("start\tend\treason_zh\treason_en\n", "utf-8")
    assert release_id(input_hashes([path])) != before


def test_the_shipped_reasons_can_be_read() -> None:
    for toml in resources.path("data/plans").glob("*/plan.toml"):
        read_unmarked(read_plan_folder(toml.parent))
