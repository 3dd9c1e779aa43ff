"""The application factory: every address of the service under one roof."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from pathlib import Path

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.catalog import SelfDescription, catalog_doors
from api.client_rate import ClientRate
from api.documents import Document, Documents
from api.dumps import dumps_doors, file_answer, page_file_answer
from api.errors import error_answer, problem_of
from api.front import Front
from api.ledger import ledger_file
from api.linkage_doors import linkage_doors
from api.linkages import Linkages
from api.linked_data import LinkedData
from api.linked_doors import linked_doors
from api.metrics import Metrics
from api.network import Networks
from api.network_doors import STANDALONE_POLICY, network_doors
from api.ontology import Ontologies
from api.pages.assets import static
from api.pages.docs import docs_doors
from api.pages.home import addresses, holds, visitors
from api.pages.language import VARY, Language, language_of, prefers_html
from api.pages.ledger import LedgerPages
from api.pages.ontology import ontology_answer
from api.pages.quality import quality_page, sentences_page
from api.pages.query import Answer, query_page
from api.pages.reader import Reader, read_view, title_of
from api.pages.render import page, remember
from api.pages.results import Row, read_boolean, read_select
from api.pages.strongest import Strongest
from api.problems import Problem
from api.quality import Quality, quality_file
from api.release import Release, ReleaseWatcher, Serving
from api.search import Search
from api.search_doors import search_doors
from api.settings import Settings
from api.shell import Refusal, Shell
from api.sparql.engine import Engine, Query
from api.sparql.negotiation import Choice, choose
from api.sparql.protocol import SparqlEndpoint
from api.sparql.remote import RemoteEngine
from api.sparql.upstream import Remote
from api.sparql.workers import EmbeddedEngine
from graph_builder import __version__
from graph_builder.network import SAMPLES

_PAGE = Choice(choose(name="json").results, choose(name="ttl").graph)
"""The formats in which pages get their answers."""

_log = logging.getLogger(__name__)


class Service:
    """What serves one release: its engine, and what has been read from it for pages.

    ``engine`` answers the queries of clients; that is the ``store`` of the release itself, or a remote server. Pages
    and documents are made from the store in any case, so that they are there whatever the server can do.
    """

    def __init__(self, release: Release, settings: Settings, metrics: Metrics, remote: Remote | None = None) -> None:
        manifest = release.manifest
        self.settings = settings
        self.metrics = metrics
        self._release = manifest.release
        self.store = EmbeddedEngine(
            release.store, settings, release=manifest.release, base=manifest.base, dumps=release.loadable
        )
        self.engine: Engine = self.store
        if remote is not None:
            self.engine = RemoteEngine.of(manifest, remote, settings)
        self.store.stats = self.engine.stats = metrics.queries
        self.documents = Documents(self.ask)
        self.ledgers = LedgerPages(release)
        self.quality = Quality(release, self.ask)
        self.ontologies = Ontologies(release, self.ask)
        self.linked = LinkedData(release, self.store, self.ask)
        self.description = SelfDescription(release)
        self.search = Search(release, settings)
        self.networks = Networks(release)
        self.linkages = Linkages(release, self.networks)
        self.strongest = Strongest(release)
        self._readers: dict[tuple[str, Language], Reader] = {}

    async def start(self) -> None:
        """Start the engines."""
        await self.store.start()
        if self.engine is not self.store:
            await self.engine.start()
        self.metrics.turn(self._release)

    async def close(self) -> None:
        """Close the engines."""
        await self.engine.close()
        await self.store.close()
        self.search.close()

    async def ask(self, query: str) -> list[Row]:
        """Run a SELECT query of a page."""
        answer = await self.store.answer(Query(query, choice=_PAGE))
        return read_select(answer.body).rows

    async def run(self, query: str) -> Answer:
        """Run a query of a person."""
        answer = await self.engine.answer(Query(query, choice=_PAGE))
        if answer.form == "bindings":
            return Answer(table=read_select(answer.body))
        if answer.form == "graph":
            return Answer(graph=answer.body.decode())
        return Answer(truth=read_boolean(answer.body))

    def reader(self, document: Document, language: Language) -> Reader:
        """Lay out a plan to read, once per language."""
        key = (document.plan.id, language)
        if key not in self._readers:
            self._readers[key] = read_view(document, language)
        return self._readers[key]


_serving: ContextVar[Serving[Service]] = ContextVar("serving")


def create_app(release_dir: Path, settings: Settings, *, root_path: str = "", remote: Remote | None = None) -> ASGIApp:
    """Make the application that serves the release at ``release_dir``, a link or a folder.

    ``root_path`` is the path below which a proxy shows it, such as ``/atlas``.
    Queries of clients go to ``remote`` if there is one.

    Raises:
        ReleaseError: there is no release that this version can serve.
    """
    metrics = Metrics()
    watcher = ReleaseWatcher(release_dir, settings, lambda release: Service(release, settings, metrics, remote))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await watcher.start()
        try:
            yield
        finally:
            await watcher.stop()

    app = FastAPI(
        title="PlanAtlas",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(Shell, watcher=watcher, serving=_serving)
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http_exception)
    rooms = linked_doors(lambda: _service().linked) | catalog_doors(lambda: _service().description)
    rooms |= search_doors(lambda: _service().search)
    rooms |= network_doors(_release, lambda: _service().networks)
    rooms |= linkage_doors(lambda: _service().linkages)
    doors = rooms | dumps_doors(_release) | _DOORS
    told: dict[str, str] = {}
    doors |= docs_doors(told, _release)
    told |= {path: summary for path, (_, summary) in doors.items()}
    for path, (endpoint, summary) in doors.items():
        app.add_api_route(path, endpoint, methods=["GET"], summary=summary, response_class=Response)
        app.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False, response_class=Response)
    app.router.routes.insert(0, Route("/sparql", _query_page, include_in_schema=False))
    sparql = SparqlEndpoint(
        engine=lambda: _service().engine,
        settings=settings,
        human_page=app,
        about=lambda root: _service().description.service(root),
    )
    return Front(
        app,
        root_path=root_path,
        rate=ClientRate(settings.client_rate, settings.client_burst) if settings.client_rate else None,
        metrics=metrics,
        refusing=lambda problem: Shell(Refusal(problem, _serving), watcher, _serving),
        direct={"/sparql": _SparqlDoor(Shell(sparql, watcher, _serving), app)},
        known=lambda scope: watcher.current.engine.engine.known(scope),
    )


def _service() -> Service:
    """Give what serves the release that this request began with."""
    return _serving.get().engine


def _release() -> Release:
    return _serving.get().release


async def _on_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return error_answer(request, error, _release())


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_answer(request, problem_of(request, error), _release())


class _SparqlDoor:
    """One address for two kinds of visitors: people get the page with its results, programs the protocol."""

    def __init__(self, endpoint: ASGIApp, pages: ASGIApp) -> None:
        self.endpoint = endpoint
        self.pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self.pages if self._is_human(scope) else self.endpoint)(scope, receive, send)

    def _is_human(self, scope: Scope) -> bool:
        if scope["method"] not in ("GET", "HEAD"):
            return False
        if b"html" not in scope["query_string"] and not any(b"html" in value for _, value in scope["headers"]):
            return False  # as nearly always where time matters
        request = Request(scope)
        wanted = request.query_params.get("format", "")
        return wanted == "html" or (not wanted and prefers_html(request))


async def _query_page(request: Request) -> Response:
    service = _service()
    return await query_page(request, _release(), service, service.settings)


async def home(request: Request) -> Response:
    """Answer ``/``."""
    release = _release()
    return page(
        request,
        "home.html",
        release,
        holds=holds(release, language_of(request)),
        visitors=visitors(release),
        strongest=_service().strongest.lists(),
        samples=SAMPLES,
        addresses=addresses(release),
    )


async def healthz() -> Response:
    """Answer ``/healthz``."""
    manifest = _release().manifest
    body = {"status": "ok", "release": manifest.release, "version": __version__}
    return JSONResponse(body, headers={"cache-control": "no-store"})


async def metrics(request: Request) -> Response:
    """Answer ``/metrics``."""
    return _service().metrics.answer(request)


async def network_standalone(request: Request) -> Response:
    """Answer ``/network/standalone`` with the first pictures in one file, in the language of the request."""
    language = language_of(request)
    headers = {"content-security-policy": STANDALONE_POLICY, "content-language": language.tag, "vary": VARY}
    response = _file(request, f"networks/standalone.{language}.html", headers)
    remember(request, response)
    return response


async def network_data(request: Request, suffix: str) -> Response:
    """Answer ``/network/data.SUFFIX``."""
    return _file(request, f"networks/network.{suffix}")


def _file(request: Request, name: str, headers: dict[str, str] | None = None) -> Response:
    dump = _release().dump(name)
    if dump is None:
        raise Problem(404, f"This release has no {name}.")
    return page_file_answer(request, dump, headers) if headers else file_answer(request, dump)


async def ledger(request: Request) -> Response:
    """Answer ``/ledger``."""
    return _service().ledgers.answer(request)


async def ledger_data(request: Request, suffix: str) -> Response:
    """Answer ``/ledger.SUFFIX``."""
    return await ledger_file(request, _release(), suffix)


async def quality(request: Request) -> Response:
    """Answer ``/quality``."""
    return await quality_page(request, _release(), _service().quality)


async def quality_sentences(request: Request) -> Response:
    """Answer ``/quality/sentences``."""
    return await sentences_page(request, _release(), _service().quality)


async def quality_coverage(request: Request) -> Response:
    """Answer ``/quality.json``."""
    return quality_file(request, _release(), "coverage.json")


async def quality_data(request: Request, name: str) -> Response:
    """Answer ``/quality/NAME``."""
    return quality_file(request, _release(), name)


async def ontology(request: Request, name: str = "") -> Response:
    """Answer ``/ontology``, ``/ontology/VERSION`` and ``/ontology/NAME``, a file of it."""
    service = _service()
    held = await service.ontologies.read()
    if name and held.fact("priorVersion") == f"{held.iri}/{name}":
        raise Problem(410, f"This release has version {held.fact('versionInfo')} of the ontology, no older one.")
    if name and name != held.fact("versionInfo"):
        return _file(request, f"ontology/{name}")
    return await ontology_answer(request, _release(), held, service.store)


async def _document(plan_id: str) -> Document:
    plan = _release().plan(plan_id)
    if plan is None:
        raise Problem(404, f"This release has no plan {plan_id}; / lists those it has.")
    return await _service().documents.document(plan)


async def plan(request: Request, plan_id: str) -> Response:
    """Answer ``/plans/ID``: the plan to read."""
    document = await _document(plan_id)
    language = language_of(request)
    reader = _service().reader(document, language)
    return page(request, "plan.html", _release(), reader=reader, title=title_of(document, language))


async def plan_text(request: Request, plan_id: str) -> Response:
    """Answer ``/plans/ID/text.txt``: the string that every offset refers to."""
    document = await _document(plan_id)
    return _content(request, document.text.encode(), "text/plain", document.sha256)


async def plan_annotations(request: Request, plan_id: str) -> Response:
    """Answer ``/plans/ID/annotations.json``: the mentions and statements as data."""
    document = await _document(plan_id)
    content = _service().documents.data(document)
    return _content(request, content, "application/json", f"{_release().manifest.release}-{plan_id}")


def _content(request: Request, content: bytes, media_type: str, tag: str) -> Response:
    headers = {"etag": f'"{tag}"', "cache-control": "no-cache", "access-control-allow-origin": "*"}
    if headers["etag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)


_DOORS: dict[str, tuple[Callable[..., Awaitable[Response]], str]] = {
    "/": (home, "The start page: what is in here, ways in, the strongest links"),
    "/healthz": (healthz, "The state of the service"),
    "/metrics": (metrics, "Counters for monitoring (Prometheus)"),
    "/network/standalone": (network_standalone, "The network as one file"),
    "/network/data.{suffix}": (network_data, "The network as JSON, GraphML, GEXF or CSV"),
    "/plans/{plan_id}": (plan, "A plan to read"),
    "/plans/{plan_id}/text.txt": (plan_text, "The text of a plan"),
    "/plans/{plan_id}/annotations.json": (plan_annotations, "The mentions and statements of a plan"),
    "/ledger": (ledger, "The directives of a plan, one by one"),
    "/ledger.{suffix}": (ledger_data, "The ledger as CSV, XLSX or JSON"),
    "/quality": (quality, "How far the graph can be trusted"),
    "/quality.json": (quality_coverage, "How much of each plan the graph holds"),
    "/quality/sentences": (quality_sentences, "What each sentence yielded"),
    "/quality/{name}": (quality_data, "The reports on quality as JSON, CSV and Turtle"),
    "/ontology": (ontology, "The ontology, for people and as RDF"),
    "/ontology/{name:path}": (ontology, "A version or file of the ontology"),
    "/static/{name}": (static, "Style sheets and scripts"),
}
