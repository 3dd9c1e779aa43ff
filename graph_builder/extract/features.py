"""What the tagger sees of each character: its neighbours, known words, its chunk, and its clause.

All features come from the folded text, so that width and script make no difference. A chunk is a stretch between
punctuation and words such as 和 of 对; its last characters are the head noun of a name in Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_builder.extract.context import add_context

_BREAKS = frozenset('，,、。；;：:（）()[]【】“”"《》\n 　|和与及或等的对为在以将把向由')


def shape(character: str) -> str:
    """Give the kind of a character: digit, Latin letter, Chinese, or itself where it separates."""
    if character.isdigit():
        return "d"
    if character.isascii() and character.isalpha():
        return "a"
    if "\u4e00" <= character <= "\u9fff":
        return "h"
    return character if character in _BREAKS else "o"


def chunks(folded: str) -> tuple[list[int], list[int]]:
    """Give for each character where its chunk begins and ends; of a break, its own place."""
    begins, ends = [0] * len(folded), [0] * len(folded)
    begin = 0
    for index, character in enumerate(folded):
        if character in _BREAKS:
            begin = index + 1
            begins[index] = index
        else:
            begins[index] = begin
    end = len(folded)
    for index in range(len(folded) - 1, -1, -1):
        if folded[index] in _BREAKS:
            end = ends[index] = index
        else:
            ends[index] = end
    return begins, ends


def features(folded: str, layers: Sequence[Sequence[str]], kinds: Sequence[str]) -> list[list[str]]:
    """Describe each character of a folded text: ``layers`` mark the known words, ``kinds`` name the units."""
    begins, ends = chunks(folded)
    length = len(folded)
    padded = f"^^^^{folded}$$$$$"
    shapes = [shape(character) for character in padded]
    found: list[list[str]] = []
    for i in range(length):
        p = i + 4
        row = [f"{k}{padded[p + k]}" for k in (-3, -2, -1, 0, 1, 2, 3)]
        row += [f"s{k}{shapes[p + k]}" for k in (-1, 0, 1)]
        row += [f"B{k}{padded[p + k : p + k + 2]}" for k in (-3, -2, -1, 0, 1, 2)]
        row += [f"R{k}{padded[p + k : p + k + 3]}" for k in (-2, -1, 0)]
        row += [f"P{padded[p - 4 : p]}", f"Q{padded[p : p + 4]}"]
        if ends[i] > i:
            row += _in_chunk(folded, i, begins[i], ends[i])
        elif i + 1 < length and ends[i + 1] > i + 1:
            row.append(f"N{folded[max(i + 1, ends[i + 1] - 2) : ends[i + 1]]}")
        for number, marks in enumerate(layers):
            row += [f"g{number}{k}{marks[i + k]}" for k in (-1, 0, 1) if 0 <= i + k < length]
        row.append(f"u{kinds[i]}")
        found.append(row)
    add_context(found, folded, (begins, ends), layers)
    return found


def _in_chunk(folded: str, i: int, begin: int, end: int) -> list[str]:
    """Describe a character by the chunk ``[begin, end)`` that it stands in."""
    last, first = folded[max(begin, end - 2) : end], folded[begin : begin + 2]
    return [
        f"e{last}", f"f{folded[end - 1 : end]}", f"F{folded[max(begin, end - 3) : end]}",
        f"J{folded[max(begin, end - 4) : end]}", f"h{first}", f"H{folded[begin : begin + 3]}",
        f"c{folded[begin : begin + 1]}", f"x{last}|{first}", f"n{folded[end : end + 1]}", f"o{folded[end : end + 2]}",
        f"p{folded[max(0, begin - 1) : begin]}", f"q{folded[max(0, begin - 3) : begin]}",
        f"m{folded[max(0, begin - 1) : begin]}|{folded[end : end + 1]}",
        f"d{min(i - begin, 4)}", f"r{min(end - i, 5)}", f"l{min(end - i, 9)}|{folded[end - 1 : end]}",
    ]  # fmt: skip
