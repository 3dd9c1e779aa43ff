"""Write annotations as brat standoff, always in the same order and with the same numbers."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol, TypeVar

from graph_builder.annotation.model import Annotations
from graph_builder.errors import AnnotationError


class _Targeted(Protocol):
    @property
    def target(self) -> str: ...


_T = TypeVar("_T", bound=_Targeted)


def format_annotations(annotations: Annotations) -> str:
    """Write annotations as a string: mentions in the order of the text, what belongs to a mention right after it.

    Identifiers are given anew, so that the same annotations give the same characters. Reading the result gives
    annotations that say the same.

    Raises:
        AnnotationError: a quote holds a tab, or begins or ends with a line end, or a text holds one of them, for which
            the format has no place; or something belongs to an annotation that is not there.
    """
    return _Writer(annotations).write()


class _Writer:
    """Numbers the annotations and collects their lines."""

    def __init__(self, annotations: Annotations) -> None:
        self.annotations = annotations
        self.attributes = _by_target(annotations.attributes)
        self.references = _by_target(annotations.references)
        self.notes = _by_target(annotations.notes)
        self.counts: dict[str, int] = defaultdict(int)
        self.lines: list[str] = []

    def write(self) -> str:
        mentions = sorted(self.annotations.mentions, key=lambda m: (m.span.start, -m.span.end, m.type))
        ranks = {mention.id: index for index, mention in enumerate(mentions, 1)}
        for mention in mentions:
            span = mention.span
            parts = span.parts()
            if not all(len(part) for part in parts):  # a line end at an edge, which is refused below
                parts = [span]
            offsets = ";".join(f"{part.start} {part.end}" for part in parts)
            name = self._line("T", mention.id, f"{mention.type} {offsets}", " ".join(part.quote for part in parts))
            for attribute in sorted(self.attributes.pop(mention.id, ()), key=lambda a: (a.name, a.value)):
                words = f"{attribute.name} {name} {attribute.value}"
                self._noted(attribute.id, self._line("A", attribute.id, words))
            for reference in sorted(
                self.references.pop(mention.id, ()), key=lambda r: (r.name != "Reference", r.concept, r.text)
            ):
                words = f"{reference.name} {name} {reference.concept}"
                self._noted(reference.id, self._line("N", reference.id, words, reference.text))
            self._noted(mention.id, name)
        relations = self.annotations.relations
        self._check_there((end for relation in relations for end in (relation.first, relation.second)), ranks)
        for relation in sorted(relations, key=lambda r: (ranks[r.first], r.name, ranks[r.second])):
            arguments = f"Arg1:T{ranks[relation.first]} Arg2:T{ranks[relation.second]}"
            self._noted(relation.id, self._line("R", relation.id, f"{relation.name} {arguments}"))
        self._check_there((*self.attributes, *self.references, *self.notes), ())
        return "".join(f"{line}\n" for line in self.lines)

    def _line(self, letter: str, identifier: str, *columns: str) -> str:
        """Write one line and give its new identifier."""
        self.counts[letter] += 1
        name = f"{letter}{self.counts[letter]}"
        if any(mark in column for column in columns for mark in "\t\r\n"):
            raise AnnotationError(
                f"{identifier}: {columns[-1][:40]!r} holds a tab or a line end, and cannot be written as one line",
                remedy="end the mention before it, or write the text without it",
            )
        self.lines.append("\t".join((name, *columns)))
        return name

    def _noted(self, identifier: str, name: str) -> None:
        for note in sorted(self.notes.pop(identifier, ()), key=lambda n: n.text):
            self._line("#", note.id, f"AnnotatorNotes {name}", note.text)

    def _check_there(self, targets: Iterable[str], known: Iterable[str]) -> None:
        lacking = sorted(set(targets).difference(known))
        if lacking:
            raise AnnotationError(
                f"something belongs to {', '.join(lacking[:5])}, which is not there",
                remedy="leave out what belongs to an annotation together with it",
            )


def _by_target(annotations: Iterable[_T]) -> dict[str, list[_T]]:
    found: dict[str, list[_T]] = defaultdict(list)
    for annotation in annotations:
        found[annotation.target].append(annotation)
    return found


def write_annotations(annotations: Annotations, path: Path) -> None:
    """Write an annotation file in one step: a reader sees the old file or the whole new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(format_annotations(annotations), encoding="utf-8", newline="\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
