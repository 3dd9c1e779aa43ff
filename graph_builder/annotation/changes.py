"""What differs between the annotations that somebody has reviewed and a newer draft of the same text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from graph_builder.annotation.model import Annotations, Mention
from graph_builder.errors import AnnotationError, Place

ADDED, GONE, RETYPED, MOVED = "added", "gone", "retyped", "moved"
_ENDS = "。！？\n"


@dataclass(frozen=True)
class Change:
    """A mention that differs. ``before`` is the reviewed one, ``after`` that of the draft; None where one is missing.

    ``kind``: ``added`` (only the draft has it), ``gone`` (the draft has it no more), ``retyped`` (the same characters,
    another type), ``moved`` (the same type, other characters that overlap). ``review`` is the status of the reviewed
    mention, empty where it has none. ``line`` and ``sentence`` tell where it stands.
    """

    kind: str
    before: Mention | None
    after: Mention | None
    review: str
    line: int
    sentence: str

    @property
    def words(self) -> str:
        """Say the change in one line: type and characters, before and after."""
        sides = [f"{side.type} [{side.span.words}]" for side in (self.before, self.after) if side is not None]
        return " → ".join(sides).replace("\n", " ")


def changes(reviewed: Annotations, draft: Annotations) -> list[Change]:
    """List what a draft has otherwise than the reviewed annotations of the same text, in the order of the text.

    Raises:
        AnnotationError: they are annotations of two different texts.
    """
    if reviewed.source.text != draft.source.text:
        raise AnnotationError(
            "annotates another text", place=Place(draft.source.path), remedy="compare annotations of one text only"
        )
    same = {_key(mention) for mention in reviewed.mentions} & {_key(mention) for mention in draft.mentions}
    old = [mention for mention in reviewed.of_type(*_types(reviewed)) if _key(mention) not in same]
    new = [mention for mention in draft.of_type(*_types(draft)) if _key(mention) not in same]
    found: list[tuple[str, Mention | None, Mention | None]] = []
    by_place: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    for mention in new:
        by_place[mention.span.start, mention.span.end].append(mention)
    left = []
    for mention in old:
        there = by_place[mention.span.start, mention.span.end]
        if there:
            found.append((RETYPED, mention, there.pop(0)))
        else:
            left.append(mention)
    taken = {id(after) for _, _, after in found}
    rest = [mention for mention in new if id(mention) not in taken]
    by_type: dict[str, list[Mention]] = defaultdict(list)
    for mention in rest:
        by_type[mention.type].append(mention)
    for mention in left:
        other = _overlapping(mention, by_type[mention.type])
        if other is not None:
            by_type[mention.type].remove(other)
        found.append((MOVED if other else GONE, mention, other))
    found += [(ADDED, None, mention) for mentions in by_type.values() for mention in mentions]
    listed = [_change(reviewed, kind, before, after) for kind, before, after in found]
    return sorted(listed, key=lambda change: _key(change.before or change.after))


def _key(mention: Mention | None) -> tuple[int, int, str]:
    assert mention is not None
    return mention.span.start, mention.span.end, mention.type


def _types(annotations: Annotations) -> set[str]:
    return {mention.type for mention in annotations.mentions}


def _overlapping(mention: Mention, others: Iterable[Mention]) -> Mention | None:
    """Give the one of the others that has most characters in common, None where none has any."""

    def common(other: Mention) -> int:
        return min(mention.span.end, other.span.end) - max(mention.span.start, other.span.start)

    best = max(others, key=lambda other: (common(other), -other.span.start), default=None)
    return best if best is not None and common(best) > 0 else None


def _change(reviewed: Annotations, kind: str, before: Mention | None, after: Mention | None) -> Change:
    mention = before or after
    assert mention is not None
    text, start, end = reviewed.source.text, mention.span.start, mention.span.end
    first = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    stops = [place for mark in _ENDS if (place := text.find(mark, end)) >= 0]
    sentence = text[first : min(stops, default=len(text) - 1) + 1].strip()
    review = (reviewed.value(before, "Review") or "") if before is not None else ""
    return Change(kind, before, after, review, reviewed.source.line_and_column(start)[0], sentence)


def format_changes(found: Iterable[Change]) -> str:
    """Write changes as tab-separated values with a head line."""
    lines = ["change\tline\tbefore\tafter\treview\tsentence"]
    for change in found:
        sides = (f"{side.type}: {side.span.words}" if side else "" for side in (change.before, change.after))
        cells = (change.kind, str(change.line), *sides, change.review, change.sentence)
        lines.append("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in cells))
    return "".join(f"{line}\n" for line in lines)
