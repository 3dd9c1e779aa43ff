"""Make the links of each kind from what a corpus holds.

What the kinds and weights mean: :mod:`graph_builder.network.model`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import Any

from rdflib import SKOS, URIRef

from graph_builder.network.corpus import Corpus, Occurrence
from graph_builder.network.model import (
    APPLYING,
    FIELDS,
    HUB_LEAST,
    HUB_SHARE,
    NAMED,
    NAMED_KINDS,
    SHARED,
    STATED,
    TECHNOLOGY,
    TOGETHER,
    Link,
    Node,
    Part,
    Saying,
)
from graph_builder.network.null_model import compare

_SYMMETRIC = {"integratesWith"}
_PLACES = ("subsection", "measure")
_TOGETHER_KINDS = {
    "domain", "technology", "facility", "place", "organisation", "category", "group", "instrument", "scenario",
    "indicator", "policy", "data", "culture", "problem",
}  # fmt: skip
_SHARED_KINDS = {*NAMED_KINDS, "scenario", "indicator", "data", "culture", "category", "group", "problem"}

Ends = tuple[str, str]
Holdings = dict[str, dict[str, list[Occurrence]]]
"""What holds each thing: for a thing, the occurrences in each subsection or measure, or with each field."""


class Linker:
    """Makes links; keeps each saying once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.reader = corpus.reader
        self.nodes = corpus.nodes
        self.sayings: list[Saying] = []
        self._indices: dict[Saying, int] = {}
        self._broader: dict[str, frozenset[str]] = {}
        self._by_sayer: dict[str, list[Occurrence]] = defaultdict(list)
        for o in corpus.occurrences:
            self._by_sayer[o.sayer].append(o)

    def links(self) -> list[Link]:
        """Make all links, sorted by kind and ends."""
        found = [*self.stated(), *self.together()]
        for place in _PLACES:
            found += self.named(place)
            found += self.joined(SHARED, place, self._holdings(place, lambda node: node.kind in _SHARED_KINDS))
            found += self.joined(TECHNOLOGY, place, self._holdings(place, _is_technology))
        found += self.joined(TECHNOLOGY, "domain", self._applied())
        return sorted(found, key=lambda link: (link.kind, link.relation, link.source, link.target))

    def _index(self, saying: Saying) -> int:
        if saying not in self._indices:
            self._indices[saying] = len(self.sayings)
            self.sayings.append(saying)
        return self._indices[saying]

    def _say(self, occurrences: Iterable[Occurrence]) -> list[int]:
        """Give the sayings of occurrences: one for each directive or heading, and for each mention outside of both."""
        by_sayer: dict[tuple[str, str, int], list[Occurrence]] = defaultdict(list)
        for o in occurrences:
            by_sayer[o.plan, o.sayer, -1 if o.sayer else o.begin].append(o)
        return [self._index(self.reader.saying(found)) for _, found in sorted(by_sayer.items())]

    def _link(self, kind: str, ends: Ends, parts: list[Part], sizes: tuple[int, int], **rest: Any) -> Link:
        first, second = self.nodes[ends[0]], self.nodes[ends[1]]
        parts = sorted(parts, key=lambda part: part.through)
        return Link(
            kind,
            *ends,
            tuple(parts),
            across=self._across(first, second),
            kin=self._kin(first, second),
            sizes=sizes,
            **rest,
        )

    def _kin(self, first: Node, second: Node) -> bool:
        """Tell whether one of two is broader than the other, or lies in the other."""
        if first.kind in _PLACES:
            return _holds(first, second) or _holds(second, first)
        return second.iri in self._above(first.iri) or first.iri in self._above(second.iri)

    def _above(self, iri: str) -> frozenset[str]:
        """Give everything broader than a thing, named in a plan or not."""
        if iri not in self._broader:
            self._broader[iri] = frozenset()  # ends a circle
            broader = [str(other) for other in self.reader.graph.objects(URIRef(iri), SKOS.broader)]
            self._broader[iri] = frozenset(broader).union(*(self._above(other) for other in broader))
        return self._broader[iri]

    def _across(self, first: Node, second: Node) -> bool:
        """Tell whether two lie in different thematic sections, or under different broadest concepts."""
        if first.section and second.section:
            return first.section != second.section
        ours, theirs = ({node.iri} | self._above(node.iri) for node in (first, second))
        return not first.section and not second.section and not ours & theirs

    # ---------------------------------------------------------------- stated

    def stated(self) -> list[Link]:
        """Join what the plan itself ties; a list of ties in one directive counts once."""
        listed: dict[tuple[str, str], int] = defaultdict(int)
        said: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
        having: dict[tuple[str, str], set[str]] = defaultdict(set)
        for tie in self.corpus.ties:
            source, target = tie.source, tie.target
            if tie.relation in _SYMMETRIC and source > target:
                source, target = target, source
            listed[tie.sayer, tie.relation] += 1
            said[tie.relation, source, target].append(tie)
            having[tie.relation, source].add(tie.sayer)
            having[tie.relation, target].add(tie.sayer)
        links = []
        for (relation, source, target), ties in said.items():
            parts = {}
            for tie in ties:
                plan, begin, end = self.reader.span_of[tie.sayer]
                own = {(o.begin, o.end) for o in self._by_sayer[tie.sayer] if o.thing in (source, target)}
                assertions = tuple(sorted({t.assertion for t in ties if t.sayer == tie.sayer}))
                saying = self.reader.said_by(
                    plan, begin, end, tie.sayer, tie.measure, tie.unit, tuple(sorted(own)), assertions
                )
                share = 1 / listed[tie.sayer, relation]
                parts[tie.sayer] = Part(tie.sayer, 2, (self._index(saying),), share)
            sizes = (len(having[relation, source]), len(having[relation, target]))
            directed = relation not in _SYMMETRIC
            ends = (source, target)
            links.append(self._link(STATED, ends, list(parts.values()), sizes, relation=relation, directed=directed))
        return links

    # ---------------------------------------------------------------- together in one directive

    def together(self) -> list[Link]:
        """Join what one directive names; a list counts once, and its members are joined as enumerated only."""
        named: dict[str, list[Occurrence]] = defaultdict(list)
        for o in self.corpus.occurrences:
            if o.directive and not o.embedded and self.nodes[o.thing].kind in _TOGETHER_KINDS:
                named[o.directive].append(o)
        parts: dict[Ends, list[Part]] = defaultdict(list)
        having: dict[str, int] = defaultdict(int)
        for directive, occurrences in sorted(named.items()):
            rows: dict[int, set[str]] = defaultdict(set)
            by_thing: dict[str, list[Occurrence]] = defaultdict(list)
            for o in occurrences:
                rows[o.row].add(o.thing)
                by_thing[o.thing].append(o)
            for thing in by_thing:
                having[thing] += 1
            for first, second in combinations(sorted(by_thing), 2):
                share = self._share(by_thing[first], by_thing[second], rows)
                if share is not None:
                    said = tuple(self._say([*by_thing[first], *by_thing[second]]))
                    listed = share == 0
                    weight = share or 1 / len(by_thing)
                    parts[first, second].append(
                        Part(directive, max(len(rows), 2), said, weight, listed=listed, usual=not listed)
                    )
        return [self._link(TOGETHER, ends, found, (having[ends[0]], having[ends[1]])) for ends, found in parts.items()]

    def _share(self, first: list[Occurrence], second: list[Occurrence], rows: Mapping[int, set[str]]) -> float | None:
        """Give what part of a pair of lists two things are; 0 if they stand in one list, None if in one name."""
        found = [
            0.0 if a.row == b.row else 1 / (len(rows[a.row]) * len(rows[b.row]))
            for a in first
            for b in second
            if a.end <= b.begin or b.end <= a.begin
        ]
        return max(found, default=None)

    # ---------------------------------------------------------------- what names what

    def named(self, place: str) -> list[Link]:
        """Join each subsection or measure to what it names; a part is the directive or heading that does."""
        found: dict[Ends, list[Occurrence]] = defaultdict(list)
        sizes: dict[str, set[str]] = defaultdict(set)
        for o in self.corpus.occurrences:
            where = o.unit if place == "subsection" else o.measure
            if where and self.nodes[o.thing].kind != place:
                found[where, o.thing].append(o)
                for end in (where, o.thing):
                    sizes[end].add(o.sayer or str(o.begin))
        links = []
        for ends, occurrences in found.items():
            parts = []
            for index in self._say(occurrences):
                saying = self.sayings[index]
                named = len({o.thing for o in self._by_sayer[saying.sayer]}) if saying.sayer else 1
                parts.append(Part(saying.sayer or ends[0], max(named, 1), (index,)))
            links.append(self._link(NAMED, ends, parts, (len(sizes[ends[0]]), len(sizes[ends[1]])), directed=True))
        return links

    # ---------------------------------------------------------------- by what they share

    def _holdings(self, place: str, wanted: Callable[[Node], bool]) -> Holdings:
        """Tell which subsections or measures name each thing, and where.

        A heading or introduction of a section adds its words, but does not make the section name a thing.
        """
        found: Holdings = defaultdict(lambda: defaultdict(list))
        for o in self.corpus.occurrences:
            where = o.unit if place == "subsection" else o.measure
            if where and wanted(self.nodes[o.thing]):
                found[o.thing][where].append(o)
        return {
            thing: {where: own for where, own in holders.items() if any(map(self._speaks, own))}
            for thing, holders in found.items()
        }

    def _speaks(self, o: Occurrence) -> bool:
        """Tell whether a measure names the thing, or a directive of a section that has no measures."""
        return bool(o.measure or (o.directive and o.unit not in self._divided))

    @cached_property
    def _divided(self) -> frozenset[str]:
        """The sections with measures in them, or in their parts: what stands outside of these only introduces them."""
        units = {node.unit for node in self.nodes.values() if node.kind == "measure"}
        found = set(units)
        for unit in units:
            outer, dot, _ = unit.rpartition(".")
            while dot:
                found.add(outer)
                outer, dot, _ = outer.rpartition(".")
        return frozenset(found)

    def _applied(self) -> Holdings:
        """Tell to which fields and scenarios the plan applies each technology; to stand beside one is not enough."""
        found: Holdings = defaultdict(lambda: defaultdict(list))
        for tie in self.corpus.ties:
            ends = self.nodes[tie.source], self.nodes[tie.target]
            if tie.relation in APPLYING and _is_technology(ends[0]) and ends[1].kind in FIELDS:
                own = [o for o in self._by_sayer[tie.sayer] if o.thing in (tie.source, tie.target)]
                found[tie.source][tie.target] += own
        return found

    def joined(self, kind: str, place: str, holdings: Holdings) -> list[Link]:
        """Join what holds the same things; fields only where different directives say it."""
        sizes: dict[str, int] = defaultdict(int)
        for holders in holdings.values():
            for holder in holders:
                sizes[holder] += 1
        parts: dict[Ends, list[Part]] = defaultdict(list)
        most = max(HUB_LEAST, HUB_SHARE * len(sizes))  # fields that a technology joins before it is a hub among them
        for thing, holders in sorted(holdings.items()):
            node = self.nodes[thing]
            usual = self._usual(node) if place != "domain" else not node.generic and len(holders) <= most
            for first, second in combinations(sorted(holders), 2):
                own = [o for o in (*holders[first], *holders[second]) if place != "domain" or o.thing in (
                    thing, first, second)]  # fmt: skip
                if place == "domain" and not _independent(holders[first], holders[second]):
                    continue
                parts[first, second].append(Part(thing, len(holders), tuple(self._say(own)), usual=usual))
        links = [self._link(kind, ends, found, (sizes[ends[0]], sizes[ends[1]])) for ends, found in parts.items()]
        return self._against_chance(links, holdings, place)

    def _usual(self, node: Node) -> bool:
        """Tell whether the first picture shows what a thing joins."""
        return node.kind in (*NAMED_KINDS, "technology") and not node.generic and not node.hub

    def _against_chance(self, links: list[Link], holdings: Holdings, place: str) -> list[Link]:
        """Compare what usual things join with the null model; not for fields, as not all that they share counts."""
        if place == "domain":
            return links
        usual = {t: frozenset(holders) for t, holders in holdings.items() if self._usual(self.nodes[t])}
        found = compare(usual)
        made = []
        for link in links:
            chance = found.get((link.source, link.target))
            made.append(link if chance is None else replace(link, z=chance.z, p=chance.p, q=chance.q))
        return made


def _is_technology(node: Node) -> bool:
    return node.kind == "technology"


def _independent(first: list[Occurrence], second: list[Occurrence]) -> bool:
    """Tell whether two different directives apply the technology to the one and to the other field."""
    ours, theirs = {o.directive for o in first}, {o.directive for o in second}
    return any(a != b for a in ours for b in theirs)


def _holds(outer: Node, inner: Node) -> bool:
    """Tell whether a subsection is the section around another one."""
    return outer.kind == "subsection" and inner.kind in _PLACES and f"{inner.iri}.".startswith(f"{outer.iri}.")
