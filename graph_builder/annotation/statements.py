"""Score what one reading says a plan commits to against another that is taken as right: directives and relations.

Directives pair as mentions do: *strict* with equal offsets, *relaxed* where they overlap, one to one; action and force
are compared on those that pair. A relation is right if its property is the same and both of its arguments pair:
directives, headings and mentions of one type that overlap (*relaxed*), or that stand at equal offsets (*strict*).
*Pairs* leaves the property out: whether the reading sees that two things are related at all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from graph_builder.annotation.evaluate import Score, check_same_text, format_scores, paired
from graph_builder.annotation.model import Annotations
from graph_builder.annotation.scheme import SYMMETRIC

_DIRECTIVE = "Directive"
_Key = tuple[str, str, str]
"""A relation as the right reading would name it: property, first and second argument (or the name of a stranger)."""


@dataclass
class StatementEvaluation:
    """The scores of directives, of each property, and of the pairs that are related in some way."""

    directives: Score = field(default_factory=Score)
    paired: int = 0
    actions_right: int = 0
    forces_right: int = 0
    relations: dict[str, Score] = field(default_factory=dict)
    pairs: Score = field(default_factory=Score)

    @property
    def micro(self) -> Score:
        """The score over all relations."""
        total = Score()
        for score in self.relations.values():
            total += score
        return total

    @property
    def action_accuracy(self) -> float | None:
        """The share of paired directives with the same action; None where none pair."""
        return self.actions_right / self.paired if self.paired else None

    @property
    def force_accuracy(self) -> float | None:
        """The share of paired directives with the same force; None where none pair."""
        return self.forces_right / self.paired if self.paired else None

    def __iadd__(self, other: StatementEvaluation) -> StatementEvaluation:
        """Add the counts of another text."""
        self.directives += other.directives
        self.paired += other.paired
        self.actions_right += other.actions_right
        self.forces_right += other.forces_right
        for name, score in other.relations.items():
            self.relations.setdefault(name, Score()).__iadd__(score)
        self.pairs += other.pairs
        return self


def evaluate_statements(gold: Annotations, predicted: Annotations) -> StatementEvaluation:
    """Score the directives and relations of a reading against the right one.

    Raises:
        AnnotationError: the readings are not of the same text.
    """
    check_same_text(gold, predicted)
    result = StatementEvaluation()
    partners: dict[str, str] = {}
    exact: set[str] = set()
    for kind in {mention.type for mention in gold.mentions}:
        ours, theirs = gold.of_type(kind), predicted.of_type(kind)
        for i, j in paired(ours, theirs):
            partners[theirs[j].id] = ours[i].id
            if ours[i].span == theirs[j].span:
                exact.add(ours[i].id)
            if kind == _DIRECTIVE:
                result.paired += 1
                result.actions_right += gold.value(ours[i], "Action") == predicted.value(theirs[j], "Action")
                result.forces_right += gold.value(ours[i], "Force") == predicted.value(theirs[j], "Force")
    ours, theirs = gold.of_type(_DIRECTIVE), predicted.of_type(_DIRECTIVE)
    strict = sum(mention.id in exact for mention in ours)
    result.directives = Score(len(ours), len(theirs), strict, result.paired)
    _relations(result, gold, predicted, partners, exact)
    return result


def _relations(
    result: StatementEvaluation,
    gold: Annotations,
    predicted: Annotations,
    partners: dict[str, str],
    exact: set[str],
) -> None:
    right = {_key(relation.name, relation.first, relation.second) for relation in gold.relations}
    said = {
        # an argument without a partner keeps a name that none of the right ones has
        _key(r.name, partners.get(r.first, f"?{r.first}"), partners.get(r.second, f"?{r.second}"))
        for r in predicted.relations
    }
    scores: defaultdict[str, Score] = defaultdict(Score)
    for name, _, _ in right:
        scores[name].gold += 1
    for name, _, _ in said:
        scores[name].predicted += 1
    for name, first, second in right & said:
        scores[name].relaxed += 1
        scores[name].strict += first in exact and second in exact
    result.relations = dict(sorted(scores.items(), key=lambda item: (-item[1].gold, item[0])))
    ties, found = {key[1:] for key in right}, {key[1:] for key in said}
    strict = sum(first in exact and second in exact for first, second in ties & found)
    result.pairs = Score(len(ties), len(found), strict, len(ties & found))


def _key(name: str, first: str, second: str) -> _Key:
    if name in SYMMETRIC:
        first, second = sorted((first, second))
    return name, first, second


def format_statements(evaluation: StatementEvaluation) -> list[str]:
    """Write an evaluation as a table of directives and properties, and the accuracies, one line each.

    Nothing is written where the right reading has no directives: then it does not say what the plan commits to.
    """
    if not evaluation.directives.gold:
        return []
    rows = [(_DIRECTIVE, evaluation.directives), *evaluation.relations.items()]
    rows += [("all relations", evaluation.micro), ("pairs", evaluation.pairs)]
    lines = format_scores("directives and relations", rows, width=26)
    for word, right in (("action", evaluation.actions_right), ("force", evaluation.forces_right)):
        if evaluation.paired:
            share = right / evaluation.paired
            lines.append(f"{word}: {right} of {evaluation.paired} paired directives agree ({share:.3f})")
    return lines
