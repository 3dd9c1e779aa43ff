"""What joins parts of a plan, and what does not: its territory, introductions, a technology of many fields."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from graph_builder.namespaces import ID, PA
from graph_builder.network import NAMED, SHARED, TECHNOLOGY, Filters, Network, make_network, narrow
from tests.plans import TITLE, Annotator, assemble, whole_graph, write_plan

STREET = str(ID["place/financial-street"])
WITHIN = URIRef("http://www.opengis.net/ont/geosparql#sfWithin")


def copied(graph: Graph) -> Graph:
    made = Graph()
    for triple in graph:
        made.add(triple)
    return made


def test_a_place_around_the_plans_own_territory_is_a_hub(graph: Graph, network: Network) -> None:
    """金融街 stands for what holds a larger place in which 云溪区, the district of the title, lies."""
    assert not network.nodes[STREET].hub
    changed = copied(graph)
    district, city = ID["place/yunxi"], ID["place/city"]
    changed.add((district, RDF.type, PA.Place))
    changed.add((district, RDFS.label, Literal(TITLE[:3], lang="zh")))
    changed.add((district, WITHIN, city))
    changed.add((city, PA.locatedIn, URIRef(STREET)))
    made = make_network(changed)
    assert made.nodes[STREET].hub
    assert narrow(made, Filters()).links == []
    assert narrow(made, Filters(hubs=True)).links


def test_a_place_that_the_title_does_not_name_is_none(graph: Graph) -> None:
    changed = copied(graph)
    changed.add((ID["place/other"], RDF.type, PA.Place))
    changed.add((ID["place/other"], RDFS.label, Literal("别处", lang="zh")))
    changed.add((ID["place/other"], WITHIN, URIRef(STREET)))
    assert not make_network(changed).nodes[STREET].hub


PLAN = """云溪区“十五五”时期试点规划(讨论稿)
第一章 重点任务
一、发展数字产业
在金融街推进创新。
(一)夯实底座
夯实基础。在德胜建设中心。
二、建设城市
(一)拓展应用
推广应用。在金融街和德胜建设公园。
"""


def test_introductions_of_sections_join_nothing_but_name_things(tmp_path: Path) -> None:
    ann = Annotator(PLAN)
    for quote in ("在金融街推进创新", "在德胜建设中心", "在金融街和德胜建设公园"):
        directive = ann.directive(quote, "build", "require")
        for words, ref in (("金融街", "place:financial-street"), ("德胜", "place:desheng")):
            if words in quote:
                ann.mention("Location", words, inside=directive, ref=ref)
    made = make_network(whole_graph(assemble(write_plan(tmp_path / "yunxi", PLAN, ann.content, labels={}))))
    through = {made.nodes[part.through].zh for link in made.links if link.kind == SHARED for part in link.parts}
    assert through == {"德胜"}
    intro = f"{ID}plan/yunxi/section/1.1"
    assert (intro, STREET) in {(link.source, link.target) for link in made.links if link.kind == NAMED}


def test_a_section_without_heading_bears_the_title_of_its_box(graph: Graph) -> None:
    changed = copied(graph)
    section = ID["plan/yunxi/section/1.1.2"]
    changed.remove((section, RDFS.label, None))
    assert make_network(changed).nodes[str(section)].zh == "第 1.1.2 节（标题缺失；含专栏1 重点支持领域）"
    changed.remove((ID["plan/yunxi/box/1.1.2.2"], RDF.type, PA.Box))
    assert make_network(changed).nodes[str(section)].zh == "第 1.1.2 节（标题缺失）"


FIELDS = ("金融", "教育", "医疗", "文化", "旅游")
TIED = "\n".join(f"推动区块链在{field}领域应用。" for field in FIELDS)
SPREADING = f"""云溪区“十五五”时期试点规划(讨论稿)
第一章 重点任务
一、发展数字产业
(一)夯实底座
夯实基础。{TIED.replace(chr(10), "")}在会展中提到区块链。
"""
REFS = dict(zip(FIELDS, ("finance", "education", "medical-services", "culture", "tourism"), strict=True))


def applied(folder: Path, fields: tuple[str, ...]) -> Network:
    """A plan that applies one technology to some fields, and names it beside another one."""
    ann = Annotator(SPREADING)
    for field in FIELDS:
        directive = ann.directive(f"推动区块链在{field}领域应用", "apply", "promote")
        technology = ann.mention("Technology", "区块链", inside=directive, ref="technology:blockchain")
        domain = ann.mention("Domain", field, inside=directive, ref=f"domain:{REFS[field]}")
        if field in fields:
            ann.relate("appliedInDomain", technology, domain)
    return make_network(whole_graph(assemble(write_plan(folder / "yunxi", SPREADING, ann.content, labels={}))))


def test_fields_share_a_technology_that_the_plan_applies_to_both(tmp_path: Path) -> None:
    made = applied(tmp_path, FIELDS[:2])
    (link,) = [
        link for link in made.links if link.kind == TECHNOLOGY and made.nodes[link.source].kind == "domain"
    ]  # fmt: skip
    assert {made.nodes[end].zh for end in (link.source, link.target)} == set(FIELDS[:2])  # to stand beside it is less


def test_a_technology_of_too_many_fields_is_a_hub_among_them(tmp_path: Path) -> None:
    chosen = Filters(links=frozenset((TECHNOLOGY,)))
    assert len(narrow(applied(tmp_path / "three", FIELDS[:3]), chosen).links) == 3
    many = applied(tmp_path / "all", FIELDS)
    assert narrow(many, chosen).links == []
    assert len(narrow(many, Filters(links=frozenset((TECHNOLOGY,)), hubs=True)).links) == 10
