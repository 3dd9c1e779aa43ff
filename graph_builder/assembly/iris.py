"""Mint IRIs: positions for the parts of a plan, offsets for mentions, content hashes for assertions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from rdflib import URIRef

from graph_builder.namespaces import GRAPH, ID
from graph_builder.structure import HEADED, Unit, UnitKind
from graph_builder.text import Span

_FOLDERS = {
    UnitKind.PARAGRAPH: "paragraph",
    UnitKind.TASK: "task",
    UnitKind.SAFEGUARD: "safeguard",
    UnitKind.BOX: "box",
    UnitKind.ITEM: "item",
    **dict.fromkeys(HEADED, "section"),
}


def graph_iri(name: str) -> URIRef:
    """Give the IRI of a named graph, such as ``plan/xicheng-145``."""
    return GRAPH[name]


def assertion_key(stated_in: str, subject: str, predicate: str, obj: str) -> str:
    """Hash what an assertion says and which directive says it: 20 hexadecimal digits of SHA-256.

    The rules in ``ontology/rules`` compute the same in SPARQL.
    """
    return hashlib.sha256(" ".join((stated_in, subject, predicate, obj)).encode()).hexdigest()[:20]


class PlanIris:
    """The IRIs of one plan."""

    def __init__(self, plan_id: str) -> None:
        self.plan = ID[f"plan/{plan_id}"]

    def _below(self, path: str) -> URIRef:
        return URIRef(f"{self.plan}/{path}")

    @property
    def text(self) -> URIRef:
        """The source text."""
        return self._below("text")

    def unit(self, unit: Unit) -> URIRef:
        """Name a unit by its kind and counted position; the title and sentences have no IRI."""
        return self._below(f"{_FOLDERS[unit.kind]}/{_dotted(unit.position)}")

    def directive(self, unit: Unit, index: int) -> URIRef:
        """Name the directive that is the index-th (from 1) of its unit."""
        return self._below(f"directive/{_dotted((*unit.position, index))}")

    def mention(self, span: Span) -> URIRef:
        """Name a mention by its offsets: one for a span, whatever it denotes."""
        return self._below(f"mention/{span.start}-{span.end}")

    def individual(self, kind: str, span: Span) -> URIRef:
        """Name what stands at one place only: a goal, target or date, or the thing that a generic name means there."""
        return self._below(f"{kind}/{span.start}-{span.end}")

    def involvement(self, span: Span, role: str) -> URIRef:
        """Name the involvement of the agent mentioned there, in a role."""
        return self._below(f"involvement/{span.start}-{span.end}/{role}")

    def assertion(self, stated_in: str, subject: str, predicate: str, obj: str) -> URIRef:
        """Name an assertion by what it says and where."""
        return self._below(f"assertion/{assertion_key(stated_in, subject, predicate, obj)}")


def _dotted(position: Iterable[int]) -> str:
    return ".".join(map(str, position))
