"""What may be sent to a server whose dialect nobody here knows: SPARQL 1.1 as it is written down, and nothing else.

Servers add to the language, and some of what they add calls addresses: in Virtuoso 7 ``<bif:http_get>("http://…")``
fetches, and so does ``FROM <x> OPTION (get:soft "soft")`` where it is allowed; Jena loads Java classes that an IRI
names. So the guard is not enough here. Words that are not of SPARQL 1.1 are refused, and IRIs of unusual schemes, and
calls of functions that are neither casts nor of GeoSPARQL. ``FROM`` never reaches the server: which graphs are asked is
said beside the query (SPARQL 1.1 Protocol section 2.1.4), and only graphs of the release are.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from api.problems import Problem
from api.sparql.guard import Reading, refusal
from api.sparql.tokens import Kind, Token, tokens

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_FORMS: tuple[QueryForm, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_WORDS = frozenset(
    re.findall(
        r"\w+",
        "BASE PREFIX SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC "
        "LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH UNION FILTER MINUS BIND AS IN NOT EXISTS SEPARATOR A TRUE FALSE "
        "STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE "
        "ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ "
        "NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK "
        "ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT",
    )
)
"""The keywords and functions of SPARQL 1.1 Query (section 19.8)."""
_SCHEMES = frozenset(("http", "https", "urn", "tag", "mailto", "tel", "doi", "info", "geo"))
_OWN_PREFIXES = frozenset(("bif", "sql"))
"""Prefixes that Virtuoso knows without a declaration, and perhaps against one."""
_OWN_NAMESPACE = "http://www.openlinksw.com/"
"""Here Virtuoso keeps second names of its functions."""
_FUNCTIONS = ("http://www.w3.org/2001/XMLSchema#", "http://www.opengis.net/def/function/geosparql/")
_NAMES = (Kind.IRI, Kind.NAME)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_NOT_A_BREAK = re.compile(r"[^\r\n]")
NO_GRAPH = "urn:planatlas:no-graph"
"""Stands for no graph at all: protocol requests cannot say "none", and this one nobody has or can fetch."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A clause ``FROM`` or ``FROM NAMED``, from its first to behind its last character, and the graph as written."""

    start: int
    end: int
    name: str
    named: bool


@dataclass(frozen=True, slots=True)
class Portable:
    """A query as it goes to the server.

    ``text`` has no ``FROM``; ``ahead`` characters on its first line are not the client's. ``default_graphs`` and
    ``named_graphs`` are the dataset that the client named, without graphs that the release does not have; ``None`` if
    it named none.
    """

    text: str
    form: QueryForm
    ahead: int
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None


def portable(
    query: str,
    reading: Reading,
    *,
    base: str,
    graphs: Collection[str],
    dataset: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
) -> Portable:
    """Read a query that has passed the guard as SPARQL 1.1; ``dataset`` is what the request says beside it.

    ``base`` resolves relative IRIs, and ``graphs`` are those that there are.

    Raises:
        Problem: 400, with ``line`` and ``column`` where something is not of SPARQL 1.1, or could make some server call
            an address; without, where a graph of the request is no absolute IRI.
    """
    found = [token for token in tokens(query) if token.kind is not Kind.COMMENT]
    begin = len(reading.prologue)
    form = next((form for form in _FORMS if query[begin : begin + 10].upper().startswith(form)), None)
    if form is None:
        raise refusal(query, begin, f"The query is not valid SPARQL: it has none of {', '.join(_FORMS)}")
    for token in found:
        if token.kind is Kind.WORD and token.text.upper() not in _WORDS:
            raise refusal(query, token.start, f"{token.text} is no word of SPARQL 1.1, which is all that is taken")
    iris = _resolved(query, reading, found, base)
    _check_iris(query, found, iris)
    sources = _sources(query, found)
    text = query
    for source in sources:
        text = text[: source.start] + _NOT_A_BREAK.sub(" ", text[source.start : source.end]) + text[source.end :]
    ahead = f"BASE <{base}> " if _needs_base(found) else ""
    default, named = dataset
    if any(dataset):
        for iri in (*default, *named):
            _check_absolute(iri)
    elif sources:
        default = tuple(iris[source.name] for source in sources if not source.named)
        named = tuple(iris[source.name] for source in sources if source.named)
    else:
        return Portable(ahead + text, form, len(ahead), None, None)
    known = [tuple(iri for iri in dict.fromkeys(given) if iri in graphs) for given in (default, named)]
    return Portable(ahead + text, form, len(ahead), known[0], known[1])


def _resolved(query: str, reading: Reading, found: list[Token], base: str) -> dict[str, str]:
    """Turn every IRI and name of a query, as it is written, into an absolute IRI.

    The declarations of a query mean the same in Turtle, so the parser of Turtle does it, one name a line.
    """
    begin = len(reading.prologue)
    written = {token.text: token for token in found if token.kind in _NAMES and token.start >= begin}
    head = reading.prologue + "\n"
    document = head + "".join(f"<urn:x> <urn:x> {text} .\n" for text in written)
    try:
        objects = [quad.object for quad in ox.parse(document.encode(), ox.RdfFormat.TURTLE, base_iri=base or None)]
    except SyntaxError as error:
        line = (error.lineno or 1) - head.count("\n") - 1
        place = list(written.values())[line].start if 0 <= line < len(written) else 0
        raise refusal(query, place, "The query is not valid SPARQL: an IRI cannot be read") from None
    return {text: str(getattr(node, "value", "")) for text, node in zip(written, objects, strict=True)}


def _check_iris(query: str, found: list[Token], iris: dict[str, str]) -> None:
    for token, following in zip(found, [*found[1:], None], strict=True):
        if token.kind is Kind.NAME and token.text.partition(":")[0].lower() in _OWN_PREFIXES:
            raise refusal(query, token.start, f"The prefix {token.text.partition(':')[0]}: is taken by some servers")
        if token.kind not in _NAMES:
            continue
        iri = iris.get(token.text)
        if token.kind is Kind.IRI:
            raw = _plain(token.text)
            scheme = _SCHEME.match(raw)
            if scheme is None and iri is None and not raw.endswith(("/", "#")):  # it could be made a scheme of
                raise refusal(query, token.start, "A relative IRI that is declared ends in / or #")
            iri = iri or (raw if scheme else None)
        if iri is None:
            continue
        scheme = _SCHEME.match(iri)
        if scheme is None or scheme[1].lower() not in _SCHEMES or iri.lower().startswith(_OWN_NAMESPACE):
            raise refusal(query, token.start, f"An IRI such as {token.text} could be a command to some server")
        if following is not None and following.text == "(" and not iri.startswith(_FUNCTIONS):
            raise refusal(query, token.start, f"{token.text} is no function of SPARQL 1.1, which is all that is taken")


def _plain(iri: str) -> str:
    """Give an IRI without its brackets and escapes."""
    return _ESCAPE.sub(lambda escape: chr(int(escape[1] or escape[2], 16)), iri[1:-1])


def _needs_base(found: list[Token]) -> bool:
    """Tell whether a relative IRI stands before any BASE, or that of BASE is one."""
    for before, token in zip([None, *found], found, strict=False):
        if token.kind is Kind.IRI:
            relative = _SCHEME.match(_plain(token.text)) is None
            if relative or (before is not None and before.text.upper() == "BASE"):
                return relative
    return False


def _sources(query: str, found: list[Token]) -> list[_Source]:
    """Find the clauses ``FROM`` and ``FROM NAMED``, which stand outside all brackets."""
    sources = []
    for index, token in enumerate(found):
        if token.kind is not Kind.WORD or token.text.upper() != "FROM":
            continue
        following = found[index + 1 : index + 3]
        named = bool(following) and following[0].kind is Kind.WORD and following[0].text.upper() == "NAMED"
        graph = following[named] if len(following) > named else None
        if token.depth or graph is None or graph.kind not in _NAMES:
            raise refusal(query, token.start, "The query is not valid SPARQL: FROM cannot stand here")
        sources.append(_Source(token.start, graph.start + len(graph.text), graph.text, named))
    return sources


def _check_absolute(iri: str) -> None:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise Problem(400, f"A graph of the dataset is not an absolute IRI: {error}.") from None
