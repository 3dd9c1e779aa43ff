"""Project the release graph to a network of the plan's subsections and the things that they name.

Every link carries the stretches of the plan that say it. Nothing is a link because two names stand near each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field
from typing import Any

import networkx as nx
from rdflib import Graph, URIRef
from rdflib.term import Node

from graph_builder.network.reading import NAMED, Evidence, GraphReader

HUB_SHARE = 0.3
"""A thing that more than this share of the units name is a hub: it joins everything and tells nothing."""


@dataclass
class Projection:
    """A network: nodes are IRIs, links are keyed by their kind.

    Node attributes: ``label_zh``, ``label_en``, ``kind`` (``unit``, ``place``, ``organization``, ``facility``,
    ``technology``, ``domain``, or one of the generic kinds), ``group`` (for a unit: its section's IRI), ``order`` (for
    a unit: its place in the plan), ``generic`` (names a kind, not a thing), ``units`` (how many units name it),
    ``hub``.
    Link attributes: ``kind``, ``weight`` (how many directives or headings say it), ``evidence``.
    """

    graph: nx.MultiDiGraph[str] = field(default_factory=nx.MultiDiGraph)
    sections: dict[str, dict[str, str]] = field(default_factory=dict)

    def things(self) -> list[tuple[str, dict[str, Any]]]:
        """Give all nodes with their attributes, sorted by IRI."""
        nodes: list[Any] = list(self.graph.nodes(data=True))
        return sorted(nodes, key=lambda node: str(node[0]))

    def links(self) -> list[tuple[str, str, dict[str, Any]]]:
        """Give all links with their attributes, sorted by their ends and kind."""
        links: list[Any] = list(self.graph.edges(data=True))
        return sorted(links, key=lambda link: (link[0], link[1], link[2]["kind"]))

    def as_data(self) -> dict[str, object]:
        """Give the network as plain data, for JSON."""
        return {
            "nodes": [{"id": node, **attributes} for node, attributes in self.things()],
            "links": [
                {
                    "source": source,
                    "target": target,
                    **attributes,
                    "evidence": [asdict(e) for e in attributes["evidence"]],
                }
                for source, target, attributes in self.links()
            ],
            "sections": [{"id": section, **labels} for section, labels in self.sections.items()],
        }


def project(graph: Graph) -> Projection:
    """Make the network of all plans in a merged release graph."""
    projection = Projection()
    reader = GraphReader(graph)
    found: dict[tuple[str, str, str], set[Evidence]] = defaultdict(set)
    sayings: dict[tuple[str, str, str], set[Node]] = defaultdict(set)
    for first, second, kind, evidence, said_by in (*reader.namings(), *reader.ties()):
        found[first, second, kind].add(evidence)
        sayings[first, second, kind].add(said_by)
    for unit in reader.units:
        projection.graph.add_node(unit.iri, **reader.unit_attributes(unit))
        projection.sections.setdefault(unit.section, reader.labels(URIRef(unit.section)))
    naming_units: dict[str, set[str]] = defaultdict(set)
    for first, second, kind in found:
        if kind == NAMED:
            naming_units[second].add(first)
    hub = HUB_SHARE * len({first for first, _, kind in found if kind == NAMED})
    for thing in sorted({end for first, second, _ in found for end in (first, second)} - {u.iri for u in reader.units}):
        projection.graph.add_node(thing, **reader.thing_attributes(URIRef(thing), len(naming_units[thing]), hub))
    for (first, second, kind), stretches in sorted(found.items()):
        weight = len(sayings[first, second, kind])
        projection.graph.add_edge(first, second, key=kind, kind=kind, weight=weight, evidence=sorted(stretches))
    return projection


def select(
    projection: Projection,
    *,
    kinds: frozenset[str] | None = None,
    links: frozenset[str] | None = None,
    generic: bool = False,
    hubs: bool = False,
    shared_only: bool = True,
) -> Projection:
    """Keep what a picture can show: by default named things that at least two units share, no generic words, no hubs.

    ``kinds`` and ``links`` name the kinds of node (besides units) and of link to keep, None means all. Generic words
    and hubs stay out unless asked for, except where a stated tie names them.
    """
    kept = Projection(sections=projection.sections)
    for first, second, attributes in projection.links():
        key = attributes["kind"]
        if links is not None and key not in links:
            continue
        things = [node for node in (first, second) if projection.graph.nodes[node]["kind"] != "unit"]
        if any(not _shown(projection.graph.nodes[node], key, kinds, generic, hubs, shared_only) for node in things):
            continue
        for node in (first, second):
            kept.graph.add_node(node, **projection.graph.nodes[node])
        kept.graph.add_edge(first, second, key=key, **attributes)
    return kept


def _shown(
    node: dict[str, Any], link: str, kinds: frozenset[str] | None, generic: bool, hubs: bool, shared_only: bool
) -> bool:
    if kinds is not None and node["kind"] not in kinds:
        return False
    if link != NAMED:
        return True
    if (node["generic"] and not generic) or (node["hub"] and not hubs):
        return False
    return not shared_only or bool(node["units"] > 1)
