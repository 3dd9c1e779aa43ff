"""Matrices count directives, keep stated ties apart, and stand in one order always."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from graph_builder.errors import FilterError
from graph_builder.linkages import first_matrix, make_matrix, matrix_csv, matrix_xlsx
from graph_builder.network import Filters, Network, link_key

BASE = "https://w3id.org/planatlas/id/"


def test_fields_by_technologies(network: Network) -> None:
    matrix = make_matrix(network)
    assert [(matrix.rows[c.row].zh, matrix.columns[c.column].zh) for c in matrix.cells] == [("金融", "区块链")]
    (cell,) = matrix.cells
    assert (cell.count, cell.ra, len(cell.stated)) == (2, 1.0, 1)
    by_key = {link_key(link): link for link in matrix.network.links}
    assert by_key[cell.link].kind == "together"
    assert by_key[cell.stated[0]].relation == "appliedInDomain"


def test_stated_ties_can_be_what_is_counted(network: Network) -> None:
    (cell,) = make_matrix(network, basis="stated").cells
    assert (cell.count, cell.link, len(cell.stated)) == (2, "", 1)


@pytest.mark.parametrize(
    ("rows", "columns", "basis"),
    [("subsection", "technology", "named"), ("technology", "subsection", "named"), ("subsection", "measure", "shared"),
     ("subsection", "subsection", "shared"), ("place", "facility", "together")],
)  # fmt: skip
def test_what_is_counted_follows_from_the_kinds(network: Network, rows: str, columns: str, basis: str) -> None:
    assert make_matrix(network, rows, columns).basis == basis


def test_a_kind_with_itself_is_symmetric(network: Network) -> None:
    matrix = make_matrix(network, "subsection", "subsection")
    assert matrix.rows == matrix.columns
    assert {(c.row, c.column, c.count) for c in matrix.cells} == {(c.column, c.row, c.count) for c in matrix.cells}


def test_sides_can_be_swapped(real_network: Network) -> None:
    one, other = (make_matrix(real_network, *kinds, order="plan") for kinds in
                  (("domain", "technology"), ("technology", "domain")))  # fmt: skip
    assert (one.rows, one.columns) == (other.columns, other.rows)
    assert {(c.row, c.column, c.link) for c in one.cells} == {(c.column, c.row, c.link) for c in other.cells}


def test_orders(real_network: Network) -> None:
    plan, clustered = (make_matrix(real_network, order=order) for order in ("plan", "clustered"))
    assert [node.order for node in plan.rows] == sorted(node.order for node in plan.rows)
    assert set(plan.rows) == set(clustered.rows)
    assert clustered.rows == make_matrix(real_network, order="clustered").rows

    def spread(matrix: object) -> float:
        """How far the cells of a row stand from one another."""
        places: dict[int, list[int]] = {}
        for cell in matrix.cells:  # type: ignore[attr-defined]
            places.setdefault(cell.row, []).append(cell.column)
        return sum(max(columns) - min(columns) for columns in places.values())

    assert spread(clustered) < spread(plan)


def test_filters_narrow(network: Network) -> None:
    matrix = make_matrix(network, filters=Filters(sections=frozenset((f"{BASE}plan/yunxi/section/1.1.3",))))
    assert [cell.count for cell in matrix.cells] == [1]
    assert make_matrix(network, filters=Filters(plans=frozenset(("none",)))).cells == ()


@pytest.mark.parametrize(
    "given",
    [{"rows": "weather"}, {"columns": "weather"}, {"order": "random"}, {"basis": "friend"}],
    ids=str,
)
def test_nonsense_is_told(network: Network, given: dict[str, str]) -> None:
    with pytest.raises(FilterError, match="knows no"):
        make_matrix(network, **given)  # type: ignore[arg-type]


def test_tables(real_network: Network) -> None:
    matrix = first_matrix(real_network)
    values = {(c.row, c.column): c.count for c in matrix.cells}
    book = openpyxl.load_workbook(io.BytesIO(matrix_xlsx(matrix)))
    assert book.sheetnames == ["矩阵", "原文", "Matrix", "Sentences"]
    for language, sheet in (("zh", "矩阵"), ("en", "Matrix")):
        table = list(csv.reader(io.StringIO(matrix_csv(matrix, language).removeprefix("\ufeff"), newline="")))
        assert table[0][1:] == [node.title(language) for node in matrix.columns]
        for at, row in enumerate(table[1:]):
            assert [int(cell) if cell else None for cell in row[1:]] == [
                values.get((at, column)) for column in range(len(matrix.columns))
            ]
        cells = [[cell.value for cell in row] for row in book[sheet].iter_rows()]
        assert [[None if value is None else str(value) for value in row] for row in cells] == [
            [value or None for value in row] for row in table
        ]
    said = [row[7] for row in book["原文"].iter_rows(min_row=2, values_only=True)]
    assert said
    assert matrix_xlsx(matrix) == matrix_xlsx(matrix)


def test_data_tells_cells_links_and_sentences(network: Network) -> None:
    data = json.loads(json.dumps(make_matrix(network).as_data()))
    assert [node["zh"] for node in data["rows"]] == ["金融"]
    again = Network.from_data(data["network"])
    assert {link_key(link) for link in again.links} == {data["cells"][0]["link"], *data["cells"][0]["stated"]}
