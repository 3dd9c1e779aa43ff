"""What a mention denotes: a unit of the plan, a concept of a vocabulary, or an individual named by its place."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from rdflib import RDF, RDFS, TIME, XSD, Graph, Literal, URIRef

from graph_builder.annotation import COREFERENCE, Annotations, Mention
from graph_builder.assembly.drafts import DraftConcepts, waits_for_concept
from graph_builder.assembly.iris import PlanIris
from graph_builder.errors import AssemblyError
from graph_builder.namespaces import ID, PA
from graph_builder.structure import HEADED, MEASURES, Tree, Unit, UnitKind
from graph_builder.vocabulary import Vocabulary

_HOLDERS = (*MEASURES, UnitKind.PARAGRAPH)
_TITLED = (*HEADED, UnitKind.BOX)
_OWN = {"Goal": ("goal", PA.Goal), "Target": ("target", PA.QuantifiedTarget), "Date": ("date", TIME.TemporalEntity)}
_GENERIC = {"facility-kind": ("facility", PA.Facility), "instrument-kind": ("instrument", PA.Instrument)}


class Entities:
    """Finds or makes what mentions denote, and describes the individuals of the plan in its graph."""

    def __init__(
        self,
        plan: Graph,
        iris: PlanIris,
        tree: Tree,
        annotations: Annotations,
        vocabulary: Vocabulary,
        drafts: DraftConcepts,
    ) -> None:
        self.plan = plan
        self.iris = iris
        self.tree = tree
        self.annotations = annotations
        self.vocabulary = vocabulary
        self.drafts = drafts
        self.found: dict[str, URIRef] = {}
        self.same_as: dict[str, str] = {}
        for relation in annotations.relations:
            if relation.name == COREFERENCE:
                self.same_as[relation.first] = relation.second

    def unit_of(self, mention: Mention) -> Unit:
        """Find the unit that a mention belongs to: for a heading the headed one, else the paragraph, task or item.

        Raises:
            AssemblyError: it lies in none, or in two.
        """
        kinds = _TITLED if mention.type == "Heading" else _HOLDERS
        unit = next((unit for unit in reversed(self.tree.path_to(mention.span)) if unit.kind in kinds), None)
        if unit is None:
            raise AssemblyError(
                f"{mention.id} {mention.type} ‘{mention.span.quote[:24]}’ lies in no single "
                + ("headed section or box" if mention.type == "Heading" else "paragraph or item"),
                place=self.annotations.source.place(mention.span.start),
                remedy="end it where the paragraph or item ends; take none but a Heading from a heading",
            )
        return unit

    def of(self, mention: Mention) -> URIRef | None:
        """Give what a mention denotes: for a name of a draft its draft concept, None where there is nothing.

        Raises:
            AssemblyError: as :meth:`unit_of`; or the value of a target is no number.
            VocabularyError: it refers to a concept that no vocabulary holds.
        """
        if mention.id not in self.found:
            entity = self._make(mention)
            if entity is None:
                return None
            self.found[mention.id] = entity
        return self.found[mention.id]

    def _make(self, mention: Mention) -> URIRef | None:
        if mention.type in ("Task", "Heading"):
            return self.iris.unit(self.unit_of(mention))
        if mention.type in _OWN:
            return self._individual(mention, *_OWN[mention.type])
        reference = self.annotations.concepts.get(mention.id)
        if reference is None:
            return self.drafts.of(mention) if waits_for_concept(self.annotations, mention) else None
        concept = self.vocabulary[reference.concept]
        scheme = reference.concept.partition(":")[0]
        if scheme not in _GENERIC:
            return concept.iri
        head = self._head(mention)
        if head is not mention:
            return self.of(head)
        node = self._individual(mention, *_GENERIC[scheme], label=_whole(mention.span.words, concept.labels["zh"]))
        self.plan.add((node, PA.kind, concept.iri))
        self.plan.add((node, RDFS.label, Literal(concept.labels["en"], lang="en")))
        return node

    def _head(self, mention: Mention) -> Mention:
        """Follow coreference to the mention that names the individual."""
        seen = {mention.id}
        while (target := self.same_as.get(mention.id)) is not None:
            if target in seen:
                raise AssemblyError(
                    f"{mention.id} ‘{mention.span.quote}’: the coreference goes round in a circle",
                    place=self.annotations.source.place(mention.span.start),
                    remedy="let every later mention point to the first one",
                )
            seen.add(target)
            mention = self.annotations.by_id[target]
        return mention

    def _individual(self, mention: Mention, folder: str, kind: URIRef, label: str = "") -> URIRef:
        node = self.iris.individual(folder, mention.span)
        self.plan.add((node, RDF.type, kind))
        self.plan.add((node, RDFS.label, Literal(label or mention.span.words, lang="zh")))
        if mention.type == "Target":
            self._add_bounds(node, mention)
        return node

    def _add_bounds(self, node: URIRef, mention: Mention) -> None:
        def value(name: str) -> str | None:
            return self.annotations.value(mention, name)

        if comparator := value("Comparator"):
            self.plan.add((node, PA.comparator, ID[f"comparator/{comparator}"]))
        if number := value("Value"):
            try:
                self.plan.add((node, PA.numericValue, Literal(Decimal(number), datatype=XSD.decimal)))
            except InvalidOperation:
                raise AssemblyError(
                    f"{mention.id} Target ‘{mention.span.quote[:24]}’: its Value ‘{number}’ is no number",
                    place=self.annotations.source.place(mention.span.start),
                    remedy="write digits with a decimal point at most; words go into Magnitude",
                ) from None
        for name, predicate in (("Unit", PA.unitText), ("Magnitude", PA.magnitudeText)):
            if words := value(name):
                self.plan.add((node, predicate, Literal(words)))


def _whole(quote: str, label: str) -> str:
    """Name an individual as the text does, but by its kind's whole name where a list of names has shortened it."""
    return label if quote in label else quote
