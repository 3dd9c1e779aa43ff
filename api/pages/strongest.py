"""The strongest links at a glance: the first of the ranked lists of a release, each with its sentences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.language import Language
from api.release import Release
from api.reviewed import DRAFT
from graph_builder.network import times_reached

FILE = "linkages/top.json"
KINDS = ("stated", "shared")
"""The lists that are shown: what the plans say themselves, and what different parts of them name."""

SHOWN = 5
"""Links of a list."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a link rests on; ``parts`` are its pieces, those to be marked with True.

    ``draft``: what it states for the link is a draft.
    """

    address: str
    parts: Sequence[tuple[str, bool]]
    draft: bool


@dataclass(frozen=True, slots=True)
class StrongLink:
    """A link in words, with its sentences in the order of the text.

    ``reached`` counts the random networks in which it is as strong; None where it was not compared with any.
    Of what is not ``single`` but joins several pairs, that speaks of the pair that chance reaches most often.
    """

    words: Mapping[str, str]
    sentences: Sequence[Sentence]
    reached: int | None
    single: bool

    def said(self, language: Language) -> str:
        """Give the link in the words of a language."""
        return self.words[language.value]


class Strongest:
    """The strongest links of one release, read once."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._lists: list[tuple[str, list[StrongLink]]] | None = None

    def lists(self) -> list[tuple[str, list[StrongLink]]]:
        """Give (kind, links) for the kinds that have any; nothing for a release without links."""
        if self._lists is None:
            dump = self._release.dump(FILE)
            ranked: dict[str, list[dict[str, Any]]] = json.loads(dump.path.read_bytes()) if dump else {}
            found = [(kind, [_link(row) for row in ranked.get(kind, ())[:SHOWN]]) for kind in KINDS]
            self._lists = [(kind, links) for kind, links in found if links]
        return self._lists


def _link(row: Mapping[str, Any]) -> StrongLink:
    """Gather the sayings of a row by their sentence."""
    sayings: dict[tuple[str, int], list[Mapping[str, Any]]] = {}
    for saying in row["sayings"]:
        sayings.setdefault((saying["plan"], saying["sentence_begin"]), []).append(saying)
    sentences = [_sentence(*place, group) for place, group in sorted(sayings.items())]
    reached = None if row["p"] is None else times_reached(row["p"])
    words = {language.value: row[language.value] for language in Language}
    return StrongLink(words, sentences, reached, len(row["links"]) == 1)


def _sentence(plan: str, begin: int, sayings: Sequence[Mapping[str, Any]]) -> Sentence:
    text: str = sayings[0]["sentence"]
    marks = {(first - begin, last - begin) for saying in sayings for first, last in saying["marks"]}
    first = min(saying["begin"] for saying in sayings)
    last = max(saying["end"] for saying in sayings)
    draft = any(saying.get("review") == DRAFT for saying in sayings)
    return Sentence(f"/plans/{plan}#char={first},{last}", list(_parts(text, sorted(marks))), draft)


def _parts(text: str, marks: Sequence[tuple[int, int]]) -> Iterable[tuple[str, bool]]:
    """Cut a text at its marks; marks that overlap are one."""
    position = 0
    for begin, end in marks:
        if begin > position:
            yield text[position:begin], False
        if end > max(begin, position):
            yield text[max(begin, position) : end], True
        position = max(position, end)
    if text[position:]:
        yield text[position:], False
