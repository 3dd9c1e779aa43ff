"""Each shape, held against the smallest graph that is right, and against small changes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, SH, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import BNode, Node

from graph_builder import resources
from graph_builder.errors import ResourceError
from graph_builder.namespaces import ID, PA
from graph_builder.validation import SEVERITIES, Finding, list_checks, read_shapes, validate
from tests.graph_builder.validation.fixtures import PAS, PLAN, RESULT, Fixture, base, fixtures
from tests.plans import ontology

SDO = Namespace("https://schema.org/")
STATEMENTS = sorted(set(ontology().subjects(RDF.type, PA.StatementProperty)), key=str)
VALUES = {PA.facilityStatus, PA.desiredDirection}
"""Statement properties whose object is a value of a scheme."""


def _names(several: list[Fixture]) -> list[str]:
    return [fixture.name for fixture in several]


PASSING = [fixture for fixture in fixtures() if not fixture.fails]
FAILING = [fixture for fixture in fixtures() if fixture.fails]


def test_base_has_no_finding(shapes: Graph) -> None:
    report = validate(base() + ontology(), shapes)
    assert report.findings == ()
    assert report.conforms


@pytest.mark.parametrize("fixture", PASSING, ids=_names(PASSING))
def test_unusual_and_right(fixture: Fixture, shapes: Graph) -> None:
    assert validate(fixture.graph, shapes).findings == ()


@pytest.mark.parametrize("fixture", FAILING, ids=_names(FAILING))
def test_fails_by_its_shape_alone(fixture: Fixture, shapes: Graph) -> None:
    checks = {check.source: check for check in list_checks(shapes)}
    report = validate(fixture.graph, shapes)
    assert {finding.source for finding in report.findings} == {fixture.check}, list(report.lines())
    assert len(report.findings) == len(fixture.finds)
    for expected in fixture.finds:
        assert set(expected) <= set(RESULT)
        assert [finding for finding in report.findings if _fits(finding, expected)], f"not found: {expected}"
    for finding in report.findings:
        assert any(_fits(finding, expected) for expected in fixture.finds), f"not expected: {finding}"
        assert finding.severity == checks[fixture.check].severity
        assert finding.messages == checks[fixture.check].messages
    assert report.conforms == (checks[fixture.check].severity != "Violation")


def _fits(finding: Finding, expected: dict[Node, Node]) -> bool:
    found = {
        SH.focusNode: finding.focus,
        SH.value: finding.value,
        SH.resultPath: URIRef(finding.path),
        SH.sourceConstraintComponent: SH[finding.component],
    }
    return all(found[term] == wanted for term, wanted in expected.items())


def test_each_check_has_a_failing_fixture(shapes: Graph) -> None:
    """Of the shapes on statements, one property each: all properties have a test of their own below."""
    broken = {fixture.check for fixture in FAILING}
    checks = list_checks(shapes)
    assert broken <= {check.source for check in checks}
    assert {check.shape for check in checks} == {check.shape for check in checks if check.source in broken}
    assert {check.source for check in checks} - broken <= {_statement_check(shapes, name)[1] for name in STATEMENTS}


def _statement_check(shapes: Graph, name: Node) -> tuple[set[Node], str]:
    """Give the classes that the shape of a statement property allows, and the check."""
    part = next((part for part in shapes.subjects(SH.path, name) if isinstance(part, URIRef)), None)
    if part is None:
        return set(), ""
    options = shapes.value(part, SH["or"])
    parts = [part] if options is None else list(Collection(shapes, options))
    return {kind for one in parts for kind in shapes.objects(one, SH["class"])}, str(part)


@pytest.mark.parametrize("name", STATEMENTS, ids=lambda name: name.rpartition("#")[2])
def test_statement_property_takes_what_the_ontology_says(name: Node, shapes: Graph) -> None:
    classes, check = _statement_check(shapes, name)
    if name in VALUES:
        assert (None, SH.targetObjectsOf, name) in shapes
        return
    assert classes == set(ontology().objects(name, SDO.rangeIncludes))
    graph = base() + ontology()
    subject, wrong, node = URIRef(f"{PLAN}/d1"), URIRef(f"{PLAN}/text"), URIRef(f"{PLAN}/x")
    graph.add((subject, name, wrong))
    graph.add((node, RDF.type, PA.Assertion))
    for part, value in ((RDF.subject, subject), (RDF.predicate, name), (RDF.object, wrong)):
        graph.add((node, part, value))
    graph.add((node, PA.assertionMethod, ID["method/background"]))
    graph.add((node, DCTERMS.source, Literal("a book")))
    found = [finding for finding in validate(graph, shapes).findings if finding.shape != f"{PAS}SubjectFitsProperty"]
    assert [(finding.source, finding.focus, finding.value, finding.path) for finding in found] == [
        (check, subject, wrong, str(name))
    ]


def test_shapes_speak_both_languages_without_placeholders(shapes: Graph) -> None:
    checks = list_checks(shapes)
    assert len(checks) > 100
    for check in checks:
        words = dict(check.messages)
        assert list(words) == ["en", "zh"], check
        assert words["en"].isascii(), check
        assert words["en"].endswith("."), check
        assert words["zh"].endswith("。"), check
        assert not set("{}?$") & set("".join(words.values())), check
        assert check.severity in SEVERITIES


def test_shapes_can_be_reported_without_blank_nodes(shapes: Graph) -> None:
    """Every part that a result may name has an IRI, and so has every path."""
    for owner in shapes.subjects(RDF.type, SH.NodeShape):
        parts = [*shapes.objects(owner, SH.property), *shapes.objects(owner, SH.sparql)]
        assert all(isinstance(part, URIRef) and part.startswith(f"{owner}-") for part in parts), owner
        assert len(list(shapes.objects(owner, SH.sparql))) <= 1, owner
    for part in shapes.objects(None, SH.property):
        assert isinstance(shapes.value(part, SH.path), URIRef), part


def test_sparql_constraints_are_set_level(shapes: Graph) -> None:
    for owner, constraint in shapes.subject_objects(SH.sparql):
        assert len(list(shapes.objects(owner, SH.targetNode))) == 1, owner
        assert not list(shapes.objects(owner, SH.targetClass)), owner
        query = str(shapes.value(constraint, SH.select))
        assert query.split()[:3] == ["SELECT", "DISTINCT", "$this"], owner
        assert not {"VALUES", "MINUS", "SERVICE"} & set(query.split()), owner


def test_second_shape_of_a_path_is_numbered(tmp_path: Path) -> None:
    prefixes = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .\n"
    part = "[ sh:path x:p ; sh:message '{}'@en ]"
    parts = [part.format("b"), part.format("a"), part.replace("x:p", "x:q").format("c")]
    for number, order in enumerate((parts, parts[::-1])):
        file = tmp_path / f"{number}.ttl"
        file.write_text(f"{prefixes} x:S a sh:NodeShape ; sh:property {', '.join(order)} .", "utf-8")
        found = [(check.source.rpartition("/")[2], check.messages) for check in list_checks(read_shapes([file]))]
        assert found == [("S-p", (("en", "a"),)), ("S-p-2", (("en", "b"),)), ("S-q", (("en", "c"),))]


def test_shapes_that_are_not_turtle_are_told_with_line(tmp_path: Path) -> None:
    (tmp_path / "broken.ttl").write_text("@prefix sh: <http://www.w3.org/ns/shacl#> .\nsh:a sh:b\n")
    with pytest.raises(ResourceError) as caught:
        read_shapes([tmp_path / "broken.ttl"])
    assert str(caught.value.place).startswith(f"{tmp_path / 'broken.ttl'}:")
    assert caught.value.place
    assert caught.value.place.line in (2, 3)
    assert caught.value.remedy


def test_shipped_shapes_are_read_without_a_leftover(shapes: Graph) -> None:
    """Naming the parts loses no triple."""
    whole = Graph()
    for file in resources.path("shapes").glob("*.ttl"):
        whole.parse(file)
    assert len(shapes) == len(whole)
    assert len({node for node in shapes.subjects() if isinstance(node, BNode)}) < len(
        {node for node in whole.subjects() if isinstance(node, BNode)}
    )
