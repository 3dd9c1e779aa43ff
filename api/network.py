"""The network of a release as it is asked for: by filters, with nodes opened, with a path between two of them.

What an address asks for (:class:`api.network_wish.Wish`) settles which links there are (:class:`View`); page, pictures
and files are all made from that, so that a file holds what the picture shows.
"""

from __future__ import annotations

import asyncio
import math
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from api.network_counts import count_values
from api.network_wish import Wish
from api.problems import Problem
from api.release import Release
from graph_builder.network import (
    KINDS,
    LEVELS,
    LINK_KINDS,
    NAMED,
    SHARED,
    STATED,
    TECHNOLOGY,
    TOGETHER,
    Filters,
    Link,
    Measures,
    Network,
    Positions,
    evidence_path,
    gather,
    lay_out,
    link_key,
    measure,
    narrow,
    read_layouts,
    read_network,
)

BUDGET = 24
"""Links that opening a node adds, the strongest; a node with more is a hub, and the page says so before."""

_KEPT = 48
"""Views that are kept."""

_LEVELS = ("subsection", "measure", "domain", "all")


@dataclass(frozen=True)
class View:
    """What is shown: exactly these links and the nodes at their ends, each with a place and its measures.

    ``left_out`` counts links beyond those that were asked for, ``pairs`` the links that things stand between.
    ``path`` are the keys of the links of a path, in order; None where none was asked for, empty where there is none.
    """

    wish: Wish
    network: Network
    places: Positions
    measures: dict[str, Measures]
    left_out: int = 0
    path: tuple[str, ...] | None = None
    pairs: int = 0


class Networks:
    """The network of one release, read when it is first asked for."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._read: asyncio.Task[tuple[Network, dict[str, Positions]]] | None = None
        self._views: OrderedDict[Wish, View] = OrderedDict()
        self._busy = asyncio.Lock()
        self._counts: OrderedDict[Filters, dict[str, dict[str, int]]] = OrderedDict()

    async def network(self) -> Network:
        """Give the whole network.

        Raises:
            Problem: the release has none that this version can read (404).
        """
        return (await self._held())[0]

    async def view(self, values: Mapping[str, Sequence[str]]) -> View:
        """Give what the parameters of an address ask for.

        Raises:
            FilterError: they are wrong.
            Problem: as :meth:`network`.
        """
        network, layouts = await self._held()
        wish = Wish.read(values, network)
        if wish not in self._views:
            async with self._busy:  # large pictures take seconds: one after another
                if wish not in self._views:
                    self._views[wish] = await asyncio.to_thread(make_view, network, layouts, wish)
            if len(self._views) > _KEPT:
                self._views.popitem(last=False)
        self._views.move_to_end(wish)
        return self._views[wish]

    async def counts(self, filters: Filters) -> dict[str, dict[str, int]]:
        """Give the number of links that each value of each filter would leave."""
        network, _ = await self._held()
        if filters not in self._counts:
            self._counts[filters] = await asyncio.to_thread(count_values, network, filters)
            if len(self._counts) > _KEPT:
                self._counts.popitem(last=False)
        return self._counts[filters]

    async def _held(self) -> tuple[Network, dict[str, Positions]]:
        if self._read is None:
            self._read = asyncio.create_task(asyncio.to_thread(self._load))
        try:
            return await asyncio.shield(self._read)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Problem(
                404,
                "This release has no network that this version can read: an older one built it. "
                "Build it again with this version (planatlas build); the server then turns to it by itself.",
            ) from error

    def _load(self) -> tuple[Network, dict[str, Positions]]:
        dump = self._release.dump("networks/network.json")
        if dump is None:
            raise KeyError("networks/network.json")
        return read_network(dump.path.parent), read_layouts(dump.path.parent)


def make_view(network: Network, layouts: dict[str, Positions], wish: Wish) -> View:
    """Settle what is shown: what the filters leave, then what is opened, then the path."""
    joined = links = _held_links(network, narrow(network, wish.filters))
    if not wish.direct:
        links = [*_between(network, links), *(link for link in links if not _is_joined(network, link))]
    pairs = 0 if wish.direct else sum(_is_joined(network, link) for link in joined)
    left_out = max(len(links) - wish.most, 0)
    if left_out:
        weight = wish.filters.weight
        links = sorted(links, key=lambda link: (-link.weight(weight), link_key(link)))[: wish.most]
    shown = {link_key(link): link for link in links}
    first = set(shown)
    for iri in wish.opened:
        shown |= {link_key(link): link for link in reachable(network, iri)[:BUDGET] if link_key(link) not in shown}
    path: tuple[str, ...] | None = None
    if wish.path:
        found = find_path(network, list(shown.values()), *wish.path)
        path = tuple(link_key(link) for link in found)
        shown |= {link_key(link): link for link in found if link_key(link) not in shown}
    visible = gather_all(network, shown.values())
    base = [link for key, link in shown.items() if key in first]
    places = _places(visible, gather_all(network, base), layouts, wish)
    return View(wish, visible, places, measure(visible, wish.filters.weight), left_out, path, pairs)


def gather_all(network: Network, links: Iterable[Link]) -> Network:
    """Gather links whose sayings are those of the whole network, in their order there."""
    keys = {link_key(link): link for link in links}
    order = {link_key(link): place for place, link in enumerate(network.links)}
    return gather(network, [keys[key] for key in sorted(keys, key=lambda key: order[key])])


def _held_links(network: Network, kept: Network) -> list[Link]:
    """Give the links that remain with sayings numbered as in the whole network, not as in what remains of it."""
    numbers = {saying: number for number, saying in enumerate(network.sayings)}
    return [
        replace(
            link,
            parts=tuple(
                replace(part, sayings=tuple(numbers[kept.sayings[index]] for index in part.sayings))
                for part in link.parts
            ),
        )
        for link in kept.links
    ]


def _is_joined(network: Network, link: Link) -> bool:
    """Tell whether a link is one of subsections or measures through things, which can stand between them."""
    ends = {network.nodes[link.source].kind, network.nodes[link.target].kind}
    return link.kind in (SHARED, TECHNOLOGY) and ends <= {"subsection", "measure"}


def _between(network: Network, links: Iterable[Link]) -> list[Link]:
    """Give the links from subsections and measures to the things that join them, with the sayings that remain."""
    named = {(link.source, link.target): link for link in network.links if link.kind == NAMED}
    said: dict[tuple[str, str], set[int]] = {}
    for link in links:
        if not _is_joined(network, link):
            continue
        for part in link.parts:
            for index in part.sayings:
                saying = network.sayings[index]
                for end in (link.source, link.target):
                    if end in (saying.unit, saying.measure) and (end, part.through) in named:
                        said.setdefault((end, part.through), set()).add(index)
    found = []
    for pair, wanted in said.items():
        parts = [
            replace(part, sayings=tuple(index for index in part.sayings if index in wanted))
            for part in named[pair].parts
        ]
        found.append(named[pair].with_parts(part for part in parts if part.sayings))
    return [link for link in found if link.parts]


def reachable(network: Network, iri: str) -> list[Link]:
    """Give the links of a node that opening it may add, the plan's own ties first, then the strongest.

    Generic words, hubs and mere enumerations stay away, as in the first picture.
    """
    usual = []
    for link in network.links:
        if iri in (link.source, link.target) and link.kind in (STATED, NAMED, TOGETHER, SHARED) and not link.kin:
            other = network.nodes[link.target if link.source == iri else link.source]
            parts = [part for part in link.parts if not part.listed]
            levels = LEVELS[link.kind] if link.kind == SHARED else KINDS
            if parts and not other.generic and not other.hub and other.kind in levels:
                usual.append(link.with_parts(parts))
    ranks = {STATED: 0, SHARED: 1, TOGETHER: 2, NAMED: 3}
    return sorted(usual, key=lambda link: (ranks[link.kind], -link.ra, link_key(link)))


def find_path(network: Network, shown: list[Link], first: str, second: str) -> list[Link]:
    """Find a path among what is shown, else over what the plan states and joins, else over all that it names."""
    usual = frozenset((STATED, TOGETHER))
    every = frozenset(KINDS)
    wider = [
        gather_all(network, shown),
        narrow(network, Filters(links=usual, kinds=every)),
        narrow(network, Filters(links=usual | {NAMED}, kinds=every)),
        narrow(network, Filters(links=frozenset((*LINK_KINDS, NAMED)), kinds=every, generic=True, hubs=True)),
    ]
    for candidate in wider:
        if first in candidate.nodes and second in candidate.nodes:
            found = evidence_path(candidate, first, second)
            if found:
                keys = {link_key(link) for link in found}
                whole = {link_key(link): link for link in network.links if link_key(link) in keys}
                return [whole[link_key(link)] for link in found]
    return []


# -------------------------------------------------------------------------------------------------- places


def _places(visible: Network, base: Network, layouts: dict[str, Positions], wish: Wish) -> Positions:
    """Place what is shown: where the release has put it, or laid out anew; what was added stands by its neighbours."""
    ends = {end for link in base.links for end in (link.source, link.target)}
    found: Positions = {}
    if len(wish.filters.links) == 1:
        kind = next(iter(wish.filters.links))
        for level in _LEVELS:
            held = layouts.get(f"{kind}/{level}", {})
            if held.keys() >= ends:
                found = {iri: held[iri] for iri in ends}
                break
    if not found and base.links:
        found = lay_out(base)
    found = {iri: found[iri] for iri in sorted(ends)}
    added = {end for link in visible.links for end in (link.source, link.target)} - found.keys()
    return found | _beside(visible, sorted(added), found)


_ROOM = 120.0
"""Distance that added nodes keep."""


def _beside(network: Network, added: list[str], found: Positions) -> Positions:
    """Put each added node on the first free spot of a spiral around the middle of its neighbours."""
    taken = list(found.values())
    places: Positions = {}
    neighbours: dict[str, list[str]] = {iri: [] for iri in added}
    for link in network.links:
        for one, other in ((link.source, link.target), (link.target, link.source)):
            if one in neighbours:
                neighbours[one].append(other)
    for iri in added:
        known = [(found | places)[other] for other in neighbours[iri] if other in found or other in places]
        x = sum(place[0] for place in known) / len(known) if known else 0.0
        y = sum(place[1] for place in known) / len(known) if known else 0.0
        for step in range(1, 4000):
            angle, away = step * 2.399963, _ROOM * math.sqrt(step) * 0.6
            spot = (round(x + away * math.cos(angle)), round(y + away * math.sin(angle)))
            if all(math.hypot(spot[0] - a, spot[1] - b) >= _ROOM for a, b in taken):
                break
        places[iri] = spot
        taken.append(spot)
    return places
