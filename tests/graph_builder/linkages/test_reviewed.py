"""Without drafts: lists that rest on settled and reviewed statements only, with the numbers that these give."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, Graph

from graph_builder.assembly import merge
from graph_builder.linkages import (
    Gap,
    Lists,
    Profile,
    find_gaps,
    gaps_json,
    make_lists,
    read_gaps,
    record,
    reviewed_lists,
)
from graph_builder.namespaces import PA
from graph_builder.network import REVIEWED, Saying, has_drafts, make_network, without_drafts
from tests.plans import LINHU, Annotator, assemble, whole_graph, write_plan

SETTLED = ("人工智能", "大数据")
DRAFTS = ("知识图谱", "隐私保护", "数字孪生")
"""Technologies of the second plan: what settled directives name too, and what drafts alone name."""


THREE = (
    "丙区规划\n第一章 主要任务\n一、一事\n加快建设。建设数字美术馆。\n二、二事\n加快建设。建设数字美术馆。\n"
    "三、三事\n加快建设。建设数字美术馆。"
)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    yunxi = assemble(write_plan(tmp_path_factory.mktemp("plans") / "yunxi"))
    return merge([whole_graph(yunxi), whole_graph(assemble(LINHU))])


@pytest.fixture(scope="module")
def kept(both: Graph) -> Graph:
    return without_drafts(both)


@pytest.fixture(scope="module")
def usual(both: Graph) -> Lists:
    return make_lists(both, make_network(both), [LINHU])


@pytest.fixture(scope="module")
def lists(both: Graph, usual: Lists) -> Lists:
    return reviewed_lists(both, [LINHU], usual)


def _sayings(lists: Lists) -> set[Saying]:
    found = {saying for rows in lists.top.values() for row in rows for saying in row.sayings}
    found |= {side.saying for pair in lists.pairs for side in (pair.first, pair.second)}
    found |= {side.saying for pair in lists.pairs for also in pair.also for side in (also.first, also.second)}
    return found | {saying for thing in lists.comparison.things for own in thing.plans for saying in own.sayings}


def test_no_list_rests_on_a_draft(usual: Lists, lists: Lists) -> None:
    assert {saying.review for saying in _sayings(usual)} >= {"draft", "settled"}
    assert {saying.review for saying in _sayings(lists)} == {"settled"}
    assert _sayings(lists) <= {replace(saying) for saying in _sayings(usual)}


def test_the_graph_without_drafts_keeps_all_else(both: Graph, kept: Graph) -> None:
    assert has_drafts(both)
    assert not has_drafts(kept)
    gone = {triple for triple in both if triple not in kept}
    assert {triple for triple in kept if triple not in both} == set()
    stated = {
        (both.value(node, RDF.subject), both.value(node, RDF.predicate), both.value(node, RDF.object))
        for node in both.subjects(RDF.type, PA.Assertion)
    }
    assertions = set(both.subjects(RDF.type, PA.Assertion))
    assert all(t in stated or t[0] in assertions or t[1] in (PA.denotes, PA.component) for t in gone)
    for kind in (PA.Plan, PA.Section, PA.Measure, PA.Directive, PA.Mention):
        assert set(both.subjects(predicate=None, object=kind)) == set(kept.subjects(predicate=None, object=kind))
    statements = set(both.subjects(PA.reviewStatus)) - set(kept.subjects(PA.reviewStatus))
    assert {str(status).rpartition("/")[2] for s in statements for status in both.objects(s, PA.reviewStatus)} == {
        "draft"
    }
    assert {triple for triple in without_drafts(kept) if triple not in kept} == set()


def test_a_link_is_weighed_by_settled_statements_only(tmp_path: Path) -> None:
    ann = Annotator(THREE)
    for place, review in (("一、", "settled"), ("二、", "settled"), ("三、", "draft")):
        directive = ann.directive("建设数字美术馆", "build", "require", after=place, Review=review)
        museum = ann.mention("Facility", "数字美术馆", inside=directive, ref="facility:digital-art-museum")
        ann.relate("buildsFacility", directive, museum)
    path = write_plan(tmp_path / "bing", THREE, ann.content, labels={}, title="丙区规划", status="丙", period="丙")
    graph = whole_graph(assemble(path))
    lists = make_lists(graph, make_network(graph), [])
    (usual,) = lists.top["shared"]
    (found,) = reviewed_lists(graph, [], lists).top["shared"]
    assert usual.weight == pytest.approx(1 / 3, abs=1e-6)
    assert found.weight == 0.5
    assert (len(usual.links), len(found.links)) == (3, 1)
    assert "三事" not in found.zh


def test_a_pair_keeps_its_key_and_decision_when_a_draft_named_it(tmp_path: Path) -> None:
    text = (
        "丁区规划\n第一章 主要任务\n一、一事\n加快建设。建设数字美术馆。扩建数字美术馆。\n"
        "二、二事\n加快建设。新建数字美术馆。"
    )
    ann = Annotator(text)
    for words, review in (("建设数字美术馆", "draft"), ("扩建数字美术馆", "settled"), ("新建数字美术馆", "settled")):
        directive = ann.directive(words, "build", "require", Review=review)
        museum = ann.mention("Facility", "数字美术馆", inside=directive, ref="facility:digital-art-museum")
        ann.relate("buildsFacility", directive, museum)
    path = write_plan(tmp_path / "ding", text, ann.content, labels={}, title="丁区规划", status="丁", period="丁")
    graph = whole_graph(assemble(path))
    (pair,) = make_lists(graph, make_network(graph), []).pairs
    assert {pair.first.saying.review, pair.second.saying.review} == {"draft", "settled"}
    record(path, pair, "confirm", "person", "同一座馆")
    usual = make_lists(graph, make_network(graph), [path])
    (found,) = reviewed_lists(graph, [path], usual).pairs
    assert {found.first.saying.review, found.second.saying.review} == {"settled"}
    assert (found.key, found.decision, found.because) == (pair.key, "confirm", "同一座馆")


def test_plans_compared_without_drafts(usual: Lists, lists: Lists) -> None:
    def technologies(made: Lists) -> set[str]:
        return {
            thing.zh
            for thing in made.comparison.things
            if thing.kind == "technology" and "linhu-155" in {own.plan for own in thing.plans}
        }

    assert technologies(lists) < technologies(usual)
    assert technologies(lists) >= set(SETTLED)
    assert technologies(lists).isdisjoint(DRAFTS)
    assert technologies(usual) >= set(DRAFTS)
    for plan in lists.comparison.plans:
        for kind, count in plan.things.items():
            own = [t for t in lists.comparison.things if t.kind == kind and plan.id in {p.plan for p in t.plans}]
            assert len(own) == count


# ---------------------------------------------------------------- gaps


def _unasked(profile: Profile) -> list[Gap]:
    return [replace(gap, query="", query_total="", listing="") for gap in (*profile.whole, *profile.parts)]


def test_gaps_are_those_of_the_graph_without_drafts(kept: Graph, lists: Lists) -> None:
    assert [_unasked(profile) for profile in lists.gaps] == [_unasked(profile) for profile in find_gaps(kept)]


def test_each_number_is_what_its_query_counts_in_the_whole_graph(both: Graph, lists: Lists) -> None:
    store = pyoxigraph.Store()
    store.load(both.serialize(format="nt", encoding="utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def answers(query: str) -> list[str]:
        found = store.query(query)
        assert isinstance(found, pyoxigraph.QuerySolutions)
        return [str(getattr(row[0], "value", row[0])) for row in found]

    for gap in (gap for profile in lists.gaps for gap in profile.whole):
        assert answers(gap.query) == [str(gap.lacking)], gap.check
        assert answers(gap.query_total) == [str(gap.total)], gap.check
        assert set(answers(gap.listing)) == {thing.iri for thing in gap.things}, gap.check


def test_what_only_drafts_say_is_lacking(usual: Lists, lists: Lists) -> None:
    def lacking(made: Lists, check: str) -> dict[str, int]:
        return {gap.plan: gap.lacking for p in made.gaps for gap in p.whole if gap.check == check}

    assert lacking(usual, "tasks-without-place")["yunxi"] == 0
    assert lacking(lists, "tasks-without-place")["yunxi"] == 2
    assert (
        lacking(lists, "tasks-without-technology")["linhu-155"]
        > lacking(usual, "tasks-without-technology")["linhu-155"]
    )


def test_gaps_are_read_back(lists: Lists, tmp_path: Path) -> None:
    path = tmp_path / "gaps.json"
    path.write_text(gaps_json(lists.gaps), "utf-8")
    assert read_gaps(path) == lists.gaps


def test_statuses_are_those_of_the_scheme() -> None:
    assert REVIEWED == ("settled", "reviewed")
