"""The addresses of search, and the description by which browsers and programs learn to search here (OpenSearch 1.1)."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from starlette.requests import Request
from starlette.responses import Response

from api.linked_doors import Doors
from api.pages.language import VARY, language_of, prefers_html
from api.pages.messages import message
from api.pages.search import search_page
from api.problems import Problem
from api.search import SUGGESTIONS, Search, search_json, suggest

_DESCRIPTION = """\
<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>{name}</ShortName>
  <Description>{about}</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <OutputEncoding>UTF-8</OutputEncoding>
  <Language>zh</Language>
  <Language>en</Language>
  <Url type="text/html" template={page}/>
  <Url type="application/json" template={data} indexOffset="0"/>
  <Url type={suggestions} template={suggest}/>
</OpenSearchDescription>
"""


def search_doors(current: Callable[[], Search]) -> Doors:
    """Give the addresses with what answers them and a sentence on each; ``current`` gives the release's own search."""

    async def search(request: Request) -> Response:
        """Answer ``/search``: people get the page, programs the data; ``format=`` overrules."""
        form = request.query_params.get("format", "")
        if form not in ("", "html", "json"):
            raise Problem(400, f"There is no search as {form}; there is html and json.")
        if form == "html" or (not form and prefers_html(request)):
            return await search_page(request, current())
        return await search_json(request, current())

    async def search_data(request: Request) -> Response:
        """Answer ``/search.json``."""
        return await search_json(request, current())

    async def suggestions(request: Request) -> Response:
        """Answer ``/search/suggest``."""
        return await suggest(request, current())

    async def description(request: Request) -> Response:
        """Answer ``/opensearch.xml``."""
        language, root = language_of(request), str(request.base_url)
        content = _DESCRIPTION.format(
            name=escape(message("site.name", language)),
            about=escape(message("search.about", language)),
            page=quoteattr(f"{root}search?q={{searchTerms}}"),
            data=quoteattr(f"{root}search.json?q={{searchTerms}}&limit={{count?}}&offset={{startIndex?}}"),
            suggestions=quoteattr(SUGGESTIONS),
            suggest=quoteattr(f"{root}search/suggest?q={{searchTerms}}"),
        )
        headers = {"cache-control": "no-cache", "vary": VARY, "content-language": language.tag}
        return Response(content.encode(), headers=headers, media_type="application/opensearchdescription+xml")

    return {
        "/search": (search, "Find things by their names and sentences by their words"),
        "/search.json": (search_data, "The same as JSON"),
        "/search/suggest": (suggestions, "Suggestions while typing (OpenSearch)"),
        "/opensearch.xml": (description, "How to search here (OpenSearch)"),
    }
