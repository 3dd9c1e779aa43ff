"""Read the shapes, name every part of them, and list what they check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import BNode, IdentifiedNode, Node

from graph_builder.errors import ResourceError
from graph_builder.vocabulary import read_turtle

SEVERITIES = ("Violation", "Warning", "Info")
"""Local names of the SHACL severities, the gravest first."""

Messages = tuple[tuple[str, str], ...]
"""A message in several languages: pairs of a language and the words, sorted."""


@dataclass(frozen=True)
class Check:
    """One thing that is checked: a named shape, or one of its property shapes.

    ``shape`` is the IRI of the named shape, ``source`` that of the part which a result names (the shape itself, or the
    property shape); ``severity`` is a local name, ``messages`` are by language.
    """

    shape: str
    source: str
    severity: str
    messages: Messages


def read_shapes(files: Iterable[Path]) -> Graph:
    """Read shapes, and give each property shape and SPARQL constraint an IRI.

    The IRI is that of the named shape, a hyphen and the local name of the path (or ``sparql``); a second shape of the
    same path gets ``-2``. So a report can say which part of a shape was broken without a blank node.

    Raises:
        ResourceError: a file is not Turtle.
    """
    shapes = Graph()
    for file in sorted(files):
        for triple in read_turtle(file, ResourceError):
            shapes.add(triple)
    names = dict(_names(shapes))
    named = Graph()
    for subject, predicate, obj in shapes:
        named.add((names.get(subject, subject), predicate, names.get(obj, obj)))
    return named


def _names(shapes: Graph) -> Iterator[tuple[Node, URIRef]]:
    for owner in _owners(shapes):
        parts = [part for part in shapes.objects(owner, SH.property) if isinstance(part, BNode)]
        taken: dict[str, int] = {}
        for part in sorted(parts, key=lambda part: _messages(shapes, part)):
            base = f"{owner}-{_local(shapes.value(part, SH.path))}"
            taken[base] = taken.get(base, 0) + 1
            yield part, URIRef(base if taken[base] == 1 else f"{base}-{taken[base]}")
        for constraint in shapes.objects(owner, SH.sparql):
            if isinstance(constraint, BNode):
                yield constraint, URIRef(f"{owner}-sparql")


def list_checks(shapes: Graph) -> tuple[Check, ...]:
    """List what shapes check, sorted by shape."""
    found = []
    for owner in _owners(shapes):
        parts = sorted(shapes.objects(owner, SH.property), key=str)
        spoken = _messages(shapes, owner) or _messages(shapes, shapes.value(owner, SH.sparql))
        if spoken or not parts:
            found.append(Check(str(owner), str(owner), _severity(shapes, owner), spoken))
        found += [Check(str(owner), str(part), _severity(shapes, part), _messages(shapes, part)) for part in parts]
    return tuple(found)


def _owners(shapes: Graph) -> list[IdentifiedNode]:
    owners = (owner for owner in shapes.subjects(RDF.type, SH.NodeShape) if isinstance(owner, URIRef))
    return sorted(owners, key=str)


def _severity(shapes: Graph, shape: Node) -> str:
    return _local(shapes.value(shape, SH.severity)) or "Violation"


def _messages(shapes: Graph, shape: Node | None) -> Messages:
    if shape is None:
        return ()
    words = (message for message in shapes.objects(shape, SH.message) if isinstance(message, Literal))
    return tuple(sorted((message.language or "", str(message)) for message in words))


def _local(node: Node | None) -> str:
    return str(node or "").rpartition("#")[2].rpartition("/")[2]
