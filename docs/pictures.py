"""Take the pictures of the documents from a running server: ``python docs/pictures.py http://127.0.0.1:8000``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main(server: str) -> None:
    """Photograph the network page in both languages."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in ("zh", "en"):
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"{server}/network?lang={language}", wait_until="load")
            page.wait_for_function("window.planatlas && window.planatlas.nodes.length > 0")
            page.wait_for_timeout(500)
            page.screenshot(path=FOLDER / f"network.{language}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
