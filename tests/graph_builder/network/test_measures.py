"""Measures, communities, paths, chance and layouts: right on small cases, the same twice."""

from __future__ import annotations

import networkx as nx
import pytest

from graph_builder.network import (
    Link,
    Network,
    Node,
    Part,
    Saying,
    communities,
    evidence_path,
    lay_out,
    make_layouts,
    measure,
    measures,
)
from graph_builder.network.null_model import compare


def drawn(*pairs: tuple[str, str], weight: float = 1.0, kind: str = "domain") -> Network:
    """A network of links between things with these names."""
    names = sorted({name for pair in pairs for name in pair})
    nodes = {name: Node(name, kind, name, name) for name in names}
    links = [Link("together", a, b, (Part(f"d{i}", 2, (0,), weight),)) for i, (a, b) in enumerate(pairs)]
    return Network(nodes, links, [Saying("p", 0, 1, 0, "x")])


CLIQUES = [("a", "b"), ("b", "c"), ("a", "c"), ("c", "d"), ("d", "e"), ("e", "f"), ("d", "f")]


def test_measures_agree_with_networkx() -> None:
    found = measure(drawn(*CLIQUES))
    graph = nx.Graph(CLIQUES)
    between = nx.betweenness_centrality(graph)
    assert {name: own.degree for name, own in found.items()} == dict(graph.degree())
    assert {name: own.betweenness for name, own in found.items()} == pytest.approx(between)
    assert found["c"].strength == 3 * 0.5


def test_betweenness_of_a_large_network_is_estimated_near_the_truth(monkeypatch: pytest.MonkeyPatch) -> None:
    """From a part of the nodes: the middle of a long line still lies most between, and about as much."""
    network = drawn(*((f"n{number:04}", f"n{number + 1:04}") for number in range(700)))
    exact = measure(network)
    monkeypatch.setattr(measures, "EXACT", 600)
    estimated = measure(network)
    assert estimated == measure(network)
    assert estimated["n0350"].betweenness == pytest.approx(exact["n0350"].betweenness, rel=0.1)
    assert estimated != exact


def test_communities_are_numbered_by_size_and_stay() -> None:
    network = drawn(*CLIQUES, ("x", "y"))
    found = communities(network)
    assert found == communities(network)
    assert {frozenset(n for n in found if found[n] == k) for k in set(found.values())} == {
        frozenset("abc"), frozenset("def"), frozenset("xy")
    }  # fmt: skip
    assert (found["a"], found["x"]) == (1, 3)


def test_parallel_links_are_not_added_up() -> None:
    network = drawn(("a", "b"))
    network.links.append(Link("stated", "b", "a", (Part("d9", 2, (0,)),), "empowers", directed=True))
    assert measure(network)["a"].degree == 1
    assert measure(network)["a"].strength == 0.5


def test_path_leads_over_the_stronger_links() -> None:
    network = drawn(("a", "b"), ("b", "z"), ("a", "c"), ("c", "z"), ("z", "y"))
    strong = [Link(link.kind, link.source, link.target, link.parts * 3) if "c" in (link.source, link.target) else link
              for link in network.links]  # fmt: skip
    path = evidence_path(Network(network.nodes, strong, network.sayings), "a", "y")
    assert path is not None
    assert [{link.source, link.target} for link in path] == [{"a", "c"}, {"c", "z"}, {"z", "y"}]


def test_no_path() -> None:
    network = drawn(("a", "b"), ("x", "y"))
    assert evidence_path(network, "a", "x") is None
    assert evidence_path(network, "a", "a") is None
    with pytest.raises(KeyError):
        evidence_path(network, "a", "nobody")


def test_chance_keeps_degrees_and_finds_the_planted_pair() -> None:
    holdings = {f"t{n}": frozenset((f"h{n}", f"h{(n + 1) % 12}")) for n in range(12)}
    holdings |= {f"planted{n}": frozenset(("h0", "h1")) for n in range(4)}
    found = compare(holdings, samples=200)
    assert found == compare(holdings, samples=200)
    best = min(found, key=lambda pair: (found[pair].p, -found[pair].z))
    assert best == ("h0", "h1")
    assert found[best].z > 2
    assert found[best].q >= found[best].p >= 1 / 201
    assert all(0 < chance.p <= 1 for chance in found.values())


def test_no_chance_without_pairs() -> None:
    assert compare({}) == {}
    assert compare({"t": frozenset(("alone",))}) == {}


def test_layouts_are_whole_distinct_and_the_same_twice(network: Network) -> None:
    layouts = make_layouts(network)
    assert layouts == make_layouts(network)
    for name, places in layouts.items():
        assert len(set(places.values())) == len(places), name
        assert all(type(x) is int and type(y) is int for x, y in places.values())
    assert {"shared/subsection", "stated/all", "together/domain", "technology/domain"} <= layouts.keys()


def test_large_networks_are_laid_out_the_same_twice() -> None:
    graph = nx.barabasi_albert_graph(700, 2, seed=3)
    network = drawn(*((f"n{a}", f"n{b}") for a, b in graph.edges()))
    places = lay_out(network)
    assert places == lay_out(network)
    assert len(places) == 700


def test_empty_network_has_no_places_and_no_measures() -> None:
    assert (lay_out(Network()), measure(Network()), communities(Network())) == ({}, {}, {})


def test_real_layouts_are_distinct(real_network: Network) -> None:
    for name, places in make_layouts(real_network).items():
        assert len(set(places.values())) == len(places), name
