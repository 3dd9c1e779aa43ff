"""The endpoint describes itself, with what the data say of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from api.problems import Problem
from api.settings import Settings
from api.sparql.description import describe
from api.sparql.negotiation import GRAPHS, Format
from graph_builder.release.void import GRAPH_FORMATS, RESULT_FORMATS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
ENDPOINT = "http://atlas.example/sparql"


@pytest.mark.parametrize("form", GRAPHS, ids=lambda form: form.name)
def test_every_format(form: Format) -> None:
    written = describe(ENDPOINT, form, Settings())
    rdf_format = ox.RdfFormat.from_media_type(form.media_type)
    assert rdf_format is not None
    triples = {str(quad.triple) for quad in ox.parse(written, format=rdf_format)}
    assert f"<{ENDPOINT}> <{SD.endpoint}> <{ENDPOINT}>" in triples
    assert f"<{ENDPOINT}> <{SD.supportedLanguage}> <{SD.SPARQL11Query}>" in triples


def test_formats_are_those_that_the_catalog_names() -> None:
    graph = Graph().parse(data=describe(ENDPOINT, GRAPHS[0], Settings()), format="turtle")
    names = {str(name).rpartition("/")[2] for name in graph.objects(URIRef(ENDPOINT), SD.resultFormat)}
    assert names == {*RESULT_FORMATS, *GRAPH_FORMATS}


def test_limits_are_announced() -> None:
    graph = Graph().parse(data=describe(ENDPOINT, GRAPHS[0], Settings(query_timeout=7.5)), format="turtle")
    said = {
        text.language: str(text) for text in graph.objects(URIRef(ENDPOINT), RDFS.comment) if isinstance(text, Literal)
    }
    assert "7.5 s" in said["en"]
    assert "7.5 秒" in said["zh"]


def test_what_the_data_say_is_added_once() -> None:
    service, feature = ox.NamedNode(ENDPOINT), ox.NamedNode(f"{SD}feature")
    kind = ox.Triple(service, ox.NamedNode(str(RDF.type)), ox.NamedNode(f"{SD}Service"))
    union = ox.Triple(service, feature, ox.NamedNode(f"{SD}UnionDefaultGraph"))
    written = describe(ENDPOINT, GRAPHS[1], Settings(), [union, kind, union])
    assert written.count(b"UnionDefaultGraph") == written.count(b"#Service>") == 1
    assert written == describe(ENDPOINT, GRAPHS[1], Settings(), [kind, union])


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(Problem):
        describe("http://a<b>/sparql", GRAPHS[0], Settings())
