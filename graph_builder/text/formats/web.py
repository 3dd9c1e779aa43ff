"""Web pages: the article, without menus, scripts and what only decorates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

from graph_builder.errors import Place, SourceError
from graph_builder.text.formats.document import Extracted, clean, one_line, table_lines
from graph_builder.text.formats.plain import decoded

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "input",
        "svg",
        "iframe",
        "object",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "figure",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "ul",
        "tr",
        "td",
        "th",
        "tbody",
        "table",
    ]
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_BODY_MARKS = re.compile(r"[。，；、]")


def read_html(data: bytes, path: Path) -> Extracted:
    """Read a web page: the part of it that holds most of its sentences.

    Raises:
        SourceError: there is nothing in it that can be read.
    """
    text = _decoded(data, path)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", clean(text)), parser=html.HTMLParser())
    except (etree.ParserError, ValueError) as error:
        raise SourceError(f"is no HTML: {error}", place=Place(path), remedy="save the page again") from error
    for element in list(root.iter()):
        skipped = not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_hidden(element)
        if skipped and element is not root and element.getparent() is not None:
            element.drop_tree()
    heading = root.find(".//h1")
    title = one_line(heading.text_content()) if heading is not None else ""
    lines = [line for line in (one_line(line) for line in _lines(_article(root))) if line]
    if title and title not in lines[:8]:
        lines.insert(0, title)
    return Extracted("\n".join(lines), title or None)


def _decoded(data: bytes, path: Path) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk", "gb18030") else name)
        except (UnicodeDecodeError, LookupError):
            return decoded(data, path)
    return decoded(data, path)


def _is_hidden(element: html.HtmlElement) -> bool:
    return "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _article(root: html.HtmlElement) -> html.HtmlElement:
    """Go down as long as one child holds nearly all sentences of its parent."""
    body = root.find("body")
    at = body if body is not None else root
    while True:
        marks = len(_BODY_MARKS.findall(at.text_content()))
        richest = max(at, key=lambda child: len(_BODY_MARKS.findall(child.text_content())), default=None)
        if richest is None or richest.tag in ("p", "table", "tbody", "tr", "ol", "ul", "span", "pre"):
            return at
        inside = len(_BODY_MARKS.findall(richest.text_content()))
        if marks == 0 or inside < 0.9 * marks:
            return at
        at = richest


def _lines(element: html.HtmlElement) -> Iterator[str]:
    """Give the lines of an element: a block begins one, a line break another."""
    run: list[str] = []
    yield from _walk(element, run)
    yield "".join(run)


def _walk(element: html.HtmlElement, run: list[str]) -> Iterator[str]:
    """Walk without recursion: a page may be nested deeper than the stack allows."""
    stack: list[tuple[html.HtmlElement, bool]] = [(element, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            if node.tag in _BLOCKS:
                yield "".join(run)
                run.clear()
            if node is not element:
                run.append(_words(node.tail))
            continue
        if node.tag == "br":
            yield "".join(run)
            run.clear()
            run.append(_words(node.tail))
            continue
        if node.tag in _BLOCKS:
            yield "".join(run)
            run.clear()
        if node.tag == "table":
            yield from table_lines(_rows(node))
            stack.append((node, True))
            continue
        run.append(_words(node.text))
        stack.append((node, True))
        stack += [(child, False) for child in reversed(node)]


def _words(words: str | None) -> str:
    return re.sub(r"\s*\n\s*", "", words or "")


def _rows(table: html.HtmlElement) -> Iterator[list[str]]:
    for row in table.iter("tr"):
        yield ["\n".join(_cell(cell)) for cell in row if cell.tag in ("td", "th")]


def _cell(cell: html.HtmlElement) -> list[str]:
    found: list[str] = []
    run: list[str] = [_words(cell.text)]
    for child in cell:
        found += [line for line in _walk(child, run) if line.strip()]
        run.append(_words(child.tail))
    found.append("".join(run))
    return [line for line in found if line.strip()]
