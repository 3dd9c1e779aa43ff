"""The networks of a hand-made plan and of the real one, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph

from graph_builder.network import Network, make_network, read_network
from tests.plans import assemble, whole_graph, write_plan


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return whole_graph(assemble(write_plan(tmp_path_factory.mktemp("plan") / "yunxi")))


@pytest.fixture(scope="session")
def network(graph: Graph) -> Network:
    return make_network(graph)


@pytest.fixture(scope="session")
def real_network(real_release: Path) -> Network:
    return read_network(real_release / "networks")
