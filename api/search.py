"""Search: the index of a release behind a small pool of threads, and its answers as data.

A search is ended at its deadline, so that none holds a thread for long; the event loop never waits for one.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.linked_data import page_address
from api.pages.language import VARY, Language, language_of
from api.pages.messages import message
from api.pages.results import best_label
from api.prefix import rooted
from api.problems import Problem
from api.release import Release
from api.settings import Settings
from graph_builder.search import FILE, LONGEST, SENTENCE, Found, Hit, Match, SearchError, SearchIndex, SearchTimeout

PAGE = 20
"""Hits on a page where no other number is asked for."""

MOST = 100
"""Hits on a page at most."""

FARTHEST = 100_000
"""The largest offset."""

SUGGESTED = 8
"""Suggestions at most."""

SUGGESTIONS = "application/x-suggestions+json"
"""The media type that the OpenSearch Suggestions extension gives them."""

_DEFAULTS = {"limit": str(PAGE), "offset": "0"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for. ``kind`` is the parameter ``type``; empty filters let everything through."""

    text: str
    kind: str = ""
    plan: str = ""
    limit: int = PAGE
    offset: int = 0

    def address(self, path: str = "/search", **changes: str | int) -> str:
        """Give the address of this search with changes; the filters change with the offset set back."""
        fields = {"q": self.text, "type": self.kind, "plan": self.plan, "limit": self.limit, "offset": 0} | changes
        kept = {name: str(value) for name, value in fields.items() if str(value) != _DEFAULTS.get(name, "")}
        return f"{path}?{urlencode(kept)}"


def asked(request: Request) -> Asked:
    """Read the parameters of a search.

    Raises:
        Problem: ``limit`` or ``offset`` is no number that is allowed (400).
    """
    given = request.query_params
    return Asked(
        given.get("q", "").strip(),
        given.get("type", ""),
        given.get("plan", ""),
        _number(given.get("limit"), "limit", PAGE, 1, MOST),
        _number(given.get("offset"), "offset", 0, 0, FARTHEST),
    )


def _number(given: str | None, name: str, default: int, least: int, most: int) -> int:
    if not given:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", given) or not least <= int(given) <= most:
        raise Problem(400, f"{name} is a whole number from {least} to {most}.")
    return int(given)


class Search:
    """The search of one release.

    Raises:
        ReleaseError: the release has an index that cannot be read.
    """

    def __init__(self, release: Release, settings: Settings) -> None:
        self.release = release
        dump = release.dump(FILE)
        self._index = SearchIndex(dump.path) if dump else None
        self._pool = ThreadPoolExecutor(settings.search_threads, thread_name_prefix="search")
        self._time = settings.search_timeout
        self._most = settings.search_threads + settings.search_waiting
        self._under_way = 0

    @property
    def index(self) -> SearchIndex:
        """The index.

        Raises:
            Problem: the release has none (404).
        """
        if self._index is None:
            raise Problem(
                404,
                f"This release has no {FILE}: an older version built it. "
                "Build it again with this version (planatlas build); the server then turns to it by itself.",
            )
        return self._index

    def kinds(self, hit: Hit, language: Language) -> list[str]:
        """Say what a hit is: its types, without those that the others imply."""
        implied = {name for kind in hit.types for name in self.index.kinds[kind].above}
        return [best_label(self.index.kinds[name].labels, language) for name in hit.types if name not in implied]

    async def find(self, wanted: Asked, *, typing: bool = False) -> Found:
        """Search in a thread.

        Raises:
            Problem: the query is too long or a filter is unknown (400), the release has no index (404), too many
                searches wait (503), or this one took too long (504).
        """
        search = partial(
            self.index.search,
            wanted.text,
            kind=wanted.kind,
            plan=wanted.plan,
            limit=wanted.limit,
            offset=wanted.offset,
            typing=typing,
            deadline=time.monotonic() + self._time,
        )
        if self._under_way >= self._most:
            raise Problem(503, "Too many searches wait already. Try again in a second.", headers={"Retry-After": "1"})
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, search)
        except SearchError as error:
            chinese = message("fault.search.long", Language.ZH, most=LONGEST) if len(wanted.text) > LONGEST else ""
            told = f"{_sentence(error.message)} {_sentence(error.remedy)}"
            raise Problem(400, told, chinese=chinese) from error
        except SearchTimeout as error:
            raise Problem(504, f"{_sentence(error.message)} {_sentence(error.remedy)}") from error
        finally:
            self._under_way -= 1

    def close(self) -> None:
        """End the threads; searches under way come to their end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


async def search_json(request: Request, search: Search) -> Response:
    """Answer ``/search.json``: what was found, with counts by type and the characters that match.

    Raises:
        Problem: nothing is asked for (400), and as :meth:`Search.find`.
    """
    wanted = asked(request)
    if not wanted.text:
        raise Problem(400, "What to search for is missing: write it as q=, for example /search.json?q=blockchain.")
    headers = _headers(request, search, wanted, "json") | {"vary": "Accept"}
    if known := _known(request, headers):
        return known
    found = await search.find(wanted)
    more = wanted.offset + wanted.limit
    content = {
        "query": wanted.text,
        "type": wanted.kind or None,
        "plan": wanted.plan or None,
        "limit": wanted.limit,
        "offset": wanted.offset,
        "total": found.total,
        "next": rooted(request, wanted.address("/search.json", offset=more)) if more < found.total else None,
        "types": [
            {
                "type": name,
                "iri": search.index.kinds[name].iri or None,
                "label": search.index.kinds[name].labels,
                "count": count,
            }
            for name, count in found.types.items()
        ],
        "hits": [_data(request, search.release, hit) for hit in found.hits],
    }
    return Response(json.dumps(content, ensure_ascii=False).encode(), headers=headers, media_type="application/json")


def _data(request: Request, release: Release, hit: Hit) -> dict[str, Any]:
    page, read = addresses(release, hit)
    place = dict(zip(("plan", "begin", "end"), hit.place, strict=True)) if hit.place else None
    return {
        "iri": hit.iri,
        "types": hit.types,
        "label": hit.labels,
        "mentions": hit.mentions,
        "way": hit.way,
        "match": _marked(hit.match),
        "place": place,
        "context": _marked(hit.context) if hit.context else None,
        "page": rooted(request, page) if page else None,
        "read": rooted(request, read) if read else None,
    }


def _marked(match: Match) -> dict[str, Any]:
    snippet = match.snippet()
    return {"text": snippet.text, "language": snippet.language, "marks": snippet.marks, "cut": snippet.cut}


def addresses(release: Release, hit: Hit) -> tuple[str, str]:
    """Give the addresses of a hit: its page, and where the plan can be read there (of a sentence, at what matches)."""
    page = page_address(hit.iri, release.manifest.base)
    if hit.place is None or release.plan(hit.place[0]) is None:
        return page, ""
    plan, begin, end = hit.place
    if SENTENCE in hit.types and hit.match.marks:
        first, last = hit.match.marks[0]
        begin, end = begin + first, begin + last
    return page, f"/plans/{plan}#char={begin},{end}"


async def suggest(request: Request, search: Search) -> Response:
    """Answer ``/search/suggest`` in the form of the OpenSearch Suggestions extension.

    That is a list of four: what was typed, names, what they name, and the addresses of its pages.

    Raises:
        Problem: as :meth:`Search.find`, but too long a query has no suggestions.
    """
    language = language_of(request)
    wanted = Asked(request.query_params.get("q", "").strip(), limit=4 * SUGGESTED)
    headers = _headers(request, search, wanted, f"suggest {language}") | {"vary": VARY}
    if known := _known(request, headers):
        return known
    found = Found((), 0, {})
    if len(wanted.text) <= MOST:
        found = await search.find(wanted, typing=True)
    rows = list(_suggestions(request, search, found, language))[:SUGGESTED]
    content = [wanted.text, *([row[part] for row in rows] for part in range(3))]
    return Response(json.dumps(content, ensure_ascii=False).encode(), headers=headers, media_type=SUGGESTIONS)


def _suggestions(request: Request, search: Search, found: Found, language: Language) -> Iterator[tuple[str, str, str]]:
    seen = set()
    for hit in found.hits:
        text = hit.match.text
        labels = search.kinds(hit, language)
        other = next((label for label in hit.labels.values() if label != text), "")
        about = " · ".join(filter(None, (other, message("list.comma", language).join(labels))))
        if (text, about) not in seen:
            seen.add((text, about))
            yield text, about, f"{str(request.base_url).rstrip('/')}{addresses(search.release, hit)[0]}"


def _headers(request: Request, search: Search, wanted: Asked, form: str) -> dict[str, str]:
    tag = hashlib.sha256(repr((search.release.manifest.release, form, wanted, str(request.base_url))).encode())
    return {
        "etag": f'W/"{tag.hexdigest()[:32]}"',
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
    }


def _known(request: Request, headers: Mapping[str, str]) -> Response | None:
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=dict(headers))
    return None
