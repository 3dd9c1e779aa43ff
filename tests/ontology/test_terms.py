"""The terms are those that the code, the data and the rules speak of, and are used as the ontology says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from graph_builder import resources
from graph_builder.annotation.scheme import COREFERENCE, RELATIONS
from graph_builder.namespaces import PA
from tests.plans import ontology, vocabulary

TOP = Path(__file__).resolve().parents[2]
HINTS = (URIRef("https://schema.org/domainIncludes"), URIRef("https://schema.org/rangeIncludes"))

CLASSES = {
    "Task": {"Measure"},
    "Target": {"QuantifiedTarget"},
    "Policy": {"PolicyDocument"},
    "Group": {"PersonGroup"},
    "Location": {"Place", "PlaceCategory"},
    "Heading": {"Section", "Box"},
    "Date": {"http://www.w3.org/2006/time#TemporalEntity"},
}
"""The classes of what mentions of a type denote, where they are not called as the type."""

BESIDES_RELATIONS = {"desiredDirection", "facilityStatus", "hasInvolvement", "monitors", "targets"}
"""Statement properties that come from attributes and rules instead of relations."""


def declared(graph: Graph) -> set[str]:
    return {str(term).removeprefix(str(PA)) for term in graph.subjects(RDFS.isDefinedBy)}


_TERM = re.compile(r"""\bpa:(\w+)|\bPA\.(\w+)|\bPA\["(\w+)"\]|planatlas/ontology#(\w+)""")


def undeclared(text: str, terms: set[str]) -> set[str]:
    """Find words that look like terms of ours in Turtle, SPARQL, Python or anything else, and are none."""
    return {name for names in _TERM.findall(text) for name in names if name} - terms


def _sources() -> Iterable[Path]:
    for folder in ("api", "benchmarks", "data", "docs", "graph_builder", "ontology", "shapes", "web"):
        for path in sorted((TOP / folder).rglob("*")):
            inside = path.relative_to(TOP).parts
            ours = not {"node_modules", "_resources", "test"} & set(inside)
            if ours and path.suffix in (".py", ".ttl", ".rq", ".md", ".js", ".ts", ".html", ".jsonld"):
                yield path


def test_no_file_speaks_of_a_term_that_there_is_not() -> None:
    terms = declared(ontology())
    found = {path.relative_to(TOP).as_posix(): undeclared(path.read_text("utf-8"), terms) for path in _sources()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text",
    ["?s pa:usesMagic ?o", "PA.usesMagic", 'PA["usesMagic"]', "<https://w3id.org/planatlas/ontology#usesMagic>"],
)
def test_a_term_that_there_is_not_is_found(text: str) -> None:
    assert undeclared(text, declared(ontology())) == {"usesMagic"}
    assert undeclared(text.replace("usesMagic", "usesTechnology"), declared(ontology())) == set()


def test_statement_properties_are_the_relations_of_the_annotation_scheme() -> None:
    marked = {str(term).removeprefix(str(PA)) for term in ontology().subjects(RDF.type, PA.StatementProperty)}
    assert marked == (RELATIONS.keys() - {COREFERENCE}) | BESIDES_RELATIONS


@pytest.mark.parametrize("relation", sorted(RELATIONS.keys() - {COREFERENCE}))
@pytest.mark.parametrize("end", [0, 1], ids=["domain", "range"])
def test_hints_are_the_types_of_the_annotation_scheme(relation: str, end: int) -> None:
    signature = RELATIONS[relation]
    types = (signature.first, signature.second)[end]
    expected = {name for kind in types for name in CLASSES.get(kind, {kind})}
    hinted = {str(value).removeprefix(str(PA)) for value in ontology().objects(PA[relation], HINTS[end])}
    assert hinted == expected


_EXAMPLE = re.compile(r"(?:第(\d+)行:|Line (\d+): )「([^」]+)」.*", re.DOTALL)
LINES = (TOP / "data/plans/xicheng-145/text.txt").read_text("utf-8").split("\n")


def misquoted(graph: Graph, lines: list[str]) -> set[str]:
    """Find terms whose examples quote no characters of the line that they name, or another line in each language."""
    found = set()
    for term in graph.subjects(RDFS.isDefinedBy):
        places = set()
        for text in graph.objects(term, SKOS.example):
            match = _EXAMPLE.fullmatch(str(text))
            if match is None or match[3] not in lines[int(match[1] or match[2]) - 1]:
                found.add(str(term))
            else:
                places.add((match[1] or match[2], match[3]))
        if len(places) != 1:
            found.add(str(term))
    return found


def test_examples_are_characters_of_the_plan() -> None:
    assert misquoted(ontology(), LINES) == set()


@pytest.mark.parametrize(
    "examples",
    ['"第1行:「北京市」"@zh', '"「北京」"@zh', '"第1行:「北京」"@zh, "Line 1: 「关于」"@en', '"第2行:「北京」"@zh'],
)
def test_a_wrong_quotation_is_found(examples: str) -> None:
    data = f"<urn:x> <{RDFS.isDefinedBy}> <urn:o> ; <{SKOS.example}> {examples} ."
    assert misquoted(Graph().parse(data=data, format="turtle"), ["北京:关于", "公告"]) == {"urn:x"}


def test_values_stand_in_the_schemes_that_the_properties_name() -> None:
    schemes = set(ontology().objects(None, RDFS.seeAlso))
    assert len(schemes) > 10
    concepts = vocabulary().graph
    for scheme in schemes:
        assert (scheme, RDF.type, SKOS.ConceptScheme) in concepts, scheme
        assert any(concepts.subjects(SKOS.inScheme, scheme)), scheme


_PREFIXES = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sdo: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
SUBJECT, OBJECT = "subject that its property does not fit", "object that its property does not fit"
USES = {
    "property that is not declared": """
        SELECT DISTINCT ?property WHERE {
            ?s ?property ?o FILTER (STRSTARTS(STR(?property), STR(pa:)))
            FILTER NOT EXISTS { ?property rdfs:isDefinedBy ?ontology }
        }""",
    "class that is not declared": """
        SELECT DISTINCT ?class WHERE {
            ?s a ?class FILTER (STRSTARTS(STR(?class), STR(pa:)))
            FILTER NOT EXISTS { ?class a owl:Class ; rdfs:isDefinedBy ?ontology }
        }""",
    "literal of another datatype": """
        SELECT DISTINCT ?property ?object WHERE {
            ?property a owl:DatatypeProperty ; rdfs:isDefinedBy ?ontology ; sdo:rangeIncludes ?type .
            ?s ?property ?object FILTER (DATATYPE(?object) != IF(?type = xsd:nonNegativeInteger, xsd:integer, ?type))
        }""",
    "value outside the scheme of its property": """
        SELECT DISTINCT ?property ?value WHERE {
            ?property rdfs:isDefinedBy ?ontology ; rdfs:seeAlso ?scheme . ?s ?property ?value
            FILTER NOT EXISTS { ?value skos:inScheme ?scheme }
        }""",
    "directive that its unit does not own up to": """
        SELECT DISTINCT ?directive WHERE {
            { ?directive a pa:Directive ; pa:partOf ?unit FILTER NOT EXISTS { ?unit pa:hasDirective ?directive } }
            UNION { ?unit pa:hasDirective ?directive FILTER NOT EXISTS { ?directive pa:partOf ?unit } }
        }""",
}
"""Ways in which data may use a term otherwise than the ontology says. The store keeps every integer as xsd:integer."""

WRONG = {
    "property that is not declared": "<urn:d> pa:usesMagic <urn:t> .",
    "class that is not declared": "<urn:d> a pa:Wizard .",
    SUBJECT: "<urn:d> a pa:Mention ; pa:usesTechnology <urn:t> .",
    OBJECT: "<urn:d> a pa:Directive ; pa:usesTechnology <urn:d> .",
    "literal of another datatype": "<urn:s> a pa:Section ; pa:depth 1.5 .",
    "value outside the scheme of its property": "<urn:d> a pa:Directive ; pa:force <urn:t> .",
    "directive that its unit does not own up to": "<urn:d> a pa:Directive ; pa:partOf <urn:s> .",
}


def misuse(store: pyoxigraph.Store, way: str) -> list[str]:
    if way in (SUBJECT, OBJECT):
        return unfit(store, way == OBJECT)
    return sorted(" ".join(row) for row in rows(store, USES[way]))


def rows(store: pyoxigraph.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(_PREFIXES + query)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return [tuple(str(value) for value in solution) for solution in solutions]


def unfit(store: pyoxigraph.Store, objects: bool) -> list[str]:
    """Find subjects (or objects) of our properties whose classes are none that the hints name, nor below one."""
    hint = "sdo:rangeIncludes" if objects else "sdo:domainIncludes"
    kind = "?p a owl:ObjectProperty" if objects else ""
    fitting: dict[str, set[str]] = {}
    for prop, name in rows(store, f"SELECT ?p ?c {{ ?p {hint} ?above . ?c rdfs:subClassOf* ?above . {kind} }}"):
        fitting.setdefault(prop, set()).add(name)
    types: dict[str, set[str]] = {}
    for thing, name in rows(store, "SELECT ?s ?type { ?s a ?type }"):
        types.setdefault(thing, set()).add(name)
    found = set()
    for subject, prop, obj in rows(store, "SELECT ?s ?p ?o { ?p rdfs:isDefinedBy ?ontology . ?s ?p ?o }"):
        thing = obj if objects else subject
        allowed = fitting.get(prop, {_ANYTHING})
        if _ANYTHING not in allowed and not allowed & types.get(thing, set()):
            found.add(f"{prop} {thing}")
    return sorted(found)


_ANYTHING = "<http://www.w3.org/2002/07/owl#Thing>"


@pytest.mark.parametrize("way", WRONG)
@pytest.mark.parametrize("size", ["small", pytest.param("real", marks=pytest.mark.xdist_group("real-release"))])
def test_a_release_uses_the_terms_as_the_ontology_says(request: pytest.FixtureRequest, size: str, way: str) -> None:
    release: Path = request.getfixturevalue(f"{size}_release")
    assert misuse(pyoxigraph.Store.read_only(str(release.resolve() / "store")), way) == []


@pytest.mark.parametrize("way", WRONG)
def test_misuse_is_found(way: str) -> None:
    store = pyoxigraph.Store()
    store.load(path=str(resources.path("ontology/planatlas.ttl")), format=pyoxigraph.RdfFormat.TURTLE)
    assert misuse(store, way) == []
    data = f"{_prefixes_of_turtle()}<urn:t> a pa:Technology . {WRONG[way]}"
    store.load(data.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    assert misuse(store, way) != []


def _prefixes_of_turtle() -> str:
    return "@prefix pa: <https://w3id.org/planatlas/ontology#> .\n"


def test_every_class_has_members_in_the_real_release(real_release: Path) -> None:
    store = pyoxigraph.Store.read_only(str(real_release.resolve() / "store"))
    classes = {str(term) for term in ontology().subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#Class"))}
    solutions = store.query("SELECT DISTINCT ?class WHERE { ?member a ?class }")
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    assert classes - {solution["class"].value for solution in solutions} == set()


def test_one_label_of_a_term_in_each_language_and_no_other() -> None:
    graph: Graph = ontology()
    by_term: Mapping[str, list[str]] = {
        str(term): sorted(
            label.language or "" for label in graph.objects(term, RDFS.label) if isinstance(label, Literal)
        )
        for term in graph.subjects(RDFS.isDefinedBy)
    }
    assert {term: languages for term, languages in by_term.items() if languages != ["en", "zh"]} == {}
