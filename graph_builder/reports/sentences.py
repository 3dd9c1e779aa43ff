"""What each sentence of a plan yielded: mentions, directives and statements, or nothing and then why.

Headings, box titles, item labels and the title line count as sentences too: every character of the text that is no
white space, colon of a label or bar of a box stands in exactly one of them.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Graph

from graph_builder.errors import AnnotationError, Place
from graph_builder.reports.evidence import Mention, Record, Statement, labels_of, local
from graph_builder.reports.tables import csv_table
from graph_builder.structure import HEADED, NODES, Tree, Unit, UnitKind
from graph_builder.text import PlanFolder, SourceText, Span

UNMARKED = Path("review/unmarked.tsv")
"""Where a plan folder tells why stretches of its text commit to nothing; the file may be absent."""

UNMARKED_COLUMNS = ("start", "end", "reason_zh", "reason_en")

_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")

KINDS = ("sentence", "heading", "box", "label", "row", "title")
"""What a sentence is: one of running text, a heading, a box title, an item's label, a table's line, the title line."""

YIELDS = ("statements", "mentions", "nothing")
"""What a sentence yields at best."""


@dataclass(frozen=True)
class Reason:
    """Why a stretch of the text commits to nothing, in both languages."""

    span: Span
    zh: str
    en: str


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it yielded. ``number`` counts from 1 through the text.

    ``unit`` is the IRI of the unit that it stands in (or names), ``section`` that of the innermost headed one, empty
    where there is none. ``derived`` counts what rules add to its statements.
    """

    number: int
    kind: str
    span: Span
    unit: str
    section: str
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    derived: int
    reasons: tuple[Reason, ...]

    @property
    def yields(self) -> str:
        """What there is at best, one of :data:`YIELDS`."""
        return YIELDS[0] if self.statements else YIELDS[1] if self.mentions else YIELDS[2]

    @property
    def types(self) -> dict[str, int]:
        """The mentions by type; one of two types counts for both."""
        return dict(sorted(Counter(name for mention in self.mentions for name in mention.types).items()))

    @property
    def properties(self) -> dict[str, int]:
        """The statements by the local name of their property."""
        return dict(sorted(Counter(local(statement.predicate) for statement in self.statements).items()))


def read_unmarked(folder: PlanFolder) -> tuple[Reason, ...]:
    """Read the reasons of a plan folder; none where there is no file.

    The file is UTF-8 with a head line and tab-separated columns: start, end (offsets of the text, end exclusive),
    reason_zh, reason_en. Its rows stand in the order of the text and do not overlap.

    Raises:
        AnnotationError: the file breaks that format; all faults are in its details.
    """
    path = folder.path / UNMARKED
    if not path.is_file():
        return ()
    try:
        head, *rows = path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise AnnotationError(
            f"cannot be read: {error}", place=Place(path), remedy="write it as tab-separated values in UTF-8"
        ) from error
    faults, reasons, reach = [], [], 0
    if head.split("\t") != list(UNMARKED_COLUMNS):
        faults.append((1, f"the head line is not {', '.join(UNMARKED_COLUMNS)}, with tabs between"))
    for line, row in enumerate(rows, 2):
        try:
            reason = _reason(row, folder.source)
            if reason.span.start < reach:
                raise ValueError(f"{reason.span.start} lies before the end {reach} of a row above")
        except ValueError as fault:
            faults.append((line, str(fault)))
        else:
            reasons.append(reason)
            reach = reason.span.end
    if faults:
        raise AnnotationError(
            faults[0][1],
            place=Place(path, faults[0][0]),
            details=[f"{Place(path, line)}: {fault}" for line, fault in faults[1:]],
            remedy="each line is start, end, reason_zh, reason_en, tabs between, in the order of the text",
        )
    return tuple(reasons)


def _reason(row: str, source: SourceText) -> Reason:
    columns = row.split("\t")
    if len(columns) != len(UNMARKED_COLUMNS):
        raise ValueError(f"{len(columns)} columns instead of {len(UNMARKED_COLUMNS)}")
    if "\r" in row:
        raise ValueError("a carriage return stands in the line; lines end with a line feed alone")
    first, last, *words = columns
    if not (re.fullmatch("[0-9]{1,12}", first) and re.fullmatch("[0-9]{1,12}", last)):
        raise ValueError(f"‘{first}’ and ‘{last}’ are no offsets")
    start, end = int(first), int(last)
    if not start < end <= len(source):
        raise ValueError(f"[{start}, {end}) is no stretch of the text of {len(source)} characters")
    for name, text in zip(UNMARKED_COLUMNS[2:], words, strict=True):
        if not text or text != text.strip():
            raise ValueError(f"{name} is empty or has white space at an end")
    return Reason(source.span(start, end), *words)


def sentences_of(tree: Tree, record: Record, reasons: Sequence[Reason] = ()) -> tuple[Sentence, ...]:
    """Cut a plan into sentences and tell what each yielded.

    What lies in several sentences counts in each of them.
    """
    cut = list(_cut(tree, record))
    begins = [span.start for _, span, _, _ in cut]
    mentions: list[list[Mention]] = [[] for _ in cut]
    statements: list[list[Statement]] = [[] for _ in cut]

    def touched(begin: int, end: int) -> Iterator[int]:
        index = max(bisect.bisect_right(begins, begin) - 1, 0)
        while index < len(cut) and begins[index] < end:
            if cut[index][1].end > begin:
                yield index
            index += 1

    for mention in record.mentions:
        for index in touched(mention.begin, mention.end):
            mentions[index].append(mention)
    for statement in record.statements:
        for index in sorted({index for span in statement.spans for index in touched(*span)}):
            statements[index].append(statement)
    return tuple(
        Sentence(
            number=index + 1,
            kind=kind,
            span=span,
            unit=unit,
            section=section,
            mentions=tuple(mentions[index]),
            statements=tuple(statement for statement in statements[index] if not statement.derived),
            derived=sum(statement.derived for statement in statements[index]),
            reasons=tuple(reason for reason in reasons if reason.span.overlaps(span)),
        )
        for index, (kind, span, unit, section) in enumerate(cut)
    )


def _cut(tree: Tree, record: Record) -> Iterator[tuple[str, Span, str, str]]:
    """Give kind, span, unit and section of every sentence, in the order of the text."""
    plan = str(record.iris.plan)

    def below(unit: Unit, owner: str, section: str) -> Iterator[tuple[str, Span, str, str]]:
        if unit.kind is UnitKind.SENTENCE:
            yield "sentence", unit.span, owner, section
            return
        if unit.kind is UnitKind.TITLE:
            yield "title", unit.span, plan, ""
            return
        iri = str(record.iris.unit(unit)) if unit.kind in NODES else owner
        if unit.kind in HEADED:
            section = iri
        if unit.title is not None and unit.kind in (*HEADED, UnitKind.BOX):
            begin = unit.span.start if unit.number is not None else unit.title.start
            kind = "box" if unit.kind is UnitKind.BOX else "heading"
            yield kind, tree.source.span(begin, unit.title.end), iri, section
        elif unit.title is not None and unit.kind is UnitKind.ITEM:
            yield "label", unit.title, iri, section
        elif unit.kind is UnitKind.TABLE:
            for row in _rows(tree, unit):
                yield "row", row, iri, section
        for child in unit.children:
            yield from below(child, iri, section)

    for unit in tree.units:
        yield from below(unit, plan, "")


def _rows(tree: Tree, table: Unit) -> Iterator[Span]:
    """Cut a table into its rows and the lines between them, such as the heads of its columns; rules are left out."""
    at = table.span.start
    cuts = []
    for row in table.children:
        cuts += [(at, row.span.start), (row.span.start, row.span.end)]
        at = row.span.end
    for begin, end in (*cuts, (at, table.span.end)):
        for line in _LINE.finditer(tree.source.text, begin, end):
            if line[0].strip("|-—:： \t\r\u3000"):
                yield tree.source.span(*line.span())


def sections_of(tree: Tree, record: Record) -> list[dict[str, Any]]:
    """List the headed units in the order of the text, absent ones too; ``order`` counts among the siblings."""
    return [
        {
            "iri": str(record.iris.unit(unit)),
            "level": unit.kind.value,
            "order": unit.position[-1],
            "depth": unit.depth,
            "status": unit.status.value,
            "begin": unit.span.start,
            "end": unit.span.end,
        }
        for unit in tree.walk()
        if unit.kind in HEADED
    ]


def tally(sentences: Iterable[Sentence]) -> dict[str, dict[str, int]]:
    """Count sentences by kind: all, those that yield statements, mentions only, nothing, and nothing with a reason."""
    counts = {kind: dict.fromkeys(("all", *YIELDS, "reasoned"), 0) for kind in KINDS}
    for sentence in sentences:
        of_kind = counts[sentence.kind]
        of_kind["all"] += 1
        of_kind[sentence.yields] += 1
        of_kind["reasoned"] += sentence.yields == "nothing" and bool(sentence.reasons)
    return counts


def sentences_data(folder: PlanFolder, tree: Tree, record: Record, sentences: Sequence[Sentence]) -> dict[str, Any]:
    """Give the report of one plan as data."""
    return {
        "id": folder.id,
        "iri": str(record.iris.plan),
        "text": {"sha256": folder.source.sha256, "characters": len(folder.source)},
        "counts": tally(sentences),
        "sections": sections_of(tree, record),
        "sentences": [_data(sentence) for sentence in sentences],
    }


def _data(sentence: Sentence) -> dict[str, Any]:
    return {
        "number": sentence.number,
        "kind": sentence.kind,
        "begin": sentence.span.start,
        "end": sentence.span.end,
        "text": sentence.span.quote,
        "unit": sentence.unit,
        "section": sentence.section,
        "yields": sentence.yields,
        "mentions": sentence.types,
        "statements": [_said(statement) for statement in sentence.statements],
        "derived": sentence.derived,
        "reasons": [
            {"begin": reason.span.start, "end": reason.span.end, "zh": reason.zh, "en": reason.en}
            for reason in sentence.reasons
        ],
    }


def _said(statement: Statement) -> dict[str, str]:
    said = {
        "assertion": statement.iri,
        "subject": statement.subject,
        "predicate": statement.predicate,
        "object": statement.object,
    }
    return said | {"agent": statement.agent, "role": statement.role} if statement.agent else said


def sentence_labels(graph: Graph, sentences: Iterable[Sentence], sections: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Look up the names of all that the report of sentences names."""
    named = {str(section["iri"]) for section in sections}
    for sentence in sentences:
        named |= {sentence.unit, sentence.section}
        for statement in sentence.statements:
            named |= {*statement.arguments, statement.predicate, statement.object, statement.role}
    return labels_of(graph, named - {""})


def sentences_csv(plans: Iterable[tuple[str, Sequence[Sentence]]]) -> str:
    """Write the sentences of plans (identifier, sentences) as one table, a row for each."""
    return csv_table(
        ("plan", "number", "kind", "begin", "end", "text", "unit", "section", "yields", "directives", "mentions",
         "statements", "derived", "mentions_by_type", "statements_by_property", "reason_zh", "reason_en"),
        (
            (plan, sentence.number, sentence.kind, sentence.span.start, sentence.span.end, sentence.span.quote,
             sentence.unit, sentence.section, sentence.yields, sentence.types.get("Directive", 0),
             len(sentence.mentions), len(sentence.statements), sentence.derived, _counted(sentence.types),
             _counted(sentence.properties), "；".join(reason.zh for reason in sentence.reasons),
             "; ".join(reason.en for reason in sentence.reasons))
            for plan, sentences in plans
            for sentence in sentences
        ),
    )  # fmt: skip


def _counted(counts: dict[str, int]) -> str:
    return "; ".join(f"{name} {count}" for name, count in counts.items())
