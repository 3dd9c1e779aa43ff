"""How many links each value of each filter would leave."""

from __future__ import annotations

from dataclasses import replace

from graph_builder.network import KINDS, LINK_KINDS, SHARED, TECHNOLOGY, Filters, Link, Network, narrow


def count_values(network: Network, filters: Filters) -> dict[str, dict[str, int]]:
    """Count, for each filter, the links that each of its values would leave while the other filters stay."""
    counts: dict[str, dict[str, int]] = {"links": {}, "kinds": {}, "things": {}, "sections": {}, "forces": {},
                                         "domains": {}, "relations": {}}  # fmt: skip
    for kind in LINK_KINDS:
        counts["links"][kind] = len(narrow(network, replace(filters, links=frozenset((kind,)))).links)
    every = frozenset(KINDS)
    for name, open_filter in (
        ("kinds", replace(filters, kinds=every)),
        ("things", replace(filters, things=every)),
        ("relations", replace(filters, relations=frozenset())),
        ("sections", replace(filters, sections=frozenset())),
        ("forces", replace(filters, forces=frozenset())),
        ("domains", replace(filters, domains=frozenset())),
    ):
        left = narrow(network, replace(open_filter, top=0))
        for link in left.links:
            for value in _values(left, link, name):
                counts[name][value] = counts[name].get(value, 0) + 1
    return counts


def _values(network: Network, link: Link, name: str) -> set[str]:
    """Give the values of a filter under which a link would pass."""
    nodes = network.nodes
    if name == "kinds":
        return {nodes[link.source].kind, nodes[link.target].kind}
    if name == "things":
        if link.kind not in (SHARED, TECHNOLOGY):
            return set()
        return {nodes[part.through].kind for part in link.parts if part.through in nodes}
    if name == "relations":
        return {link.relation} - {""}
    said = [network.sayings[index] for index in link.sayings]
    if name == "forces":
        return {saying.force for saying in said} - {""}
    if name == "domains":
        return {iri for saying in said for iri in saying.fields}
    units = {saying.unit for saying in said}
    return {network.nodes[unit].section for unit in units if unit in network.nodes} - {""}
