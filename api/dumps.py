"""Downloads: every file that the manifest lists, and a page that says what each is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.pages.language import Language
from api.pages.messages import MESSAGES, message
from api.problems import Problem
from api.release import Dump, Release

_GROUPS = {
    "graph": ("planatlas.ttl", "planatlas.nt", "planatlas.nq", "planatlas.trig", "planatlas.jsonld", "planatlas.rdf"),
    "plans": ("plans/",),
    "networks": ("networks/",),
    "ledger": ("ledger/",),
    "ontology": ("ontology/",),
    "quality": ("quality/", "validation/"),
    "other": ("",),
}
"""Groups of files by how their names begin; a file stands in the first that fits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file on the page of downloads, with its compressed twin where there is one."""

    dump: Dump
    meaning: str
    packed: Dump | None


def listing(release: Release, language: Language) -> list[tuple[str, list[Entry]]]:
    """List the files of a release in groups: (message key of the heading, entries)."""
    groups: dict[str, list[Entry]] = {group: [] for group in _GROUPS}
    for dump in release.dumps():
        if dump.name.endswith(".gz") and release.dump(dump.name.removesuffix(".gz")):
            continue
        group = next(name for name, starts in _GROUPS.items() if dump.name.startswith(starts))
        groups[group].append(Entry(dump, _meaning(release, dump, language), release.dump(f"{dump.name}.gz")))
    order = _GROUPS["graph"]
    groups["graph"].sort(key=lambda entry: order.index(entry.dump.name))
    return [(f"dumps.group.{group}", entries) for group, entries in groups.items() if entries]


def _meaning(release: Release, dump: Dump, language: Language) -> str:
    """Say in words what a file is."""
    if dump.name.startswith("plans/") and dump.name.endswith(".ttl"):
        plan = release.plan(dump.name.removeprefix("plans/").removesuffix(".ttl"))
        if plan is not None:
            return message("dumps.is.plan", language, plan=plan.title.get(language) or plan.title.get("zh", plan.id))
    suffix = dump.name.rpartition(".")[2]
    of_plan = re.sub(r"^(\w+)/.*?((?:\.(?:zh|en))?\.\w+)$", r"\1\2", dump.name)
    for key in (f"dumps.is.{dump.name}", f"dumps.is.{of_plan}", f"dumps.is.{suffix}"):
        if key in MESSAGES:
            return message(key, language)
    return message("dumps.is.other", language)


class _StableFile(FileResponse):
    """A file whose validator is its content's hash.

    Its time of change is not told: the same bytes may be written at any time.
    """

    def set_stat_headers(self, stat_result: os.stat_result) -> None:
        self.headers.setdefault("content-length", str(stat_result.st_size))

    def _should_use_range(self, http_if_range: str) -> bool:
        return http_if_range == self.headers["etag"]


def file_answer(request: Request, dump: Dump, headers: Mapping[str, str] | None = None) -> Response:
    """Answer with a file of the release: ETag, conditional and range requests; readable from any web page.

    Raises:
        Problem: the file has gone since the release was opened (404).
    """
    etag = f'"{dump.sha256}"'
    given = {"etag": etag, "cache-control": "no-cache", "access-control-allow-origin": "*", **(headers or {})}
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in held or "*" in held:
        return Response(status_code=304, headers=given)
    if not dump.path.is_file():
        raise Problem(404, f"{dump.name} is no longer there")
    return _StableFile(dump.path, headers=given, media_type=dump.media_type)


def download(request: Request, release: Release, name: str) -> Response:
    """Answer ``/dumps/NAME``: only names of the manifest's own table lead to a file.

    Raises:
        Problem: the manifest lists no such file (404).
    """
    dump = release.dump(name)
    if dump is None:
        raise Problem(404, f"this release has no file {name}; /dumps/ lists those it has")
    headers = {}
    if name.endswith((".html", ".gz")):
        headers["content-disposition"] = f'attachment; filename="{name.rpartition("/")[2]}"'
    return file_answer(request, dump, headers)
