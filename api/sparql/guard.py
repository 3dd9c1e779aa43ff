"""What a query text may hold before any engine sees it.

The engines fetch what ``SERVICE`` names and cannot be told not to, and deep nesting ends their process. So texts are
checked as tokens, never by searching them: the word may stand in a string, comment, IRI, prefixed name or variable.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.problems import Problem
from api.settings import Settings
from api.sparql.tokens import Kind, Token, TokenError, tokens

_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
_PROLOGUE = frozenset(("BASE", "PREFIX", "VERSION"))
_VOLATILE = ("NOW", "RAND", "UUID")
QUERIES_ONLY = "this endpoint takes queries only"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the guard learnt of a text on its way through it.

    ``volatile``: it calls for the time or for chance, so that each answer is another. ``prologue`` are the declarations
    before the query form, and ``merged`` the graphs of its ``FROM`` clauses as they are written (not ``FROM NAMED``)
    with ``named`` those of ``FROM NAMED``.
    """

    volatile: bool
    prologue: str
    merged: tuple[str, ...]
    named: tuple[str, ...]


def check(query: str, settings: Settings) -> Reading:
    """Refuse a text that no engine may get; say nothing about one that is merely wrong.

    Raises:
        Problem: 400, with ``line`` and ``column`` (from 1, in code points) where there is such a place. The text is
            longer than ``settings.query_length``, nests deeper than ``settings.query_depth``, calls ``SERVICE``, is an
            update (SPARQL 1.1 Update), uses a prefix that it does not declare, or is not made of SPARQL tokens.
    """
    if len(query) > settings.query_length:
        raise Problem(
            400,
            f"The query has {len(query)} characters; at most {settings.query_length} are taken (query_length).",
        )
    try:
        query.encode()
    except UnicodeEncodeError as error:
        raise refusal(query, error.start, "A query is text in Unicode; a lone surrogate is no character") from None
    try:
        return _check_tokens(query, settings)
    except TokenError as error:
        raise refusal(query, error.start, f"The query cannot be read: {error}") from None


def _check_tokens(query: str, settings: Settings) -> Reading:
    form, begins, volatile = "", 0, False
    sources: dict[str, list[str]] = {"FROM": [], "NAMED": []}
    prefixes: set[str] = set()
    before = last = Token(Kind.PUNCTUATION, "", 0, 0)
    for token in tokens(query):
        if token.kind is Kind.COMMENT:
            continue
        if token.depth > settings.query_depth:
            raise refusal(
                query,
                token.start,
                f"The query nests brackets deeper than {settings.query_depth} levels (query_depth)",
            )
        if token.kind is Kind.WORD:
            word = token.text.upper()
            if "SERVICE" in word:  # also "trueSERVICE": the engine's keywords need no space around them
                raise _federated(query, token)
            if not form and word not in _PROLOGUE:
                form, begins = word, token.start
                if form in _UPDATES:
                    raise refusal(query, token.start, f"{form} is an update, and {QUERIES_ONLY}")
            volatile = volatile or any(name in word for name in _VOLATILE)
        elif token.kind is Kind.NAME:
            prefix = token.text.partition(":")[0]
            if not form and last.kind is Kind.WORD and last.text.upper() == "PREFIX":
                prefixes.add(prefix)
            elif prefix not in prefixes:
                raise refusal(
                    query,
                    token.start,
                    f"The prefix {prefix}: is not declared; add PREFIX {prefix}: <…> at the start",
                )
        elif token.text == "{" and _hides_service(last, before):
            raise _federated(query, last)
        if form and not token.depth and token.kind in (Kind.IRI, Kind.NAME) and last.text.upper() in sources:
            sources[last.text.upper()].append(token.text)
        before, last = last, token
    return Reading(volatile, query[:begins], tuple(sources["FROM"]), tuple(sources["NAMED"]))


def _hides_service(name: Token, before: Token) -> bool:
    """Tell whether ``SERVICEex:a {`` stands here: one prefixed name to SPARQL, keyword and name to the engine."""
    return (
        name.kind is Kind.NAME
        and name.depth > 0
        and "SERVICE" in name.text.partition(":")[0].upper()
        and not (before.kind is Kind.WORD and before.text.upper() == "GRAPH")
    )


def _federated(query: str, token: Token) -> Problem:
    return refusal(query, token.start, "SERVICE is refused: this endpoint does not call other endpoints")


def refusal(query: str, offset: int, sentence: str) -> Problem:
    """Make the problem that a query has at an offset of its text."""
    line = query.count("\n", 0, offset) + 1
    column = offset - query.rfind("\n", 0, offset)
    return Problem(400, f"{sentence} (line {line}, column {column}).", line=line, column=column)
