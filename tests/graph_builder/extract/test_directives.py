"""The clause grammar: where directives begin and end, what they do, and what they say of given mentions."""

from __future__ import annotations

import re

import pytest

from graph_builder import resources
from graph_builder.annotation import Annotations, Mention, evaluate_statements, format_annotations, parse_annotations
from graph_builder.extract import Document, directed
from graph_builder.structure import parse
from graph_builder.text import SourceText

HEAD = "一、主要任务\n(一)"


def draft(marked: str, head: str = HEAD) -> Annotations:
    """Draft the directives of a measure in which mentions are marked: 建设[Facility 数据平台]; Goals with braces."""
    text, mentions, opened = "", [], []
    for piece in re.split(r"([\[{]\w+ |[\]}])", head + marked):
        if re.fullmatch(r"[\[{]\w+ ", piece):
            opened.append((piece[1:-1], len(text)))
        elif piece in ("]", "}"):
            mentions.append((*opened.pop(), len(text)))
        else:
            text += piece
    source = SourceText.of(text)
    given = tuple(Mention(f"T{n}", kind, source.span(start, end)) for n, (kind, start, end) in enumerate(mentions, 1))
    found = directed(parse(source), Annotations(source, given))
    return parse_annotations(format_annotations(found), source)  # which refuses what crosses


def directives(found: Annotations) -> list[tuple[str, str, str]]:
    return [
        (m.span.quote, found.value(m, "Action") or "", found.value(m, "Force") or "")
        for m in found.of_type("Directive")
    ]


def said(found: Annotations) -> set[tuple[str, str, str]]:
    words = {m.id: "·" if m.type == "Directive" else m.span.quote for m in found.mentions}
    return {(relation.name, words[relation.first], words[relation.second]) for relation in found.relations}


def test_a_sentence_is_split_at_its_verbs() -> None:
    found = draft(
        "加快[Facility 5G网络]建设,鼓励[Body 企业]应用[Technology 云计算],探索开展[Instrument 沙盒监管]试点。"
    )
    assert directives(found) == [
        ("加快5G网络建设", "build", "promote"),
        ("鼓励企业应用云计算", "apply", "encourage"),
        ("探索开展沙盒监管试点", "pilot", "explore"),
    ]


def test_adjuncts_and_outcomes_belong_to_their_directive() -> None:
    found = draft(
        "开展[Group 职工]培训。依托[Facility 国家实验室],搭建[Facility 算力平台],{Goal 提升[Indicator 研发能力]},"
        "促进成果转化;运用[Technology 大数据]等技术,开展[Facility 公路]改造升级,拓展{Goal [Scenario 智能停车]等功能}。"
    )
    assert [quote for quote, _, _ in directives(found)] == [
        "开展职工培训",
        "依托国家实验室,搭建算力平台,提升研发能力,促进成果转化",
        "运用大数据等技术,开展公路改造升级,拓展智能停车等功能",
    ]
    assert said(found) >= {
        ("reliesOn", "·", "国家实验室"),
        ("buildsFacility", "·", "算力平台"),
        ("aimsAt", "·", "提升研发能力"),
        ("onIndicator", "·", "研发能力"),
        ("usesTechnology", "·", "大数据"),
        ("supportsFacility", "·", "公路"),
        ("hasFunction", "公路", "智能停车"),
    }


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("增加[Facility 活动场所]", "improve"),
        ("关闭落后[Facility 煤矿]", "regulate"),
        ("开展[Instrument 资源普查]", "evaluate"),
        ("开设[Facility 服务专区]", "build"),
    ],
)
def test_what_a_verb_does(words: str, action: str) -> None:
    found = draft(f"规范[Body 社会组织]的活动，{words}。")
    assert [act for _, act, _ in directives(found)] == ["regulate", action]


def test_what_the_supported_do_further_is_one_directive() -> None:
    found = draft(
        "支持[Body 院校]改造[Facility 实验室],利用[Location 闲置厂房],创建[Facility 实训基地]。推进[Domain 旅游]发展。"
    )
    assert directives(found) == [
        ("支持院校改造实验室,利用闲置厂房,创建实训基地", "improve", "support"),
        ("推进旅游发展", "develop", "promote"),
    ]
    assert said(found) >= {
        ("supportsFacility", "·", "实验室"),
        ("reliesOn", "·", "闲置厂房"),
        ("buildsFacility", "·", "实训基地"),
    }


def test_no_directive_cuts_a_mention() -> None:
    found = draft("支持[Instrument 建设,推进基金]发展。")
    assert [quote for quote, _, _ in directives(found)] == ["支持建设,推进基金发展"]
    found = draft("开展培训,建设[Facility 平台。推进]系统,加快[Facility 网络]建设。")
    assert [quote for quote, _, _ in directives(found)] == ["开展培训", "加快网络建设"]


@pytest.mark.parametrize(
    ("words", "tie"),
    [
        (
            "加强[Technology 区块链]在[Domain 金融]、[Scenario 供应链管理]等领域应用。",
            {("appliedInDomain", "区块链", "金融"), ("appliedToScenario", "区块链", "供应链管理")},
        ),
        ("推动[Domain 文化]与[Domain 旅游]、[Domain 体育]深度融合。", {("integratesWith", "文化", "旅游")}),
        ("推动[Domain 数字经济]赋能[Domain 农业]。", {("empowers", "数字经济", "农业")}),
        ("设立[Instrument 专项资金],支持[Body 小微企业]。", {("fundedFor", "专项资金", "小微企业")}),
        ("设立[Instrument 专项资金]开展技术研究。", {("fundedFor", "专项资金", "·")}),
        ("升级[Location 全县][Facility 政务网络]。", {("locatedIn", "政务网络", "全县")}),
        ("在[Facility 官网]上设置[Facility 专栏]。", {("facilityPartOf", "专栏", "官网")}),
        ("研发[Technology 芯片]与推广[Technology 芯片]应用。", {("researchesTechnology", "·", "芯片")}),
        ("保障[Domain 政务活动]安全运行。", {("protects", "·", "政务活动")}),
        ("推动[DataAsset 交通数据]共享。", {("opensData", "·", "交通数据")}),
    ],
)
def test_what_is_said_between_two_things(words: str, tie: set[tuple[str, str, str]]) -> None:
    assert tie <= said(draft(words))


def test_a_task_that_begins_with_its_count_is_not_cut() -> None:
    found = draft("改善出行。[Task 一是优化交通组织],延长[Facility 地铁]。二是加强服务。")
    assert any("优化交通组织" in quote for quote, _, _ in directives(found))


def test_list_by_list_gives_no_pairs() -> None:
    found = draft("推进[Technology 5G]、[Technology 区块链]在[Domain 医疗]、[Domain 教育]等领域应用。")
    names = {name for name, _, _ in said(found)}
    assert "usesTechnology" in names
    assert "appliedInDomain" not in names


def test_a_heading_names_its_field() -> None:
    found = draft("建设平台。", head="[Heading 一、发展[Domain 数字经济]]\n(一)")
    assert ("concernsDomain", "一、发展数字经济", "数字经济") in said(found)


def test_traditional_characters_and_full_width() -> None:
    found = draft("鼓勵[Body 企業]開放[DataAsset 數據]，推動[Domain 農業]發展。")
    assert [force for _, _, force in directives(found)] == ["encourage", "promote"]
    assert ("opensData", "·", "數據") in said(found)


def test_the_settled_plan() -> None:
    folder = resources.path("data/plans/xicheng-145")
    plan = Document.read(folder / "annotations.ann", folder / "text.txt", folder.name)
    found = evaluate_statements(plan.annotations, directed(plan.tree, plan.annotations))
    assert (found.directives.f1(relaxed=False) or 0) > 0.8
    assert (found.action_accuracy or 0) > 0.74
    assert (found.force_accuracy or 0) > 0.9
    assert (found.micro.f1(relaxed=True) or 0) > 0.88
