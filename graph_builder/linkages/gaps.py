"""Gaps as a profile, not a flood: what the whole plan never says, once; then what stands out in a subsection.

A subsection stands out where more of its measures lack a thing than chance would give it, if the same number of
measures were drawn from the plan at random (hypergeometric, :data:`STANDS_OUT`). What the excerpt of the text lacks is
kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import comb

import pyoxigraph
from rdflib import DCTERMS, RDF, Graph, URIRef

from graph_builder.assembly import to_quads
from graph_builder.linkages.checks import CHECKS, Check, excerpt_query
from graph_builder.namespaces import GRAPH, PA
from graph_builder.network import Corpus, read_corpus

STANDS_OUT = 0.1
"""The chance up to which a subsection stands out."""


@dataclass(frozen=True)
class Lacking:
    """A thing that lacks something: its IRI, labels, and where the plan names it or where it begins."""

    iri: str
    zh: str
    en: str
    begin: int
    end: int


@dataclass(frozen=True)
class Gap:
    """How many of a plan, or of one of its subsections, lack something.

    ``verdict`` is ``all``, ``none`` or ``some``. For a subsection ``share_elsewhere`` is the share that lacks it in the
    rest of the plan and ``p`` the chance of at least so many; ``stands_out`` where that is small. ``query`` counts
    ``lacking``, ``query_total`` counts ``total``, ``listing`` lists the things.
    """

    check: str
    subject: str
    plan: str
    section: str
    section_zh: str
    section_en: str
    total: int
    lacking: int
    verdict: str
    zh: str
    en: str
    query: str
    query_total: str
    listing: str
    things: tuple[Lacking, ...] = ()
    share_elsewhere: float | None = None
    p: float | None = None
    stands_out: bool = False

    @property
    def share(self) -> float:
        """The share that lacks it."""
        return round(self.lacking / self.total, 4) if self.total else 0.0


@dataclass(frozen=True)
class Absent:
    """A section that the text lacks (``absent``), or whose heading it lacks (``headingAbsent``)."""

    section: str
    status: str


@dataclass(frozen=True)
class Profile:
    """The gaps of a plan: of the whole plan by check, of its subsections by check and place, and of its text."""

    plan: str
    id: str
    whole: tuple[Gap, ...]
    parts: tuple[Gap, ...]
    absent: tuple[Absent, ...]
    absent_query: str

    @property
    def never(self) -> tuple[Gap, ...]:
        """What the whole plan never says."""
        return tuple(gap for gap in self.whole if gap.verdict == "all" and gap.total > 1)

    @property
    def standing_out(self) -> tuple[Gap, ...]:
        """What stands out in a subsection, the least likely first."""
        found = (gap for gap in self.parts if gap.stands_out)
        return tuple(sorted(found, key=lambda gap: (gap.p or 0.0, gap.section, gap.check)))


def find_gaps(graph: Graph, reviewed: Graph | None = None) -> list[Profile]:
    """Make the profile of each plan in a merged release graph.

    If the same graph without its drafts is given too (``reviewed``), what only drafts say counts as not said. The
    queries say so: they are for the whole graph.
    """
    corpus = read_corpus(graph if reviewed is None else reviewed)
    store = pyoxigraph.Store()
    quads = to_quads({GRAPH["merged"]: graph})
    store.bulk_extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    plans = sorted(map(str, graph.subjects(RDF.type, PA.Plan)))
    return [_Finder(corpus, store, plan, reviewed is not None).profile() for plan in plans]


class _Finder:
    def __init__(self, corpus: Corpus, store: pyoxigraph.Store, plan: str, reviewed: bool) -> None:
        self.corpus = corpus
        self.store = store
        self.plan = plan
        self.reviewed = reviewed
        self.id = str(corpus.reader.graph.value(URIRef(plan), DCTERMS.identifier))
        self.first = {o.thing: (o.begin, o.end) for o in reversed(self.corpus.occurrences) if o.plan == plan}
        nodes = [node for node in self.corpus.nodes.values() if node.kind == "subsection" and node.plan == self.id]
        self.sections = [
            node for node in nodes if not any(other.iri.startswith(f"{node.iri}.") for other in nodes)
        ]  # fmt: skip

    def profile(self) -> Profile:
        """Ask every check of the plan and of its innermost sections."""
        whole = [self._gap(check) for check in CHECKS]
        parts = [
            gap
            for check, of_plan in zip(CHECKS, whole, strict=True)
            if of_plan.verdict == "some"
            for section in self.sections
            if (gap := self._gap(check, section.iri, of_plan)).total
        ]
        query = excerpt_query(self.plan)
        absent = [Absent(row[0], row[1].rpartition("/")[2]) for row in self._rows(query)]
        return Profile(self.plan, self.id, tuple(gap for gap in whole if gap.total), tuple(parts), tuple(absent), query)

    def _rows(self, query: str) -> list[list[str]]:
        answers = self.store.query(query)
        assert isinstance(answers, pyoxigraph.QuerySolutions)
        return [[str(getattr(value, "value", value)) for value in row] for row in answers]

    def _number(self, query: str) -> int:
        return int(self._rows(query)[0][0])

    def _gap(self, check: Check, section: str = "", of_plan: Gap | None = None) -> Gap:
        query, query_total = (
            check.query(self.plan, section, lacking=lacking, reviewed=self.reviewed) for lacking in (True, False)
        )
        listing = check.listing(self.plan, section, reviewed=self.reviewed)
        total, lacking = self._number(query_total), self._number(query)
        things = sorted(self._things(self._rows(listing)), key=lambda thing: (thing.begin, thing.iri))
        verdict = "none" if not lacking else "all" if lacking == total else "some"
        zh, en = ("", "")
        if section:
            node = self.corpus.nodes[section]
            zh, en = node.title("zh"), node.title("en")
        elsewhere, p = _compare(total, lacking, of_plan) if of_plan else (None, None)
        words = _say(check, total, lacking, (zh, en), elsewhere)
        return Gap(
            check.id, check.subject.key, self.id, section, zh, en, total, lacking, verdict, *words, query, query_total,
            listing, tuple(things), elsewhere, p, p is not None and p <= STANDS_OUT and lacking > 1,
        )  # fmt: skip

    def _things(self, rows: Iterable[list[str]]) -> list[Lacking]:
        reader = self.corpus.reader
        found = []
        for (iri,) in rows:
            zh, en = reader.labels(URIRef(iri))
            node = reader.thing(URIRef(iri))
            _, begin, end = reader.span_of.get(iri, ("", *self.first.get(node or iri, (0, 0))))
            found.append(Lacking(iri, zh, en, begin, end))
        return found


def _compare(total: int, lacking: int, of_plan: Gap) -> tuple[float | None, float | None]:
    """Compare a section with the rest of the plan: the share there, and the chance of at least so many lacking here."""
    rest = of_plan.total - total
    if rest < 1 or not total:
        return None, None
    ways = sum(
        comb(of_plan.lacking, here) * comb(of_plan.total - of_plan.lacking, total - here)
        for here in range(lacking, min(total, of_plan.lacking) + 1)
    )
    return round((of_plan.lacking - lacking) / rest, 4), round(ways / comb(of_plan.total, total), 4)


def _say(check: Check, total: int, lacking: int, section: tuple[str, str], elsewhere: float | None) -> tuple[str, str]:
    """Put a gap into words."""
    subject, noun = check.subject, check.en.partition(" ")[2]
    where = f"“{section[0]}”的 " if section[0] else ""
    inside = f" of “{section[1]}”" if section[1] else ""
    if lacking == total:
        zh = f"{where}{total} {subject.unit}{subject.zh}都没有{check.zh}"
        en = f"None of the {total} {subject.en}{inside} has {check.en}"
    elif lacking:
        zh = f"{where}{total} {subject.unit}{subject.zh}中有 {lacking} {subject.unit}没有{check.zh}"
        en = f"{lacking} of the {total} {subject.en}{inside} {'have' if lacking > 1 else 'has'} no {noun}"
    else:
        zh = f"{where}{total} {subject.unit}{subject.zh}都已{check.zh}"
        en = f"All {total} {subject.en}{inside} have {check.en}"
    if elsewhere is not None:
        zh += f"（其他小节为 {elsewhere:.0%}）"
        en += f" (elsewhere {elsewhere:.0%})"
    return zh, en
