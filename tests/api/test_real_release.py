"""The endpoint over the shipped plan, asked by clients that users have."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from SPARQLWrapper import CSV, JSON, JSONLD, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from api.app import create_app
from api.settings import Settings
from graph_builder import resources
from tests.api.server import serving
from tests.needs import command

QUERY = resources.path("data/queries/technologies.rq")
TEXT = resources.path("data/plans/xicheng-145/text.txt").read_text(encoding="utf-8")
Rows = list[tuple[str, ...]]


@pytest.fixture(scope="module")
def endpoint(real_release: Path) -> Iterator[str]:
    with serving(create_app(real_release, Settings(query_workers=1))) as base:
        yield f"{base}/sparql"


def rows_of_json(body: bytes) -> Rows:
    data = json.loads(body)
    return [tuple(row[name]["value"] for name in data["head"]["vars"]) for row in data["results"]["bindings"]]


def rows_of_xml(body: bytes) -> Rows:
    space = "{http://www.w3.org/2005/sparql-results#}"
    return [
        tuple("".join(binding.itertext()) for binding in result.findall(f"{space}binding"))
        for result in ElementTree.fromstring(body).iter(f"{space}result")
    ]


def rows_of_csv(body: bytes) -> Rows:
    return [tuple(row) for row in csv.reader(io.StringIO(body.decode("utf-8"), newline=""))][1:]


def rows_of_tsv(body: bytes) -> Rows:
    def plain(term: str) -> str:
        return term[1:-1] if term.startswith("<") else term.rpartition('"')[0][1:]

    return [tuple(plain(term) for term in line.split("\t")) for line in body.decode("utf-8").splitlines()[1:]]


FORMATS = {
    "application/sparql-results+json": (JSON, rows_of_json),
    "application/sparql-results+xml": (XML, rows_of_xml),
    "text/csv": (CSV, rows_of_csv),
    "text/tab-separated-values": (TSV, rows_of_tsv),
}


def test_curl_and_sparqlwrapper_get_the_same_technologies_in_every_format(endpoint: str) -> None:
    curl = command("curl", install="Debian: apt install curl")
    answers: list[Rows] = []
    for media_type, (wanted, rows) in FORMATS.items():
        client = SPARQLWrapper(endpoint)
        client.setQuery(QUERY.read_text(encoding="utf-8"))
        client.setReturnFormat(wanted)
        answers.append(rows(client.query().response.read()))
        asked = [curl, "-sSf", "-H", f"Accept: {media_type}", "--data-urlencode", f"query@{QUERY}", endpoint]
        answers.append(rows(subprocess.run(asked, check=True, capture_output=True, timeout=300).stdout))
    assert len(answers[0]) > 50
    assert all(answer == answers[0] for answer in answers)
    labels = {row[1] for row in answers[0]}
    # read in the plan by eye, sections 二 to 五
    assert {"区块链", "人工智能", "大数据", "5G", "车联网", "射频识别", "声纹识别", "密码学技术", "知识图谱"} <= labels


def test_sparqlwrapper_gets_graphs_in_every_format(endpoint: str) -> None:
    sizes = []
    for wanted in (TURTLE, RDFXML, JSONLD):
        client = SPARQLWrapper(endpoint)
        client.setQuery("CONSTRUCT WHERE { ?concept <http://www.w3.org/2004/02/skos/core#broader> ?broader }")
        client.setReturnFormat(wanted)
        answer = client.query().response.read()
        form = {TURTLE: RdfFormat.TURTLE, RDFXML: RdfFormat.RDF_XML, JSONLD: RdfFormat.JSON_LD}[wanted]
        sizes.append(len(list(pyoxigraph.parse(answer, format=form))))
    assert sizes[0] > 10
    assert len(set(sizes)) == 1


def test_a_statement_leads_to_its_characters(endpoint: str) -> None:
    client = SPARQLWrapper(endpoint)
    client.setReturnFormat(JSON)
    client.setQuery(
        """PREFIX pa: <https://w3id.org/planatlas/ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        PREFIX oa: <http://www.w3.org/ns/oa#>
        SELECT ?start ?end ?exact ?sha256 WHERE {
          ?directive pa:usesTechnology ?technology .
          ?assertion rdf:subject ?directive ; rdf:predicate pa:usesTechnology ; rdf:object ?technology ;
            pa:evidence ?mention .
          ?mention oa:hasSource/pa:sha256 ?sha256 ;
            oa:hasSelector [ a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end ] ;
            oa:hasSelector [ a oa:TextQuoteSelector ; oa:exact ?exact ] .
        }"""
    )
    found = client.queryAndConvert()["results"]["bindings"]
    assert len(found) > 50
    for row in found:
        assert TEXT[int(row["start"]["value"]) : int(row["end"]["value"])] == row["exact"]["value"]


def test_every_shipped_query_has_an_answer(endpoint: str) -> None:
    for file in sorted(QUERY.parent.glob("*.rq")):
        client = SPARQLWrapper(endpoint)
        client.setReturnFormat(JSON)
        client.setQuery(file.read_text(encoding="utf-8"))
        assert client.queryAndConvert()["results"]["bindings"], file.name


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", "999 个随机网络中有 ([0-9]+) 个同样强"), ("en", "in ([0-9]+) of 999 random networks")],
)
def test_strong_links_say_how_often_chance_is_as_strong(
    endpoint: str, real_release: Path, language: str, words: str
) -> None:
    ranked = json.loads((real_release / "linkages" / "top.json").read_text("utf-8"))
    compared = [round(row["p"] * 1000) - 1 for row in ranked["shared"] if row["p"] is not None]
    assert compared
    with httpx.Client(base_url=endpoint.removesuffix("/sparql"), headers={"accept": "text/html"}) as ask:
        shown = ask.get(f"/linkages/top?kind=shared&lang={language}").text
        facts = "".join(re.findall("<summary>.*?</summary>", shown, re.DOTALL))
        assert [int(count) for count in re.findall(words, facts)] == compared
        for kind in ("stated", "together", "technology"):
            assert "999" not in ask.get(f"/linkages/top?kind={kind}&lang={language}").text
        ends = ",".join(iri for side in ranked["shared"][0]["sides"] for iri in side)
        table = ask.get("/network", params={"nodes": ends, "direct": "1", "lang": language}).text
        assert re.search(words, table)
