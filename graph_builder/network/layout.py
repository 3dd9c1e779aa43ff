"""Deterministic positions, so that the first picture stands still and two builds draw the same.

Coordinates are whole pixels of a canvas whose middle is (0, 0); y grows downwards.
"""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
from numpy.typing import NDArray

RADIUS = 680
"""Least radius of the circle on which the units stand."""

_BOX = (230.0, 110.0)  # room that a unit's label takes, across and down

_NEAR = 150  # distance that things keep from one another
_CLEAR = 190  # and from what has its place already
_FLATTENED = 1.6  # labels are wider than high: things ask for more room beside than above
_ROUNDS = 150
Positions = dict[str, tuple[int, int]]


def circle_layout(graph: nx.MultiDiGraph[str], shown: set[str]) -> Positions:
    """Put the units on a circle in the order of the plan, and each thing between the units that name it.

    ``shown`` are the nodes of the first picture: they get their places first, and what is added later stands around
    them. Things that one unit alone names stand outside the circle, beyond that unit.
    """
    everything = [n for n, d in graph.nodes(data=True) if d["kind"] == "unit"]
    units = sorted(everything, key=lambda node: int(graph.nodes[node]["order"]))
    angles, radius = _around(units)
    places = {unit: np.array([math.cos(angle), math.sin(angle)]) * radius for unit, angle in angles.items()}
    things = [node for node in graph.nodes if node not in angles]
    first = sorted(node for node in things if node in shown)
    later = sorted(node for node in things if node not in shown)
    for group in (first, later):
        anchors = {node: _anchor(graph, node, places, angles, radius) for node in group}
        _spread(anchors, places)
    return {node: (round(float(place[0])), round(float(place[1]))) for node, place in places.items()}


def _around(units: list[str]) -> tuple[dict[str, float], float]:
    """Give each unit its angle, from the top clockwise, and the circle its radius.

    Steps are equal when measured in label boxes, which are wider than high: wide at top and bottom, short at the sides.
    """
    turn = np.linspace(-math.pi / 2, 3 * math.pi / 2, 3601)
    steps = np.hypot(np.sin(turn) / _BOX[0], np.cos(turn) / _BOX[1])
    length = np.concatenate([[0.0], np.cumsum((steps[1:] + steps[:-1]) / 2 * np.diff(turn))])
    wanted = np.arange(len(units)) / max(len(units), 1) * length[-1]
    angles = np.interp(wanted, length, turn)
    return dict(zip(units, map(float, angles), strict=True)), max(RADIUS, 1.1 * len(units) / float(length[-1]))


def _anchor(
    graph: nx.MultiDiGraph[str],
    node: str,
    places: dict[str, NDArray[np.float64]],
    angles: dict[str, float],
    radius: float,
) -> NDArray[np.float64]:
    """Give the place at which a thing would like to stand."""
    units = [unit for unit in graph.predecessors(node) if unit in angles]
    if not units:
        return np.zeros(2)
    if len(units) == 1:
        angle = angles[units[0]]
        return np.array([math.cos(angle), math.sin(angle)]) * radius * 1.45
    return np.asarray(np.mean([places[unit] for unit in units], axis=0) * 0.75)


def _spread(anchors: dict[str, NDArray[np.float64]], places: dict[str, NDArray[np.float64]]) -> None:
    """Push apart what stands too near, while a weak spring holds each to its anchor; fixed places do not move."""
    if not anchors:
        return
    fixed = np.array(list(places.values())).reshape(-1, 2)
    names = list(anchors)
    home = np.array([anchors[name] for name in names])
    golden = math.pi * (3 - math.sqrt(5))
    turns = np.arange(len(names)) * golden
    place = home + np.column_stack([np.cos(turns), np.sin(turns)]) * 12
    for _ in range(_ROUNDS):
        push = _repulsion(place, place, _NEAR, own=True) + _repulsion(place, fixed, _CLEAR, own=False) * 1.5
        place = place + push * 0.5 + (home - place) * 0.03
    places.update(zip(names, place, strict=True))


def _repulsion(
    moving: NDArray[np.float64], others: NDArray[np.float64], near: float, *, own: bool
) -> NDArray[np.float64]:
    """Give each moving point the sum of the pushes of all points nearer than the wished distance."""
    if not len(others):
        return np.zeros_like(moving)
    across = moving[:, None, 0] - others[None, :, 0]
    down = (moving[:, None, 1] - others[None, :, 1]) * _FLATTENED
    distance = np.maximum(np.hypot(across, down), 1e-6)
    strength = np.clip(near - distance, 0, None) / distance
    if own:
        np.fill_diagonal(strength, 0)
    sums = np.column_stack([(across * strength).sum(axis=1), (down * strength).sum(axis=1) / _FLATTENED])
    return np.asarray(sums * 0.5)


def components_layout(graph: nx.MultiDiGraph[str]) -> Positions:
    """Lay out each connected component by itself (Kamada–Kawai), the largest first, the others beside and below."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted((a, b) for a, b in graph.edges() if a != b))
    components = sorted(nx.connected_components(simple), key=lambda nodes: (-len(nodes), min(nodes)))
    sides = [160 + 175 * math.sqrt(len(component)) for component in components]
    places: Positions = {}
    for component, side, (left, top) in zip(components, sides, _corners(sides), strict=True):
        part: nx.Graph[str] = nx.Graph()  # not a subgraph view: the order of its nodes changes with the hash seed
        part.add_nodes_from(sorted(component))
        part.add_edges_from(sorted((min(edge), max(edge)) for edge in simple.edges(component)))
        inner = nx.kamada_kawai_layout(part, pos=nx.circular_layout(part), scale=side / 2 - 80)
        eased: dict[str, NDArray[np.float64]] = {}
        _spread({node: np.asarray(place) for node, place in inner.items()}, eased)
        for node, (x, y) in eased.items():
            places[node] = (round(left + side / 2 + float(x)), round(top + side / 2 + float(y)))
    if not places:
        return places
    middle_x = (min(x for x, _ in places.values()) + max(x for x, _ in places.values())) // 2
    middle_y = (min(y for _, y in places.values()) + max(y for _, y in places.values())) // 2
    return {node: (x - middle_x, y - middle_y) for node, (x, y) in places.items()}


def _corners(sides: list[float]) -> list[tuple[float, float]]:
    """Place squares of falling size: a column beside the first while its height lasts, then rows below."""
    corners: list[tuple[float, float]] = []
    first = sides[0] if sides else 0.0
    width = first + (sides[1] if len(sides) > 1 else 0.0)
    left, top, row, beside = 0.0, first, 0.0, 0.0
    for index, side in enumerate(sides):
        if index == 0:
            corners.append((0.0, 0.0))
        elif beside + side <= first and not row:
            corners.append((first, beside))
            beside += side
        else:
            if left and left + side > width:
                left, top, row = 0.0, top + row, 0.0
            corners.append((left, top))
            left, row = left + side, max(row, side)
    return corners
