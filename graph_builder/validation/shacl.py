"""Hold shapes against a graph, and read what the engine found.

Messages, severities and names come from the shapes, so that a report is the same whichever engine made it.
"""

from __future__ import annotations

from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import BNode, Identifier, Node

from graph_builder.errors import ResourceError
from graph_builder.namespaces import BASE, NIF
from graph_builder.validation.engines import ENGINES
from graph_builder.validation.report import Finding, Report
from graph_builder.validation.shapes import SEVERITIES, Check, list_checks

BLANK = URIRef(f"{BASE}validation/blank-node")
"""Stands in a finding for a blank node, which has no name outside its graph."""

_QUOTE_LIMIT = 60


def validate(data: Graph, shapes: Graph, engine: str = "fast") -> Report:
    """Hold shapes against a graph that holds the ontology too (for subclasses and statement properties).

    ``shapes`` come from :func:`read_shapes`; ``engine`` is ``fast`` or ``reference``, and both give the same report.

    Raises:
        ResourceError: there is no such engine, or the shapes themselves are not well-formed.
    """
    if engine not in ENGINES:
        raise ResourceError(f"there is no engine {engine!r}", remedy=f"take one of {', '.join(sorted(ENGINES))}")
    results = ENGINES[engine](data, shapes)
    checks = list_checks(shapes)
    by_source = {check.source: check for check in checks}
    findings = {
        finding.key: finding
        for node in results.subjects(RDF.type, SH.ValidationResult)
        for finding in (_finding(results, node, data, by_source),)
    }
    found = sorted(findings.values(), key=lambda finding: (SEVERITIES.index(finding.severity), finding.key))
    return Report(tuple(found), checks)


def _finding(results: Graph, node: Node, data: Graph, checks: dict[str, Check]) -> Finding:
    def local(predicate: URIRef) -> str:
        return str(results.value(node, predicate) or "").rpartition("#")[2]

    path = results.value(node, SH.resultPath)
    focus, value = results.value(node, SH.focusNode), results.value(node, SH.value)
    source = str(results.value(node, SH.sourceShape) or "")
    check = checks.get(source) or Check("", source, "", ())
    about = value if isinstance(value, URIRef) else focus
    subject = about if isinstance(about, URIRef) else None
    return Finding(
        severity=local(SH.resultSeverity),
        shape=check.shape,
        focus=_named(focus) or BLANK,
        path=str(path) if isinstance(path, URIRef) else "",
        value=_named(value),
        component=local(SH.sourceConstraintComponent),
        source=check.source,
        messages=check.messages,
        label=_label(data, subject),
        quote=_quote(data, subject),
    )


def _named(node: Node | None) -> Identifier | None:
    if isinstance(node, BNode):
        return BLANK
    return node if isinstance(node, Identifier) else None


def _label(data: Graph, subject: URIRef | None) -> str:
    """Name a thing in Chinese, the language of its text; else in whichever language it has a name."""
    if subject is None:
        return ""
    labels = [label for label in data.objects(subject, RDFS.label) if isinstance(label, Literal)]
    return str(min(labels, key=lambda label: (label.language != "zh", label.language or "", str(label)), default=""))[
        :_QUOTE_LIMIT
    ]


def _quote(data: Graph, subject: URIRef | None) -> str:
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
