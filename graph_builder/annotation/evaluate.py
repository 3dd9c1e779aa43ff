"""Score one reading of a text against another that is taken as right, by type of mention.

*Strict*: offsets and type are equal. *Relaxed*: the type is equal and the spans overlap, one to one. Of several ways to
pair, equal spans go first, then those that share most characters. Roles are compared in their broad form on bodies
and groups that pair; a body without a role counts as one that is mentioned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph_builder.annotation.model import Annotations, Mention
from graph_builder.annotation.scheme import BROAD_ROLES, SCORED
from graph_builder.errors import AnnotationError

NOTHING = "–"
"""In the confusion table: no mention of any type there."""


@dataclass
class Score:
    """How many mentions of one type (or of all) there are, and how many agree."""

    gold: int = 0
    predicted: int = 0
    strict: int = 0
    relaxed: int = 0

    def f1(self, *, relaxed: bool) -> float | None:
        """The harmonic mean of precision and recall; None where neither reading has any."""
        both = self.gold + self.predicted
        return 2 * (self.relaxed if relaxed else self.strict) / both if both else None

    def precision(self, *, relaxed: bool) -> float | None:
        """The share of what was predicted that is right."""
        return (self.relaxed if relaxed else self.strict) / self.predicted if self.predicted else None

    def recall(self, *, relaxed: bool) -> float | None:
        """The share of what is right that was predicted."""
        return (self.relaxed if relaxed else self.strict) / self.gold if self.gold else None

    def __iadd__(self, other: Score) -> Score:
        """Add the counts of another score."""
        self.gold += other.gold
        self.predicted += other.predicted
        self.strict += other.strict
        self.relaxed += other.relaxed
        return self


@dataclass
class Evaluation:
    """The scores by type, how many roles agree, and which type was taken for which (right type first)."""

    types: dict[str, Score] = field(default_factory=dict)
    roles: int = 0
    roles_right: int = 0
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def micro(self) -> Score:
        """The score over all mentions."""
        total = Score()
        for score in self.types.values():
            total += score
        return total

    @property
    def role_accuracy(self) -> float | None:
        """The share of paired bodies and groups whose broad roles agree; None where none pair."""
        return self.roles_right / self.roles if self.roles else None

    def __iadd__(self, other: Evaluation) -> Evaluation:
        """Add the counts of another text."""
        for kind, score in other.types.items():
            self.types.setdefault(kind, Score()).__iadd__(score)
        self.roles += other.roles
        self.roles_right += other.roles_right
        self.confusion.update(other.confusion)
        return self


def evaluate(gold: Annotations, predicted: Annotations, types: Iterable[str] = SCORED) -> Evaluation:
    """Score a reading against the right one, for the given types of mention.

    Raises:
        AnnotationError: the readings are not of the same text.
    """
    types = tuple(types)
    result = Evaluation({kind: Score(len(gold.of_type(kind)), len(predicted.of_type(kind))) for kind in types})
    for right, found in outcomes(gold, predicted, types):
        result.confusion[right.type if right else NOTHING, found.type if found else NOTHING] += 1
        if right is None or found is None or right.type != found.type:
            continue
        result.types[right.type].relaxed += 1
        result.types[right.type].strict += _place(right) == _place(found)
        if right.type in ("Body", "Group"):
            result.roles += 1
            result.roles_right += _roles(gold, right) == _roles(predicted, found)
    return result


def outcomes(
    gold: Annotations, predicted: Annotations, types: Iterable[str] = SCORED
) -> list[tuple[Mention | None, Mention | None]]:
    """Lay two readings side by side: what is right, and what was found there; None where there is nothing.

    Mentions of one type pair first, then those that are left with one of another type.

    Raises:
        AnnotationError: the readings are not of the same text.
    """
    check_same_text(gold, predicted)
    result: list[tuple[Mention | None, Mention | None]] = []
    left: list[Mention] = []
    extra: list[Mention] = []
    for kind in types:
        both, ours, theirs = _matched(gold.of_type(kind), predicted.of_type(kind))
        result += both
        left += ours
        extra += theirs
    both, missed, extra = _matched(tuple(sorted(left, key=_place)), tuple(sorted(extra, key=_place)))
    return [*result, *both, *((right, None) for right in missed), *((None, found) for found in extra)]


def _matched(
    ours: tuple[Mention, ...], theirs: tuple[Mention, ...]
) -> tuple[list[tuple[Mention, Mention]], list[Mention], list[Mention]]:
    """Give the mentions that pair, and those of either side that do not."""
    pairs = paired(ours, theirs)
    matched, met = {i for i, _ in pairs}, {j for _, j in pairs}
    return (
        [(ours[i], theirs[j]) for i, j in pairs],
        [mention for i, mention in enumerate(ours) if i not in matched],
        [mention for j, mention in enumerate(theirs) if j not in met],
    )


def check_same_text(gold: Annotations, predicted: Annotations) -> None:
    """Refuse to score a reading of another text.

    Raises:
        AnnotationError: the readings are not of the same text.
    """
    if gold.source.sha256 != predicted.source.sha256:
        raise AnnotationError("the two readings are of different texts", remedy="score a reading of the same text")


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def _roles(annotations: Annotations, mention: Mention) -> frozenset[str]:
    return frozenset(BROAD_ROLES[role] for role in annotations.values(mention, "Role")) or frozenset(("mentioned",))


def paired(first: tuple[Mention, ...], second: tuple[Mention, ...]) -> list[tuple[int, int]]:
    """Pair mentions that overlap, one to one, as their places in the lists; both are in the order of the text."""
    shared: list[tuple[bool, int, int, int]] = []
    begin = 0
    for i, mention in enumerate(first):
        start, end = _place(mention)
        while begin < len(second) and second[begin].span.end <= start:
            begin += 1
        for j in range(begin, len(second)):
            other = _place(second[j])
            if other[0] >= end:
                break
            common = min(end, other[1]) - max(start, other[0])
            if common > 0:
                shared.append((other != (start, end), -common, i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, _, i, j in sorted(shared):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            pairs.append((i, j))
    return pairs


def format_scores(title: str, rows: Iterable[tuple[str, Score]], width: int = 12) -> list[str]:
    """Write scores as a table with a heading line; rows of which neither reading has any are left out."""
    head = f"{title:<{width}}{'gold':>6}{'found':>7}{'strict P':>10}{'R':>7}{'F1':>7}{'relaxed P':>11}{'R':>7}{'F1':>7}"
    lines = [head]
    for name, score in rows:
        if not score.gold + score.predicted:
            continue
        cells = [
            "–" if value is None else f"{value:.3f}"
            for relaxed in (False, True)
            for value in (score.precision(relaxed=relaxed), score.recall(relaxed=relaxed), score.f1(relaxed=relaxed))
        ]
        numbers = "".join(f"{cell:>{size}}" for cell, size in zip(cells, (10, 7, 7, 11, 7, 7), strict=True))
        lines.append(f"{name:<{width}}{score.gold:>6}{score.predicted:>7}{numbers}")
    return lines


def format_evaluation(evaluation: Evaluation) -> list[str]:
    """Write an evaluation as a table, the accuracy of roles, and the most frequent confusions, one line each."""
    lines = format_scores("type", [*evaluation.types.items(), ("all", evaluation.micro)])
    accuracy = evaluation.role_accuracy
    if accuracy is not None:
        lines.append(f"roles: {evaluation.roles_right} of {evaluation.roles} agree ({accuracy:.3f})")
    by_type: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for (right, taken), count in evaluation.confusion.items():
        if right != taken:
            by_type[right].append((-count, taken))
    for right in sorted(by_type):
        said = ", ".join(f"{taken} {-count}" for count, taken in sorted(by_type[right]))
        lines.append(f"{right} taken for: {said}" if right != NOTHING else f"nothing there taken for: {said}")
    return lines
