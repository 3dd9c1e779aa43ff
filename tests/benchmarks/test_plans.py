"""Generated plans: other names, offsets and labels, the same each time, and counted right."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest

from api.release import open_release
from benchmarks.plans import generate

_BASE = "https://w3id.org/planatlas/"
_MENTION = f"<{_BASE}id/plan/p/mention/3-5>"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_NUMBER = "http://www.w3.org/2001/XMLSchema#nonNegativeInteger"
_CONCEPTS = [f"<{_BASE}id/technology/{slug}>" for slug in ("ai", "5g", "iot", "chain", "cloud", "data")]
_QUADS = [
    f'{_CONCEPTS[0]} {_LABEL} "智能"@zh <{_BASE}graph/vocabularies> .',
    f"<{_BASE}id/plan/p> {_TYPE} <{_BASE}ontology#Plan> <{_BASE}graph/plan/p> .",
    f'<{_BASE}id/plan/p> <http://purl.org/dc/terms/identifier> "p" <{_BASE}graph/plan/p> .',
    f'<{_BASE}id/plan/p/task/1> {_LABEL} "任务"@zh <{_BASE}graph/plan/p> .',
    f"{_CONCEPTS[0]} <{_BASE}ontology#appliedInDomain> <{_BASE}id/domain/finance> <{_BASE}graph/plan/p> .",
    f'{_MENTION} <{_BASE}ontology#begin> "3"^^<{_NUMBER}> <{_BASE}graph/evidence/p> .',
    *(f"{_MENTION} <{_BASE}ontology#denotes> {concept} <{_BASE}graph/evidence/p> ." for concept in _CONCEPTS),
]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "planatlas.nq").write_text("".join(f"{quad}\n" for quad in _QUADS), encoding="utf-8")
    manifest = {
        "format": 1,
        "version": "1",
        "release": "0" * 64,
        "inputs": {},
        "plans": [{"id": "p", "iri": f"{_BASE}id/plan/p", "title": {"zh": "规划", "en": "Plan"}}],
        "validation": {},
        "files": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _ask(folder: Path, query: str) -> list[tuple[str, ...]]:
    answer = pyoxigraph.Store.read_only(str(folder / "store")).query(f"PREFIX pa: <{_BASE}ontology#> {query}")
    assert isinstance(answer, pyoxigraph.QuerySolutions)
    return [tuple(str(term.value) for term in solution) for solution in answer]


def test_each_copy_has_a_name_a_preface_and_labels_of_its_own(release: Path, tmp_path: Path) -> None:
    folder = generate(release, tmp_path, 3)
    assert sorted(_ask(folder, "SELECT ?p { ?p a pa:Plan }")) == [
        (f"{_BASE}id/plan/p-{number:03}",) for number in (1, 2, 3)
    ]
    labels = _ask(folder, f"SELECT ?l {{ ?s {_LABEL} ?l }}")
    assert sorted(labels) == [("〔1〕任务",), ("〔2〕任务",), ("〔3〕任务",), ("智能",)]
    mentions = _ask(folder, "SELECT ?m ?begin { ?m pa:begin ?begin }")
    assert len({begin for _, begin in mentions}) == 3
    assert all(mention.endswith(f"/{begin}-{int(begin) + 2}") for mention, begin in mentions)


def test_concepts_change_places_within_a_copy(release: Path, tmp_path: Path) -> None:
    folder = generate(release, tmp_path, 3)
    denoted = _ask(folder, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?m pa:denotes ?c } GROUP BY ?m")
    assert denoted == [("6",)] * 3
    applied = _ask(folder, "SELECT ?g ?c { GRAPH ?g { ?c pa:appliedInDomain ?d } }")
    assert len(applied) == 3
    assert len({concept for _, concept in applied}) > 1


def test_the_manifest_counts_what_the_store_holds_and_can_be_served(release: Path, tmp_path: Path) -> None:
    folder = generate(release, tmp_path, 2)
    counts = open_release(folder).manifest.counts
    assert counts.quads == 1 + 2 * (len(_QUADS) - 1)
    assert counts.quads + counts.triples == len(pyoxigraph.Store.read_only(str(folder / "store")))
    assert counts.classes == {f"{_BASE}ontology#Plan": 2}


def test_the_same_seed_gives_the_same_graphs(release: Path, tmp_path: Path) -> None:
    first, second = (generate(release, tmp_path / name, 2, seed=7) for name in ("a", "b"))
    other = generate(release, tmp_path / "c", 2, seed=8)
    assert (first / "planatlas.nq").read_bytes() == (second / "planatlas.nq").read_bytes()
    assert (first / "planatlas.nq").read_bytes() != (other / "planatlas.nq").read_bytes()


def test_what_is_there_is_given_again(release: Path, tmp_path: Path) -> None:
    folder = generate(release, tmp_path, 1)
    before = (folder / "manifest.json").stat().st_mtime_ns
    assert generate(release, tmp_path, 1) == folder
    assert (folder / "manifest.json").stat().st_mtime_ns == before
