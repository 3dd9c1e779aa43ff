"""Reads the questions of the planner's guide and follows their numbered steps in a browser, by the words alone.

The guide is written so that people and this file understand it alike. In a numbered step

- **bold** are the words to click, exactly as the page has them,
- *italic* are words beside them, where the page has the words to click more than once,
- `code` is what is typed first, into the field beside the button.

Outside of the steps, `code` are words that the pages show on the way, and a block quotation is the plan's own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import ElementHandle, Page

GUIDES = {
    "zh": Path(__file__).parent / "guide" / "planner.zh-CN.md",
    "en": Path(__file__).parent / "guide" / "planner.md",
}

FIND = """([words, beside]) => {
  const plain = (text) => text.replace(/\\s+/g, " ").trim();
  const named = (text, part) => plain(part.textContent) === text || part.getAttribute("aria-label") === text;
  const seen = (part) => part.checkVisibility({ visibilityProperty: true }) && part.getClientRects().length > 0;
  const among = (root) => [...root.querySelectorAll("a, button, summary, label > span")]
    .filter((part) => named(words, part) && seen(part));
  const main = document.querySelector("main");
  const alike = (parts) => new Set(parts.map((part) => part.href || part.form?.action || part)).size === 1;
  if (!beside) {
    const found = [among(main), among(document)].find((parts) => parts.length) ?? [];
    return alike(found) ? found[0] : null;
  }
  const near = [];
  for (const part of [...main.querySelectorAll("*")].filter((one) => plain(one.textContent) === beside && seen(one))) {
    for (let around = part, up = 0; around !== main.parentElement; around = around.parentElement, up += 1) {
      const found = among(around);
      if (found.length) { near.push({ up, found }); break; }
    }
  }
  const least = Math.min(...near.map(({ up }) => up));
  const found = near.filter(({ up }) => up === least).flatMap((one) => one.found);
  return found.length && alike(found) ? found[0] : null;
}"""
"""Finds the one thing to click that bears these words (several, if all lead to the same address), or null."""

NODE = """(words) => {
  const rows = [...document.querySelectorAll("table.nodes tbody tr")];
  return rows.find((row) => row.cells[0].textContent.trim() === words)?.id.replace(/^node-/, "") ?? null;
}"""


class LostError(Exception):
    """A step of the guide cannot be followed: the page has no such words, or they do nothing."""


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step: what to click, beside which words, and what to type before."""

    click: str
    beside: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the guide.

    ``shown`` are words that the pages show on the way, ``sentences`` are the plan's own, ``pictures`` the names of the
    picture files with the number of steps after which each is taken, ``prose`` the rest of the text.
    """

    title: str
    steps: tuple[Step, ...]
    shown: tuple[str, ...]
    sentences: tuple[str, ...]
    pictures: tuple[tuple[str, int], ...]
    prose: str


@dataclass(slots=True)
class Walk:
    """What was seen on the way through the steps: all words of each page, and the files that were taken away."""

    pages: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """The text of each file by its name."""

    def shows(self, words: str) -> bool:
        """Tell whether words stood on one of the pages, or in a file; white space does not matter."""
        return any(_close(words) in _close(text) for text in (*self.pages, *self.files.values()))


def questions(language: str) -> list[Question]:
    """Give the questions of the guide in a language, in its order."""
    text = GUIDES[language].read_text(encoding="utf-8")
    return [_question(part) for part in re.split(r"(?m)^## (?=\d)", text)[1:]]


def _question(text: str) -> Question:
    title, _, body = text.partition("\n")
    body = re.split(r"(?m)^## ", body)[0]
    steps, shown, sentences, pictures, prose = [], [], [], [], []
    for line in body.splitlines():
        if match := re.match(r"\d+\. (.*)", line):
            steps.append(_step(match[1]))
        elif match := re.match(r"> (.*)", line):
            sentences.append(match[1])
        elif match := re.match(r"!\[.*\]\(.*/([^/]+-(\d+)\.\w+\.png)\)", line):
            pictures.append((match[1], int(match[2])))
        else:
            shown += re.findall(r"`(.+?)`", line)
            prose.append(re.sub(r"`.+?`|\]\(.+?\)", "", line))
    return Question(title, tuple(steps), tuple(shown), tuple(sentences), tuple(pictures), "\n".join(prose))


def _step(text: str) -> Step:
    (click,) = re.findall(r"\*\*(.+?)\*\*", text)
    beside = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    typed = re.findall(r"`(.+?)`", text)
    return Step(click, *beside, **({"typed": typed[0]} if typed else {}))


_TRIES = 50


def walk(page: Page, question: Question) -> Iterator[tuple[int, Walk]]:
    """Follow the steps from an opened page; after each gives its number and what was seen so far.

    :raises LostError: with the step, where the page has no such words, or a click on them changes nothing
    """
    seen = Walk([_words(page)])
    for number, step in enumerate(question.steps, 1):
        before = page.url, _words(page)
        at_picture = page.locator("#picture-title")
        if step.beside and at_picture.count() and at_picture.inner_text() == step.beside:
            _click_in_picture(page, step)
            seen.pages.append(_settled(page, before, step))
        else:
            target = _find(page, step)
            if step.typed:
                fields = "(button, text) => button.form.querySelector('input[type=search]').value = text"
                target.evaluate(fields, step.typed)
            if target.get_attribute("download") is not None:
                with page.expect_download() as taken:
                    target.click()
                seen.files[taken.value.suggested_filename] = Path(taken.value.path()).read_text(encoding="utf-8-sig")
            else:
                target.click()
                seen.pages.append(_settled(page, before, step))
        yield number, seen


def _find(page: Page, step: Step) -> ElementHandle:
    for _ in range(_TRIES):  # a page may still be filling a part of it
        found = page.evaluate_handle(FIND, [step.click, step.beside]).as_element()
        if found is not None:
            return found
        page.wait_for_timeout(100)
    raise LostError(f"{page.url} has not one thing to click with the words {step.click!r} beside {step.beside!r}")


def _click_in_picture(page: Page, step: Step) -> None:
    page.wait_for_selector("#picture[data-ready]")
    node = page.evaluate(NODE, step.click)
    if node is None:
        raise LostError(f"the picture has no {step.click!r}")
    page.locator("#picture").scroll_into_view_if_needed()
    place = None
    while place != (place := page.evaluate("(node) => planatlas.placeOf(node)", node)):  # until the camera stands still
        page.wait_for_timeout(100)
    page.locator("#picture").click(position=place)


def _words(page: Page) -> str:
    return page.locator("body").inner_text()


def _settled(page: Page, before: tuple[str, str], step: Step) -> str:
    """Wait until a click has changed the address or the words and nothing changes any more; gives the words."""
    last = before
    for _ in range(100):
        page.wait_for_timeout(100)
        page.wait_for_load_state("load")
        now = page.url, _words(page)
        if now == last and now != before:
            return now[1]
        last = now
    raise LostError(f"nothing happens on {page.url} when {step.click!r} is clicked")


def _close(words: str) -> str:
    return re.sub(r"\s+", "", words)
