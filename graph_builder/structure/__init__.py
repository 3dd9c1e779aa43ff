"""Room ``structure``: a source text becomes a tree of units, with what is missing marked as missing.

``parse(source)`` gives a :class:`Tree`. Its units are walked with ``tree.walk()``; each is a :class:`Unit` with

- ``kind``: what it is. ``HEADED`` kinds have a heading, ``MEASURES`` say what is to be done, from ``SILENT`` kinds no
  statement is taken, ``NODES`` have an IRI. A unit of another kind (a sentence, point or note) belongs to the nearest
  node around it;
- ``span``, ``number``, ``title``: stretches of the canonical text. ``title`` is the heading, the label of an item or
  point, or the lead sentence of a measure; ``label`` falls back to the first clause;
- ``theme``: what the headings above say that it is about (tasks, goals, a review of the past …);
- ``cells``: the bodies that a note of responsible units names, each with its role; the cells of a row of a table.

``tree.responsibilities`` tells which units a note holds for. Where a text has the line wraps of a printed page, a span
may hold line feeds and page numbers; ``tree.reading`` gives the words without them (``reading.words(unit.span)``) and
takes places in the words back to the text (``reading.span(start, end)``).
"""

from graph_builder.structure.outline import outline
from graph_builder.structure.parser import parse
from graph_builder.structure.units import (
    BODY_ROLES,
    COMMITTING,
    HEADED,
    MEASURES,
    NODES,
    SILENT,
    Cell,
    CellRole,
    Responsibility,
    TextStatus,
    Theme,
    Tree,
    Unit,
    UnitKind,
)

__all__ = [
    "BODY_ROLES",
    "COMMITTING",
    "HEADED",
    "MEASURES",
    "NODES",
    "SILENT",
    "Cell",
    "CellRole",
    "Responsibility",
    "TextStatus",
    "Theme",
    "Tree",
    "Unit",
    "UnitKind",
    "outline",
    "parse",
]
