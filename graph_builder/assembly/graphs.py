"""Small helpers on graphs: merge them, and hand them to pyoxigraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyoxigraph
from rdflib import Graph, URIRef


def merge(graphs: Iterable[Graph]) -> Graph:
    """Put the triples of several graphs into one."""
    union = Graph()
    for graph in graphs:
        for triple in graph:
            union.add(triple)
    return union


def to_quads(graphs: Mapping[URIRef, Graph]) -> list[pyoxigraph.Quad]:
    """Turn named graphs into quads, sorted by their N-Quads line: the same graphs give the same list."""
    quads: list[tuple[str, pyoxigraph.Quad]] = []
    for name, graph in graphs.items():
        node = pyoxigraph.NamedNode(str(name))
        for triple in pyoxigraph.parse(
            graph.serialize(format="nt", encoding="utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES
        ):
            quad = pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, node)
            quads.append((str(quad), quad))
    quads.sort(key=lambda pair: pair[0])
    return [quad for _, quad in quads]


def sorted_lines(quads: Iterable[pyoxigraph.Quad | pyoxigraph.Triple]) -> bytes:
    """Write sorted N-Quads (or N-Triples): one statement a line, each line once."""
    return "".join(f"{line} .\n" for line in sorted({str(quad) for quad in quads})).encode()
