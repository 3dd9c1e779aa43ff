"""Read brat standoff strictly: every fault is reported with its line and the reason.

Format: https://brat.nlplab.org/standoff.html. A mention that goes on on the next line is written in parts, without the
line end; other discontinuous spans are not taken, nor events and equivalences, for which the scheme has no use.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from graph_builder.annotation.model import Annotations, Attribute, Mention, Note, Reference, Relation
from graph_builder.annotation.scheme import ATTRIBUTES, CONTAINERS, MENTION_TYPES, RELATIONS
from graph_builder.errors import AnnotationError, Place, SpanError
from graph_builder.text import SourceText, Span

_ID = re.compile(r"[TRAN#][0-9]+")
_SPAN = re.compile(r"(\S+) ([0-9]{1,12} [0-9]{1,12}(?:;[0-9]{1,12} [0-9]{1,12})*)")
_RELATION = re.compile(r"(\S+) Arg1:(\S+) Arg2:(\S+)")
_ATTRIBUTE = re.compile(r"(\S+) (\S+) (\S+)")
_NORMALIZATION = re.compile(r"(Reference|Component) (\S+) ([a-z][a-z-]*:[a-z0-9][a-z0-9-]*)")
_NOTE = re.compile(r"AnnotatorNotes (\S+)")
_SHOWN = 20


def read_annotations(path: Path, source: SourceText) -> Annotations:
    """Read an annotation file against its text.

    Raises:
        AnnotationError: the file cannot be read, or breaks the format or the scheme; all faults are in its details.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AnnotationError(
            "is not there", place=Place(path), remedy="make the file; it may be empty while nothing is annotated"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(
            f"cannot be read: {error}", place=Place(path), remedy="annotations are brat standoff in UTF-8"
        ) from error
    return parse_annotations(content, source, path)


def parse_annotations(content: str, source: SourceText, path: Path | str = "<string>") -> Annotations:
    """Read annotations from a string; ``path`` is for messages only. Raises as :func:`read_annotations`."""
    return _Reader(source, path).read(content)


class _Fault(Exception):  # noqa: N818 - caught where it is raised
    """A fault in the line that is being read."""


class _Reader:
    def __init__(self, source: SourceText, path: Path | str) -> None:
        self.source = source
        self.path = path
        self.lines: dict[str, int] = {}
        self.faults: list[tuple[int, str]] = []
        self.mentions: dict[str, Mention] = {}
        self.relations: list[Relation] = []
        self.attributes: list[Attribute] = []
        self.references: list[Reference] = []
        self.notes: list[Note] = []

    def read(self, content: str) -> Annotations:
        takers: dict[str, Callable[[str, list[str]], None]] = {
            "T": self._mention, "R": self._relation, "A": self._attribute, "N": self._reference, "#": self._note,
        }  # fmt: skip
        for number, line in enumerate(content.split("\n"), 1):
            if not line.strip():
                continue
            try:
                if "\r" in line:
                    raise _Fault("a carriage return stands in the line; lines end with a line feed alone")
                identifier, *columns = line.split("\t")
                if not _ID.fullmatch(identifier):
                    raise _Fault(
                        f"‘{identifier[:20]}’ begins no line of the format: T, R, A, N or # and a number, then a tab"
                    )
                if identifier in self.lines:
                    raise _Fault(f"{identifier} stands already in line {self.lines[identifier]}")
                self.lines[identifier] = number
                takers[identifier[0]](identifier, columns)
            except _Fault as fault:
                self.faults.append((number, str(fault)))
        self._check_targets()
        self._check_nesting()
        self._raise()
        return Annotations(
            self.source,
            tuple(self.mentions.values()),
            tuple(self.relations),
            tuple(self.attributes),
            tuple(self.references),
            tuple(self.notes),
        )

    def _raise(self) -> None:
        if not self.faults:
            return
        self.faults.sort()
        number, first = self.faults[0]
        more = [f"{Place(self.path, line)}: {reason}" for line, reason in self.faults[1:_SHOWN]]
        if len(self.faults) > _SHOWN:
            more.append(f"… and {len(self.faults) - _SHOWN} more")
        raise AnnotationError(
            first,
            place=Place(self.path, number),
            details=more,
            remedy="mend the annotation file; the annotation guide tells what each line holds",
        )

    def _mention(self, identifier: str, columns: list[str]) -> None:
        if len(columns) != 2:
            raise _Fault(f"{identifier} needs two tabs: type and offsets, then the quoted text")
        match = _SPAN.fullmatch(columns[0])
        if not match:
            raise _Fault(f"{identifier}: ‘{columns[0]}’ is not ‘Type START END’")
        kind, parts = match[1], [tuple(map(int, part.split())) for part in match[2].split(";")]
        start, end = parts[0][0], parts[-1][1]
        if kind not in MENTION_TYPES:
            raise _Fault(f"{identifier}: unknown type {kind}; known are {', '.join(sorted(MENTION_TYPES))}")
        if start == end:
            raise _Fault(f"{identifier}: [{start}, {end}) is empty")
        try:
            if len(parts) == 1:
                span = Span(self.source, start, end, columns[1])
            else:
                span = self._in_parts(identifier, parts, columns[1])
        except SpanError as error:
            raise _Fault(f"{identifier}: {error.message}; {error.remedy}") from None
        self.mentions[identifier] = Mention(identifier, kind, span)

    def _in_parts(self, identifier: str, parts: list[tuple[int, ...]], words: str) -> Span:
        """Read a mention that goes over line ends: its parts are quoted with a blank between them."""
        pieces, at = [], 0
        for start, end in parts:
            pieces.append(Span(self.source, start, end, words[at : at + end - start]))
            at += end - start + 1
        whole = self.source.span(parts[0][0], parts[-1][1])
        if [(piece.start, piece.end) for piece in pieces] != [(part.start, part.end) for part in whole.parts()]:
            raise _Fault(
                f"{identifier}: between the parts of a mention stand line ends, with white space, and nothing else"
            )
        if words != " ".join(piece.quote for piece in pieces):
            raise _Fault(f"{identifier}: the parts are quoted one after the other with a blank between them")
        return whole

    def _relation(self, identifier: str, columns: list[str]) -> None:
        match = _RELATION.fullmatch(columns[0]) if columns and not any(columns[1:]) else None
        if not match:
            raise _Fault(f"{identifier} is not ‘name Arg1:T1 Arg2:T2’")
        if match[1] not in RELATIONS:
            raise _Fault(f"{identifier}: unknown relation {match[1]}; known are {', '.join(sorted(RELATIONS))}")
        self.relations.append(Relation(identifier, match[1], match[2], match[3]))

    def _attribute(self, identifier: str, columns: list[str]) -> None:
        match = _ATTRIBUTE.fullmatch(columns[0]) if len(columns) == 1 else None
        if not match:
            raise _Fault(f"{identifier} is not ‘Name T1 value’")
        name, target, value = match.groups()
        rule = ATTRIBUTES.get(name)
        if rule is None:
            raise _Fault(f"{identifier}: unknown attribute {name}; known are {', '.join(sorted(ATTRIBUTES))}")
        if rule.values is not None and value not in rule.values:
            raise _Fault(f"{identifier}: {name} cannot be {value}; it is one of {', '.join(sorted(rule.values))}")
        self.attributes.append(Attribute(identifier, name, target, value))

    def _reference(self, identifier: str, columns: list[str]) -> None:
        match = _NORMALIZATION.fullmatch(columns[0]) if len(columns) == 2 and columns[1] else None
        if not match:
            raise _Fault(f"{identifier} is not ‘Reference T1 scheme:slug’ (or Component), a tab, and a text")
        self.references.append(Reference(identifier, match[1], match[2], match[3], columns[1]))

    def _note(self, identifier: str, columns: list[str]) -> None:
        match = _NOTE.fullmatch(columns[0]) if len(columns) == 2 and columns[1] else None
        if not match:
            raise _Fault(f"{identifier} is not ‘AnnotatorNotes T1’, a tab, and a text")
        self.notes.append(Note(identifier, match[1], columns[1]))

    def _fault(self, identifier: str, reason: str) -> None:
        self.faults.append((self.lines[identifier], f"{identifier}: {reason}"))

    def _check_targets(self) -> None:
        """Hold every reference to another line against what is there."""
        said: dict[tuple[str, ...], str] = {}
        for relation in self.relations:
            self._check_repeated(said, relation.id, relation.name, relation.first, relation.second)
            signature = RELATIONS[relation.name]
            for target, types in ((relation.first, signature.first), (relation.second, signature.second)):
                mention = self.mentions.get(target)
                if mention is None:
                    self._fault(relation.id, f"there is no mention {target}")
                elif mention.type not in types:
                    wanted = " or ".join(sorted(types))
                    self._fault(relation.id, f"{relation.name} takes {wanted} there, and {target} is {mention.type}")
        values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for attribute in self.attributes:
            mention, rule = self.mentions.get(attribute.target), ATTRIBUTES[attribute.name]
            if mention is None:
                self._fault(attribute.id, f"there is no mention {attribute.target}")
            elif rule.types is not None and mention.type not in rule.types:
                self._fault(
                    attribute.id, f"{attribute.name} goes with {' or '.join(sorted(rule.types))}, not {mention.type}"
                )
            seen = values[attribute.target, attribute.name]
            if attribute.value in seen or (seen and not rule.repeats):
                self._fault(attribute.id, f"{attribute.target} has {attribute.name} {seen[-1]} already")
            seen.append(attribute.value)
        referred: set[str] = set()
        for reference in self.references:
            if reference.name == "Component":
                self._check_repeated(said, reference.id, reference.target, reference.concept, reference.text)
            mention = self.mentions.get(reference.target)
            if mention is None:
                self._fault(reference.id, f"there is no mention {reference.target}")
            elif reference.name == "Component" and reference.text not in mention.span.words:
                self._fault(reference.id, f"‘{reference.text}’ is not inside ‘{mention.span.words}’")
            elif reference.name == "Reference" and reference.target in referred:
                self._fault(reference.id, f"{reference.target} refers to a concept already")
            if reference.name == "Reference":
                referred.add(reference.target)
        for note in self.notes:
            if note.target not in self.lines:
                self._fault(note.id, f"there is no annotation {note.target}")
            elif note.target.startswith("#"):
                self._fault(note.id, f"{note.target} is a note, and a note cannot be about a note")

    def _check_repeated(self, said: dict[tuple[str, ...], str], identifier: str, *words: str) -> None:
        first = said.setdefault(words, identifier)
        if first != identifier:
            self._fault(identifier, f"says the same as {first} in line {self.lines[first]}")

    def _check_nesting(self) -> None:
        """Refuse what crosses, and what nests where nothing may."""
        open_mentions: list[Mention] = []
        for mention in sorted(self.mentions.values(), key=_outermost_first):
            while open_mentions and open_mentions[-1].span.end <= mention.span.start:
                open_mentions.pop()
            for outer in open_mentions:
                if outer.span.end <= mention.span.start:
                    continue
                if not outer.span.contains(mention.span):
                    self._fault(mention.id, f"{_named(mention)} crosses {_named(outer)} of line {self.lines[outer.id]}")
                elif outer.type == mention.type or outer.type not in CONTAINERS:
                    self._fault(
                        mention.id,
                        f"{_named(mention)} lies in {_named(outer)} of line {self.lines[outer.id]}, "
                        f"and {outer.type} may not contain {mention.type}",
                    )
            open_mentions.append(mention)


def _outermost_first(mention: Mention) -> tuple[int, int, bool, bool, str]:
    container = mention.type in CONTAINERS
    return mention.span.start, -mention.span.end, mention.type != "Directive", not container, mention.id


def _named(mention: Mention) -> str:
    return f"{mention.type} ‘{mention.span.quote[:24]}’"
