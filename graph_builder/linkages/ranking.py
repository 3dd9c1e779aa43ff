"""The strongest links as a list in words. What one sentence or one thing joins is one row, whatever links it makes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph_builder.network import (
    FIELDS,
    LINK_TERMS,
    NAMED,
    RELATION_TERMS,
    SHARED,
    STATED,
    TECHNOLOGY,
    TOGETHER,
    Link,
    Network,
    Saying,
    link_key,
    term,
)
from graph_builder.reports import Sheet, csv_table, workbook

_HEADERS = {
    "zh": ("名次", "权重", "次数", "关联", "类型", "连接之物", "z", "p", "q", "规划", "字符起", "字符止", "原文"),
    "en": ("Rank", "Weight", "Count", "In words", "Kind of link", "Joined by", "z", "p", "q", "Plan", "From", "To",
           "The plan says"),
}  # fmt: skip
_ZH_VERBS = {"appliedInDomain": "应用于", "appliedToScenario": "用于", "fundedFor": "用于支持"}
"""Ties as verbs in a sentence, where their names are none."""

_WIDTHS = (6, 8, 8, 70, 14, 30, 8, 8, 8, 14, 8, 8, 100)


@dataclass(frozen=True)
class TopLink:
    """A row of the list: links of one kind that rest on the same sentences or the same things.

    ``sides`` are the IRIs that are joined: one group in which each is joined with each, or two groups of which each of
    the first is joined with each of the second. ``through`` are the things, technologies or directives. ``weight`` adds
    up a list of ties or mentions, which counts once; of what one thing or directive joins otherwise, it is that of the
    strongest pair.
    ``links`` are keys of links (:func:`graph_builder.network.link_key`). ``strong`` tells that every one of them is;
    ``z``, ``p`` and ``q`` are those of the link that chance reaches most often, None where one was not compared.
    """

    rank: int
    kind: str
    relation: str
    sides: tuple[tuple[str, ...], ...]
    through: tuple[str, ...]
    weight: float
    count: int
    zh: str
    en: str
    links: tuple[str, ...]
    sayings: tuple[Saying, ...]
    strong: bool = False
    z: float | None = None
    p: float | None = None
    q: float | None = None

    def words(self, language: str) -> str:
        """Give the row in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh


def rank(
    network: Network, weight: str = "ra", top: int = 0, named_in: Mapping[str, frozenset[str]] | None = None
) -> list[TopLink]:
    """Rank the links of a network that filters have narrowed; ``top`` keeps so many rows, 0 all.

    Of rows of the same weight those come first whose ends are named in several sections (``named_in``, as
    :func:`naming_sections` gives), then those whose ends the fewest measures name; how long a list is does not count.
    Give links of one kind at a time: weights of different kinds do not compare.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[Link]] = defaultdict(list)
    for link in network.links:
        if link.kind == TECHNOLOGY:  # a technology is one row, whatever else joins its fields
            for part in link.parts:
                groups[link.kind, link.relation, (part.through,)].append(replace(link, parts=(part,)))
        else:
            groups[link.kind, link.relation, tuple(part.through for part in link.parts)].append(link)
    rows = [row for links in groups.values() for row in _rows(network, links, weight)]
    sections = named_in or {}
    rows.sort(key=lambda row: (-row.weight, -row.count, *_particular(network, row, sections), row.sayings[:1], row.zh))
    return [TopLink(**{**vars(row), "rank": place}) for place, row in enumerate(rows[: top or None], 1)]


def naming_sections(network: Network) -> dict[str, frozenset[str]]:
    """Tell in which thematic sections of the plans each thing of a whole network is named."""
    found: dict[str, set[str]] = defaultdict(set)
    for link in network.links:
        if link.kind == NAMED and network.nodes[link.source].kind == "subsection":
            found[link.target].add(network.nodes[link.source].section)
    return {thing: frozenset(sections) for thing, sections in found.items()}


def _particular(network: Network, row: TopLink, named_in: Mapping[str, frozenset[str]]) -> tuple[bool, float]:
    """Sort what several sections name before what one does, and rare things before those often named."""
    ends = [iri for side in row.sides for iri in side]
    sections = frozenset[str]().union(*(named_in.get(iri, frozenset()) for iri in ends))
    rarity = sum(1 / max(network.nodes[iri].measures, 1) for iri in ends) / len(ends)
    return len(sections) < 2, -round(rarity, 6)


def _rows(network: Network, links: list[Link], weight: str) -> Iterator[TopLink]:
    groups = list(_sides(links))
    if links[0].kind in (TOGETHER, TECHNOLOGY) and len(groups) > 1:  # one directive, or technology, is one row
        sums = sum if links[0].kind == TOGETHER else max
        strongest = max(sums(link.exactly(weight) for link in joined) for _, joined in groups)
        groups = [((frozenset(end for link in links for end in (link.source, link.target)),), links)]
    else:
        strongest = 0.0
    for sides, joined in groups:
        first = joined[0]
        listed = first.kind in (STATED, TOGETHER)
        weights = [link.exactly(weight) for link in joined]
        found = strongest or (sum(weights) if listed else max(weights))
        ordered = tuple(tuple(sorted(side, key=lambda iri: (network.nodes[iri].order, iri))) for side in sides)
        through = tuple(part.through for part in first.parts)
        compared = all(link.p is not None for link in joined)
        weakest = max(joined, key=lambda link: (link.p or 0.0, link.q or 0.0)) if compared else None
        yield TopLink(
            0, first.kind, first.relation, ordered, through, round(found, 6), first.count,
            _say(network, first, ordered, through, "zh"), _say(network, first, ordered, through, "en"),
            tuple(sorted(link_key(link) for link in joined)),
            tuple(sorted({saying for link in joined for saying in network.said(link)})),
            all(link.strong for link in joined), *((weakest.z, weakest.p, weakest.q) if weakest else ()),
        )  # fmt: skip


def _sides(links: list[Link]) -> Iterator[tuple[tuple[frozenset[str], ...], list[Link]]]:
    """Part links that rest on the same into groups in which each end of one side is joined with each of the other."""
    beside: dict[str, set[str]] = defaultdict(set)
    for link in links:
        beside[link.source].add(link.target)
        beside[link.target].add(link.source)
    everything = frozenset(beside)
    if len(links) == 1:
        yield (frozenset({links[0].source}), frozenset({links[0].target})), links
        return
    if not links[0].directed and all(beside[end] | {end} == everything for end in beside):
        yield (everything,), links
        return
    alike: dict[tuple[bool, frozenset[str]], set[str]] = defaultdict(set)
    sources = {link.source for link in links} if links[0].directed else set()
    for end, others in beside.items():
        alike[end in sources, frozenset(others)].add(end)
    class_of = {end: frozenset(group) for group in alike.values() for end in group}
    found: dict[tuple[frozenset[str], frozenset[str]], list[Link]] = defaultdict(list)
    for link in links:
        first, second = class_of[link.source], class_of[link.target]
        if not link.directed and min(second) < min(first):
            first, second = second, first
        found[first, second].append(link)
    for (first, second), joined in sorted(found.items(), key=lambda item: (min(item[0][0]), min(item[0][1]))):
        yield (first, second), joined


def _say(network: Network, link: Link, sides: tuple[tuple[str, ...], ...], through: tuple[str, ...], lang: str) -> str:
    """Put a row into words."""
    names = [_listed([_named(network, iri, lang) for iri in side], lang) for side in sides]
    both = _listed([_named(network, iri, lang) for side in sides for iri in side], lang)
    things = _listed([network.nodes[iri].label(lang) for iri in through if iri in network.nodes], lang)
    zh = lang == "zh"
    if link.kind == STATED:
        if zh:
            tie = _ZH_VERBS.get(link.relation) or term(RELATION_TERMS, link.relation, lang)
            return tie.join(names) if link.directed else f"{'与'.join(names)}{tie}"
        tie = term(RELATION_TERMS, link.relation, lang)
        return f" {_plural(tie) if len(sides[0]) > 1 else tie} ".join(names)
    if link.kind == SHARED:
        return f"{both}都提到{things}" if zh else f"{both} {'all' if _many(sides) else 'both'} name {things}"
    if link.kind == TECHNOLOGY:
        if network.nodes[link.source].kind in FIELDS:
            return f"{things}在不同举措中用于{both}" if zh else f"{things} is applied to {both} in different directives"
        return f"{both}都提到技术{things}" if zh else f"{both} name the same technology: {things}"
    joined = ("与" if zh else " with ").join(names)
    times = len(through)
    if zh:
        return f"{times} 条举措并提{joined}"
    return f"{times} directives bring together {joined}" if times > 1 else f"One directive brings together {joined}"


def _plural(tie: str) -> str:
    """Put an English tie into the plural: ``relies on`` becomes ``rely on``, ``is part of`` becomes ``are part of``."""
    verb, gap, rest = tie.partition(" ")
    plain = "are" if verb == "is" else f"{verb[:-3]}y" if verb.endswith("ies") else verb.removesuffix("s")
    return f"{plain}{gap}{rest}"


def _many(sides: tuple[tuple[str, ...], ...]) -> bool:
    return sum(map(len, sides)) > 2


def _named(network: Network, iri: str, language: str) -> str:
    node = network.nodes[iri]
    if node.kind not in ("subsection", "measure"):
        return node.label(language)
    return f"“{node.label(language)}”"


def _listed(words: Iterable[str], language: str) -> str:
    words = list(words)
    if language == "zh":
        return "、".join(words)
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + "".join(words[-1:])


def top_links_csv(network: Network, rows: Iterable[TopLink], language: str) -> str:
    """Write ranked links as CSV in ``zh`` or ``en``, one row for each sentence."""
    return csv_table(_HEADERS[language], _table(network, rows, language))


def top_links_xlsx(network: Network, ranked: Mapping[str, Sequence[TopLink]]) -> bytes:
    """Write ranked links, by kind, as a workbook: a sheet for each kind in each language, a row for each sentence."""
    sheets = [
        Sheet(term(LINK_TERMS, kind, language), _HEADERS[language], list(_table(network, rows, language)), _WIDTHS,
              language)
        for language in ("zh", "en")
        for kind, rows in ranked.items()
    ]  # fmt: skip
    return workbook("关联 / Linkages", sheets)


def _table(network: Network, rows: Iterable[TopLink], language: str) -> Iterator[tuple[object, ...]]:
    for row in rows:
        joined = _listed([network.nodes[iri].label(language) for iri in row.through if iri in network.nodes], language)
        for saying in row.sayings:
            yield (row.rank, row.weight, row.count, row.words(language), row.kind, joined, row.z, row.p, row.q,
                   saying.plan, saying.begin, saying.end, saying.sentence)  # fmt: skip
