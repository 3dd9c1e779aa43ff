"""What a text defines: a short name is of the type of what it stands for (以下简称…; 所称…，是指…; NAME（ABBR）)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

_SHORT = re.compile(r"\((?:以下|下)?(?:简称|统称|合称)为?[“\"]?(?P<name>[^()《》“”\"]{2,16})[”\"]?\)")
_MEANT = re.compile(r"所称的?[“\"]?(?P<name>[^,。:“”\"]{2,20}?)[”\"]?,?(?:是|系)?指(?P<words>[^。;]{4,240})[。;]")
_ACRONYM = re.compile(r"(?<=[\u4e00-\u9fff])\((?P<name>[A-Z][A-Za-z0-9+-]{1,9})\)")
_MARKS = '”"’)》 '
_BEFORE = 24
_LENGTHS = (4, 3, 2)
_LEAST, _SHARE = 3, 0.8
"""In how many known words an ending has to be, and in what share of them of one type, to tell the type."""


class Heads:
    """The types that known words have by how they end: what ends in 公司 is mostly a body."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._types: dict[str, Counter[str]] = defaultdict(Counter)
        for word, kind in words.items():
            for length in _LENGTHS:
                if len(word) >= length:
                    self._types[word[-length:]][kind] += 1

    def type_of(self, words: str) -> str | None:
        """Give the type that the longest known ending of some words tells, None where it tells none clearly."""
        for length in _LENGTHS:
            counts = self._types.get(words[-length:]) if len(words) >= length else None
            if counts and counts.total() >= _LEAST:
                kind, count = counts.most_common(1)[0]
                return kind if count >= _SHARE * counts.total() else None
        return None


def definitions(folded: str, heads: Heads) -> dict[str, str]:
    """Find the short names that a folded text defines, with the types of what they stand for.

    Titles of documents are left out: 《…》（以下简称《纲要》） is mostly the plan itself.
    """
    found: dict[str, str] = {}
    for pattern in (_SHORT, _MEANT, _ACRONYM):
        for match in pattern.finditer(folded):
            before = folded[max(0, match.start() - _BEFORE) : match.start()]
            kind = heads.type_of((match["words"] if pattern is _MEANT else before).rstrip(_MARKS))
            if kind is not None and kind != "Policy":
                found.setdefault(match["name"].strip(), kind)
    return found
