"""SPARQL text as a stream of tokens (SPARQL 1.1 section 19.8, with the brackets of RDF 1.2), in linear time.

Every pattern is possessive and every failed match ends where the next token starts, so that no character is looked at
more than a fixed number of times, whatever the text.

SPARQL leaves one thing to the parser: ``<`` opens an IRI or compares. The engine decides by grammar, a token stream by
the longest match, and a text on which the two disagree could carry a keyword past the guard, as in
``(?a<'>' ) SERVICE <x:y> {} #'``. Such a text is refused here: it is rare, and a space after ``<`` or a prefixed name
says which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple


class Kind(Enum):
    """What a token is."""

    COMMENT = auto()
    STRING = auto()
    IRI = auto()
    VARIABLE = auto()
    BLANK = auto()
    NAME = auto()
    """A prefixed name, or the ``ex:`` of a prefix declaration."""
    LANGUAGE = auto()
    NUMBER = auto()
    WORD = auto()
    """A keyword, a function's name, or what stands where one could."""
    PUNCTUATION = auto()


class Token(NamedTuple):
    """One token: what it is, its characters, its offset, and how many brackets are open around it.

    An opening bracket counts itself. White space gives no token.
    """

    kind: Kind
    text: str
    start: int
    depth: int


class TokenError(ValueError):
    """The text holds something at offset ``start`` that is no token of SPARQL, or none that can be told for certain."""

    def __init__(self, message: str, start: int) -> None:
        super().__init__(message)
        self.start = start


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MARKS = "\u00b7\u0300-\u036f\u203f\u2040"
_START = f"{_BASE}_0-9"
_CHARS = f"{_START}{_MARKS}\\-"
_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IN_STRING = rf"\\[tbnrf\"'\\]|{_ESCAPE}"
_IN_NAME = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_START}:]|{_IN_NAME})(?:[{_CHARS}:]++|{_IN_NAME}|\.++(?=[{_CHARS}:]|{_IN_NAME}))*+"


def _string(quote: str) -> str:
    long = rf"{quote * 3}(?:[^{quote}\\]++|{_IN_STRING}|{quote}(?!{quote * 2}))*+{quote * 3}"
    return rf"{long}|(?!{quote * 3}){quote}(?:[^{quote}\\\n\r]++|{_IN_STRING})*+{quote}"


_KINDS = {kind.name: kind for kind in Kind}
_SPACES = " \t\r\n"
_SPACE = re.compile(r"[ \t\r\n]*+")
_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<COMMENT>#[^\r\n]*+)",
            rf"(?P<STRING>{_string(chr(34))}|{_string(chr(39))})",
            rf"(?P<IRI><(?:[^\x00-\x20<>\"{{}}|^`\\]++|{_ESCAPE})*+>)",
            rf"(?P<VARIABLE>[?$][{_START}][{_START}{_MARKS}]*+)",
            rf"(?P<BLANK>_:[{_START}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+)",
            rf"(?P<NAME>:(?:{_LOCAL})?+)",
            rf"(?P<CHUNK>[{_BASE}][{_CHARS}.]*+)",
            r"(?P<LANGUAGE>@[A-Za-z]++(?:--?[A-Za-z0-9]++)*+)",
            r"(?P<NUMBER>(?:[0-9]++(?:\.[0-9]++|\.(?=[eE][+-]?[0-9]))?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)",
            r"(?P<PUNCTUATION>\^\^|&&|\|\||!=|[<>]=|[{}()\[\],;.*/+\-=<>!|^?~])",
        )
    )
)
_NAME_LOCAL = re.compile(rf":(?:{_LOCAL})?+")
_PART = re.compile(r"(?P<WORD>[A-Za-z_][A-Za-z0-9_]*+)|(?P<NUMBER>[0-9]++)|(?P<PUNCTUATION>[.\-])")
_ESCAPED = re.compile(_ESCAPE)
_CLOSES = {")": "(", "]": "[", "}": "{"}
_NOT_IN_IRI = frozenset('<>"{}|^`\\') | {chr(code) for code in range(0x21)}
_NOT_IN_STRING = frozenset("\"'\\")
_NOT_IN_COMMENT = frozenset("\r\n")

_COULD_DISAGREE = re.compile(r"['#()\[\]]")
_SCHEME = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*+://")  # no expression holds "//", so this opens an IRI


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of ``text`` in order.

    Raises:
        TokenError: a character starts no token; a codepoint escape stands outside strings and IRIs, or stands for a
            character that would end the token it is in (engines that undo escapes first, as SPARQL 1.1 section 19.2
            says, would read another text); ``<`` can be read in two ways that matter.
    """
    brackets: list[str] = []  # "(", "[", "{", and "l" for the parenthesis of a list, in which nothing is compared
    last = Token(Kind.PUNCTUATION, "", 0, 0)
    closed = ""
    position, size = _skip(text, 0), len(text)
    while position < size:
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        name = match.lastgroup or ""
        for kind, start, end in _split(text, match) if name == "CHUNK" else ((_KINDS[name], position, match.end()),):
            written = text[start:end]
            if kind is Kind.PUNCTUATION:
                if written in "([{":
                    as_list = written == "(" and _opens_list(last, brackets, closed)
                    brackets.append("l" if as_list else written)
                elif written in _CLOSES and brackets and brackets[-1].replace("l", "(") == _CLOSES[written]:
                    closed = brackets.pop()
            else:
                if "\\" in written:
                    _check_escapes(kind, written, start)
                if kind is Kind.IRI and _ambiguous(written, start, last, brackets):
                    raise TokenError(
                        "'<' could open an IRI or compare here; put a space after it to compare, "
                        "or write the IRI as a prefixed name",
                        start,
                    )
            token = Token(kind, written, start, len(brackets))
            yield token
            if kind is not Kind.COMMENT:
                last = token
            position = end
        if text[position : position + 1] in _SPACES:
            position = _skip(text, position)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _split(text: str, match: re.Match[str]) -> Iterator[tuple[Kind, int, int]]:
    """Tell words from prefixed names: both may begin with the same characters, and only a colon decides."""
    start, end = match.span()
    if text[end - 1] != "." and (local := _NAME_LOCAL.match(text, end)):
        yield Kind.NAME, start, local.end()
        return
    while start < end:
        part = _PART.match(text, start, end)
        if part is None:
            raise _unreadable(text, start)
        yield _KINDS[part.lastgroup or ""], start, part.end()
        start = part.end()


def _opens_list(last: Token, brackets: list[str], closed: str) -> bool:
    """Tell whether a parenthesis opens a collection, a row of VALUES or a path, by the token before it."""
    if brackets and brackets[-1] == "l":
        return True
    return last.kind is Kind.PUNCTUATION and (last.text in ("{", "[", ".", ";") or (last.text == ")" and closed == "l"))


def _ambiguous(iri: str, start: int, last: Token, brackets: list[str]) -> bool:
    """Tell whether the engine could read ``<`` as an operator here and come to other tokens after it."""
    if not _COULD_DISAGREE.search(iri) or _SCHEME.match(iri):
        return False
    if last.text == "<" and last.start == start - 1:  # "<<" opens a triple
        return True
    after_operand = last.kind is not Kind.PUNCTUATION or last.text in _CLOSES
    return after_operand and bool(brackets) and brackets[-1] == "("


def _check_escapes(kind: Kind, text: str, start: int) -> None:
    if kind is Kind.IRI:
        forbidden: frozenset[str] = _NOT_IN_IRI
    elif kind is Kind.STRING:
        forbidden = _NOT_IN_STRING
        text = re.sub(r"\\[^uU]", "  ", text)  # "\\u0022" is a backslash and four digits
    elif kind is Kind.COMMENT:
        forbidden = _NOT_IN_COMMENT
    else:
        return
    for escape in _ESCAPED.finditer(text):
        code = int(escape[0][2:], 16)
        if code > 0x10FFFF or 0xD800 <= code < 0xE000 or chr(code) in forbidden:
            raise TokenError(f"the escape {escape[0]} cannot stand here", start + escape.start())


def _unreadable(text: str, position: int) -> TokenError:
    character = text[position]
    if text.startswith(("\\u", "\\U"), position):
        return TokenError("a codepoint escape can stand only in a string or an IRI", position)
    if character in "\"'":
        return TokenError("this string has no end, or an invalid escape in it", position)
    return TokenError(f"unexpected character {character!r}", position)
