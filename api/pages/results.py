"""Results of SPARQL queries as pages and rooms of this package read them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Labels = Mapping[str, Mapping[str, str]]
"""Labels by IRI, then by language."""

PREFIXES = """\
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

_BATCH = 400
"""IRIs that one query for labels names: the query stays far below the limit of a query's length."""


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of a result: ``kind`` is uri, literal, bnode or triple, as in the SPARQL JSON format."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether the term is an IRI."""
        return self.kind == "uri"


Row = Mapping[str, Term]
Ask = Callable[[str], Awaitable[list[Row]]]
"""Asks a SELECT query of a release's engine."""


@dataclass(frozen=True, slots=True)
class Table:
    """The result of a SELECT query."""

    variables: tuple[str, ...]
    rows: list[Row]


def read_select(content: bytes) -> Table:
    """Read a result in the SPARQL 1.1 Query Results JSON Format."""
    data = json.loads(content)
    rows: list[Row] = [
        {name: _term(value) for name, value in binding.items()} for binding in data["results"]["bindings"]
    ]
    return Table(tuple(data["head"]["vars"]), rows)


def read_boolean(content: bytes) -> bool:
    """Read the answer of an ASK query in the same format."""
    return bool(json.loads(content)["boolean"])


def _term(value: Mapping[str, Any]) -> Term:
    raw = value["value"]
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
    return Term(value["type"], text, value.get("xml:lang", ""), value.get("datatype", ""))


def is_speakable(iri: str) -> bool:
    """Tell whether an IRI can stand between angle brackets in a query."""
    return not any(character in '<>"{}|^`\\' or character <= " " for character in iri)


async def labels_of(ask: Ask, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """Look up the labels of things, by IRI and language; a label without language stands under ``""``.

    Where a thing has several labels in one language, the first in code point order is taken.
    """
    wanted = sorted({iri for iri in iris if is_speakable(iri)})
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(wanted), _BATCH):
        values = " ".join(f"<{iri}>" for iri in wanted[start : start + _BATCH])
        query = f"""{PREFIXES}
SELECT DISTINCT ?thing ?label WHERE {{
  VALUES ?thing {{ {values} }}
  ?thing ?property ?label .
  FILTER(?property IN (rdfs:label, skos:prefLabel))
}}"""
        for row in await ask(query):
            label = row["label"]
            of_thing = found.setdefault(row["thing"].value, {})
            held = of_thing.get(label.language)
            if held is None or label.value < held:
                of_thing[label.language] = label.value
    return found


def best_label(labels: Mapping[str, str], language: str) -> str:
    """Give the label in a language, else the one without language, else the Chinese one, else any; may be empty."""
    for wanted in (language, "", "zh"):
        if wanted in labels:
            return labels[wanted]
    return next(iter(labels.values()), "")


def local_name(iri: str) -> str:
    """Give the part of an IRI that tells a thing from its like: after ``#``, else after the last ``/``."""
    return iri.rstrip("/").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
