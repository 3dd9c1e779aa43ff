"""Room ``linkages``: what a planner reads off the network, as lists and tables with the plan's own sentences."""

from graph_builder.linkages.files import first_matrix, top_filters, top_links, write_linkages
from graph_builder.linkages.matrix import BASES, ORDERS, Cell, Matrix, make_matrix, matrix_csv, matrix_xlsx
from graph_builder.linkages.ranking import TopLink, rank, top_links_csv

__all__ = [
    "BASES",
    "ORDERS",
    "Cell",
    "Matrix",
    "TopLink",
    "first_matrix",
    "make_matrix",
    "matrix_csv",
    "matrix_xlsx",
    "rank",
    "top_filters",
    "top_links",
    "top_links_csv",
    "write_linkages",
]
