"""Write ``search.sqlite``, the file in which a release is searched.

Chinese is written without spaces, and the tokenizers of SQLite's FTS5 find nothing in it for a query of two characters.
So we cut the text ourselves, into pairs of neighbouring characters, single characters and words, and give FTS5
(https://www.sqlite.org/fts5.html) the pieces with spaces between, for its ``ascii`` tokenizer to take as they are.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from rdflib import Graph, URIRef

from graph_builder.search.entries import SENTENCE, Entry, Kind, Role, kinds_of, sentences_of_plan, things_of
from graph_builder.search.fold import Run, pairs, runs, spaced
from graph_builder.search.readings import Reading, readings
from graph_builder.text import PlanFolder

FILE = "search.sqlite"
"""The name of the file in a release."""

FORMAT = 2
"""Version of the file's tables, kept as ``user_version``."""

BETWEEN = "\u3002"
"""Stands between the pieces of two runs, so that no phrase reaches over it."""

_TAIL = 64
"""Characters of a word whose parts can be searched; of a longer one only its beginning."""

SHORT = 2
"""Characters of a word up to which it is looked for as it is; a longer one may be the beginning of a word, too."""

_TABLES = f"""
PRAGMA page_size = 4096;
PRAGMA user_version = {FORMAT};
CREATE TABLE kind (name TEXT PRIMARY KEY, iri TEXT NOT NULL, zh TEXT, en TEXT, above TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, zh TEXT, en TEXT, mentions INTEGER NOT NULL,
  plan TEXT, begin INTEGER, "end" INTEGER
);
CREATE TABLE sentence (
  plan TEXT NOT NULL, begin INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (plan, begin)
) WITHOUT ROWID;
CREATE TABLE entry_kind (entry INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (entry, kind)) WITHOUT ROWID;
CREATE TABLE entry_plan (
  entry INTEGER NOT NULL, plan TEXT NOT NULL, mentions INTEGER NOT NULL, begin INTEGER, "end" INTEGER,
  PRIMARY KEY (entry, plan)
) WITHOUT ROWID;
CREATE TABLE name (
  id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, role INTEGER NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
  spaced TEXT NOT NULL
);
CREATE TABLE reading (
  id INTEGER PRIMARY KEY, name INTEGER NOT NULL, syllables TEXT NOT NULL, initials TEXT NOT NULL
);
CREATE VIRTUAL TABLE cut USING fts5(pairs, singles, words, tails, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE sound USING fts5(whole, inner, initials, content = '', tokenize = 'ascii', prefix = '2 4');
"""


def write_search(plans: Iterable[PlanFolder], graphs: Mapping[URIRef, Graph], merged: Graph, folder: Path) -> None:
    """Write the file for a release: the same graphs give the same bytes."""
    folders = tuple(plans)
    sentences = [entry for plan in folders for entry in sentences_of_plan(plan, graphs)]
    entries = [*things_of(merged, [plan.id for plan in folders], sentences), *sentences]
    write_index(entries, kinds_of(merged, entries), folder / FILE)


def write_index(entries: Iterable[Entry], kinds: Iterable[Kind], path: Path) -> None:
    """Write the file. The order of the entries counts: of two that are equal in all else, the first is shown first."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(_TABLES)
        with database:
            database.executemany(
                "INSERT INTO kind VALUES (?, ?, ?, ?, ?)",
                [
                    (kind.name, kind.iri, kind.labels.get("zh"), kind.labels.get("en"), " ".join(kind.above))
                    for kind in kinds
                ],
            )
            _fill(database, entries)
            for table in ("cut", "sound"):
                # one segment: else the bytes would tell in how many steps it was filled
                database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608 - our own names
        database.execute("VACUUM")
        path.write_bytes(database.serialize())


def _fill(database: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    names = sounds = 0
    for number, entry in enumerate(entries, 1):
        labels = entry.labels
        zh = labels.get("zh", labels.get(""))
        database.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (number, entry.iri, zh, labels.get("en"), entry.mentions, *(entry.place or (None, None, None))),
        )
        if entry.types == (SENTENCE,) and entry.place:
            database.execute("INSERT INTO sentence VALUES (?, ?, ?, ?)", (*entry.place, zh))
        database.executemany("INSERT INTO entry_kind VALUES (?, ?)", [(number, kind) for kind in entry.types])
        database.executemany(
            "INSERT INTO entry_plan VALUES (?, ?, ?, ?, ?)",
            [
                (number, plan, mentions, *entry.places.get(plan, ("", None, None))[1:])
                for plan, mentions in sorted(entry.plans.items())
            ],
        )
        for name in entry.names:
            names += 1
            found = runs(name.text)
            database.execute(
                "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
                (names, number, int(name.role), name.language, name.text, spaced(found)),
            )
            database.execute(
                "INSERT INTO cut (rowid, pairs, singles, words, tails) VALUES (?, ?, ?, ?, ?)",
                (names, *_pieces(found, tails=name.language != "en")),
            )
            if name.language == "en" or name.role > Role.OTHER:
                continue
            for reading in readings(name.text):
                sounds += 1
                _sound(database, sounds, names, reading)


def _sound(database: sqlite3.Connection, number: int, name: int, reading: Reading) -> None:
    database.execute(
        "INSERT INTO reading VALUES (?, ?, ?, ?)",
        (number, name, " ".join(reading.syllables), " ".join(reading.initials)),
    )
    database.execute(
        "INSERT INTO sound (rowid, whole, inner, initials) VALUES (?, ?, ?, ?)",
        (number, reading.whole, " ".join(reading.inner()), "".join(reading.initials)),
    )


def _pieces(found: list[Run], *, tails: bool) -> tuple[str, str, str, str]:
    """Cut runs into pairs, single characters and words; with parts of words, so that G finds 5G in Chinese."""
    apart = f" {BETWEEN} "
    characters = [run for run in found if not run.word]
    words = [run.text for run in found if run.word]
    return (
        apart.join(" ".join(pairs(run)) for run in characters if len(run.text) > 1),
        " ".join(character for run in characters for character in run.text),
        " ".join(words),
        " ".join(_tails(words)) if tails else "",
    )


def _tails(words: Iterable[str]) -> Iterator[str]:
    """Give the ends of words, and all their parts that are short."""
    for word in words:
        if len(word) <= _TAIL:
            ends = [word[index:] for index in range(1, len(word))]
            parts = [word[index : index + size] for size in range(1, SHORT + 1) for index in range(len(word))]
            yield from dict.fromkeys([*ends, *parts])
