"""Networks as files: each holds what is visible, parses back, stays the same, and loads nothing."""

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
from xml.etree import ElementTree

import igraph
import networkx as nx
import pyoxigraph
import pytest
from rdflib import RDF, RDFS, Graph, Literal

from graph_builder.namespaces import PA
from graph_builder.network import (
    FIRST,
    FORMATS,
    KINDS,
    Filters,
    Network,
    draw,
    export,
    first_places,
    link_key,
    make_network,
    narrow,
    read_layouts,
    read_network,
    statements_turtle,
    write_networks,
)
from graph_builder.network.drawing import place_labels
from graph_builder.network.page import render_page

HOSTILE = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> & \" ' \\u2028 {{ 7*7 }} ${x}"
SEEN = Filters(FIRST.links, frozenset(KINDS), generic=True, hubs=True)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def seen(network: Network) -> Network:
    """A view with links of every kind."""
    return narrow(network, SEEN)


@pytest.fixture(scope="module")
def hostile(graph: Graph) -> Network:
    """The same view of a graph whose every label is an attack on a page."""
    changed = Graph()
    for subject, predicate, obj in graph:
        if isinstance(obj, Literal) and predicate in (RDFS.label, PA.headingText):
            obj = Literal(HOSTILE + obj, lang=obj.language)
        changed.add((subject, predicate, obj))
    return narrow(make_network(changed), SEEN)


Flat = dict[str, tuple[str, str, str, float, list[str]]]


def _flat(network: Network) -> Flat:
    return {
        link_key(link): (link.source, link.target, link.kind, link.ra,
                         [f"{s.plan}:{s.begin}-{s.end}" for s in network.said(link)])
        for link in network.links
    }  # fmt: skip


def _flat_again(graph: nx.MultiDiGraph[str]) -> Flat:
    return {
        str(key): (first, second, link["kind"], float(link["ra"]), link["evidence"].split())
        for first, second, key, link in graph.edges(data=True, keys=True)
    }


def _ends(network: Network) -> set[str]:
    return {end for link in network.links for end in (link.source, link.target)}


def _same_nodes(network: Network, graph: nx.MultiDiGraph[str]) -> None:
    assert set(graph.nodes) == _ends(network)
    for iri, found in graph.nodes(data=True):
        node = network.nodes[iri]
        assert (found["label_zh"], found["label_en"]) == (node.title("zh"), node.title("en"))
        assert (found["kind"], found["generic"], found["units"]) == (node.kind, node.generic, node.units)
        assert type(found["degree"]) is int
        assert type(found["strength"]) is float


@pytest.mark.parametrize("name", ["seen", "hostile"])
def test_graphml_is_read_by_networkx_and_igraph(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    network: Network = request.getfixturevalue(name)
    content = export(network, "graphml")
    found = nx.parse_graphml(content, force_multigraph=True)
    _same_nodes(network, found)
    assert _flat_again(found) == _flat(network)
    (tmp_path / "x.graphml").write_text(content, "utf-8")
    other = igraph.Graph.Read_GraphML(str(tmp_path / "x.graphml"))
    assert (other.vcount(), other.ecount()) == (len(found), len(network.links))
    assert sorted(other.vs["label_zh"]) == sorted(d["label_zh"] for _, d in found.nodes(data=True))
    assert sorted(other.es["ra"]) == sorted(link.ra for link in network.links)
    assert set(other.es["directed"]) <= {True, False}


@pytest.mark.parametrize("name", ["seen", "hostile"])
def test_gexf_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(name)
    content = export(network, "gexf", "en")
    found = nx.read_gexf(io.BytesIO(content.encode()))
    _same_nodes(network, found)
    again = {(a, b, d["kind"], d["evidence"]) for a, b, d in found.edges(data=True)}
    assert again == {(a, b, kind, " ".join(said)) for a, b, kind, _, said in _flat(network).values()}
    assert "lastmodified" not in content
    assert all("position" in node["viz"] for _, node in found.nodes(data=True))
    labels = {iri: node["label"] for iri, node in found.nodes(data=True)}
    assert labels == {iri: network.nodes[iri].title("en") for iri in found.nodes}


@pytest.mark.parametrize("name", ["seen", "hostile"])
def test_csv_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(name)
    content = export(network, "csv")
    assert content.startswith("\ufeff")
    found: Flat = {}
    for row in csv.DictReader(io.StringIO(content[1:], newline="")):
        entry: tuple[str, str, str, float, list[str]]
        entry = (row["source"], row["target"], row["kind"], float(row["ra"]), [])
        found.setdefault(row["key"], entry)[4].append(f"{row['plan']}:{row['start']}-{row['end']}")
        assert row["source_zh"] == network.nodes[row["source"]].title("zh")
    assert found == _flat(network)
    nodes = list(csv.DictReader(io.StringIO(export(network, "nodes.csv")[1:], newline="")))
    assert {row["iri"] for row in nodes} == _ends(network)


@pytest.mark.parametrize("name", ["seen", "hostile"])
def test_json_parses_back(name: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(name)
    assert Network.from_data(json.loads(export(network, "json"))) == network


def test_turtle_holds_the_statements_behind_the_links(real_release: Path, real_network: Network) -> None:
    kept = narrow(real_network, Filters(links=frozenset(("stated",)), relations=frozenset(("facilityPartOf",))))
    store = pyoxigraph.Store.read_only(str(real_release / "store"))
    content = statements_turtle(kept, store)
    found = Graph().parse(data=content, format="turtle")
    assert len(kept.links) > 4
    for assertion in found.subjects(PA.statedIn):
        subject, obj = found.value(assertion, RDF.subject), found.value(assertion, RDF.object)
        assert subject is not None
        assert (subject, PA.facilityPartOf, obj) in found
    stated = {iri for saying in kept.sayings for iri in saying.assertions}
    assert {str(s) for s in found.subjects(PA.statedIn)} == stated
    assert set(found.objects(predicate=PA.evidence)) <= set(found.subjects())
    assert content == statements_turtle(kept, store)


@pytest.mark.parametrize("name", ["seen", "hostile"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_svg_is_a_drawing_without_script(name: str, language: str, request: pytest.FixtureRequest) -> None:
    network: Network = request.getfixturevalue(name)
    root = ElementTree.fromstring(export(network, "svg", language))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "style", "rect", "g", "path", "circle", "polygon", "text", "tspan"}
    drawn = {element.text for element in root.iter(f"{SVG}title")}
    assert {network.nodes[end].title(language) for end in _ends(network)} <= drawn


@pytest.mark.parametrize("language", ["zh", "en"])
def test_labels_of_the_real_first_pictures_do_not_overlap(real_release: Path, language: str) -> None:
    folder = real_release / "networks"
    for picture in draw(narrow(read_network(folder), FIRST), first_places(read_layouts(folder))):
        labels = place_labels(picture, language)
        assert len(labels) == len(picture.marks), picture.kind  # each has found room
        frames = [label.frame for label in labels.values()]
        assert not [(a, b) for at, a in enumerate(frames) for b in frames[:at] if a.meets(b)], picture.kind


@pytest.mark.parametrize("form", FORMATS)
def test_empty_network_can_be_written(form: str) -> None:
    assert export(Network(), form)


def test_two_renders_are_identical(seen: Network) -> None:
    for form in FORMATS:
        assert export(seen, form) == export(seen, form), form


def test_hash_seed_does_not_change_a_byte(tmp_path: Path, graph: Graph) -> None:
    graph.serialize(tmp_path / "graph.nt", format="nt", encoding="utf-8")
    script = (
        "import hashlib, sys; from rdflib import Graph; from graph_builder.network import *; "
        "made = make_network(Graph().parse(sys.argv[1], format='nt')); kept = narrow(made, FIRST); "
        "print(hashlib.sha256(network_json(made).encode()).hexdigest(), make_layouts(made), "
        "{form: hashlib.sha256(export(kept, form).encode()).hexdigest() for form in FORMATS})"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script, tmp_path / "graph.nt"],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1


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
def test_page_loads_nothing_from_elsewhere(hostile: Network, language: str) -> None:
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


def test_a_saved_page_leads_nowhere_and_one_of_a_site_to_its_pages(seen: Network) -> None:
    saved, shown = (_Page.of(render_page(seen, "zh", site=site)) for site in (False, True))
    assert {attributes["href"] for tag, attributes in saved.elements if tag in ("a", "link")} == {"data:,"}
    assert {"/", "/ledger", "/network"} <= {attributes["href"] for tag, attributes in shown.elements if tag == "a"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_survives_labels_that_are_code(hostile: Network, language: str) -> None:
    page = _Page.of(export(hostile, "html", language))
    assert [tag for tag, _ in page.elements].count("script") == 4
    assert not [attributes for _, attributes in page.elements if "onerror" in attributes]
    data = json.loads(page.texts["data"])
    assert any(HOSTILE in node["name"] for node in data["nodes"])
    assert any(HOSTILE in words for words in page.words)  # the table shows it as it is
    assert json.loads(page.texts["options"])
    assert "alert(1)" not in page.texts["script"]


def test_page_speaks_its_language(seen: Network) -> None:
    for language, words in (("zh", "跨领域关联网络"), ("en", "Cross-domain linkages")):
        page = export(seen, "html", language)
        assert f'<html lang="{language}">' in page
        assert words in page
        names = {node["name"] for node in json.loads(_Page.of(page).texts["data"])["nodes"]}
        assert ("区块链" if language == "zh" else "blockchain") in names


def test_page_holds_every_link_with_its_sentences(seen: Network) -> None:
    data = json.loads(_Page.of(export(seen, "html", "en")).texts["data"])
    found = {
        (edge["from"], edge["to"]): [(e["start"], e["end"], e["sentence"]) for e in edge["evidence"]]
        for edge in data["edges"]
    }
    for link in seen.links:
        said = {(s.begin, s.end, s.sentence) for s in seen.said(link)}
        ends = f"{link.kind}:{link.source}", f"{link.kind}:{link.target}"
        if ends in found:
            assert set(found[ends]) == said
        else:  # subsections are drawn with the things between them
            between = [f"{link.kind}:{part.through}" for part in link.parts]
            assert {e for thing in between for end in ends for e in found.get((end, thing), [])} == said
    assert {edge["from"] for edge in data["edges"]} <= {node["id"] for node in data["nodes"]}
    assert len({node["id"] for node in data["nodes"]}) == len(data["nodes"])


def test_files_of_a_release(tmp_path: Path, network: Network) -> None:
    folder = tmp_path / "networks"
    write_networks(network, folder)
    assert read_network(folder) == network
    first = narrow(network, FIRST)
    for form in ("graphml", "gexf", "csv", "nodes.csv"):
        assert (folder / f"network.{form}").read_bytes().decode("utf-8") == export(first, form)
    places = first_places(read_layouts(folder))
    for language in ("zh", "en"):
        page = render_page(first, language, places, site=True)
        assert (folder / f"standalone.{language}.html").read_text("utf-8") == page
        assert (folder / f"network.{language}.svg").read_text("utf-8") == export(first, "svg", language, places)


def test_a_filter_moves_nothing(real_release: Path, real_network: Network) -> None:
    places = first_places(read_layouts(real_release / "networks"))
    for filters in (Filters(), Filters(top=2), Filters(generic=True, hubs=True, kin=True)):
        for picture in draw(narrow(real_network, filters), places):
            assert {mark.node.iri: (mark.x, mark.y) for mark in picture.marks}.items() <= places["shared"].items()
