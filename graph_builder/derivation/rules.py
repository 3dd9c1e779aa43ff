"""Run CONSTRUCT rules to a fixpoint in an in-memory pyoxigraph store."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph
from rdflib import Graph

from graph_builder.errors import Place, ResourceError

_ROUNDS = 20


def derive(graphs: Iterable[Graph], rules: Sequence[Path]) -> Graph:
    """Give the triples that the rules add to the merge of the graphs; none that is there already.

    Raises:
        ResourceError: a rule is not a SPARQL CONSTRUCT query, or the rules do not come to an end.
    """
    store = pyoxigraph.Store()
    for graph in graphs:
        store.load(graph.serialize(format="nt", encoding="utf-8"), format=pyoxigraph.RdfFormat.N_TRIPLES)
    added: set[pyoxigraph.Triple] = set()
    for _ in range(_ROUNDS):
        fresh = {triple for rule in rules for triple in _construct(store, rule)}
        new = [quad for quad in (pyoxigraph.Quad(*triple) for triple in fresh) if quad not in store]
        if not new:
            break
        store.extend(new)
        added.update(quad.triple for quad in new)
    else:
        raise ResourceError(
            f"the rules still add triples after {_ROUNDS} rounds",
            place=Place(rules[0].parent if rules else "ontology/rules"),
            remedy="a rule mints a new IRI from its own results: mint it from what the plan states",
        )
    result = Graph()
    result.parse(data=pyoxigraph.serialize(added, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"", format="nt")
    return result


def _construct(store: pyoxigraph.Store, rule: Path) -> list[pyoxigraph.Triple]:
    try:
        found = store.query(rule.read_text(encoding="utf-8"))
    except SyntaxError as error:
        where = re.match(r"error at (\d+):(\d+): ", error.msg)  # pyoxigraph has the place in its words only
        place = Place(rule, int(where[1]), int(where[2])) if where else Place(rule)
        words = " ".join(error.msg.removeprefix(where[0] if where else "").split())
        raise ResourceError(
            f"is not SPARQL: {words[:100]}", place=place, remedy="mend the rule at or before that place"
        ) from error
    if not isinstance(found, pyoxigraph.QueryTriples):
        raise ResourceError("is no CONSTRUCT query", place=Place(rule), remedy="rules are CONSTRUCT queries")
    return list(found)
