"""What an address asks of the network: filters, nodes opened, a path; names are looked up in the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph_builder.errors import FilterError
from graph_builder.network import Filters, Network

MOST = 800
"""Links that are shown at once unless an address asks for more (``most=``); of more, the strongest."""

LARGEST = 10_000
"""Links that may be asked for at once."""

OPENED = 40
"""Nodes that may be opened at once."""

_DIRECT, _OPEN, _PATH, _MOST = "direct", "open", "path", "most"
OWN = (_DIRECT, _OPEN, _PATH, _MOST)
"""Parameters besides the filters: ``direct=1`` draws pairs without the things between, ``open`` names nodes whose
links are added, ``path`` two nodes, ``most`` how many links may be shown."""


FORCES = ("require", "striveFor", "promote", "support", "encourage", "guide", "explore")
"""Forces of directives, the firmest first."""


@dataclass(frozen=True)
class Wish:
    """What an address asks for. ``opened`` are IRIs, ``path`` is two of them or empty."""

    filters: Filters = field(default_factory=Filters)
    direct: bool = False
    opened: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    most: int = MOST

    @classmethod
    def read(cls, values: Mapping[str, Sequence[str]], network: Network) -> Wish:
        """Read the parameters of an address.

        Raises:
            FilterError: there is no such parameter, value, or node.
        """
        filters = Filters.read({name: given for name, given in values.items() if name not in OWN})
        filters = replace(
            filters,
            nodes=frozenset(network.find(word).iri for word in filters.nodes),
            domains=frozenset(network.find(word).iri for word in filters.domains),
            sections=frozenset(_one_of("sections", word, _sections(network)) for word in filters.sections),
            plans=frozenset(_one_of("plans", word, _plans(network)) for word in filters.plans),
            forces=frozenset(_one_of("forces", word, FORCES) for word in filters.forces),
        )
        direct = any(value in ("1", "true", "on") for value in values.get(_DIRECT, ()))
        opened, path = _nodes(values.get(_OPEN, ()), network), _path(values.get(_PATH, ()), network)
        return cls(filters, direct, opened, path, _most(values.get(_MOST, ())))

    def written(self) -> dict[str, str]:
        """Write what differs from the defaults, each as one value."""
        found = self.filters.written()
        if self.direct:
            found[_DIRECT] = "1"
        if self.opened:
            found[_OPEN] = ",".join(self.opened)
        if self.path:
            found[_PATH] = ",".join(self.path)
        if self.most != MOST:
            found[_MOST] = str(self.most)
        return found


def _nodes(values: Iterable[str], network: Network) -> tuple[str, ...]:
    words = [word.strip() for value in values for word in value.split(",") if word.strip()]
    if len(words) > OPENED:
        raise FilterError(
            f"{len(words):,} nodes cannot be opened at once", kind="opened", name=_OPEN, value=f"{len(words):,}",
            remedy=f"name {OPENED} at most, or widen the filters instead",
        )  # fmt: skip
    return tuple(dict.fromkeys(network.find(word).iri for word in words))


def _most(values: Sequence[str]) -> int:
    words = [value.strip() for value in values if value.strip()]
    if not words:
        return MOST
    if not words[-1].isascii() or not words[-1].isdecimal() or not 0 < int(words[-1][:9]) <= LARGEST:
        raise FilterError(
            f"{words[-1][:20]!r} links cannot be shown at once", kind="most", name=_MOST, value=words[-1][:20],
            remedy=f"write most= with a number from 1 to {LARGEST:,}, or narrow the filters; the whole network is at "
            "/network/data.json, .graphml, .gexf and .csv",
        )  # fmt: skip
    return int(words[-1])


def _sections(network: Network) -> list[str]:
    return sorted(network.sections.keys() | {node.iri for node in network.nodes.values() if node.kind == "subsection"})


def _plans(network: Network) -> list[str]:
    return sorted({node.plan for node in network.nodes.values() if node.plan})


def _one_of(name: str, word: str, known: Iterable[str]) -> str:
    """Find a value by all of it or by its end."""
    found = [value for value in known if value == word] or [value for value in known if value.endswith(f"/{word}")]
    if len(found) == 1:
        return found[0]
    ends = [value.rpartition("/")[2] for value in known]
    raise FilterError(
        f"{name} knows no {word!r}", kind="value", name=name, value=word, known=ends,
        remedy=f"take one of {', '.join(ends)}",
    )  # fmt: skip


def _path(values: Sequence[str], network: Network) -> tuple[str, ...]:
    words = [value.strip() for value in values if value.strip()]
    if len(words) == 1:  # one value with a comma, as addresses are written; labels may hold commas too
        words = [word.strip() for word in words[0].split(",") if word.strip()]
    if len(words) < 2:
        return ()
    if len(words) > 2:
        raise FilterError(
            f"a path leads between two nodes, not {len(words)}", kind="path", name=_PATH, remedy="write path=A,B"
        )
    first, second = (network.find(word).iri for word in words)
    if first == second:
        raise FilterError("a path leads between two different nodes", kind="path", name=_PATH, remedy="write path=A,B")
    return first, second
