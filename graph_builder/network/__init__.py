"""Room ``network``: the plans as networks with four kinds of link, never added up; measured, laid out and exported.

What the kinds and weights mean: :mod:`graph_builder.network.model`.
"""

from graph_builder.network.atlas import make_network
from graph_builder.network.corpus import Corpus, Occurrence, Tie, read_corpus
from graph_builder.network.drawing import draw_svg
from graph_builder.network.exports import FORMATS, edges_csv, export, flat_graph, network_json, nodes_csv
from graph_builder.network.files import FIRST, first_places, make_layouts, read_layouts, read_network, write_networks
from graph_builder.network.filters import LEVELS, Filters, gather, narrow
from graph_builder.network.layout import Positions, lay_out
from graph_builder.network.measures import Measures, communities, evidence_path, measure
from graph_builder.network.model import (
    FIELDS,
    HUB_SHARE,
    KINDS,
    LINK_KINDS,
    NAMED,
    NAMED_KINDS,
    REVIEWED,
    SHARED,
    STATED,
    TECHNOLOGY,
    TIES,
    TOGETHER,
    WEIGHTS,
    Link,
    Network,
    Node,
    Part,
    Saying,
    link_key,
)
from graph_builder.network.null_model import SAMPLES, times_reached
from graph_builder.network.pictures import Picture, Places, draw
from graph_builder.network.reviewed import has_drafts, without_drafts
from graph_builder.network.statements import statements_query, statements_turtle
from graph_builder.network.terms import KIND_TERMS, LINK_TERMS, RELATION_TERMS, WEIGHT_TERMS, term

__all__ = [
    "FIELDS",
    "FIRST",
    "FORMATS",
    "HUB_SHARE",
    "KINDS",
    "KIND_TERMS",
    "LEVELS",
    "LINK_KINDS",
    "LINK_TERMS",
    "NAMED",
    "NAMED_KINDS",
    "RELATION_TERMS",
    "REVIEWED",
    "SAMPLES",
    "SHARED",
    "STATED",
    "TECHNOLOGY",
    "TIES",
    "TOGETHER",
    "WEIGHTS",
    "WEIGHT_TERMS",
    "Corpus",
    "Filters",
    "Link",
    "Measures",
    "Network",
    "Node",
    "Occurrence",
    "Part",
    "Picture",
    "Places",
    "Positions",
    "Saying",
    "Tie",
    "communities",
    "draw",
    "draw_svg",
    "edges_csv",
    "evidence_path",
    "export",
    "first_places",
    "flat_graph",
    "gather",
    "has_drafts",
    "lay_out",
    "link_key",
    "make_layouts",
    "make_network",
    "measure",
    "narrow",
    "network_json",
    "nodes_csv",
    "read_corpus",
    "read_layouts",
    "read_network",
    "statements_query",
    "statements_turtle",
    "term",
    "times_reached",
    "without_drafts",
    "write_networks",
]
