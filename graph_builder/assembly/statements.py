"""Mentions and statements of one plan as RDF.

The evidence of a statement is the span of the directive that says it; the mentions of its arguments are kept beside it.
"""

from __future__ import annotations

import bisect
from collections import Counter

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from graph_builder.annotation import Annotations, Mention, Relation
from graph_builder.assembly.iris import PlanIris
from graph_builder.assembly.units import add_span, offset
from graph_builder.errors import AssemblyError
from graph_builder.namespaces import ID, NIF, OA, PA
from graph_builder.structure import MEASURES, Tree, Unit, UnitKind
from graph_builder.vocabulary import Vocabulary

CONTEXT = 32
"""Characters of prefix and suffix that a quote selector carries."""

_GENERIC = {"facility-kind": ("facility", PA.Facility)}
_HOLDERS = (*MEASURES, UnitKind.PARAGRAPH)


class StatementAssembler:
    """Turns the annotations of one plan into triples of its plan and evidence graphs."""

    def __init__(
        self, plan: Graph, evidence: Graph, iris: PlanIris, tree: Tree, annotations: Annotations, vocabulary: Vocabulary
    ) -> None:
        self.plan = plan
        self.evidence = evidence
        self.iris = iris
        self.tree = tree
        self.annotations = annotations
        self.vocabulary = vocabulary
        self.directive_mentions = annotations.of_type("Directive")
        self.directives: dict[str, URIRef] = {}
        self.entities: dict[str, URIRef] = {}

    def run(self) -> None:
        """Add everything.

        Raises:
            AssemblyError, VocabularyError: as :func:`graph_builder.assembly.assemble_plan`.
        """
        self._add_directives()
        for mention in self.annotations.mentions:
            self._add_mention(mention)
        for relation in self.annotations.relations:
            self._add_relation(relation)
        for mention in self.annotations.of_type("Body", "Group"):
            self._add_roles(mention)

    def _unit_of(self, mention: Mention) -> Unit:
        """Find the paragraph, task, safeguard measure or item that holds a mention."""
        path = self.tree.path_to(mention.span)
        unit = next((unit for unit in reversed(path) if unit.kind in _HOLDERS), None)
        if unit is None:
            raise AssemblyError(
                f"{mention.id} {mention.type} ‘{mention.span.quote[:24]}’ lies in no single paragraph or item",
                place=self.annotations.source.place(mention.span.start),
                remedy="end it where the paragraph or item ends; take none from a heading",
            )
        return unit

    def _add_directives(self) -> None:
        counts: Counter[tuple[int, ...]] = Counter()
        for mention in self.directive_mentions:
            unit = self._unit_of(mention)
            counts[unit.position] += 1
            index = counts[unit.position]
            node = self.iris.directive(unit, index)
            parent = self.iris.unit(unit)
            self.directives[mention.id] = self.entities[mention.id] = node
            self.plan.add((node, RDF.type, PA.Directive))
            self.plan.add((node, RDFS.label, Literal(mention.span.quote, lang="zh")))
            self.plan.add((node, PA.partOf, parent))
            self.plan.add((parent, PA.hasDirective, node))
            self.plan.add((node, PA.orderIndex, Literal(index)))
            add_span(self.plan, node, mention.span, self.iris)
            for name in ("Action", "Force", "Polarity"):
                value = self.annotations.value(mention, name)
                if value is not None:
                    self.plan.add((node, PA[name.lower()], ID[f"{name.lower()}/{value}"]))

    def _entity(self, mention: Mention) -> URIRef | None:
        """Find or make what a mention denotes; None where it refers to no concept."""
        if mention.type == "Task":
            return self.iris.unit(self._unit_of(mention))
        reference = self.annotations.concepts.get(mention.id)
        if reference is None:
            return None
        concept = self.vocabulary[reference.concept]
        scheme = reference.concept.partition(":")[0]
        if scheme not in _GENERIC:
            return concept.iri
        folder, kind = _GENERIC[scheme]
        node = self.iris.individual(folder, mention.span)
        self.plan.add((node, RDF.type, kind))
        self.plan.add((node, PA.kind, concept.iri))
        self.plan.add((node, RDFS.label, Literal(mention.span.quote, lang="zh")))
        self.plan.add((node, RDFS.label, Literal(concept.labels["en"], lang="en")))
        return node

    def _add_mention(self, mention: Mention) -> None:
        span, node = mention.span, self.iris.mention(mention.span)
        add = self.evidence.add
        for kind in (PA.Mention, OA.SpecificResource, NIF.OffsetBasedString):
            add((node, RDF.type, kind))
        add((node, PA.mentionType, ID[f"mention-type/{mention.type}"]))
        add_span(self.evidence, node, span, self.iris)
        add((node, NIF.anchorOf, Literal(span.quote, lang="zh")))
        add((node, OA.hasSource, self.iris.text))
        position, quote = URIRef(f"{node}/position"), URIRef(f"{node}/quote")
        add((node, OA.hasSelector, position))
        add((position, RDF.type, OA.TextPositionSelector))
        add((position, OA.start, offset(span.start)))
        add((position, OA.end, offset(span.end)))
        add((node, OA.hasSelector, quote))
        add((quote, RDF.type, OA.TextQuoteSelector))
        text = span.source.text
        add((quote, OA.exact, Literal(span.quote)))
        add((quote, OA.prefix, Literal(text[max(0, span.start - CONTEXT) : span.start])))
        add((quote, OA.suffix, Literal(text[span.end : span.end + CONTEXT])))
        entity = self.entities.get(mention.id) or self._entity(mention)
        if entity is not None:
            self.entities[mention.id] = entity
            add((node, PA.denotes, entity))
        for component in self.annotations.components.get(mention.id, ()):
            add((node, PA.component, self.vocabulary[component.concept].iri))

    def _directive_around(self, *mentions: Mention) -> Mention | None:
        """Find the one directive that contains all of the mentions; directives do not overlap."""
        index = bisect.bisect_right(self.directive_mentions, mentions[0].span.start, key=lambda d: d.span.start) - 1
        if index < 0:
            return None
        directive = self.directive_mentions[index]
        return directive if all(directive.span.contains(mention.span) for mention in mentions) else None

    def _add_relation(self, relation: Relation) -> None:
        first, second = self.annotations.by_id[relation.first], self.annotations.by_id[relation.second]
        directive = self._directive_around(first, second)
        if directive is None:
            raise AssemblyError(
                f"{relation.id} {relation.name}: no directive contains both ‘{first.span.quote[:24]}’ and "
                f"‘{second.span.quote[:24]}’",
                place=self.annotations.source.place(second.span.start),
                remedy="a relation needs its own wording inside one directive",
            )
        subject, obj = self.entities.get(first.id), self.entities.get(second.id)
        if subject is None or obj is None:
            nameless = first if subject is None else second
            raise AssemblyError(
                f"{relation.id} {relation.name}: {nameless.id} ‘{nameless.span.quote[:24]}’ refers to no concept",
                place=self.annotations.source.place(nameless.span.start),
                remedy=f"add a line: N… Reference {nameless.id} scheme:slug",
            )
        arguments = [mention for mention in (first, second) if mention.type != "Directive"]
        self._assert(directive, subject, PA[relation.name], obj, arguments)

    def _add_roles(self, mention: Mention) -> None:
        roles = [role for role in self.annotations.values(mention, "Role") if role != "mentioned"]
        if not roles:
            return
        agent, directive = self.entities.get(mention.id), self._directive_around(mention)
        if agent is None or directive is None:
            missing = "refers to no concept" if agent is None else "lies in no directive"
            raise AssemblyError(
                f"{mention.id} {mention.type} ‘{mention.span.quote}’ has the role {roles[0]} and {missing}",
                place=self.annotations.source.place(mention.span.start),
                remedy="give it a Reference and a directive around it, or the role mentioned",
            )
        for role in roles:
            node = self.iris.involvement(mention.span, role)
            self.plan.add((node, RDF.type, PA.Involvement))
            self.plan.add((node, PA.involvedAgent, agent))
            self.plan.add((node, PA.involvementRole, ID[f"role/{role}"]))
            self._assert(directive, self.directives[directive.id], PA.hasInvolvement, node, [mention])

    def _assert(
        self, directive: Mention, subject: URIRef, predicate: URIRef, obj: URIRef, arguments: list[Mention]
    ) -> None:
        """State a triple: plain, and as an Assertion with its evidence."""
        stated_in = self.directives[directive.id]
        node = self.iris.assertion(stated_in, subject, predicate, obj)
        self.plan.add((subject, predicate, obj))
        add = self.evidence.add
        add((node, RDF.type, PA.Assertion))
        add((node, RDF.subject, subject))
        add((node, RDF.predicate, predicate))
        add((node, RDF.object, obj))
        add((node, PA.statedIn, stated_in))
        add((node, PA.evidence, self.iris.mention(directive.span)))
        for argument in arguments:
            add((node, PA.argumentMention, self.iris.mention(argument.span)))
        add((node, PA.assertionMethod, ID["method/model"]))
        review = self.annotations.value(directive, "Review") or "draft"
        add((node, PA.reviewStatus, ID[f"review-status/{review}"]))
