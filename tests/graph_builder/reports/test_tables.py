from __future__ import annotations

import csv
import io

import pytest

from graph_builder.reports import csv_table


def test_mark_and_line_ends() -> None:
    assert csv_table(("规划", "n"), [("a,b", 1), ('"', None)]) == '\ufeff规划,n\r\n"a,b",1\r\n"""",\r\n'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠SUM"])
def test_no_cell_is_a_formula(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_table(("x",), [(cell,)]), newline="")))
    assert rows[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", [-5, 0, 2.5, "5-1", "a=b", ""])
def test_what_is_no_formula_stays(cell: object) -> None:
    rows = list(csv.reader(io.StringIO(csv_table(("x", "y"), [(cell, "z")]), newline="")))
    assert rows[1] == [str(cell), "z"]
