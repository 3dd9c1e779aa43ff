"""How a layout is found: units on a circle with things between them, or springs for each connected part."""

from __future__ import annotations

import math
from collections.abc import Mapping

import igraph
import numpy as np
from numpy.typing import NDArray

from graph_builder.network.layout import Positions
from graph_builder.network.measures import seeded

RADIUS = 680
"""Least radius of the circle on which the units stand."""

_BOX = (230.0, 110.0)  # room that a unit's label takes, across and down

_NEAR = 150  # distance that things keep from one another
_CLEAR = 190  # and from what has its place already
_FLATTENED = 1.6  # labels are wider than high: things ask for more room beside than above
_ROUNDS = 150
_EXACT = 500  # nodes that springs between all pairs can still place in a moment


def circle_layout(units: list[str], between: Mapping[str, set[str]], shown: set[str]) -> Positions:
    """Put units on a circle in the order given, and each thing between the units that name it.

    ``shown`` are the things of the first picture: they get their places first, and the others stand around them.
    Things that one unit alone names stand outside the circle, beyond that unit.
    """
    angles, radius = _around(units)
    places = {unit: np.array([math.cos(angle), math.sin(angle)]) * radius for unit, angle in angles.items()}
    for group in (sorted(between.keys() & shown), sorted(between.keys() - shown)):
        anchors = {thing: _anchor(sorted(between[thing]), places, angles, radius) for thing in group}
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
    units: list[str], places: Mapping[str, NDArray[np.float64]], angles: Mapping[str, float], radius: float
) -> NDArray[np.float64]:
    """Give the place at which a thing would like to stand."""
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


def components_layout(nodes: list[str], links: set[tuple[str, str]]) -> Positions:
    """Lay out each connected part by itself, the largest first, the others beside and below.

    Parts of up to :data:`_EXACT` nodes by Kamada and Kawai's springs, larger ones by Fruchterman and Reingold's forces
    on a grid, both from a circle on which the nodes stand in order and from a fixed seed: the same network gives the
    same places.
    """
    whole = _simple(nodes, links)
    parts = sorted(([nodes[i] for i in part] for part in whole.connected_components()), key=lambda p: (-len(p), p[0]))
    sides = [160 + 175 * math.sqrt(len(part)) for part in parts]
    places: Positions = {}
    for part, side, (left, top) in zip(parts, sides, _corners(sides), strict=True):
        members = set(part)
        inner = _springs(part, {link for link in links if link[0] in members}, side / 2 - 80)
        eased: dict[str, NDArray[np.float64]] = {}
        if len(part) <= _EXACT:
            _spread(inner, eased)
        else:
            eased = _apart(inner)
        for node, (x, y) in eased.items():
            places[node] = (round(left + side / 2 + float(x)), round(top + side / 2 + float(y)))
    middle_x = (min(x for x, _ in places.values()) + max(x for x, _ in places.values())) // 2
    middle_y = (min(y for _, y in places.values()) + max(y for _, y in places.values())) // 2
    return {node: (x - middle_x, y - middle_y) for node, (x, y) in places.items()}


def _apart(places: dict[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Let no two of many nodes share a pixel: the later one moves to the right until there is room."""
    taken: set[tuple[int, int]] = set()
    eased = {}
    for node, place in places.items():
        x, y = round(float(place[0])), round(float(place[1]))
        while (x, y) in taken:
            x += 1
        taken.add((x, y))
        eased[node] = np.array([x, y], dtype=float)
    return eased


def _simple(nodes: list[str], links: set[tuple[str, str]]) -> igraph.Graph:
    index = {node: place for place, node in enumerate(nodes)}
    edges = sorted({(min(index[a], index[b]), max(index[a], index[b])) for a, b in links if a != b})
    return igraph.Graph(n=len(nodes), edges=edges)


def _springs(nodes: list[str], links: set[tuple[str, str]], radius: float) -> dict[str, NDArray[np.float64]]:
    """Place the nodes of one connected part around (0, 0), none further out than ``radius``."""
    graph = _simple(nodes, links)
    start = graph.layout_circle()
    if len(nodes) <= _EXACT:
        found = graph.layout_kamada_kawai(seed=start, maxiter=20 * len(nodes))
    else:
        start.scale(math.sqrt(len(nodes)))
        with seeded():
            found = graph.layout_fruchterman_reingold(seed=start, niter=200, grid="grid")
    places = np.array(found.coords)
    places = places - places.mean(axis=0)
    reach = float(np.abs(places).max()) or 1.0
    return {node: place * (radius / reach) for node, place in zip(nodes, places, strict=True)}


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
