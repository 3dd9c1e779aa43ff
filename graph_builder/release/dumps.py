"""Write the dumps. Their input is sorted and has no blank nodes, so the same graphs give the same bytes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, Quad, RdfFormat

from graph_builder.assembly import sorted_lines
from graph_builder.namespaces import CATALOG_PREFIXES

MEDIA_TYPES = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".rq": "application/sparql-query",
    ".gz": "application/gzip",
    ".html": "text/html",
    ".json": "application/json",
    ".graphml": "application/graphml+xml",
    ".gexf": "application/gexf+xml",
    ".svg": "image/svg+xml",
    ".csv": "text/csv",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media type by the last suffix of a file's name."""

FORMATS = (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")
"""The formats of the dumps of the whole graph."""

_MERGED = {".ttl": RdfFormat.TURTLE, ".jsonld": RdfFormat.JSON_LD, ".rdf": RdfFormat.RDF_XML}


def merged_triples(quads: Sequence[Quad]) -> list[Quad]:
    """Put the quads of all graphs into the default graph, each triple once, sorted."""
    unique = {str(quad.triple): quad for quad in quads}
    return [Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for _, quad in sorted(unique.items())]


def write_dumps(quads: Sequence[Quad], folder: Path, name: str) -> Iterator[Path]:
    """Write all formats, each plain and gzipped. ``.nq`` and ``.trig`` hold the graphs, the others the merge."""
    merged = merged_triples(quads)
    contents = {".nq": sorted_lines(quads), ".nt": sorted_lines(quad.triple for quad in merged)}
    contents[".trig"] = _serialize(quads, RdfFormat.TRIG)
    contents |= {suffix: _serialize(merged, form) for suffix, form in _MERGED.items()}
    for suffix, content in contents.items():
        yield from write_packed(folder / f"{name}{suffix}", content)


def write_plan_dump(quads: Sequence[Quad], path: Path) -> Iterator[Path]:
    """Write what belongs to one plan as Turtle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    yield from write_packed(path, _serialize(merged_triples(quads), RdfFormat.TURTLE))


def _serialize(quads: Sequence[Quad], form: RdfFormat) -> bytes:
    return pyoxigraph.serialize(quads, format=form, prefixes=CATALOG_PREFIXES) or b""


def write_packed(path: Path, content: bytes) -> Iterator[Path]:
    """Write a file and, beside it, its gzipped twin, which carries neither a time nor a name."""
    path.write_bytes(content)
    yield path
    packed = path.with_name(f"{path.name}.gz")
    packed.write_bytes(gzip.compress(content, mtime=0))
    yield packed
