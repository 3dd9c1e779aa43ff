"""Write a network in the forms that people take away: for other programs, for spreadsheets, as a drawing, as a page.

Each form holds just what the network holds; :func:`graph_builder.network.narrow` decides what that is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graph_builder.network.drawing import draw_svg
from graph_builder.network.layout import Positions, lay_out
from graph_builder.network.measures import measure
from graph_builder.network.model import WEIGHTS, Network, Saying, link_key
from graph_builder.network.page import render_page
from graph_builder.network.pictures import Places
from graph_builder.network.terms import RELATION_TERMS
from graph_builder.reports import csv_table

if TYPE_CHECKING:  # heavy: loaded where it is used
    import networkx as nx

_NODE_COLUMNS = ("iri", "kind", "label_zh", "label_en", "number", "section", "generic", "hub", "units", "measures",
                 "directives", "degree", "strength", "betweenness", "community")  # fmt: skip
_EDGE_COLUMNS = ("key", "kind", "relation", "source", "source_zh", "source_en", "target", "target_zh", "target_en",
                 "directed", *WEIGHTS, "z", "p", "q", "plan", "start", "end", "force", "statements",
                 "sentence")  # fmt: skip


def nodes_table(network: Network) -> list[dict[str, Any]]:
    """Describe each node that links end at by plain values, sorted by IRI, with its measures in this network."""
    found = measure(network)
    rows = []
    for iri, own in found.items():
        node = network.nodes[iri]
        row = {
            "iri": iri, "kind": node.kind, "label_zh": node.title("zh"), "label_en": node.title("en"),
            "number": node.number, "section": node.section, "generic": node.generic, "hub": node.hub,
            "units": node.units, "measures": node.measures, "directives": node.directives,
            **vars(own),
        }  # fmt: skip
        rows.append(row)
    return rows


def flat_graph(network: Network, language: str = "zh", places: Positions | None = None) -> nx.MultiDiGraph[str]:
    """Copy a network to networkx with plain typed attributes; each edge carries its sentences and where they stand.

    Undirected links have the attribute ``directed`` false. ``label`` is in the language asked for.
    """
    import networkx as nx

    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    places = places or lay_out(network)
    for row in nodes_table(network):
        iri = str(row.pop("iri"))
        x, y = places.get(iri, (0, 0))
        flat.add_node(iri, label=row[f"label_{language}"], x=float(x), y=float(y), **row)
    for link in network.links:
        said = network.said(link)
        zh, en = RELATION_TERMS.get(link.relation, ("", ""))
        chance = {name: getattr(link, name) for name in ("z", "p", "q") if getattr(link, name) is not None}
        flat.add_edge(
            link.source, link.target, key=link_key(link), kind=link.kind, relation=link.relation,
            relation_zh=zh, relation_en=en, directed=link.directed, weight=link.ra,
            **{name: link.weight(name) for name in WEIGHTS}, **chance,
            evidence=" ".join(f"{s.plan}:{s.begin}-{s.end}" for s in said),
            statements=" ".join(dict.fromkeys(iri for s in said for iri in s.assertions)),
            sentences="\n".join(dict.fromkeys(s.sentence for s in said)),
        )  # fmt: skip
    return flat


def _graphml(network: Network, language: str, places: Places | None) -> str:
    import networkx as nx

    return "\n".join(nx.generate_graphml(flat_graph(network, language))) + "\n"


def _gexf(network: Network, language: str, places: Places | None) -> str:
    """Write GEXF without the day on which it was written: the same network gives the same bytes."""
    import networkx as nx

    flat = flat_graph(network, language)
    for _, attributes in flat.nodes(data=True):
        x, y = attributes.pop("x"), attributes.pop("y")
        attributes["viz"] = {"position": {"x": x, "y": -y, "z": 0.0}}
    text = "\n".join(nx.generate_gexf(flat))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n"


def edges_csv(network: Network) -> str:
    """Write the links as CSV, a row for each sentence behind each link."""
    rows = []
    for link in network.links:
        ends = [network.nodes[iri] for iri in (link.source, link.target)]
        head = (link_key(link), link.kind, link.relation,
                *(value for node in ends for value in (node.iri, node.title("zh"), node.title("en"))),
                link.directed, *(link.weight(name) for name in WEIGHTS), link.z, link.p, link.q)  # fmt: skip
        rows += [(*head, *_said(saying)) for saying in network.said(link)]
    return csv_table(_EDGE_COLUMNS, rows)


def _said(saying: Saying) -> tuple[object, ...]:
    return (saying.plan, saying.begin, saying.end, saying.force, " ".join(saying.assertions), saying.sentence)


def nodes_csv(network: Network) -> str:
    """Write the nodes as CSV with their measures in this network."""
    return csv_table(_NODE_COLUMNS, [[row[name] for name in _NODE_COLUMNS] for row in nodes_table(network)])


def _json(network: Network, language: str, places: Places | None) -> str:
    return network_json(network)


def network_json(network: Network) -> str:
    """Write the network as JSON, as :meth:`Network.as_data` gives it."""
    return json.dumps(network.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


FORMATS: dict[str, Callable[[Network, str, Places | None], str]] = {
    "json": _json,
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": lambda network, language, places: edges_csv(network),
    "nodes.csv": lambda network, language, places: nodes_csv(network),
    "svg": lambda network, language, places: draw_svg(network, language, places),
    "html": lambda network, language, places: render_page(network, language, places),
}
"""Formats, by the suffix of the file. Turtle needs the release's store: :func:`statements_query`."""


def export(network: Network, form: str, language: str = "zh", places: Places | None = None) -> str:
    """Write a network in one of :data:`FORMATS`; ``language`` is that of labels where a form has one."""
    return FORMATS[form](network, language, places)
