"""Filters leave what they say, and a narrowed network stands by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.errors import FilterError
from graph_builder.network import KINDS, LINK_KINDS, NAMED, WEIGHTS, Filters, Network, gather, link_key, narrow

BASE = "https://w3id.org/planatlas/id/"
EVERYTHING = Filters(
    frozenset((*LINK_KINDS, NAMED)), frozenset(KINDS), frozenset(KINDS), generic=True, hubs=True, listed=True, kin=True
)


def _ends(network: Network) -> set[str]:
    return {end for link in network.links for end in (link.source, link.target)}


def test_everything_is_everything(network: Network) -> None:
    kept, whole = narrow(network, EVERYTHING), gather(network, network.links)
    assert [(link_key(link), link.parts) for link in kept.links] == [(link_key(x), x.parts) for x in whole.links]


def test_first_picture_is_of_named_things(network: Network) -> None:
    kept = narrow(network, Filters())
    assert [(link.kind, [part.through for part in link.parts]) for link in kept.links] == [
        ("shared", [f"{BASE}place/financial-street"])
    ]
    assert {kept.nodes[end].kind for end in _ends(kept)} == {"subsection"}


def test_levels(network: Network) -> None:
    measures = narrow(network, Filters(kinds=frozenset(("measure",))))
    assert {measures.nodes[end].kind for end in _ends(measures)} == {"measure"}
    together = narrow(network, Filters(links=frozenset(("together",))))
    assert {together.nodes[end].kind for end in _ends(together)} == {"domain"}


def test_enumerations_generic_words_and_kinds_of_thing(network: Network) -> None:
    technologies = {"links": ["together"], "kinds": ["technology"]}
    assert narrow(network, Filters.read(technologies)).links == []
    assert len(narrow(network, Filters.read({**technologies, "listed": ["1"]})).links) == 1
    shared = narrow(network, Filters(things=frozenset(("facility",)), generic=True))
    assert [part.through for link in shared.links for part in link.parts] == [f"{BASE}facility-kind/data-centre"]


def test_force_section_field_and_plan(network: Network) -> None:
    stated = Filters(links=frozenset(("stated",)))

    def count(**more: frozenset[str]) -> int:
        return len(narrow(network, Filters(**{**vars(stated), **more})).links)

    assert count() == 3
    assert count(forces=frozenset(("explore",))) == 0
    assert count(forces=frozenset(("promote",))) == 3
    assert count(sections=frozenset((f"{BASE}plan/yunxi/section/1.1.3",))) == 1
    assert count(sections=frozenset((f"{BASE}plan/yunxi/section/1.1",))) == 3  # a thematic section holds its parts
    assert count(domains=frozenset((f"{BASE}domain/education",))) == 1
    assert count(plans=frozenset(("other",))) == 0
    assert count(relations=frozenset(("empowers",))) == 1
    assert count(nodes=frozenset((f"{BASE}domain/finance",))) == 1


def test_force_of_both_sides(network: Network) -> None:
    """What is shared is said on both sides; a force that one side alone has joins nothing."""
    assert narrow(network, Filters(forces=frozenset(("require",)))).links
    assert not narrow(network, Filters(forces=frozenset(("encourage",)))).links


@pytest.mark.parametrize("weight", WEIGHTS)
def test_least_and_top(network: Network, weight: str) -> None:
    def kept(least: float = 0.0, top: int = 0) -> list[float]:
        filters = Filters(links=frozenset(("together",)), kinds=frozenset(KINDS), generic=True, hubs=True,
                          weight=weight, least=least, top=top)  # fmt: skip
        return [link.weight(weight) for link in narrow(network, filters).links]

    everything = kept()
    assert kept(least=max(everything)) == [w for w in everything if w == max(everything)]
    assert sorted(kept(top=2), reverse=True) == sorted(everything, reverse=True)[:2]


def test_contradictory_filters_leave_nothing(network: Network) -> None:
    kept = narrow(network, Filters(kinds=frozenset(("domain",)), nodes=frozenset(("nowhere",))))
    assert (kept.nodes, kept.links, kept.sayings) == ({}, [], [])


def test_a_narrowed_network_stands_by_itself(network: Network) -> None:
    kept = narrow(network, Filters(links=frozenset(LINK_KINDS), kinds=frozenset(KINDS)))
    assert {index for link in kept.links for index in link.sayings} == set(range(len(kept.sayings)))
    through = {part.through for link in kept.links for part in link.parts} & network.nodes.keys()
    assert set(kept.nodes) == _ends(kept) | through


def test_comparison_with_chance_speaks_of_usual_parts_only(real_network: Network) -> None:
    usual = [link for link in narrow(real_network, Filters()).links if link.p is not None]
    assert usual
    wider = narrow(real_network, Filters(things=frozenset(KINDS), generic=True, hubs=True))
    assert all(link.p is None for link in wider.links if any(not part.usual for part in link.parts))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"links": ["friend"]}, "links knows no 'friend'"),
        ({"kinds": ["weather"]}, "kinds knows no 'weather'"),
        ({"colour": ["red"]}, "there is no filter 'colour'"),
        ({"least": ["much"]}, "least takes a number"),
        ({"least": ["nan"]}, "least takes a number"),
        ({"top": ["-1"]}, "top takes a number"),
        ({"hubs": ["perhaps"]}, "hubs is switched by 1 or 0"),
        ({"weight": ["kilo"]}, "weight knows no 'kilo'"),
    ],
)
def test_nonsense_is_told(values: dict[str, list[str]], words: str) -> None:
    with pytest.raises(FilterError, match=words) as caught:
        Filters.read(values)
    assert caught.value.remedy


@settings(max_examples=40)
@given(
    st.builds(
        Filters,
        links=st.frozensets(st.sampled_from((*LINK_KINDS, NAMED)), min_size=1),
        kinds=st.frozensets(st.sampled_from(KINDS), max_size=3),
        nodes=st.frozensets(st.just(f"{BASE}technology/5g")),
        generic=st.booleans(),
        weight=st.sampled_from(WEIGHTS),
        least=st.sampled_from((0.0, 0.25, 2.0)),
        top=st.integers(0, 99),
    )
)
def test_what_is_written_reads_back(filters: Filters) -> None:
    assert Filters.read({name: [value] for name, value in filters.written().items()}) == filters


def test_the_first_picture_has_an_empty_address() -> None:
    assert Filters().written() == {}
    assert Filters.read({"links": [""]}) == Filters()


def test_drafts_can_be_left_out(network: Network) -> None:
    """One directive of the hand-made plan is settled, all others are drafts."""
    whole, kept = narrow(network, EVERYTHING), narrow(network, replace(EVERYTHING, reviewed=True))
    assert {saying.review for saying in whole.sayings} >= {"draft", "settled"}
    assert kept.links
    assert {saying.review for saying in kept.sayings} == {"settled"}
    assert len(kept.links) < len(whole.links)
    assert Filters.read({"reviewed": ["1"]}).written() == {"reviewed": "1"}
