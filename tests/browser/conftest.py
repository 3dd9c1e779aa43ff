"""Chromium for tests. Without it they are skipped with a reason; where ``CI=true``, they fail instead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from api.app import create_app
from api.settings import Settings
from tests.api.sample import write_release
from tests.api.server import serving
from tests.browser.watch import PATIENCE
from tests.needs import command, lacking

expect.set_options(timeout=PATIENCE)

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, one for the tests of a file.

    Not for longer: while it is open an event loop runs in this thread, and other tests start their own.
    """
    install = "Debian: apt install chromium fonts-noto-cjk"
    path = command("chromium", "chromium-browser", "google-chrome", install=install)
    with sync_playwright() as playwright:
        try:
            made = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        except Error as error:
            lacking(f"Chromium does not start: {error}")
        yield made
        made.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the small release."""
    link = write_release(tmp_path_factory.mktemp("release"))
    with serving(create_app(link, Settings(query_workers=1))) as base:
        yield base
