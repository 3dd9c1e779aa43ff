"""What a planner reads off the network: the lists and tables of a release, and matrices made from its network."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.dumps import file_answer
from api.ledger import asked_language
from api.network import Networks
from api.pages.faults import fault_of, unknown_value
from api.pages.language import VARY, Language
from api.problems import Problem
from api.release import Dump, Release
from graph_builder.errors import FilterError
from graph_builder.linkages import (
    BASES,
    ORDERS,
    Comparison,
    Matrix,
    Pair,
    TopLink,
    make_matrix,
    matrix_csv,
    matrix_xlsx,
    read_comparison,
    read_pairs,
    top_links_xlsx,
)
from graph_builder.network import KINDS, LINK_KINDS, WEIGHTS, Filters, Network, Saying

FOLDER = "linkages"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLES: Mapping[str, tuple[str, ...]] = {
    "matrix": ("json", "csv", "xlsx"),
    "top": ("json", "csv", "xlsx"),
    "coherence": ("json", "csv", "xlsx"),
    "plans": ("json", "csv"),
    "names": ("csv",),
}
"""The tables below ``/linkages/`` with the forms of each; ``/gaps`` has the forms of ``coherence``."""

KIND = "kind"
"""The parameter that names a kind of link; the first of :data:`LISTED` unless given."""

LISTED = ("shared", "stated", "together", "technology")
"""Kinds of link in the order in which lists show them."""

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
    "reviewed": ("", "0", "1"),
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
        given[name] = value == "1" if name in ("generic", "reviewed") else value
    return Asked(**given)


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


class Linkages:
    """The linkages of one release; what is read or made is kept. The network is that of ``networks``."""

    def __init__(self, release: Release, networks: Networks) -> None:
        self.release = release
        self._networks = networks
        self._matrices: OrderedDict[Asked, Matrix] = OrderedDict()
        self._tops: dict[str, list[TopLink]] | None = None
        self._pairs: list[Pair] | None = None
        self._comparison: Comparison | None = None
        self._gaps: list[dict[str, Any]] | None = None
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

    def top(self) -> dict[str, list[TopLink]]:
        """Give the strongest links by kind, as the release ranks them; errors as :meth:`network`."""
        if self._tops is None:
            data = json.loads(self.file("top.json").path.read_bytes())
            self._tops = {kind: [_top_link(row) for row in data[kind]] for kind in LISTED}
        return self._tops

    def pairs(self) -> list[Pair]:
        """Give the pairs of directives that should know of one another; errors as :meth:`network`."""
        if self._pairs is None:
            self._pairs = read_pairs(self.file("coherence.json").path)
        return self._pairs

    def comparison(self) -> Comparison:
        """Give what the plans share and what one alone names; errors as :meth:`network`."""
        if self._comparison is None:
            self._comparison = read_comparison(self.file("plans.json").path)
        return self._comparison

    def gaps(self, plan: str) -> dict[str, Any]:
        """Give the profile of a plan by its identifier; errors as :meth:`network`."""
        if self._gaps is None:
            self._gaps = json.loads(self.file("gaps.json").path.read_bytes())
        return next(profile for profile in self._gaps if profile["id"] == plan)

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


async def table_file(request: Request, linkages: Linkages, table: str, suffix: str) -> Response:
    """Answer ``/linkages/TABLE.SUFFIX`` with a file to keep; only CSV depends on the language.

    Raises:
        Problem: a parameter has a value that there is not (400); there is no such table or form (404).
        Lacking: the release has no linkages.
    """
    if suffix not in TABLES.get(table, ()):
        known = ", ".join(f"{name}.{form}" for name, forms in TABLES.items() for form in forms)
        raise Problem(404, f"There is no {table}.{suffix}; there are {known}.")
    language = asked_language(request)
    if table == "matrix" and (asked := asked_matrix(request)) != Asked():
        return await _made_file(request, linkages, asked, suffix, language)
    if table == "top" and (suffix == "csv" or KIND in request.query_params):
        kind = asked_kind(request)
        if suffix == "xlsx":
            raise Problem(400, f"top.xlsx holds all kinds of link, each on a sheet; leave {KIND} out.")
        if suffix == "json":
            rows = json.loads(linkages.file("top.json").path.read_bytes())[kind]
            return _content(request, linkages, _compact(rows), "application/json", f"top.{kind}.json")
        return kept_file(request, linkages, f"top.{kind}", suffix, language)
    if table == "top" and suffix == "xlsx":
        content = await asyncio.to_thread(top_links_xlsx, await linkages.network(), linkages.top())
        return _content(request, linkages, content, XLSX, "top.xlsx")
    return kept_file(request, linkages, table, suffix, language)


def kept_file(request: Request, linkages: Linkages, stem: str, suffix: str, language: Language) -> Response:
    """Answer with a table that the release holds.

    Raises:
        Lacking: it does not hold it.
    """
    name = f"{stem}.{language}.{suffix}" if suffix == "csv" else f"{stem}.{suffix}"
    headers = {"content-disposition": f'attachment; filename="{FOLDER}-{name}"'}
    if suffix == "csv":
        headers |= {"content-language": language.tag, "vary": VARY}
    return file_answer(request, linkages.file(name), headers)


async def _made_file(request: Request, linkages: Linkages, asked: Asked, suffix: str, language: Language) -> Response:
    matrix = await linkages.matrix(asked)
    name = f"{asked.rows}-{asked.columns}"
    if suffix == "json":
        return _content(request, linkages, _compact(matrix.as_data()), "application/json", f"{name}.json")
    if suffix == "xlsx":
        return _content(request, linkages, matrix_xlsx(matrix), XLSX, f"{name}.xlsx")
    content = matrix_csv(matrix, language).encode()
    return _content(request, linkages, content, "text/csv", f"{name}.{language}.csv", language)


def _content(
    request: Request, linkages: Linkages, content: bytes, media_type: str, name: str, language: Language | None = None
) -> Response:
    tag = hashlib.sha256(linkages.release.manifest_sha256.encode() + content).hexdigest()
    headers = {
        "etag": f'"{tag}"',
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
        "content-disposition": f'attachment; filename="{FOLDER}-{name}"',
    }
    if language:
        headers |= {"content-language": language.tag, "vary": VARY}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


def _compact(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
