"""What mentions denote: goals, targets and dates by their place, kinds by individuals, headings and labels by units."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, TIME, Graph, Literal, URIRef

from graph_builder.errors import AssemblyError
from graph_builder.namespaces import ID, PA
from tests.plans import Annotator, Stretch, assemble, write_plan

TEXT = """云溪区“十五五”时期试点规划(讨论稿)
第一章 重点任务
一、发展数字经济
培育新型企业。聚焦100家以内企业,力争进入百强,2025年底前提升服务能力,提高知晓率。
设立专项资金支持中小企业。用好上述专项资金。
专栏1 重点 |
金融科技:依托现有数据中心,建设数据中心。 智慧养老:改善服务。 |
第二章 保障措施
加强评估。对规划实施进行监督。"""
PLAN = ID["plan/yunxi"]


def _at(path: str) -> URIRef:
    return URIRef(f"{PLAN}/{path}")


def _place(stretch: Stretch, kind: str) -> URIRef:
    return _at(f"{kind}/{stretch.start}-{stretch.end}")


def _graphs(tmp_path: Path, ann: Annotator) -> tuple[Graph, Graph]:
    made = assemble(write_plan(tmp_path / "yunxi", TEXT, ann.content, labels={})).graphs
    return made.plan, made.evidence


def _targets(ann: Annotator) -> Stretch:
    return ann.directive(
        "聚焦100家以内企业,力争进入百强,2025年底前提升服务能力,提高知晓率", "develop", "require", Review="settled"
    )


def test_goal_target_and_date_are_individuals_named_by_their_place(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    directive = _targets(ann)
    most = ann.mention("Target", "100家以内企业", inside=directive, Comparator="atMost", Value="100", Unit="家")
    rank = ann.mention("Target", "百强", inside=directive, Comparator="rankWithin", Value="100", Magnitude="百强")
    date = ann.mention("Date", "2025年底前", inside=directive)
    goal = ann.mention("Goal", "提升服务能力", inside=directive)
    for name, thing in (
        ("hasQuantifiedTarget", most), ("hasQuantifiedTarget", rank), ("due", date), ("aimsAt", goal),
    ):  # fmt: skip
        ann.relate(name, directive, thing)
    plan, evidence = _graphs(tmp_path, ann)
    node = _at("directive/1.1.1.1")
    assert set(plan.objects(node, PA.aimsAt)) == {_place(goal, "goal")}
    assert (_place(goal, "goal"), RDF.type, PA.Goal) in plan
    assert (_place(goal, "goal"), RDFS.label, Literal("提升服务能力", lang="zh")) in plan
    assert (_place(date, "date"), RDF.type, TIME.TemporalEntity) in plan
    first = _place(most, "target")
    assert set(plan.objects(node, PA.hasQuantifiedTarget)) == {first, _place(rank, "target")}
    assert plan.value(first, PA.comparator) == ID["comparator/atMost"]
    assert plan.value(first, PA.numericValue).toPython() == Decimal(100)  # type: ignore[union-attr]
    assert plan.value(first, PA.unitText) == Literal("家")
    assert plan.value(first, PA.magnitudeText) is None
    assert plan.value(_place(rank, "target"), PA.magnitudeText) == Literal("百强")
    assert evidence.value(_at(f"mention/{goal.start}-{goal.end}"), PA.denotes) == _place(goal, "goal")


def test_a_value_that_is_no_number_is_refused(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    ann.mention("Target", "百强", inside=_targets(ann), Comparator="rankWithin", Value="百")
    with pytest.raises(AssemblyError, match="its Value ‘百’ is no number") as caught:
        _graphs(tmp_path, ann)
    assert caught.value.place is not None
    assert caught.value.place.line == 4


def test_direction_and_status_are_statements_with_the_directive_as_evidence(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    directive = _targets(ann)
    ann.mention("Indicator", "知晓率", inside=directive, ref="indicator:awareness-rate", Direction="increase")
    relies = ann.directive("依托现有数据中心,建设数据中心", "build", "require")
    ann.mention("Facility", "数据中心", inside=relies, ref="facility-kind:data-centre", Status="existing")
    content = ann.content.replace("indicator:awareness-rate", "facility:public-data-open-platform")
    made = assemble(write_plan(tmp_path / "yunxi", TEXT, content, labels={})).graphs
    wished = ID["facility/public-data-open-platform"]  # any concept serves
    assert (wished, PA.desiredDirection, ID["direction/increase"]) in made.plan
    (status,) = made.evidence.subjects(RDF.predicate, PA.facilityStatus)
    assert made.evidence.value(status, RDF.object) == ID["facility-status/existing"]
    assert made.evidence.value(status, PA.statedIn) == _at("directive/1.1.3.1.1")


def _funds(ann: Annotator) -> tuple[Stretch, Stretch]:
    first = ann.directive("设立专项资金支持中小企业", "fund", "require")
    second = ann.directive("用好上述专项资金", "fund", "require")
    kind = "facility-kind:data-centre"
    one, two = (ann.mention("Facility", "专项资金", inside=around, ref=kind) for around in (first, second))
    ann.relate("buildsFacility", first, one)
    ann.relate("supportsFacility", second, two)
    return one, two


def test_generic_names_are_two_things_unless_the_text_says_they_are_one(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    one, two = _funds(ann)
    plan, _ = _graphs(tmp_path, ann)
    assert (_at("directive/1.1.2.2"), PA.supportsFacility, _place(two, "facility")) in plan
    ann.relate("coreference", two, one)
    plan, evidence = _graphs(tmp_path / "again", ann)
    assert (_at("directive/1.1.2.2"), PA.supportsFacility, _place(one, "facility")) in plan
    assert (_place(two, "facility"), None, None) not in plan
    assert not set(evidence.subject_objects(PA.coreference))


def test_a_circle_of_coreference_is_refused(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    one, two = _funds(ann)
    ann.relate("coreference", two, one)
    ann.relate("coreference", one, two)
    with pytest.raises(AssemblyError, match="goes round in a circle"):
        _graphs(tmp_path, ann)


def test_heading_and_label_state_something_by_themselves(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    heading = ann.mention("Heading", "一、发展数字经济")
    label = ann.mention("Task", "金融科技")
    for sayer, words, ref in (
        (heading, "数字经济", "domain:digital-economy"), (label, "金融科技", "domain:fintech"),
    ):  # fmt: skip
        ann.relate("concernsDomain", sayer, ann.mention("Domain", words, inside=sayer, ref=ref))
    plan, evidence = _graphs(tmp_path, ann)
    assert (_at("section/1.1"), PA.concernsDomain, ID["domain/digital-economy"]) in plan
    assert (_at("item/1.1.3.1"), PA.concernsDomain, ID["domain/fintech"]) in plan
    (assertion,) = evidence.subjects(RDF.subject, _at("section/1.1"))
    assert evidence.value(assertion, PA.statedIn) == _at("section/1.1")
    assert evidence.value(assertion, PA.evidence) == _at(f"mention/{heading.start}-{heading.end}")


def test_a_directive_may_monitor_the_plan_itself(tmp_path: Path) -> None:
    ann = Annotator(TEXT)
    ann.directive("对规划实施进行监督", "evaluate", "require", Monitors="plan")
    plan, evidence = _graphs(tmp_path, ann)
    assert (_at("directive/2.1.1"), PA.monitors, PLAN) in plan
    (assertion,) = evidence.subjects(RDF.predicate, PA.monitors)
    assert not set(evidence.objects(assertion, PA.argumentMention))
