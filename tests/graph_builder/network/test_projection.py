"""What hangs together in a hand-made plan, and the words that say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from graph_builder.network import HUB_SHARE, Evidence, Projection, project, select
from graph_builder.vocabulary import read_turtle
from tests.plans import APPLIES, EMPOWERS, PAIR, TEXT, Annotator, assemble, edited, whole_graph, write_plan

BASE = "https://w3id.org/planatlas/id/"
PLAN = f"{BASE}plan/yunxi"
CHAIN, FINANCE, STREET = f"{BASE}technology/blockchain", f"{BASE}domain/finance", f"{BASE}place/financial-street"
CENTRE = f"{BASE}facility-kind/data-centre"
FIRST, SECOND, INTRO = (f"{PLAN}/section/{position}" for position in ("1.1.2", "1.1.3", "1.1"))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return whole_graph(assemble(write_plan(tmp_path_factory.mktemp("plan") / "yunxi")))


@pytest.fixture(scope="module")
def network(graph: Graph) -> Projection:
    return project(graph)


def _links(projection: Projection, kind: str | None = None) -> set[tuple[str, str]]:
    return {(first, second) for first, second, link in projection.links() if kind in (None, link["kind"])}


def _things(projection: Projection) -> set[str]:
    return {node for node, attributes in projection.things() if attributes["kind"] != "unit"}


def test_units_are_the_sections_in_the_order_of_the_plan(network: Projection) -> None:
    units = {node: attributes for node, attributes in network.things() if attributes["kind"] == "unit"}
    by_order = sorted(units, key=lambda unit: int(units[unit]["order"]))
    assert by_order == [f"{PLAN}/section/{position}" for position in ("1", "1.1", "1.1.2", "1.1.3", "2")]
    assert (units[FIRST]["label_zh"], units[FIRST]["number"], units[FIRST]["depth"]) == ("夯实数字底座", "一", 3)
    assert units[FIRST]["group"] == units[SECOND]["group"] == INTRO


def test_a_thing_belongs_to_the_innermost_unit_that_names_it(network: Projection) -> None:
    named = _links(network, "named")
    assert {unit for unit, thing in named if thing == CHAIN} == {FIRST, SECOND}
    assert {unit for unit, thing in named if thing == f"{BASE}domain/digital-economy"} == {INTRO}
    assert {unit for unit, thing in named if thing == f"{BASE}organization/cyberspace-affairs-office"} == {
        f"{PLAN}/section/2"
    }


def test_individuals_of_a_kind_count_as_their_kind(network: Projection) -> None:
    assert {(FIRST, CENTRE), (SECOND, CENTRE)} <= _links(network, "named")
    node = network.graph.nodes[CENTRE]
    assert (node["kind"], node["generic"], node["units"], node["label_zh"]) == ("facility-kind", True, 2, "数据中心")


def test_weight_counts_directives_and_evidence_counts_places(network: Projection) -> None:
    link = network.graph.edges[FIRST, CHAIN, "named"]
    assert link["weight"] == len(link["evidence"]) == 2
    assert [TEXT[e.start : e.end] for e in link["evidence"]] == ["区块链", "区块链"]
    tie = network.graph.edges[CHAIN, FINANCE, "appliedInDomain"]
    assert tie["weight"] == len(tie["evidence"]) == 2
    assert {TEXT[e.start : e.end] for e in tie["evidence"]} == {APPLIES}


def test_ties_keep_their_direction(network: Projection) -> None:
    assert _links(network, "empowers") == {(f"{BASE}domain/fintech", f"{BASE}domain/education")}
    assert _links(network, "appliedInDomain") == {(CHAIN, FINANCE)}
    assert _links(network, "integratesWith") == {(f"{BASE}domain/digital-economy", f"{BASE}domain/real-economy")}
    (evidence,) = network.graph.edges[f"{BASE}domain/fintech", f"{BASE}domain/education", "empowers"]["evidence"]
    start = TEXT.index(EMPOWERS)
    assert evidence == Evidence(
        "yunxi", start, start + len(EMPOWERS), start - len("城市治理:"), f"城市治理:{EMPOWERS}。"
    )


def test_every_evidence_is_the_part_of_its_sentence(network: Projection) -> None:
    links = network.links()
    assert links
    for _, _, attributes in links:
        for e in attributes["evidence"]:
            assert TEXT[e.sentence_start : e.sentence_start + len(e.sentence)] == e.sentence
            assert e.sentence_start <= e.start < e.end <= e.sentence_start + len(e.sentence)
            assert "\n" not in e.sentence
            assert e.sentence == e.sentence.strip(" |”")


def test_sentence_begins_after_the_closing_quotation_mark(tmp_path: Path) -> None:
    text = f"第一章 任务\n一、领域\n(一)任务\n提出“先行先试。”{PAIR}。\n(二)任务\n再{PAIR}。"
    ann = Annotator(text)
    for after in ("", "再"):
        pair = ann.directive(PAIR, "integrate", "promote", after=after)
        first = ann.mention("Domain", "数字经济", inside=pair, ref="domain:digital-economy")
        second = ann.mention("Domain", "实体经济", inside=pair, ref="domain:real-economy")
        ann.relate("integratesWith", first, second)
    words = {"title": "任务", "status": "任务", "period": "任务"}
    network = project(whole_graph(assemble(write_plan(tmp_path / "tiny", text, ann.content, labels={}, **words))))
    ((_, _, tie),) = [link for link in network.links() if link[2]["kind"] == "integratesWith"]
    assert [e.sentence for e in tie["evidence"]] == [f"{PAIR}。", f"再{PAIR}。"]


def test_first_picture_shows_what_units_share(network: Projection) -> None:
    """Neither kinds nor what one unit alone names, but every tie."""
    shown = select(network)
    assert _links(shown, "named") == set()  # with so few units, everything that is shared is a hub
    assert _links(select(network, hubs=True), "named") == {
        (FIRST, CHAIN), (SECOND, CHAIN), (FIRST, STREET), (SECOND, STREET), (FIRST, FINANCE), (SECOND, FINANCE),
    }  # fmt: skip
    assert _links(shown, "appliedInDomain") == {(CHAIN, FINANCE)}


def test_generic_words_can_be_switched_on(network: Projection) -> None:
    assert CENTRE not in _things(select(network, hubs=True))
    assert CENTRE in _things(select(network, hubs=True, generic=True))


def test_what_one_unit_names_can_be_switched_on(network: Projection) -> None:
    alone = f"{BASE}organization/cyberspace-affairs-office"
    assert alone not in _things(select(network, hubs=True))
    assert alone in _things(select(network, hubs=True, shared_only=False))


def test_kinds_and_links_can_be_chosen(network: Projection) -> None:
    places = select(network, kinds=frozenset(("place",)), hubs=True)
    assert _things(places) == {STREET}
    ties = select(network, links=frozenset(("empowers",)))
    assert _links(ties) == _links(network, "empowers")
    assert {attributes["kind"] for _, attributes in ties.things()} == {"domain"}
    assert select(network, kinds=frozenset(("weather",))).links() == []


def test_choosing_changes_nothing_in_the_whole(network: Projection) -> None:
    before = network.as_data()
    select(network, kinds=frozenset(("place",)), generic=True, hubs=True, shared_only=False)
    assert network.as_data() == before


@pytest.mark.parametrize(("naming", "hub"), [(3, False), (4, True)])
def test_hub_is_named_by_more_than_its_share_of_units(tmp_path: Path, naming: int, hub: bool) -> None:
    """Of ten units that name anything."""
    numerals = "一二三四五六七八九十"
    lines = ["第一章 任务", "一、领域"]
    for index, numeral in enumerate(numerals):
        lines += [
            f"({numeral})小节{numeral}",
            f"在{numeral}处推广区块链。" if index < naming else f"在{numeral}处推广大数据。",
        ]
    text = "\n".join(lines)
    ann = Annotator(text)
    for index, numeral in enumerate(numerals):
        words, ref = ("区块链", "technology:blockchain") if index < naming else ("大数据", "technology:big-data")
        ann.mention("Technology", words, after=f"在{numeral}处", ref=ref)
    metadata = dict.fromkeys(("title", "status", "period"), "任务")
    network = project(whole_graph(assemble(write_plan(tmp_path / "tiny", text, ann.content, labels={}, **metadata))))
    assert HUB_SHARE == 0.3
    assert network.graph.nodes[CHAIN]["units"] == naming
    assert network.graph.nodes[CHAIN]["hub"] is hub
    assert network.graph.nodes[f"{BASE}technology/big-data"]["hub"] is True


def test_two_plans_stay_apart(tmp_path: Path) -> None:
    """They share things, not units, and each piece of evidence names its plan."""
    graph = Graph()
    for name in ("yunxi", "dongxi"):
        graph += whole_graph(assemble(write_plan(tmp_path / name)))
    network = project(graph)
    units = [attributes for _, attributes in network.things() if attributes["kind"] == "unit"]
    assert sorted(unit["order"] for unit in units) == list(range(10))
    assert network.graph.nodes[CHAIN]["units"] == 4
    tie = network.graph.edges[CHAIN, FINANCE, "appliedInDomain"]
    assert [e.plan for e in tie["evidence"]] == ["dongxi", "dongxi", "yunxi", "yunxi"]
    assert tie["weight"] == 4


def test_graph_without_annotations_is_a_network_of_units(tmp_path: Path) -> None:
    network = project(whole_graph(assemble(write_plan(tmp_path / "yunxi", annotations=""))))
    assert len(network.things()) == 5
    assert network.links() == []
    assert project(Graph()).things() == []


def test_generic_collective_of_technologies_is_generic(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "yunxi")
    edited(path / "annotations.ann", lambda text: text.replace("technology:big-data", "technology:digital-technology"))
    node = project(whole_graph(assemble(path))).graph.nodes[f"{BASE}technology/digital-technology"]
    assert (node["kind"], node["generic"]) == ("technology", True)


def test_real_evidence_is_true_to_the_text(real_release: Path) -> None:
    from graph_builder.release import shipped_plans

    texts = {folder.name: (folder / "text.txt").read_text("utf-8") for folder in shipped_plans()}
    network = project(read_turtle(real_release / "planatlas.ttl"))
    assert len(network.links()) > 100
    for _, _, attributes in network.links():
        assert attributes["weight"] >= 1
        assert attributes["evidence"]
        for e in attributes["evidence"]:
            text = texts[e.plan]
            assert text[e.sentence_start : e.sentence_start + len(e.sentence)] == e.sentence
            assert e.sentence_start <= e.start < e.end <= e.sentence_start + len(e.sentence)
            assert not e.sentence.startswith(("”", "。", " ", "|"))
