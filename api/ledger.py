"""The ledgers of a release: their files, and which one an address asks for."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.dumps import file_answer, made_answer
from api.pages.language import PARAMETER, VARY, Language, language_of
from api.problems import Problem
from api.release import Dump, PlanEntry, Release
from api.reviewed import REVIEWED, STATUSES, asked_reviewed
from graph_builder.reports import ledger_csv, ledger_xlsx, read_ledger

SUFFIXES = ("csv", "xlsx", "json")
"""The forms in which ``/ledger.SUFFIX`` gives a ledger."""

TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Media types of lists and tables."""

PLAN = "plan"
"""The parameter that names a plan; without it the first of the release is meant."""


class Ledgers:
    """The ledgers of one release, each read once."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._read: dict[str, dict[str, Any]] = {}

    def ledger(self, plan: PlanEntry) -> dict[str, Any]:
        """Give the ledger of a plan as :func:`graph_builder.reports.ledger_json` writes it.

        Raises:
            Problem: the release has none (404).
        """
        if plan.id not in self._read:
            self._read[plan.id] = json.loads(_file(self._release, f"{plan.id}.json").path.read_bytes())
        return self._read[plan.id]


def without_drafts(ledger: Mapping[str, Any]) -> dict[str, Any]:
    """Give a ledger without the directives whose statements are drafts; the others keep their numbers."""
    rows = [row for row in ledger["rows"] if row["review"] and row["review"]["iri"].rpartition("/")[2] in STATUSES]
    return {**ledger, "rows": rows}


def has_ledger(release: Release) -> bool:
    """Tell whether a release has ledgers; those of older versions do not."""
    return any(name.startswith("ledger/") for name in release.manifest.files)


def asked_plan(request: Request, release: Release) -> PlanEntry:
    """Give the plan that an address asks for.

    Raises:
        Problem: the release has no such plan (404).
    """
    wanted = request.query_params.get(PLAN)
    plan = release.manifest.plans[0] if wanted is None else release.plan(wanted)
    if plan is None:
        known = ", ".join(entry.id for entry in release.manifest.plans)
        raise Problem(404, f"This release has no plan {wanted}; it has: {known}.")
    return plan


def asked_language(request: Request) -> Language:
    """Give the language that an address asks for, else that of the request.

    Raises:
        Problem: there is no such language (400).
    """
    wanted = request.query_params.get(PARAMETER)
    if wanted is not None and wanted not in tuple(Language):
        raise Problem(400, f"There is no language {wanted}; write {PARAMETER}=zh or {PARAMETER}=en.")
    return language_of(request)


async def ledger_file(request: Request, release: Release, suffix: str) -> Response:
    """Answer ``/ledger.SUFFIX`` with a file to keep; only CSV depends on the language.

    Raises:
        Problem: a parameter has a value that there is not (400); there is no such form or plan, or the release has no
            ledger (404).
    """
    if suffix not in SUFFIXES:
        raise Problem(404, f"There is no ledger as {suffix}; there is {', '.join(SUFFIXES)}.")
    language, plan, reviewed = asked_language(request), asked_plan(request, release), asked_reviewed(request)
    tagged = f".{language}" if suffix == "csv" else ""
    stem = f"{plan.id}-ledger.{REVIEWED}" if reviewed else f"{plan.id}-ledger"
    headers = {"content-disposition": f'attachment; filename="{stem}{tagged}.{suffix}"'}
    if suffix == "csv":
        headers |= {"content-language": language.tag, "vary": VARY}
    if not reviewed:
        return file_answer(request, _file(release, f"{plan.id}{tagged}.{suffix}"), headers)
    source = _file(release, f"{plan.id}.json")

    def make() -> bytes:
        data = without_drafts(json.loads(source.path.read_bytes()))
        if suffix == "json":
            return (json.dumps(data, ensure_ascii=False) + "\n").encode()
        ledger = read_ledger(data)
        return ledger_xlsx(ledger) if suffix == "xlsx" else ledger_csv(ledger, language).encode()

    return made_answer(request, await asyncio.to_thread(make), TYPES[suffix], headers)


def _file(release: Release, name: str) -> Dump:
    dump = release.dump(f"ledger/{name}")
    if dump is None:
        raise Problem(
            404,
            f"This release has no ledger/{name}: an older version built it. "
            "Build it again with this version (planatlas build); the server then turns to it by itself.",
        )
    return dump
