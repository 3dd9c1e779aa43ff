"""The role of a body or group: what the tagger of roles sees around its name, and what members of a list share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from graph_builder.extract.models import Model
from graph_builder.extract.verbs import VERB

BREAK = re.compile(r"[。；;\n：:]")
_SENTENCE = re.compile(r"[。；;\n]")
_CLAUSE = re.compile(r"[,，]")
_JOINT = re.compile(r"[、和与及]")
_JOINED = re.compile(r"[、,，和与及以或]{1,2}|以及|或者")
_REST_OF_LIST = re.compile(r"(?:、?[^、，,]{0,14}、)*[^、，,]{0,14}?(?:等|和|与|及)")
_LABEL = re.compile(r"([^\s。；;，,（(]{2,8})[:：][^。；;\n]*$")
_PREPOSITIONS = (
    "由",
    "向",
    "为",
    "对",
    "与",
    "会同",
    "联合",
    "依托",
    "面向",
    "引导",
    "支持",
    "鼓励",
    "组织",
    "让",
    "使",
    "给",
    "按",
    "请",
    "从",
    "在",
    "把",
    "将",
)
_REACH = 80
"""How far before a name, in characters, its sentence is looked at."""

Named = tuple[int, int, str, str]
"""A body or group: where it begins and ends, its type, and what it stands in."""


def describe(folded: str, start: int, end: int, kind: str, place: str) -> list[str]:
    """Describe what stands around ``[start, end)``: the words before and after, the verbs of its clause and list."""
    before = BREAK.split(folded[max(0, start - 40) : start])[-1]
    after = BREAK.split(folded[end : end + 30])[0]
    clause = _CLAUSE.split(before)[-1]
    opening = re.split(r"[、和与及等]", clause)[0]
    row = [f"type={kind}", f"unit={place}", f"name={folded[start:end]}", f"tail={folded[max(start, end - 2) : end]}"]
    row += [f"last={folded[end - 1 : end]}", f"next={folded[end : end + 1]}"]
    row += [f"before{k}={before[-k:]}" for k in (1, 2, 3)]
    row += [f"after{k}={after[:k]}" for k in (1, 2, 3)]
    row += [f"opening{k}={opening[:k]}" for k in (1, 2, 3)]
    row += [f"clause={clause[i : i + 2]}" for i in range(max(0, len(clause) - 14), max(0, len(clause) - 1))]
    row += [f"rest={after[i : i + 2]}" for i in range(min(8, max(0, len(after) - 1)))]
    row += [f"sentence={before[:2]}", f"alone={not before and not after}"]
    return row + _verbs(folded, start, end, kind)


def _verbs(folded: str, start: int, end: int, kind: str) -> list[str]:
    """Describe a name by the verbs of its sentence, clause and list, by prepositions and by the label before it."""
    before = _SENTENCE.split(folded[max(0, start - _REACH) : start])[-1]
    after = _SENTENCE.split(folded[end : end + 60])[0]
    clause, rest = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
    member = _JOINT.split(clause)[0]
    beyond = _REST_OF_LIST.sub("", rest, count=1) if rest[:1] in "、和与及等" else rest
    last, following = _last(clause), _first(rest)
    of_list, after_list = _last(member), _first(beyond)
    label = _LABEL.search(folded[max(0, start - 60) : start])
    row = [f"verb={last}", f"verb-after={following}", f"verbs={last}|{following}", f"first-verb={_first(before)}"]
    row += [f"verb+name={last}|{kind}|{folded[end - 1 : end]}", f"begins={len(clause) <= 2}", f"bare={last == '-'}"]
    row += [f"list-verb={of_list}", f"list-opening={member[:2]}", f"list={'、' in clause or rest[:1] in '、和与及'}"]
    row += [f"verb-after-list={after_list}", f"list-verbs={of_list}|{after_list}", f"verb+next={rest[:1]}|{last}"]
    row += [f"preposition={word}" for word in _PREPOSITIONS if word in clause[-(len(word) + 20) :]]
    return [*row, f"label={label[1][-4:] if label else '-'}", f"ends={after[-2:]}"]


def _first(words: str) -> str:
    match = VERB.search(words)
    return match[0] if match else "-"


def _last(words: str) -> str:
    found = VERB.findall(words)
    return found[-1] if found else "-"


class RoleTagger:
    """A trained model of broad roles."""

    def __init__(self, path: Path) -> None:
        self._model = Model(path)
        self._tagger = self._model.tagger
        self._labels = self._tagger.labels()

    def roles(self, folded: str, named: Sequence[Named]) -> list[str]:
        """Give the most likely role of each name, in the order of the text; the members of a list share theirs."""
        found: list[str] = []
        for members in _lists(folded, named):
            sure = dict.fromkeys(self._labels, 0.0)
            for start, end, kind, place in members:
                self._tagger.set([describe(folded, start, end, kind, place)])
                for label in self._labels:
                    sure[label] += self._tagger.marginal(label, 0)
            found += [max(self._labels, key=lambda label: sure[label])] * len(members)
        return found


def _lists(folded: str, named: Sequence[Named]) -> list[list[Named]]:
    """Put together the names between which only 、 or 和 stands."""
    found: list[list[Named]] = []
    for item in named:
        if found and _JOINED.fullmatch(folded, found[-1][-1][1], item[0]):
            found[-1].append(item)
        else:
            found.append([item])
    return found
