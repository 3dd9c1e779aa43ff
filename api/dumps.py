"""Downloads: every file that the manifest lists, and a page that says what each is."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from api.pages.language import Language, language_of
from api.pages.messages import MESSAGES, message
from api.pages.render import page
from api.prefix import in_page, root_of
from api.problems import Problem
from api.release import Dump, Release

_GROUPS = {
    "graph": ("planatlas.ttl", "planatlas.nt", "planatlas.nq", "planatlas.trig", "planatlas.jsonld", "planatlas.rdf"),
    "tables": ("entities.csv", "statements.csv"),
    "plans": ("plans/",),
    "networks": ("networks/",),
    "linkages": ("linkages/",),
    "ledger": ("ledger/",),
    "ontology": ("ontology/",),
    "quality": ("quality/", "validation/"),
    "catalog": ("void.ttl", "dcat.ttl", "manifest.json"),
    "other": ("",),
}
"""Groups of files by how their names begin; a file stands in the first that fits."""


SUMS = "SHA256SUMS"
"""The checksums of all files, made from the manifest as ``sha256sum`` reads them."""

_GRAPHS = ("plan", "evidence", "derived", "background", "ontology", "vocabularies", "alignments", "catalog")

_RECIPES = {
    "dumps.load.check": """\
curl -O {root}dumps/planatlas.nt.gz
curl -s {root}dumps/SHA256SUMS | grep ' planatlas.nt.gz$' | sha256sum -c
""",
    "dumps.load.rdflib": """\
import gzip, urllib.request
from rdflib import Graph

with urllib.request.urlopen("{root}dumps/planatlas.ttl.gz") as packed:
    graph = Graph().parse(data=gzip.decompress(packed.read()), format="turtle")
print(len(graph))
""",
    "dumps.load.r": """\
statements <- read.csv("{root}dumps/statements.csv", fileEncoding = "UTF-8-BOM")
entities <- read.csv("{root}dumps/entities.csv", fileEncoding = "UTF-8-BOM")
sort(table(statements$property_en), decreasing = TRUE)
""",
    "dumps.load.fuseki": """\
curl -O {root}dumps/planatlas.nt.gz
fuseki-server --file=planatlas.nt.gz /planatlas
curl -s http://localhost:3030/planatlas/sparql --data-urlencode 'query=SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }}'
""",
}
"""How to load the data, by the message that names the program; ``root`` is the address of the server."""


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


def recipes(root: str) -> list[tuple[str, str]]:
    """Give commands that download, check and load: (message key of what they are, the commands)."""
    return [(key, code.format(root=root)) for key, code in _RECIPES.items()]


def named_graphs(release: Release) -> list[tuple[str, str, int]]:
    """List the named graphs: (IRI, message key of what it holds, number of triples), those of plans first."""

    def kind(name: str) -> str:
        return name.removeprefix(f"{release.manifest.base}graph/").split("/")[0]

    found = [
        (name, f"dumps.is.named.{kind(name) if kind(name) in _GRAPHS else 'other'}", count)
        for name, count in release.manifest.counts.graphs.items()
    ]
    return sorted(found, key=lambda item: (_GRAPHS.index(kind(item[0])) if kind(item[0]) in _GRAPHS else 99, item[0]))


def citation(release: Release, language: Language) -> str:
    """Say how to cite the data."""
    manifest = release.manifest
    dataset = f"{manifest.base}id/dataset/planatlas"
    return message("dumps.cite.as", language, version=manifest.version, release=manifest.release, dataset=dataset)


def checksums(request: Request, release: Release) -> Response:
    """Answer ``/dumps/SHA256SUMS``."""
    lines = "".join(f"{dump.sha256}  {dump.name}\n" for dump in release.dumps())
    headers = {
        "etag": f'"{hashlib.sha256(lines.encode()).hexdigest()}"',
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
    }
    if _is_known(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(lines, headers=headers, media_type="text/plain")


def _is_known(request: Request, etag: str) -> bool:
    held = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    return etag in held or "*" in held


def dumps_page(request: Request, release: Release) -> Response:
    """Answer ``/dumps/``: what is in each file, how to cite the data, how to load them."""
    language = language_of(request)
    return page(
        request,
        "dumps.html",
        release,
        groups=listing(release, language),
        sums=SUMS,
        graphs=named_graphs(release),
        citation=citation(release, language),
        recipes=recipes(str(request.base_url)),
        tables=release.dump("statements.csv") is not None,
    )


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
    given = {
        "etag": etag,
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "Accept-Ranges, Content-Range, ETag, Repr-Digest",
        "repr-digest": f"sha-256=:{base64.b64encode(bytes.fromhex(dump.sha256)).decode()}:",  # RFC 9530
        **(headers or {}),
    }
    if _is_known(request, etag):
        return Response(status_code=304, headers=given)
    if not dump.path.is_file():
        raise Problem(404, f"{dump.name} is no longer there")
    return _StableFile(dump.path, headers=given, media_type=dump.media_type)


def made_answer(request: Request, content: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """Answer with what was made of a release: ETag and conditional requests; readable from any web page."""
    given = {
        "etag": f'"{hashlib.sha256(content).hexdigest()}"',
        "cache-control": "no-cache",
        "access-control-allow-origin": "*",
        **headers,
    }
    if _is_known(request, given["etag"]):
        return Response(status_code=304, headers=given)
    return Response(content, headers=given, media_type=media_type)


def page_file_answer(request: Request, dump: Dump, headers: Mapping[str, str]) -> Response:
    """Answer with a page that the release holds as a file, its links below the prefix of a proxy if there is one.

    Raises:
        Problem: as :func:`file_answer`.
    """
    root = root_of(request)
    if not root:
        return file_answer(request, dump, headers)
    given = {"etag": f'"{dump.sha256}-{root.encode().hex()}"', "cache-control": "no-cache", **headers}
    if _is_known(request, given["etag"]):
        return Response(status_code=304, headers=given)
    if not dump.path.is_file():
        raise Problem(404, f"{dump.name} is no longer there")
    return Response(_placed(dump.path, root), headers=given, media_type=dump.media_type)


@lru_cache(maxsize=4)
def _placed(path: Path, root: str) -> bytes:
    return in_page(path.read_text("utf-8"), root).encode()


def download(request: Request, release: Release, name: str) -> Response:
    """Answer ``/dumps/NAME``: only names of the manifest's own table lead to a file.

    Raises:
        Problem: the manifest lists no such file (404).
    """
    if name == SUMS:
        return checksums(request, release)
    dump = release.dump(name)
    if dump is None:
        raise Problem(404, f"this release has no file {name}; /dumps/ lists those it has")
    headers = {}
    if name.endswith((".html", ".gz")):
        headers["content-disposition"] = f'attachment; filename="{name.rpartition("/")[2]}"'
    return file_answer(request, dump, headers)


def dumps_doors(current: Callable[[], Release]) -> dict[str, tuple[Callable[..., Awaitable[Response]], str]]:
    """Give the addresses of the downloads with what answers them and a sentence on each."""

    async def dumps(request: Request) -> Response:
        """Answer ``/dumps/``."""
        return dumps_page(request, current())

    async def dump(request: Request, name: str) -> Response:
        """Answer ``/dumps/NAME``."""
        return download(request, current(), name)

    return {
        "/dumps/": (dumps, "The files of the release"),
        "/dumps/{name:path}": (dump, "A file of the release"),
    }
