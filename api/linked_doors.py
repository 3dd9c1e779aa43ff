"""The addresses of linked data: things, their pages and data, graphs, what there is to browse, and about the graph."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.linked_data import LinkedData
from api.pages.about import about_page
from api.pages.browse import browse_page, members_page
from api.pages.entity import entity_page
from api.pages.language import prefers_html

Doors = dict[str, tuple[Callable[..., Awaitable[Response]], str]]


def linked_doors(current: Callable[[], LinkedData]) -> Doors:
    """Give the addresses with what answers them and a sentence on each; ``current`` gives the release's own data."""

    async def thing(request: Request, path: str) -> Response:
        """Answer ``/id/X``."""
        return await current().redirect(request, path)

    async def thing_page(request: Request, path: str) -> Response:
        """Answer ``/page/X``."""
        return await entity_page(request, current(), path)

    async def thing_data(request: Request, path: str) -> Response:
        """Answer ``/data/X.EXT``."""
        return await current().data(request, path)

    async def graph(request: Request, path: str) -> Response:
        """Answer ``/graph/X``."""
        return await current().graph(request, path)

    async def browse(request: Request) -> Response:
        """Answer ``/browse``."""
        return await browse_page(request, current().browse)

    async def members(request: Request, address: str) -> Response:
        """Answer ``/browse/CLASS`` and ``/browse/scheme/NAME``."""
        return await members_page(request, current().browse, address)

    async def about(request: Request) -> Response:
        """Answer ``/about``."""
        return await about_page(request, current())

    async def alignments(request: Request) -> Response:
        """Answer ``/ontology/alignments``, the ontology of ties to other vocabularies."""
        address = "/ontology#alignments" if prefers_html(request) else "/ontology/alignments.ttl"
        return RedirectResponse(address, 303, headers={"vary": "Accept"})

    return {
        "/id/{path:path}": (thing, "A thing: leads on to its page or its data"),
        "/page/{path:path}": (thing_page, "What is known of a thing, to read"),
        "/data/{path:path}": (thing_data, "What is known of a thing, as RDF"),
        "/graph/{path:path}": (graph, "The triples of a named graph"),
        "/browse": (browse, "Classes and vocabularies with counts"),
        "/browse/{address:path}": (members, "What belongs to a class or vocabulary"),
        "/about": (about, "Method, limits, licence, how to cite, background knowledge"),
        "/ontology/alignments": (alignments, "The ties to other vocabularies"),
    }
