"""The shapes that the release is validated with."""

from __future__ import annotations

import pytest
from rdflib import Graph

from graph_builder import resources
from graph_builder.validation import read_shapes


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return read_shapes(resources.path("shapes").glob("*.ttl"))
