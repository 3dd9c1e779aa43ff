"""The graph as two flat tables for spreadsheets and statistics: ``entities.csv`` and ``statements.csv``.

Where a cell holds several values they stand apart by `` | ``. A label that the graph does not have is an empty cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.assembly import graph_iri
from graph_builder.namespaces import ID, NIF, PA
from graph_builder.release.dumps import write_packed
from graph_builder.release.graphs import ReleaseGraphs
from graph_builder.reports import csv_table

ENTITIES = "entities.csv"
STATEMENTS = "statements.csv"

ENTITY_COLUMNS = (
    *("entity", "class", "class_zh", "class_en", "label_zh", "label_en", "other_labels_zh", "other_labels_en"),
    *("plan", "part_of", "scheme", "broader", "begin", "end", "mentions", "statements"),
)
STATEMENT_COLUMNS = (
    *("statement", "plan", "plan_zh", "plan_en", "subject", "subject_zh", "subject_en"),
    *("property", "property_zh", "property_en", "object", "object_zh", "object_en"),
    *("agent", "role", "role_zh", "role_en", "stated_in", "directive", "quote", "begin", "end"),
    *("force", "force_zh", "force_en", "polarity", "polarity_zh", "polarity_en"),
    *("method", "method_zh", "method_en", "review", "review_zh", "review_en"),
)

_APART = " | "
_EVIDENCE = frozenset((PA.Assertion, PA.Mention, PA.Involvement, PA.SourceText))
"""What is no entity: it says something about entities, or is the text."""


def write_tables(made: ReleaseGraphs, folder: Path) -> None:
    """Write both tables, each plain and gzipped."""
    names = [graph_iri(f"evidence/{plan.id}") for plan in made.plans]
    stated = {str(name): made.graphs[name] for name in names}
    for name, table in (
        (ENTITIES, entities_csv(made.merged, stated.values())),
        (STATEMENTS, statements_csv(made.merged, stated.values())),
    ):
        list(write_packed(folder / name, table.encode()))


def entities_csv(graph: Graph, stated: Iterable[Graph]) -> str:
    """Write one row for each entity: the plans, their parts and directives, what they name, and all concepts.

    ``graph`` is the merge of a release, ``stated`` are its evidence graphs. ``mentions`` counts the mentions that
    denote the entity, ``statements`` the stated assertions that have it as subject or object (as agent, too).
    """
    mentions = Counter(graph.objects(None, PA.denotes))
    used: Counter[Node] = Counter()
    for evidence in stated:
        for assertion in evidence.subjects(RDF.type, PA.Assertion):
            ends = {evidence.value(assertion, RDF.subject), evidence.value(assertion, RDF.object)}
            agents = {agent for end in ends for agent in graph.objects(end, PA.involvedAgent)}
            used.update(end for end in ends | agents if end is not None)
    rows = (_entity(graph, entity, mentions, used) for entity in _entities(graph))
    return csv_table(ENTITY_COLUMNS, rows)


def statements_csv(graph: Graph, stated: Iterable[Graph]) -> str:
    """Write one row for each assertion that a plan states, in the order of the text; derived ones are left out.

    Where a body or group takes part, ``object`` is the Involvement, ``agent`` and ``role`` say who and as what, and
    the labels of ``object`` are those of the agent. ``stated_in`` is what says it: a directive, a heading or the label
    of an item; only a directive has a force.
    """
    rows: list[tuple[object, ...]] = []
    for evidence in stated:
        found = [_statement(graph, assertion) for assertion in evidence.subjects(RDF.type, PA.Assertion)]
        rows += sorted(found, key=_place)
    return csv_table(STATEMENT_COLUMNS, rows)


def _place(row: tuple[object, ...]) -> tuple[str, int, int, str]:
    cells = dict(zip(STATEMENT_COLUMNS, row, strict=True))
    begin, end = (cells[name] if isinstance(cells[name], int) else -1 for name in ("begin", "end"))
    assert isinstance(begin, int)
    assert isinstance(end, int)
    return str(cells["plan"]), begin, end, str(cells["statement"])


def _entities(graph: Graph) -> Iterator[URIRef]:
    own = {
        subject
        for subject, kind in graph.subject_objects(RDF.type)
        if isinstance(subject, URIRef) and subject.startswith(ID) and isinstance(kind, URIRef) and _is_entity(kind)
    }
    yield from sorted(own)


def _is_entity(kind: URIRef) -> bool:
    return kind == SKOS.Concept or (kind.startswith(PA) and kind not in _EVIDENCE) or kind == _TIME


_TIME = URIRef("http://www.w3.org/2006/time#TemporalEntity")


def _entity(graph: Graph, entity: URIRef, mentions: Mapping[Node, int], used: Mapping[Node, int]) -> tuple[object, ...]:
    kinds = sorted(kind for kind in graph.objects(entity, RDF.type) if isinstance(kind, URIRef))
    kinds = [kind for kind in kinds if kind.startswith(PA)] or kinds
    return (
        entity,
        _APART.join(kinds),
        *(_APART.join(filter(None, (_label(graph, kind, language) for kind in kinds))) for language in ("zh", "en")),
        *_labels(graph, entity),
        *(_texts(graph, entity, SKOS.altLabel, language) for language in ("zh", "en")),
        _plan(entity),
        *(_iris(graph, entity, predicate) for predicate in (PA.partOf, SKOS.inScheme, SKOS.broader)),
        *_offsets(graph, entity),
        mentions.get(entity, 0),
        used.get(entity, 0),
    )


def _statement(graph: Graph, assertion: Node) -> tuple[object, ...]:
    def named(subject: Node | None, predicate: URIRef) -> tuple[str, str, str]:
        value = graph.value(subject, predicate) if subject is not None else None
        return (str(value or ""), *_labels(graph, value))

    plan = _plan(assertion)
    thing = graph.value(assertion, RDF.object)
    agent = graph.value(thing, PA.involvedAgent) if thing is not None else None
    sayer = graph.value(assertion, PA.statedIn)
    places = sorted(
        (*_offsets(graph, mention), str(graph.value(mention, NIF.anchorOf) or ""))
        for mention in graph.objects(assertion, PA.evidence)
    )
    begin, end, quote = places[0] if places else (None, None, "")
    return (
        str(assertion),
        plan,
        *_labels(graph, ID[f"plan/{plan}"]),
        *named(assertion, RDF.subject),
        *named(assertion, RDF.predicate),
        str(thing or ""),
        *(_labels(graph, agent if agent is not None else thing)),
        str(agent or ""),
        *named(thing, PA.involvementRole),
        str(sayer or ""),
        str(sayer) if (sayer, RDF.type, PA.Directive) in graph else "",
        quote,
        begin,
        end,
        *named(sayer, PA.force),
        *named(sayer, PA.polarity),
        *named(assertion, PA.assertionMethod),
        *named(assertion, PA.reviewStatus),
    )


def _labels(graph: Graph, node: Node | None) -> tuple[str, str]:
    return _label(graph, node, "zh"), _label(graph, node, "en")


def _label(graph: Graph, node: Node | None, language: str) -> str:
    if node is None:
        return ""
    if isinstance(node, Literal):
        return str(node)
    return next(iter(sorted(_in(graph, node, RDFS.label, language))), "")


def _texts(graph: Graph, node: Node, predicate: URIRef, language: str) -> str:
    return _APART.join(sorted(_in(graph, node, predicate, language)))


def _in(graph: Graph, node: Node, predicate: URIRef, language: str) -> Iterator[str]:
    return (
        str(text) for text in graph.objects(node, predicate) if isinstance(text, Literal) and text.language == language
    )


def _iris(graph: Graph, node: Node, predicate: URIRef) -> str:
    return _APART.join(sorted(str(value) for value in graph.objects(node, predicate)))


def _offsets(graph: Graph, node: Node) -> tuple[int | None, int | None]:
    begin, end = graph.value(node, NIF.beginIndex), graph.value(node, NIF.endIndex)
    return (int(str(begin)) if begin is not None else None, int(str(end)) if end is not None else None)


def _plan(node: Node) -> str:
    """Give the identifier of the plan that a thing is a part of; a concept belongs to none."""
    below = ID["plan/"]
    return str(node).removeprefix(below).split("/")[0] if str(node).startswith(below) else ""
