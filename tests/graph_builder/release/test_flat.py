"""The flat tables say what the graph says, one row for each entity and each stated assertion."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pyoxigraph
import pytest

from tests.plans import AVOIDS, BUILDS, JOINS, PAIR, RELIES, SUPPORTS, TEXT

PREFIXES = """
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
"""
STATED = "?assertion pa:assertionMethod ?method FILTER (?method NOT IN (pam:derived, pam:background))"
BASE = "https://w3id.org/planatlas/"


def _rows(release: Path, name: str) -> list[dict[str, str]]:
    content = (release / name).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _answers(release: Path, query: str) -> set[tuple[str, ...]]:
    store = pyoxigraph.Store.read_only(str(release.resolve() / "store"))
    found = store.query(PREFIXES.replace("PREFIX rdf:", f"PREFIX pam: <{BASE}id/method/>\nPREFIX rdf:") + query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return {tuple(row[name].value if row[name] is not None else "" for name in names) for row in found}


@pytest.fixture(params=["small", pytest.param("real", marks=pytest.mark.xdist_group("real-release"))])
def release(request: pytest.FixtureRequest) -> Path:
    link: Path = request.getfixturevalue(f"{request.param}_release")
    return link


def test_statements_are_those_that_a_plan_states(release: Path) -> None:
    rows = _rows(release, "statements.csv")
    columns = ("statement", "subject", "property", "object", "stated_in", "quote", "begin", "end", "force", "review")
    expected = _answers(
        release,
        f"""SELECT ?assertion ?subject ?property ?object ?sayer ?quote ?begin ?end ?force ?review WHERE {{
            ?assertion a pa:Assertion ; rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object ;
              pa:statedIn ?sayer ; pa:evidence ?mention ; pa:reviewStatus ?review . {STATED}
            ?mention nif:anchorOf ?quote ; nif:beginIndex ?begin ; nif:endIndex ?end .
            OPTIONAL {{ ?sayer pa:force ?force }} }}""",
    )
    assert len(rows) == len(expected) > 10
    assert {tuple(row[column] for column in columns) for row in rows} == expected
    order = [(row["plan"], int(row["begin"]), int(row["end"]), row["statement"]) for row in rows]
    assert order == sorted(order)


def test_every_statement_is_named_in_both_languages(release: Path) -> None:
    for row in _rows(release, "statements.csv"):
        for column in ("plan", "property", "method", "review"):
            assert row[f"{column}_zh"], (row["statement"], column)
            assert row[f"{column}_en"], (row["statement"], column)
        assert row["subject_zh"], row["statement"]
        assert row["object_zh"], row["statement"]
        assert row["directive"] in (row["stated_in"], "")
        assert bool(row["directive"]) == ("/directive/" in row["stated_in"])
        assert bool(row["force"]) == bool(row["directive"])
        assert bool(row["force"]) == bool(row["force_en"]) == bool(row["force_zh"])
        assert bool(row["agent"]) == bool(row["role_zh"]) == row["property"].endswith("#hasInvolvement")


def test_quotes_stand_at_their_offsets(small_release: Path) -> None:
    rows = _rows(small_release, "statements.csv")
    for row in rows:
        assert TEXT[int(row["begin"]) : int(row["end"])] == row["quote"].removeprefix("'")
    assert {PAIR, BUILDS, JOINS} <= {row["quote"] for row in rows}


def test_who_takes_part_is_named_with_the_role(small_release: Path) -> None:
    rows = [row for row in _rows(small_release, "statements.csv") if row["role"]]
    assert [(row["object_zh"], row["role_zh"], row["role_en"], row["quote"]) for row in rows] == [
        ("高新技术企业", "受益对象", "beneficiary", SUPPORTS),
        ("科研院所", "提供支撑", "provider", RELIES),
        ("网信办", "合作", "partner", JOINS),
    ]
    assert rows[0]["agent"] == f"{BASE}id/organization-category/high-tech-enterprise"
    assert rows[0]["role"] == f"{BASE}id/role/beneficiary"


def test_what_the_plan_wants_avoided_says_so(small_release: Path) -> None:
    rows = _rows(small_release, "statements.csv")
    avoided = [(row["object_zh"], row["quote"], row["polarity"]) for row in rows if row["polarity"]]
    assert avoided == [("人脸识别", AVOIDS, f"{BASE}id/polarity/avoid")]


def test_entities_are_all_that_the_graph_names(release: Path) -> None:
    rows = _rows(release, "entities.csv")
    names = [row["entity"] for row in rows]
    assert names == sorted(set(names))
    denoted = _answers(release, "SELECT DISTINCT ?entity WHERE { ?mention pa:denotes ?entity }")
    concepts = _answers(
        release, "SELECT DISTINCT ?entity WHERE { ?entity a <http://www.w3.org/2004/02/skos/core#Concept> }"
    )
    assert {name for (name,) in denoted | concepts} <= set(names)
    counted = dict(_answers(release, "SELECT ?e (COUNT(?m) AS ?n) WHERE { ?m pa:denotes ?e } GROUP BY ?e"))  # type: ignore[arg-type]
    for row in rows:
        assert row["mentions"] == counted.get(row["entity"], "0"), row["entity"]
        assert row["class"], row["entity"]
        assert "/mention/" not in row["entity"]
        assert "/assertion/" not in row["entity"]


def test_an_entity_is_named_and_counted(small_release: Path) -> None:
    rows = {row["entity"]: row for row in _rows(small_release, "entities.csv")}
    row = rows[f"{BASE}id/technology/5g"]
    assert (row["label_zh"], row["label_en"], row["class_zh"], row["class_en"]) == ("5G", "5G", "技术", "Technology")
    assert row["other_labels_zh"] == "5G技术 | 5G通信"
    assert row["scheme"] == f"{BASE}id/scheme/technology"
    assert (row["plan"], row["mentions"], row["statements"]) == ("", "0", "0")
    chain = rows[f"{BASE}id/technology/blockchain"]
    assert (chain["mentions"], chain["statements"]) == ("4", "4")
    firms = rows[f"{BASE}id/organization-category/high-tech-enterprise"]
    assert (firms["mentions"], firms["statements"]) == ("1", "1")
    task = rows[f"{BASE}id/plan/yunxi/task/1.1.2.1"]
    assert (task["plan"], task["label_en"]) == ("yunxi", "Set up a public service platform")
    assert TEXT[int(task["begin"]) : int(task["end"])].startswith("搭建公共服务平台。")


@pytest.mark.parametrize("name", ["entities.csv", "statements.csv"])
def test_packed_twin(small_release: Path, name: str) -> None:
    assert gzip.decompress((small_release / f"{name}.gz").read_bytes()) == (small_release / name).read_bytes()
