"""Pairs of directives that should know of one another: they build alike, rely on one another, or share a named thing.

Only directives of measures in different subsections are paired. Each reason has a score from 0 to 1:

- ``same``: both build, support or found the same named thing: :data:`SAME`.
- ``alike``: what they build or support bears a similar name: :data:`ALIKE` times the likeness of the names (of the
  thing itself, or of one of its parts). Likeness is Dice's coefficient of their longest common subsequence, so that
  城市精细管理 is like 智慧化城市管理; each character weighs the more the rarer it is among all such names (inverse
  document frequency). Words for kinds of facility, such as 平台, and what the names of all parts of a whole end in are
  left out. Names that have less than two pairs of neighbouring characters in common are not alike, unless they are
  equal.
- ``meant``: the name of what one builds or supports holds a scenario that the other one serves: :data:`MEANT`.
- ``relies``: one builds or supports a named thing that the other one relies on or names: :data:`RELIES`.
- ``fund``, ``body``, ``place``, ``service``: both name the same instrument, organisation, place or scenario:
  :data:`SHARED_THING` by 2 / (the number of measures that name it), the resource allocation weight of two.

A pair's score is 1 minus the product of 1 − score over its reasons: more reasons, more to look at, never above 1.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from rdflib import RDF, SKOS, Graph

from graph_builder.namespaces import ID, PA
from graph_builder.network import Corpus, Occurrence, Saying, read_corpus

SAME, ALIKE, RELIES, MEANT = 0.95, 0.85, 0.8, 0.7
SHARED_THING = {"fund": 0.75, "body": 0.6, "place": 0.5, "service": 0.45}
LEAST = 0.55
"""The least similarity of names that counts as alike."""

_MAKING = ("buildsFacility", "supportsFacility", "establishesBody")
_SHARING = {"instrument": "fund", "organisation": "body", "place": "place", "scenario": "service"}


@dataclass(frozen=True)
class Reason:
    """Why two directives are paired. ``first`` and ``second`` are the IRIs of what each of them names for it."""

    kind: str
    first: str
    second: str
    score: float
    zh: str
    en: str


@dataclass(frozen=True)
class Side:
    """One directive of a pair, with the sentence around it and the measure and subsection it stands in."""

    directive: str
    measure: str
    measure_zh: str
    measure_en: str
    unit: str
    unit_zh: str
    unit_en: str
    saying: Saying


@dataclass(frozen=True)
class Pair:
    """Two directives, the earlier one first, with the reasons for pairing them, the strongest first.

    ``decision`` is ``confirm``, ``reject`` or empty, ``by`` who took it (``person`` or ``model``), ``because`` why.
    """

    key: str
    first: Side
    second: Side
    score: float
    reasons: tuple[Reason, ...]
    rank: int = 0
    decision: str = ""
    by: str = ""
    because: str = ""


@dataclass
class _Made:
    """What a directive builds, supports or founds: the thing, its name, and the names of its parts."""

    thing: str
    directive: str
    names: tuple[tuple[str, str], ...]  # IRI and label of the thing and its parts


@dataclass
class _Found:
    reasons: dict[tuple[str, str], list[Reason]] = field(default_factory=lambda: defaultdict(list))

    def add(self, first: str, second: str, reason: Reason) -> None:
        self.reasons[first, second].append(reason)


def pair_key(first: str, second: str) -> str:
    """Name a pair of directives: 12 hexadecimal digits of SHA-256 over their IRIs, the earlier one first."""
    return hashlib.sha256(f"{first} {second}".encode()).hexdigest()[:12]


def find_pairs(graph: Graph) -> list[Pair]:
    """Find and rank the pairs of all plans in a merged release graph; pairs of two plans are left out."""
    return _Finder(graph).pairs()


class _Finder:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.corpus: Corpus = read_corpus(graph)
        self.reader = self.corpus.reader
        self.nodes = self.corpus.nodes
        self.named: dict[str, dict[str, list[Occurrence]]] = defaultdict(lambda: defaultdict(list))
        self.place: dict[str, Occurrence] = {}
        for o in self.corpus.occurrences:
            if o.directive and o.measure and o.unit:
                self.named[o.thing][o.directive].append(o)
                self.place[o.directive] = o
        self.made = self._made()
        self.generic_words = self._facility_words()

    def pairs(self) -> list[Pair]:
        """Gather reasons by pair of directives; of a pair of measures keep the best pair for each reason."""
        found = _Found()
        self._alike(found)
        self._relying(found)
        self._meant(found)
        self._sharing(found)
        best: dict[tuple[str, str, str, str, str], tuple[float, str, str]] = {}
        for (first, second), reasons in found.reasons.items():
            total = _together(reasons)
            for reason in reasons:
                things = ("", "") if reason.kind == "alike" and reason.score < ALIKE else (reason.first, reason.second)
                about = (self.place[first].measure, self.place[second].measure, reason.kind, *things)
                best[about] = max(best.get(about, (0.0, "", "")), (total, first, second))
        kept = {(first, second) for _, first, second in best.values()}
        pairs = [self._pair(first, second, found.reasons[first, second]) for first, second in kept]
        pairs.sort(key=lambda pair: (-pair.score, pair.first.saying, pair.second.saying))
        return [replace(pair, rank=place) for place, pair in enumerate(pairs, 1)]

    def _pair(self, first: str, second: str, reasons: list[Reason]) -> Pair:
        ordered = tuple(sorted(reasons, key=lambda reason: (-reason.score, reason.kind, reason.first)))
        ours, theirs = (
            self._side(directive, {getattr(reason, end) for reason in ordered})
            for directive, end in ((first, "first"), (second, "second"))
        )
        return Pair(pair_key(first, second), ours, theirs, _together(reasons), ordered)

    def _side(self, directive: str, things: set[str]) -> Side:
        at = self.place[directive]
        named = [o for thing in sorted(things) for o in self.named[thing].get(directive, ())] or [at]
        measure, unit = self.nodes[at.measure], self.nodes[at.unit]
        return Side(directive, measure.iri, measure.zh, measure.en, unit.iri, unit.title("zh"), unit.title("en"),
                    self.reader.saying(named))  # fmt: skip

    def _apart(self, first: str, second: str) -> tuple[str, str] | None:
        """Put two directives in the order of the text; None where they lie too near to be a pair."""
        ours, theirs = self.place.get(first), self.place.get(second)
        if not ours or not theirs or ours.plan != theirs.plan or _nested(ours.unit, theirs.unit):
            return None
        begins = {directive: self.reader.span_of[directive][1] for directive in (first, second)}
        return (first, second) if begins[first] < begins[second] else (second, first)

    # ---------------------------------------------------------------- what they build

    def _made(self) -> list[_Made]:
        parts: dict[str, list[str]] = defaultdict(list)
        for tie in self.corpus.ties:
            if tie.relation == "facilityPartOf":
                parts[tie.target].append(tie.source)
        made = {}
        for name in _MAKING:
            for assertion in self.graph.subjects(RDF.predicate, PA[name]):
                directive = str(self.graph.value(assertion, PA.statedIn))
                node = self.graph.value(assertion, RDF.object)
                thing = self.reader.thing(node) if node is not None else None
                derived = (assertion, PA.assertionMethod, ID["method/derived"]) in self.graph
                if thing and not derived and directive in self.place:
                    names = [(iri, self.nodes[iri].zh) for iri in (thing, *sorted(parts[thing])) if iri in self.nodes]
                    made[directive, thing] = _Made(thing, directive, tuple(names))
        within = {(item.directive, iri) for item in made.values() for iri, _ in item.names[1:]}
        return [made[key] for key in sorted(made) if key not in within]  # a part speaks through its whole

    def _facility_words(self) -> tuple[str, ...]:
        """Give the words for kinds of facility, the longest first: they make no two names alike."""
        words = set()
        for concept in self.graph.subjects(SKOS.inScheme, ID["scheme/facility-type"]):
            for label in self.graph.objects(concept, SKOS.prefLabel):
                if getattr(label, "language", "") == "zh":
                    words |= set(str(label).split("或"))
        return tuple(sorted(words, key=lambda word: (-len(word), word)))

    def _cores(self) -> dict[str, str]:
        """Give what tells each name from others: without words for kinds, and without what all its siblings end in."""
        cores: dict[str, str] = {}
        for made in self.made:
            parts = [label for _, label in made.names[1:]]
            ending = _common_ending(parts) if len(parts) > 1 else ""
            for _, label in made.names:
                own = label.removesuffix(ending) if label in parts else label
                cores[label] = _core(own, self.generic_words)
        return cores

    def _alike(self, found: _Found) -> None:
        cores = self._cores()
        weights = _weights(cores.values())
        for ours, theirs in combinations(self.made, 2):
            ordered = self._apart(ours.directive, theirs.directive)
            if ordered is None:
                continue
            if ordered[0] != ours.directive:
                ours, theirs = theirs, ours
            if ours.thing == theirs.thing and not self.nodes[ours.thing].generic:
                label = self.nodes[ours.thing]
                reason = Reason("same", ours.thing, ours.thing, SAME, f"都建设或支持{label.zh}",
                                f"Both build or support: {label.en}")  # fmt: skip
                found.add(*ordered, reason)
                continue
            score, first, second = max(
                (_likeness(a[1], b[1], cores, weights), a[0], b[0]) for a in ours.names for b in theirs.names
            )
            if score >= LEAST:
                found.add(*ordered, self._name_reason(ours, theirs, first, second, min(score, 1.0)))

    def _name_reason(self, ours: _Made, theirs: _Made, first: str, second: str, score: float) -> Reason:
        words = []
        for at, language in enumerate(("zh", "en")):
            names = []
            for made, iri in ((ours, first), (theirs, second)):
                name = self.nodes[iri].label(language)
                if iri != made.thing:
                    whole = self.nodes[made.thing].label(language)
                    name = f"{name}（属于{whole}）" if language == "zh" else f"{name} (part of {whole})"
                names.append(name)
            if ours.thing == theirs.thing:
                words.append((f"都建设或支持{names[0]}", f"Both build or support: {names[0]}")[at])
            else:
                words.append(
                    (f"所建相近：{names[0]}，{names[1]}", f"What they build is alike: {names[0]}; {names[1]}")[at]
                )
        return Reason("alike", ours.thing, theirs.thing, round(ALIKE * score, 4), *words)

    # ---------------------------------------------------------------- what one has of the other

    def _relying(self, found: _Found) -> None:
        makers: dict[str, set[str]] = defaultdict(set)
        for made in self.made:
            makers[made.thing].add(made.directive)
        for thing, building in sorted(makers.items()):
            node = self.nodes[thing]
            if node.generic or node.hub:
                continue
            for other in sorted(self.named[thing].keys() - building):
                for maker in sorted(building):
                    if ordered := self._apart(maker, other):
                        zh, en = (
                            f"一处建设或支持{node.zh}，另一处依托或提到它",
                            f"One builds or supports {node.en}; the other relies on it or names it",
                        )
                        found.add(*ordered, Reason("relies", thing, thing, RELIES, zh, en))

    def _meant(self, found: _Found) -> None:
        """Pair what is built for a scenario, by its name, with what serves that scenario elsewhere."""
        scenarios = [node for node in self.nodes.values() if node.kind == "scenario" and len(node.zh) > 2]
        for made in self.made:
            building = self.nodes[made.thing]
            for scenario in scenarios:
                if scenario.zh not in building.zh or scenario.zh == building.zh:
                    continue
                for other in sorted(self.named[scenario.iri]):
                    if ordered := self._apart(made.directive, other):
                        ends = (
                            (made.thing, scenario.iri) if ordered[0] == made.directive else (scenario.iri, made.thing)
                        )
                        zh = f"一处建设或支持{building.zh}，另一处也服务于{scenario.zh}"
                        en = f"One builds or supports {building.en}; the other serves {scenario.en} too"
                        found.add(*ordered, Reason("meant", *ends, MEANT, zh, en))

    def _sharing(self, found: _Found) -> None:
        makers = {(made.thing, made.directive) for made in self.made}
        for thing, by_directive in sorted(self.named.items()):
            node = self.nodes[thing]
            kind = _SHARING.get(node.kind)
            if kind is None or node.generic or node.hub:
                continue
            score = round(SHARED_THING[kind] * min(2 / max(node.measures, 2), 1.0), 4)
            words = {"fund": ("政策工具", "instrument"), "body": ("机构", "organisation"), "place": ("地点", "place"),
                     "service": ("应用场景", "scenario")}[kind]  # fmt: skip
            for first, second in combinations(sorted(by_directive), 2):
                ordered = self._apart(first, second)
                if ordered and not {(thing, first), (thing, second)} & makers:
                    zh, en = f"都涉及{words[0]}{node.zh}", f"Both concern the {words[1]} {node.en}"
                    found.add(*ordered, Reason(kind, thing, thing, score, zh, en))


def _together(reasons: Iterable[Reason]) -> float:
    """Join scores of different reasons; the same reason said twice counts once."""
    best: dict[tuple[str, str], float] = {}
    for reason in reasons:
        about = (reason.kind, reason.first)
        best[about] = max(best.get(about, 0.0), reason.score)
    return round(1 - math.prod(1 - score for score in best.values()), 4)


def _nested(first: str, second: str) -> bool:
    return f"{first}.".startswith(f"{second}.") or f"{second}.".startswith(f"{first}.")


def _core(name: str, without: tuple[str, ...]) -> str:
    """Give the letters and digits of a name, without the words for kinds."""
    for word in without:
        name = name.replace(word, " ")
    return "".join(c for c in name if c.isalnum())


def _weights(cores: Iterable[str]) -> dict[str, float]:
    """Weigh characters by how rare they are among the names."""
    known = list(cores)
    seen = Counter(character for core in known for character in set(core))
    return {character: math.log(1 + len(known) / count) for character, count in seen.items()}


def _common_ending(names: list[str]) -> str:
    length = 0
    while length < min(map(len, names)) and len({name[-length - 1 :] for name in names}) == 1:
        length += 1
    return names[0][len(names[0]) - length :]


def _likeness(one: str, other_name: str, cores: Mapping[str, str], weights: Mapping[str, float]) -> float:
    first, second = cores[one], cores[other_name]
    if not first or not second:
        return 0.0
    if one == other_name:
        return 1.0
    if len({*pairwise(first)} & {*pairwise(second)}) < 2:
        return 0.0
    row = [0.0] * (len(second) + 1)
    for character in first:
        before, row = row, [0.0]
        for at, other in enumerate(second):
            match = before[at] + weights[character] if character == other else 0.0
            row.append(max(match, before[at + 1], row[at]))
    return 2 * row[-1] / sum(weights[character] for character in first + second)
