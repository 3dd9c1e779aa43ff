"""The statements behind a network as RDF: what a release's graph says, asked for by the assertions that links carry."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph

from graph_builder.namespaces import ID, PREFIXES
from graph_builder.network.model import Network

_QUERY = """PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

CONSTRUCT {{
  ?subject ?predicate ?object .
  ?assertion ?p ?o .
  ?place ?q ?value .
  ?named rdfs:label ?label .
}}
WHERE {{
  {{
    VALUES ?assertion {{ {assertions} }}
    ?assertion rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ; ?p ?o .
  }} UNION {{
    VALUES ?assertion {{ {assertions} }}
    ?assertion pa:evidence|pa:argumentMention ?place .
    ?place ?q ?value .
  }} UNION {{
    VALUES ?place {{ {mentions} }}
    ?place ?q ?value .
  }} UNION {{
    VALUES ?assertion {{ {assertions} }}
    ?assertion rdf:subject|rdf:object|pa:statedIn ?named .
    ?named rdfs:label ?label .
  }} UNION {{
    VALUES ?named {{ {nodes} }}
    ?named rdfs:label ?label .
  }}
}}
"""


def statements_query(network: Network) -> str:
    """Write the SPARQL query that gives the statements behind a network from its release.

    They are the triples stated, their assertions with evidence, the mentions that name what is shared, and the labels
    of all these.
    """
    said = [network.sayings[index] for link in network.links for index in link.sayings]
    assertions = {iri for saying in said for iri in saying.assertions}
    mentions = {str(ID[f"plan/{s.plan}/mention/{begin}-{end}"]) for s in said for begin, end in s.marks}
    return _QUERY.format(assertions=_listed(assertions), mentions=_listed(mentions), nodes=_listed(network.nodes))


def statements_turtle(network: Network, store: pyoxigraph.Store) -> str:
    """Write the statements behind a network as Turtle, taken from the store of its release, sorted."""
    found = store.query(statements_query(network))
    assert isinstance(found, pyoxigraph.QueryTriples)
    content = pyoxigraph.serialize(sorted(found, key=str), format=pyoxigraph.RdfFormat.TURTLE, prefixes=PREFIXES)
    return (content or b"").decode("utf-8")


def _listed(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(iris))
