"""Draft concepts: what the names of a draft refer to until a person has found, or made, a concept for them.

A draft concept stands for a name and a type of mention: the same name in two plans gives one, and a name of two types
gives two. Its label is the name as the text has it; it has no English one, because nobody has given it any.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from graph_builder.annotation import CONCEPTUAL, Annotations, Mention
from graph_builder.namespaces import ID, PA
from graph_builder.text import fold

_CLASSES = {
    **{kind: PA[kind] for kind in CONCEPTUAL},
    "Policy": PA.PolicyDocument,
    "Group": PA.PersonGroup,
    "Location": PA.Place,
}
_NOTE = (
    Literal("程序自规划文本录入的名称，尚无人为它选定或新建概念。", lang="zh"),
    Literal("A name that the automatic reader took from the text; nobody has made a concept of it yet.", lang="en"),
)


@dataclass(frozen=True)
class DraftConcepts:
    """The draft concepts of some plans: their triples, and the IRI of each by type and folded name."""

    graph: Graph = field(default_factory=Graph)
    iris: Mapping[tuple[str, str], URIRef] = field(default_factory=dict)

    def of(self, mention: Mention) -> URIRef | None:
        """Give the draft concept of a mention's type and name, None where there is none."""
        return self.iris.get((mention.type, fold(mention.span.words)))


def draft_iri(kind: str, name: str) -> URIRef:
    """Name a draft concept by the type of its mentions and its folded name: ``id/draft/technology/HASH``."""
    digest = hashlib.sha256(f"{kind} {fold(name)}".encode()).hexdigest()[:12]
    return ID[f"draft/{kind.lower()}/{digest}"]


def waits_for_concept(annotations: Annotations, mention: Mention) -> bool:
    """Tell whether a mention is a draft of the automatic reader that refers to no concept yet."""
    return (
        mention.type in CONCEPTUAL
        and mention.id not in annotations.concepts
        and annotations.value(mention, "Rule") is not None
        and annotations.value(mention, "Review") == "draft"
    )


def draft_concepts(plans: Iterable[Annotations]) -> DraftConcepts:
    """Make a draft concept for each name that waits for one; of several spellings the first is the label."""
    graph = Graph()
    iris: dict[tuple[str, str], URIRef] = {}
    for plan in plans:
        for mention in plan.of_type(*CONCEPTUAL):
            if not waits_for_concept(plan, mention):
                continue
            kind, name = mention.type, mention.span.words
            iri = draft_iri(kind, name)
            label = Literal(name, lang="zh")
            if (kind, fold(name)) not in iris:
                iris[kind, fold(name)] = iri
                _describe(graph, iri, kind, label)
            elif graph.value(iri, SKOS.prefLabel) != label:
                graph.add((iri, SKOS.altLabel, label))
    return DraftConcepts(graph, iris)


def _describe(graph: Graph, iri: URIRef, kind: str, label: Literal) -> None:
    scheme = ID[f"scheme/draft-{kind.lower()}"]
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language, words in (("zh", f"草稿概念（{kind}）"), ("en", f"draft concepts ({kind})")):
        for predicate in (SKOS.prefLabel, RDFS.label):
            graph.add((scheme, predicate, Literal(words, lang=language)))
    graph.add((iri, RDF.type, SKOS.Concept))
    graph.add((iri, RDF.type, _CLASSES[kind]))
    graph.add((iri, SKOS.inScheme, scheme))
    graph.add((iri, SKOS.prefLabel, label))
    graph.add((iri, RDFS.label, label))
    for note in _NOTE:
        graph.add((iri, SKOS.editorialNote, note))
