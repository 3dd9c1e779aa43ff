"""Room ``linkages``: what a planner reads off the network, as lists and tables with the plan's own sentences."""

from graph_builder.linkages.checks import CHECKS, Check
from graph_builder.linkages.coherence import Also, Pair, Side, find_pairs, pair_key
from graph_builder.linkages.decisions import DECIDERS, DECISIONS, Decision, decide, read_decisions, record, stale
from graph_builder.linkages.entries import Reason
from graph_builder.linkages.files import first_matrix, top_filters, top_links, write_linkages
from graph_builder.linkages.gap_files import gaps_csv, gaps_json, gaps_xlsx
from graph_builder.linkages.gaps import Absent, Gap, Lacking, Profile, find_gaps
from graph_builder.linkages.matrix import BASES, ORDERS, Cell, Matrix, make_matrix, matrix_csv, matrix_xlsx
from graph_builder.linkages.pair_files import pairs_csv, pairs_json, pairs_xlsx, read_pairs
from graph_builder.linkages.ranking import TopLink, rank, top_links_csv, top_links_xlsx

__all__ = [
    "BASES",
    "CHECKS",
    "DECIDERS",
    "DECISIONS",
    "ORDERS",
    "Absent",
    "Also",
    "Cell",
    "Check",
    "Decision",
    "Gap",
    "Lacking",
    "Matrix",
    "Pair",
    "Profile",
    "Reason",
    "Side",
    "TopLink",
    "decide",
    "find_gaps",
    "find_pairs",
    "first_matrix",
    "gaps_csv",
    "gaps_json",
    "gaps_xlsx",
    "make_matrix",
    "matrix_csv",
    "matrix_xlsx",
    "pair_key",
    "pairs_csv",
    "pairs_json",
    "pairs_xlsx",
    "rank",
    "read_decisions",
    "read_pairs",
    "record",
    "stale",
    "top_filters",
    "top_links",
    "top_links_csv",
    "top_links_xlsx",
    "write_linkages",
]
