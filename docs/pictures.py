"""Take the pictures of the documents from a running server: ``python docs/pictures.py http://127.0.0.1:8000``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


PAGES = {
    "home": ("/", ""),
    "reader": ("/plans/xicheng-145", "article a.m[data-type=Technology]"),
    "network": ("/network", ""),
}
"""The pages by the names of their pictures: the address, and what is clicked first."""


def main(server: str) -> None:
    """Photograph the pages in both languages."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for language in ("zh", "en"):
            page = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            for name, (address, clicked) in PAGES.items():
                page.goto(f"{server}{address}?lang={language}", wait_until="load")
                if clicked:
                    page.locator(clicked).first.click()
                if name == "network":
                    page.wait_for_selector("[data-ready=true]")
                page.wait_for_timeout(500)
                page.screenshot(path=FOLDER / f"{name}.{language}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
