"""Generated networks: of the size asked for, in one piece, the same each time, and readable as a release's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.network import make_view
from api.network_wish import Wish
from api.release import open_release
from benchmarks.networks import generate, make_network
from graph_builder.network import STATED, Filters, evidence_path, read_layouts, read_network


def test_network_has_the_size_asked_for_and_hangs_together() -> None:
    network = make_network(60, 90)
    assert (len(network.nodes), len(network.links), len(network.sayings)) == (60, 90, 90)
    assert network == make_network(60, 90)
    assert network.links != make_network(60, 90, seed=1).links
    first, *others = network.nodes
    assert all(evidence_path(network, first, other) for other in others)


@pytest.mark.parametrize("links", [58, 60 * 59 // 2 + 1])
def test_impossible_sizes_are_refused(links: int) -> None:
    with pytest.raises(ValueError, match="cannot join"):
        make_network(60, links)


def test_release_with_a_generated_network_can_be_served(small_release: Path, tmp_path: Path) -> None:
    folder = generate(small_release, tmp_path, 30, 40)
    release = open_release(folder)
    assert release.manifest.release == open_release(small_release).manifest.release
    network, layouts = (read(folder / "networks") for read in (read_network, read_layouts))
    view = make_view(network, layouts, Wish(Filters(links=frozenset((STATED,)))))
    assert (len(view.measures), len(view.network.links), view.left_out) == (30, 40, 0)
    written = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert written["files"]["networks/network.json"]["bytes"] == (folder / "networks" / "network.json").stat().st_size
