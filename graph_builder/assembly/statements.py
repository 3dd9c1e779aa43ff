"""Mentions and statements of one plan as RDF.

The evidence of a statement is the span of the directive that says it (or of the heading, or of an item's label); the
mentions of its arguments are kept beside it.
"""

from __future__ import annotations

import bisect
from collections import Counter

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from graph_builder.annotation import COREFERENCE, SAYERS, Annotations, Mention, Relation
from graph_builder.assembly.drafts import DraftConcepts
from graph_builder.assembly.entities import Entities
from graph_builder.assembly.iris import PlanIris
from graph_builder.assembly.units import add_span, offset
from graph_builder.errors import AssemblyError
from graph_builder.namespaces import ID, NIF, OA, PA
from graph_builder.structure import Tree
from graph_builder.vocabulary import Vocabulary

CONTEXT = 32
"""Characters of prefix and suffix that a quote selector carries."""

_VALUES = {"Status": ("facilityStatus", "facility-status"), "Direction": ("desiredDirection", "direction")}


class StatementAssembler:
    """Turns the annotations of one plan into triples of its plan and evidence graphs."""

    def __init__(
        self,
        plan: Graph,
        evidence: Graph,
        iris: PlanIris,
        tree: Tree,
        annotations: Annotations,
        vocabulary: Vocabulary,
        drafts: DraftConcepts,
    ) -> None:
        self.plan = plan
        self.evidence = evidence
        self.iris = iris
        self.annotations = annotations
        self.vocabulary = vocabulary
        self.entities = Entities(plan, iris, tree, annotations, vocabulary, drafts)
        self.directive_mentions = annotations.of_type("Directive")
        self.titles = annotations.of_type("Heading", "Task")

    def run(self) -> None:
        """Add everything.

        Raises:
            AssemblyError, VocabularyError: as :func:`graph_builder.assembly.assemble_plan`.
        """
        self._add_directives()
        for mention in self.annotations.mentions:
            self._add_mention(mention)
        for relation in self.annotations.relations:
            if relation.name != COREFERENCE and not self._waits(relation.first, relation.second):
                self._add_relation(relation)
        for mention in self.annotations.of_type("Body", "Group"):
            self._add_roles(mention)
        for mention in self.annotations.of_type("Facility", "Indicator"):
            self._add_values(mention)
        for mention in self.directive_mentions:
            if self.annotations.value(mention, "Monitors") == "plan":
                self._assert(mention, self._known(mention, mention.id), PA.monitors, self.iris.plan, [])

    def _waits(self, *identifiers: str) -> bool:
        """Tell whether a draft of the automatic reader cannot state anything yet.

        It names neither a concept nor a draft concept, or it is an agent that stands in no directive. Such a mention
        is kept, and states something as soon as a person has settled it.
        """
        for mention in (self.annotations.by_id[identifier] for identifier in identifiers):
            if self.annotations.value(mention, "Rule") is None or self.annotations.value(mention, "Review") != "draft":
                continue
            agent = mention.type in ("Body", "Group")
            if self.entities.of(mention) is None or (agent and not _around(self.directive_mentions, (mention,))):
                return True
        return False

    def _add_directives(self) -> None:
        counts: Counter[tuple[int, ...]] = Counter()
        for mention in self.directive_mentions:
            unit = self.entities.unit_of(mention)
            counts[unit.position] += 1
            index = counts[unit.position]
            node = self.iris.directive(unit, index)
            parent = self.iris.unit(unit)
            self.entities.found[mention.id] = node
            self.plan.add((node, RDF.type, PA.Directive))
            self.plan.add((node, RDFS.label, Literal(mention.span.words, lang="zh")))
            self.plan.add((node, PA.partOf, parent))
            self.plan.add((parent, PA.hasDirective, node))
            self.plan.add((node, PA.orderIndex, Literal(index)))
            add_span(self.plan, node, mention.span, self.iris)
            for name in ("Action", "Force", "Polarity"):
                value = self.annotations.value(mention, name)
                if value is not None:
                    self.plan.add((node, PA[name.lower()], ID[f"{name.lower()}/{value}"]))

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
        entity = self.entities.of(mention)
        if entity is not None:
            add((node, PA.denotes, entity))
        for component in self.annotations.components.get(mention.id, ()):
            add((node, PA.component, self.vocabulary[component.concept].iri))

    def _sayer(self, *mentions: Mention) -> Mention | None:
        """Find what says something of the mentions.

        One of them that says it itself, or the directive around all of them, or the heading or item's label around all.
        """
        for mention in mentions:
            if mention.type in SAYERS:
                return mention if all(mention.span.contains(other.span) for other in mentions) else None
        return _around(self.directive_mentions, mentions) or _around(self.titles, mentions)

    def _known(self, mention: Mention, said: str) -> URIRef:
        """Give what a mention denotes, which a statement needs."""
        entity = self.entities.of(mention)
        if entity is None:
            raise AssemblyError(
                f"{said}: {mention.id} ‘{mention.span.quote[:24]}’ refers to no concept",
                place=self.annotations.source.place(mention.span.start),
                remedy=f"add a line: N… Reference {mention.id} scheme:slug",
            )
        return entity

    def _add_relation(self, relation: Relation) -> None:
        first, second = self.annotations.by_id[relation.first], self.annotations.by_id[relation.second]
        said = f"{relation.id} {relation.name}"
        sayer = self._sayer(first, second)
        if sayer is None:
            raise AssemblyError(
                f"{said}: no directive contains both ‘{first.span.quote[:24]}’ and ‘{second.span.quote[:24]}’",
                place=self.annotations.source.place(second.span.start),
                remedy="a relation needs its own wording inside one directive",
            )
        arguments = [mention for mention in (first, second) if mention is not sayer]
        subject, obj = self._known(first, said), self._known(second, said)
        self._assert(sayer, subject, PA[relation.name], obj, arguments)

    def _said_of(self, mention: Mention, said: str, sayers: tuple[Mention, ...]) -> Mention:
        sayer = _around(sayers, (mention,))
        if sayer is None:
            raise AssemblyError(
                f"{mention.id} {mention.type} ‘{mention.span.quote}’ {said} and lies in no directive",
                place=self.annotations.source.place(mention.span.start),
                remedy="put a directive around it, or take that away",
            )
        return sayer

    def _add_roles(self, mention: Mention) -> None:
        for role in self.annotations.values(mention, "Role"):
            if role == "mentioned" or self._waits(mention.id):
                continue
            said = f"has the role {role}"
            directive = self._said_of(mention, said, self.directive_mentions)
            agent = self._known(mention, f"{mention.id} {said}")
            node = self.iris.involvement(mention.span, role)
            self.plan.add((node, RDF.type, PA.Involvement))
            self.plan.add((node, PA.involvedAgent, agent))
            self.plan.add((node, PA.involvementRole, ID[f"role/{role}"]))
            self._assert(directive, self._known(directive, said), PA.hasInvolvement, node, [mention])

    def _add_values(self, mention: Mention) -> None:
        """State what the text says of a thing by a word of its own: that a facility exists, that a rate is to rise."""
        for name, (predicate, scheme) in _VALUES.items():
            value = self.annotations.value(mention, name)
            if value is not None:
                said = f"has {name} {value}"
                sayer = _around(self.directive_mentions, (mention,)) or self._said_of(mention, said, self.titles)
                subject = self._known(mention, f"{mention.id} {said}")
                self._assert(sayer, subject, PA[predicate], ID[f"{scheme}/{value}"], [mention])

    def _assert(
        self, sayer: Mention, subject: URIRef, predicate: URIRef, obj: URIRef, arguments: list[Mention]
    ) -> None:
        """State a triple: plain, and as an Assertion with its evidence."""
        stated_in = self._known(sayer, sayer.id)
        node = self.iris.assertion(stated_in, subject, predicate, obj)
        self.plan.add((subject, predicate, obj))
        add = self.evidence.add
        add((node, RDF.type, PA.Assertion))
        add((node, RDF.subject, subject))
        add((node, RDF.predicate, predicate))
        add((node, RDF.object, obj))
        add((node, PA.statedIn, stated_in))
        add((node, PA.evidence, self.iris.mention(sayer.span)))
        for argument in arguments:
            add((node, PA.argumentMention, self.iris.mention(argument.span)))
        add((node, PA.assertionMethod, ID["method/model"]))
        review = self.annotations.value(sayer, "Review") or "draft"
        add((node, PA.reviewStatus, ID[f"review-status/{review}"]))


def _around(sayers: tuple[Mention, ...], mentions: tuple[Mention, ...]) -> Mention | None:
    """Find the one of the sayers, which are in the order of the text and do not overlap, that contains all mentions."""
    index = bisect.bisect_right(sayers, mentions[0].span.start, key=lambda sayer: sayer.span.start) - 1
    found = sayers[index] if index >= 0 else None
    return found if found and all(found.span.contains(mention.span) for mention in mentions) else None
