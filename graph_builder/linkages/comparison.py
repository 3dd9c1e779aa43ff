"""What plans have in common, and what one of them alone says: by kind of thing, each with the plans' own sentences.

A thing is *shared* where two plans name the same concept; goals have no concept and are shared where their words are
the same. That two plans name one concept does not tell that they mean the same building or fund: the sentences are
there to judge by. :class:`OtherName` lists pairs that may be one facility under two names:

- ``variant``: two plans name the same concept, but by words of which none are alike;
- ``alike``: each plan names a facility that the other does not, and their names are similar: Dice's coefficient of
  their longest common subsequence is at least :data:`graph_builder.linkages.alike_names.LEAST`, and they have two
  pairs of neighbouring characters in common.

They are ranked by that coefficient, are for a person to judge, and nothing is merged by them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from rdflib import DCTERMS, Graph, URIRef

from graph_builder.linkages.alike_names import LEAST, candidates, likeness
from graph_builder.network import Corpus, Occurrence, Saying, read_corpus
from graph_builder.text import fold

COMPARED = ("technology", "domain", "facility", "scenario", "instrument", "goal", "group")
"""The kinds of thing that are compared, in the order in which they are shown."""


@dataclass(frozen=True)
class InPlan:
    """What one plan says of a thing: where it names it, in how many places and directives; ``words`` are its own."""

    plan: str
    iri: str
    places: int
    directives: int
    words: tuple[str, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True)
class Compared:
    """A thing that plans name; ``plans`` holds those that do, in their order. ``generic``: it names a kind."""

    kind: str
    iri: str
    zh: str
    en: str
    generic: bool
    plans: tuple[InPlan, ...]

    @property
    def shared(self) -> bool:
        """Tell whether more than one plan names it."""
        return len(self.plans) > 1


@dataclass(frozen=True)
class OtherName:
    """Two facilities of two plans that may be one: ``reason`` is ``variant`` or ``alike``, ``score`` from 0 to 1."""

    reason: str
    score: float
    first: InPlan
    first_zh: str
    first_en: str
    second: InPlan
    second_zh: str
    second_en: str


@dataclass(frozen=True)
class ComparedPlan:
    """A plan with the number of different things of each kind that it names."""

    id: str
    iri: str
    zh: str
    en: str
    things: dict[str, int]


@dataclass(frozen=True)
class Comparison:
    """The plans, what they name, and what may be one thing under two names. ``things``: empty for a single plan."""

    plans: tuple[ComparedPlan, ...]
    things: tuple[Compared, ...]
    other_names: tuple[OtherName, ...]


def compare_plans(graph: Graph) -> Comparison:
    """Compare the plans of a merged release graph.

    Things come by kind, those of most plans first, then by how often they are named; of one plan nothing is compared.
    """
    corpus = read_corpus(graph)
    named: dict[tuple[str, str], dict[str, list[Occurrence]]] = defaultdict(lambda: defaultdict(list))
    for o in corpus.occurrences:
        node = corpus.nodes[o.thing]
        if node.kind in COMPARED:
            key = fold(node.zh) if node.kind == "goal" else o.thing
            named[node.kind, key][o.plan].append(o)
    things = [_compared(corpus, kind, by_plan) for (kind, _), by_plan in named.items()]
    plans = tuple(
        ComparedPlan(
            str(graph.value(URIRef(iri), DCTERMS.identifier)), iri, *corpus.reader.labels(URIRef(iri)),
            {kind: sum(iri in by_plan for (of, _), by_plan in named.items() if of == kind) for kind in COMPARED},
        )
        for iri in corpus.reader.texts
    )  # fmt: skip
    if len(plans) < 2:
        return Comparison(plans, (), ())
    things.sort(key=_rank)
    return Comparison(plans, tuple(things), tuple(_other_names(things)))


def among(comparison: Comparison, plans: Collection[str]) -> Comparison:
    """Compare some of the plans only, named by their identifiers: what they share, and names that may be of one thing.

    What a plan outside of them names too is shared no longer, and may then be listed beside other names.
    """
    things = []
    for thing in comparison.things:
        own = tuple(side for side in thing.plans if side.plan in plans)
        if own:
            things.append(replace(thing, iri=own[0].iri, plans=own))
    things.sort(key=_rank)
    kept = tuple(plan for plan in comparison.plans if plan.id in plans)
    return Comparison(kept, tuple(things), tuple(_other_names(things)))


def _rank(thing: Compared) -> tuple[int, int, int, str]:
    places = sum(own.places for own in thing.plans)
    return COMPARED.index(thing.kind), -len(thing.plans), -places, thing.iri


def _compared(corpus: Corpus, kind: str, by_plan: dict[str, list[Occurrence]]) -> Compared:
    own = tuple(_in_plan(corpus, plan, by_plan[plan]) for plan in sorted(by_plan))
    node = corpus.nodes[own[0].iri]
    return Compared(kind, node.iri, node.zh, node.en, node.generic, own)


def _in_plan(corpus: Corpus, plan: str, found: list[Occurrence]) -> InPlan:
    by_sayer: dict[str, list[Occurrence]] = defaultdict(list)
    for o in found:
        by_sayer[o.sayer or f"{o.begin}"].append(o)
    text = corpus.reader.texts[plan]
    return InPlan(
        plan=plan.rpartition("/")[2],
        iri=found[0].thing,
        places=len({(o.begin, o.end) for o in found}),
        directives=len({o.directive for o in found if o.directive}),
        words=tuple(dict.fromkeys(text[o.begin : o.end] for o in found if not o.embedded)),
        sayings=tuple(sorted(corpus.reader.saying(group) for group in by_sayer.values())),
    )


def _other_names(things: Iterable[Compared]) -> list[OtherName]:
    facilities = [thing for thing in things if thing.kind == "facility"]
    found = [other for thing in facilities for other in _variants(thing)]
    alone = [thing for thing in facilities if not thing.shared]
    for one, other in candidates([{thing.zh, *thing.plans[0].words} for thing in alone]):
        first, second = sorted((alone[one], alone[other]), key=lambda thing: thing.plans[0].plan)
        ours, theirs = first.plans[0], second.plans[0]
        if ours.plan == theirs.plan or (first.generic and second.generic):
            continue
        score = max(
            (likeness(a, b) for a in {first.zh, *ours.words} for b in {second.zh, *theirs.words}),
            default=0.0,
        )  # fmt: skip
        if score >= LEAST:
            found.append(OtherName("alike", score, ours, first.zh, first.en, theirs, second.zh, second.en))
    return sorted(found, key=lambda pair: (-pair.score, pair.reason, pair.first.iri, pair.second.iri))


def _variants(thing: Compared) -> list[OtherName]:
    """Pair the plans that name a thing by words of which none are alike."""
    return [
        OtherName(
            "variant", max(likeness(a, b) for a in ours.words for b in theirs.words),
            ours, ours.words[0], thing.en, theirs, theirs.words[0], thing.en,
        )
        for ours, theirs in combinations(thing.plans, 2)
        if ours.words and theirs.words and not {fold(w) for w in ours.words} & {fold(w) for w in theirs.words}
    ]  # fmt: skip
