"""The pages that list classes, vocabularies and what belongs to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.browse import PAGE, SORTED, Browse, Kind, Members, members_query
from api.entity_model import Vocabulary
from api.linked_data import page_address
from api.pages.entity import Name, Namer, natural
from api.pages.language import Language, language_of
from api.pages.messages import message
from api.pages.render import page
from api.pages.results import Labels, best_label
from api.problems import Problem

ORDERS = ("mentions", "name", "tree")
"""Orders of a list: by the number of mentions, by name, narrower concepts behind their broader one."""

_OURS = ("Plan", "SourceText", "Section", "Paragraph", "Box", "Measure", "Task", "SafeguardMeasure", "BoxItem")
_MADE = ("Involvement", "Mention", "Assertion", "StatementProperty")


@dataclass(frozen=True, slots=True)
class Line:
    """A class or vocabulary of the overview."""

    name: Name
    href: str
    count: int
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A thing of a list; ``other`` is its name in the other language, ``depth`` counts the concepts above it."""

    name: Name
    other: str
    href: str
    mentions: int
    depth: int = 0


async def browse_page(request: Request, browse: Browse) -> Response:
    """Answer ``/browse``."""
    overview = await browse.overview()
    vocabulary = await browse.entities.vocabulary()
    language = language_of(request)
    namer = Namer(overview.labels, {}, browse.release.manifest.base, language)

    def line(kind: Kind, prefix: str) -> Line:
        definition = best_label(vocabulary.definitions.get(kind.iri, {}), language)
        return Line(Name(namer.term(kind.iri)), f"/browse/{prefix}{kind.name}", kind.count, definition)

    parts = {"browse.things": [], "browse.text": [], "browse.made": []}  # type: dict[str, list[Line]]
    for kind in overview.classes:
        part = "text" if kind.name in (*_OURS, "Directive") else "made" if kind.name in _MADE else "things"
        parts[f"browse.{part}"].append(line(kind, ""))
    schemes = [line(kind, "scheme/") for kind in overview.schemes]
    groups = [(key, lines) for key, lines in (*parts.items(), ("browse.schemes", schemes)) if lines]
    return page(request, "browse.html", browse.release, groups=groups, members=None)


async def members_page(request: Request, browse: Browse, address: str) -> Response:
    """Answer ``/browse/CLASS`` and ``/browse/scheme/NAME``.

    Raises:
        Problem: there is no such class, vocabulary or page (404), or no such order (400).
    """
    number = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,8}", number):
        told, chinese = (message("fault.page", language, number=number) for language in (Language.EN, Language.ZH))
        raise Problem(400, told, chinese=chinese)
    order = request.query_params.get("order", "")
    if order and order not in ORDERS:
        raise Problem(400, f"There is no order {order}; there are {', '.join(ORDERS)}.")
    members = await browse.members(address, int(number))
    scheme = address.startswith("scheme/")
    orders = [name for name in ORDERS if name != "tree" or members.broader]
    order = (
        order
        if order in orders
        else ("tree" if scheme and members.broader else orders[0] if members.mentions else "name")
    )
    language = language_of(request)
    base = browse.release.manifest.base
    lines = _sorted(members, order, base, language)
    if members.kind.count <= SORTED:
        lines = lines[(int(number) - 1) * PAGE : int(number) * PAGE]
    if not lines:
        raise Problem(404, f"The list has no page {number}.")
    vocabulary: Vocabulary = await browse.entities.vocabulary()
    namer = Namer((await browse.overview()).labels, {}, base, language)

    def link(**fields: str) -> str:
        return f"/browse/{address}?{urlencode(fields)}"

    count = -(-members.kind.count // PAGE)
    shown = [item for item in range(1, count + 1) if item in (1, count) or abs(item - int(number)) <= 3]
    return page(
        request,
        "browse.html",
        browse.release,
        groups=(),
        members=lines,
        title=namer.term(members.kind.iri),
        kind=members.kind,
        term=page_address(members.kind.iri, base),
        definition=best_label(vocabulary.definitions.get(members.kind.iri, {}), language),
        order=order,
        orders=[(name, link(order=name)) for name in orders] if members.kind.count <= SORTED else (),
        number=int(number),
        pages=[(item, link(order=order, page=str(item))) for item in shown] if count > 1 else (),
        data=[
            (name, f"/sparql?{urlencode({'query': members_query(members.kind, scheme), 'format': value})}")
            for name, value in (("CSV", "csv"), ("JSON", "json"), ("SPARQL", "html"))
        ],
    )


def _sorted(members: Members, order: str, base: str, language: Language) -> list[Member]:
    namer = Namer(members.labels, members.naming, base, language)
    other = Language.EN if language is Language.ZH else Language.ZH
    names = {iri: namer.name(iri) for iri in members.iris}
    paths = {iri: _path(iri, members) for iri in members.iris}

    def key(iri: str) -> tuple[object, ...]:
        if order == "tree":
            return tuple((natural(names[step].text), step) for step in paths[iri])
        in_plan = natural(iri) if iri.startswith(f"{base}id/plan/") else natural(names[iri].text)
        mentions = -members.mentions.get(iri, 0) if order == "mentions" else 0
        return (mentions, in_plan, iri)

    return [
        Member(
            names[iri],
            _other(members.labels, iri, other, names[iri]),
            page_address(iri, base),
            members.mentions.get(iri, 0),
            len(paths[iri]) - 1 if order == "tree" else 0,
        )
        for iri in sorted(members.iris, key=key)
    ]


def _path(iri: str, members: Members) -> Sequence[str]:
    """Give the concepts from the broadest of the list down to this one."""
    known, path = set(members.iris), [iri]
    while (up := members.broader.get(path[0], "")) in known and up not in path:
        path.insert(0, up)
    return path


def _other(labels: Labels, iri: str, language: Language, name: Name) -> str:
    label = labels.get(iri, {}).get(language, "")
    return "" if label == name.text else label
