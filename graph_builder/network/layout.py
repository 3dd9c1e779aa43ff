"""Deterministic positions, so that the first picture stands still and two builds draw the same.

Coordinates are whole pixels of a canvas whose middle is (0, 0); y grows downwards.
"""

from __future__ import annotations

from graph_builder.network.model import Network

Positions = dict[str, tuple[int, int]]


def lay_out(network: Network) -> Positions:
    """Place every node of a network, the things between subsections too.

    Subsections by themselves stand on a circle in the order of the plan, and what joins them stands between; any other
    network is laid out by its connected parts.
    """
    if not network.links:
        return {}
    from graph_builder.network.geometry import circle_layout, components_layout  # loads igraph and numpy

    ends = {end for link in network.links for end in (link.source, link.target)}
    if all(network.nodes[end].kind == "subsection" for end in ends):
        between: dict[str, set[str]] = {}
        usual: set[str] = set()
        for link in network.links:
            for part in link.parts:
                if part.through in network.nodes:
                    between.setdefault(part.through, set()).update((link.source, link.target))
                    usual |= {part.through} if part.usual else set()
        return circle_layout(sorted(ends, key=lambda iri: (network.nodes[iri].order, iri)), between, usual)
    return components_layout(sorted(ends), {(link.source, link.target) for link in network.links})
