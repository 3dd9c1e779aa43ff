"""Measures that follow each other without line breaks, each opened by a lead sentence.

Where a text lost its line breaks inside sections, a paragraph holds several measures. Whether a short sentence opens a
measure is told by a weighted sum of what can be seen of it; the weights were fitted (logistic regression) to the
measures of one plan whose line breaks are lost, and cross-checked there: see docs/decisions/0018.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable

from graph_builder.structure.sentences import Stretch, lead_sentence, sentences

_SHORTEST_PARAGRAPH = 100
_RUN_TOGETHER = 400
"""Paragraphs of a plan that gives each measure its own are shorter than this."""
_LONGEST_LEAD = 34
_CLAUSE = re.compile(r"[，,；;：:]")
_COUNTS = re.compile(r"\d|等|[（(]")
_NARROW = re.compile(
    r"(?:鼓励|支持|研究|制定|探索|组织|编制|发布|落实|继续实施|在|对|到|自|重点|依法|积极|统一|定期|淘汰|严厉|开征)"
)
_SINGLE = re.compile(r"(?:制度|名录|办法|工程|试点|计划|政策|平台|清单|方案|目标)[。！]")


class Convention:
    """How a text opens its measures: whether its paragraphs begin with lead sentences and hold several each."""

    def __init__(self, text: str, paragraphs: Iterable[Stretch]) -> None:
        self.text = text
        long = [(start, end) for start, end in paragraphs if end - start >= _SHORTEST_PARAGRAPH]
        led = sum(lead_sentence(text, start, end) is not None for start, end in long)
        self.run_together = (
            bool(long)
            and 2 * led >= len(long)
            and (statistics.median(end - start for start, end in long) >= _RUN_TOGETHER)
        )

    def measures(self, start: int, end: int) -> list[Stretch]:
        """Cut a paragraph into the measures that it holds: one, where nothing tells of several."""
        if not self.run_together or lead_sentence(self.text, start, end) is None:
            return [(start, end)]
        found = list(sentences(self.text, start, end))
        cuts = [start]
        candidate = start
        for index, (first, last) in enumerate(found[1:], 1):
            if self._could_lead(first, last):
                if self._opens(found, index, first - candidate) > 0:
                    cuts.append(first)
                candidate = first
        return [(one, self._trimmed_end(two)) for one, two in zip(cuts, [*cuts[1:], end], strict=True)]

    def _trimmed_end(self, end: int) -> int:
        while self.text[end - 1].isspace():
            end -= 1
        return end

    def _could_lead(self, first: int, last: int) -> bool:
        return last - first <= _LONGEST_LEAD and _CLAUSE.search(self.text, first, last) is None

    def _opens(self, found: list[Stretch], index: int, gap: int) -> float:
        """Weigh whether a short sentence opens a measure: above 0 it does."""
        first, last = found[index]
        words = self.text[first:last]
        next_one = found[index + 1] if index + 1 < len(found) else None
        length = next_one[1] - next_one[0] if next_one else 0
        short_next = next_one is not None and length <= 24 and self._could_lead(*next_one)
        pairs = {words[n : n + 2] for n in range(2, len(words) - 2)}
        following = self.text[found[index + 1][0] : found[min(index + 3, len(found) - 1)][1]] if next_one else ""
        before = self.text[found[max(0, index - 2)][0] : first]
        return (
            -1.23
            - 1.72 * max(0, len(words) - 12) / 10
            - 1.08 * ("、" in words)
            - 0.91 * bool(_COUNTS.search(words))
            + 0.82 * min(length, 60) / 30
            - 0.74 * (next_one is None)
            - 1.89 * bool(_NARROW.match(words))
            - 1.47 * bool(_SINGLE.search(words))
            - 0.81 * short_next
            + 0.86 * min(gap, 160) / 80
            + 2.57 * sum(pair in following for pair in pairs) / max(1, len(pairs))
            - 0.34 * sum(pair in before for pair in pairs) / max(1, len(pairs))
        )
