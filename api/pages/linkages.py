"""The pages on linkages: the matrix, the strongest links in words, and directives that should know of one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.ledger import asked_language
from api.linkages import KIND, LISTED, Asked, Linkages, asked_kind, asked_matrix
from api.linked_data import page_address
from api.pages.faults import unknown_value
from api.pages.language import Language
from api.pages.linkage_views import Chosen, Field, Grid, Quote, Row, Said, Strongest, Thing
from api.pages.messages import message
from api.pages.render import page
from api.problems import Problem
from api.reviewed import DRAFT, asked_reviewed, written
from graph_builder.linkages import BASES, ORDERS, Cell, Matrix, Pair, Side
from graph_builder.network import (
    KIND_TERMS,
    KINDS,
    LINK_TERMS,
    RELATION_TERMS,
    SAMPLES,
    STATED,
    WEIGHT_TERMS,
    WEIGHTS,
    Network,
    Node,
    Saying,
    link_key,
    term,
    times_reached,
)

MOST = 60
"""Rows and columns that a page shows; the files have all."""

PER_ROW = 3
"""Pairs of a row that the list on a phone shows."""

_LEVELS = 5
_CHOICES = ("", "confirm", "reject", "open")


def quote_of(saying: Saying, places: tuple[tuple[str, str], ...] = ()) -> Quote:
    """Lay out a sentence so that what leads into the plan is what stands at those characters."""
    ends = saying.sentence_begin + len(saying.sentence)
    begin, end = max(saying.begin, saying.sentence_begin), min(saying.end, ends)
    if begin >= end:
        begin, end = saying.sentence_begin, ends
    marks = [(max(first, begin), min(last, end)) for first, last in saying.marks]
    cuts = sorted({begin, end, *(cut for first, last in marks if first < last for cut in (first, last))})

    def text(first: int, last: int) -> str:
        return saying.sentence[first - saying.sentence_begin : last - saying.sentence_begin]

    parts = tuple(
        (text(first, last), any(one <= first and last <= other for one, other in marks))
        for first, last in pairwise(cuts)
    )
    address = f"/plans/{saying.plan}#char={begin},{end}"
    around = text(saying.sentence_begin, begin), parts, text(end, ends)
    return Quote(address, begin, end, *around, places, saying.review == DRAFT)


class _Names:
    """Names the things of a network in a language."""

    def __init__(self, network: Network, base: str, language: Language) -> None:
        self.network = network
        self.base = base
        self.language = language

    def thing(self, node: Node) -> Thing:
        return Thing(node.title(self.language), page_address(node.iri, self.base))

    def things(self, iris: Iterable[str]) -> tuple[Thing, ...]:
        return tuple(self.thing(self.network.nodes[iri]) for iri in iris if iri in self.network.nodes)

    def quotes(self, sayings: Iterable[Saying]) -> tuple[Quote, ...]:
        """Lay out sayings in the order of the text; those of the same characters are one, with all their marks."""
        found: dict[tuple[str, int, int], Saying] = {}
        for saying in sorted(sayings):
            key = (saying.plan, saying.begin, saying.end)
            known = found.get(key, saying)
            found[key] = replace(known, marks=tuple(sorted({*known.marks, *saying.marks})))
        return tuple(quote_of(saying, self.places(saying)) for saying in found.values())

    def places(self, saying: Saying) -> tuple[tuple[str, str], ...]:
        """Name the subsection and the measure around a saying, with their pages."""
        return tuple((thing.label, thing.href) for thing in self.things((saying.unit, saying.measure)))

    def key(self, iri: str) -> str:
        """Write a thing for an address."""
        return iri.removeprefix(f"{self.base}id/")


# -------------------------------------------------------------------------------------------------- the matrix


async def matrix_page(request: Request, linkages: Linkages) -> Response:
    """Answer ``/linkages``.

    Raises:
        Problem: a parameter has a value that there is not (400); the cell is not in the matrix, or the release has no
            linkages (404).
    """
    language, asked = asked_language(request), asked_matrix(request)
    whole = await linkages.network()
    matrix = await linkages.matrix(asked)
    names = _Names(whole, linkages.release.manifest.base, language)
    wanted = tuple(request.query_params.get(name, "") for name in ("row", "column"))
    chosen = _chosen(matrix, names, wanted) if any(wanted) else None
    return page(
        request,
        "linkages.html",
        linkages.release,
        asked=asked,
        matrix=matrix,
        grid=_grid(matrix, asked, names, wanted),
        chosen=chosen,
        choices=_choices(asked, language),
        terms=_terms(language),
        query=_query(asked.written()),
        swapped=_query(replace(asked, rows=asked.columns, columns=asked.rows).written()),
        tab="matrix",
    )


def address_of(path: str, reviewed: bool, values: Mapping[str, str]) -> str:
    """Write the address of a page with the same choice about drafts."""
    return f"{path}{_query({**values, **written(reviewed)})}"


def downloads(
    language: Language,
    path: str,
    values: Mapping[str, str],
    *,
    csv: Mapping[str, str] | None = None,
    json: Mapping[str, str] | None = None,
) -> list[tuple[str, str]]:
    """Give the files of a page in words with their addresses: a workbook, a table in the language, and JSON.

    All take the ``values``; ``csv`` and ``json`` are what these two take besides.
    """
    return [
        (message("linkages.xlsx", language), f"{path}.xlsx{_query(values)}"),
        (message("linkages.csv", language), f"{path}.csv{_query({**(csv or {}), 'lang': language.value, **values})}"),
        (message("linkages.json", language), f"{path}.json{_query({**(json or {}), **values})}"),
    ]


def _query(values: Mapping[str, str]) -> str:
    return f"?{urlencode(values)}" if values else ""


def _terms(language: Language) -> dict[str, dict[str, str]]:
    tables = {"kind": KIND_TERMS, "link": LINK_TERMS, "weight": WEIGHT_TERMS, "relation": RELATION_TERMS}
    return {name: {key: term(table, key, language) for key in table} for name, table in tables.items()}


def _choices(asked: Asked, language: Language) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Give the selects of the form: name, message key of its label, and (value, words, chosen) of its options."""
    terms = _terms(language)
    usual = message("matrix.basis.usual", language)
    tables: list[tuple[str, Sequence[str], Mapping[str, str]]] = [
        ("rows", KINDS, terms["kind"]),
        ("columns", KINDS, terms["kind"]),
        ("basis", ("", *BASES), {"": usual, **terms["link"]}),
        ("weight", ("count", *(name for name in WEIGHTS if name != "count")), terms["weight"]),
        ("order", ORDERS, {name: message(f"matrix.order.{name}", language) for name in ORDERS}),
    ]
    return [
        (name, f"matrix.{name}", [(value, words[value], getattr(asked, name) == value) for value in values])
        for name, values, words in tables
    ]


def _value(cell: Cell, weight: str) -> float:
    return float(getattr(cell, weight))


def _written(cell: Cell, weight: str, language: Language) -> str:
    value = _value(cell, weight)
    if not value:
        return message("matrix.only", language)
    return f"{value:.0f}" if weight == "count" else f"{value:.2f}"


def _grid(matrix: Matrix, asked: Asked, names: _Names, wanted: tuple[str, ...]) -> Grid:
    """Lay out a matrix; the weakest rows and columns of a large one are left out."""
    language = names.language
    cells = {(cell.row, cell.column): cell for cell in matrix.cells}
    levels = _levels(matrix)

    def strength(side: str, place: int) -> tuple[float, int]:
        own = [cell for cell in matrix.cells if getattr(cell, side) == place]
        return sum(_value(cell, matrix.weight) or 0.5 for cell in own), -place

    kept = {}
    for side, nodes in (("row", matrix.rows), ("column", matrix.columns)):
        best = sorted(range(len(nodes)), key=lambda place: strength(side, place), reverse=True)
        kept[side] = sorted(best[:MOST])
    own = {place: names.thing(node) for place, node in enumerate(matrix.columns)}
    columns = {place: replace(own[place], label=matrix.columns[place].label(language)) for place in kept["column"]}

    def shown(cell: Cell) -> Field:
        row, column = matrix.rows[cell.row], matrix.columns[cell.column]
        ends = (names.key(row.iri), names.key(column.iri))
        address = _query({**asked.written(), "row": ends[0], "column": ends[1]})
        text = _written(cell, matrix.weight, language)
        spoken = message("matrix.cell", language, row=row.label(language), column=column.label(language), value=text)
        if cell.stated and _value(cell, matrix.weight):
            spoken = message("matrix.cell.stated", language, cell=spoken)
        level = levels.get(_value(cell, matrix.weight), 0)
        key = f"r{cell.row}c{cell.column}"
        return Field(key, f"/linkages{address}#said", text, spoken, level, bool(cell.stated), ends == wanted)

    rows, strongest = [], []
    for place in kept["row"]:
        thing = names.thing(matrix.rows[place])
        fields = tuple(shown(cell) if (cell := cells.get((place, column))) is not None else None for column in columns)
        rows.append((thing, fields))
        ranked = sorted(
            (cell for cell in matrix.cells if cell.row == place),
            key=lambda cell: (-_value(cell, matrix.weight), -len(cell.stated), cell.column),
        )
        pairs = tuple((own[cell.column], shown(cell)) for cell in ranked[:PER_ROW])
        strongest.append(Strongest(thing, pairs, len(ranked) - len(pairs)))
    cut = len(rows) < len(matrix.rows) or len(columns) < len(matrix.columns)
    return Grid(tuple(rows), tuple(columns.values()), tuple(strongest), cut)


def _levels(matrix: Matrix) -> dict[float, int]:
    """Give each value a colour, the strongest the darkest: equal steps between the values that there are."""
    values = sorted({_value(cell, matrix.weight) for cell in matrix.cells} - {0.0})
    if len(values) <= _LEVELS:
        return {value: place for place, value in enumerate(values, 1)}
    return {value: 1 + place * _LEVELS // len(values) for place, value in enumerate(values)}


def _chosen(matrix: Matrix, names: _Names, wanted: tuple[str, ...]) -> Chosen:
    """Find the cell of an address and what is said of its things.

    Raises:
        Problem: there is no such cell (404).
    """
    rows, columns = (
        {names.key(node.iri): place for place, node in enumerate(nodes)} for nodes in (matrix.rows, matrix.columns)
    )
    place = (rows.get(wanted[0], -1), columns.get(wanted[1], -1))
    cell = next((cell for cell in matrix.cells if (cell.row, cell.column) == place), None)
    if cell is None:
        raise Problem(
            404, f"This matrix has no cell {wanted[0]} × {wanted[1]}; its cells lead to the addresses that there are."
        )
    by_key = {link_key(link): link for link in matrix.network.links}
    said = []
    for key in dict.fromkeys((cell.link, *cell.stated)):
        if link := by_key.get(key):
            title = term(LINK_TERMS, link.kind, names.language)
            if link.kind == STATED:
                tie = term(RELATION_TERMS, link.relation, names.language)
                title += message("list.colon", names.language) + tie
            said.append(Said(link.relation or link.kind, title, names.quotes(matrix.network.said(link))))
    row, column = names.thing(matrix.rows[cell.row]), names.thing(matrix.columns[cell.column])
    return Chosen(f"r{cell.row}c{cell.column}", row, column, tuple(said))


# ------------------------------------------------------------------------------------------- strongest links


async def top_page(request: Request, linkages: Linkages) -> Response:
    """Answer ``/linkages/top``.

    Raises:
        Problem: a parameter has a value that there is not (400), or the release has no linkages (404).
    """
    language, kind, reviewed = asked_language(request), asked_kind(request), asked_reviewed(request)
    network = await linkages.network()
    found = linkages.top(reviewed)
    names = _Names(network, linkages.release.manifest.base, language)
    rows = [
        Row(
            link,
            link.words(language),
            names.things(iri for side in link.sides for iri in side),
            names.things(link.through),
            names.quotes(link.sayings),
            None if link.p is None else times_reached(link.p),
        )
        for link in found[kind]
    ]
    weight = "aa" if kind == "together" else "ra"
    return page(
        request,
        "linkages_top.html",
        linkages.release,
        kind=kind,
        kinds=[(name, len(found[name]), address_of("/linkages/top", reviewed, {KIND: name})) for name in LISTED],
        rows=rows,
        compared=any(row.reached is not None for row in rows),
        samples=SAMPLES,
        weight=weight,
        terms=_terms(language),
        tab="top",
        reviewed=reviewed,
        downloads=downloads(language, "/linkages/top", written(reviewed), csv={KIND: kind}, json={KIND: kind}),
    )


# -------------------------------------------------------------------------------------------------- coherence


async def coherence_page(request: Request, linkages: Linkages) -> Response:
    """Answer ``/linkages/coherence``.

    Raises:
        Problem: a parameter has a value that there is not (400), or the release has no linkages (404).
    """
    language, reviewed = asked_language(request), asked_reviewed(request)
    decision = request.query_params.get("decision", "")
    if decision not in _CHOICES:
        told = f"decision knows no {decision!r}; take one of {', '.join(filter(None, _CHOICES))}."
        raise Problem(400, told, chinese=unknown_value("decision", decision, _CHOICES, Language.ZH))
    pairs = linkages.pairs(reviewed)
    counts = {name: len(_decided(pairs, name)) for name in _CHOICES}
    return page(
        request,
        "linkages_coherence.html",
        linkages.release,
        pairs=[
            (
                pair,
                [_side(side, linkages.release.manifest.base, language) for side in (pair.first, pair.second)],
                [_side(side, linkages.release.manifest.base, language) for side in _further(pair)],
            )
            for pair in _decided(pairs, decision)
        ],
        decision=decision,
        choices=[
            (name, counts[name], address_of("/linkages/coherence", reviewed, {"decision": name} if name else {}))
            for name in _CHOICES
            if counts[name] or name == decision
        ],
        example=next(iter(_decided(pairs, "open")), pairs[0] if pairs else None),
        tab="coherence",
        reviewed=reviewed,
        downloads=downloads(language, "/linkages/coherence", written(reviewed)),
    )


def _decided(pairs: Sequence[Pair], decision: str) -> list[Pair]:
    wanted = {"open": "", "": None}.get(decision, decision)
    return [pair for pair in pairs if wanted is None or pair.decision == wanted]


def _further(pair: Pair) -> list[Side]:
    """Give what else belongs to a pair: other directives of its tasks and of their boxes, in the order of the text."""
    sides = {side.directive: side for also in pair.also for side in (also.first, also.second)}
    for side in (pair.first, pair.second):
        sides.pop(side.directive, None)
    return sorted(sides.values(), key=lambda side: side.saying)


def _side(side: Side, base: str, language: Language) -> Quote:
    unit, measure = (side.unit_en, side.measure_en) if language is Language.EN else (side.unit_zh, side.measure_zh)
    return quote_of(side.saying, ((unit, page_address(side.unit, base)), (measure, page_address(side.measure, base))))
