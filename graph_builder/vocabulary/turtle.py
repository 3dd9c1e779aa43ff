"""Read Turtle so that a fault is told with its line and column."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
from rdflib import Graph
from rdflib.exceptions import ParserError

from graph_builder.errors import Place, PlanAtlasError, VocabularyError


def read_turtle(path: Path, error_type: type[PlanAtlasError] = VocabularyError) -> Graph:
    """Read a Turtle file.

    Raises:
        PlanAtlasError: of the given type; the file cannot be read or is not valid Turtle.
    """
    try:
        data = path.read_bytes()
        data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise error_type(f"cannot be read: {error}", place=Place(path), remedy="write it in UTF-8") from error
    try:
        quads = list(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise error_type(
            f"is not Turtle: {error.msg}",
            place=Place(path, error.lineno, error.offset),
            remedy="mend the file there; often a full stop, semicolon or quotation mark is missing before that place",
        ) from error
    graph = Graph()
    try:
        graph.parse(data=pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", format="nt")
    except ParserError as error:
        raise error_type(
            f"is not RDF 1.1: {error}", place=Place(path), remedy="leave out triple terms and text directions (RDF 1.2)"
        ) from error
    return graph
