"""Write annotations as brat standoff, always in the same order and with the same numbers."""

from __future__ import annotations

import os
from pathlib import Path

from graph_builder.annotation.model import Annotations


def format_annotations(annotations: Annotations) -> str:
    """Write annotations as a string: mentions in the order of the text, what belongs to a mention right after it.

    Identifiers are given anew, so that the same annotations give the same characters. Reading the result gives
    annotations that say the same.
    """
    mentions = sorted(annotations.mentions, key=lambda m: (m.span.start, -m.span.end, m.type))
    numbers = {mention.id: f"T{index}" for index, mention in enumerate(mentions, 1)}
    ordered_relations = sorted(
        annotations.relations, key=lambda r: (int(numbers[r.first][1:]), r.name, int(numbers[r.second][1:]))
    )
    names = numbers | {relation.id: f"R{index}" for index, relation in enumerate(ordered_relations, 1)}
    attributes = references = notes = 0
    lines: list[str] = []

    def noted(identifier: str) -> None:
        nonlocal notes
        for note in annotations.notes:
            if note.target == identifier:
                notes += 1
                lines.append(f"#{notes}\tAnnotatorNotes {names[identifier]}\t{note.text}")

    for mention in mentions:
        span = mention.span
        lines.append(f"{numbers[mention.id]}\t{mention.type} {span.start} {span.end}\t{span.quote}")
        for attribute in sorted(
            (a for a in annotations.attributes if a.target == mention.id), key=lambda a: (a.name, a.value)
        ):
            attributes += 1
            lines.append(f"A{attributes}\t{attribute.name} {numbers[mention.id]} {attribute.value}")
        for reference in sorted(
            (r for r in annotations.references if r.target == mention.id),
            key=lambda r: (r.name != "Reference", r.concept, r.text),
        ):
            references += 1
            lines.append(f"N{references}\t{reference.name} {numbers[mention.id]} {reference.concept}\t{reference.text}")
        noted(mention.id)
    for relation in ordered_relations:
        arguments = f"Arg1:{numbers[relation.first]} Arg2:{numbers[relation.second]}"
        lines.append(f"{names[relation.id]}\t{relation.name} {arguments}")
        noted(relation.id)
    return "".join(f"{line}\n" for line in lines)


def write_annotations(annotations: Annotations, path: Path) -> None:
    """Write an annotation file in one step: a reader sees the old file or the whole new one."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        partial.write_text(format_annotations(annotations), encoding="utf-8", newline="\n")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
