"""What is known from elsewhere: its own graph, each statement an assertion with a source instead of a mention."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.assembly.iris import assertion_key
from graph_builder.errors import Place, ResourceError
from graph_builder.namespaces import ID, PA
from graph_builder.vocabulary import read_turtle

_OWN = str(ID["background/"])
_PLAN = str(ID["plan/"])


def background_graph(path: Path, plans: Container[str], known: Container[Node]) -> Graph:
    """Read background knowledge: the file's assertions, each with the plain triple that it says.

    What it says of a plan that is not among ``plans`` (identifiers) is left out. ``known`` are the subjects that the
    other graphs describe.

    Raises:
        ResourceError: the file is not Turtle; an assertion lacks a part or its source, or is about something that no
            other graph describes; a triple stands outside the assertions and describes nothing of their own.
    """
    read = read_turtle(path, ResourceError)
    graph = Graph()
    skipped: set[Node] = set()
    for node in sorted(read.subjects(RDF.type, PA.Assertion), key=str):
        subject, predicate, obj = (_one(read, path, node, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        sources = [source for source in read.objects(node, DCTERMS.source) if isinstance(source, Literal)]
        if not sources:
            raise _fault(path, node, "has no dcterms:source", "say where it was read, or leave it out")
        if str(subject).startswith(_PLAN) and str(subject).removeprefix(_PLAN).split("/")[0] not in plans:
            skipped.add(obj)
            continue
        for end in (subject, obj):
            if isinstance(end, URIRef) and end not in known and not str(end).startswith(_OWN):
                raise _fault(path, node, f"is about {end}, which nothing describes", "mend the address, or take it out")
        iri = ID[f"background/assertion/{assertion_key(_OWN, str(subject), str(predicate), str(obj))}"]
        graph.add((subject, predicate, obj))
        graph.add((iri, RDF.type, PA.Assertion))
        graph.add((iri, RDF.subject, subject))
        graph.add((iri, RDF.predicate, predicate))
        graph.add((iri, RDF.object, obj))
        graph.add((iri, PA.assertionMethod, ID["method/background"]))
        for source in sources:
            graph.add((iri, DCTERMS.source, source))
    assertions = set(read.subjects(RDF.type, PA.Assertion))
    for subject, predicate, obj in read:
        if subject in assertions:
            continue
        if not str(subject).startswith(_OWN):
            raise _fault(path, subject, "is described outside an assertion", "write it as an assertion with a source")
        if not any(str(subject).startswith(str(left)) for left in skipped):
            graph.add((subject, predicate, obj))
    return graph


def _one(graph: Graph, path: Path, node: Node, predicate: URIRef) -> Node:
    values = list(graph.objects(node, predicate))
    if len(values) != 1:
        name = predicate.rpartition("#")[2]
        raise _fault(path, node, f"needs exactly one rdf:{name}", "give it subject, predicate and object")
    return values[0]


def _fault(path: Path, node: Node, words: str, remedy: str) -> ResourceError:
    name = str(node).removeprefix(_OWN)
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if f"<{name}>" in text), None)
    return ResourceError(f"{name} {words}", place=Place(path, line), remedy=remedy)
