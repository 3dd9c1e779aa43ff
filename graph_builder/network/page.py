"""The stand-alone page: pictures of a network, made with pyvis, in one file that loads nothing from elsewhere."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from graph_builder.network.model import Network
from graph_builder.network.pictures import (
    RELATION_COLOURS,
    SHAPES,
    Picture,
    Places,
    draw,
    section_colours,
    vis_edges,
    vis_nodes,
)
from graph_builder.network.terms import KIND_TERMS, LINK_TERMS, RELATION_TERMS, term
from graph_builder.network.words import HINTS, WORDS

_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "tooltipDelay": 150},
    "nodes": {"font": {"face": "sans-serif", "size": 18}, "borderWidth": 1},
    "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1},
    "layout": {"improvedLayout": False},
}


def render_page(network: Network, language: str, places: Places | None = None, *, site: bool = False) -> str:
    """Draw what a network holds as one HTML document in ``zh`` or ``en``; ``places`` as :func:`draw` takes them.

    With ``site`` the document leads to the other pages of the service that shows it; a saved file leads nowhere.
    """
    from pyvis.network import Network as PyvisNetwork  # heavy: loads IPython

    template = files("graph_builder.network") / "template"
    pyvis_files = files("pyvis") / "lib" / "vis-9.1.2"
    made = PyvisNetwork(directed=True, height="100%", width="100%", cdn_resources="in_line")
    made.set_template_dir(str(template), "page.html")
    made.set_options(json.dumps(_OPTIONS))
    pictures = draw(network, places)
    nodes = [node for picture in pictures for node in vis_nodes(picture, language)]
    edges = [edge for picture in pictures for edge in vis_edges(picture, language)]
    # filled directly: pyvis's add_edge searches all edges for each new one
    made.nodes.extend(nodes)
    made.edges.extend(edges)
    words = WORDS[language]
    made.templateEnv.globals.update(
        language=language,
        site=site,
        words=words,
        plan=_only_plan(network),
        views=[_view(picture, language) for picture in pictures],
        sections=_sections(network, pictures, language),
        script=(template / "page.js").read_text(encoding="utf-8"),
        style=(template / "page.css").read_text(encoding="utf-8"),
        vis=(pyvis_files / "vis-network.min.js").read_text(encoding="utf-8").replace("//# sourceMappingURL", "// map"),
    )
    made.templateEnv.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
    return str(made.generate_html(notebook=False))


def _only_plan(network: Network) -> str | None:
    """Give the identifier of the plan where there is just one."""
    plans = {saying.plan for saying in network.sayings}
    return plans.pop() if len(plans) == 1 else None


def _view(picture: Picture, language: str) -> dict[str, Any]:
    """Tell the template what a picture shows: kinds of node and tie with their colours, and its links in words."""
    at = 1 if language == "en" else 0
    kinds = [kind for kind in KIND_TERMS if any(mark.node.kind == kind for mark in picture.marks)]
    titles = {mark.node.iri: mark.node.title(language) for mark in picture.marks}
    ties = {line.words: line.colour for line in picture.lines if line.colour in RELATION_COLOURS.values()}
    lines = sorted(picture.lines, key=lambda line: (-line.weight, titles[line.source], titles[line.target], line.key))
    return {
        "kind": picture.kind,
        "label": LINK_TERMS[picture.kind][at],
        "hint": HINTS[picture.kind][at],
        "kinds": [
            {
                "kind": kind,
                "label": term(KIND_TERMS, kind, language),
                "shape": SHAPES.get(kind, "triangleDown"),
                "colour": next(mark.colour for mark in picture.marks if mark.node.kind == kind),
                "count": sum(mark.node.kind == kind for mark in picture.marks),
            }
            for kind in kinds
        ],
        "ties": [(words[at], colour) for words, colour in ties.items() if words in RELATION_TERMS.values()],
        "rows": [
            {
                "id": f"{picture.kind}:{line.key}",
                "from": titles[line.source],
                "to": titles[line.target],
                "words": line.words[at],
                "times": len(line.said),
            }
            for line in lines
        ],
    }


def _sections(network: Network, pictures: list[Picture], language: str) -> list[tuple[str, str]]:
    """Give label and colour of the sections whose subsections are drawn."""
    drawn = {mark.node.section for picture in pictures for mark in picture.marks if mark.node.kind == "subsection"}
    colours = section_colours(network)
    return [(network.sections[iri][language], colours[iri]) for iri in sorted(drawn) if iri in network.sections]
