"""Run pyshacl, and read its results.

Core shapes and set-level SPARQL constraints on an in-memory rdflib graph are this engine's fast combination.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyshacl
from rdflib import RDF, RDFS, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.errors import ResourceError
from graph_builder.namespaces import NIF
from graph_builder.validation.report import SEVERITIES, Finding, Report
from graph_builder.vocabulary import read_turtle

_QUOTE_LIMIT = 60


def read_shapes(files: Iterable[Path]) -> Graph:
    """Read the shapes.

    Raises:
        ResourceError: a file is not Turtle.
    """
    shapes = Graph()
    for file in sorted(files):
        for triple in read_turtle(file, ResourceError):
            shapes.add(triple)
    return shapes


def validate(data: Graph, shapes: Graph) -> Report:
    """Hold shapes against a graph that holds the ontology too (for subclasses and statement properties).

    Raises:
        ResourceError: the shapes themselves are not well-formed.
    """
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, allow_warnings=True)
    except Exception as error:  # pyshacl raises many types, some of them bare
        raise ResourceError(f"the shapes cannot be used: {error}", remedy="mend the files in shapes/") from error
    if not isinstance(results, Graph):
        raise ResourceError(f"the shapes cannot be used: {results}", remedy="mend the files in shapes/")
    owners = _owners(shapes)
    findings = [
        _finding(results, node, data, shapes, owners) for node in results.subjects(RDF.type, SH.ValidationResult)
    ]
    return Report(tuple(sorted(findings, key=lambda f: (SEVERITIES.index(f.severity), f))))


def _owners(shapes: Graph) -> dict[Node, str]:
    """Find for each property shape the named shape that holds it."""
    owners: dict[Node, str] = {}
    for owner in shapes.subjects(RDF.type, SH.NodeShape):
        owners[owner] = str(owner)
        for inner in shapes.objects(owner, SH.property):
            owners[inner] = str(owner)
    return owners


def _finding(results: Graph, node: Node, data: Graph, shapes: Graph, owners: dict[Node, str]) -> Finding:
    def text(predicate: URIRef) -> str:
        value = results.value(node, predicate)
        return "" if value is None or isinstance(value, BNode) else str(value)

    source = results.value(node, SH.sourceShape)
    subject = results.value(node, SH.value)
    if not isinstance(subject, URIRef):
        subject = results.value(node, SH.focusNode)
    constraint = results.value(node, SH.sourceConstraint)
    # pyshacl drops the language of a SPARQL constraint's messages: take them from the shape
    said = list(shapes.objects(constraint, SH.message)) if constraint is not None else []
    messages = sorted(
        (message.language or "", str(message))
        for message in said or results.objects(node, SH.resultMessage)
        if isinstance(message, Literal)
    )
    return Finding(
        severity=text(SH.resultSeverity).rpartition("#")[2],
        shape=owners.get(source, "") if source is not None else "",
        focus=text(SH.focusNode),
        path=text(SH.resultPath),
        value=text(SH.value),
        component=text(SH.sourceConstraintComponent).rpartition("#")[2],
        message=tuple(messages),
        label=_label(data, subject),
        quote=_quote(data, subject),
    )


def _label(data: Graph, subject: Node | None) -> str:
    labels = sorted(str(label) for label in data.objects(subject, RDFS.label)) if subject is not None else []
    return labels[-1][:_QUOTE_LIMIT] if labels else ""


def _quote(data: Graph, subject: Node | None) -> str:
    """Give the text that a unit or mention stands on."""
    if subject is None:
        return ""
    begin, end = data.value(subject, NIF.beginIndex), data.value(subject, NIF.endIndex)
    context = data.value(subject, NIF.referenceContext)
    text = data.value(context, NIF.isString) if context is not None else None
    if begin is None or end is None or text is None:
        return ""
    quote = " ".join(str(text)[int(str(begin)) : int(str(end))].split())
    return quote if len(quote) <= _QUOTE_LIMIT else f"{quote[: _QUOTE_LIMIT - 1]}…"
