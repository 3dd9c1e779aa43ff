"""Say what part of a network is shown: one pure function for pages, exports and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from graph_builder.errors import FilterError
from graph_builder.network.model import (
    FIELDS,
    KINDS,
    LINK_KINDS,
    NAMED,
    NAMED_KINDS,
    REVIEWED,
    SHARED,
    STATED,
    TECHNOLOGY,
    TIES,
    TOGETHER,
    WEIGHTS,
    Link,
    Network,
    Node,
    Part,
    Saying,
    link_key,
)

LEVELS = {SHARED: ("subsection",), TOGETHER: ("domain",), TECHNOLOGY: FIELDS, STATED: KINDS, NAMED: KINDS}
"""What each kind of link joins, where nothing else is asked for."""


@dataclass(frozen=True)
class Filters:
    """What is shown. Each field narrows; an empty one lets everything of its sort pass.

    ``links``: kinds of link. ``kinds``: kinds of node that links may join (empty: :data:`LEVELS`). ``things``: kinds of
    shared thing (empty: :data:`graph_builder.network.model.NAMED_KINDS`). ``relations``: stated ties. ``sections``,
    ``domains``, ``plans``: where, about which field (or a narrower one), and in which plan it is said; nothing is shown
    of plans that are not asked for. ``forces``: how firmly. ``nodes``: links that end at one of these. ``generic``,
    ``hubs``, ``listed``, ``kin``: show what is off at first, as generic words, hubs, mere enumerations, and pairs of
    which one is part of the other. ``across``: only between different sections (of concepts: without a common broader
    one). ``reviewed``: only what statements say that are no drafts. ``weight`` with ``least``: the weight that a link
    must reach; ``top``: only so many links, the strongest.
    """

    links: frozenset[str] = frozenset((SHARED,))
    kinds: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    relations: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    plans: frozenset[str] = frozenset()
    forces: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    generic: bool = False
    hubs: bool = False
    listed: bool = False
    kin: bool = False
    across: bool = False
    reviewed: bool = False
    weight: str = "ra"
    least: float = 0.0
    top: int = 0

    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]]) -> Filters:
        """Read filters from an address or a command line: names of fields with their values, as :meth:`written` gives.

        Raises:
            FilterError: no such filter, or no such value.
        """
        read: dict[str, Any] = {}
        for name, given in values.items():
            default = _DEFAULTS.get(name)
            if default is None:
                raise FilterError(
                    f"there is no filter {name!r}", kind="filter", name=name, known=_DEFAULTS,
                    remedy=f"take one of {', '.join(_DEFAULTS)}",
                )  # fmt: skip
            words = [word.strip() for value in given for word in value.split(",") if word.strip()]
            if isinstance(default, frozenset):
                read[name] = frozenset(words)
            elif words:
                read[name] = _single(name, words[-1], default)
        filters = cls(**read)
        for name, known in _KNOWN.items():
            chosen = getattr(filters, name)
            for word in sorted(chosen) if isinstance(chosen, frozenset) else [chosen]:
                if word not in known:
                    raise FilterError(
                        f"{name} knows no {word!r}", kind="value", name=name, value=word, known=known,
                        remedy=f"take one of {', '.join(known)}",
                    )  # fmt: skip
        return filters if filters.links else replace(filters, links=cls().links)

    def written(self) -> dict[str, str]:
        """Write the filters that differ from the defaults, each as one value, sorted: the state of an address."""
        found = {}
        for name, default in _DEFAULTS.items():
            value = getattr(self, name)
            if value != default:
                found[name] = (
                    ",".join(sorted(value)) if isinstance(value, frozenset)
                    else "1" if value is True else f"{value:g}" if isinstance(value, float) else str(value)
                )  # fmt: skip
        return found


_DEFAULTS: dict[str, Any] = {item.name: item.default for item in fields(Filters)}
_KNOWN: dict[str, tuple[str, ...]] = {
    "links": (*LINK_KINDS, NAMED),
    "kinds": KINDS,
    "things": KINDS,
    "relations": TIES,
    "weight": WEIGHTS,
}


def _single(name: str, word: str, default: Any) -> Any:
    if isinstance(default, bool):
        if word.lower() not in ("1", "true", "yes", "on", "0", "false", "no", "off"):
            raise FilterError(
                f"{name} is switched by 1 or 0, not by {word!r}", kind="switch", name=name, value=word,
                remedy="write 1 or 0",
            )  # fmt: skip
        return word.lower() in ("1", "true", "yes", "on")
    if isinstance(default, str):
        return word
    wrong = FilterError(
        f"{name} takes a number from 0 on, not {word!r}", kind="number", name=name, value=word,
        remedy="write a number, such as 3",
    )  # fmt: skip
    try:
        number = type(default)(word)
    except ValueError as error:
        raise wrong from error
    if not 0 <= number < 1e9:
        raise wrong
    return number


def narrow(network: Network, filters: Filters) -> Network:
    """Keep what the filters let pass: links, the nodes at their ends, and the sayings that they rest on.

    Names of nodes, sections, domains and plans that the network does not have let nothing pass.
    """
    fields_wanted = _with_narrower(network, filters.domains)
    kept: list[Link] = []
    for link in network.links:
        if _wanted(network, link, filters):
            parts = [p for part in link.parts if (p := _kept(network, link, part, filters, fields_wanted)) is not None]
            slimmer = link.with_parts(parts)
            if parts and slimmer.weight(filters.weight) >= filters.least:
                kept.append(slimmer)
    if filters.top and len(kept) > filters.top:
        best = sorted(kept, key=lambda link: (-link.weight(filters.weight), -link.count, link_key(link)))[: filters.top]
        chosen = {link_key(link) for link in best}
        kept = [link for link in kept if link_key(link) in chosen]
    return gather(network, kept)


def gather(network: Network, links: Iterable[Link]) -> Network:
    """Make a network of some links of another one: their ends, what joins them, and their sayings, numbered anew."""
    links = list(links)
    used = sorted({index for link in links for index in link.sayings})
    places = {index: place for place, index in enumerate(used)}
    renumbered = [
        replace(link, parts=tuple(
            replace(part, sayings=tuple(places[index] for index in part.sayings)) for part in link.parts))
        for link in links
    ]  # fmt: skip
    wanted = {end for link in links for end in (link.source, link.target)}
    wanted |= {part.through for link in links for part in link.parts if part.through in network.nodes}
    nodes = {iri: node for iri, node in network.nodes.items() if iri in wanted}
    sections = {node.section for node in nodes.values()}
    return Network(
        nodes,
        renumbered,
        [network.sayings[index] for index in used],
        {iri: labels for iri, labels in network.sections.items() if iri in sections},
    )


def _wanted(network: Network, link: Link, filters: Filters) -> bool:
    """Tell whether a link passes what concerns its ends and kind."""
    ends = network.nodes[link.source], network.nodes[link.target]
    kinds = filters.kinds or LEVELS[link.kind]
    return (
        link.kind in filters.links
        and all(node.kind in kinds for node in ends)
        and (filters.kin or not link.kin)
        and (link.across or not filters.across)
        and (link.kind != STATED or not filters.relations or link.relation in filters.relations)
        and (link.kind == STATED or all(_shown(node, filters) for node in ends))
        and (not filters.nodes or not filters.nodes.isdisjoint((link.source, link.target)))
    )


def _shown(node: Node, filters: Filters) -> bool:
    return (filters.generic or not node.generic) and (filters.hubs or not node.hub)


def _kept(network: Network, link: Link, part: Part, filters: Filters, fields_wanted: frozenset[str]) -> Part | None:
    """Give what remains of a part, None for nothing."""
    if part.listed and not filters.listed:
        return None
    through = network.nodes.get(part.through)
    if link.kind in (SHARED, TECHNOLOGY) and through is not None:
        things = filters.things or frozenset(NAMED_KINDS)
        if network.nodes[link.source].kind in FIELDS:  # what a hub is there, its part tells
            through = replace(through, hub=not (part.usual or through.generic))
        if not _shown(through, filters) or (link.kind == SHARED and through.kind not in things):
            return None
    if not (filters.sections or filters.domains or filters.plans or filters.forces or filters.reviewed):
        return part
    said = [i for i in part.sayings if _said(network, network.sayings[i], filters, fields_wanted)]
    if filters.plans and not _both_in_plans(network, link, said, filters.plans):
        return None
    if link.kind in (SHARED, TECHNOLOGY) and (filters.forces or filters.reviewed):
        places = {place for i in said for place in (network.sayings[i].unit, network.sayings[i].measure)}
        ends = network.nodes[link.source], network.nodes[link.target]
        if any(node.kind in ("subsection", "measure") and node.iri not in places for node in ends):
            return None
    if not said:
        return None
    if filters.forces or filters.reviewed:
        return replace(part, sayings=tuple(said))
    # where a place or field is asked for, the other side of a link speaks too; never so another plan
    plans = filters.plans
    kept = tuple(i for i in part.sayings if not plans or network.sayings[i].plan in plans)
    return replace(part, sayings=kept)


def _both_in_plans(network: Network, link: Link, said: list[int], plans: frozenset[str]) -> bool:
    """Tell whether the plans alone join both ends: parts of them, or fields that they name with what is shared."""
    ends = network.nodes[link.source], network.nodes[link.target]
    if any(node.plan and node.plan not in plans for node in ends):
        return False
    named = {field for i in said for field in network.sayings[i].fields}
    return link.kind != TECHNOLOGY or all(node.kind != "domain" or node.iri in named for node in ends)


def _said(network: Network, saying: Saying, filters: Filters, fields_wanted: frozenset[str]) -> bool:
    unit = network.nodes.get(saying.unit)
    around = (saying.unit, unit.section if unit else "")
    return (
        (not filters.sections or not filters.sections.isdisjoint(around))
        and (not filters.domains or not fields_wanted.isdisjoint(saying.fields))
        and (not filters.plans or saying.plan in filters.plans)
        and (not filters.forces or saying.force in filters.forces)
        and (not filters.reviewed or saying.review in REVIEWED)
    )


def _with_narrower(network: Network, domains: frozenset[str]) -> frozenset[str]:
    found = set(domains)
    growing = True
    while growing:
        more = {node.iri for node in network.nodes.values() if not found.isdisjoint(node.broader)} - found
        growing = bool(more)
        found |= more
    return frozenset(found) if domains else domains
