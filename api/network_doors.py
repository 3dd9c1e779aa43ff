"""The addresses of the network: the explorer, and exactly what it shows as files of several forms."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

import pyoxigraph
from starlette.requests import Request
from starlette.responses import Response

from api.linked_doors import Doors
from api.network import Networks, View
from api.pages.faults import fault_of
from api.pages.language import PARAMETER, VARY, Language, language_of
from api.pages.network import network_page
from api.problems import Problem
from api.release import Release
from graph_builder.errors import FilterError
from graph_builder.network import FORMATS, LINK_KINDS, NAMED, export, statements_turtle

TURTLE = "ttl"
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
    "gexf": "application/gexf+xml",
    "csv": "text/csv",
    "nodes.csv": "text/csv",
    TURTLE: "text/turtle",
    "html": "text/html",
    "json": "application/json",
}
"""The forms in which ``/network.SUFFIX`` gives what is shown."""

STANDALONE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "worker-src blob:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)
"""What a stand-alone page may load: what it holds itself, and nothing else. It may be framed by other pages."""


def asked(request: Request) -> Mapping[str, Sequence[str]]:
    """Give the parameters of an address that say what is to be shown."""
    names = dict.fromkeys(name for name in request.query_params if name != PARAMETER)
    return {name: request.query_params.getlist(name) for name in names}


def network_doors(release: Callable[[], Release], current: Callable[[], Networks]) -> Doors:
    """Give the addresses with what answers them and a sentence on each; ``current`` gives the release's own network."""

    async def network(request: Request) -> Response:
        """Answer ``/network``."""
        return await network_page(request, release(), current(), asked(request))

    async def network_file(request: Request, suffix: str) -> Response:
        """Answer ``/network.SUFFIX``: what ``/network`` shows with the same parameters, as a file."""
        if suffix not in MEDIA_TYPES:
            raise Problem(404, f"There is no network as {suffix}; there is {', '.join(MEDIA_TYPES)}.")
        try:
            view = await current().view(asked(request))
        except FilterError as error:
            told = " ".join(fault_of(error, Language.ZH))
            raise Problem(400, f"{error.message}: {error.remedy}", chinese=told) from error
        language = language_of(request)
        content = await asyncio.to_thread(_written, view, suffix, language.value, release())
        headers = {
            "content-language": language.tag,
            "vary": VARY,
            "cache-control": "no-cache",
            "access-control-allow-origin": "*",
        }
        if suffix != "svg":
            headers["content-disposition"] = f'attachment; filename="network.{suffix}"'
        if suffix == "html":
            headers["content-security-policy"] = STANDALONE_POLICY
        return Response(content, headers=headers, media_type=MEDIA_TYPES[suffix])

    return {
        "/network": (network, "The network, to explore"),
        "/network.{suffix}": (network_file, "What the network shows, as SVG, GraphML, GEXF, CSV, Turtle, HTML or JSON"),
    }


def _written(view: View, suffix: str, language: str, release: Release) -> str:
    if suffix == TURTLE:
        return statements_turtle(view.network, pyoxigraph.Store.read_only(str(release.store)))
    assert suffix in FORMATS
    return export(view.network, suffix, language, dict.fromkeys((*LINK_KINDS, NAMED), view.places))
