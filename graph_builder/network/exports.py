"""Write networks: as data, for other programs, and as a page."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import networkx as nx
from rdflib import Graph

from graph_builder.network.page import render_page
from graph_builder.network.pictures import Places, find_places
from graph_builder.network.projection import Projection, project

_NODE_KEYS = ("label_zh", "label_en", "kind", "group", "order", "generic", "units", "hub")


def _flat(projection: Projection) -> nx.MultiDiGraph[str]:
    """Copy the graph with plain typed attributes only; evidence becomes ``plan:start-end`` ranges and sentences."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, attributes in projection.things():
        flat.add_node(node, **{key: attributes[key] for key in _NODE_KEYS})
    for index, (source, target, attributes) in enumerate(projection.links(), 1):
        evidence = attributes["evidence"]
        flat.add_edge(
            source,
            target,
            key=index,
            kind=attributes["kind"],
            weight=attributes["weight"],
            evidence=" ".join(f"{e.plan}:{e.start}-{e.end}" for e in evidence),
            sentences="\n".join(dict.fromkeys(e.sentence for e in evidence)),
        )
    return flat


def _graphml(projection: Projection) -> str:
    return "\n".join(nx.generate_graphml(_flat(projection))) + "\n"


def _gexf(projection: Projection) -> str:
    """Write GEXF without the day on which it was written: the same network gives the same bytes."""
    text = "\n".join(nx.generate_gexf(_flat(projection)))
    return re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n"


def _csv(projection: Projection) -> str:
    """Write one row per piece of evidence of a link, with a BOM so that spreadsheets read Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("source", "source_zh", "source_en", "link", "target", "target_zh", "target_en", "weight",
                     "plan", "start", "end", "sentence"))  # fmt: skip
    nodes = projection.graph.nodes
    for source, target, attributes in projection.links():
        for e in attributes["evidence"]:
            writer.writerow((source, nodes[source]["label_zh"], nodes[source]["label_en"], attributes["kind"],
                             target, nodes[target]["label_zh"], nodes[target]["label_en"], attributes["weight"],
                             e.plan, e.start, e.end, e.sentence))  # fmt: skip
    return "\ufeff" + out.getvalue()


def _json(projection: Projection) -> str:
    return json.dumps(projection.as_data(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


FORMATS: dict[str, Callable[[Projection], str]] = {
    "json": _json,
    "graphml": _graphml,
    "gexf": _gexf,
    "csv": _csv,
    "html": lambda projection: render_page(projection, "zh"),
}
"""Formats, by the suffix of the file."""


def export(projection: Projection, form: str, language: str = "zh", places: Places | None = None) -> str:
    """Write a network in one of :data:`FORMATS`; ``language`` (``zh`` or ``en``) matters for the page only."""
    return render_page(projection, language, places) if form == "html" else FORMATS[form](projection)


def write_networks(graph: Graph, folder: Path) -> None:
    """Write the network of a merged release graph in every format; the page in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    projection = project(graph)
    for form in FORMATS:
        if form != "html":
            (folder / f"network.{form}").write_text(export(projection, form), encoding="utf-8", newline="")
    places = find_places(projection)
    for language in ("zh", "en"):
        page = export(projection, "html", language, places)
        (folder / f"standalone.{language}.html").write_text(page, encoding="utf-8", newline="\n")
