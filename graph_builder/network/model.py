"""A network as data: nodes, links of several kinds that are never added up, and the sentences each link rests on.

**Kinds of link.** ``stated``: the plan itself says the tie (:data:`TIES`). ``shared``: two subsections, or two
measures, name the same thing; the heading and introduction of a section add sentences, but join nothing. ``together``:
one directive names both. ``technology``: the plan applies the same technology to two fields or scenarios in different
directives, or two subsections or measures name it.

**Weights.** A link consists of :class:`Part`: what joins its ends – the shared thing, the directive, the technology.
A part that joins ``degree`` ends in the whole plan adds, times its ``share``,

- ``count``: 1 (without the share): how many things, directives or technologies join the two;
- ``ra``: 1 / degree, resource allocation (Zhou, Lü and Zhang, Eur. Phys. J. B 71, 2009);
- ``aa``: 1 / ln(max(degree, 2)), the frequency weighting of Adamic and Adar (Social Networks 25, 2003);

and ``jaccard`` (Jaccard, 1901) is the number of parts over the number of all things that either end has. A list counts
once: where a directive lists n things in a row, each pair with one of them has the share 1/n (fractional counting as in
Perianes-Rodriguez, Waltman and van Eck, J. Informetrics 10, 2016). Degrees and sizes are those of the whole network:
filters take parts away and never change what a part weighs. Weights are rounded when they are given, never before they
are summed.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from graph_builder.errors import FilterError
from graph_builder.headings import chinese_heading, english_heading

STATED, SHARED, TOGETHER, TECHNOLOGY = "stated", "shared", "together", "technology"
LINK_KINDS = (STATED, SHARED, TOGETHER, TECHNOLOGY)
NAMED = "named"
"""Joins a subsection or measure to what it names: no linkage by itself, but what shared things rest on."""

TIES = (
    "integratesWith", "empowers", "appliedInDomain", "appliedToScenario", "reliesOn", "facilityPartOf", "locatedIn",
    "fundedFor",
)  # fmt: skip
"""Properties by which a plan ties two things."""

KINDS = (
    "subsection", "measure", "domain", "technology", "facility", "place", "organisation", "category", "group", "goal",
    "target", "instrument", "scenario", "indicator", "policy", "data", "culture", "problem", "date",
)  # fmt: skip
"""Kinds of node."""

NAMED_KINDS = ("facility", "place", "organisation", "instrument", "policy")
"""Kinds of the named things by which subsections and measures are joined."""

APPLYING = ("appliedInDomain", "appliedToScenario", "empowers")
"""Ties by which a plan applies a technology."""

FIELDS = ("domain", "scenario")
"""Kinds of node that technologies are applied to."""

WEIGHTS = ("ra", "aa", "count", "jaccard")

HUB_SHARE = 0.3
"""What more than this share of the subsections names, and more than :data:`HUB_LEAST`, is a hub: it tells nothing.

So is a plan's own territory, with all places that hold it (:mod:`graph_builder.network.territory`): all of the plan
takes place there, however often it says so. Between fields, a technology is a hub that the plan applies to more than
this share of all the fields and scenarios to which it applies any.
"""

HUB_LEAST = 3

STRONG = 0.05
"""The false discovery rate up to which a link is called strong."""

REVIEWED = ("settled", "reviewed")
"""The review statuses of statements that are no drafts."""

FORMAT = 1
"""The version of the data that :meth:`Network.as_data` gives."""


@dataclass(frozen=True, order=True)
class Saying:
    """A place where a plan says something.

    ``begin`` and ``end`` are offsets (code points from 0, end exclusive) of what says it: a directive, a heading, or
    the mere mention of a thing. ``sentence_begin`` is where ``sentence`` begins. ``marks`` are the stretches that name
    the things in question. ``sayer`` is the IRI of the directive, of the unit whose heading it is, or empty;
    ``assertions`` are IRIs, ``fields`` those of the domains that the same directive, or the title of its measure,
    names. ``force`` and ``polarity`` are local names. ``review`` is the weakest status of what its sayer states: draft,
    settled or reviewed; empty where it states nothing.
    """

    plan: str
    begin: int
    end: int
    sentence_begin: int
    sentence: str
    marks: tuple[tuple[int, int], ...] = ()
    sayer: str = ""
    force: str = ""
    polarity: str = ""
    measure: str = ""
    unit: str = ""
    assertions: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    review: str = ""


@dataclass(frozen=True)
class Node:
    """A node. ``units``, ``measures`` and ``directives`` tell how many of these name it.

    ``generic``: it names a kind or a collective, not one thing. ``hub``: see :data:`HUB_SHARE`. ``order`` sorts by the
    place in the texts where it begins or is first named, 0 for a thing that only ties name. For a subsection or
    measure ``section`` is its thematic section, ``unit`` the subsection it lies in, ``number`` what is printed before
    its heading. ``broader`` are IRIs; ``same`` are those of other names of the thing, where we know the identity from
    elsewhere (``skos:exactMatch`` in the background): the plan does not state it.
    """

    iri: str
    kind: str
    zh: str
    en: str
    generic: bool = False
    hub: bool = False
    units: int = 0
    measures: int = 0
    directives: int = 0
    plan: str = ""
    order: int = 0
    number: str = ""
    depth: int = 0
    section: str = ""
    unit: str = ""
    broader: tuple[str, ...] = ()
    same: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Give the label in ``zh`` or ``en``."""
        return self.en if language == "en" else self.zh

    def title(self, language: str) -> str:
        """Give the label after its printed number, which an English label has in English."""
        label = self.label(language)
        if not self.number or self.kind != "subsection" or self.depth == 1:
            return label
        if language == "en" and self.en != self.zh:
            return english_heading(f"({self.number})" if self.depth > 2 else self.number, label)
        return chinese_heading(self.number, label, self.depth)


@dataclass(frozen=True)
class Part:
    """What joins the ends of a link: ``through`` is the IRI of a thing or directive, ``sayings`` index the network's.

    ``listed``: both ends stand in one list of the same clause; the plan enumerates them and ties them no further.
    ``usual``: no generic word, no hub, and not only listed: what pictures show at first.
    """

    through: str
    degree: int
    sayings: tuple[int, ...]
    share: float = 1.0
    listed: bool = False
    usual: bool = True


@dataclass(frozen=True)
class Link:
    """A link of one kind. ``relation`` is the local name of a stated tie, otherwise empty.

    ``across``: its ends lie in different thematic sections. ``kin``: one end is broader than the other. ``sizes`` tell
    how many things (directives, technologies) each end has. ``z`` and ``p`` compare ``ra`` with a null model that keeps
    these sizes and the degrees of the parts (:mod:`graph_builder.network.null_model`); ``q`` is ``p`` adjusted for the
    number of links by Benjamini and Hochberg. They speak of the usual parts, and are None where others are counted too.
    """

    kind: str
    source: str
    target: str
    parts: tuple[Part, ...]
    relation: str = ""
    directed: bool = False
    across: bool = False
    kin: bool = False
    sizes: tuple[int, int] = (0, 0)
    z: float | None = None
    p: float | None = None
    q: float | None = None

    @property
    def count(self) -> int:
        """Count the things, directives or technologies that join the ends."""
        return len(self.parts)

    @property
    def ra(self) -> float:
        """Weigh by resource allocation."""
        return round(self.exactly("ra"), 6)

    @property
    def aa(self) -> float:
        """Weigh by Adamic and Adar's measure."""
        return round(self.exactly("aa"), 6)

    @property
    def jaccard(self) -> float:
        """Weigh by the share of what the ends have in common in all that they have."""
        return round(self.exactly("jaccard"), 6)

    def weight(self, name: str) -> float:
        """Give one of :data:`WEIGHTS`."""
        return float({"ra": self.ra, "aa": self.aa, "count": self.count, "jaccard": self.jaccard}[name])

    def exactly(self, name: str) -> float:
        """Give one of :data:`WEIGHTS` before it is rounded, to be summed."""
        if name == "ra":
            return sum(part.share / part.degree for part in self.parts)
        if name == "aa":
            return sum(part.share / math.log(max(part.degree, 2)) for part in self.parts)
        return float(self.count if name == "count" else self.count / max(sum(self.sizes) - self.count, 1))

    @property
    def sayings(self) -> tuple[int, ...]:
        """Give the indices of all sayings, each once."""
        return tuple(dict.fromkeys(index for part in self.parts for index in part.sayings))

    def with_parts(self, parts: Iterable[Part]) -> Link:
        """Give the link with some of its parts only; the comparison with chance stays if these are the usual ones."""
        kept = tuple(parts)
        if kept == tuple(part for part in self.parts if part.usual):
            return self if kept == self.parts else replace(self, parts=kept)
        return replace(self, parts=kept, z=None, p=None, q=None)

    @property
    def strong(self) -> bool:
        """Tell whether two things or more join the ends, more than chance would: false discovery rate 5 % at most."""
        return self.q is not None and self.q <= STRONG and sum(part.usual for part in self.parts) > 1


@dataclass
class Network:
    """Nodes by IRI, links in the order of their ends, the sayings that parts point to, the sections of the plans."""

    nodes: dict[str, Node] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    sayings: list[Saying] = field(default_factory=list)
    sections: dict[str, dict[str, str]] = field(default_factory=dict)

    def find(self, word: str) -> Node:
        """Give the node of an IRI, of what ends it (``technology/5g``, ``5g``), or of a label in either language.

        Raises:
            FilterError: there is none, or there are several.
        """
        if word in self.nodes:
            return self.nodes[word]
        tail = f"/{word.strip('/')}"
        found = [node for node in self.nodes.values() if node.iri.endswith(tail)]
        found = found or [node for node in self.nodes.values() if word in (node.zh, node.en)]
        if len(found) == 1:
            return found[0]
        raise FilterError(
            f"{len(found)} things of the network are called {word!r}" if found else f"nothing is called {word!r}",
            kind="several" if found else "nothing",
            value=word,
            details=[f"{node.iri}  {node.title('zh')} · {node.title('en')}" for node in found[:10]],
            remedy="name it by its IRI, or by the end of its IRI, such as technology/5g",
        )

    def said(self, link: Link) -> list[Saying]:
        """Give the sayings of a link in the order of the text."""
        return sorted(self.sayings[index] for index in link.sayings)

    def as_data(self) -> dict[str, Any]:
        """Give the network as plain data for JSON; what has its default value is left out."""
        return {
            "format": FORMAT,
            "nodes": [_lean(asdict(node), _NODE) for node in self.nodes.values()],
            "links": [
                {"key": link_key(link)}
                | _lean(asdict(link), _LINK)
                | {"parts": [_lean(asdict(part), _PART) for part in link.parts]}
                | {name: link.weight(name) for name in WEIGHTS}
                for link in self.links
            ],
            "sayings": [_lean(asdict(saying), _SAYING) for saying in self.sayings],
            "sections": [{"iri": iri, **labels} for iri, labels in self.sections.items()],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Network:
        """Read what :meth:`as_data` gave.

        Raises:
            KeyError, TypeError: it is no such data.
        """
        nodes = [
            Node(**{**node, **{key: tuple(node.get(key, ())) for key in ("broader", "same")}}) for node in data["nodes"]
        ]
        links = []
        for item in data["links"]:
            parts = tuple(Part(**{**part, "sayings": tuple(part["sayings"])}) for part in item["parts"])
            rest = {key: value for key, value in item.items() if key not in (*WEIGHTS, "key")}
            links.append(Link(**{**rest, "parts": parts, "sizes": tuple(item.get("sizes", (0, 0)))}))
        sayings = [
            Saying(
                **{
                    **item,
                    "marks": tuple((begin, end) for begin, end in item.get("marks", ())),
                    **{key: tuple(item.get(key, ())) for key in ("assertions", "fields")},
                }
            )
            for item in data["sayings"]
        ]
        sections = {
            item["iri"]: {key: value for key, value in item.items() if key != "iri"} for item in data["sections"]
        }
        return cls({node.iri: node for node in nodes}, links, sayings, sections)


def link_key(link: Link) -> str:
    """Name a link in addresses: 12 hexadecimal digits of SHA-256 over kind, relation and ends."""
    return hashlib.sha256(" ".join((link.kind, link.relation, link.source, link.target)).encode()).hexdigest()[:12]


def _lean(values: dict[str, Any], defaults: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in defaults or value != defaults[key]}


_NODE = {key: value for key, value in asdict(Node("", "", "", "")).items() if key not in ("iri", "kind", "zh", "en")}
_PART = {"share": 1.0, "listed": False, "usual": True}
_LINK = {
    key: value
    for key, value in asdict(Link("", "", "", ())).items()
    if key not in ("kind", "source", "target", "parts")
}
_SAYING = {
    key: value for key, value in asdict(Saying("", 0, 0, 0, "")).items()
    if key in ("marks", "sayer", "force", "polarity", "measure", "unit", "assertions", "fields", "review")
}  # fmt: skip
