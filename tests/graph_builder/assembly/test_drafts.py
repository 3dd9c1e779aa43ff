"""Draft concepts: a plan that nobody has reviewed can be built, and the same name in two plans means one thing."""

from __future__ import annotations

from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from graph_builder.annotation import Annotations, parse_annotations, read_annotations
from graph_builder.assembly import assemble_plan, draft_concepts, draft_iri
from graph_builder.errors import ResourceError
from graph_builder.namespaces import ID, PA
from graph_builder.structure import parse
from graph_builder.text import SourceText, read_plan_folder
from graph_builder.vocabulary import read_turtle
from tests.plans import LINHU, vocabulary

SERVICE = draft_iri("Facility", "公共数据开放服务平台")


def _draft(text: str, *, kind: str, words: str, more: str = "") -> Annotations:
    start = text.index(words)
    lines = f"T1\t{kind} {start} {start + len(words)}\t{words}\nA1\tRule T1 tagger\nA2\tReview T1 draft\n{more}"
    return parse_annotations(lines, SourceText.of(text, Path("text.txt")), "a.ann")


def test_the_same_name_in_two_plans_gives_one_concept() -> None:
    first = _draft("建设ＡＩ算力港湾。", kind="Facility", words="ＡＩ算力港湾")
    second = _draft("完善AI算力港湾。", kind="Facility", words="AI算力港湾")
    other = _draft("发展AI算力港湾。", kind="Domain", words="AI算力港湾")
    made = draft_concepts([first, second, other])
    facility, domain = draft_iri("Facility", "AI算力港湾"), draft_iri("Domain", "AI算力港湾")
    assert set(made.graph.subjects(RDF.type, SKOS.Concept)) == {facility, domain}
    assert set(made.graph.objects(facility, SKOS.prefLabel)) == {Literal("ＡＩ算力港湾", lang="zh")}
    assert set(made.graph.objects(facility, SKOS.altLabel)) == {Literal("AI算力港湾", lang="zh")}
    assert made.of(first.mentions[0]) == made.of(second.mentions[0]) == facility


def test_a_draft_concept_is_marked_and_has_no_english_label() -> None:
    folder = read_plan_folder(LINHU)
    graph = draft_concepts([read_annotations(folder.annotations, folder.source)]).graph
    assert set(graph.objects(SERVICE, RDF.type)) == {SKOS.Concept, PA.Facility}
    assert {label.language for label in graph.objects(SERVICE, RDFS.label) if isinstance(label, Literal)} == {"zh"}
    assert set(graph.objects(SERVICE, SKOS.inScheme)) == {ID["scheme/draft-facility"]}
    assert {note.language for note in graph.objects(SERVICE, SKOS.editorialNote) if isinstance(note, Literal)} == {
        "zh", "en"
    }  # fmt: skip


def test_what_a_person_has_settled_or_linked_gets_none() -> None:
    text = "建设算力港湾。"
    linked = _draft(
        text, kind="Facility", words="算力港湾", more="N1\tReference T1 facility-kind:data-centre\t数据中心\n"
    )
    assert not draft_concepts([linked]).iris
    start = text.index("算力港湾")
    written = parse_annotations(
        f"T1\tFacility {start} {start + 4}\t算力港湾\nA1\tReview T1 settled\n", linked.source, "a.ann"
    )
    assert not draft_concepts([written]).iris


def test_statements_with_a_draft_concept_are_drafts() -> None:
    folder = read_plan_folder(LINHU)
    read = read_annotations(folder.annotations, folder.source)
    without = assemble_plan(folder, parse(folder.source), read, vocabulary())
    graphs = assemble_plan(folder, parse(folder.source), read, vocabulary(), draft_concepts([read]))
    assert (None, PA.buildsFacility, SERVICE) in graphs.plan
    assert (None, PA.buildsFacility, SERVICE) not in without.plan, "without draft concepts the name waits"
    said = [node for node in graphs.evidence.subjects(RDF.object, SERVICE) if isinstance(node, URIRef)]
    assert said
    assert {graphs.evidence.value(node, PA.reviewStatus) for node in said} == {ID["review-status/draft"]}


def test_a_release_holds_them_once_in_the_vocabularies(two_plans: Path) -> None:
    graph = read_turtle(two_plans / "planatlas.ttl", ResourceError)
    drafts = {str(label) for node in graph.subjects(SKOS.editorialNote) for label in graph.objects(node, RDFS.label)}
    assert drafts == {"公共数据开放服务平台", "政务云", "智慧城市中枢大脑", "物流", "虚拟水乡引擎"}
