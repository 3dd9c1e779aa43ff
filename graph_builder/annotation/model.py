"""The annotations of one text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from graph_builder.text import SourceText, Span


@dataclass(frozen=True)
class Mention:
    """A stretch of the text with one type (brat: text-bound annotation ``T``)."""

    id: str
    type: str
    span: Span


@dataclass(frozen=True)
class Relation:
    """A statement between two mentions (``R``); ``name`` is the local name of a statement property."""

    id: str
    name: str
    first: str
    second: str


@dataclass(frozen=True)
class Attribute:
    """A value that a mention has (``A``)."""

    id: str
    name: str
    target: str
    value: str


@dataclass(frozen=True)
class Reference:
    """A tie from a mention to a concept (``N``).

    ``name`` is ``Reference`` (the mention refers to the concept) or ``Component`` (the concept is hidden inside the
    mention's name). ``concept`` is ``scheme:slug``; ``text`` is the concept's label, or the hidden characters.
    """

    id: str
    name: str
    target: str
    concept: str
    text: str


@dataclass(frozen=True)
class Note:
    """The reason of a decision that another reader might question (``#``)."""

    id: str
    target: str
    text: str


@dataclass(frozen=True, eq=False)
class Annotations:
    """All annotations of one text. Equal when they hold the same, in whatever order."""

    source: SourceText
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()

    def _content(self) -> tuple[object, ...]:
        lists = (self.mentions, self.relations, self.attributes, self.references, self.notes)
        return self.source, *map(frozenset, lists)

    def __eq__(self, other: object) -> bool:
        """Compare what is held, without its order."""
        return isinstance(other, Annotations) and self._content() == other._content()

    def __hash__(self) -> int:
        """Hash what is held, without its order."""
        return hash(self._content())

    @cached_property
    def by_id(self) -> dict[str, Mention]:
        """The mentions by their identifier."""
        return {mention.id: mention for mention in self.mentions}

    @cached_property
    def _values(self) -> dict[tuple[str, str], list[str]]:
        values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for attribute in self.attributes:
            values[attribute.target, attribute.name].append(attribute.value)
        return values

    def values(self, mention: Mention, name: str) -> tuple[str, ...]:
        """Give all values of an attribute, in the order of the file."""
        return tuple(self._values.get((mention.id, name), ()))

    def value(self, mention: Mention, name: str) -> str | None:
        """Give the one value of an attribute, None if it has none."""
        return next(iter(self.values(mention, name)), None)

    @cached_property
    def concepts(self) -> dict[str, Reference]:
        """The concept that each mention refers to, by the mention's identifier."""
        return {ref.target: ref for ref in self.references if ref.name == "Reference"}

    @cached_property
    def components(self) -> dict[str, tuple[Reference, ...]]:
        """The concepts hidden in each mention, by the mention's identifier."""
        found: dict[str, list[Reference]] = defaultdict(list)
        for ref in self.references:
            if ref.name == "Component":
                found[ref.target].append(ref)
        return {target: tuple(refs) for target, refs in found.items()}

    def of_type(self, *types: str) -> tuple[Mention, ...]:
        """Give the mentions of some types, in the order of the text."""
        return tuple(
            sorted(
                (mention for mention in self.mentions if mention.type in types),
                key=lambda mention: (mention.span.start, -mention.span.end),
            )
        )
