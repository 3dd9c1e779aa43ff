"""The strongest links in words: one sentence is one row."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from graph_builder.linkages import rank, top_links, top_links_csv
from graph_builder.network import (
    LINK_KINDS,
    TECHNOLOGY,
    Filters,
    Link,
    Network,
    Node,
    Part,
    Saying,
    link_key,
    narrow,
)

UNDIRECTED = ("", "integratesWith")


def drawn(kind: str, *links: tuple[str, str, str], relation: str = "", share: float = 1.0) -> Network:
    """A network of links (source, target, what joins them)."""
    nodes = {name: Node(name, "domain", f"{name}领域", f"field {name}") for a, b, _ in links for name in (a, b)}
    nodes["t"] = Node("t", "technology", "技术", "technique")
    made = [
        Link(kind, a, b, (Part(through, 2, (0,), share),), relation, directed=relation not in UNDIRECTED)
        for a, b, through in links
    ]
    return Network(nodes, made, [Saying("p", 0, 2, 0, "原文")])


def test_a_list_of_ties_is_one_row_with_two_sides() -> None:
    network = drawn("stated", ("a", "x", "d1"), ("a", "y", "d1"), ("b", "x", "d1"), ("b", "y", "d1"),
                    relation="empowers", share=0.25)  # fmt: skip
    (row,) = rank(network)
    assert row.sides == (("a", "b"), ("x", "y"))
    assert (row.weight, row.count) == (0.5, 1)  # as one tie in one directive
    assert row.zh == "a领域、b领域赋能x领域、y领域"
    assert row.en == "field a and field b empower field x and field y"
    assert set(row.links) == {link_key(link) for link in network.links}


def test_what_one_thing_joins_is_one_row_as_strong_as_its_strongest_pair() -> None:
    (row,) = rank(drawn("technology", ("a", "b", "t"), ("a", "c", "t"), ("b", "c", "t")))
    assert (row.sides, row.weight) == ((("a", "b", "c"),), 0.5)
    assert row.zh == "技术在不同举措中用于a领域、b领域、c领域"
    assert row.en == "technique is applied to field a, field b and field c in different directives"


def test_a_technology_is_one_row_whatever_else_joins_its_fields() -> None:
    network = drawn("technology", ("a", "b", "t"), ("a", "c", "t"))
    network.nodes["u"] = Node("u", "technology", "工具", "tool")
    network.links[0] = replace(network.links[0], parts=(Part("t", 3, (0,)), Part("u", 2, (0,))))
    network.links[1] = replace(network.links[1], parts=(Part("t", 3, (0,)),))
    assert [(row.through, row.sides, row.weight) for row in rank(network)] == [
        (("u",), (("a",), ("b",)), 0.5),
        (("t",), (("a",), ("b", "c")), round(1 / 3, 6)),
    ]


def test_a_list_of_three_is_as_strong_as_a_list_of_two() -> None:
    """Weights are rounded after they are summed: 3 × 1/3 is 1."""
    for count in (2, 3, 6, 7):
        ends = [(f"a{count}", f"x{n}", "d1") for n in range(count)]
        (row,) = rank(drawn("stated", *ends, relation="empowers", share=1 / count))
        assert row.weight == 0.5


def test_equal_weights_are_ordered_by_sections_and_rarity_not_by_length() -> None:
    network = drawn("stated", ("a", "x", "d1"), ("a", "y", "d1"), ("b", "z", "d2"), ("c", "w", "d3"),
                    relation="empowers")  # fmt: skip
    network.links[:2] = [replace(link, parts=(Part("d1", 2, (0,), 0.5),)) for link in network.links[:2]]
    network.nodes |= {name: replace(network.nodes[name], measures=9) for name in "axybz"}
    sections = {"b": frozenset(("s1", "s2"))}
    assert [row.sides[0] for row in rank(network, named_in=sections)] == [("b",), ("c",), ("a",)]


def test_two_sentences_are_two_rows_the_stronger_first() -> None:
    network = drawn("together", ("a", "b", "d1"), ("c", "d", "d2"))
    network.links[1] = Link("together", "c", "d", (Part("d2", 2, (0,)), Part("d3", 2, (0,))))
    rows = rank(network)
    assert [(row.rank, row.count, row.words("en")) for row in rows] == [
        (1, 2, "2 directives bring together field c with field d"),
        (2, 1, "One directive brings together field a with field b"),
    ]
    assert len(rank(network, top=1)) == 1


def test_symmetric_ties_are_said_both_ways() -> None:
    (row,) = rank(drawn("stated", ("a", "b", "d1"), relation="integratesWith"))
    assert (row.zh, row.en) == ("a领域与b领域融合", "field a integrates with field b")


def test_nothing_is_ranked_as_nothing() -> None:
    assert rank(Network()) == []


def test_table_has_a_row_for_each_sentence(real_network: Network) -> None:
    rows = top_links(real_network, "shared")
    for language, head in (("zh", "原文"), ("en", "The plan says")):
        content = top_links_csv(real_network, rows, language)
        table = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
        assert len(table) == sum(len(row.sayings) for row in rows)
        assert all(line[head] for line in table)


def test_real_lists_hold_every_link_once(real_network: Network) -> None:
    for kind in LINK_KINDS:
        kept = narrow(real_network, Filters(links=frozenset((kind,)), across=True))
        keys = [key for row in rank(kept) for key in row.links]
        each = [link_key(link) for link in kept.links for _ in (link.parts if kind == TECHNOLOGY else (None,))]
        assert sorted(keys) == sorted(each)  # a technology is a row of its own


def test_real_list_knows_what_joins_new_infrastructure_and_the_old_city(real_network: Network) -> None:
    places = {"加速布局新基建", "推进历史文化名城保护与传承"}
    (row,) = [
        row for row in top_links(real_network, "shared")
        if {real_network.nodes[i].zh for side in row.sides for i in side} == places
    ]  # fmt: skip
    assert {"什刹海"} == {
        real_network.nodes[iri].zh for iri in row.through
    }  # the area around the whole district is none


def test_row_of_several_links_has_the_chance_of_the_weakest(real_network: Network) -> None:
    links = {link_key(link): link for link in real_network.links}
    rows = [row for row in top_links(real_network, "shared") if len(row.links) > 1]
    assert rows
    for row in rows:
        own = [links[key].p for key in row.links]
        assert row.p == (None if None in own else max(p for p in own if p is not None))
        assert row.strong == all(links[key].strong for key in row.links)


def test_one_directive_is_one_row_however_its_fields_stand() -> None:
    """Two fields of one list beside a third that stands in no list with them, and a fourth that meets one of them."""
    (row,) = rank(drawn("together", ("a", "c", "d1"), ("b", "c", "d1"), ("a", "d", "d1")))
    assert row.sides == (("a", "b", "c", "d"),)
    assert row.zh == "1 条举措并提a领域、b领域、c领域、d领域"


def test_ties_read_as_sentences() -> None:
    (row,) = rank(drawn("stated", ("a", "x", "d1"), relation="appliedInDomain"))
    assert (row.zh, row.en) == ("a领域应用于x领域", "field a is applied in field x")
    (row,) = rank(drawn("stated", ("a", "x", "d1"), ("b", "x", "d1"), relation="appliedInDomain", share=0.5))
    assert (row.zh, row.en) == ("a领域、b领域应用于x领域", "field a and field b are applied in field x")
