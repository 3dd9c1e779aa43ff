"""Each shape, held against a graph that is right, and against the same graph with one thing broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder import resources
from graph_builder.errors import ResourceError
from graph_builder.namespaces import ID, NIF, OA, PA
from graph_builder.validation import Finding, Report, read_shapes, validate
from tests.plans import BUILDS, JOINS, LABELS, PAIR, TEXT, Assembled, assemble, whole_graph, write_plan

PAS = "https://w3id.org/planatlas/shapes#"


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Assembled:
    return assemble(write_plan(tmp_path_factory.mktemp("plan") / "yunxi"))


@pytest.fixture(scope="module")
def valid(assembled: Assembled) -> Graph:
    return whole_graph(assembled)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_shapes(resources.path("shapes").glob("*.ttl"))


@dataclass(frozen=True)
class Workbench:
    """A graph to be broken, with the names of what is in it."""

    graph: Graph

    def at(self, path: str) -> URIRef:
        return ID[f"plan/yunxi/{path}"]

    def mention(self, quote: str) -> URIRef:
        start = TEXT.index(quote)
        return self.at(f"mention/{start}-{start + len(quote)}")

    def assertion(self, predicate: URIRef, method: str = "model") -> URIRef:
        found = set(self.graph.subjects(RDF.predicate, predicate))
        found &= set(self.graph.subjects(PA.assertionMethod, ID[f"method/{method}"]))
        return URIRef(str(min(found)))

    def involvement(self, quote: str, role: str) -> URIRef:
        start = TEXT.index(quote)
        return self.at(f"involvement/{start}-{start + len(quote)}/{role}")

    def add(self, subject: Node, predicate: Node, obj: Node) -> None:
        self.graph.add((subject, predicate, obj))

    def drop(self, subject: Node, predicate: Node, obj: Node | None = None) -> None:
        assert (subject, predicate, obj) in self.graph, "there is nothing to break"
        self.graph.remove((subject, predicate, obj))

    def put(self, subject: Node, predicate: Node, obj: Node) -> None:
        self.drop(subject, predicate)
        self.add(subject, predicate, obj)


def _offset(value: int) -> Literal:
    return Literal(value, datatype=XSD.nonNegativeInteger)


@dataclass(frozen=True)
class Case:
    """How to break the graph, and what the report must say then.

    ``names`` gives what the finding is about: its value where the constraint is set-level, else its focus node.
    ``path`` and ``component`` are local names.
    """

    shape: str
    breaks: Callable[[Workbench], None]
    names: Callable[[Workbench], URIRef]
    path: str = ""
    component: str = ""
    severity: str = "Violation"
    also: frozenset[str] = frozenset()
    """Other shapes that the same fault breaks."""


SPARQL = "SPARQLConstraintComponent"
CHAIN = "区块链"
FIRST_TASK, FIRST_DIRECTIVE = "task/1.1.2.1", "directive/1.1.2.1.1"
CASES = [
    # evidence.ttl
    Case(
        "QuoteEqualsText",
        lambda w: w.put(w.at(f"mention/{TEXT.index(CHAIN)}-{TEXT.index(CHAIN) + 3}/quote"), OA.exact, Literal("区块")),
        lambda w: w.mention(CHAIN),
        component=SPARQL,
    ),
    Case(
        "QuoteEqualsText",
        lambda w: w.put(w.mention(CHAIN), NIF.anchorOf, Literal("区块", lang="zh")),
        lambda w: w.mention(CHAIN),
        component=SPARQL,
    ),
    Case(
        "SelectorEqualsOffsets",
        lambda w: w.put(URIRef(f"{w.mention(CHAIN)}/position"), OA.start, _offset(3)),
        lambda w: w.mention(CHAIN),
        component=SPARQL,
    ),
    Case(
        "StatementHasEvidence",
        lambda w: w.add(w.at("directive/1.1.1.1"), PA.usesTechnology, ID["technology/blockchain"]),
        lambda w: w.at("directive/1.1.1.1"),
        path="usesTechnology",
        component=SPARQL,
    ),
    Case(
        "AssertionIsAsserted",
        lambda w: w.drop(ID["domain/fintech"], PA.empowers, ID["domain/education"]),
        lambda w: w.assertion(PA.empowers),
        component=SPARQL,
    ),
    Case(
        "EvidenceLiesInDirective",
        lambda w: w.put(w.assertion(PA.empowers), PA.evidence, w.mention(JOINS)),
        lambda w: w.assertion(PA.empowers),
        component=SPARQL,
    ),
    Case(
        "AssertionShape",
        lambda w: w.add(w.assertion(PA.empowers), RDF.subject, ID["domain/education"]),
        lambda w: w.assertion(PA.empowers),
        path="subject",
        component="MaxCountConstraintComponent",
        also=frozenset(("AssertionIsAsserted",)),
    ),
    Case(
        "AssertionShape",
        lambda w: w.add(w.assertion(PA.empowers), RDF.predicate, PA.integratesWith),
        lambda w: w.assertion(PA.empowers),
        path="predicate",
        component="MaxCountConstraintComponent",
        also=frozenset(("AssertionIsAsserted",)),
    ),
    Case(
        "AssertionShape",
        lambda w: w.add(w.assertion(PA.empowers), RDF.object, ID["domain/fintech"]),
        lambda w: w.assertion(PA.empowers),
        path="object",
        component="MaxCountConstraintComponent",
        also=frozenset(("AssertionIsAsserted",)),
    ),
    Case(
        "AssertionShape",
        lambda w: w.drop(w.assertion(PA.empowers), PA.statedIn),
        lambda w: w.assertion(PA.empowers),
        path="statedIn",
        component="MinCountConstraintComponent",
    ),
    Case(
        "AssertionShape",
        lambda w: w.add(w.assertion(PA.empowers), PA.evidence, ID["domain/fintech"]),
        lambda w: w.assertion(PA.empowers),
        path="evidence",
        component="ClassConstraintComponent",
    ),
    Case(
        "AssertionShape",
        lambda w: w.put(w.assertion(PA.empowers), PA.assertionMethod, ID["method/guess"]),
        lambda w: next(URIRef(str(found)) for found in w.graph.subjects(PA.assertionMethod, ID["method/guess"])),
        path="assertionMethod",
        component="InConstraintComponent",
    ),
    Case(
        "AssertionShape",
        lambda w: w.drop(w.assertion(PA.empowers), PA.reviewStatus),
        lambda w: w.assertion(PA.empowers),
        path="reviewStatus",
        component="MinCountConstraintComponent",
    ),
    Case(
        "MentionShape",
        lambda w: w.add(w.mention("加强统筹协调"), RDF.type, PA.Mention),
        lambda w: w.mention("加强统筹协调"),
        path="beginIndex endIndex hasSource start exact mentionType",
        component="MinCountConstraintComponent",
    ),
    Case(
        "SourceTextShape",
        lambda w: w.drop(w.at("text"), NIF.isString),
        lambda w: w.at("text"),
        path="isString",
        component="MinCountConstraintComponent",
    ),
    Case(
        "SourceTextShape",
        lambda w: w.put(w.at("text"), PA.sha256, Literal("5F798BAA")),
        lambda w: w.at("text"),
        path="sha256",
        component="PatternConstraintComponent",
    ),
    Case(
        "MentionShape",
        lambda w: w.put(w.mention(CHAIN), OA.hasSource, w.at("section/1")),
        lambda w: w.mention(CHAIN),
        path="hasSource",
        component="ClassConstraintComponent",
    ),
    Case(
        "MentionShape",
        lambda w: w.add(w.mention(CHAIN), OA.hasSelector, URIRef(f"{w.mention(BUILDS)}/quote")),
        lambda w: w.mention(CHAIN),
        path="exact",
        component="MaxCountConstraintComponent",
        also=frozenset(("QuoteEqualsText",)),
    ),
    Case(
        "MentionShape",
        lambda w: w.drop(w.mention(CHAIN), PA.mentionType),
        lambda w: w.mention(CHAIN),
        path="mentionType",
        component="MinCountConstraintComponent",
    ),
    Case(
        "InvolvementShape",
        lambda w: w.add(w.involvement("网信办", "partner"), PA.involvedAgent, ID["place/financial-street"]),
        lambda w: w.involvement("网信办", "partner"),
        path="involvedAgent",
        component="ClassConstraintComponent MaxCountConstraintComponent",
    ),
    Case(
        "InvolvementShape",
        lambda w: w.drop(w.involvement("网信办", "partner"), PA.involvementRole),
        lambda w: w.involvement("网信办", "partner"),
        path="involvementRole",
        component="MinCountConstraintComponent",
    ),
    Case(
        "InvolvementShape",
        lambda w: (
            w.add(w.at("involvement/0-1/partner"), RDF.type, PA.Involvement)
            or w.add(w.at("involvement/0-1/partner"), PA.involvedAgent, ID["organization/cyberspace-affairs-office"])
            or w.add(w.at("involvement/0-1/partner"), PA.involvementRole, ID["role/partner"])
        ),
        lambda w: w.at("involvement/0-1/partner"),
        path="hasInvolvement",
        component="QualifiedMinCountConstraintComponent",
    ),
    # labels.ttl
    Case(
        "NameShape",
        lambda w: w.drop(ID["technology/big-data"], RDFS.label, Literal("big data", lang="en")),
        lambda w: ID["technology/big-data"],
        path="label",
        component="MinCountConstraintComponent",
    ),
    Case(
        "NameShape",
        lambda w: w.add(ID["technology/big-data"], RDFS.label, Literal("a second one", lang="en")),
        lambda w: ID["technology/big-data"],
        path="label",
        component="UniqueLangConstraintComponent",
    ),
    Case(
        "NameShape",
        lambda w: w.add(ID["technology/big-data"], RDFS.label, Literal("mégadonnées", lang="fr")),
        lambda w: ID["technology/big-data"],
        path="label",
        component="LanguageInConstraintComponent",
    ),
    Case(
        "PartNameShape",
        lambda w: w.add(w.at(FIRST_TASK), RDFS.label, Literal("a second one", lang="en")),
        lambda w: w.at(FIRST_TASK),
        path="label",
        component="UniqueLangConstraintComponent",
    ),
    Case(
        "PartNameShape",
        lambda w: w.drop(w.at(FIRST_TASK), RDFS.label, Literal("Set up a public service platform", lang="en")),
        lambda w: w.at(FIRST_TASK),
        path="label",
        component="MinCountConstraintComponent",
        severity="Warning",
    ),
    Case(
        "PartHasItsOwnWords",
        lambda w: (
            w.drop(w.at("section/1.1"), RDFS.label)
            or w.add(w.at("section/1.1"), RDFS.label, Literal("Only ours", lang="en"))
        ),
        lambda w: w.at("section/1.1"),
        component=SPARQL,
    ),
    Case(
        "SectionLabelShape",
        lambda w: w.drop(w.at("section/1.1"), RDFS.label),
        lambda w: w.at("section/1.1"),
        component="OrConstraintComponent",
    ),
    # structure.ttl
    Case(
        "UnitShape",
        lambda w: w.add(w.at(FIRST_TASK), PA.partOf, w.at("section/1.1")),
        lambda w: w.at(FIRST_TASK),
        path="partOf",
        component="MaxCountConstraintComponent",
    ),
    Case(
        "UnitShape",
        lambda w: w.drop(w.at("section/1.1"), PA.partOf),
        lambda w: w.at("section/1.1"),
        path="partOf",
        component="MinCountConstraintComponent",
    ),
    Case(
        "UnitShape",
        lambda w: w.put(w.at(FIRST_TASK), PA.orderIndex, Literal(0)),
        lambda w: w.at(FIRST_TASK),
        path="orderIndex",
        component="MinInclusiveConstraintComponent",
    ),
    Case(
        "UnitShape",
        lambda w: w.put(w.at("section/2"), NIF.beginIndex, _offset(len(TEXT) + 1)),
        lambda w: w.at("section/2"),
        path="beginIndex",
        component="LessThanOrEqualsConstraintComponent",
    ),
    Case(
        "UnitShape",
        lambda w: w.put(w.at("section/2"), NIF.endIndex, Literal(len(TEXT))),
        lambda w: w.at("section/2"),
        path="endIndex",
        component="DatatypeConstraintComponent",
    ),
    Case(
        "BoxShape",
        lambda w: [w.put(w.at(f"item/1.1.2.2.{item}"), PA.partOf, w.at("section/1.1.2")) for item in (1, 2)].clear(),
        lambda w: w.at("box/1.1.2.2"),
        path="partOf",
        component="MinCountConstraintComponent",
    ),
    Case(
        "SectionShape",
        lambda w: w.drop(w.at("section/1.1"), PA.sectionType),
        lambda w: w.at("section/1.1"),
        path="sectionType",
        component="MinCountConstraintComponent",
    ),
    Case(
        "SectionShape",
        lambda w: w.put(w.at("section/1.1"), PA.depth, Literal(0)),
        lambda w: w.at("section/1.1"),
        path="depth",
        component="MinInclusiveConstraintComponent",
    ),
    Case(
        "SectionShape",
        lambda w: w.add(w.at("section/1.1"), PA.textStatus, ID["text-status/absent"]),
        lambda w: w.at("section/1.1"),
        path="textStatus",
        component="MaxCountConstraintComponent",
    ),
    Case(
        "DirectiveShape",
        lambda w: w.drop(w.at(FIRST_DIRECTIVE), PA.action),
        lambda w: w.at(FIRST_DIRECTIVE),
        path="action",
        component="MinCountConstraintComponent",
    ),
    Case(
        "DirectiveShape",
        lambda w: w.add(w.at(FIRST_DIRECTIVE), PA.force, ID["force/guide"]),
        lambda w: w.at(FIRST_DIRECTIVE),
        path="force",
        component="MaxCountConstraintComponent",
    ),
    Case(
        "DirectiveShape",
        lambda w: w.add(w.at("directive/1.1.2.1.4"), PA.polarity, ID["polarity/affirm"]),
        lambda w: w.at("directive/1.1.2.1.4"),
        path="polarity",
        component="MaxCountConstraintComponent",
    ),
    Case(
        "DirectiveLiesInParent",
        lambda w: w.put(w.at("directive/2.1.1"), PA.partOf, w.at(FIRST_TASK)),
        lambda w: w.at("directive/2.1.1"),
        component=SPARQL,
    ),
]


def _broken(valid: Graph, shapes: Graph, breaks: Callable[[Workbench], None]) -> tuple[Workbench, Report]:
    graph = Graph()
    for triple in valid:
        graph.add(triple)
    bench = Workbench(graph)
    breaks(bench)
    return bench, validate(graph, shapes)


def test_right_graph_has_no_finding(valid: Graph, shapes: Graph) -> None:
    report = validate(valid, shapes)
    assert report.findings == ()
    assert report.conforms
    assert report.counts == {"Violation": 0, "Warning": 0, "Info": 0}
    assert list(report.lines()) == []


def test_right_graph_holds_something_for_each_shape(valid: Graph, shapes: Graph) -> None:
    """A shape that looks at nothing would pass everything."""
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        for kind in shapes.objects(shape, SH.targetClass):
            found = set(valid.subjects(RDF.type, kind))
            assert found or kind in (PA.PlaceCategory,), f"{shape}: there is no {kind}"


def test_each_shape_has_a_case(shapes: Graph) -> None:
    named = {str(shape).removeprefix(PAS) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    assert named == {case.shape for case in CASES}


def test_each_property_of_a_shape_has_a_case(shapes: Graph) -> None:
    """Count them: a shape with four properties needs four paths among its cases."""
    for shape in shapes.subjects(RDF.type, SH.NodeShape):
        paths = {str(shapes.value(part, SH.path)) for part in shapes.objects(shape, SH.property)}
        covered = {path for case in CASES if f"{PAS}{case.shape}" == str(shape) for path in case.path.split() if path}
        assert len(covered) >= len(paths) or not paths, shape


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.shape}-{case.path or 'sparql'}-{case.component[:12]}")
def test_broken_graph_is_found_by_its_shape(valid: Graph, shapes: Graph, case: Case) -> None:
    bench, report = _broken(valid, shapes, case.breaks)
    assert {finding.shape.removeprefix(PAS) for finding in report.findings} == {case.shape} | case.also
    of_shape = [finding for finding in report.findings if finding.shape == f"{PAS}{case.shape}"]
    about = str(case.names(bench))
    paths, components = set(case.path.split()), set(case.component.split())
    for finding in of_shape:
        assert (finding.value if case.component == SPARQL else finding.focus) == about
        assert finding.severity == case.severity
        _speaks_both_languages(finding)
    assert {finding.component for finding in of_shape} == components
    if case.component == SPARQL:
        assert {finding.path.rpartition("#")[2] for finding in of_shape} == paths or not paths
    else:
        assert len({finding.message for finding in of_shape}) == max(1, len(paths))
    assert report.conforms == (case.severity != "Violation")


def _speaks_both_languages(finding: Finding) -> None:
    assert [language for language, _ in finding.message] == ["en", "zh"]
    assert finding.words("en").isascii()
    assert not finding.words("zh").isascii()
    assert finding.words("fr") == finding.words("en")


def test_warning_does_not_break_conformance(valid: Graph, shapes: Graph) -> None:
    task = ID["plan/yunxi/task/1.1.2.1"]
    _, report = _broken(valid, shapes, lambda w: w.drop(task, RDFS.label, Literal(LABELS["task/1.1.2.1"], lang="en")))
    assert report.counts == {"Violation": 0, "Warning": 1, "Info": 0}
    assert report.conforms
    assert "".join(report.lines()).startswith("Warning: ")


def test_lines_group_by_shape_and_name_label_and_sentence(valid: Graph, shapes: Graph) -> None:
    def breaks(bench: Workbench) -> None:
        for directive in list(bench.graph.subjects(RDF.type, PA.Directive)):
            bench.drop(directive, PA.force)
        bench.put(bench.mention(CHAIN), NIF.anchorOf, Literal("区块", lang="zh"))
        bench.drop(bench.at("task/1.1.2.1"), RDFS.label, Literal(LABELS["task/1.1.2.1"], lang="en"))

    bench, report = _broken(valid, shapes, breaks)
    lines = list(report.lines("zh", limit=3))
    heads = [line for line in lines if not line.startswith("  ")]
    assert heads == [
        "Violation: 举措须有且仅有一种力度。 (12 × DirectiveShape)",
        "Violation: 引文与原文该位置的字符不一致。 (1 × QuoteEqualsText)",
        "Warning: 规划组成部分缺少我们的英文标签。 (1 × PartNameShape)",
    ]
    assert lines[1] == f"  {bench.at('directive/1.1.1.1')} ‘{PAIR}’"  # its label is its sentence: said once
    assert lines[4] == "  … and 9 more"
    assert lines[6] == f"  {bench.mention(CHAIN)} — 区块链"
    assert lines[8].startswith(f"  {bench.at('task/1.1.2.1')} ‘搭建公共服务平台’ — 搭建公共服务平台。运用区块链")
    assert len(lines[8].partition(" — ")[2]) == 60


def test_findings_are_sorted_and_the_same_each_time(valid: Graph, shapes: Graph) -> None:
    def breaks(bench: Workbench) -> None:
        for directive in list(bench.graph.subjects(RDF.type, PA.Directive)):
            bench.drop(directive, PA.action)

    first, second = (_broken(valid, shapes, breaks)[1] for _ in range(2))
    assert first == second
    assert [finding.focus for finding in first.findings] == sorted(finding.focus for finding in first.findings)


def test_shapes_that_are_not_turtle_are_told_with_line(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\nsh:a sh:b\n")
    with pytest.raises(ResourceError) as caught:
        read_shapes([tmp_path / "broken.ttl"])
    assert str(caught.value.place).startswith(f"{tmp_path / 'broken.ttl'}:")
    assert caught.value.place
    assert caught.value.place.line in (2, 3)
    assert caught.value.remedy


def test_shapes_that_cannot_be_used_are_an_error_not_a_pass(tmp_path: Path) -> None:
    (tmp_path / "odd.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .\n"
        "x:Shape a sh:NodeShape ; sh:targetNode x:thing ; sh:property [ sh:path x:p ; sh:minCount -1, 2 ] ."
    )
    graph = Graph()
    graph.add((URIRef("http://example.org/thing"), RDF.type, URIRef("http://example.org/Kind")))
    with pytest.raises(ResourceError, match="shapes cannot be used") as caught:
        validate(graph, read_shapes([tmp_path / "odd.ttl"]))
    assert caught.value.remedy


@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
def test_every_severity_counts(tmp_path: Path, severity: str) -> None:
    (tmp_path / "one.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .\n"
        f"x:Shape a sh:NodeShape ; sh:targetNode x:thing ; sh:severity sh:{severity} ; sh:nodeKind sh:Literal ."
    )
    graph = Graph()
    graph.add((URIRef("http://example.org/thing"), RDF.type, URIRef("http://example.org/Kind")))
    report = validate(graph, read_shapes([tmp_path / "one.ttl"]))
    assert report.counts[severity] == 1
    assert report.conforms == (severity != "Violation")
    assert report.findings[0].shape == "http://example.org/Shape"
    assert report.findings[0].words("zh")  # the shape has no message: there is still something to say
