"""What a raw confidence is worth: the share of such mentions that turned out right on texts not trained on.

A mention counts as right if one of its type overlaps it in the annotated text. For each rule the shares rise with the
confidence (isotonic regression; Zadrozny and Elkan 2002).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph_builder.errors import Place, ResourceError
from graph_builder.extract.tagger import Found

_LEAST = 20
"""Mentions that a step of the curve rests on at least, so that a few lucky ones do not count as sure."""

Judged = tuple[Found, bool]
"""A mention that was found, and whether it is right."""


@dataclass(frozen=True)
class Calibration:
    """For each rule the steps of a rising curve: raw confidences, and the share of right mentions up to each."""

    steps: Mapping[str, tuple[Sequence[float], Sequence[float]]]

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """Read what :meth:`format` wrote.

        Raises:
            ResourceError: a line is not rule, raw confidence and share, separated by tabs.
        """
        curves: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                rule, raw, share = line.split("\t")
                curves[rule][0].append(float(raw))
                curves[rule][1].append(float(share))
            except ValueError as error:
                raise ResourceError(
                    "is no step of a calibration",
                    place=Place(path, number),
                    remedy="train the reader again: python -m graph_builder.extract.train",
                ) from error
        return cls(dict(curves))

    @classmethod
    def measured(cls, judged: Iterable[Judged]) -> Calibration:
        """Fit the curves to mentions whose truth is known."""
        from scipy.optimize import isotonic_regression  # heavy, and needed in training only

        by_rule: dict[str, list[tuple[float, bool]]] = defaultdict(list)
        for item, right in judged:
            by_rule[item.rule].append((round(item.confidence, 4), right))
        steps = {}
        for rule, found in sorted(by_rule.items()):
            groups: list[list[tuple[float, bool]]] = [[]]
            for raw, right in sorted(found, key=lambda pair: pair[0]):
                if len(groups[-1]) >= _LEAST and raw != groups[-1][-1][0]:
                    groups.append([])
                groups[-1].append((raw, right))
            if len(groups) > 1 and len(groups[-1]) < _LEAST:
                groups[-2:] = [groups[-2] + groups[-1]]
            shares = [sum(right for _, right in group) / len(group) for group in groups]
            fitted = isotonic_regression(shares, weights=[len(group) for group in groups]).x
            ends = [group[-1][0] for group in groups]
            kept = [n for n in range(len(groups)) if n + 1 == len(groups) or fitted[n] != fitted[n + 1]]
            steps[rule] = ([ends[n] for n in kept], [float(fitted[n]) for n in kept])
        return cls(steps)

    def format(self) -> str:
        """Write a line for each step: the rule, the raw confidence that it ends at, and the share."""
        return "".join(
            f"{rule}\t{raw:.4f}\t{share:.4f}\n"
            for rule, (raws, shares) in sorted(self.steps.items())
            for raw, share in zip(raws, shares, strict=True)
        )

    def sure(self, item: Found) -> Found:
        """Give the mention with the share instead of its raw confidence; that of an unmeasured rule stays."""
        if item.rule not in self.steps:
            return item
        raws, shares = self.steps[item.rule]
        return replace(item, confidence=shares[min(bisect_left(raws, round(item.confidence, 4)), len(shares) - 1)])
