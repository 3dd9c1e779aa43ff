"""Networks as files: they parse back, stay the same, and load nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from rdflib import RDFS, Graph, Literal, URIRef

from graph_builder.namespaces import PA
from graph_builder.network import FORMATS, Projection, export, project, select, write_networks
from graph_builder.network.page import find_places
from tests.plans import assemble, whole_graph, write_plan

HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> & \" ' \\u2028 {{ 7*7 }} ${x}"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return whole_graph(assemble(write_plan(tmp_path_factory.mktemp("plan") / "yunxi")))


@pytest.fixture(scope="module")
def network(graph: Graph) -> Projection:
    return project(graph)


@pytest.fixture(scope="module")
def hostile(graph: Graph) -> Projection:
    """The network of a graph whose every label is an attack on a page."""
    changed = Graph()
    for subject, predicate, obj in graph:
        if isinstance(obj, Literal) and predicate in (RDFS.label, PA.headingText):
            obj = Literal(HOSTILE + obj, lang=obj.language)
        changed.add((subject, predicate, obj))
    return project(changed)


Flat = dict[tuple[str, str, str], tuple[int, list[str]]]


def _flat(network: Projection) -> Flat:
    return {
        (first, second, link["kind"]): (
            link["weight"],
            [f"{e.plan}:{e.start}-{e.end}" for e in link["evidence"]],
        )
        for first, second, link in network.links()
    }


def _flat_again(graph: nx.MultiDiGraph[str]) -> Flat:
    return {
        (first, second, link["kind"]): (int(link["weight"]), link["evidence"].split())
        for first, second, link in graph.edges(data=True)
    }


def _same_nodes(network: Projection, graph: nx.MultiDiGraph[str]) -> None:
    assert set(graph.nodes) == set(network.graph.nodes)
    for node, attributes in network.things():
        for key in ("label_zh", "label_en", "kind", "generic", "units", "hub", "order"):
            assert graph.nodes[node][key] == attributes[key], (node, key)


@pytest.mark.parametrize("name", ["network", "hostile"])
def test_graphml_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Projection = request.getfixturevalue(name)
    found = nx.parse_graphml(export(network, "graphml"), force_multigraph=True)
    assert found.is_directed()
    _same_nodes(network, found)
    assert _flat_again(found) == _flat(network)


@pytest.mark.parametrize("name", ["network", "hostile"])
def test_gexf_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Projection = request.getfixturevalue(name)
    content = export(network, "gexf")
    found = nx.read_gexf(io.BytesIO(content.encode()))
    _same_nodes(network, found)
    assert _flat_again(found) == _flat(network)
    assert "lastmodified" not in content


@pytest.mark.parametrize("name", ["network", "hostile"])
def test_csv_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Projection = request.getfixturevalue(name)
    content = export(network, "csv")
    assert content.startswith("\ufeff")
    found: Flat = {}
    for row in csv.DictReader(io.StringIO(content[1:], newline="")):
        weight, places = found.setdefault((row["source"], row["target"], row["link"]), (int(row["weight"]), []))
        assert weight == int(row["weight"])
        places.append(f"{row['plan']}:{row['start']}-{row['end']}")
        assert row["source_zh"] == network.graph.nodes[row["source"]]["label_zh"]
        assert row["target_en"] == network.graph.nodes[row["target"]]["label_en"]
    assert found == _flat(network)


@pytest.mark.parametrize("name", ["network", "hostile"])
def test_json_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Projection = request.getfixturevalue(name)
    data: dict[str, Any] = json.loads(export(network, "json"))
    assert {node.pop("id"): node for node in data["nodes"]} == dict(network.things())
    assert {
        (link["source"], link["target"], link["kind"]): (
            link["weight"],
            [f"{e['plan']}:{e['start']}-{e['end']}" for e in link["evidence"]],
        )
        for link in data["links"]
    } == _flat(network)
    assert [section["id"] for section in data["sections"]] == list(network.sections)


@pytest.mark.parametrize("form", FORMATS)
def test_empty_network_can_be_written(form: str) -> None:
    assert export(project(Graph()), form)


@pytest.mark.parametrize("form", FORMATS)
def test_selected_network_can_be_written(network: Projection, form: str) -> None:
    assert export(select(network, kinds=frozenset(("domain",))), form)


def test_two_renders_are_identical(network: Projection) -> None:
    for form in FORMATS:
        assert export(network, form) == export(network, form), form


def test_hash_seed_does_not_change_a_byte(tmp_path: Path, graph: Graph) -> None:
    graph.serialize(tmp_path / "graph.nt", format="nt", encoding="utf-8")
    script = (
        "import hashlib, sys; from rdflib import Graph; from graph_builder.network import *; "
        "made = project(Graph().parse(sys.argv[1], format='nt')); "
        "print({form: hashlib.sha256(export(made, form).encode()).hexdigest() for form in FORMATS})"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, tmp_path / "graph.nt"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_positions_are_distinct_whole_and_the_same_twice(network: Projection) -> None:
    places, again = find_places(network), find_places(network)
    assert places == again
    for positions in (places.shared, places.stated):
        assert positions
        assert len(set(positions.values())) == len(positions)
        assert all(type(x) is int and type(y) is int for x, y in positions.values())


def test_real_positions_are_distinct(real_release: Path) -> None:
    page = (real_release / "networks" / "standalone.en.html").read_text("utf-8")
    data = json.loads(_Page.of(page).texts["data"])
    for view in ("shared", "stated"):
        positions = [(node["x"], node["y"]) for node in data["nodes"] if node["view"] == view]
        assert len(positions) > 20
        assert len(set(positions)) == len(positions)
        assert all(type(x) is int and type(y) is int for x, y in positions)


class _Page(HTMLParser):
    """The elements of a page with their attributes, and the text of the scripts that have an identifier."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, str] = {}
        self.words: list[str] = []
        self._open = ""

    @classmethod
    def of(cls, page: str) -> _Page:
        parser = cls()
        parser.feed(page)
        parser.close()
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = str(dict(attrs).get("id") or tag) if tag in ("script", "style") else ""

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data
        else:
            self.words.append(data)


LOADING = re.compile(
    r"""(?:url\(|@import|\bimport\s*\(?|\bfetch\s*\(|importScripts\s*\(|new\s+(?:Worker|WebSocket|EventSource)\s*\(|
    \.(?:src|href)\s*=)\s*["'`]?\s*(?:https?:)?//""",
    re.VERBOSE,
)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_loads_nothing_from_elsewhere(hostile: Projection, language: str) -> None:
    page = export(hostile, "html", language)
    for tag, attributes in _Page.of(page).elements:
        assert tag not in ("iframe", "object", "embed", "base", "img"), tag
        for name in ("src", "srcset", "href", "action", "data", "poster"):
            value = attributes.get(name) or ""
            assert not re.match(r"\s*(https?:)?//", value), (tag, value)
        assert tag != "script" or "src" not in attributes
        assert tag != "link" or attributes["href"] == "data:,"
    assert not LOADING.search(page)
    assert "sourceMappingURL" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_survives_labels_that_are_code(hostile: Projection, language: str) -> None:
    page = _Page.of(export(hostile, "html", language))
    assert [tag for tag, _ in page.elements].count("script") == 4
    assert not [attributes for _, attributes in page.elements if "onerror" in attributes]
    data = json.loads(page.texts["data"])
    assert any(HOSTILE in node["name"] for node in data["nodes"])
    assert any(HOSTILE in words for words in page.words)  # the table shows it as it is
    assert json.loads(page.texts["options"])
    assert "alert(1)" not in page.texts["script"]


def test_page_speaks_its_language(network: Projection) -> None:
    for language, words in (("zh", "跨领域关联网络"), ("en", "Cross-domain linkages")):
        page = export(network, "html", language)
        assert f'<html lang="{language}">' in page
        assert words in page
        names = {node["name"] for node in json.loads(_Page.of(page).texts["data"])["nodes"]}
        assert ("区块链" if language == "zh" else "blockchain") in names


def test_page_holds_every_link_with_its_evidence(network: Projection) -> None:
    data = json.loads(_Page.of(export(network, "html", "en")).texts["data"])
    found = {
        (edge["from"].partition(":")[2], edge["to"].partition(":")[2], edge["kind"]): (
            edge["weight"],
            [f"{e['plan']}:{e['start']}-{e['end']}" for e in edge["evidence"]],
        )
        for edge in data["edges"]
    }
    assert found == _flat(network)
    assert {edge["from"] for edge in data["edges"]} <= {node["id"] for node in data["nodes"]}
    assert len({node["id"] for node in data["nodes"]}) == len(data["nodes"])


def test_files_of_a_release(tmp_path: Path, graph: Graph, network: Projection) -> None:
    write_networks(graph, tmp_path / "networks")
    for form in ("json", "graphml", "gexf", "csv"):
        content = (tmp_path / "networks" / f"network.{form}").read_bytes().decode("utf-8")
        assert content == export(network, form)
    assert (tmp_path / "networks" / "network.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for language in ("zh", "en"):
        page = (tmp_path / "networks" / f"standalone.{language}.html").read_text("utf-8")
        assert page == export(network, "html", language)


def test_labels_of_one_language_alone(graph: Graph) -> None:
    """A section without an English label keeps its Chinese one; a broken heading says so."""
    changed = Graph()
    for triple in graph:
        changed.add(triple)
    section = URIRef("https://w3id.org/planatlas/id/plan/yunxi/section/1.1.3")
    assert project(changed).graph.nodes[str(section)]["label_en"] == "拓展应用"
    changed.remove((section, RDFS.label, None))
    node = project(changed).graph.nodes[str(section)]
    assert "标题缺失" in node["label_zh"]
    assert node["label_en"] == "(heading missing)"
