"""What a person should look at first: the annotations of a draft, the most doubtful on top."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph_builder.annotation import CONCEPTUAL, Annotations, Mention

_AROUND = 12


@dataclass(frozen=True)
class Doubt:
    """One annotation to be reviewed: how sure the reader is of it, which rule made it, and its surroundings."""

    confidence: float
    rule: str
    mention: Mention
    concept: str | None
    line: int
    before: str
    after: str


def doubts(draft: Annotations) -> list[Doubt]:
    """List the mentions of a draft that carry a confidence, the least sure first, then in the order of the text."""
    found = []
    for mention in draft.mentions:
        confidence = draft.value(mention, "Confidence")
        if confidence is None:
            continue
        span, text = mention.span, draft.source.text
        reference = draft.concepts.get(mention.id)
        found.append(
            Doubt(
                float(confidence),
                draft.value(mention, "Rule") or "",
                mention,
                reference.concept if reference else None,
                draft.source.line_and_column(span.start)[0],
                text[max(0, span.start - _AROUND) : span.start],
                text[span.end : span.end + _AROUND],
            )
        )
    return sorted(found, key=lambda doubt: (doubt.confidence, doubt.mention.span.start, doubt.mention.span.end))


def format_doubts(found: list[Doubt]) -> str:
    """Write the list as tab-separated values with a head line."""
    lines = ["confidence\ttype\tmention\tline\tconcept\trule\tcontext"]
    for doubt in found:
        mention = doubt.mention
        context = f"{doubt.before}[{mention.span.words}]{doubt.after}".replace("\t", " ").replace("\n", " ")
        cells = (f"{doubt.confidence:.2f}", mention.type, mention.span.words, str(doubt.line),
                 doubt.concept or "new", doubt.rule, context)  # fmt: skip
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True)
class Ambiguity:
    """A name that fits more than one concept: ``chosen`` is the one that the draft refers to, None for none yet."""

    mention: Mention
    line: int
    chosen: str | None
    concepts: tuple[str, ...]


def ambiguities(draft: Annotations, fitting: Callable[[str, str], list[str]]) -> list[Ambiguity]:
    """List the names of a draft that fit several concepts, once for each type and name, in the order of the text.

    ``fitting`` gives the concepts that words of a type fit, as :meth:`Reader.fitting` does.
    """
    first: dict[tuple[str, str], Mention] = {}
    for mention in draft.of_type(*CONCEPTUAL):
        first.setdefault((mention.type, mention.span.words), mention)
    found = []
    for key, mention in first.items():
        concepts = tuple(fitting(*key))
        if len(concepts) > 1:
            reference = draft.concepts.get(mention.id)
            line = draft.source.line_and_column(mention.span.start)[0]
            found.append(Ambiguity(mention, line, reference.concept if reference else None, concepts))
    return found


def format_ambiguities(found: list[Ambiguity]) -> str:
    """Write the list as tab-separated values with a head line."""
    lines = ["type\tmention\tline\tchosen\tconcepts"]
    for item in found:
        cells = (item.mention.type, item.mention.span.words, str(item.line), item.chosen or "none",
                 " ".join(item.concepts))  # fmt: skip
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines)
