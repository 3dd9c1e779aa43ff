"""Room ``search``: the file in which a release is searched, and the search in it."""

from graph_builder.search.entries import SENTENCE, Entry, Kind, Name, Role, kinds_of, things_of
from graph_builder.search.index import FILE, write_index, write_search
from graph_builder.search.marks import Match, highlight
from graph_builder.search.query import LONGEST, WAYS, Found, Hit, SearchError, SearchIndex, SearchTimeout

__all__ = [
    "FILE",
    "LONGEST",
    "SENTENCE",
    "WAYS",
    "Entry",
    "Found",
    "Hit",
    "Kind",
    "Match",
    "Name",
    "Role",
    "SearchError",
    "SearchIndex",
    "SearchTimeout",
    "highlight",
    "kinds_of",
    "things_of",
    "write_index",
    "write_search",
]
