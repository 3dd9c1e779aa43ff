"""Linkages and gaps as files: those that the release holds, and those made of what an address asks for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from api.dumps import file_answer, made_answer
from api.ledger import TYPES, asked_language
from api.linkages import FOLDER, KIND, TABLES, Asked, Linkages, asked_kind, asked_matrix, asked_plans
from api.pages.language import VARY, Language
from api.problems import Problem
from api.reviewed import REVIEWED, asked_reviewed
from graph_builder.linkages import (
    Comparison,
    among,
    comparison_csv,
    comparison_json,
    comparison_xlsx,
    gaps_csv,
    gaps_xlsx,
    matrix_csv,
    matrix_xlsx,
    other_names_csv,
    pairs_csv,
    pairs_xlsx,
    read_gaps,
    top_links_csv,
    top_links_xlsx,
)


async def table_file(request: Request, linkages: Linkages, table: str, suffix: str) -> Response:
    """Answer ``/linkages/TABLE.SUFFIX`` with a file to keep; only CSV depends on the language.

    Raises:
        Problem: a parameter has a value that there is not (400); there is no such table or form (404).
        Lacking: the release has no linkages.
    """
    if suffix not in TABLES.get(table, ()):
        known = ", ".join(f"{name}.{form}" for name, forms in TABLES.items() for form in forms)
        raise Problem(404, f"There is no {table}.{suffix}; there are {known}.")
    language, reviewed = asked_language(request), asked_reviewed(request)
    if table == "matrix":
        asked = asked_matrix(request)
        if asked == Asked():
            return kept_file(request, linkages, table, suffix, language)
        return await _matrix_file(request, linkages, asked, suffix, language)
    if table == "top":
        return await _top_file(request, linkages, suffix, language, reviewed)
    if table in ("plans", "names"):
        return await _comparison_file(request, linkages, table, suffix, language, reviewed)
    return await listed_file(request, linkages, table, suffix)


async def listed_file(request: Request, linkages: Linkages, table: str, suffix: str) -> Response:
    """Answer with the pairs of directives (``coherence``) or the gaps (``gaps``), without drafts where asked for.

    Raises:
        Problem: a parameter has a value that there is not (400).
        Lacking: the release has no linkages.
    """
    language = asked_language(request)
    if not asked_reviewed(request):
        return kept_file(request, linkages, table, suffix, language)
    path = linkages.list_file(table, True).path

    def make() -> bytes | str:
        if suffix == "json":
            return path.read_bytes()
        if table == "gaps":
            profiles = read_gaps(path)
            return gaps_xlsx(profiles) if suffix == "xlsx" else gaps_csv(profiles, language)
        pairs = linkages.pairs(True)
        return pairs_xlsx(pairs) if suffix == "xlsx" else pairs_csv(pairs, language)

    return await _made(request, make, f"{table}.{REVIEWED}", suffix, language)


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


async def _matrix_file(request: Request, linkages: Linkages, asked: Asked, suffix: str, language: Language) -> Response:
    matrix = await linkages.matrix(asked)

    def make() -> bytes | str:
        if suffix == "json":
            return _compact(matrix.as_data())
        return matrix_xlsx(matrix) if suffix == "xlsx" else matrix_csv(matrix, language)

    stem = f"{asked.rows}-{asked.columns}" + (f".{REVIEWED}" if asked.reviewed else "")
    return await _made(request, make, stem, suffix, language)


async def _top_file(request: Request, linkages: Linkages, suffix: str, language: Language, reviewed: bool) -> Response:
    chosen = suffix == "csv" or KIND in request.query_params
    kind = asked_kind(request) if chosen else ""
    if kind and suffix == "xlsx":
        raise Problem(400, f"top.xlsx holds all kinds of link, each on a sheet; leave {KIND} out.")
    stem = f"top.{kind}" if kind else "top"
    if not reviewed and suffix == ("csv" if kind else "json"):
        return kept_file(request, linkages, stem, suffix, language)
    path, network = linkages.list_file("top", reviewed).path, await linkages.network()

    def make() -> bytes | str:
        if suffix == "json":
            whole = path.read_bytes()
            return _compact(json.loads(whole)[kind]) if kind else whole
        top = linkages.top(reviewed)
        return top_links_xlsx(network, top) if suffix == "xlsx" else top_links_csv(network, top[kind], language)

    return await _made(request, make, f"{stem}.{REVIEWED}" if reviewed else stem, suffix, language)


async def _comparison_file(
    request: Request, linkages: Linkages, table: str, suffix: str, language: Language, reviewed: bool
) -> Response:
    whole = linkages.comparison(reviewed)
    plans = asked_plans(request, whole)
    if not plans and not reviewed and suffix != "xlsx":
        return kept_file(request, linkages, table, suffix, language)
    write: dict[tuple[str, str], Callable[[Comparison], bytes | str]] = {
        ("plans", "json"): comparison_json,
        ("plans", "xlsx"): comparison_xlsx,
        ("plans", "csv"): lambda found: comparison_csv(found, language),
        ("names", "csv"): lambda found: other_names_csv(found, language),
    }
    stem = ".".join((table, *(["chosen"] if plans else []), *([REVIEWED] if reviewed else [])))

    def make() -> bytes | str:
        return write[table, suffix](among(whole, plans) if plans else whole)

    return await _made(request, make, stem, suffix, language)


async def _made(
    request: Request, make: Callable[[], bytes | str], stem: str, suffix: str, language: Language
) -> Response:
    """Make a file aside, and answer with it."""
    made = await asyncio.to_thread(make)
    content = made.encode() if isinstance(made, str) else made
    name = f"{stem}.{language}.{suffix}" if suffix == "csv" else f"{stem}.{suffix}"
    headers = {"content-disposition": f'attachment; filename="{FOLDER}-{name}"'}
    if suffix == "csv":
        headers |= {"content-language": language.tag, "vary": VARY}
    return made_answer(request, content, TYPES[suffix], headers)


def _compact(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n").encode()
