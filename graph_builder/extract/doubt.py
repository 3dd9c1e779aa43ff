"""What a person should look at first: the annotations of a draft, the most doubtful on top."""

from __future__ import annotations

from dataclasses import dataclass

from graph_builder.annotation import Annotations, Mention

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
        context = f"{doubt.before}[{mention.span.quote}]{doubt.after}".replace("\t", " ").replace("\n", " ")
        cells = (f"{doubt.confidence:.2f}", mention.type, mention.span.quote, str(doubt.line),
                 doubt.concept or "new", doubt.rule, context)  # fmt: skip
        lines.append("\t".join(cells))
    return "".join(f"{line}\n" for line in lines)
