"""Room ``linkages``: what a planner reads off the network, as lists and tables with the plan's own sentences."""

from graph_builder.linkages.checks import CHECKS, Check
from graph_builder.linkages.coherence import Also, Pair, Side, find_pairs, pair_key
from graph_builder.linkages.comparison import (
    COMPARED,
    Compared,
    ComparedPlan,
    Comparison,
    InPlan,
    OtherName,
    among,
    compare_plans,
)
from graph_builder.linkages.comparison_files import (
    REASONS,
    comparison_csv,
    comparison_json,
    comparison_xlsx,
    other_names_csv,
    read_comparison,
)
from graph_builder.linkages.decisions import DECIDERS, DECISIONS, Decision, decide, read_decisions, record, stale
from graph_builder.linkages.entries import Reason
from graph_builder.linkages.files import (
    REVIEWED_FOLDER,
    Lists,
    first_matrix,
    make_lists,
    reviewed_lists,
    top_filters,
    top_links,
    write_linkages,
)
from graph_builder.linkages.gap_files import gaps_csv, gaps_json, gaps_xlsx, read_gaps
from graph_builder.linkages.gaps import Absent, Gap, Lacking, Profile, find_gaps
from graph_builder.linkages.matrix import BASES, ORDERS, Cell, Matrix, make_matrix, matrix_csv, matrix_xlsx
from graph_builder.linkages.pair_files import pairs_csv, pairs_json, pairs_xlsx, read_pairs
from graph_builder.linkages.ranking import TopLink, rank, top_links_csv, top_links_xlsx

__all__ = [
    "BASES",
    "CHECKS",
    "COMPARED",
    "DECIDERS",
    "DECISIONS",
    "ORDERS",
    "REASONS",
    "REVIEWED_FOLDER",
    "Absent",
    "Also",
    "Cell",
    "Check",
    "Compared",
    "ComparedPlan",
    "Comparison",
    "Decision",
    "Gap",
    "InPlan",
    "Lacking",
    "Lists",
    "Matrix",
    "OtherName",
    "Pair",
    "Profile",
    "Reason",
    "Side",
    "TopLink",
    "among",
    "compare_plans",
    "comparison_csv",
    "comparison_json",
    "comparison_xlsx",
    "decide",
    "find_gaps",
    "find_pairs",
    "first_matrix",
    "gaps_csv",
    "gaps_json",
    "gaps_xlsx",
    "make_lists",
    "make_matrix",
    "matrix_csv",
    "matrix_xlsx",
    "other_names_csv",
    "pair_key",
    "pairs_csv",
    "pairs_json",
    "pairs_xlsx",
    "rank",
    "read_comparison",
    "read_decisions",
    "read_gaps",
    "read_pairs",
    "record",
    "reviewed_lists",
    "stale",
    "top_filters",
    "top_links",
    "top_links_csv",
    "top_links_xlsx",
    "write_linkages",
]
