"""What the lists of strongest links leave out, so that they begin with what is particular.

- Of ties that a plan states: those with a generic word at one end (a kind of body, a collective).
- Of what one directive ties or names: the general word beside its kinds. Where 医疗 and its broader 民生 stand on
  the same side, 医疗 alone is listed.
- Of both: what the introduction of a section ties or names, for it only leads up to the measures.
- Of what one directive names: pairs that the same directive ties in words, for these stand among the stated ties.

A list of ties counts once, whatever is left out of it: the others get its share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from graph_builder.network import STATED, TOGETHER, Link, Network, Part, gather

Ends = frozenset[str]


def concrete(seen: Network, whole: Network, kind: str) -> Network:
    """Leave out of the links of a kind that filters let pass (``seen``) what is general; ``whole`` tells the rest."""
    if kind == STATED:
        return gather(seen, _concrete_ties(seen, whole))
    if kind == TOGETHER:
        return gather(seen, _concrete_mentions(seen, whole))
    return seen


def _concrete_ties(seen: Network, whole: Network) -> Iterator[Link]:
    divided = _divided(whole)
    sides: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for link in seen.links:
        for part in link.parts:
            sides[part.through, link.relation, "source"].add(link.source)
            sides[part.through, link.relation, "target"].add(link.target)
            if not link.directed:  # the sides of such a tie are one
                sides[part.through, link.relation, "source"].add(link.target)
                sides[part.through, link.relation, "target"].add(link.source)
    kept: list[tuple[Link, Part]] = []
    for link in seen.links:
        if any(seen.nodes[end].generic for end in (link.source, link.target)):
            continue
        for part in link.parts:
            beside = [
                sides[part.through, link.relation, side] - {other}
                for side, other in (("source", link.target), ("target", link.source))
            ]
            ends = zip((link.source, link.target), beside, strict=True)
            if not any(_general(whole, end, others) for end, others in ends) and not _introduces(seen, part, divided):
                kept.append((link, part))
    before, after = _shares((link, part) for link in seen.links for part in link.parts), _shares(kept)
    parts: dict[int, list[Part]] = defaultdict(list)
    for link, part in kept:
        about = part.through, link.relation
        parts[id(link)].append(replace(part, share=part.share * before[about] / after[about]))
    for link in seen.links:
        if id(link) in parts:
            yield link.with_parts(parts[id(link)])


def _shares(found: Iterable[tuple[Link, Part]]) -> dict[tuple[str, str], float]:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for link, part in found:
        sums[part.through, link.relation] += part.share
    return sums


def _concrete_mentions(seen: Network, whole: Network) -> Iterator[Link]:
    divided = _divided(whole)
    stated = {
        (part.through, frozenset((link.source, link.target)))
        for link in whole.links
        if link.kind == STATED
        for part in link.parts
    }
    named: dict[str, set[str]] = defaultdict(set)
    for link in seen.links:
        for part in link.parts:
            named[part.through] |= {link.source, link.target}
    for link in seen.links:
        ends = frozenset((link.source, link.target))
        parts = [
            part for part in link.parts
            if (part.through, ends) not in stated
            and not any(_general(whole, end, named[part.through]) for end in ends)
            and not _introduces(seen, part, divided)
        ]  # fmt: skip
        if parts:
            yield link.with_parts(parts)


def _divided(network: Network) -> set[str]:
    """Give the sections in which measures stand."""
    return {node.unit for node in network.nodes.values() if node.kind == "measure"}


def _introduces(network: Network, part: Part, divided: set[str]) -> bool:
    """Tell whether a directive stands in a section outside of the measures in it."""
    return all(
        not saying.measure and any(f"{unit}.".startswith(f"{saying.unit}.") for unit in divided)
        for saying in (network.sayings[index] for index in part.sayings)
    )


def _general(network: Network, end: str, others: Iterable[str]) -> bool:
    """Tell whether something is broader than one of the others."""
    return any(other != end and end in _above(network, other) for other in others)


def _above(network: Network, iri: str) -> set[str]:
    found: set[str] = set()
    waiting = [iri]
    while waiting:
        node = network.nodes.get(waiting.pop())
        more = set(node.broader) - found if node else set()
        found |= more
        waiting += more
    return found
