"""Linked data: every IRI of a release answers at its path behind the base, with a page for people and RDF for programs.

``/id/X`` names the thing itself and leads on (303) to ``/page/X`` or ``/data/X.EXT``; a thing is no document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.browse import Browse
from api.entities import Entities
from api.pages.results import Ask, is_speakable
from api.problems import Problem
from api.release import Release
from api.sparql.engine import Engine, Query
from api.sparql.negotiation import GRAPHS, Choice, Format, best, choose, not_acceptable

HTML = Format("html", "text/html", ("application/xhtml+xml",))
_BY_NAME = {form.name: form for form in GRAPHS}
_SAFE = "/:@!$&'()*+,;=~"
_READABLE = {"access-control-allow-origin": "*"}

DATA = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdf"), ("N-Triples", "nt"))
"""Formats that pages offer, with the ending of their address."""


class Gone(Problem):
    """The release says that a thing has been withdrawn, and what to use instead."""

    def __init__(self, iri: str, replacements: Sequence[str]) -> None:
        instead = f" Use instead: {', '.join(replacements)}." if replacements else ""
        super().__init__(410, f"{iri} has been withdrawn.{instead}", replacedBy=list(replacements))


class LinkedData:
    """The things of one release, and the graphs that hold them."""

    def __init__(self, release: Release, engine: Engine, ask: Ask) -> None:
        self.release = release
        self.engine = engine
        self.ask = ask
        self.entities = Entities(ask, release.manifest.base, release.manifest.plans)
        self.browse = Browse(release, ask, self.entities)

    async def thing(self, path: str) -> str:
        """Give the IRI of the thing at a path behind ``id/``.

        Raises:
            Problem: the release does not know it (404).
            Gone: the release says that it has been withdrawn (410).
        """
        iri = f"{self.release.manifest.base}id/{path}"
        if not path or not await self.entities.exists(iri):
            raise Problem(404, f"This release knows nothing of {iri}; /browse lists what it knows.")
        replacements = await self.entities.withdrawn(iri)
        if replacements is not None:
            raise Gone(iri, replacements)
        return iri

    async def redirect(self, request: Request, path: str) -> Response:
        """Answer ``/id/X``: lead on to the document that suits the client.

        Raises:
            Problem: 404 and 410 as above; 406 nothing on offer is acceptable; 400 ``format=`` is unknown.
        """
        await self.thing(path)
        form = _wanted(request, (HTML, *GRAPHS))
        headers = {"vary": "Accept", "cache-control": "no-cache", **_READABLE}
        address = f"/page/{path}" if form is HTML else f"/data/{path}.{form.name}"
        language = request.query_params.get("lang")
        query = f"?{urlencode({'lang': language})}" if language and form is HTML else ""
        return RedirectResponse(f"{quote(address, safe=_SAFE)}{query}", 303, headers=headers)

    async def data(self, request: Request, path: str) -> Response:
        """Answer ``/data/X.EXT``: what the release says of X and with X, the assertions of it, and names.

        Without a known ending the format is settled by ``Accept``, and the answer leads on to its address.

        Raises:
            Problem: 404, 406, 410 as above.
        """
        stem, _, suffix = path.rpartition(".")
        form = _BY_NAME.get(suffix)
        if form is None or not stem:
            await self.thing(path)
            form = _wanted(request, GRAPHS)
            headers = {"vary": "Accept", "cache-control": "no-cache", **_READABLE}
            return RedirectResponse(quote(f"/data/{path}.{form.name}", safe=_SAFE), 303, headers=headers)
        iri = await self.thing(stem)
        thing, document = quote(f"/id/{stem}", safe=_SAFE), quote(f"/page/{stem}", safe=_SAFE)
        links = f'<{thing}>; rel="describes", <{document}>; rel="alternate"; type="text/html"'
        return await self._graph(request, _DESCRIBE.format(iri=iri), form, path, {"link": links})

    async def graph(self, request: Request, path: str) -> Response:
        """Answer ``/graph/X``: the triples of a named graph.

        Raises:
            Problem: 404 there is no such graph; 406 and 400 as above.
        """
        iri = f"{self.release.manifest.base}graph/{path}"
        if iri not in self.release.manifest.counts.graphs or not is_speakable(iri):
            known = ", ".join(sorted(self.release.manifest.counts.graphs))
            raise Problem(404, f"This release has no graph {iri}; it has: {known}.")
        accept = request.headers.get("accept", "")
        named = request.query_params.getlist("format")
        # a browser, which asks for HTML first and any XML next, is best served by what people can read
        form = _BY_NAME["ttl"] if not named and best(accept, (HTML, *GRAPHS)) is HTML else _wanted(request, GRAPHS)
        query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"
        return await self._graph(request, query, form, f"graph/{path}", {"vary": "Accept"})

    async def _graph(self, request: Request, query: str, form: Format, name: str, headers: dict[str, str]) -> Response:
        tag = hashlib.sha256(f"{self.release.manifest.release} {form.name} {name}".encode()).hexdigest()[:32]
        given = {"etag": f'"{tag}"', "cache-control": "no-cache", **_READABLE, **headers}
        if given["etag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=given)
        answer = await self.engine.answer(Query(query, choice=Choice(None, form)))
        return Response(answer.body, headers=given, media_type=form.content_type)


def page_address(iri: str, base: str) -> str:
    """Give the path at which people find what is known of an IRI of the release; empty for those of others."""
    if not iri.startswith(base) or not is_speakable(iri):
        return ""
    path = iri.removeprefix(base)
    if path.startswith("id/"):
        return quote(f"/page/{path.removeprefix('id/')}", safe=_SAFE)
    return quote(f"/{path}", safe=f"{_SAFE}#?")


def _wanted(request: Request, offers: Sequence[Format]) -> Format:
    named = request.query_params.getlist("format")
    if named == [HTML.name] and HTML in offers:
        return HTML
    form = choose(name=named).graph if named else best(request.headers.get("accept"), offers)
    if form is None:
        raise not_acceptable(offers)
    return form


_DESCRIBE = """\
PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ <{iri}> ?p ?o BIND(<{iri}> AS ?s) }}
  UNION {{ ?s ?p <{iri}> BIND(<{iri}> AS ?o) }}
  UNION {{ {{ ?s rdf:subject <{iri}> }} UNION {{ ?s rdf:object <{iri}> }} ?s ?p ?o }}
  UNION {{ {{ <{iri}> ?link ?s }} UNION {{ ?s ?link <{iri}> }} ?s rdfs:label ?o BIND(rdfs:label AS ?p) }}
}}"""
