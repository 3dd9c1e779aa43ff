"""The two SHACL engines behind one door: each holds shapes against a graph and gives SHACL's own report."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rdflib import Graph

from graph_builder.errors import ResourceError

_MEND = "mend the files in shapes/"


def _fast(data: Graph, shapes: Graph) -> Graph:
    """Run pyshifty (imported as ``shifty``), written in Rust: it takes N-Triples and answers in seconds."""
    import shifty

    lines = [graph.serialize(format="nt", encoding="utf-8") for graph in (data, shapes)]
    try:
        _, results, _ = shifty.validate(*lines, graph_mode="data", infer=False, on_unsupported="error")
    except (ValueError, RuntimeError) as error:
        raise ResourceError(f"the shapes cannot be used: {error}", remedy=_MEND) from error
    return results


def _reference(data: Graph, shapes: Graph) -> Graph:
    """Run pyshacl, which follows the specification section by section, on an in-memory rdflib graph."""
    import pyshacl

    own = Graph()  # pyshacl adds triples to the shapes that it is given
    for triple in shapes:
        own.add(triple)
    try:
        _, results, _ = pyshacl.validate(data, shacl_graph=own, advanced=False, allow_warnings=True)
    except Exception as error:  # pyshacl raises many types, some of them bare
        raise ResourceError(f"the shapes cannot be used: {error}", remedy=_MEND) from error
    if not isinstance(results, Graph):
        raise ResourceError(f"the shapes cannot be used: {results}", remedy=_MEND)
    return results


ENGINES: Mapping[str, Callable[[Graph, Graph], Graph]] = {"fast": _fast, "reference": _reference}
"""Engines by name: ``fast`` checks every build, ``reference`` is what it is held against."""
