"""What hangs together in a hand-made plan and in the real one, and the words that say it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, URIRef

from graph_builder.errors import FilterError
from graph_builder.network import (
    NAMED,
    SHARED,
    STATED,
    TECHNOLOGY,
    TOGETHER,
    Link,
    Network,
    link_key,
    make_network,
)
from tests.plans import (
    APPLIES,
    BUILDS,
    EMPOWERS,
    PAIR,
    RELIES,
    TEXT,
    USES,
    Annotator,
    assemble,
    whole_graph,
    write_plan,
)

BASE = "https://w3id.org/planatlas/id/"
PLAN = f"{BASE}plan/yunxi"
CHAIN, DATA, FINANCE = f"{BASE}technology/blockchain", f"{BASE}technology/big-data", f"{BASE}domain/finance"
STREET, CENTRE = f"{BASE}place/financial-street", f"{BASE}facility-kind/data-centre"
PLATFORM = f"{BASE}facility/public-data-open-platform"
FIRST, SECOND, INTRO = (f"{PLAN}/section/{position}" for position in ("1.1.2", "1.1.3", "1.1"))
TASK, ITEM, OTHER = f"{PLAN}/task/1.1.2.1", f"{PLAN}/item/1.1.2.2.2", f"{PLAN}/task/1.1.3.1"


def link_of(network: Network, kind: str, first: str, second: str) -> Link:
    return next(link for link in network.links if link.kind == kind and {link.source, link.target} == {first, second})


def pairs(network: Network, kind: str) -> set[tuple[str, str]]:
    return {(link.source, link.target) for link in network.links if link.kind == kind}


def test_parts_of_the_plan_are_nodes_with_their_place(network: Network) -> None:
    units = [node for node in network.nodes.values() if node.kind == "subsection"]
    assert [node.iri.rpartition("/")[2] for node in units] == ["1", "1.1", "1.1.2", "1.1.3", "2"]
    assert (network.nodes[FIRST].title("zh"), network.nodes[FIRST].section) == ("(一)夯实数字底座", INTRO)
    measures = {node.iri: node for node in network.nodes.values() if node.kind == "measure"}
    assert {TASK, ITEM, OTHER, f"{PLAN}/safeguard/2.1"} < measures.keys()
    assert (measures[ITEM].zh, measures[ITEM].unit, measures[ITEM].plan) == ("城市治理", FIRST, "yunxi")


def test_things_count_who_names_them(network: Network) -> None:
    chain, centre = network.nodes[CHAIN], network.nodes[CENTRE]
    assert (chain.units, chain.measures, chain.directives, chain.generic) == (2, 3, 4, False)
    assert (centre.kind, centre.generic, centre.units) == ("facility", True, 2)  # individuals count as their kind
    assert chain.order == min(TEXT.index("区块链"), TEXT.index("推广区块链")) + 1


def test_stated_ties_keep_direction_and_count_directives(network: Network) -> None:
    stated = {(link.relation, link.source, link.target): link for link in network.links if link.kind == STATED}
    applied = stated["appliedInDomain", CHAIN, FINANCE]
    assert (applied.count, applied.directed) == (2, True)
    assert {TEXT[s.begin : s.end] for s in network.said(applied)} == {APPLIES}
    assert {TEXT[b:e] for s in network.said(applied) for b, e in s.marks} == {"区块链", "金融"}
    assert ("empowers", f"{BASE}domain/fintech", f"{BASE}domain/education") in stated
    pair = next(link for link in stated.values() if link.relation == "integratesWith")
    assert not pair.directed
    assert [TEXT[s.begin : s.end] for s in network.said(pair)] == [PAIR]


def test_each_saying_carries_its_statements(network: Network, graph: Graph) -> None:
    for link in network.links:
        assert link.sayings
        if link.kind == STATED:
            assert all(network.sayings[index].assertions for index in link.sayings)
    known = set(map(str, graph.subjects()))
    assert {iri for saying in network.sayings for iri in saying.assertions} <= known
    for saying in network.sayings:
        assert saying.sentence == TEXT[saying.sentence_begin : saying.sentence_begin + len(saying.sentence)]
        assert saying.sentence_begin <= saying.begin < saying.end


def test_sayings_know_force_place_and_field(network: Network) -> None:
    saying = network.said(link_of(network, STATED, f"{BASE}domain/fintech", f"{BASE}domain/education"))[0]
    assert (saying.force, saying.polarity, saying.plan) == ("promote", "", "yunxi")
    assert (saying.measure, saying.unit) == (ITEM, FIRST)
    assert {f"{BASE}domain/fintech", f"{BASE}domain/education"} <= set(saying.fields)


def test_subsections_and_measures_share_named_things(network: Network) -> None:
    link = link_of(network, SHARED, FIRST, SECOND)
    assert {part.through: part.usual for part in link.parts} == {STREET: True, CENTRE: False}
    assert {TEXT[s.begin : s.end] for s in network.said(link)} == {BUILDS}
    assert {network.sayings[i].unit for i in link.sayings} == {FIRST, SECOND}
    assert (TASK, OTHER) in pairs(network, SHARED)
    assert link.across is False  # both lie in the same thematic section


def test_a_list_counts_once(network: Network) -> None:
    with_chain, with_data = (link_of(network, TOGETHER, PLATFORM, end) for end in (CHAIN, DATA))
    assert [part.share for part in (*with_chain.parts, *with_data.parts)] == [0.5, 0.5]
    assert with_chain.ra + with_data.ra == 0.5  # as one thing beside another would weigh
    assert {TEXT[s.begin : s.end] for s in network.said(with_data)} == {USES}


def test_members_of_a_list_are_enumerated_only(network: Network) -> None:
    link = link_of(network, TOGETHER, CHAIN, DATA)
    assert [(part.listed, part.usual) for part in link.parts] == [(True, False)]


def test_a_name_inside_a_name_is_not_beside_it(network: Network) -> None:
    inner = f"{BASE}technology/5g"
    assert RELIES in TEXT
    assert not [link for link in network.links if link.kind == TOGETHER and inner in (link.source, link.target)]
    assert any(link.kind == NAMED and link.target == inner for link in network.links)


def test_fields_share_a_technology_only_by_different_directives(network: Network) -> None:
    assert not [
        link for link in network.links if link.kind == TECHNOLOGY and network.nodes[link.source].kind == "domain"
    ]
    assert (ITEM, TASK) in pairs(network, TECHNOLOGY)


def test_two_fields_beside_one_technology_in_two_directives(tmp_path: Path) -> None:
    other = "加强区块链在金融领域应用"
    text = TEXT.replace(EMPOWERS, "推动区块链赋能教育")

    def annotate(ann: Annotator) -> None:
        new = ann.directive("推动区块链赋能教育", "apply", "promote")
        chain = ann.mention("Technology", "区块链", inside=new, ref="technology:blockchain")
        ann.relate("empowers", chain, ann.mention("Domain", "教育", inside=new, ref="domain:education"))
        applied = ann.directive(other, "apply", "promote", after="推动区块链赋能教育")
        tech = ann.mention("Technology", "区块链", inside=applied, ref="technology:blockchain")
        ann.relate("appliedInDomain", tech, ann.mention("Domain", "金融", inside=applied, ref="domain:finance"))

    ann = Annotator(text)
    annotate(ann)
    made = make_network(whole_graph(assemble(write_plan(tmp_path / "yunxi", text, ann.content))))
    link = link_of(made, TECHNOLOGY, FINANCE, f"{BASE}domain/education")
    assert [part.through for part in link.parts] == [CHAIN]
    assert len(made.said(link)) == 2


def test_weights(network: Network) -> None:
    link = link_of(network, TECHNOLOGY, TASK, OTHER)
    assert [(part.through, part.degree) for part in link.parts] == [(CHAIN, 3)]
    assert link.weight("ra") == pytest.approx(1 / 3, abs=1e-6)
    assert link.weight("aa") == pytest.approx(1 / math.log(3), abs=1e-6)
    assert link.weight("count") == 1
    assert link.weight("jaccard") == pytest.approx(1 / 3, abs=1e-6)  # 区块链 of 区块链, 大数据, 人脸识别


def test_kin_are_told(graph: Graph) -> None:
    changed = Graph()
    for triple in graph:
        changed.add(triple)
    changed.add((URIRef(f"{BASE}domain/education"), SKOS.broader, URIRef(f"{BASE}domain/fintech")))
    link = link_of(make_network(changed), TOGETHER, f"{BASE}domain/education", f"{BASE}domain/fintech")
    assert (link.kin, link.across) == (True, False)


def test_identities_of_the_background_join(graph: Graph) -> None:
    changed = Graph()
    for triple in graph:
        changed.add(triple)
    changed.add((URIRef(PLATFORM), SKOS.exactMatch, URIRef(STREET)))
    made = make_network(changed)
    assert made.nodes[STREET].same == (PLATFORM,)
    assert PLATFORM not in made.nodes


def test_data_and_back(network: Network) -> None:
    again = Network.from_data(json.loads(json.dumps(network.as_data(), ensure_ascii=False)))
    assert again == network
    assert len({link_key(link) for link in network.links}) == len(network.links)


def test_things_are_found_by_iri_end_and_label(network: Network) -> None:
    for word in (CHAIN, "technology/blockchain", "blockchain", "区块链"):
        assert network.find(word).iri == CHAIN
    with pytest.raises(FilterError, match="nothing is called"):
        network.find("天气")
    several = Network({**network.nodes, "x/blockchain": replace(network.nodes[CHAIN], iri="x/blockchain")})
    with pytest.raises(FilterError, match="2 things"):
        several.find("blockchain")


def test_empty_graph_gives_an_empty_network() -> None:
    assert make_network(Graph()) == Network()


# ---------------------------------------------------------------- the real plan


def test_real_hubs_are_few_and_known(real_network: Network) -> None:
    hubs = {node.zh for node in real_network.nodes.values() if node.hub}
    assert {"西城区", "大数据", "区块链"} <= hubs
    assert len(hubs) < 8


def test_real_identity_from_the_background_is_marked(real_network: Network) -> None:
    zone = real_network.nodes[f"{BASE}place/beijing-fintech-demonstration-zone"]
    assert [iri.rpartition("/")[2] for iri in zone.same] == ["fintech-demonstration-zone", "jinke-new-area"]
    assert zone.units == 3


def test_real_sayings_are_the_plans_own_characters(real_network: Network) -> None:
    from graph_builder.release import shipped_plans

    text = (shipped_plans()[0] / "text.txt").read_text("utf-8")
    for saying in real_network.sayings:
        assert text[saying.sentence_begin :].startswith(saying.sentence)
