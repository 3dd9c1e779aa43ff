"""How much of a plan the graph holds, how well two readings of it agreed, and what the text lacks: only counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rdflib import RDF, SKOS, TIME, Graph, URIRef

from graph_builder.annotation import Agreement, compare, read_annotations
from graph_builder.namespaces import ID, NIF, PA
from graph_builder.reports.evidence import Record, Statement, number
from graph_builder.reports.sentences import Sentence, sections_of, tally
from graph_builder.structure import TextStatus, Tree
from graph_builder.text import PlanFolder

READINGS = (Path("review/reading-1.ann"), Path("review/reading-2.ann"))
"""Where a plan folder keeps the two readings; both may be absent."""

METHODS = ("model", "rule", "person", "derived", "background")
REVIEW = ("draft", "settled", "reviewed")

MEASURES = (PA.Task, PA.SafeguardMeasure, PA.BoxItem)
"""The kinds of measures, in the order of the report."""

_UNITS = (PA.Directive, PA.Measure, *MEASURES, PA.Section, PA.Box, PA.Paragraph)

PARTS: Mapping[str, frozenset[URIRef]] = {
    "Goal": frozenset((PA.Goal,)),
    "Target": frozenset((PA.QuantifiedTarget,)),
    "Date": frozenset((TIME.TemporalEntity,)),
    "Body": frozenset((PA.Body,)),
    "Group": frozenset((PA.PersonGroup,)),
    "Location": frozenset((PA.Place, PA.PlaceCategory)),
    "Domain": frozenset((PA.Domain,)),
    "Technology": frozenset((PA.Technology,)),
    "Scenario": frozenset((PA.Scenario,)),
    "Facility": frozenset((PA.Facility,)),
    "Instrument": frozenset((PA.Instrument,)),
    "Policy": frozenset((PA.PolicyDocument,)),
    "Indicator": frozenset((PA.Indicator,)),
    "DataAsset": frozenset((PA.DataAsset,)),
    "CulturalAsset": frozenset((PA.CulturalAsset,)),
    "Problem": frozenset((PA.Problem,)),
}
"""What a measure may have, by annotation type: a statement of it that is about a thing of one of these classes."""


def coverage_data(
    folder: PlanFolder, tree: Tree, record: Record, sentences: Sequence[Sentence], merged: Graph
) -> dict[str, Any]:
    """Count what the graph holds of one plan. ``merged`` is the merge of all graphs.

    Raises:
        AnnotationError: a reading breaks the format or the scheme.
    """
    text = folder.source.text
    directives = _covered((m.begin, m.end) for m in record.mentions if "Directive" in m.types)
    visible = {offset for offset, character in enumerate(text) if not character.isspace()}
    stated = [statement for statement in record.statements if not statement.derived]
    return {
        "id": folder.id,
        "iri": str(record.iris.plan),
        "characters": {
            "all": len(visible),
            "inMention": len(visible & _covered((m.begin, m.end) for m in record.mentions)),
            "inDirective": len(visible & directives),
        },
        "sentences": tally(sentences),
        "mentions": dict(sorted(Counter(name for m in record.mentions for name in m.types).items())),
        "entities": _entities(record, merged),
        "statements": {
            "stated": len(stated),
            "derived": len(record.statements) - len(stated),
            "properties": _properties(record.statements),
            "method": _counted((statement.method for statement in record.statements), METHODS),
            "review": _counted((statement.review for statement in stated), REVIEW),
        },
        "triples": _triples(record, merged),
        "measures": [_measures(kind, record, stated, merged) for kind in MEASURES],
        "sections": _sections(tree, record, sentences, visible, directives),
        "lacks": _lacks(tree, record, merged),
        "agreement": agreement(folder),
    }


def _covered(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {offset for span in spans for offset in range(*span)}


def _counted(values: Iterable[str], names: Sequence[str]) -> dict[str, int]:
    """Count values, those with a name of their own first and even if there are none."""
    counts = Counter(values)
    return {name: counts[name] for name in (*names, *sorted(set(counts) - set(names)))}


def _entities(record: Record, merged: Graph) -> list[dict[str, Any]]:
    """Count the things that the plan's mentions refer to, by class of the ontology; the most first.

    Directives and units of the text are no entities. A thing of two classes counts for both.
    """
    mentions = Counter(thing for mention in record.mentions for thing in mention.denotes)
    things: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for thing, times in mentions.items():
        for kind in merged.objects(URIRef(thing), RDF.type):
            if kind not in _UNITS and (kind == TIME.TemporalEntity or str(kind).startswith(PA)):
                things[str(kind)] += 1
                named[str(kind)] += times
    return [
        {"class": kind, "entities": count, "mentions": named[kind]}
        for kind, count in sorted(things.items(), key=lambda item: (-item[1], item[0]))
    ]


def _properties(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Count statements by property, what the text states apart from what rules add; the most stated first."""
    counts: dict[str, Counter[bool]] = {}
    for statement in statements:
        counts.setdefault(statement.predicate, Counter())[statement.derived] += 1
    return [
        {"property": iri, "stated": count[False], "derived": count[True]}
        for iri, count in sorted(counts.items(), key=lambda item: (-item[1][False], -item[1][True], item[0]))
    ]


def _triples(record: Record, merged: Graph) -> dict[str, int]:
    """Count the plain triples that need evidence, and those that an assertion with evidence stands behind."""
    needing = {
        (str(subject), str(predicate), str(obj))
        for predicate in merged.subjects(RDF.type, PA.StatementProperty)
        for graph in (record.own, record.derived)
        for subject, obj in graph.subject_objects(predicate)
    }
    proven = {(item.subject, item.predicate, item.object) for item in record.statements if item.spans}
    return {"all": len(needing), "withEvidence": len(needing & proven)}


def _measures(kind: URIRef, record: Record, stated: Sequence[Statement], merged: Graph) -> dict[str, Any]:
    """Count the measures of a kind by what they have; ``bare`` are those without a statement."""
    responsible = {str(role) for role in merged.transitive_subjects(SKOS.broader, ID["role/responsible"])}
    have = dict.fromkeys((*PARTS, "responsible"), 0)
    measures = sorted(
        (number(record.own, node, NIF.beginIndex), number(record.own, node, NIF.endIndex), str(node))
        for node in record.own.subjects(RDF.type, kind)
    )
    bare = []
    for begin, end, iri in measures:
        said = [item for item in stated if any(begin <= first and last <= end for first, last in item.spans)]
        things = {thing for item in said for thing in item.arguments}
        classes = {kind for thing in things for kind in merged.objects(URIRef(thing), RDF.type)}
        for name, wanted in PARTS.items():
            have[name] += bool(wanted & classes)
        have["responsible"] += any(item.role in responsible for item in said)
        if not said:
            bare.append({"iri": iri, "begin": begin, "end": end})
    return {"class": str(kind), "all": len(measures), "have": have, "bare": bare}


def _sections(
    tree: Tree, record: Record, sentences: Sequence[Sentence], visible: set[int], directives: set[int]
) -> list[dict[str, Any]]:
    """Tell for each section how dense the graph is there: of its own sentences, not those of sections inside it."""
    found = []
    for section in sections_of(tree, record):
        own = [sentence for sentence in sentences if sentence.section == section["iri"]]
        if own:
            characters = visible & _covered((sentence.span.start, sentence.span.end) for sentence in own)
            found.append(
                section
                | {
                    "characters": len(characters),
                    "inDirective": len(characters & directives),
                    "sentences": len(own),
                    "nothing": sum(sentence.yields == "nothing" for sentence in own),
                    "statements": len({statement.iri for sentence in own for statement in sentence.statements}),
                }
            )
    return found


def _lacks(tree: Tree, record: Record, merged: Graph) -> dict[str, Any]:
    """Tell what the text does not have: sections, and facts about the plan itself."""
    period, status = (record.own.value(record.iris.plan, name) for name in (PA.periodText, PA.documentStatus))
    return {
        "sections": [section for section in sections_of(tree, record) if section["status"] != TextStatus.PRESENT.value],
        "periodText": None if period is None else str(period),
        "periodYears": any(True for _ in merged.objects(record.iris.plan, PA.planPeriod)),
        "documentStatus": None if status is None else str(status),
    }


def agreement(folder: PlanFolder) -> dict[str, list[dict[str, Any]]] | None:
    """Compare the two readings of a plan; None where they are not both there. Numbers have four decimals.

    Raises:
        AnnotationError: a reading breaks the format or the scheme.
    """
    paths = [folder.path / name for name in READINGS]
    if not all(path.is_file() for path in paths):
        return None
    first, second = (read_annotations(path, folder.source) for path in paths)
    return {group: [_agreed(item) for item in items] for group, items in compare(first, second).items()}


def _agreed(item: Agreement) -> dict[str, Any]:
    values = asdict(item) | {"f1": item.f1}
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}


def coverage_names(plans: Iterable[Mapping[str, Any]]) -> set[str]:
    """Give the IRIs that reports of coverage name: classes, properties, sections and measures."""
    named: set[str] = set()
    for plan in plans:
        named |= {entry["class"] for entry in (*plan["entities"], *plan["measures"])}
        named |= {entry["property"] for entry in plan["statements"]["properties"]}
        named |= {str(PA[entry["name"]]) for entry in (plan["agreement"] or {}).get("relations", ())}
        named |= {entry["iri"] for entry in (*plan["sections"], *plan["lacks"]["sections"])}
        named |= {measure["iri"] for entry in plan["measures"] for measure in entry["bare"]}
    return named
