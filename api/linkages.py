"""What a planner reads off the network: the lists and tables of a release, and matrices made from its network."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from api.network import Networks
from api.pages.faults import fault_of, unknown_value
from api.pages.language import Language
from api.pages.messages import message
from api.problems import Problem
from api.release import Dump, Release
from api.reviewed import asked_reviewed
from graph_builder.errors import FilterError
from graph_builder.linkages import (
    BASES,
    ORDERS,
    REVIEWED_FOLDER,
    Comparison,
    Matrix,
    Pair,
    TopLink,
    make_matrix,
    read_comparison,
    read_pairs,
)
from graph_builder.network import KINDS, LINK_KINDS, WEIGHTS, Filters, Network, Saying

FOLDER = "linkages"
TABLES: Mapping[str, tuple[str, ...]] = {
    "matrix": ("json", "csv", "xlsx"),
    "top": ("json", "csv", "xlsx"),
    "coherence": ("json", "csv", "xlsx"),
    "plans": ("json", "csv", "xlsx"),
    "names": ("csv",),
}
"""The tables below ``/linkages/`` with the forms of each; ``/gaps`` has the forms of ``coherence``."""

KIND = "kind"
"""The parameter that names a kind of link; the first of :data:`LISTED` unless given."""

LISTED = ("shared", "stated", "together", "technology")
"""Kinds of link in the order in which lists show them."""

PLAN = "plan"
"""The parameter that names a plan to be compared; it may be given more than once."""

_KEPT = 24
"""Matrices that are kept."""


class Lacking(Problem):
    """The release was built before there were linkages."""

    def __init__(self, name: str) -> None:
        super().__init__(
            404,
            f"This release has no {name}: an older version built it. "
            "Build it again with this version (planatlas build); the server then turns to it by itself.",
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The matrix that an address asks for; ``basis`` is empty for the usual one of the two kinds."""

    rows: str = "domain"
    columns: str = "technology"
    basis: str = ""
    order: str = "clustered"
    weight: str = "count"
    generic: bool = False
    reviewed: bool = False

    def written(self) -> dict[str, str]:
        """Give the parameters that differ from the first matrix."""
        first = Asked()
        found = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) != getattr(first, name)}
        return {name: "1" if value is True else str(value) for name, value in found.items()}


_KNOWN: Mapping[str, tuple[str, ...]] = {
    "rows": KINDS,
    "columns": KINDS,
    "basis": ("", *BASES),
    "order": ORDERS,
    "weight": WEIGHTS,
    "generic": ("", "0", "1"),
}


def asked_matrix(request: Request) -> Asked:
    """Read the matrix that an address asks for.

    Raises:
        Problem: a parameter has a value that there is not (400).
    """
    given: dict[str, Any] = {}
    for name, known in _KNOWN.items():
        value = request.query_params.get(name)
        if value is None:
            continue
        if value not in known:
            told = f"{name} knows no {value!r}; take one of {', '.join(word for word in known if word)}."
            raise Problem(400, told, chinese=unknown_value(name, value, known, Language.ZH))
        given[name] = value == "1" if name == "generic" else value
    return Asked(**given, reviewed=asked_reviewed(request))


def asked_kind(request: Request) -> str:
    """Read the kind of link that an address asks for.

    Raises:
        Problem: there is no such kind (400).
    """
    kind = request.query_params.get(KIND, LISTED[0])
    if kind not in LINK_KINDS:
        told = f"{KIND} knows no {kind!r}; take one of {', '.join(LISTED)}."
        raise Problem(400, told, chinese=unknown_value(KIND, kind, LISTED, Language.ZH))
    return kind


def asked_plans(request: Request, comparison: Comparison) -> tuple[str, ...]:
    """Read the plans that an address wants compared, by identifier, in the order of the release; none: not told.

    Raises:
        Problem: there is no such plan, or only one is named (400).
    """
    wanted = set(request.query_params.getlist(PLAN))
    known = [plan.id for plan in comparison.plans]
    for name in sorted(wanted.difference(known)):
        told = f"{PLAN} knows no {name!r}; take two or more of {', '.join(known)}."
        raise Problem(400, told, chinese=unknown_value(PLAN, name, known, Language.ZH))
    if len(wanted) == 1 < len(known):
        told = f"A comparison takes two plans or more: give {PLAN} again. There are {', '.join(known)}."
        listed = message("list.comma", Language.ZH).join(known)
        raise Problem(400, told, chinese=message("plans.two", Language.ZH, name=PLAN, known=listed))
    return tuple(name for name in known if name in wanted)


class Linkages:
    """The linkages of one release; what is read or made is kept. The network is that of ``networks``."""

    def __init__(self, release: Release, networks: Networks) -> None:
        self.release = release
        self._networks = networks
        self._matrices: OrderedDict[Asked, Matrix] = OrderedDict()
        # each with all statements (False) and without drafts (True)
        self._tops: dict[bool, dict[str, list[TopLink]]] = {}
        self._pairs: dict[bool, list[Pair]] = {}
        self._comparisons: dict[bool, Comparison] = {}
        self._gaps: dict[bool, list[dict[str, Any]]] = {}
        self._busy = asyncio.Lock()

    def file(self, name: str) -> Dump:
        """Give a file of the folder of linkages.

        Raises:
            Lacking: the release has none.
        """
        dump = self.release.dump(f"{FOLDER}/{name}")
        if dump is None:
            raise Lacking(f"{FOLDER}/{name}")
        return dump

    async def network(self) -> Network:
        """Give the whole network.

        Raises:
            Problem: the release has no linkages (:class:`Lacking`), or no network.
        """
        self.file("matrix.json")
        return await self._networks.network()

    async def matrix(self, asked: Asked) -> Matrix:
        """Make a matrix, or give one that was made before; errors as :meth:`network`."""
        whole = await self.network()
        async with self._busy:  # one at a time: the rest of the service goes on meanwhile
            return await asyncio.to_thread(self._made, whole, asked)

    def list_file(self, name: str, reviewed: bool) -> Dump:
        """Give a list as JSON, without drafts where that is asked for; errors as :meth:`file`."""
        return self.file(f"{REVIEWED_FOLDER}/{name}.json" if reviewed else f"{name}.json")

    def top(self, reviewed: bool = False) -> dict[str, list[TopLink]]:
        """Give the strongest links by kind, as the release ranks them; errors as :meth:`network`."""
        if reviewed not in self._tops:
            data = json.loads(self.list_file("top", reviewed).path.read_bytes())
            self._tops[reviewed] = {kind: [_top_link(row) for row in data[kind]] for kind in LISTED}
        return self._tops[reviewed]

    def pairs(self, reviewed: bool = False) -> list[Pair]:
        """Give the pairs of directives that should know of one another; errors as :meth:`network`."""
        if reviewed not in self._pairs:
            self._pairs[reviewed] = read_pairs(self.list_file("coherence", reviewed).path)
        return self._pairs[reviewed]

    def comparison(self, reviewed: bool = False) -> Comparison:
        """Give what the plans share and what one alone names; errors as :meth:`network`."""
        if reviewed not in self._comparisons:
            self._comparisons[reviewed] = read_comparison(self.list_file("plans", reviewed).path)
        return self._comparisons[reviewed]

    def gaps(self, plan: str, reviewed: bool = False) -> dict[str, Any]:
        """Give the profile of a plan by its identifier; errors as :meth:`network`."""
        if reviewed not in self._gaps:
            self._gaps[reviewed] = json.loads(self.list_file("gaps", reviewed).path.read_bytes())
        return next(profile for profile in self._gaps[reviewed] if profile["id"] == plan)

    def _made(self, whole: Network, asked: Asked) -> Matrix:
        if asked not in self._matrices:
            filters = Filters(hubs=True, generic=asked.generic, reviewed=asked.reviewed, weight=asked.weight)
            try:
                self._matrices[asked] = make_matrix(
                    whole, asked.rows, asked.columns, basis=asked.basis, order=asked.order, filters=filters
                )
            except FilterError as error:
                raise Problem(400, str(error), chinese=" ".join(fault_of(error, Language.ZH))) from error
        self._matrices.move_to_end(asked)
        while len(self._matrices) > _KEPT:
            self._matrices.popitem(last=False)
        return self._matrices[asked]


def _top_link(row: Mapping[str, Any]) -> TopLink:
    lists = {name: tuple(row[name]) for name in ("through", "links")}
    sides = tuple(tuple(side) for side in row["sides"])
    return TopLink(**{**row, **lists, "sides": sides, "sayings": tuple(_saying(item) for item in row["sayings"])})


def _saying(item: Mapping[str, Any]) -> Saying:
    marks = tuple((begin, end) for begin, end in item["marks"])
    return Saying(**{**item, "marks": marks, **{name: tuple(item[name]) for name in ("assertions", "fields")}})
