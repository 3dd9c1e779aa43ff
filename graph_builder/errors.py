"""Typed errors of the library: what is wrong, where, and what to do.

The library raises; only the doors (command line, HTTP) turn an error into words for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is wrong: a file, and in it a line and column (both from 1) where known."""

    file: Path | str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Write ``file:line:column``, the form that editors open at a click."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


class PlanAtlasError(Exception):
    """An error with a place and a remedy.

    ``message`` says what is wrong, ``place`` where, ``remedy`` what to do about it. ``details`` are further findings of
    the same kind, one line each.
    """

    def __init__(
        self, message: str, *, place: Place | None = None, remedy: str = "", details: Iterable[str] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy
        self.details = tuple(details)

    def __str__(self) -> str:
        """Write the message after its place, then the details and the remedy on lines of their own."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        lines = [head, *(f"  {detail}" for detail in self.details)]
        if self.remedy:
            lines.append(f"  → {self.remedy}")
        return "\n".join(lines)


class SourceError(PlanAtlasError):
    """A plan's text or ``plan.toml`` cannot be used."""


class SpanError(PlanAtlasError):
    """A span does not fit its text."""


class StructureError(PlanAtlasError):
    """The structure of a plan's text cannot be read."""


class AnnotationError(PlanAtlasError):
    """An annotation file breaks the format or the annotation scheme."""


class VocabularyError(PlanAtlasError):
    """A vocabulary file is invalid, ambiguous or lacks a concept that is referred to."""


class AssemblyError(PlanAtlasError):
    """Annotations cannot be turned into statements."""


class ValidationFailed(PlanAtlasError):  # noqa: N818 - it names an outcome
    """The graph breaks a shape of severity Violation."""


class ReleaseError(PlanAtlasError):
    """A release is missing, damaged, of another version, or cannot be put in place."""


class ResourceError(PlanAtlasError):
    """A file that belongs to PlanAtlas itself is missing or invalid."""


class FilterError(PlanAtlasError):
    """A filter of networks or lists does not exist, or takes no such value.

    ``kind`` tells what is wrong: ``filter`` (no such filter), ``value``, ``number``, ``switch``, ``nothing`` (no thing
    of that name), ``several`` (of that name), ``path`` (not two ends), ``opened`` and ``most`` (too many at once).
    ``name`` is the filter, ``value`` what was given, ``known`` what there is instead: enough to say it in another
    language.
    """

    def __init__(
        self, message: str, *, kind: str, name: str = "", value: str = "", known: Iterable[str] = (),
        remedy: str = "", details: Iterable[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(message, remedy=remedy, details=details)
        self.kind = kind
        self.name = name
        self.value = value
        self.known = tuple(known)


class DecisionError(PlanAtlasError):
    """A curator's decision, or the file that keeps them, is invalid."""
