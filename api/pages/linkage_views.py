"""What the pages of linkages and gaps show: sentences, things, cells, rows."""

from __future__ import annotations

from dataclasses import dataclass

from graph_builder.linkages import TopLink


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence of a plan: ``parts`` (words, marked) are the characters that ``href`` leads to, the rest is around.

    ``draft``: what it states is a draft.
    """

    href: str
    begin: int
    end: int
    before: str
    parts: tuple[tuple[str, bool], ...]
    after: str
    places: tuple[tuple[str, str], ...] = ()
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its page."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Said:
    """The sentences of a kind of link; ``key`` names the kind, or the tie that is stated."""

    key: str
    title: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A cell to show. ``level`` is its colour, from 1 to 5, or 0 where a tie is stated and nothing is counted."""

    key: str
    href: str
    text: str
    spoken: str
    level: int
    stated: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Strongest:
    """A row as the list on a phone shows it: its strongest pairs, and how many there are besides."""

    thing: Thing
    pairs: tuple[tuple[Thing, Field], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix to show."""

    rows: tuple[tuple[Thing, tuple[Field | None, ...]], ...]
    columns: tuple[Thing, ...]
    strongest: tuple[Strongest, ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cell that was chosen: its things and what is said of them."""

    key: str
    row: Thing
    column: Thing
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list of strongest links.

    ``reached`` counts the random networks in which it is as strong; None where it was not compared with any.
    """

    link: TopLink
    words: str
    joined: tuple[Thing, ...]
    through: tuple[Thing, ...]
    quotes: tuple[Quote, ...]
    reached: int | None
