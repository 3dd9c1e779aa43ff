"""What can be found: the things of a release by all their names, and the sentences of its plans by their words."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.namespaces import ID, NIF, PA
from graph_builder.reports import plan_sentences
from graph_builder.text import PlanFolder

SENTENCE = "Sentence"
"""The type of a sentence; all other types are local names of classes."""

_NO_THINGS = frozenset((PA.Assertion, PA.Mention, PA.Involvement, PA.SourceText))
_TIME = URIRef("http://www.w3.org/2006/time#TemporalEntity")


class Role(IntEnum):
    """What a text is to the thing that it finds; the lower, the sooner it is shown."""

    PREFERRED = 0
    OTHER = 1
    WORDING = 2
    """The words of a directive, which has no other name."""
    SENTENCE = 3


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A text by which something is found."""

    role: Role
    language: str
    text: str


@dataclass(frozen=True)
class Entry:
    """Something that can be found.

    ``types`` are local names of its classes, ``labels`` its names by language, ``plans`` counts its mentions by the
    identifier of each plan that it belongs to or is mentioned in. ``place`` is the plan and the characters where it
    stands, of several the first in a sentence; ``places`` is the same for each plan. Of a sentence, ``iri`` is that of
    the unit that it stands in, and ``mentions`` counts those that it holds.
    """

    iri: str
    types: tuple[str, ...]
    labels: Mapping[str, str]
    names: tuple[Name, ...]
    mentions: int = 0
    plans: Mapping[str, int] = field(default_factory=dict)
    place: tuple[str, int, int] | None = None
    places: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of what can be found, with its IRI (empty for sentences) and its names by language.

    ``above`` are the types that whatever is of this one is of, too.
    """

    name: str
    iri: str
    labels: Mapping[str, str]
    above: tuple[str, ...] = ()


def kinds_of(graph: Graph, entries: Iterable[Entry]) -> list[Kind]:
    """Give the types of entries, named as the ontology names them."""
    names = sorted({name for entry in entries for name in entry.types})
    return [_kind(graph, name, names) for name in names]


def _kind(graph: Graph, name: str, among: Iterable[str]) -> Kind:
    if name == SENTENCE:
        return Kind(name, "", {"zh": "原文句子", "en": "Sentence"})
    if name == "Concept":
        return Kind(name, str(SKOS.Concept), {"zh": "词表概念", "en": "Concept"})
    iri = _TIME if name == "TemporalEntity" else PA[name]
    labels = _labels(graph, iri)
    above = set(graph.transitive_objects(iri, RDFS.subClassOf)) - {iri}
    labels = labels or ({"zh": "时间", "en": "Time"} if iri == _TIME else {"en": name})
    return Kind(name, str(iri), labels, tuple(other for other in among if PA[other] in above))


def things_of(graph: Graph, plans: Iterable[str], sentences: Iterable[Entry] = ()) -> Iterator[Entry]:
    """Give what has a name in the merge of a release, sorted by IRI: parts of plans, what they name, all concepts."""
    mentions, places = _mentions(graph, plans, sentences)
    types: dict[URIRef, set[URIRef]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        if isinstance(subject, URIRef) and subject.startswith(ID) and isinstance(kind, URIRef):
            types.setdefault(subject, set()).add(kind)
    for thing in sorted(types):
        kinds = sorted(kind for kind in types[thing] if kind.startswith(PA) or kind == _TIME)
        kinds = kinds or [kind for kind in types[thing] if kind == SKOS.Concept]
        labels = _labels(graph, thing)
        if not kinds or not labels or not _NO_THINGS.isdisjoint(kinds):
            continue
        preferred = Role.WORDING if PA.Directive in kinds else Role.PREFERRED
        names = {Name(preferred, language, text) for language, text in labels.items()}
        known = {text for _, text in labels.items()}
        names |= {
            Name(Role.OTHER, label.language or "", str(label))
            for predicate in (SKOS.altLabel, SKOS.prefLabel, RDFS.label)
            for label in graph.objects(thing, predicate)
            if isinstance(label, Literal) and str(label) not in known
        }
        by_plan = mentions.get(thing, Counter())
        own = _plan(thing)
        found = places.get(thing, {})
        standing = _place(graph, thing, own)
        yield Entry(
            iri=str(thing),
            types=tuple(str(kind).rsplit("#", 1)[-1] for kind in kinds),
            labels=labels,
            names=tuple(sorted(names)),
            mentions=sum(by_plan.values()),
            plans=dict(sorted({**by_plan, **({own: by_plan[own]} if own else {})}.items())),
            place=standing or (min(found.values())[1] if found else None),
            places={plan: place for plan, (_, place) in sorted(found.items())} | ({own: standing} if standing else {}),
        )


def sentences_of_plan(plan: PlanFolder, graphs: Mapping[URIRef, Graph]) -> Iterator[Entry]:
    """Give the sentences of a plan in the order of its text."""
    for sentence in plan_sentences(plan, graphs):
        if sentence.kind in ("sentence", "title"):
            text = sentence.span.quote
            yield Entry(
                iri=sentence.unit,
                types=(SENTENCE,),
                labels={"zh": text},
                names=(Name(Role.SENTENCE, "zh", text),),
                mentions=len(sentence.mentions),
                plans={plan.id: len(sentence.mentions)},
                place=(place := (plan.id, sentence.span.start, sentence.span.end)),
                places={plan.id: place},
            )


Place = tuple[str, int, int]
Ranked = tuple[bool, Place]
"""A place, after whether it stands outside every sentence."""


def _mentions(
    graph: Graph, plans: Iterable[str], sentences: Iterable[Entry]
) -> tuple[dict[Node, Counter[str]], dict[Node, dict[str, Ranked]]]:
    """Count the mentions of each thing by plan, and give, by plan, the first in a sentence, else the first."""
    known = set(plans)
    counts: dict[Node, Counter[str]] = {}
    places: dict[Node, dict[str, Ranked]] = {}
    spans = sorted(entry.place for entry in sentences if entry.place)

    def ranked(place: Place) -> Ranked:
        before = bisect_right(spans, (place[0], place[1], sys.maxsize)) - 1
        inside = before >= 0 and spans[before][0] == place[0] and place[1] < spans[before][2]
        return not inside, place

    for mention, thing in graph.subject_objects(PA.denotes):
        plan = _plan(mention)
        if plan not in known:
            continue
        counts.setdefault(thing, Counter())[plan] += 1
        place = _place(graph, mention, plan)
        if place:
            of_plan = places.setdefault(thing, {})
            of_plan[plan] = min(ranked(place), of_plan.get(plan, ranked(place)))
    return counts, places


def _place(graph: Graph, node: Node, plan: str) -> Place | None:
    begin, end = graph.value(node, NIF.beginIndex), graph.value(node, NIF.endIndex)
    return (plan, int(str(begin)), int(str(end))) if begin is not None and end is not None else None


def _labels(graph: Graph, thing: URIRef) -> dict[str, str]:
    """Give one label in each language: the preferred one, of several the first in code point order."""
    found: dict[str, str] = {}
    for predicate in (SKOS.prefLabel, RDFS.label):
        labels = sorted(label for label in graph.objects(thing, predicate) if isinstance(label, Literal))
        for label in labels:
            found.setdefault(label.language or "", str(label))
    return dict(sorted(found.items()))


def _plan(node: Node) -> str:
    below = ID["plan/"]
    return str(node).removeprefix(below).split("/")[0] if str(node).startswith(below) else ""
