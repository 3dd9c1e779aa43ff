"""Measures of a network's nodes, and its communities. igraph computes; people get plain numbers by IRI."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from graph_builder.network.model import Link, Network, link_key

if TYPE_CHECKING:  # igraph and networkx are heavy: who only reads a network does without them
    import igraph
    import networkx as nx

SEED = 20261122
EXACT = 4000
"""Nodes up to which betweenness counts the shortest paths from every node; beyond, from :data:`PIVOTS` of them."""

PIVOTS = 500
_lock = threading.Lock()


@dataclass(frozen=True)
class Measures:
    """What the links of a network make of a node.

    ``degree`` counts its neighbours, ``strength`` adds the weights of its links, ``betweenness`` is the share of the
    shortest paths between others that lead over it (0 to 1; Freeman, 1977), ``community`` is numbered from 1, the
    largest first. In a network of more than :data:`EXACT` nodes betweenness is estimated from :data:`PIVOTS` nodes that
    a fixed seed draws (Brandes and Pich, Int. J. Bifurcation and Chaos 17, 2007): the whole takes seconds in which
    nothing else runs.
    """

    degree: int
    strength: float
    betweenness: float
    community: int


@contextmanager
def seeded() -> Iterator[None]:
    """Let igraph draw its random numbers from a fixed seed; one thread at a time, for it has one generator for all."""
    import igraph

    with _lock:
        igraph.set_random_number_generator(random.Random(SEED))  # noqa: S311 - repeatable on purpose
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)


def measure(network: Network, weight: str = "ra") -> dict[str, Measures]:
    """Measure the nodes at the ends of the links, sorted by IRI.

    Parallel links (of several kinds, or in both directions) make one neighbour, and their weights stay apart: of
    several the largest counts, for kinds of link are never added up.
    """
    names, graph = simple_graph(network, weight)
    if not names:
        return {}
    weights = graph.es["weight"]
    pairs = max((len(names) - 1) * (len(names) - 2) / 2, 1)
    groups = communities(network, weight)
    return {
        name: Measures(degree, round(strength, 6), round(between / pairs, 6), groups[name])
        for name, degree, strength, between in zip(
            names, graph.degree(), graph.strength(weights=weights), _betweenness(graph), strict=True
        )
    }


def _betweenness(graph: igraph.Graph) -> list[float]:
    nodes = graph.vcount()
    if nodes <= EXACT:
        return list(graph.betweenness())
    pivots = random.Random(SEED).sample(range(nodes), PIVOTS)  # noqa: S311 - repeatable on purpose
    return [between * nodes / PIVOTS for between in graph.betweenness(sources=pivots)]


def communities(network: Network, weight: str = "ra") -> dict[str, int]:
    """Group the nodes by Leiden's algorithm (Traag, Waltman and van Eck, Sci. Rep. 9, 2019) for modularity.

    From a fixed seed; numbered from 1, the largest first, and among equals by the first IRI.
    """
    names, graph = simple_graph(network, weight)
    if not names:
        return {}
    with seeded():
        found = graph.community_leiden(objective_function="modularity", weights="weight", n_iterations=10)
    groups = sorted(([names[i] for i in group] for group in found), key=lambda group: (-len(group), group[0]))
    return {name: number for number, group in enumerate(groups, 1) for name in group}


def simple_graph(network: Network, weight: str = "ra") -> tuple[list[str], igraph.Graph]:
    """Give the nodes at the ends of links, sorted, and the undirected graph of their pairs with weights."""
    import igraph

    names = sorted({end for link in network.links for end in (link.source, link.target)})
    index = {name: place for place, name in enumerate(names)}
    weights: dict[tuple[int, int], float] = {}
    for link in network.links:
        a, b = sorted((index[link.source], index[link.target]))
        if a != b:
            weights[a, b] = max(weights.get((a, b), 0.0), link.weight(weight))
    pairs = sorted(weights)
    return names, igraph.Graph(n=len(names), edges=pairs, edge_attrs={"weight": [weights[pair] for pair in pairs]})


def evidence_path(network: Network, first: str, second: str) -> list[Link] | None:
    """Give the shortest chain of links between two nodes, each with its sayings; None where there is none.

    Of several chains with the fewest links it is the one whose weakest links are strongest: each link costs 1 and a
    little more the weaker it is.

    Raises:
        KeyError: a node is not in the network.
    """
    import networkx as nx

    for node in (first, second):
        if node not in network.nodes:
            raise KeyError(node)
    graph: nx.Graph[str] = nx.Graph()
    best: dict[tuple[str, str], Link] = {}
    for link in sorted(network.links, key=link_key):
        pair = (min(link.source, link.target), max(link.source, link.target))
        if pair not in best or link.ra > best[pair].ra:
            best[pair] = link
    small = 1 / (1000 * (len(best) + 1))
    for (a, b), link in sorted(best.items()):
        graph.add_edge(a, b, cost=1 + small / (1 + link.ra))
    if first == second or first not in graph or second not in graph:
        return None
    try:
        path = nx.shortest_path(graph, first, second, weight="cost")
    except nx.NetworkXNoPath:
        return None
    return [best[min(a, b), max(a, b)] for a, b in pairwise(path)]
