"""What a directive does: what the model of actions sees in its main clause, with the grammar's answer before it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from graph_builder.annotation import SAYERS
from graph_builder.extract import clauses as words
from graph_builder.extract.directives import Directive
from graph_builder.extract.models import Model
from graph_builder.extract.tagger import Found

NOTHING = "none"
"""How the training texts mark a stretch that the grammar takes for a directive, but that directs nothing."""

_SURE = 0.7
"""How sure it must be that a stretch directs nothing; chosen on invented plans held out of the training."""


def describe(folded: str, directive: Directive, inside: Sequence[Found]) -> list[str]:
    """Describe a directive of a folded text by its main clause: verbs, nouns, how it begins and ends, what it names."""
    start, end = directive.main
    clause = folded[start:end].rstrip("等")
    lead = words.LEADING.match(clause)
    core = clause[lead.end() if lead else 0 :]
    verbs = [match[0] for match in words.ANY_VERB.finditer(core)]
    nouns = [match[0] for match in words.ANY_NOUN.finditer(core)]
    first, last = (verbs[0], verbs[-1]) if verbs else ("-", "-")
    noun = nouns[-1] if nouns else "-"
    named = [item for item in inside if item.type not in SAYERS and start <= item.start and item.end <= end]
    kinds = [item.type for item in named]
    whole = folded[directive.start : directive.end]
    row = [f"grammar={directive.action}", f"verb={directive.verb}", f"first={first}", f"last={last}", f"noun={noun}"]
    row += [f"first+last={first}|{last}", f"first+noun={first}|{noun}", f"grammar+first={directive.action}|{first}"]
    row += [f"has-verb={verb}" for verb in sorted(set(verbs))] + [f"has-noun={word}" for word in sorted(set(nouns))]
    row += [f"second={verbs[1] if len(verbs) > 1 else '-'}"]
    row += [f"opening{k}={core[:k]}" for k in (1, 2, 3, 4)] + [f"ending{k}={core[-k:]}" for k in (1, 2, 3, 4)]
    row += [f"begins={core[:2]}|{core[-2:]}"]
    row += [f"has={part}" for part in sorted({*whole, *map("".join, itertools.pairwise(whole))})]
    row += [f"names={kind}" for kind in sorted(set(kinds))]
    row += [f"object={kinds[-1] if kinds else '-'}", f"first+object={first}|{kinds[0] if kinds else '-'}"]
    row += [f"tail={folded[max(start, named[-1].end - 2) : named[-1].end] if named else '-'}"]
    return [*row, f"clauses={min(directive.clauses, 3)}", f"force={directive.force}"]


class ActionTagger:
    """A trained model of what directives do."""

    def __init__(self, path: Path) -> None:
        self._model = Model(path)

    def action(self, folded: str, directive: Directive, inside: Sequence[Found]) -> str | None:
        """Give the likeliest action of a directive, or None where its words direct nothing.

        ``inside`` are the mentions in it, in their order.
        """
        tagger = self._model.tagger
        tagger.set([describe(folded, directive, inside)])
        sure = {label: tagger.marginal(label, 0) for label in tagger.labels()}
        nothing = sure.pop(NOTHING, 0.0)
        return None if nothing >= _SURE else max(sorted(sure), key=lambda label: sure[label])
