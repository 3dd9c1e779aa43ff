"""The two pictures of a network as nodes and links in the form that vis-network takes, in one language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from graph_builder.namespaces import PA
from graph_builder.network.layout import Positions, circle_layout, components_layout
from graph_builder.network.projection import Projection, select
from graph_builder.network.reading import NAMED, TIES

TIE_NAMES = frozenset(tie.removeprefix(str(PA)) for tie in TIES)
DEFAULT_KINDS = frozenset(("place", "organization", "facility", "technology", "domain"))

SHAPES = {
    "unit": "box",
    "place": "diamond",
    "organization": "square",
    "facility": "triangle",
    "technology": "dot",
    "domain": "hexagon",
}
COLOURS = {
    "place": "#2e7d5b",
    "organization": "#7b4fa3",
    "facility": "#b3541e",
    "technology": "#1f6fb2",
    "domain": "#a3762a",
}
_GENERIC_OF = {"place-category": "place", "organization-category": "organization", "facility-kind": "facility"}
_SECTION_COLOURS = (
    "#2f5d8a", "#2c6e63", "#7a3b6a", "#5d6b2a", "#6a5a3b", "#8a4b2f", "#44546a", "#5a4596", "#96375a", "#3f6b3a",
)  # fmt: skip
TIE_COLOURS = {"integratesWith": "#2e7d5b", "empowers": "#b3541e", "appliedInDomain": "#1f6fb2"}


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


def section_colours(projection: Projection) -> dict[str, str]:
    """Give each thematic section a colour, in the order of the plans."""
    return {
        section: _SECTION_COLOURS[index % len(_SECTION_COLOURS)] for index, section in enumerate(projection.sections)
    }


def shared_picture(
    projection: Projection, language: str, places: Positions
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Make the picture of units and the things that they name."""
    everything = select(projection, links=frozenset((NAMED,)), generic=True, hubs=True, shared_only=False)
    colours = section_colours(projection)
    nodes = []
    for node, attributes in everything.things():
        x, y = places[node]
        nodes.append(_node("n:" + node, node, attributes, language, x, y, colours) | {"view": "shared"})
    links = []
    for source, target, attributes in everything.links():
        colour = colours[everything.graph.nodes[source]["group"]]
        links.append(_link("n:", source, target, attributes) | {"color": {"color": colour, "opacity": 0.45}})
    return nodes, links


def ties_picture(
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
        link = _link("t:", source, target, attributes) | {"color": {"color": TIE_COLOURS[tie], "opacity": 0.8}}
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
        "shape": SHAPES[kind],
        "x": x,
        "y": y,
    }
    if kind == "unit":
        colour = colours[attributes["group"]]
        node["label"] = _wrapped(str(node["title"]), language, 20)
        node |= {"color": {"background": colour, "border": colour}, "font": {"color": "#ffffff", "size": 19},
                 "margin": 8, "section": attributes["group"]}  # fmt: skip
    else:
        colour = COLOURS[kind]
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
