"""Take the pictures of the planner's guide, on the way through its own steps.

Run from the checkout, against a running server: ``python -m docs.guide_pictures http://127.0.0.1:8000``. A picture
whose name ends in ``-3.zh.png`` is taken after the third step of its question.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from docs.pictures import CHROMIUM, FLAGS
from docs.walk import GUIDES, Question, questions, walk

FOLDER = Path(__file__).parent / "images" / "guide"
SIZE = ViewportSize(width=1200, height=800)
COLOURS = 256


def take(browser: Browser, server: str, language: str, question: Question) -> None:
    """Walk through one question and photograph the window after the steps that have a picture."""
    page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
    page.goto(f"{server}/?lang={language}", wait_until="load")
    for number, _ in walk(page, question):
        for name, after in question.pictures:
            if after == number:
                page.wait_for_timeout(500)
                picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
                flat = picture.quantize(COLOURS, kmeans=1, dither=Image.Dither.NONE)
                flat.save(FOLDER / name, optimize=True)
    page.close()


def main(server: str) -> None:
    """Photograph the steps of every question in both languages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, "--enable-unsafe-swiftshader"])
        for language in GUIDES:
            for question in questions(language):
                take(browser, server, language, question)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
