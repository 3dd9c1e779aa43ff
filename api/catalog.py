"""What a release says of itself, with the addresses of the server that is asked.

The files of a release, and its catalog graph, name addresses below the base, which nobody has registered. A client that
reads a description here gets the same triples, but where they name a place to fetch from it is a place on this server.
Names of things (datasets, distributions, graphs, partitions) stay as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterable
from functools import cached_property

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from api.pages.language import prefers_html
from api.problems import Problem
from api.release import Release
from api.sparql.negotiation import GRAPHS, Format, choose
from graph_builder.namespaces import CATALOG_PREFIXES, SD

VOID = "void.ttl"
DCAT = "dcat.ttl"

_LINKS = {f"{SD}{name}" for name in ("defaultDataset", "defaultGraph", "namedGraph", "graph")}


class SelfDescription:
    """The descriptions of one release, read when first asked for."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @cached_property
    def _void(self) -> tuple[ox.Triple, ...]:
        return self._read(VOID)

    @cached_property
    def _dcat(self) -> tuple[ox.Triple, ...]:
        return self._read(DCAT)

    def _read(self, name: str) -> tuple[ox.Triple, ...]:
        dump = self._release.dump(name)
        if dump is None:
            raise Problem(404, f"This release has no {name}; it was built by an earlier version.")
        return tuple(quad.triple for quad in ox.parse(path=str(dump.path), format=ox.RdfFormat.TURTLE))

    def void(self, request: Request) -> Response:
        """Answer ``/.well-known/void``: statistics, graphs, queries and prefixes.

        Raises:
            Problem: 400, 406 as negotiation has them; 404 if the release holds no description.
        """
        return self._answer(request, VOID, self._void)

    def catalog(self, request: Request) -> Response:
        """Answer ``/catalog``: the files of the release.

        Raises:
            Problem: as :meth:`void`.
        """
        return self._answer(request, DCAT, self._dcat)

    def service(self, root: str) -> list[ox.Triple]:
        """Give what the release says of the endpoint at ``{root}sparql`` and of the graphs behind it.

        Nothing, where the release holds no description.

        Raises:
            Problem: 400 if the address is no IRI.
        """
        if self._release.dump(VOID) is None:
            return []
        start = f"{self._release.manifest.base}sparql"
        wanted, found = {start}, {start}
        while wanted:
            links = (triple for triple in self._void if _iri(triple.subject) in wanted)
            wanted = {_iri(triple.object) for triple in links if triple.predicate.value in _LINKS} - found
            found |= wanted
        return self._here((triple for triple in self._void if _iri(triple.subject) in found), root)

    def _answer(self, request: Request, name: str, triples: Iterable[ox.Triple]) -> Response:
        form = _format(request)
        root = str(request.base_url)
        dump = self._release.dump(name)
        assert dump is not None
        tag = hashlib.sha256(f"{dump.sha256} {form.name} {root}".encode()).hexdigest()
        headers = {
            "etag": f'"{tag}"',
            "vary": "Accept",
            "cache-control": "no-cache",
            "access-control-allow-origin": "*",
            "content-type": form.content_type,
        }
        if headers["etag"] in request.headers.get("if-none-match", ""):
            del headers["content-type"]
            return Response(status_code=304, headers=headers)
        rdf_format = ox.RdfFormat.from_media_type(form.media_type)
        assert rdf_format is not None
        content = ox.serialize(self._here(triples, root), format=rdf_format, prefixes=CATALOG_PREFIXES)
        return Response(content, headers=headers)

    def _here(self, triples: Iterable[ox.Triple], root: str) -> list[ox.Triple]:
        """Let addresses to fetch from be addresses of this server."""
        base = self._release.manifest.base
        moved = (f"{base}sparql", f"{base}.well-known/void", base)

        def here(node: ox.NamedNode) -> ox.NamedNode:
            iri = node.value
            if iri in moved or iri.startswith(f"{base}dumps/"):
                return ox.NamedNode(root + iri.removeprefix(base))
            return node

        try:
            return [
                ox.Triple(
                    here(triple.subject) if isinstance(triple.subject, ox.NamedNode) else triple.subject,
                    triple.predicate,
                    here(triple.object) if isinstance(triple.object, ox.NamedNode) else triple.object,
                )
                for triple in triples
            ]
        except ValueError:
            raise Problem(400, "The request's Host header and path do not make an address.") from None


def catalog_doors(
    current: Callable[[], SelfDescription],
) -> dict[str, tuple[Callable[..., Awaitable[Response]], str]]:
    """Give the addresses of the descriptions with what answers them and a sentence on each."""

    async def void(request: Request) -> Response:
        """Answer ``/.well-known/void``."""
        return current().void(request)

    async def catalog(request: Request) -> Response:
        """Answer ``/catalog``."""
        return current().catalog(request)

    return {
        "/.well-known/void": (void, "What the graph holds (VoID)"),
        "/catalog": (catalog, "The catalog of the release (DCAT)"),
    }


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _format(request: Request) -> Format:
    """Settle the format; a browser, which reads none of them and would take XML, gets Turtle."""
    accept = ", ".join(request.headers.getlist("accept"))
    if prefers_html(request) and not any(offer.media_type in accept.lower() for offer in GRAPHS):
        accept = ""
    return choose(accept, request.query_params.getlist("format")).of("graph")
