"""The stand-alone page: two pictures of the network, made with pyvis, in one file that loads nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from graph_builder.network.pictures import (
    COLOURS,
    SHAPES,
    TIE_COLOURS,
    Places,
    find_places,
    section_colours,
    shared_picture,
    ties_picture,
)
from graph_builder.network.projection import Projection
from graph_builder.network.words import WORDS

_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "tooltipDelay": 150},
    "nodes": {"font": {"face": "sans-serif", "size": 18}, "borderWidth": 1},
    "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1},
    "layout": {"improvedLayout": False},
}


def render_page(projection: Projection, language: str, places: Places | None = None) -> str:
    """Draw the network as one HTML document in ``zh`` or ``en``; ``places`` saves laying it out again."""
    places = places or find_places(projection)
    from pyvis.network import Network  # heavy: loads IPython

    template = files("graph_builder.network") / "template"
    pyvis_files = files("pyvis") / "lib" / "vis-9.1.2"
    picture = Network(directed=True, height="100%", width="100%", cdn_resources="in_line")
    picture.set_template_dir(str(template), "page.html")
    picture.set_options(json.dumps(_OPTIONS))
    nodes, links = shared_picture(projection, language, places.shared)
    tie_nodes, tie_links = ties_picture(projection, language, places.stated)
    # filled directly: pyvis's add_edge searches all edges for each new one
    picture.nodes.extend(nodes + tie_nodes)
    picture.edges.extend(links + tie_links)
    words = WORDS[language]
    picture.templateEnv.globals.update(
        language=language,
        words=words,
        plan=_only_plan(projection),
        kinds=_legend(nodes, words),
        ties=[(tie, words[tie], colour) for tie, colour in TIE_COLOURS.items()],
        sections=[
            (labels[f"label_{language}"], section_colours(projection)[section])
            for section, labels in projection.sections.items()
            if any(node.get("section") == section for node in nodes)
        ],
        script=(template / "page.js").read_text(encoding="utf-8"),
        style=(template / "page.css").read_text(encoding="utf-8"),
        vis=(pyvis_files / "vis-network.min.js").read_text(encoding="utf-8").replace("//# sourceMappingURL", "// map"),
        shared_rows=_shared_rows(nodes, links),
        tie_rows=_tie_rows(tie_nodes, tie_links),
    )
    picture.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return str(picture.generate_html(notebook=False))


def _only_plan(projection: Projection) -> str | None:
    """Give the identifier of the plan where there is just one."""
    plans = {evidence.plan for _, _, attributes in projection.links() for evidence in attributes["evidence"]}
    return plans.pop() if len(plans) == 1 else None


def _legend(nodes: list[dict[str, Any]], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Count the things of each kind, for the switches."""
    return [
        {
            "kind": kind,
            "label": words[kind],
            "colour": COLOURS[kind],
            "shape": SHAPES[kind],
            "count": sum(node["kind"] == kind and not node["generic"] for node in nodes),
        }
        for kind in COLOURS
    ]


def _shared_rows(nodes: list[dict[str, Any]], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the things that several units name, each with a link for every unit: the picture in words."""
    by_id = {node["id"]: node for node in nodes}
    naming: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        naming.setdefault(link["to"], []).append(link)
    shown = [node for node in nodes if node["units"] > 1 and not node["hub"] and not node["generic"]]
    return [
        {
            "name": node["name"],
            "kind": node["kind"],
            "links": [
                {"id": link["id"], "label": by_id[link["from"]]["title"], "weight": link["weight"]}
                for link in sorted(naming[node["id"]], key=lambda link: by_id[link["from"]]["order"])
            ],
        }
        for node in sorted(shown, key=lambda node: (-node["units"], node["name"]))
    ]


def _tie_rows(nodes: list[dict[str, Any]], links: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the stated ties."""
    names = {node["id"]: node["name"] for node in nodes}
    return [
        {"id": link["id"], "from": names[link["from"]], "to": names[link["to"]], "kind": link["kind"]} for link in links
    ]
