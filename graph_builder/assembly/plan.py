"""Assemble one plan: its units, its mentions and its statements."""

from __future__ import annotations

from dataclasses import dataclass, field

from rdflib import DCTERMS, PROV, RDF, RDFS, XSD, Graph, Literal, URIRef

from graph_builder.annotation import Annotations
from graph_builder.assembly.drafts import DraftConcepts
from graph_builder.assembly.iris import PlanIris
from graph_builder.assembly.statements import StatementAssembler
from graph_builder.assembly.units import add_units
from graph_builder.errors import AssemblyError, Place
from graph_builder.namespaces import NIF, PA
from graph_builder.structure import Tree
from graph_builder.text import PlanFolder
from graph_builder.vocabulary import Vocabulary, read_turtle


@dataclass(frozen=True)
class PlanGraphs:
    """What a plan says (units, entities, plain statements), and the evidence (Assertions and Mentions)."""

    plan: Graph = field(default_factory=Graph)
    evidence: Graph = field(default_factory=Graph)


def assemble_plan(
    folder: PlanFolder,
    tree: Tree,
    annotations: Annotations,
    vocabulary: Vocabulary,
    drafts: DraftConcepts | None = None,
) -> PlanGraphs:
    """Turn a plan into RDF. ``drafts`` are what the names of a draft refer to; without them such names wait.

    Raises:
        AssemblyError: an annotation does not fit the structure (a directive across two units, a relation outside every
            directive), or ``labels.ttl`` labels something that the plan does not have.
        VocabularyError: an annotation refers to a concept that no vocabulary holds.
    """
    graphs = PlanGraphs()
    iris = PlanIris(folder.id)
    _add_plan(graphs.plan, folder, iris)
    add_units(graphs.plan, tree, iris)
    known = vocabulary, drafts or DraftConcepts()
    StatementAssembler(graphs.plan, graphs.evidence, iris, tree, annotations, *known).run()
    _add_labels(graphs.plan, folder)
    return graphs


def _add_plan(graph: Graph, folder: PlanFolder, iris: PlanIris) -> None:
    metadata, source = folder.metadata, folder.source
    graph.add((iris.plan, RDF.type, PA.Plan))
    graph.add((iris.plan, DCTERMS.identifier, Literal(folder.id)))
    graph.add((iris.plan, RDFS.label, Literal(metadata.title, lang="zh")))
    if metadata.title_en:
        graph.add((iris.plan, RDFS.label, Literal(metadata.title_en, lang="en")))
    if metadata.status:
        graph.add((iris.plan, PA.documentStatus, Literal(metadata.status, lang="zh")))
    if metadata.period:
        graph.add((iris.plan, PA.periodText, Literal(metadata.period, lang="zh")))
    graph.add((iris.plan, PA.sourceText, iris.text))
    for kind in (PA.SourceText, NIF.Context, PROV.Entity):
        graph.add((iris.text, RDF.type, kind))
    graph.add((iris.text, RDFS.label, Literal(f"{metadata.title} 原文", lang="zh")))
    graph.add((iris.text, RDFS.label, Literal(f"Text of: {metadata.title_en or metadata.title}", lang="en")))
    graph.add((iris.text, NIF.isString, Literal(source.text)))
    graph.add((iris.text, NIF.beginIndex, Literal(0, datatype=XSD.nonNegativeInteger)))
    graph.add((iris.text, NIF.endIndex, Literal(len(source), datatype=XSD.nonNegativeInteger)))
    graph.add((iris.text, PA.sha256, Literal(source.sha256)))
    graph.add((iris.text, DCTERMS.source, Literal(metadata.source)))


def _add_labels(graph: Graph, folder: PlanFolder) -> None:
    """Add our English labels. They may label what the plan has, and nothing else."""
    if not folder.labels.is_file():
        return
    own = str(PlanIris(folder.id).plan)
    known = {subject for subject in graph.subjects() if f"{subject}/".startswith(f"{own}/")}
    for subject, predicate, obj in read_turtle(folder.labels, AssemblyError):
        ours = predicate == RDFS.label and isinstance(obj, Literal) and obj.language == "en"
        if subject not in known or not isinstance(subject, URIRef) or not ours:
            raise AssemblyError(
                f"{subject} {predicate} ‘{obj}’ is no English label of a part of this plan",
                place=Place(folder.labels),
                remedy="this file holds only rdfs:label …@en of the plan's own units and things",
            )
        graph.add((subject, predicate, obj))
