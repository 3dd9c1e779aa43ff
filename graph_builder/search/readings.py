"""How labels are read in pinyin, without tones: by whole syllables and by their initials.

A character with several readings (重: zhong, chong) is read as the phrase has it where the dictionary of pypinyin knows
the phrase; where it does not, each of its readings is a reading of the label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from graph_builder.search.fold import Run, runs

_SYLLABLES = 40
"""Syllables of a label that are read at most."""

_READINGS = 12
"""Readings of a label that are kept at most, the most usual first."""

_STRETCH = 16
"""Syllables from one inside a label that can be typed to find it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A label in pinyin: one syllable for each Chinese character, and each word as it stands.

    ``initials`` holds the first letter of each syllable, and words whole.
    """

    syllables: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def whole(self) -> str:
        """All syllables, written together."""
        return "".join(self.syllables)

    def inner(self) -> Iterator[str]:
        """Give what follows each syllable but the first, written together."""
        for start in range(1, len(self.syllables)):
            yield "".join(self.syllables[start : start + _STRETCH])


def readings(text: str) -> list[Reading]:
    """Read a label; none where it has no Chinese character.

    >>> [reading.whole for reading in readings("重庆银行")]
    ['chongqingyinhang']
    >>> [reading.whole for reading in readings("绿色5G")]
    ['luse5g', 'lushai5g']
    """
    import pypinyin  # its dictionary takes a second to load, and only an index in the making needs it

    found = runs(text)
    possible: list[list[str]] = []
    words: list[bool] = []
    for run in found:
        if run.word:
            possible.append([run.text])
            words.append(True)
            continue
        read = pypinyin.pinyin(run.text, style=pypinyin.Style.NORMAL, heteronym=True, errors=_kept)  # type: ignore[arg-type]
        possible += [_spellings(of_character) for of_character in read]
        words += [False] * len(run.text)
    if all(words):
        return []
    possible, words = possible[:_SYLLABLES], words[:_SYLLABLES]
    first = [of_character[0] for of_character in possible]
    # one character at a time is read otherwise: all combinations would be too many, and nobody types them
    others = [
        [*first[:index], other, *first[index + 1 :]]
        for index, of_character in enumerate(possible)
        for other in of_character[1:]
    ]
    return [
        Reading(
            tuple(read),
            tuple(syllable if word else syllable[:1] for syllable, word in zip(read, words, strict=True)),
        )
        for read in [first, *others][:_READINGS]
    ]


def typed(query: list[Run]) -> str:
    """Give what was typed as pinyin would be, written together; empty where it can be none.

    >>> typed(runs("jin rong")), typed(runs("lǜ sè")), typed(runs("jin融")), typed(runs("j"))
    ('jinrong', 'luse', '', '')
    """
    text = "".join(run.text for run in query)
    return _plain(text) if text.isascii() and not text.isdecimal() and len(text) > 1 else ""


def _kept(characters: str) -> list[str]:
    """Let characters that pypinyin cannot read stand for themselves, one by one: it takes a list, too."""
    return list(characters)


def _spellings(syllables: list[str]) -> list[str]:
    return list(dict.fromkeys(_plain(syllable) for syllable in syllables))


def _plain(pinyin: str) -> str:
    """Write ü, for which keyboards have v, as u."""
    return pinyin.replace("ü", "u").replace("v", "u")


@dataclass(frozen=True, slots=True)
class Heard:
    """How a typed query sounds like a reading: ``way`` is one of :data:`SOUNDING`; which of its parts it stands for."""

    way: str
    begin: int
    end: int


SOUNDING = ("soundsExact", "soundsBegin", "soundsInside", "initials")


def heard(reading: Reading, query: str, *, partial: bool) -> Heard | None:
    """Tell how a typed query sounds like a reading: all of it, its beginning, two or more syllables inside, initials.

    The last syllable may be typed in part only where ``partial`` is set.
    """
    for start in range(len(reading.syllables)):
        length = 0
        for end, syllable in enumerate(reading.syllables[start:], start + 1):
            length += len(syllable)
            if length < len(query):
                continue
            fits = length == len(query) or partial
            if fits and (start == 0 or end - start > 1) and "".join(reading.syllables[start:end]).startswith(query):
                whole = start == 0 and end == len(reading.syllables) and length == len(query)
                return Heard(SOUNDING[0 if whole else 1 if start == 0 else 2], start, end)
            break
    if "".join(reading.initials).startswith(query):
        lengths = list(accumulate(len(initial) for initial in reading.initials))
        return Heard(SOUNDING[3], 0, next(index for index, reach in enumerate(lengths, 1) if reach >= len(query)))
    return None


def pieces(found: list[Run]) -> list[tuple[int, int]]:
    """Give the place in the text of each character or word that a reading has a syllable for."""
    places: list[tuple[int, int]] = []
    for run in found:
        places += [(run.at[0], run.at[-1] + 1)] if run.word else [(index, index + 1) for index in run.at]
    return places
