"""Who answers for what: the units that each note of responsible units holds for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph_builder.structure.draft import Draft
from graph_builder.structure.units import BODY_ROLES, MEASURES, Cell, CellRole, Responsibility, Unit, UnitKind


def responsibilities(drafts: list[Draft], units: dict[int, Unit], *, leads_first: bool) -> tuple[Responsibility, ...]:
    """List the responsibilities of a text in its order.

    A note inside a unit holds for that unit; a note after several measures for those; a row of a table for itself.
    Bodies that are said once to hold for all that follow hold for each later measure.
    """
    found: list[Responsibility] = []
    later = _Later()
    for parent, draft in _with_parents(None, drafts):
        unit = units[id(draft)]
        if draft.kind is UnitKind.ROW:
            bodies = tuple(cell for cell in unit.cells if cell.role in BODY_ROLES)
            if bodies:
                found.append(Responsibility(unit, bodies, (unit,)))
        if draft.kind in (UnitKind.TASK, UnitKind.SAFEGUARD):
            later.measure(unit)
        if draft.note is None:
            continue
        own = len(draft.note.cells)
        bodies = tuple(cell for cell in unit.cells[:own] if cell.role in BODY_ROLES)
        if leads_first and bodies and all(cell.role is CellRole.RESPONSIBLE for cell in bodies):
            bodies = (Cell(CellRole.LEAD, bodies[0].span, bodies[0].heading), *bodies[1:])
        scope = tuple(units[id(held)] for held in draft.scope)
        if not scope and parent is not None:
            scope = (units[id(parent)],)
        if bodies:
            found.append(Responsibility(unit, bodies, scope))
        if draft.note.defaults:
            later.default(unit, unit.cells[own:], scope)
    return (*found, *later.all())


class _Later:
    """Bodies that hold for all measures from their note on."""

    def __init__(self) -> None:
        self.notes: list[tuple[Unit, tuple[Cell, ...], list[Unit]]] = []

    def default(self, note: Unit, bodies: tuple[Cell, ...], scope: Iterable[Unit]) -> None:
        """Take up the bodies of a note, which also hold for what the note itself holds for."""
        self.notes = [*self.notes[-7:], (note, bodies, [unit for unit in scope if unit.kind in MEASURES])]

    def measure(self, unit: Unit) -> None:
        """Let the bodies hold for one more measure."""
        for _, _, scope in self.notes:
            scope.append(unit)

    def all(self) -> Iterator[Responsibility]:
        """Give what holds unsaid."""
        for note, bodies, scope in self.notes:
            yield Responsibility(note, bodies, tuple(scope), default=True)


def _with_parents(parent: Draft | None, drafts: Iterable[Draft]) -> Iterator[tuple[Draft | None, Draft]]:
    for draft in drafts:
        yield parent, draft
        yield from _with_parents(draft, draft.children)
