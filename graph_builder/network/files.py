"""Write the networks of a release: the contract between the builder and whoever serves or reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from graph_builder.network.exports import export, network_json
from graph_builder.network.filters import LEVELS, Filters, narrow
from graph_builder.network.layout import Positions, lay_out
from graph_builder.network.model import KINDS, LINK_KINDS, SHARED, STATED, TECHNOLOGY, TOGETHER, Network
from graph_builder.network.page import render_page

FIRST = Filters(links=frozenset(LINK_KINDS))
"""What the first pictures show: the four kinds of link, each at its level, without generic words and hubs."""

_LEVELS = {
    SHARED: ("subsection", "measure"),
    STATED: ("all",),
    TOGETHER: ("domain", "all"),
    TECHNOLOGY: ("domain", "subsection", "measure"),
}


def whole(kind: str, level: str) -> Filters:
    """Give the filters that show all there is of a kind of link at a level: a kind of node, or ``all``.

    The level that is shown first holds every kind of node that is shown first.
    """
    first = LEVELS[kind]
    kinds = frozenset(KINDS if level == "all" else first if level in first else (level,))
    return Filters(frozenset((kind,)), kinds, frozenset(KINDS), generic=True, hubs=True, kin=True, listed=True)


def make_layouts(network: Network) -> dict[str, Positions]:
    """Place the nodes for each kind of link and level, by ``KIND/LEVEL``: whatever filters leave stays where it is."""
    return dict(_layouts(network))


def _layouts(network: Network) -> Iterator[tuple[str, Positions]]:
    for kind, levels in _LEVELS.items():
        for level in levels:
            yield f"{kind}/{level}", lay_out(narrow(network, whole(kind, level)))


def first_places(layouts: dict[str, Positions]) -> dict[str, Positions]:
    """Pick from :func:`make_layouts` the positions of the first picture of each kind of link."""
    return {kind: layouts[f"{kind}/{levels[0]}"] for kind, levels in _LEVELS.items()}


def write_networks(network: Network, folder: Path) -> None:
    """Write ``network.json`` (everything), ``layouts.json``, and the first pictures in all forms.

    ``network.{graphml,gexf,csv,nodes.csv}`` and ``network.{zh,en}.svg``, ``standalone.{zh,en}.html`` hold
    :data:`FIRST`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    layouts = make_layouts(network)
    _write(folder / "network.json", network_json(network))
    _write(
        folder / "layouts.json", json.dumps(layouts, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
    )
    first = narrow(network, FIRST)
    for form in ("graphml", "gexf", "csv", "nodes.csv"):
        _write(folder / f"network.{form}", export(first, form))
    for language in ("zh", "en"):
        _write(folder / f"network.{language}.svg", export(first, "svg", language, first_places(layouts)))
        _write(folder / f"standalone.{language}.html", render_page(first, language, first_places(layouts), site=True))


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="")


def read_network(folder: Path) -> Network:
    """Read what :func:`write_networks` wrote.

    Raises:
        OSError, ValueError, KeyError, TypeError: there is no such file, or it holds something else.
    """
    return Network.from_data(json.loads((folder / "network.json").read_text(encoding="utf-8")))


def read_layouts(folder: Path) -> dict[str, Positions]:
    """Read the positions that :func:`write_networks` wrote; errors as :func:`read_network`."""
    found = json.loads((folder / "layouts.json").read_text(encoding="utf-8"))
    return {name: {iri: (x, y) for iri, (x, y) in places.items()} for name, places in found.items()}
