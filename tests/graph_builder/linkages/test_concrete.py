"""The lists leave out what is general, and a list counts once whatever is left out of it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from graph_builder.linkages import rank
from graph_builder.linkages.concrete import concrete
from graph_builder.network import Link, Network, Node, Part, Saying

MEASURE = Node("m", "measure", "任务", "task", unit="s/1.1")


def network(kind: str, *links: tuple[str, str, str], generic: Iterable[str] = (), measure: str = "m") -> Network:
    """A network of links (source, target, directive); ``whole`` is broader than ``part`` over another field."""
    nodes = {name: Node(name, "domain", name, name, generic=name in generic) for a, b, _ in links for name in (a, b)}
    nodes |= {"m": MEASURE, "middle": Node("middle", "domain", "middle", "middle", broader=("whole",))}
    if "part" in nodes:
        nodes["part"] = Node("part", "domain", "part", "part", broader=("middle",))
    share = 1 / len(links)
    relation = "empowers" if kind == "stated" else ""
    made = [Link(kind, a, b, (Part(d, 2, (0,), share),), relation, directed=kind == "stated") for a, b, d in links]
    return Network(nodes, made, [Saying("p", 0, 2, 0, "原文", measure=measure, unit="s/1")])


def ends(found: Network) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in found.links}


@pytest.mark.parametrize(("left", "generic"), [("kind", ("kind",)), ("whole", ())])
def test_generic_words_and_general_words_beside_their_kinds_are_left_out(left: str, generic: tuple[str, ...]) -> None:
    made = network("stated", ("t", left, "d"), ("t", "part", "d"), ("t", "b", "d"), generic=generic)
    kept = concrete(made, made, "stated")
    assert ends(kept) == {("t", "part"), ("t", "b")}
    (row,) = rank(kept)
    assert row.weight == 0.5  # the others get the share of what is left out


def test_a_general_word_by_itself_stays() -> None:
    made = network("stated", ("t", "whole", "d1"), ("t", "part", "d2"))
    assert ends(concrete(made, made, "stated")) == {("t", "whole"), ("t", "part")}


@pytest.mark.parametrize("kind", ["stated", "together"])
def test_introductions_make_no_row(kind: str) -> None:
    made = network(kind, ("a", "b", "d"), measure="")
    assert concrete(made, made, kind).links == []


def test_pairs_that_the_plan_ties_stand_among_the_stated_ones_only() -> None:
    made = network("together", ("a", "b", "d1"), ("a", "c", "d1"), ("a", "b", "d2"))
    whole = Network(made.nodes, [*made.links, Link("stated", "b", "a", (Part("d1", 2, (0,)),), "empowers")],
                    made.sayings)  # fmt: skip
    kept = concrete(made, whole, "together")
    assert {(link.target, part.through) for link in kept.links for part in link.parts} == {("c", "d1"), ("b", "d2")}


def test_general_words_beside_their_kinds_are_not_named_together() -> None:
    made = network("together", ("a", "whole", "d"), ("a", "part", "d"))
    assert ends(concrete(made, made, "together")) == {("a", "part")}


def test_other_lists_stay_as_they_are() -> None:
    made = network("shared", ("a", "b", "d"), generic=("b",))
    assert concrete(made, made, "shared") is made
