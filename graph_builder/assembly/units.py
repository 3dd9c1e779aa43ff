"""The units of a plan as RDF: each with its parent, order and offsets."""

from __future__ import annotations

from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from graph_builder.assembly.iris import PlanIris
from graph_builder.namespaces import ID, NIF, PA
from graph_builder.structure import HEADED, MEASURES, NODES, TextStatus, Tree, Unit, UnitKind
from graph_builder.text import Span

_CLASSES = {
    UnitKind.PARAGRAPH: PA.Paragraph,
    UnitKind.TASK: PA.Task,
    UnitKind.SAFEGUARD: PA.SafeguardMeasure,
    UnitKind.BOX: PA.Box,
    UnitKind.ITEM: PA.BoxItem,
    **dict.fromkeys(HEADED, PA.Section),
}


def offset(value: int) -> Literal:
    """Write an offset: code points from 0, ``xsd:nonNegativeInteger`` as both NIF and Web Annotation have it."""
    return Literal(value, datatype=XSD.nonNegativeInteger)


def add_span(graph: Graph, subject: URIRef, span: Span, iris: PlanIris) -> None:
    """Add the NIF offsets of a stretch of the text."""
    graph.add((subject, NIF.beginIndex, offset(span.start)))
    graph.add((subject, NIF.endIndex, offset(span.end)))
    graph.add((subject, NIF.referenceContext, iris.text))


def add_units(graph: Graph, tree: Tree, iris: PlanIris) -> None:
    """Add all units below the plan that are nodes of the graph: sentences, notes, tables and the title are none."""
    for unit in tree.units:
        if unit.kind in NODES:
            _add(graph, unit, iris.plan, iris)


def _add(graph: Graph, unit: Unit, parent: URIRef, iris: PlanIris) -> None:
    node = iris.unit(unit)
    graph.add((node, RDF.type, _CLASSES[unit.kind]))
    graph.add((node, PA.partOf, parent))
    graph.add((node, PA.orderIndex, Literal(unit.position[-1])))
    add_span(graph, node, unit.span, iris)
    if unit.label is not None:
        graph.add((node, RDFS.label, Literal(unit.label.words, lang="zh")))
    if unit.kind in HEADED:
        graph.add((node, PA.sectionType, ID[f"section-type/{unit.kind.value}"]))
        graph.add((node, PA.depth, Literal(unit.depth)))
        graph.add((node, PA.textStatus, ID[f"text-status/{unit.status.value}"]))
    if unit.kind in MEASURES:
        graph.add((node, RDF.type, PA.Measure))
    if unit.title is not None and unit.status is TextStatus.PRESENT:
        words = Literal(unit.title.words, lang="zh")
        if unit.kind in (*HEADED, UnitKind.BOX):
            graph.add((node, PA.headingText, words))
        elif unit.kind is not UnitKind.ITEM:
            graph.add((node, PA.leadSentence, words))
        begin = unit.span.start if unit.number is not None else unit.title.start
        graph.add((node, PA.headingBegin, offset(begin)))
        graph.add((node, PA.headingEnd, offset(unit.title.end)))
    if unit.number is not None:
        graph.add((node, PA.headingNumber, Literal(unit.number.quote)))
    for child in unit.parts:
        if child.kind in NODES:
            _add(graph, child, node, iris)
