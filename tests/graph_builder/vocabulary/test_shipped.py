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
    "scenario",
    "instrument",
    "instrument-kind",
    "policy",
    "person-group",
    "indicator",
    "data-asset",
    "cultural-asset",
    "problem",
}
SHARED_HEAD = "coordinated names share their last word in the text; the normal form repeats it"
SHARED_START = "coordinated names share their first word in the text; the normal form repeats it"
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
    # 提高公共文化覆盖率和服务效能
    "公共文化服务效能": SHARED_START,
    # 提升科技服务业的服务范围、服务效率和专业化水平
    "科技服务业的服务效率": SHARED_START,
    "科技服务业的专业化水平": SHARED_START,
    # 提供资金、空间、人才、品牌等方面支持
    "空间支持": SHARED_HEAD,
    "人才支持": SHARED_HEAD,
    "品牌支持": SHARED_HEAD,
    # 探索制定开放政策和制度
    "开放制度": SHARED_START,
    # 行业服务标准与规则
    "行业服务规则": SHARED_START,
    # 消防预警、处置能力
    "消防处置": SHARED_START,
}
"""Chinese labels that stand in no plan as they are, each with the reason."""


ELLIPTIC = "a coordinated or shortened name: the words mean this only in their own sentence"
CONTEXT_WORDS = {
    ("应用平台", "facility:blockchain-application-platform"): ELLIPTIC,
    ("基础性工作能力", "indicator:capacity-for-basic-science-popularisation-work"): ELLIPTIC,
    ("管理效率", "indicator:efficiency-of-waste-sorting-management"): ELLIPTIC,
    ("信息化水平", "indicator:informatisation-level-of-science-popularisation"): ELLIPTIC,
    ("服务效能", "indicator:public-cultural-service-effectiveness"): ELLIPTIC,
    ("专业化水平", "indicator:science-and-technology-services-professional-level"): ELLIPTIC,
    ("服务效率", "indicator:science-and-technology-services-service-efficiency"): ELLIPTIC,
    ("服务范围", "indicator:science-and-technology-services-service-range"): ELLIPTIC,
    ("品牌", "instrument-kind:brand-support"): ELLIPTIC,
    ("投入", "instrument-kind:funding-input"): ELLIPTIC,
    ("资金", "instrument-kind:funding-support"): ELLIPTIC,
    ("规则", "instrument-kind:industry-service-rules"): ELLIPTIC,
    ("制度", "instrument-kind:opening-up-rules"): ELLIPTIC,
    ("空间", "instrument-kind:space-support"): ELLIPTIC,
    ("资金", "instrument-kind:special-fiscal-funds"): ELLIPTIC,
    ("人才", "instrument-kind:talent-support"): ELLIPTIC,
    ("运营主体", "organization-category:building-operator"): ELLIPTIC,
    ("网络", "organization-category:online-media"): ELLIPTIC,
    ("市级", "organization:beijing-municipality"): "a level of government, Beijing only from the district's view",
    ("处置", "scenario:fire-response"): ELLIPTIC,
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
    assert len(vocabulary().files) >= 14
    assert len(list(vocabulary())) > 900
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
    """A normal form is wording of the text (a label of its own, or in its place only), and the word that it shares."""
    in_place: dict[str, list[str]] = {}
    for words, ref in CONTEXT_WORDS:
        in_place.setdefault(ref, []).append(words)
    for concept in vocabulary():
        label, *variants = chinese(concept)
        variants += in_place.get(concept.ref, [])
        if NORMAL_FORMS.get(label) == SHARED_HEAD:
            assert any(label.startswith(variant) for variant in variants), concept.ref
        elif NORMAL_FORMS.get(label) == SHARED_START:
            assert any(label.endswith(variant) for variant in variants), concept.ref


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
