"""Fold text so that what people take for the same is the same: width, case, accents, traditional characters.

Each character is folded by itself, whatever stands beside it. So the folded form of a part is a part of the folded form
of the whole, which is why any part of a label finds it, and each folded character leads back to its place in the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import opencc

_APOSTROPHES = frozenset("'’‘ʼ＇")
_QUOTES = frozenset('"＂')
_ENCLOSING = ("Pi", "Pf", "Ps", "Pe")
_SILENT = ("Mn", "Mc", "Me", "Cf")
_WORDS_END = 0x590
"""Below it lie the scripts that are written in words (Latin, Greek, Cyrillic, Armenian) and the digits."""

_SIMPLIFIED = opencc.OpenCC("t2s")


@dataclass(slots=True)
class Run:
    """A stretch of folded characters of one kind: a word (letters, digits) or characters written without spaces.

    ``at`` gives, for each character of ``text``, the index of the character that it comes from.
    """

    word: bool
    text: str = ""
    at: list[int] = field(default_factory=list)


def runs(text: str) -> list[Run]:
    """Fold a text and cut it into runs; all that is neither letter nor digit separates.

    Quotation marks and brackets do not part Chinese characters, so that ``“两区”建设`` is found as ``两区建设``, and
    apostrophes part nothing.

    >>> [run.text for run in runs("在５Ｇ＋區塊鏈“試點”Café")]
    ['在', '5g', '区块链试点', 'cafe']
    """
    found: list[Run] = []
    apart, enclosed = True, False
    for index, character in enumerate(text):
        if character in _APOSTROPHES:
            continue
        for folded in fold(character):
            category = unicodedata.category(folded)
            if category in _SILENT:
                continue
            if category in _ENCLOSING or character in _QUOTES:
                enclosed = True
                continue
            if not folded.isalnum():
                apart = True
                continue
            word = ord(folded) < _WORDS_END
            if apart or found[-1].word is not word or (word and enclosed):
                found.append(Run(word))
            found[-1].text += folded
            found[-1].at.append(index)
            apart = enclosed = False
    return found


@cache
def fold(character: str) -> str:
    """Fold one character: compatibility decomposition (NFKD) with case folding and without accents, simplified.

    >>> fold("Ｇ"), fold("é"), fold("鏈")
    ('g', 'e', '链')
    """
    folded = character
    for _ in range(2):  # case folding may give characters that decompose, as in İ
        folded = unicodedata.normalize("NFKD", folded).casefold()
    kept = (one for one in unicodedata.normalize("NFKD", folded) if unicodedata.category(one) not in ("Mn", "Cs"))
    return "".join(_simplified(one) for one in kept)


def _simplified(character: str) -> str:
    return _SIMPLIFIED.convert(character) if ord(character) > 0x2E7F else character


def spaced(found: list[Run]) -> str:
    """Write runs with a space before, between and behind them: the form in which names are compared.

    >>> spaced(runs("5G网络（试点）"))
    ' 5g 网络试点 '
    """
    return f" {' '.join(run.text for run in found)} " if found else " "


def pairs(run: Run) -> Iterator[str]:
    """Give the pairs of characters that stand side by side."""
    return (run.text[index : index + 2] for index in range(len(run.text) - 1))
