"""The folder of one plan: ``plan.toml``, ``text.txt``, ``annotations.ann``, ``labels.ttl``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_builder.errors import Place, SourceError
from graph_builder.text.source import SourceText, read_source

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = {"title": str, "title_en": str, "status": str, "period": str, "place": str, "source": str, "sha256": str}
_REQUIRED = ("title", "source", "sha256")


@dataclass(frozen=True)
class PlanMetadata:
    """What ``plan.toml`` says of a plan: only what its text supports, and where the text came from.

    ``title``, ``status``, ``period`` and ``place`` are words of the text; ``title_en`` is our label; ``source`` tells
    where the text was published, ``sha256`` is the hash of ``text.txt``.
    """

    id: str
    title: str
    source: str
    sha256: str
    title_en: str | None = None
    status: str | None = None
    period: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class PlanFolder:
    """A plan as it lies in the data folder."""

    path: Path
    metadata: PlanMetadata
    source: SourceText

    @property
    def id(self) -> str:
        """The plan's identifier: the name of its folder."""
        return self.metadata.id

    @property
    def annotations(self) -> Path:
        """The settled annotations."""
        return self.path / "annotations.ann"

    @property
    def labels(self) -> Path:
        """Our English labels of the plan's own parts (may be absent)."""
        return self.path / "labels.ttl"

    @property
    def hash_agrees(self) -> bool:
        """Tell whether the text is the one that ``plan.toml`` was written for."""
        return self.source.sha256 == self.metadata.sha256


def is_plan_id(words: str) -> bool:
    """Tell whether words can identify a plan: lower-case ASCII letters, digits and single hyphens."""
    return _ID.fullmatch(words) is not None


def read_plan_folder(path: Path) -> PlanFolder:
    """Read ``plan.toml`` and ``text.txt`` of a plan folder. The hash is compared by :attr:`PlanFolder.hash_agrees`.

    Raises:
        SourceError: the folder or a file is missing or unreadable, ``plan.toml`` is no TOML, lacks a key, has an
            unknown one, or quotes words that the text does not hold.
    """
    if not path.is_dir():
        raise SourceError(
            "is no plan folder", place=Place(path), remedy="name a folder that holds plan.toml and text.txt"
        )
    name = path.resolve().name
    if not is_plan_id(name):
        raise SourceError(
            f"{name!r} cannot be a plan's identifier",
            place=Place(path),
            remedy="name the folder with lower-case ASCII letters, digits and single hyphens, such as xicheng-145",
        )
    toml = path / "plan.toml"
    metadata = _metadata(toml, name)
    source = read_source(path / "text.txt")
    for key in ("title", "status", "period", "place"):
        words = getattr(metadata, key)
        if words is not None and words not in source.text:
            raise SourceError(
                f"{key} = {words!r}: the text does not say these words",
                place=Place(toml, _line_of(toml, key)),
                remedy="quote the plan's own words, or leave the key out",
            )
    return PlanFolder(path, metadata, source)


def _metadata(toml: Path, name: str) -> PlanMetadata:
    try:
        values: dict[str, Any] = tomllib.loads(toml.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"cannot be read: {error}", place=Place(toml), remedy="a plan folder holds plan.toml, in UTF-8"
        ) from error
    except ValueError as error:  # TOMLDecodeError is one; a number too long to be read is another
        where = re.search(r"at line (\d+), column (\d+)", str(error))
        place = Place(toml, int(where[1]), int(where[2])) if where else Place(toml)
        raise SourceError(f"is not TOML: {error}", place=place, remedy="see https://toml.io for the format") from error
    for key, value in values.items():
        kind = _KEYS.get(key)
        if kind is None:
            raise SourceError(
                f"unknown key {key!r}", place=Place(toml, _line_of(toml, key)), remedy=f"known are: {', '.join(_KEYS)}"
            )
        if not isinstance(value, kind) or not value.strip():
            raise SourceError(
                f"{key} must be a text that is not empty",
                place=Place(toml, _line_of(toml, key)),
                remedy=f'write {key} = "…"',
            )
    for key in _REQUIRED:
        if key not in values:
            raise SourceError(f"lacks the key {key!r}", place=Place(toml), remedy=f"add {key} = …")
    return PlanMetadata(id=name, **values)


def _line_of(toml: Path, key: str) -> int | None:
    """Find the line that gives a key: plain or quoted, alone, before a dot, or as the name of a table."""
    for number, line in enumerate(toml.read_text(encoding="utf-8").split("\n"), 1):
        if re.match(rf"[ \t\[]*([\"']?){re.escape(key)}\1[ \t]*[=.\]]", line):
            return number
    return None
