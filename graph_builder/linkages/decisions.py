"""What a curator decided about pairs: ``data/plans/ID/review/coherence.tsv``, read by the build and written by hand or
by ``planatlas review``.

Tab-separated, UTF-8, a header, one row for each pair, sorted by key: ``pair`` (:func:`pair_key`), ``decision``
(``confirm`` or ``reject``), ``by`` (``person`` or ``model``: a language model), ``reason`` (why, in words), ``first``
and ``second`` (the directives below the plan's IRI, such as ``directive/4.3.2.3.2``). A pair without a row is
undecided.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from graph_builder.errors import DecisionError, Place
from graph_builder.linkages.coherence import Pair

FILE = Path("review/coherence.tsv")
DECISIONS = ("confirm", "reject")
DECIDERS = ("person", "model")
_HEADER = ("pair", "decision", "by", "reason", "first", "second")


@dataclass(frozen=True, order=True)
class Decision:
    """A decision about a pair, as a row of the file."""

    pair: str
    decision: str
    by: str
    reason: str
    first: str
    second: str


def read_decisions(plan: Path) -> dict[str, Decision]:
    """Read the decisions of a plan folder, by pair; none where there is no file.

    Raises:
        DecisionError: the file is no such table.
    """
    path = plan / FILE
    if not path.exists():
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(
            f"cannot be read: {error}", place=Place(path), remedy="mend the file or remove it"
        ) from error
    found: dict[str, Decision] = {}
    for number, line in enumerate(lines, 1):
        cells = tuple(line.split("\t"))
        if number == 1:
            if cells != _HEADER:
                raise DecisionError(
                    "has another header", place=Place(path, 1), remedy=f"write, with tabs between: {' '.join(_HEADER)}"
                )
            continue
        found_at = Place(path, number)
        if len(cells) != len(_HEADER):
            raise DecisionError(f"has {len(cells)} cells, not {len(_HEADER)}", place=found_at, remedy=_REMEDY)
        decision = _checked(Decision(*cells), found_at)
        if decision.pair in found:
            raise DecisionError(f"decides pair {decision.pair} again", place=found_at, remedy="keep one of the rows")
        found[decision.pair] = decision
    return found


_REMEDY = "write pair, decision, by, reason, first and second, with tabs between"


def _checked(decision: Decision, place: Place | None) -> Decision:
    for name, known in (("decision", DECISIONS), ("by", DECIDERS)):
        if getattr(decision, name) not in known:
            raise DecisionError(
                f"{name} is {getattr(decision, name)!r}", place=place, remedy=f"take one of {', '.join(known)}"
            )
    if not decision.reason.strip():
        raise DecisionError("gives no reason", place=place, remedy="say in words why")
    return decision


def record(plan: Path, pair: Pair, decision: str, by: str, reason: str) -> Path:
    """Record a decision in a plan folder, in the place of an earlier one; the file is replaced in one step.

    Raises:
        DecisionError: no such decision or decider, no reason, or the file cannot be read or written.
    """
    below = f"/plan/{pair.first.saying.plan}/"
    words = " ".join(reason.split())
    made = Decision(
        pair.key,
        decision,
        by,
        words,
        pair.first.directive.partition(below)[2],
        pair.second.directive.partition(below)[2],
    )
    found = read_decisions(plan) | {pair.key: _checked(made, None)}
    path = plan / FILE
    rows = [_HEADER, *(vars(found[key]).values() for key in sorted(found))]
    content = "".join("\t".join(row) + "\n" for row in rows)
    passing = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        passing.write_text(content, encoding="utf-8", newline="\n")
        passing.replace(path)
    except OSError as error:
        with suppress(OSError):
            passing.unlink()
        raise DecisionError(
            f"cannot be written: {error.strerror}", place=Place(path), remedy="check the rights there"
        ) from error
    return path


def decide(pairs: Iterable[Pair], decisions: Mapping[str, Decision]) -> list[Pair]:
    """Mark pairs with what was decided. Rejected pairs come last; the others keep their order and are ranked anew.

    A confirmation of further directives of an entry (``also``) is one of the entry; their rejection leaves it open.
    """
    marked = []
    for pair in pairs:
        others = [decisions[also.key] for also in pair.also if also.key in decisions]
        confirmed = next((decision for decision in others if decision.decision == "confirm"), None)
        if own := decisions.get(pair.key, confirmed):
            pair = replace(pair, decision=own.decision, by=own.by, because=own.reason)
        marked.append(pair)
    ordered = sorted(marked, key=lambda pair: pair.decision == "reject")
    return [replace(pair, rank=place) for place, pair in enumerate(ordered, 1)]


def stale(pairs: Iterable[Pair], decisions: Mapping[str, Decision]) -> list[Decision]:
    """Give decisions about pairs that are found no more."""
    known = {key for pair in pairs for key in (pair.key, *(also.key for also in pair.also))}
    return [decisions[key] for key in sorted(decisions) if key not in known]
