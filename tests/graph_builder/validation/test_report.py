"""The report as text, JSON and Turtle."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import BNode

from graph_builder.namespaces import PA
from graph_builder.validation import Report, list_checks, report_json, report_turtle, validate, write_report
from tests.graph_builder.validation.fixtures import PAS, PLAN, base
from tests.plans import ontology

KEYS = ["id", "shape", "source", "severity", "component", "focus", "path", "value", "label", "quote", "messages"]


@pytest.fixture(scope="module")
def report(shapes: Graph) -> Report:
    """What is found when three directives have no force, a quote is wrong, and a task has no English label."""
    graph = base() + ontology()
    for directive in list(graph.subjects(RDF.type, PA.Directive)):
        graph.remove((directive, PA.force, None))
    exact = URIRef("http://www.w3.org/ns/oa#exact")
    graph.set((URIRef(f"{PLAN}/q5"), exact, Literal("区块")))
    graph.remove((URIRef(f"{PLAN}/t1"), None, Literal("Set up a platform", lang="en")))
    return validate(graph, shapes)


def test_lines_group_by_shape_and_name_label_and_sentence(report: Report) -> None:
    lines = list(report.lines("zh", limit=2))
    assert lines == [
        "Violation: 举措须有且仅有一种力度。 (3 × DirectiveShape)",
        f"  {PLAN}/d1 ‘在云溪会同企业用区块链建平台,百家以内,年底前实现智治’",  # its label is its sentence: said once
        f"  {PLAN}/d2 ‘看病’",
        "  … and 1 more",
        "Violation: 引文与原文该位置的字符不一致。 (1 × QuoteEqualsText)",
        f"  {PLAN}/m5 — 区块链",
        "Info: 任务、保障措施或专栏条目尚缺我们的英文标签；该规划仍为草稿。 (1 × EnglishLabelOfDraft)",
        f"  {PLAN}/t1 ‘搭建平台’ — 搭建平台。在云溪会同企业用区块链建平台,百家以内,年底前实现智治。",
    ]
    assert next(report.lines("en")) == "Violation: A directive has one force. (3 × DirectiveShape)"
    assert report.findings[0].words("fr") == report.findings[0].words("en")
    assert list(Report(()).lines()) == []


def test_counts_and_conformance(report: Report) -> None:
    assert report.counts == {"Violation": 4, "Warning": 0, "Info": 1}
    assert not report.conforms
    hints = Report(tuple(finding for finding in report.findings if finding.severity != "Violation"), report.checks)
    assert hints.counts == {"Violation": 0, "Warning": 0, "Info": 1}
    assert hints.conforms


def test_json_tells_every_result_and_every_check(report: Report, shapes: Graph) -> None:
    data = json.loads(report_json(report))
    assert (data["conforms"], data["counts"]) == (False, report.counts)
    assert [list(result) for result in data["results"]] == [KEYS] * 5
    assert data["results"][0] == {
        "id": str(report.findings[0].iri),
        "shape": f"{PAS}DirectiveShape",
        "source": f"{PAS}DirectiveShape-force",
        "severity": "Violation",
        "component": "MinCountConstraintComponent",
        "focus": f"{PLAN}/d1",
        "path": str(PA.force),
        "value": "",
        "label": "在云溪会同企业用区块链建平台,百家以内,年底前实现智治",
        "quote": "在云溪会同企业用区块链建平台,百家以内,年底前实现智治",
        "messages": {"en": "A directive has one force.", "zh": "举措须有且仅有一种力度。"},
    }
    by_source = {check["source"]: check for check in data["checks"]}
    assert list(by_source) == [check.source for check in list_checks(shapes)]
    assert by_source[f"{PAS}DirectiveShape-force"]["findings"] == 3
    assert by_source[f"{PAS}DirectiveShape-action"]["findings"] == 0
    assert sum(check["findings"] for check in data["checks"]) == len(data["results"])


def test_turtle_is_a_shacl_report_without_blank_nodes(report: Report) -> None:
    graph = Graph().parse(data=report_turtle(report), format="turtle")
    assert not any(isinstance(node, BNode) for triple in graph for node in triple)
    head = graph.value(None, RDF.type, SH.ValidationReport)
    assert graph.value(head, SH.conforms) == Literal(False)
    results = set(graph.objects(head, SH.result))
    assert results == {finding.iri for finding in report.findings}
    assert len(results) == 5
    first = report.findings[0]
    assert graph.value(first.iri, SH.focusNode) == first.focus
    assert graph.value(first.iri, SH.resultPath) == PA.force
    assert graph.value(first.iri, SH.resultSeverity) == SH.Violation
    assert graph.value(first.iri, SH.sourceShape) == URIRef(f"{PAS}DirectiveShape-force")
    assert {message.language for message in graph.objects(first.iri, SH.resultMessage)} == {"en", "zh"}
    empty = Graph().parse(data=report_turtle(Report(())), format="turtle")
    assert (None, SH.conforms, Literal(True)) in empty


def test_same_findings_give_the_same_bytes(report: Report, shapes: Graph, tmp_path: Path) -> None:
    shuffled = Report(report.findings[::-1], report.checks)
    assert report_turtle(shuffled) == report_turtle(report)
    graph = Graph()
    for triple in sorted(base() + ontology(), reverse=True):
        graph.add(triple)
    assert isomorphic(graph, base() + ontology())
    assert validate(graph, shapes) == validate(base() + ontology(), shapes)
    write_report(report, tmp_path / "validation")
    assert (tmp_path / "validation" / "report.json").read_bytes() == report_json(report)
    assert (tmp_path / "validation" / "report.ttl").read_bytes() == report_turtle(report)
