"""Every kind of page: nothing grave found by axe-core, no console error, no other host, no sideways scrolling."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from api.app import create_app
from api.settings import Settings
from tests.api.server import serving
from tests.needs import lacking

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    *("/", "/plans/xicheng-145", "/network", "/linkages", "/gaps", "/ledger", "/quality", "/ontology", "/browse"),
    *("/page/technology/blockchain", "/search?q=金融", "/sparql", "/dumps/", "/about"),
)
GRAVE = ("serious", "critical")
THIN = """() => {
  const alike = ["article .section .section ~ .section", "article .unit ~ .unit ~ .unit ~ .unit",
    "article.term:nth-of-type(n+5)", "tbody:nth-of-type(n+9)", "tr:nth-of-type(n+9)", "li:nth-of-type(n+9)"];
  for (const part of document.querySelectorAll(alike.join(", "))) part.remove();
}"""
"""Takes away what repeats what stays: of hundreds of rows and paragraphs alike, axe-core need not look at each."""

RUN = """async (rules) => {
  const options = { resultTypes: ["violations"], ...(rules && { runOnly: { type: "rule", values: rules } }) };
  const { violations } = await axe.run(document, options);
  const some = (nodes) => nodes.slice(0, 3).map((node) => node.html);
  return violations.map(({ id, impact, nodes }) => [id, impact, nodes.length, some(nodes)]);
}"""


@pytest.fixture(scope="module")
def atlas(real_release: Path) -> Iterator[str]:
    with serving(create_app(real_release, Settings(query_workers=1))) as base:
        yield base


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all visits."""
    made = browser.new_page(viewport={"width": 1440, "height": 900})
    yield made
    made.close()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_page(page: Page, atlas: str, path: str, language: str) -> None:
    """Light and dark: of the dark page only the contrast is looked at again."""
    if not AXE.is_file():
        lacking("axe-core is not installed (npm ci in web/)")
    findings: list[object] = []
    hosts = {"data:", "blob:", f"//{urlsplit(atlas).netloc}"}

    def complained(kind: str, text: str) -> None:
        if kind == "error":
            findings.append(text)

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if (f"//{parts.netloc}" if parts.netloc else f"{parts.scheme}:") not in hosts:
            findings.append(f"asked {url}")

    listeners = {
        "console": lambda message: complained(message.type, message.text),
        "pageerror": lambda error: findings.append(str(error)),
        "request": lambda request: asked(request.url),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    try:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(f"{atlas}{path}{'&' if '?' in path else '?'}lang={language}", wait_until="load")
        page.set_viewport_size({"width": 390, "height": 844})
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 390:
            findings.append(f"{width} wide on a phone")
        page.set_viewport_size({"width": 1440, "height": 900})
        page.evaluate(THIN)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme, rules in (("light", None), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = page.evaluate(RUN, rules)
            findings += [(scheme, *finding) for finding in found if finding[1] in GRAVE]
    finally:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
    assert findings == [], json.dumps(findings, ensure_ascii=False, indent=1)
