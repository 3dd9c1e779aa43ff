"""A network as pictures: nodes and edges in the form that vis-network takes, one picture for each kind of link."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_builder.network.filters import gather
from graph_builder.network.layout import Positions, lay_out
from graph_builder.network.model import (
    LINK_KINDS,
    NAMED,
    SHARED,
    STATED,
    TECHNOLOGY,
    Link,
    Network,
    Node,
    Saying,
    link_key,
)
from graph_builder.network.terms import KIND_TERMS, LINK_TERMS, RELATION_TERMS, term

SHAPES = {
    "subsection": "box", "measure": "box", "place": "diamond", "organisation": "square", "category": "square",
    "group": "square", "facility": "triangle", "technology": "dot", "domain": "hexagon", "instrument": "star",
    "policy": "star",
}  # fmt: skip
_OTHER_SHAPE = "triangleDown"
COLOURS = {
    "subsection": "#44546a", "measure": "#44546a", "domain": "#a3762a", "technology": "#1f6fb2", "facility": "#b3541e",
    "place": "#2e7d5b", "organisation": "#7b4fa3", "category": "#7b4fa3", "group": "#96375a", "instrument": "#5d6b2a",
    "policy": "#5d6b2a", "scenario": "#2c6e63", "goal": "#6a5a3b", "target": "#6a5a3b", "indicator": "#8a4b2f",
    "data": "#5a4596", "culture": "#7a3b6a", "problem": "#8a2f2f", "date": "#5b6066",
}  # fmt: skip
SECTION_COLOURS = (
    "#2f5d8a", "#2c6e63", "#7a3b6a", "#5d6b2a", "#6a5a3b", "#8a4b2f", "#44546a", "#5a4596", "#96375a", "#3f6b3a",
)  # fmt: skip
RELATION_COLOURS = {
    "integratesWith": "#2e7d5b", "empowers": "#b3541e", "appliedInDomain": "#1f6fb2", "appliedToScenario": "#2c6e63",
    "reliesOn": "#7b4fa3", "facilityPartOf": "#44546a", "locatedIn": "#5b6066", "fundedFor": "#5d6b2a",
}  # fmt: skip

Places = Mapping[str, Positions]
"""Positions by kind of link."""


@dataclass(frozen=True)
class Mark:
    """A node as it is drawn. ``extent`` is how many links of the picture it has."""

    node: Node
    x: int
    y: int
    colour: str
    extent: int


@dataclass(frozen=True)
class Line:
    """An edge as it is drawn; ``said`` are the sayings behind it, ``words`` tell what joins its ends."""

    key: str
    source: str
    target: str
    words: tuple[str, str]
    colour: str
    weight: float
    directed: bool
    said: tuple[Saying, ...]


@dataclass(frozen=True)
class Picture:
    """A picture of the links of one kind."""

    kind: str
    marks: tuple[Mark, ...]
    lines: tuple[Line, ...]


def draw(network: Network, places: Places | None = None, weight: str = "ra") -> list[Picture]:
    """Draw what a network holds, one picture for each kind of link that is there.

    Subsections are drawn with the things that join them between; other nodes are joined directly. ``places`` keep
    positions of a larger network, so that a filter moves nothing; nodes without one are laid out anew.
    """
    pictures = []
    colours = section_colours(network)
    for kind in (SHARED, STATED, *(kind for kind in (*LINK_KINDS, NAMED) if kind not in (SHARED, STATED))):
        links = [link for link in network.links if link.kind == kind]
        if not links:
            continue
        own = gather(network, links)
        lines = _between(own, colours) if _joins_subsections(own) else _direct(own, weight)
        ends = sorted({end for line in lines for end in (line.source, line.target)})
        found = dict((places or {}).get(kind, {}))
        if not found.keys() >= set(ends):
            found = lay_out(own)
        extent: dict[str, int] = defaultdict(int)
        for line in lines:
            for end in {line.source, line.target}:
                extent[end] += 1
        marks = tuple(Mark(own.nodes[end], *found[end], _colour(own.nodes[end], colours), extent[end]) for end in ends)
        pictures.append(Picture(kind, marks, tuple(lines)))
    return pictures


def section_colours(network: Network) -> dict[str, str]:
    """Give each thematic section a colour, in the order of the plans."""
    return {section: SECTION_COLOURS[at % len(SECTION_COLOURS)] for at, section in enumerate(sorted(network.sections))}


def _colour(node: Node, colours: Mapping[str, str]) -> str:
    return colours.get(node.section, COLOURS[node.kind]) if node.kind == "subsection" else COLOURS[node.kind]


def _joins_subsections(network: Network) -> bool:
    return all(
        link.kind in (SHARED, TECHNOLOGY)
        and network.nodes[link.source].kind == network.nodes[link.target].kind == "subsection"
        for link in network.links
    )


def _between(network: Network, colours: Mapping[str, str]) -> list[Line]:
    """Make a line from each subsection to each thing that joins it with another one."""
    said: dict[tuple[str, str], set[Saying]] = defaultdict(set)
    kind = network.links[0].kind
    for link in network.links:
        for part in link.parts:
            for saying in (network.sayings[index] for index in part.sayings):
                for end in (link.source, link.target):
                    if saying.unit == end:
                        said[end, part.through].add(saying)
    words = LINK_TERMS[NAMED]
    return [
        Line(f"{kind}-{number}", unit, thing, words, colours.get(network.nodes[unit].section, "#44546a"),
             float(len(sayings)), False, tuple(sorted(sayings)))
        for number, ((unit, thing), sayings) in enumerate(sorted(said.items()), 1)
    ]  # fmt: skip


def _direct(network: Network, weight: str) -> list[Line]:
    lines = []
    for link in network.links:
        colour = RELATION_COLOURS.get(link.relation, "#6b7680")
        lines.append(
            Line(link_key(link), link.source, link.target, _words(network, link), colour, link.weight(weight),
                 link.directed, tuple(network.said(link)))
        )  # fmt: skip
    return lines


def _words(network: Network, link: Link) -> tuple[str, str]:
    """Tell what a link is, with the things that join its ends."""
    if link.relation:
        return RELATION_TERMS[link.relation]
    named = [network.nodes[part.through] for part in link.parts if part.through in network.nodes]
    zh, en = LINK_TERMS[link.kind]
    if not named or link.kind == NAMED:
        return zh, en
    return f"{zh}：{'、'.join(n.zh for n in named)}", f"{en}: {', '.join(n.en for n in named)}"


# -------------------------------------------------------------------------------------------------- for vis-network


def vis_nodes(picture: Picture, language: str) -> list[dict[str, Any]]:
    """Give the nodes of a picture as vis-network takes them, with what the card shows of them."""
    return [_vis_node(picture.kind, mark, language) for mark in picture.marks]


def vis_edges(picture: Picture, language: str) -> list[dict[str, Any]]:
    """Give the edges of a picture as vis-network takes them, with their sentences."""
    most = max((line.weight for line in picture.lines), default=1.0) or 1.0
    return [
        {
            "id": f"{picture.kind}:{line.key}",
            "from": f"{picture.kind}:{line.source}",
            "to": f"{picture.kind}:{line.target}",
            "kind": picture.kind,
            "words": line.words[1 if language == "en" else 0],
            "weight": line.weight,
            "width": round(1 + 3 * line.weight / most, 2),
            "arrows": "to" if line.directed and picture.kind == STATED else "",
            "color": {"color": line.colour, "opacity": 0.55},
            "evidence": evidence(line.said),
        }
        for line in picture.lines
    ]


def evidence(sayings: Iterable[Saying]) -> list[dict[str, Any]]:
    """Give sayings as plain data for pages."""
    return [
        {"plan": s.plan, "start": s.begin, "end": s.end, "sentence_start": s.sentence_begin, "sentence": s.sentence}
        for s in sayings
    ]


def _vis_node(picture: str, mark: Mark, language: str) -> dict[str, Any]:
    node = mark.node
    label = node.title(language)
    boxed = node.kind in ("subsection", "measure")
    found: dict[str, Any] = {
        "id": f"{picture}:{node.iri}",
        "iri": node.iri,
        "view": picture,
        "name": label,
        "other": node.label("en" if language == "zh" else "zh"),
        "label": wrapped(label, language, 20 if boxed else 14),
        "kind": node.kind,
        "kind_label": term(KIND_TERMS, node.kind, language),
        "generic": node.generic,
        "shape": SHAPES.get(node.kind, _OTHER_SHAPE),
        "color": {"background": "#ffffff" if node.generic else mark.colour, "border": mark.colour},
        "x": mark.x,
        "y": mark.y,
    }
    if boxed:
        return found | {"font": {"color": "#ffffff", "size": 19}, "margin": 8, "section": node.section}
    return found | {"size": 9 + 2 * min(mark.extent, 8), "font": {"size": 20}}


def wrapped(label: str, language: str, width: int = 14) -> str:
    """Break a long label into lines that are read at a glance."""
    if language == "zh":
        rows = math.ceil(len(label) / 9) or 1
        length = math.ceil(len(label) / rows) or 1
        return "\n".join(label[start : start + length] for start in range(0, len(label), length))
    lines = [""]
    for word in label.split(" "):
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] += f"{' ' if lines[-1] else ''}{word}"
    return "\n".join(lines)
