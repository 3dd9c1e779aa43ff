"""Which format an answer is written in: media types, ``Accept`` (RFC 9110 section 12.5.1) and ``format=``.

The form of a query is known only to its parser, so a request settles two formats at once, one for each kind of answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from api.problems import Problem

Form = Literal["bindings", "boolean", "graph"]
"""What a query gives: SELECT bindings, ASK a boolean, CONSTRUCT and DESCRIBE a graph."""


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A way to write an answer.

    ``name`` is its value of ``format=``, ``names`` are those that clients send as well (SPARQLWrapper does);
    ``media_type`` is what the answer is labelled with (the registered type, as SPARQL 1.1 Protocol section 2.1.6 asks);
    ``aliases`` are types that may be asked for instead of it.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The ``Content-Type``: with a charset where the type's default is not UTF-8."""
        return (
            f"{self.media_type}; charset=utf-8"
            if self.media_type.startswith(("text/c", "text/ta"))
            else self.media_type
        )


_JSON, _XML = ("application/json",), ("application/xml", "text/xml")
RESULTS = (
    Format("json", "application/sparql-results+json", _JSON),
    Format("xml", "application/sparql-results+xml", _XML),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
)
"""Formats of bindings and booleans, best first. A boolean in CSV or TSV, which W3C leaves open, is its word alone."""
GRAPHS = (
    Format("ttl", "text/turtle", names=("turtle", "n3")),
    Format("nt", "application/n-triples"),
    Format("rdf", "application/rdf+xml", _XML, ("xml", "rdf+xml")),
    Format("jsonld", "application/ld+json", _JSON, ("json", "json-ld")),
    Format("trig", "application/trig"),
    Format("nq", "application/n-quads"),
)
"""Formats of graphs, best first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The formats settled for one request, by kind of answer; ``None`` where the client takes none on offer."""

    results: Format | None
    graph: Format | None

    def of(self, form: Form) -> Format:
        """Give the format for an answer of this form.

        Raises:
            Problem: 406, with the media types on offer as ``available``.
        """
        chosen = self.graph if form == "graph" else self.results
        if chosen is None:
            raise not_acceptable(GRAPHS if form == "graph" else RESULTS)
        return chosen


def choose(accept: str | None = None, name: str | Sequence[str] | None = None) -> Choice:
    """Settle the formats by the value of ``Accept`` and of ``format=``, which comes first where given.

    ``format`` takes a short name or a media type; ``json`` and ``xml`` mean JSON-LD and RDF/XML for a graph. Some
    clients send it several times (SPARQLWrapper: a short name and a media type): those known must mean the same.

    Raises:
        Problem: 400 for an unknown ``format=``, or for several that differ; 406 if nothing on offer is acceptable,
            whatever the query's form.
    """
    return _chosen(accept, (name,) if isinstance(name, str) else tuple(name or ()))


@lru_cache(maxsize=256)
def _chosen(accept: str | None, names: tuple[str, ...]) -> Choice:
    if not names:
        results, graph = best(accept, RESULTS), best(accept, GRAPHS)
        if results is None and graph is None:
            raise not_acceptable(RESULTS + GRAPHS)
        return Choice(results, graph)
    known = {choice for choice in map(_by_name, names) if choice.results or choice.graph}
    if not known:
        offers = ", ".join(offer.name for offer in RESULTS + GRAPHS)
        raise Problem(400, f"The format {names[0]!r} is unknown; there are {offers}.")
    if len(known) > 1:
        raise Problem(
            400, f"The parameter format is given more than once, with different meanings: {', '.join(names)}."
        )
    return known.pop()


def _by_name(name: str) -> Choice:
    return Choice(_named(name, RESULTS), _named(name, GRAPHS))


def _named(name: str, offers: Sequence[Format]) -> Format | None:
    for offer in offers:
        if name.lower() in (offer.name, *offer.names, offer.media_type, *offer.aliases):
            return offer
    return None


def not_acceptable(offers: Sequence[Format]) -> Problem:
    """Make the 406 problem that names what is on offer."""
    available = [offer.media_type for offer in offers]
    return Problem(
        406, f"No format on offer is acceptable; an answer can be had as {', '.join(available)}.", available=available
    )


def best(accept: str | None, offers: Sequence[Format]) -> Format | None:
    """Give the offer with the highest quality, the earlier one of equals, or ``None`` if none is acceptable.

    Without a header, or without a valid element in it, everything is acceptable.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return offers[0] if offers else None
    qualities = [_quality(offer, ranges) for offer in offers]
    highest = max(qualities, default=0.0)
    return offers[qualities.index(highest)] if highest > 0 else None


_ELEMENT = re.compile(r"""(?:[^",]++|"(?:[^"\\]++|\\.)*+"?)++""", re.DOTALL)
_PARAMETER = re.compile(r"""(?:[^";]++|"(?:[^"\\]++|\\.)*+"?)++""", re.DOTALL)
_RANGE = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]++/[!#$%&'*+.^_`|~0-9A-Za-z-]++")
_WEIGHT = re.compile(r"[0-9]*\.?[0-9]*")


def _ranges(accept: str) -> list[tuple[str, float]]:
    """Read media ranges in lower case with their weights.

    An element that breaks the grammar is left out, so that one typing error does not turn an answer into an error.
    ``*`` alone and weights such as ``.2`` are taken, because old clients send them. Parameters other than the weight
    are passed over: no offer has any that could differ.
    """
    found = []
    for element in _ELEMENT.findall(accept):
        head, *parameters = [part.strip() for part in _PARAMETER.findall(element)] or [""]
        media_range = "*/*" if head == "*" else head.lower()
        if not _RANGE.fullmatch(media_range) or (media_range.startswith("*/") and media_range != "*/*"):
            continue
        weight: float | None = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                weight = _weight(value.strip())
                break
        if weight is not None:
            found.append((media_range, weight))
    return found


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str | None) -> bool:
    """Tell whether an answer is to be compressed with gzip (RFC 9110 section 12.5.3).

    It is where the client names it, or ``*``, with a weight that is no lower than that of ``identity``.
    """
    weights: dict[str, float] = {}
    for element in (accept_encoding or "").split(","):
        coding, *parameters = [part.strip().lower() for part in element.split(";")]
        weight = next((_weight(part[2:].strip()) for part in parameters if part.startswith("q=")), 1.0)
        if coding and weight is not None:
            weights.setdefault("gzip" if coding == "x-gzip" else coding, weight)
    gzip = weights.get("gzip", weights.get("*", 0.0))
    return gzip > 0 and gzip >= weights.get("identity", 0.0)


def _weight(value: str) -> float | None:
    if not _WEIGHT.fullmatch(value) or not value.strip("."):
        return None
    weight = float(value)
    return weight if weight <= 1 else None


def _quality(offer: Format, ranges: list[tuple[str, float]]) -> float:
    """Weigh an offer by the most specific range that matches it; an alias matches only by its full name."""
    kind = offer.media_type.partition("/")[0]
    for names in ((offer.media_type, *offer.aliases), (f"{kind}/*",), ("*/*",)):
        weights = [weight for name, weight in ranges if name in names]
        if weights:
            return max(weights)
    return 0.0
