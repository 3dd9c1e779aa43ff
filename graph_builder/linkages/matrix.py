"""A matrix of two kinds of node: how strongly each row hangs together with each column, and which sentences say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from graph_builder.errors import FilterError
from graph_builder.network import (
    KIND_TERMS,
    KINDS,
    NAMED,
    SHARED,
    STATED,
    TECHNOLOGY,
    TOGETHER,
    WEIGHTS,
    Filters,
    Link,
    Network,
    Node,
    gather,
    link_key,
    narrow,
    term,
)
from graph_builder.reports import Sheet, csv_table, workbook

ORDERS = ("plan", "clustered")
"""Orders of rows and columns: in which the plan first names them, or with what is alike side by side."""

BASES = (STATED, SHARED, TOGETHER, TECHNOLOGY, NAMED)
"""Kinds of link that cells can count."""

_PLACES = ("subsection", "measure")


@dataclass(frozen=True)
class Cell:
    """A cell: the weights of the link between a row and a column, and the keys of links.

    ``link`` is what is counted, empty where nothing is. ``stated`` are ties that the plan states between the two; they
    stand beside the count and are not added to it.
    """

    row: int
    column: int
    count: int = 0
    ra: float = 0.0
    aa: float = 0.0
    jaccard: float = 0.0
    link: str = ""
    stated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """Rows and columns as nodes, and the cells that are not empty, row by row; ``links`` are those behind the cells."""

    row_kind: str
    column_kind: str
    basis: str
    order: str
    weight: str
    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    cells: tuple[Cell, ...]
    network: Network

    def as_data(self) -> dict[str, Any]:
        """Give the matrix as plain data for JSON, with the links and sentences behind its cells."""
        heads = {
            name: [{"iri": n.iri, "kind": n.kind, "zh": n.title("zh"), "en": n.title("en"), "section": n.section}
                   for n in nodes]
            for name, nodes in (("rows", self.rows), ("columns", self.columns))
        }  # fmt: skip
        return {
            "row_kind": self.row_kind,
            "column_kind": self.column_kind,
            "basis": self.basis,
            "order": self.order,
            "weight": self.weight,
            **heads,
            "cells": [asdict(cell) for cell in self.cells],
            "network": self.network.as_data(),
        }


def make_matrix(
    network: Network,
    rows: str = "domain",
    columns: str = "technology",
    *,
    basis: str = "",
    order: str = "clustered",
    filters: Filters | None = None,
) -> Matrix:
    """Make the matrix of two kinds of node from a whole network.

    ``basis`` is the kind of link that is counted; by default two kinds of thing count by the directives that name both,
    a subsection or measure by what it names, and two of these by what they share. ``filters`` narrow as elsewhere, but
    their ``links`` and ``kinds`` are the matrix's own. A row or column without any cell is left out.

    Raises:
        FilterError: no such kind, basis or order, or a basis that does not join these kinds.
    """
    for name, value, known in (("rows", rows, KINDS), ("columns", columns, KINDS), ("order", order, ORDERS)):
        if value not in known:
            raise FilterError(
                f"{name} knows no {value!r}", kind="value", name=name, value=value, known=known,
                remedy=f"take one of {', '.join(known)}",
            )  # fmt: skip
    basis = basis or default_basis(rows, columns)
    if basis not in BASES:
        raise FilterError(
            f"basis knows no {basis!r}", kind="value", name="basis", value=basis, known=BASES,
            remedy=f"take one of {', '.join(BASES)}",
        )  # fmt: skip
    chosen = replace(filters or Filters(), links=frozenset({basis, STATED}), kinds=frozenset({rows, columns}))
    seen = narrow(network, chosen)
    wanted = {rows, columns}
    links = [
        link for link in seen.links
        if {seen.nodes[link.source].kind, seen.nodes[link.target].kind} == wanted
    ]  # fmt: skip
    found = _cells(seen, links, rows, columns, basis)
    weight = chosen.weight
    row_iris = _ordered(seen, sorted({row for row, _ in found}), found, weight, order, 0)
    column_iris = (
        row_iris if rows == columns else _ordered(seen, sorted({c for _, c in found}), found, weight, order, 1)
    )
    row_at, column_at = ({iri: at for at, iri in enumerate(iris)} for iris in (row_iris, column_iris))
    cells = sorted(
        (replace(cell, row=row_at[row], column=column_at[column]) for (row, column), cell in found.items()),
        key=lambda cell: (cell.row, cell.column),
    )
    kept = gather(seen, links)
    row_nodes, column_nodes = (tuple(seen.nodes[iri] for iri in iris) for iris in (row_iris, column_iris))
    return Matrix(rows, columns, basis, order, weight, row_nodes, column_nodes, tuple(cells), kept)


def default_basis(rows: str, columns: str) -> str:
    """Give the kind of link that a matrix of two kinds counts unless told otherwise."""
    places = [kind in _PLACES for kind in (rows, columns)]
    return SHARED if all(places) else NAMED if any(places) else TOGETHER


def _cells(network: Network, links: list[Link], rows: str, columns: str, basis: str) -> dict[tuple[str, str], Cell]:
    """Make the cells by the IRIs of row and column; a matrix of one kind with itself has each pair twice."""
    cells: dict[tuple[str, str], Cell] = {}
    for link in links:
        ends = [(link.source, link.target), (link.target, link.source)]
        if rows != columns:
            ends = [(row, column) for row, column in ends if network.nodes[row].kind == rows]
        for row, column in ends:
            cell = cells.get((row, column), Cell(0, 0))
            if link.kind == basis and basis != STATED:
                cell = replace(cell, link=link_key(link), **{name: getattr(link, name) for name in WEIGHTS})
            else:
                cell = replace(cell, stated=(*cell.stated, link_key(link)))
                if basis == STATED:  # a pair may be tied in several ways
                    cell = replace(cell, count=cell.count + link.count, ra=round(cell.ra + link.ra, 6),
                                   aa=round(cell.aa + link.aa, 6), jaccard=max(cell.jaccard, link.jaccard))  # fmt: skip
            cells[row, column] = cell
    return cells


def _ordered(
    network: Network, iris: list[str], cells: dict[tuple[str, str], Cell], weight: str, order: str, side: int
) -> list[str]:
    """Put rows (side 0) or columns (side 1) in order.

    Clustered: average linkage over cosine distances, the leaves turned so that neighbours are as alike as they can be
    (Bar-Joseph, Gifford and Jaakkola, Bioinformatics 17, 2001).
    """
    iris = sorted(iris, key=lambda iri: (network.nodes[iri].order, iri))
    if order == "plan" or len(iris) < 3:
        return iris
    import numpy as np  # scipy takes a second to load, which only who asks for this order waits for
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import pdist

    across = sorted({pair[1 - side] for pair in cells})
    at = {iri: place for place, iri in enumerate(iris)}, {iri: place for place, iri in enumerate(across)}
    values = np.zeros((len(iris), len(across)))
    for pair, cell in cells.items():
        # a tie that is stated only still puts two side by side, but less than what is counted
        values[at[0][pair[side]], at[1][pair[1 - side]]] = getattr(cell, weight) or 0.5 * bool(cell.stated)
    tree = linkage(pdist(values, "cosine"), method="average", optimal_ordering=True)
    return [iris[place] for place in leaves_list(tree)]


# -------------------------------------------------------------------------------------------------- tables


def matrix_csv(matrix: Matrix, language: str) -> str:
    """Write the matrix as CSV in ``zh`` or ``en``: a row and a column for each node, the weight in the cells."""
    return csv_table(_header(matrix, language), _grid(matrix, language))


def matrix_xlsx(matrix: Matrix) -> bytes:
    """Write the matrix as a workbook: the grid, and a sheet of the sentences behind its cells, in both languages."""
    sheets = []
    for language, names in (("zh", ("矩阵", "原文")), ("en", ("Matrix", "Sentences"))):
        widths = (28, *(12 for _ in matrix.columns))
        sheets.append(Sheet(names[0], _header(matrix, language), list(_grid(matrix, language)), widths, language))
        head = {
            "zh": ("行", "列", "次数", "关联类型", "规划", "字符起", "字符止", "原文"),
            "en": ("Row", "Column", "Count", "Kind of link", "Plan", "From", "To", "The plan says"),
        }[language]
        rows = list(_sentences(matrix, language))
        sheets.append(Sheet(names[1], head, rows, (24, 24, 8, 16, 16, 8, 8, 100), language))
    return workbook(f"{matrix.row_kind} × {matrix.column_kind}", sheets)


def _header(matrix: Matrix, language: str) -> tuple[str, ...]:
    corner = " × ".join(term(KIND_TERMS, kind, language) for kind in (matrix.row_kind, matrix.column_kind))
    return (corner, *(node.title(language) for node in matrix.columns))


def _grid(matrix: Matrix, language: str) -> Iterator[tuple[object, ...]]:
    values = {(cell.row, cell.column): cell for cell in matrix.cells}
    for place, node in enumerate(matrix.rows):
        found = (values.get((place, column)) for column in range(len(matrix.columns)))
        yield (node.title(language), *(None if cell is None else _value(cell, matrix.weight) for cell in found))


def _value(cell: Cell, weight: str) -> float | int:
    return cell.count if weight == "count" else float(getattr(cell, weight))


def _sentences(matrix: Matrix, language: str) -> Iterator[tuple[object, ...]]:
    by_key = {link_key(link): link for link in matrix.network.links}
    for cell in matrix.cells:
        for key in dict.fromkeys((cell.link, *cell.stated)):
            if link := by_key.get(key):
                row, column = matrix.rows[cell.row], matrix.columns[cell.column]
                for saying in matrix.network.said(link):
                    yield (row.title(language), column.title(language), link.count, link.relation or link.kind,
                           saying.plan, saying.begin, saying.end, saying.sentence)  # fmt: skip
