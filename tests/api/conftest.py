"""A small release and a server of it, for all tests of the doors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from api.settings import Settings
from tests.api.sample import write_release
from tests.api.server import serving


@pytest.fixture
def release_link(tmp_path: Path) -> Path:
    """A link to a small release of its own for this test."""
    return write_release(tmp_path)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the small release."""
    link = write_release(tmp_path_factory.mktemp("release"))
    with serving(create_app(link, Settings(query_workers=2))) as base:
        yield base


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client without cookies of earlier tests; it asks as a program does and follows no redirect."""
    with httpx.Client(base_url=address, headers={"accept": "*/*"}) as made:
        yield made
