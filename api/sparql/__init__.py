"""SPARQL: queries in, whole answers or problems out.

``protocol`` speaks HTTP, ``negotiation`` settles formats, ``guard`` refuses what no engine may get, ``engine`` is the
door behind which engines stand: ``workers``, the embedded one with its ``process`` and ``worker``, and ``remote`` with
``portable``, ``upstream`` and ``conversion``, which asks a server elsewhere. ``cache`` keeps answers, ``stream``
carries those that are too large to be held.
"""

from api.sparql.engine import Answer, Engine, Query
from api.sparql.guard import check
from api.sparql.negotiation import GRAPHS, RESULTS, Choice, Format, choose
from api.sparql.protocol import SparqlEndpoint
from api.sparql.remote import RemoteEngine, answer_remotely, check_remote
from api.sparql.upstream import Remote
from api.sparql.workers import EmbeddedEngine, answer_once

__all__ = [
    "GRAPHS",
    "RESULTS",
    "Answer",
    "Choice",
    "EmbeddedEngine",
    "Engine",
    "Format",
    "Query",
    "Remote",
    "RemoteEngine",
    "SparqlEndpoint",
    "answer_once",
    "answer_remotely",
    "check",
    "check_remote",
    "choose",
]
