"""The page on which people write and run queries. It needs no script; where ``web`` has been built it has an editor."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.linked_data import page_address
from api.pages.assets import bundles
from api.pages.gallery import grouped
from api.pages.language import Language, language_of
from api.pages.messages import words
from api.pages.render import page
from api.pages.results import PREFIXES, Ask, Labels, Row, Table, Term, best_label, is_speakable, labels_of, local_name
from api.problems import Problem
from api.release import Release
from api.settings import Settings

_ROWS = 500
"""Rows, or lines of a graph, that the page shows; it says so when there are more."""

_NUMERIC = ("integer", "decimal", "double", "float", "nonNegativeInteger", "positiveInteger", "long", "int")

_WORDS = ("editor.", "sparql.", "copy.")
"""Beginnings of the messages that the editor speaks with."""

_TABLE_FORMATS = (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
_GRAPH_FORMATS = (("Turtle", "ttl"), ("N-Triples", "nt"), ("RDF/XML", "rdf"), ("JSON-LD", "jsonld"))
_TRUTH_FORMATS = (("JSON", "json"), ("XML", "xml"))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gave: a table, a graph in Turtle, or a truth value; the others are None."""

    table: Table | None = None
    graph: str | None = None
    truth: bool | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as the page shows it."""

    text: str
    iri: str = ""
    address: str = ""
    short: str = ""
    place: str = ""
    language: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result as the page shows it. ``count`` counts all rows or lines, shown or not."""

    seconds: str
    downloads: Sequence[tuple[str, str]]
    count: int = 0
    table: Table | None = None
    cells: Sequence[Sequence[Cell | None]] = ()
    lines: Sequence[str] | None = None
    truth: bool | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a query did not run, and where in it where known."""

    detail: str
    line: int | None
    column: int | None


class Runner(Protocol):
    """Runs queries of a release: ``ask`` those of the page itself, ``run`` those of people."""

    async def ask(self, query: str) -> list[Row]:
        """Run a SELECT query."""

    async def run(self, query: str) -> Answer:
        """Run any query.

        Raises:
            Problem: the query is refused, wrong, too slow or too large.
        """


async def query_page(request: Request, release: Release, runner: Runner, settings: Settings) -> Response:
    """Answer ``/sparql`` for people: the form, and the result of ``?query=`` where it is given."""
    language = language_of(request)
    groups = grouped(language)
    given = request.query_params.get("query", "").strip()
    outcome: Outcome | None = None
    failure: Failure | None = None
    status = 200
    if given:
        started = time.perf_counter()
        try:
            answer = await runner.run(given)
            outcome = await _outcome(answer, given, time.perf_counter() - started, release, runner.ask, language)
        except Problem as problem:
            status = problem.status
            members = problem.members
            failure = Failure(problem.detail, members.get("line"), members.get("column"))
    return page(
        request,
        "sparql.html",
        release,
        status=status,
        query=given or groups[0].examples[0].query,
        gallery=groups,
        outcome=outcome,
        failure=failure,
        editor=bundles().get("editor"),
        settings={
            "language": language.value,
            "base": release.manifest.base,
            "plans": [{"id": plan.id, "iri": plan.iri} for plan in release.manifest.plans],
            "timeout": settings.query_timeout,
            "words": words(language, *_WORDS),
        },
    )


async def _outcome(answer: Answer, query: str, took: float, release: Release, ask: Ask, language: Language) -> Outcome:
    seconds = f"{took:.2f}"
    if answer.table is not None:
        shown = answer.table.rows[:_ROWS]
        iris = {term.value for row in shown for term in row.values() if term.is_iri}
        labels = await labels_of(ask, iris)
        places = await _places(ask, iris, release)
        cells = [
            [_cell(row.get(name), labels, places, release, language) for name in answer.table.variables]
            for row in shown
        ]
        downloads = _downloads(query, _TABLE_FORMATS)
        return Outcome(seconds, downloads, len(answer.table.rows), table=answer.table, cells=cells)
    if answer.graph is not None:
        lines = answer.graph.splitlines()
        return Outcome(seconds, _downloads(query, _GRAPH_FORMATS), len(lines), lines=lines[:_ROWS])
    return Outcome(seconds, _downloads(query, _TRUTH_FORMATS), truth=answer.truth)


def _downloads(query: str, formats: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, f"/sparql?{urlencode({'query': query, 'format': value})}") for name, value in formats]


async def _places(ask: Ask, iris: Iterable[str], release: Release) -> dict[str, str]:
    """Find where in a plan things are mentioned first: addresses of the reader by IRI."""
    values = " ".join(f"<{iri}>" for iri in sorted(iris) if iri.startswith(release.manifest.base) and is_speakable(iri))
    if not values:
        return {}
    rows = await ask(f"""{PREFIXES}
SELECT ?thing ?mention ?begin ?end WHERE {{
  VALUES ?thing {{ {values} }}
  {{ ?mention pa:denotes ?thing }} UNION {{ ?thing a pa:Mention BIND(?thing AS ?mention) }}
  ?mention nif:beginIndex ?begin ; nif:endIndex ?end
}}""")
    first: dict[str, tuple[str, int, int]] = {}
    for row in rows:
        plan = next((item for item in release.manifest.plans if row["mention"].value.startswith(f"{item.iri}/")), None)
        if plan is not None:
            place = (plan.id, int(row["begin"].value), int(row["end"].value))
            thing = row["thing"].value
            first[thing] = min(first.get(thing, place), place)
    return {thing: f"/plans/{plan}#char={begin},{end}" for thing, (plan, begin, end) in first.items()}


def _cell(
    term: Term | None, labels: Labels, places: dict[str, str], release: Release, language: Language
) -> Cell | None:
    if term is None:
        return None
    if not term.is_iri:
        numeric = local_name(term.datatype) in _NUMERIC
        return Cell(term.value, language=term.language, numeric=numeric)
    label = best_label(labels.get(term.value, {}), language)
    return Cell(
        text=label or short_name(term.value, release),
        iri=term.value,
        address=address_of(term.value, release),
        short=short_name(term.value, release) if label else "",
        place=places.get(term.value, ""),
    )


def short_name(iri: str, release: Release) -> str:
    """Write an IRI of the release without its base, any other in full."""
    base = release.manifest.base
    return iri.removeprefix(base) if iri.startswith(base) else iri


def address_of(iri: str, release: Release) -> str:
    """Give the address at which people find what is known of a thing; empty where there is none."""
    return page_address(iri, release.manifest.base) or (iri if iri.startswith(("https://", "http://")) else "")
