"""The JSON-LD context: every term is a word, and documents that use it say what Turtle says."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from rdflib import OWL, RDF, RDFS, Graph

from graph_builder import resources
from graph_builder.namespaces import PA
from graph_builder.release.ontology import context_file
from tests.plans import assemble, ontology

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its reader calls its own old names

CONTEXT: dict[str, Any] = json.loads(resources.path("ontology/context.jsonld").read_text("utf-8"))
WORDS: dict[str, Any] = CONTEXT["@context"]
REFRESH = """python -c "
from pathlib import Path; from graph_builder import resources; from graph_builder.assembly import ontology_graph
from graph_builder.release.ontology import context_file
path = resources.path('ontology/context.jsonld')
path.write_text(context_file(ontology_graph(path.with_name('planatlas.ttl'))), 'utf-8')" """


def test_the_file_is_what_the_ontology_gives() -> None:
    shipped = resources.path("ontology/context.jsonld").read_text("utf-8")
    assert shipped == context_file(ontology()), f"the ontology has changed; write the context anew:\n{REFRESH}"


def test_it_is_json_ld_1_1() -> None:
    assert WORDS["@version"] == 1.1


def test_every_term_is_a_word() -> None:
    for term in ontology().subjects(RDFS.isDefinedBy):
        name = str(term).removeprefix(str(PA))
        assert WORDS[name]["@id"] == f"pa:{name}"
        link = (term, RDF.type, OWL.ObjectProperty) in ontology()
        assert (WORDS[name].get("@type") == "@id") == link, name


def test_a_document_says_what_turtle_says() -> None:
    document = {
        **CONTEXT,
        "@graph": [
            {
                "@id": "id:plan/x/directive/1",
                "@type": "Directive",
                "label": {"zh": "运用区块链", "en": "use blockchain"},
                "usesTechnology": ["id:technology/blockchain", "id:technology/big-data"],
                "orderIndex": 1,
                "beginIndex": 3,
            },
            {"@id": "id:plan/x/target/1-9", "@type": "QuantifiedTarget", "numericValue": "100", "unitText": "家"},
            {"@id": "id:plan/x/task/1", "@type": ["Task", "Measure"], "leadSentence": {"zh": "搭建平台"}},
        ],
    }
    turtle = """
        @prefix pa: <https://w3id.org/planatlas/ontology#> .
        @prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        @base <https://w3id.org/planatlas/id/> .
        <plan/x/directive/1> a pa:Directive ; rdfs:label "运用区块链"@zh, "use blockchain"@en ; pa:orderIndex 1 ;
            pa:usesTechnology <technology/blockchain>, <technology/big-data> ;
            nif:beginIndex "3"^^xsd:nonNegativeInteger .
        <plan/x/target/1-9> a pa:QuantifiedTarget ; pa:numericValue "100"^^xsd:decimal ; pa:unitText "家" .
        <plan/x/task/1> a pa:Task, pa:Measure ; pa:leadSentence "搭建平台"@zh ."""
    text = json.dumps(document, ensure_ascii=False)
    expected = Graph().parse(data=turtle, format="turtle")
    assert set(Graph().parse(data=text, format="json-ld")) == set(expected)
    read = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    lines = "\n".join(f"{quad.triple} ." for quad in read)
    assert set(Graph().parse(data=lines, format="nt")) == set(expected)


def test_a_plan_survives_the_way_there_and_back(small_release: Path) -> None:
    graphs = assemble(small_release.parent / "yunxi").graphs
    for graph in (graphs.plan, graphs.evidence):
        written = graph.serialize(format="json-ld", context=WORDS, auto_compact=False)
        assert not re.search(r'"(?:pa:|https://w3id\.org/planatlas/ontology#)\w+":', written)  # every term is a word
        assert set(Graph().parse(data=written, format="json-ld")) == set(graph)
