"""The shipped vocabularies: they load, they hold what the plans refer to, and their words are words of the plans."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Literal

from graph_builder import resources
from graph_builder.annotation import Annotations, read_annotations
from graph_builder.text import read_plan_folder
from graph_builder.vocabulary import Concept, Vocabulary, read_vocabulary

# One worker reads the files once.
pytestmark = pytest.mark.xdist_group("shipped vocabularies")

# The schemes whose Chinese labels are words of the plans (the labels of the model are ours).
FROM_TEXT = {
    "technology",
    "domain",
    "organization",
    "organization-category",
    "place",
    "place-category",
    "facility",
    "facility-kind",
}
SHARED_HEAD = "coordinated names share their last word in the text; the normal form repeats it"
SHARED_START = "coordinated names share their first word in the text; the normal form repeats it"
WITHOUT_EMPHASIS = "the text puts 重点 inside the name; the normal form leaves it out"
NORMAL_FORMS = {
    # 设备感知、消防感知、人脸感知、满溢感知等智能应用网络
    "设备感知网络": SHARED_HEAD,
    "消防感知网络": SHARED_HEAD,
    "人脸感知网络": SHARED_HEAD,
    "满溢感知网络": SHARED_HEAD,
    # 城市精细管理、政务服务集成、民生服务集成、安全稳定数据、经济运行管理五大神经中枢
    "城市精细管理神经中枢": SHARED_HEAD,
    "政务服务集成神经中枢": SHARED_HEAD,
    "民生服务集成神经中枢": SHARED_HEAD,
    "安全稳定数据神经中枢": SHARED_HEAD,
    "经济运行管理神经中枢": SHARED_HEAD,
    # 无人巡查、自动感知、信息交互等设备
    "无人巡查设备": SHARED_HEAD,
    "自动感知设备": SHARED_HEAD,
    "信息交互设备": SHARED_HEAD,
    # 网络、报刊等媒体平台
    "网络媒体": SHARED_HEAD,
    # 区块链基础平台和应用平台
    "区块链应用平台": SHARED_START,
    # 楼宇投资方或运营主体
    "楼宇运营主体": SHARED_START,
    # 科技服务业重点头部企业
    "科技服务业头部企业": WITHOUT_EMPHASIS,
}
"""Chinese labels that stand in no plan as they are, each with the reason."""


CONTEXT_WORDS = {
    ("区", "place:xicheng-district"): "the district only where the plan speaks of itself",
    ("市级", "organization:beijing-municipality"): "a level of government, Beijing only from the district's view",
    ("云", "technology:cloud-computing"): "one character, part of many other names",
}
"""Wordings that mean a concept in one place and must not be labels of it, each with the reason."""


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary(resources.path("data/vocabularies").glob("*.ttl"))


@cache
def plans() -> tuple[Annotations, ...]:
    folders = [read_plan_folder(path) for path in sorted(resources.path("data/plans").iterdir()) if path.is_dir()]
    return tuple(read_annotations(folder.annotations, folder.source) for folder in folders)


def chinese(concept: Concept) -> list[str]:
    return [concept.labels["zh"], *(str(label) for label in concept.variants if label.language == "zh")]


def test_all_files_are_read() -> None:
    assert len(vocabulary().files) >= 6
    assert len(list(vocabulary())) > 400
    assert {concept.ref.split(":")[0] for concept in vocabulary()} >= FROM_TEXT


@pytest.mark.parametrize("path", sorted(resources.path("data/vocabularies").glob("*.ttl")), ids=lambda path: path.stem)
def test_each_file_is_utf_8_with_line_feeds(path: Path) -> None:
    data = path.read_bytes()
    assert data.decode("utf-8").endswith("\n")
    assert b"\r" not in data


def test_every_concept_that_a_plan_refers_to_exists() -> None:
    lacking = {ref.concept for plan in plans() for ref in plan.references if ref.concept not in vocabulary()}
    assert lacking == set()


def test_every_mention_is_worded_like_its_concept() -> None:
    """A mention's own words are a label of the concept that it refers to, except where only its place tells."""
    unknown = {
        (plan.by_id[target].span.quote, ref.concept)
        for plan in plans()
        for target, ref in plan.concepts.items()
        if plan.by_id[target].span.quote not in chinese(vocabulary()[ref.concept])
    }
    assert unknown == set(CONTEXT_WORDS)


def test_a_reference_quotes_the_preferred_label() -> None:
    other = {
        (ref.text, ref.concept)
        for plan in plans()
        for ref in plan.concepts.values()
        if ref.text != vocabulary()[ref.concept].labels["zh"]
    }
    assert other == set()


def test_chinese_labels_are_words_of_the_plans() -> None:
    texts = [plan.source.text for plan in plans()]
    lacking = {
        label
        for concept in vocabulary()
        if concept.ref.split(":")[0] in FROM_TEXT
        for label in chinese(concept)
        if not any(label in text for text in texts)
    }
    assert lacking == set(NORMAL_FORMS)


def test_normal_forms_stand_in_the_text_in_pieces() -> None:
    """A normal form is an alternative label of the text, and the word that the coordinated names share."""
    for concept in vocabulary():
        label, *variants = chinese(concept)
        if NORMAL_FORMS.get(label) == SHARED_HEAD:
            assert any(label.startswith(variant) for variant in variants), concept.ref
        elif NORMAL_FORMS.get(label) == SHARED_START:
            assert any(label.endswith(variant) for variant in variants), concept.ref
        elif NORMAL_FORMS.get(label) == WITHOUT_EMPHASIS:
            assert label in [variant.replace("重点", "") for variant in variants], concept.ref


def test_every_concept_of_the_text_is_referred_to_or_is_broader_than_one_that_is() -> None:
    used = {vocabulary()[ref.concept].iri for plan in plans() for ref in plan.references}
    broader = {broad for iri in used for broad in vocabulary().graph.transitive_objects(iri, SKOS.broader)}
    idle = [
        concept.ref
        for concept in vocabulary()
        if concept.ref.split(":")[0] in FROM_TEXT and concept.iri not in used | broader
    ]
    assert idle == []


def test_every_scheme_is_declared_and_labelled_in_both_languages() -> None:
    graph = vocabulary().graph
    for scheme in {scheme for concept in vocabulary() for scheme in concept.schemes}:
        assert (scheme, RDF.type, SKOS.ConceptScheme) in graph, scheme
        labels = [label for label in graph.objects(scheme, SKOS.prefLabel) if isinstance(label, Literal)]
        assert sorted(str(label.language) for label in labels) == ["en", "zh"], scheme


def test_no_concept_is_broader_than_itself() -> None:
    graph = vocabulary().graph
    for concept in vocabulary():
        for broad in graph.objects(concept.iri, SKOS.broader):
            assert concept.iri not in set(graph.transitive_objects(broad, SKOS.broader)), concept.ref


def test_labels_have_no_white_space_at_their_ends() -> None:
    for concept in vocabulary():
        for label in (*concept.labels.values(), *map(str, concept.variants)):
            assert label == " ".join(label.split()), concept.ref
