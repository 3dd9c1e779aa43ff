"""Pages under watch: none may fail, complain on the console, or ask another host."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

LOCALES = {"zh": "zh-CN", "en": "en-GB"}

PATIENCE = 60_000
"""Milliseconds that a page may take: machines that run all tests at once stall for seconds, which is no fault."""

Open = Callable[..., Page]
"""Opens an address; further arguments are those of a browser context."""


def tells(kind: str, text: str) -> bool:
    """Tell a fault of the page from what the browser says of statuses, and of drawing without a graphics card."""
    return kind in ("error", "warning") and not re.search("Failed to load resource|GPU stall|swiftshader", text, re.I)


@contextmanager
def watching(browser: Browser) -> Iterator[Open]:
    """Give what opens pages, each in a context of its own; at the end they are closed, and no one may have a fault."""
    contexts, findings = [], []

    def opening(address: str, width: int = 1440, height: int = 900, **more: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        own = {"", urlsplit(address).netloc}  # addresses of data and blobs name no host
        page.on("console", lambda message: findings.append(message.text) if tells(message.type, message.text) else None)
        page.on("pageerror", lambda error: findings.append(str(error)))
        page.on(
            "request",
            lambda r: None if urlsplit(r.url).netloc in own else findings.append(f"asked {r.url}"),
        )
        page.goto(address)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert findings == []
