"""Pairs of tasks that should know of one another: they build alike, rely on one another, or share a named thing.

Only directives of measures in different subsections are paired; what the entries of the list are made of:
:mod:`graph_builder.linkages.entries`. Each reason has a score from 0 to 1:

- ``same``: both build, support or found the same named thing: :data:`SAME`.
- ``alike``: what they build or support bears a similar name: :data:`ALIKE` times the likeness of the names (of the
  thing itself, or of one of its parts; :mod:`graph_builder.linkages.likeness`). Words for kinds of facility, such as
  平台, and what the names of all parts of a whole end in are left out. Where facilities of the same type speak for a
  pair of tasks, those of different types do not. If one of two unequal names is that of a kind, both directives (or the
  titles of their measures) must name the same field, or one a broader field of the other's.
- ``meant``: the name of what one builds or supports holds a scenario that the other one serves: :data:`MEANT`.
- ``relies``: one builds or supports a named thing that the other one relies on or names: :data:`RELIES`.
- ``akin``: they use instruments, or follow policies, with similar names: :data:`AKIN` times the likeness.
- ``fund``, ``body``, ``place``, ``service``: both name the same instrument, organisation, place or scenario:
  :data:`SHARED_THING` by 2 / (the number of measures that name it), the resource allocation weight of two. A shared
  scenario makes no pair by itself.

The heading of a task sums it up: it stands for the task only with a named thing that no other directive of the task
names, and never where names are alike only and the task says itself what it builds.

A pair's score is 1 minus the product of 1 − score over its reasons: more reasons, more to look at, never above 1.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import combinations

from rdflib import RDF, SKOS, Graph, URIRef

from graph_builder.linkages.entries import Entry, Reason, make_entries
from graph_builder.linkages.likeness import LEAST, Likeness, common_ending, core
from graph_builder.namespaces import ID, PA
from graph_builder.network import Corpus, Occurrence, Saying, read_corpus

SAME, ALIKE, RELIES, MEANT, AKIN = 0.95, 0.85, 0.8, 0.7, 0.7
SHARED_THING = {"fund": 0.75, "body": 0.6, "place": 0.5, "service": 0.45}

_MAKING = ("buildsFacility", "supportsFacility", "establishesBody")
_SHARING = {"instrument": "fund", "organisation": "body", "place": "place", "scenario": "service"}


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
class Also:
    """Two further directives of an entry: of the same tasks, or of the box items that spell these out."""

    key: str
    first: Side
    second: Side


@dataclass(frozen=True)
class Pair:
    """Two directives, the earlier one first, with the reasons for pairing them, the strongest first.

    ``also`` are other directives that give reasons for the same pair of tasks. ``decision`` is ``confirm``, ``reject``
    or empty, ``by`` who took it (``person`` or ``model``), ``because`` why.
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
    also: tuple[Also, ...] = ()


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
        self.headings = self._heading_directives()
        for by_directive in self.named.values():
            body = {self.place[directive].measure for directive in by_directive.keys() - self.headings}
            for directive in by_directive.keys() & self.headings:
                if self.place[directive].measure in body:
                    del by_directive[directive]
        self.made = self._made()
        self.generic_words = self._facility_words()

    def pairs(self) -> list[Pair]:
        """Gather reasons by pair of directives, and these by pair of tasks."""
        found = _Found()
        self._alike(found)
        self._relying(found)
        self._meant(found)
        self._akin(found)
        self._sharing(found)
        entries = make_entries(
            found.reasons,
            lambda directive: self.place[directive].measure,
            lambda measure: self.nodes[measure].unit,
            lambda measure: (URIRef(measure), RDF.type, PA.BoxItem) in self.graph,
        )
        pairs = [self._pair(entry) for entry in entries]
        pairs.sort(key=lambda pair: (-pair.score, pair.first.saying, pair.second.saying))
        return [replace(pair, rank=place) for place, pair in enumerate(pairs, 1)]

    def _pair(self, entry: Entry) -> Pair:
        things = [{getattr(reason, end) for reason in entry.reasons} for end in ("first", "second")]
        found = [
            Also(pair_key(*ends), *(self._side(directive, own) for directive, own in zip(ends, things, strict=True)))
            for ends in entry.directives
        ]
        best = found[0]
        return Pair(best.key, best.first, best.second, entry.score, entry.reasons, also=tuple(found[1:]))

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

    def _heading_directives(self) -> frozenset[str]:
        """Give the directives that are the headings of their measures."""
        found = set()
        for directive, at in self.place.items():
            first, last = (self.graph.value(URIRef(at.measure), PA[name]) for name in ("headingBegin", "headingEnd"))
            _, begin, end = self.reader.span_of[directive]
            if first is not None and last is not None and int(str(first)) <= begin and end <= int(str(last)):
                found.add(directive)
        return frozenset(found)

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
        # a part speaks through its whole, a heading through the task's own words
        said = {(directive, thing) for thing, by_directive in self.named.items() for directive in by_directive}
        return [made[key] for key in sorted(made) if key not in within and (key in said or key[0] not in self.headings)]

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
            ending = common_ending(parts) if len(parts) > 1 else ""
            for _, label in made.names:
                own = label.removesuffix(ending) if label in parts else label
                cores[label] = core(own, self.generic_words)
        return cores

    def _alike(self, found: _Found) -> None:
        names = self._names(self._cores())
        building = {self.place[made.directive].measure for made in self.made if made.directive not in self.headings}
        general = {d for d in self.headings if self.place[d].measure in building}
        alike: dict[tuple[str, ...], list[tuple[bool, tuple[str, str], Reason]]] = defaultdict(list)
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
            if not general.isdisjoint(ordered):
                continue
            score, first, second = max((names.of(a[1], b[1]), a[0], b[0]) for a in ours.names for b in theirs.names)
            kinds = self.nodes[ours.thing].generic or self.nodes[theirs.thing].generic
            if score < LEAST or (kinds and ours.thing != theirs.thing and not self._one_field(*ordered)):
                continue
            reason = self._name_reason(ours, theirs, first, second, score)
            tasks = tuple(self.place[directive].measure for directive in ordered)
            alike[tasks].append((self._one_type(first, second), ordered, reason))
        for candidates in alike.values():
            typed = any(same for same, *_ in candidates)
            for same, ordered, reason in candidates:
                if same or not typed:
                    found.add(*ordered, reason)

    def _names(self, cores: dict[str, str]) -> Likeness:
        known = {node.zh for node in self.nodes.values() if node.kind not in ("subsection", "measure")}
        return Likeness(cores, known)

    def _one_type(self, first: str, second: str) -> bool:
        """Tell whether two facilities are known to be of one type."""
        ours, theirs = (set(self.graph.objects(URIRef(iri), PA.facilityType)) for iri in (first, second))
        return bool(ours & theirs)

    def _one_field(self, first: str, second: str) -> bool:
        """Tell whether two directives, or the titles of their measures, name one field, or a part of the other's."""
        ours, theirs = (
            self.reader.fields[directive] | self.reader.fields[self.place[directive].measure]
            for directive in (first, second)
        )
        above, beside = (
            {str(b) for f in fields for b in self.graph.transitive_objects(URIRef(f), SKOS.broader)}
            for fields in (ours, theirs)
        )
        return bool(ours & beside or theirs & above)

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

    def _akin(self, found: _Found) -> None:
        """Pair those who use instruments, or follow policies, of similar names: perhaps the same under two names."""
        used = [node for node in self.nodes.values() if node.kind in ("instrument", "policy") and not node.generic]
        names = self._names({node.zh: core(node.zh, self.generic_words) for node in used})
        for ours, theirs in combinations(used, 2):
            likeness = names.of(ours.zh, theirs.zh)
            if likeness < LEAST:
                continue
            for one in sorted(self.named[ours.iri]):
                for other in sorted(self.named[theirs.iri]):
                    if ordered := self._apart(one, other):
                        first, second = (ours, theirs) if ordered[0] == one else (theirs, ours)
                        zh, en = (
                            f"所用政策工具或所依政策相近：{first.zh}，{second.zh}",
                            f"They use instruments or follow policies that are alike: {first.en}; {second.en}",
                        )
                        reason = Reason("akin", first.iri, second.iri, round(AKIN * likeness, 4), zh, en)
                        found.add(*ordered, reason)

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


def _nested(first: str, second: str) -> bool:
    return f"{first}.".startswith(f"{second}.") or f"{second}.".startswith(f"{first}.")
