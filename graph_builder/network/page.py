"""The stand-alone page: two pictures of the network, made with pyvis, in one file that loads nothing from elsewhere."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from graph_builder.namespaces import PA
from graph_builder.network.layout import Positions, circle_layout, components_layout
from graph_builder.network.projection import Projection, select
from graph_builder.network.reading import NAMED, TIES
from graph_builder.network.words import WORDS

TIE_NAMES = frozenset(tie.removeprefix(str(PA)) for tie in TIES)
DEFAULT_KINDS = frozenset(("place", "organization", "facility", "technology", "domain"))

_SHAPES = {
    "unit": "box",
    "place": "diamond",
    "organization": "square",
    "facility": "triangle",
    "technology": "dot",
    "domain": "hexagon",
}
_COLOURS = {
    "place": "#2e7d5b",
    "organization": "#7b4fa3",
    "facility": "#b3541e",
    "technology": "#1f6fb2",
    "domain": "#a3762a",
}
_GENERIC_OF = {"place-category": "place", "organization-category": "organization", "facility-kind": "facility"}
_SECTION_COLOURS = ("#8a4b2f", "#2f5d8a", "#2c6e63", "#7a3b6a", "#5d6b2a", "#6a5a3b", "#44546a")
_TIE_COLOURS = {"integratesWith": "#2e7d5b", "empowers": "#b3541e", "appliedInDomain": "#1f6fb2"}
_OPTIONS = {
    "physics": {"enabled": False},
    "interaction": {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}, "tooltipDelay": 150},
    "nodes": {"font": {"face": "sans-serif", "size": 18}, "borderWidth": 1},
    "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1},
    "layout": {"improvedLayout": False},
}


@dataclass(frozen=True)
class Places:
    """The positions of both pictures; they do not depend on the language."""

    shared: Positions
    stated: Positions


def find_places(projection: Projection) -> Places:
    """Lay out both pictures of a network."""
    everything = select(projection, links=frozenset((NAMED,)), generic=True, hubs=True, shared_only=False)
    first = select(projection, kinds=DEFAULT_KINDS, links=frozenset((NAMED,)))
    stated = select(projection, links=TIE_NAMES)
    return Places(circle_layout(everything.graph, set(first.graph.nodes)), components_layout(stated.graph))


def render_page(projection: Projection, language: str, places: Places | None = None) -> str:
    """Draw the network as one HTML document in ``zh`` or ``en``; ``places`` saves laying it out again."""
    places = places or find_places(projection)
    from pyvis.network import Network  # heavy: loads IPython

    template = files("graph_builder.network") / "template"
    pyvis_files = files("pyvis") / "lib" / "vis-9.1.2"
    picture = Network(directed=True, height="100%", width="100%", cdn_resources="in_line")
    picture.set_template_dir(str(template), "page.html")
    picture.set_options(json.dumps(_OPTIONS))
    nodes, links = _shared(projection, language, places.shared)
    tie_nodes, tie_links = _ties(projection, language, places.stated)
    # filled directly: pyvis's add_edge searches all edges for each new one
    picture.nodes.extend(nodes + tie_nodes)
    picture.edges.extend(links + tie_links)
    words = WORDS[language]
    picture.templateEnv.globals.update(
        language=language,
        words=words,
        plan=_only_plan(projection),
        kinds=_legend(nodes, words),
        ties=[(tie, words[tie], colour) for tie, colour in _TIE_COLOURS.items()],
        sections=[
            (labels[f"label_{language}"], _section_colours(projection)[section])
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
            "colour": _COLOURS[kind],
            "shape": _SHAPES[kind],
            "count": sum(node["kind"] == kind and not node["generic"] for node in nodes),
        }
        for kind in _COLOURS
    ]


def _section_colours(projection: Projection) -> dict[str, str]:
    return {
        section: _SECTION_COLOURS[index % len(_SECTION_COLOURS)] for index, section in enumerate(projection.sections)
    }


def _shared(
    projection: Projection, language: str, places: Positions
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Make the picture of units and the things that they name."""
    everything = select(projection, links=frozenset((NAMED,)), generic=True, hubs=True, shared_only=False)
    colours = _section_colours(projection)
    nodes = []
    for node, attributes in everything.things():
        x, y = places[node]
        nodes.append(_node("n:" + node, node, attributes, language, x, y, colours) | {"view": "shared"})
    links = []
    for source, target, attributes in everything.links():
        colour = colours[everything.graph.nodes[source]["group"]]
        links.append(_link("n:", source, target, attributes) | {"color": {"color": colour, "opacity": 0.45}})
    return nodes, links


def _ties(
    projection: Projection, language: str, places: Positions
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Make the picture of the ties that the plan states."""
    stated = select(projection, links=TIE_NAMES)
    nodes = []
    for node, attributes in stated.things():
        x, y = places[node]
        nodes.append(
            _node("t:" + node, node, attributes, language, x, y, {}) | {"view": "stated", "font": {"size": 22}}
        )
    links = []
    for source, target, attributes in stated.links():
        tie = attributes["kind"]
        link = _link("t:", source, target, attributes) | {"color": {"color": _TIE_COLOURS[tie], "opacity": 0.8}}
        link["width"] = 2
        link["dashes"] = tie == "appliedInDomain"
        link["arrows"] = "" if tie == "integratesWith" else "to"
        links.append(link)
    return nodes, links


def _node(
    identifier: str, iri: str, attributes: Mapping[str, Any], language: str, x: int, y: int, colours: dict[str, str]
) -> dict[str, Any]:
    kind = _GENERIC_OF.get(attributes["kind"], attributes["kind"])
    label = str(attributes[f"label_{language}"])
    node = {
        "id": identifier,
        "iri": iri,
        "name": label,
        "title": _numbered(label, attributes) if kind == "unit" else label,
        "other": attributes["label_en" if language == "zh" else "label_zh"],
        "label": _wrapped(label, language),
        "kind": kind,
        "generic": attributes["generic"],
        "hub": attributes["hub"],
        "units": attributes["units"],
        "order": attributes["order"],
        "shape": _SHAPES[kind],
        "x": x,
        "y": y,
    }
    if kind == "unit":
        colour = colours[attributes["group"]]
        node["label"] = _wrapped(str(node["title"]), language, 20)
        node |= {"color": {"background": colour, "border": colour}, "font": {"color": "#ffffff", "size": 19},
                 "margin": 8, "section": attributes["group"]}  # fmt: skip
    else:
        colour = _COLOURS[kind]
        fill = "#ffffff" if attributes["generic"] else colour
        node |= {"color": {"background": fill, "border": colour}, "size": 9 + 2 * min(int(attributes["units"]), 6)}
    return node


def _numbered(label: str, attributes: Mapping[str, Any]) -> str:
    """Put the printed number before the label of a unit, as the plan prints it."""
    number = attributes["number"]
    if not number or attributes["depth"] == 1:
        return label
    return f"({number}){label}" if attributes["depth"] > 2 else f"{number}、{label}"


def _wrapped(label: str, language: str, width: int = 14) -> str:
    """Break a long label into lines that are read at a glance."""
    if language == "zh":
        rows = math.ceil(len(label) / 9)
        length = math.ceil(len(label) / rows)
        return "\n".join(label[start : start + length] for start in range(0, len(label), length))
    lines = [""]
    for word in label.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{word}"
    return "\n".join(lines)


def _link(prefix: str, source: str, target: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": f"{prefix}{source} {target} {attributes['kind']}",
        "from": prefix + source,
        "to": prefix + target,
        "kind": attributes["kind"],
        "weight": attributes["weight"],
        "width": 1 + min(int(attributes["weight"]), 6) * 0.6,
        "arrows": "",
        "evidence": [asdict(evidence) for evidence in attributes["evidence"]],
    }


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
