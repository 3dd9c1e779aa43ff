"""From plan folders to the named graphs of a release, validated."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from graph_builder import resources
from graph_builder.annotation import Annotations, read_annotations
from graph_builder.assembly import (
    assemble_plan,
    background_graph,
    draft_concepts,
    graph_iri,
    merge,
    ontology_graph,
    vocabulary_graph,
)
from graph_builder.derivation import derive
from graph_builder.errors import AnnotationError, Place, SourceError, ValidationFailed
from graph_builder.structure import parse
from graph_builder.text import PlanFolder, read_plan_folder
from graph_builder.validation import Report, read_shapes, validate
from graph_builder.vocabulary import read_vocabulary

Progress = Callable[[str], None]
"""Is told the name of each step as it begins."""


@dataclass(frozen=True)
class ReleaseGraphs:
    """The named graphs, the plans that they were made from, and what validation found."""

    graphs: Mapping[URIRef, Graph]
    merged: Graph
    plans: tuple[PlanFolder, ...]
    report: Report


def shipped_plans() -> list[Path]:
    """Give the folders of the plans that PlanAtlas ships."""
    return sorted(path.parent for path in resources.path("data/plans").glob("*/plan.toml"))


def assemble_graphs(plans: Sequence[Path], progress: Progress) -> ReleaseGraphs:
    """Read, assemble, derive and validate.

    Raises:
        PlanAtlasError: what is wrong with an input, with place and remedy.
        ValidationFailed: the graph breaks a shape.
    """
    progress("reading the plans")
    folders = _folders(plans)
    annotations = [_annotations(folder) for folder in folders]
    progress("reading ontology and vocabularies")
    ontology = ontology_graph(resources.path("ontology/planatlas.ttl"))
    vocabulary = read_vocabulary(resources.path("data/vocabularies").glob("*.ttl"))
    drafts = draft_concepts(annotations)
    concepts = vocabulary_graph(vocabulary) + drafts.graph
    rules = sorted(resources.path("ontology/rules").glob("*.rq"))
    graphs = {
        graph_iri("ontology"): ontology,
        graph_iri("alignments"): ontology_graph(resources.path("ontology/alignments.ttl")),
        graph_iri("vocabularies"): concepts,
    }
    for folder, annotated in zip(folders, annotations, strict=True):
        progress(f"assembling {folder.id}")
        assembled = assemble_plan(folder, parse(folder.source), annotated, vocabulary, drafts)
        graphs[graph_iri(f"plan/{folder.id}")] = assembled.plan
        graphs[graph_iri(f"evidence/{folder.id}")] = assembled.evidence
        progress(f"deriving {folder.id}")
        derived = derive((ontology, concepts, assembled.plan, assembled.evidence), rules)
        graphs[graph_iri(f"derived/{folder.id}")] = derived
    known = set(concepts.subjects()).union(*(graph.subjects() for graph in graphs.values()))
    identifiers = {folder.id for folder in folders}
    graphs[graph_iri("background")] = background_graph(resources.path("data/background.ttl"), identifiers, known)
    progress("validating")
    merged = merge(graphs.values())
    report = validate(merged, read_shapes(resources.path("shapes").glob("*.ttl")))
    if not report.conforms:
        raise ValidationFailed(
            f"the graph breaks its shapes; violations: {report.counts['Violation']}",
            details=report.lines(),
            remedy="mend the annotations or vocabularies that the findings name",
        )
    return ReleaseGraphs(graphs, merged, folders, report)


def _folders(plans: Sequence[Path]) -> tuple[PlanFolder, ...]:
    folders: dict[str, PlanFolder] = {}
    for path in plans:
        folder = read_plan_folder(path)
        if folder.id in folders:
            raise SourceError(
                f"there are two plans {folder.id}",
                place=Place(path),
                details=[f"the other is {folders[folder.id].path}"],
                remedy="name each plan once; its folder's name is its identifier",
            )
        folders[folder.id] = folder
    if not folders:
        raise SourceError("there is no plan to build", remedy="name at least one plan folder")
    return tuple(folders[name] for name in sorted(folders))


def _annotations(folder: PlanFolder) -> Annotations:
    """Read the annotations, after the text has been held against its hash."""
    if folder.hash_agrees:
        return read_annotations(folder.annotations, folder.source)
    try:
        read_annotations(folder.annotations, folder.source)
        misfit = "every annotation still fits its characters"
    except AnnotationError as error:
        misfit = f"the first annotation that no longer fits: {error.place}: {error.message}"
    raise SourceError(
        f"the text has SHA-256 {folder.source.sha256}, and plan.toml was written for {folder.metadata.sha256}",
        place=Place(folder.source.path),
        details=[misfit],
        remedy="restore the text; or, if the change is meant, mend the annotations and give plan.toml the new hash",
    )
