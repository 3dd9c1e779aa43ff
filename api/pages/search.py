"""The page of what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from api.pages.language import Language, language_of
from api.pages.messages import message
from api.pages.render import page
from api.pages.results import best_label
from api.search import Asked, Search, addresses, asked
from graph_builder.search import SENTENCE, Found, Hit, Match, highlight

_LAST = ("Directive", SENTENCE)
"""Types that stand behind all others among the filters: they are found by the plan's wording, not by a name."""

_PREVIEW = 3
"""Sentences that are shown below the first page of things."""

_EXAMPLES = ("金融", "5G", "qukuailian", "qkl", "blockchain")

_AROUND = 72
"""Characters of the sentence around a thing that are shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A hit as it is shown.

    ``name`` and ``other`` are its names in the language of the page and in the other one, ``by`` another name that was
    found, ``kinds`` its classes in words, ``plan`` the title of the plan that a sentence stands in.
    """

    name: Match
    other: Match | None
    by: Match | None
    kinds: Sequence[str]
    mentions: int
    context: Match | None
    page: str
    read: str
    sentence: bool
    plan: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice among what was found: its words, count and address."""

    label: str
    count: int | None
    href: str
    current: bool


async def search_page(request: Request, search: Search) -> Response:
    """Answer ``/search`` for people.

    Raises:
        Problem: as :meth:`api.search.Search.find`.
    """
    wanted, language = asked(request), language_of(request)
    found = await search.find(wanted)
    sentences = Found((), 0, {})
    if not wanted.kind and not wanted.offset and SENTENCE in found.types and not _holds_sentence(found):
        sentences = await search.find(Asked(wanted.text, SENTENCE, wanted.plan, _PREVIEW))
    response = page(
        request,
        "search.html",
        search.release,
        searched=wanted.text,
        wanted=wanted,
        found=found,
        lines=[_line(search, hit, wanted, language) for hit in found.hits],
        sentences=[_line(search, hit, wanted, language) for hit in sentences.hits],
        sentence_count=found.types.get(SENTENCE, 0),
        all_sentences=wanted.address(type=SENTENCE),
        chosen=best_label(search.index.kinds[wanted.kind].labels, language) if wanted.kind else "",
        kinds=_kinds(search, found, wanted, language),
        plans=_plans(search, wanted, language),
        pages=_pages(found, wanted),
        data=wanted.address("/search.json", offset=wanted.offset),
        examples=[(text, Asked(text).address()) for text in _EXAMPLES],
    )
    response.headers["x-robots-tag"] = "noindex"
    return response


def _holds_sentence(found: Found) -> bool:
    return any(SENTENCE in hit.types for hit in found.hits)


def _line(search: Search, hit: Hit, wanted: Asked, language: Language) -> Line:
    own = best_label(hit.labels, language)
    others = {tag: text for tag, text in hit.labels.items() if text != own}
    tag = next((tag for tag, text in hit.labels.items() if text == own), "")

    def marked(text: str, tag: str) -> Match:
        return hit.match if hit.match.text == text else highlight(text, wanted.text, tag)

    address, read = addresses(search.release, hit)
    sentence, told = SENTENCE in hit.types, len(own) > _AROUND // 3
    plan = search.release.plan(hit.place[0]) if hit.place else None
    return Line(
        name=hit.match.snippet(160) if sentence else marked(own, tag),
        other=next((marked(text, other) for other, text in others.items()), None),
        by=hit.match if hit.match.text not in hit.labels.values() else None,
        kinds=search.kinds(hit, language),
        mentions=hit.mentions,
        context=hit.context.snippet(_AROUND) if hit.context and not (told and own in hit.context.text) else None,
        page=address,
        read=read,
        sentence=sentence,
        plan=best_label(plan.title, language) if plan and sentence else "",
    )


def _kinds(search: Search, found: Found, wanted: Asked, language: Language) -> list[Filter]:
    """Give the types with counts: all, then those of things by count, then directives and sentences."""
    if not found.types:
        return []

    def order(name: str) -> tuple[int, int, str]:
        return (_LAST.index(name) + 1 if name in _LAST else 0), -found.types[name], name

    choices = [Filter(message("search.all", language), None, wanted.address(type=""), not wanted.kind)]
    return choices + [
        Filter(
            best_label(search.index.kinds[name].labels, language),
            found.types[name],
            wanted.address(type=name),
            name == wanted.kind,
        )
        for name in sorted(found.types, key=order)
    ]


def _plans(search: Search, wanted: Asked, language: Language) -> list[Filter]:
    """Give the plans of a release that has several."""
    plans = [plan for plan in search.release.manifest.plans if plan.id in search.index.plans]
    if len(plans) < 2:
        return []
    choices = [Filter(message("search.plans.all", language), None, wanted.address(plan=""), not wanted.plan)]
    return choices + [
        Filter(best_label(plan.title, language), None, wanted.address(plan=plan.id), plan.id == wanted.plan)
        for plan in plans
    ]


def _pages(found: Found, wanted: Asked) -> list[tuple[int, str, bool]]:
    """Give numbers and addresses of the pages around this one, with the first and the last."""
    count, own = -(-found.total // wanted.limit), wanted.offset // wanted.limit + 1
    if count < 2:
        return []
    shown = [number for number in range(1, count + 1) if number in (1, count) or abs(number - own) <= 2]
    return [(number, wanted.address(offset=(number - 1) * wanted.limit), number == own) for number in shown]
