"""The fast engine is held against the reference: on the shipped plan's release, and on all that the fixtures break."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from graph_builder import resources
from graph_builder.errors import ResourceError
from graph_builder.validation import ENGINES, Report, read_shapes, report_json, report_turtle, validate
from graph_builder.vocabulary import read_turtle
from tests.graph_builder.validation.fixtures import base, fixtures, together
from tests.plans import ontology

VALUE_SHAPES = ("Value-inScheme", "KindValue", "ConceptShape")
"""Checks of what several fixtures share when they stand in one graph."""


def _agree(graph: Graph, shapes: Graph) -> Report:
    """Run both engines: focus, component, value, path, severity and shape of every result are the same."""
    fast, reference = (validate(graph, shapes, engine) for engine in ("fast", "reference"))
    only = {finding.key for finding in fast.findings} ^ {finding.key for finding in reference.findings}
    assert not only, f"one engine alone finds: {sorted(only)[:5]}"
    assert fast == reference
    assert report_json(fast) == report_json(reference)
    assert report_turtle(fast) == report_turtle(reference)
    return fast


def test_engines_agree_on_all_fixtures_together(shapes: Graph) -> None:
    chosen = [fixture for fixture in fixtures() if not any(word in fixture.name for word in VALUE_SHAPES)]
    report = _agree(together(chosen), shapes)
    broken = {fixture.check for fixture in chosen if fixture.fails}
    assert len(broken) > 90
    assert broken <= {finding.source for finding in report.findings}


@pytest.mark.parametrize(
    "name", ["ActionValue-inScheme", "ConceptShape-inScheme", "ConceptShape-prefLabel", "KindValue"]
)
def test_engines_agree_on_values(name: str, shapes: Graph) -> None:
    fixture = next(fixture for fixture in fixtures() if fixture.name == name)
    assert [finding.source for finding in _agree(fixture.graph, shapes).findings] == [fixture.check]


def test_engines_agree_on_the_real_release(real_release: Path, shapes: Graph) -> None:
    graph = read_turtle(real_release / "planatlas.ttl", ResourceError)
    report = _agree(graph, shapes)
    assert report.conforms
    assert report_json(report) == (real_release / "validation" / "report.json").read_bytes()
    assert report_turtle(report) == (real_release / "validation" / "report.ttl").read_bytes()


def test_an_engine_that_is_not_there_is_refused(shapes: Graph) -> None:
    with pytest.raises(ResourceError, match="no engine 'quick'") as caught:
        validate(base(), shapes, "quick")
    assert "fast" in caught.value.remedy


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_shapes_that_cannot_be_used_are_an_error_not_a_pass(tmp_path: Path, engine: str) -> None:
    (tmp_path / "odd.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .\n"
        "x:Shape a sh:NodeShape ; sh:targetNode x:thing ; sh:sparql [ sh:select 'SELECT $this WHERE {' ] ."
    )
    graph = Graph()
    graph.add((URIRef("http://example.org/thing"), RDF.type, URIRef("http://example.org/Kind")))
    with pytest.raises(ResourceError, match="shapes cannot be used") as caught:
        validate(graph, read_shapes([tmp_path / "odd.ttl"]), engine)
    assert caught.value.remedy


@pytest.mark.parametrize("engine", sorted(ENGINES))
@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
def test_every_severity_counts(tmp_path: Path, severity: str, engine: str) -> None:
    (tmp_path / "one.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://example.org/> .\n"
        f"x:Shape a sh:NodeShape ; sh:targetNode x:thing ; sh:severity sh:{severity} ; sh:nodeKind sh:Literal ."
    )
    graph = Graph()
    graph.add((URIRef("http://example.org/thing"), RDF.type, URIRef("http://example.org/Kind")))
    report = validate(graph, read_shapes([tmp_path / "one.ttl"]), engine)
    assert report.counts[severity] == 1
    assert report.conforms == (severity != "Violation")
    assert report.findings[0].shape == "http://example.org/Shape"
    assert report.findings[0].words("zh")  # the shape has no message: there is still something to say


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_the_graphs_are_left_as_they_are(engine: str) -> None:
    graph, shapes = base() + ontology(), read_shapes(resources.path("shapes").glob("*.ttl"))
    before = set(graph), set(shapes)
    validate(graph, shapes, engine)
    assert (set(graph), set(shapes)) == before
