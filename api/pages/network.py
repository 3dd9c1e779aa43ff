"""The page of the network: filters, picture, and the same nodes and links as tables, which need no script."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from api.linked_data import page_address
from api.network import BUDGET, Networks, View, reachable
from api.network_wish import FORCES, LARGEST, MOST
from api.pages.assets import bundles
from api.pages.faults import fault_of
from api.pages.language import PARAMETER, Language, language_of
from api.pages.messages import message, words
from api.pages.render import page
from api.release import Release
from api.reviewed import DRAFT
from graph_builder.errors import FilterError
from graph_builder.network import (
    KIND_TERMS,
    LINK_KINDS,
    LINK_TERMS,
    NAMED,
    NAMED_KINDS,
    RELATION_TERMS,
    SAMPLES,
    WEIGHT_TERMS,
    WEIGHTS,
    Filters,
    Link,
    Network,
    Node,
    Saying,
    link_key,
    term,
    times_reached,
)

_SWITCHES = ("across", "reviewed", "generic", "hubs", "listed", "kin")
EXPORTS = ("svg", "graphml", "gexf", "csv", "nodes.csv", "ttl", "html", "json")


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: how it is called, how many links it leaves, and whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence behind a link: its words with what they name marked, where it is read, and how firmly it is said.

    ``draft``: what it states is a draft.
    """

    text: Markup
    address: str
    place: str
    force: str
    draft: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as the table shows it; ``chance`` tells how it compares with random networks, empty where it does not."""

    key: str
    kind: str
    source: Node
    target: Node
    words: str
    weight: str
    sentences: Sequence[Sentence]
    chance: str


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node as the table shows it; ``more`` is the number of links that opening it offers."""

    node: Node
    short: str
    kind: str
    named: int
    degree: int
    community: int
    address: str
    more: int


async def network_page(
    request: Request, release: Release, networks: Networks, asked: Mapping[str, Sequence[str]]
) -> Response:
    """Answer ``/network``; a wrong address gets its fault told, and a way on."""
    language = language_of(request)
    whole = await networks.network()
    try:
        view = await networks.view(asked)
    except FilterError as error:
        failure = fault_of(error, language)
        return page(request, "network.html", release, status=400, failure=failure, view=None, bundle=None)
    counts = await networks.counts(view.wish.filters)
    # a picture of thousands of links is a page of megabytes: the rest of the service goes on while it is written
    return await asyncio.to_thread(_written, request, release, whole, view, counts, language)


def _written(
    request: Request,
    release: Release,
    whole: Network,
    view: View,
    counts: Mapping[str, Mapping[str, int]],
    language: Language,
) -> Response:
    asked_again = _shortened(view.wish.written(), release.manifest.base)
    query = urlencode(asked_again, safe=",/:")
    return page(
        request,
        "network.html",
        release,
        failure=None,
        view=view,
        query=query,
        without=urlencode({name: value for name, value in asked_again.items() if name != "path"}, safe=",/:"),
        wider=_wider(view, asked_again),
        large=len(view.network.links) > MOST,
        filters=view.wish.filters,
        groups=_groups(whole, view.wish.filters, counts, language),
        domains=_domains(whole, view.wish.filters, counts["domains"], language),
        weights=[(name, term(WEIGHT_TERMS, name, language.value)) for name in WEIGHTS],
        switches_of=[(name, getattr(view.wish.filters, name)) for name in _SWITCHES],
        links=list(_link_rows(view, language)),
        nodes=list(_node_rows(view, whole, release, language)),
        trail=_path(view, whole, release, language),
        exports=[(name, f"/network.{name}?{_with_language(query, language)}") for name in EXPORTS],
        bundle=bundles().get("network"),
        settings={
            "language": language.value,
            "base": release.manifest.base,
            "plans": [],
            "timeout": 0,
            "words": words(language, "network.", "copy.", "list."),
        },
        data=_data(view, whole, release, language) | {"query": asked_again},
    )


def _wider(view: View, query: Mapping[str, str]) -> tuple[int, str] | None:
    """Give the number of links of a larger picture and its address; None where all is shown, or no more can be."""
    if not view.left_out or view.wish.most >= LARGEST:
        return None
    most = min(LARGEST, view.wish.most + view.left_out)
    return most, f"/network?{urlencode({**query, 'most': str(most)}, safe=',/:')}"


def _with_language(query: str, language: Language) -> str:
    own = f"{PARAMETER}={language.value}"
    return f"{query}&{own}" if query else own


def _shortened(query: Mapping[str, str], base: str) -> dict[str, str]:
    """Write the nodes that an address names without what all IRIs begin with."""
    return {
        name: ",".join(short_of(iri, base) for iri in value.split(",")) if name in ("nodes", "open", "path") else value
        for name, value in query.items()
    }


# -------------------------------------------------------------------------------------------------- filters


def _groups(
    whole: Network, filters: Filters, counts: Mapping[str, Mapping[str, int]], language: Language
) -> list[tuple[str, list[Option]]]:
    """List the filters of several values, each with its options; those that leave nothing stay away."""

    usual = {"things": NAMED_KINDS}

    def options(name: str, labels: Iterable[tuple[str, str]]) -> list[Option]:
        chosen = getattr(filters, name)
        return [
            Option(value, label, counts[name].get(value, 0), value in (chosen or usual.get(name, ())))
            for value, label in labels
            if value in chosen or counts[name].get(value, 0) or name == "links"
        ]

    spoken = language.value
    sections = [(iri, labels[spoken]) for iri, labels in sorted(whole.sections.items())]
    found = [
        ("links", options("links", ((kind, term(LINK_TERMS, kind, spoken)) for kind in LINK_KINDS))),
        ("things", options("things", ((kind, term(KIND_TERMS, kind, spoken)) for kind in KIND_TERMS))),
        ("kinds", options("kinds", ((kind, term(KIND_TERMS, kind, spoken)) for kind in KIND_TERMS))),
        ("relations", options("relations", ((name, term(RELATION_TERMS, name, spoken)) for name in RELATION_TERMS))),
        ("sections", options("sections", sections)),
        ("forces", options("forces", ((name, message(f"network.force.{name}", language)) for name in FORCES))),
    ]
    return [(name, held) for name, held in found if held]


def _domains(whole: Network, filters: Filters, counts: Mapping[str, int], language: Language) -> list[Option]:
    found = [
        Option(iri, whole.nodes[iri].label(language.value), counts.get(iri, 0), iri in filters.domains)
        for iri in {*counts, *filters.domains}
        if iri in whole.nodes
    ]
    return sorted(found, key=lambda option: (-option.count, option.label))


# -------------------------------------------------------------------------------------------------- tables


def _link_rows(view: View, language: Language) -> Iterator[LinkRow]:
    network, weight = view.network, view.wish.filters.weight
    order = {kind: place for place, kind in enumerate((*LINK_KINDS, NAMED))}
    for link in sorted(network.links, key=lambda link: (order[link.kind], -link.weight(weight), link_key(link))):
        yield link_row(network, link, weight, language)


def link_row(network: Network, link: Link, weight: str, language: Language) -> LinkRow:
    """Describe a link of a network."""
    return LinkRow(
        link_key(link),
        term(LINK_TERMS, link.kind, language.value),
        network.nodes[link.source],
        network.nodes[link.target],
        said_of(network, link, language),
        f"{link.weight(weight):.3g}",
        [_sentence(saying, language) for saying in network.said(link)],
        chance_of(link, language),
    )


def chance_of(link: Link, language: Language) -> str:
    """Tell in how many random networks a link is as strong; nothing of a link that was not compared with any."""
    if link.p is None:
        return ""
    told = message("top.chance", language, count=times_reached(link.p), of=SAMPLES)
    strong = message("top.unusual", language, q=link.q) if link.strong else ""
    return " · ".join(filter(None, (told, strong)))


def said_of(network: Network, link: Link, language: Language) -> str:
    """Tell what a link is: the tie that the plan states, or the things that join its ends."""
    if link.relation:
        return term(RELATION_TERMS, link.relation, language.value)
    named = [network.nodes[part.through] for part in link.parts if part.through in network.nodes]
    words_of = term(LINK_TERMS, link.kind, language.value)
    if not named or link.kind == NAMED:
        return words_of
    listed = message("list.comma", language).join(node.label(language.value) for node in named)
    return f"{words_of}{message('list.colon', language)}{listed}"


def _sentence(saying: Saying, language: Language) -> Sentence:
    pieces, at = Markup(), 0
    for begin, end in saying.marks:
        first, last = (max(offset - saying.sentence_begin, at) for offset in (begin, end))
        pieces += escape(saying.sentence[at:first]) + Markup("<mark>{}</mark>").format(saying.sentence[first:last])
        at = last
    begin, end = saying.marks[0] if len(saying.marks) == 1 else (saying.begin, saying.end)
    return Sentence(
        pieces + escape(saying.sentence[at:]),
        f"/plans/{saying.plan}#char={begin},{end}",
        f"{saying.begin}–{saying.end}",
        message(f"network.force.{saying.force}", language) if saying.force in FORCES else "",
        saying.review == DRAFT,
    )


def _node_rows(view: View, whole: Network, release: Release, language: Language) -> Iterator[NodeRow]:
    base = release.manifest.base
    found = sorted(
        view.measures.items(), key=lambda item: (-item[1].degree, view.network.nodes[item[0]].order, item[0])
    )
    for iri, own in found:
        node = view.network.nodes[iri]
        yield NodeRow(
            node,
            short_of(iri, base),
            term(KIND_TERMS, node.kind, language.value),
            node.directives,
            own.degree,
            own.community,
            page_address(iri, base),
            0,
        )


def short_of(iri: str, base: str) -> str:
    """Write the IRI of a node so that an address reads well: what stands behind the base."""
    return iri.removeprefix(f"{base}id/")


@dataclass(frozen=True, slots=True)
class Path:
    """A path: its ends, what to call them in the form, and its links in order; no links where none was found."""

    first: Node
    last: Node
    names: tuple[str, str]
    links: Sequence[LinkRow]


def _path(view: View, whole: Network, release: Release, language: Language) -> Path | None:
    if view.path is None:
        return None
    held = {link_key(link): link for link in view.network.links}
    rows = [link_row(view.network, held[key], view.wish.filters.weight, language) for key in view.path]
    first, last = (whole.nodes[iri] for iri in view.wish.path)
    names = (_name(whole, first, release.manifest.base, language), _name(whole, last, release.manifest.base, language))
    return Path(first, last, names, rows)


def _name(whole: Network, node: Node, base: str, language: Language) -> str:
    """Give the label of a node, or, where others are called so too, what its IRI ends with."""
    label = node.label(language.value)
    try:
        alone = whole.find(label) is node
    except FilterError:
        alone = False
    return label if alone else short_of(node.iri, base)


# -------------------------------------------------------------------------------------------------- for the script


def _data(view: View, whole: Network, release: Release, language: Language) -> dict[str, Any]:
    """Give what the picture is drawn from; sentences stand in the tables already."""
    network, base, spoken = view.network, release.manifest.base, language.value
    more = {iri: len(reachable(whole, iri)) for iri in view.measures} if len(view.measures) <= 60 else {}
    return {
        "nodes": [
            {
                "id": short_of(iri, base),
                "kind": network.nodes[iri].kind,
                "kindLabel": term(KIND_TERMS, network.nodes[iri].kind, spoken),
                "label": network.nodes[iri].title(spoken),
                "other": network.nodes[iri].label("en" if spoken == "zh" else "zh"),
                "x": view.places[iri][0],
                "y": view.places[iri][1],
                "named": network.nodes[iri].directives,
                "section": network.sections.get(network.nodes[iri].section, {}).get(spoken, ""),
                "address": page_address(iri, base),
                "more": more.get(iri, -1),
                "degree": own.degree,
                "strength": own.strength,
                "betweenness": own.betweenness,
                "community": own.community,
            }
            for iri, own in view.measures.items()
        ],
        "links": [
            {
                "key": link_key(link),
                "kind": link.kind,
                "relation": link.relation,
                "source": short_of(link.source, base),
                "target": short_of(link.target, base),
                "words": said_of(network, link, language),
                "weight": link.weight(view.wish.filters.weight),
                "directed": link.directed and link.kind != NAMED,
                "chance": chance_of(link, language),
            }
            for link in network.links
        ],
        "usual": sorted(NAMED_KINDS),
        "path": list(view.path or ()),
        "opened": [short_of(iri, base) for iri in view.wish.opened],
        "budget": BUDGET,
    }
