"""The command line: ``planatlas``. A command calls a function of the library."""

from __future__ import annotations

import io
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

import graph_builder
from api import cli_plans, cli_reading
from api.cli_linkages import network, review
from api.cli_release import ReleaseOption, released
from graph_builder import resources
from graph_builder.errors import PlanAtlasError, ReleaseError, ResourceError

if TYPE_CHECKING:  # the builder is heavy: a command loads what it needs
    from graph_builder.release import Build

app = typer.Typer(
    name="planatlas",
    help="Government development plans as a knowledge graph in which every statement leads to its characters.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        envvar="PLANATLAS_ENDPOINT",
        show_envvar=True,
        help="Address of a SPARQL 1.1 server that holds the release and answers the queries. Put an address with a "
        "password into the environment.",
    ),
]
DefaultGraphOption = Annotated[
    str,
    typer.Option(
        "--default-graph",
        envvar="PLANATLAS_ENDPOINT_DEFAULT_GRAPH",
        show_envvar=True,
        help="With --endpoint: the graph there that holds the merge (planatlas.nt). Default: its own default graph.",
    ),
]


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the running step: a spinner on a terminal, plain lines elsewhere."""
    if not _errors.is_terminal:
        yield lambda step: _errors.print(f"{step} …", markup=False)
        return
    with _errors.status("starting …") as status:

        def show(step: str) -> None:
            status.update(f"{step} …")

        yield show


def _build(plans: list[Path], link: Path) -> Build:
    from graph_builder.release import build_release, shipped_plans

    with _progress() as progress:
        return build_release(plans or shipped_plans(), link, progress)


def _report(built: Build) -> None:
    counts = built.manifest["counts"]
    warnings = built.manifest["validation"]["Warning"]
    state = "built" if built.made else "already up to date"
    typer.echo(f"release {built.manifest['release'][:12]} {state}: {counts['triples']} triples, "
               f"{counts['quads']} quads, {warnings} warnings")  # fmt: skip
    typer.echo(f"  {built.folder}")


@app.command(epilog="Examples: planatlas build · planatlas build data/plans/xicheng-145 --release /tmp/atlas/release")
def build(
    plans: Annotated[
        list[Path] | None,
        typer.Argument(help="Plan folders (plan.toml, text.txt, annotations.ann). Default: all shipped."),
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """Build a validated release from plan folders. On an error nothing changes and the exit code is 1."""
    _report(_build(plans or [], release or resources.default_release()))


def _prefix(value: str) -> str:
    """Read a path prefix; a slash at its end is taken away."""
    from api.prefix import VALID

    prefix = value.rstrip("/")
    if prefix and not VALID.fullmatch(prefix):
        raise typer.BadParameter("it begins with a slash and holds letters, digits, . _ ~ - and slashes: /atlas")
    return prefix


@app.command(
    epilog="Examples: planatlas serve · planatlas serve --port 9000 --release /tmp/atlas/release · "
    "planatlas serve --root-path /atlas --processes 4"
)
def serve(
    release: ReleaseOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = 8000,
    root_path: Annotated[
        str,
        typer.Option(
            envvar="PLANATLAS_ROOT_PATH",
            help="Path below which a proxy shows the service, such as /atlas.",
            callback=_prefix,
        ),
    ] = "",
    forwarded_allow_ips: Annotated[
        str,
        typer.Option(
            envvar="FORWARDED_ALLOW_IPS",
            help="Proxies that are believed what they say of clients and HTTPS (X-Forwarded-For, X-Forwarded-Proto): "
            "addresses or networks with commas between them, or *.",
        ),
    ] = "127.0.0.1,::1",
    processes: Annotated[
        int,
        typer.Option(
            envvar="PLANATLAS_PROCESSES",
            help="Processes that answer requests, for machines with several cores; each holds the release.",
            min=1,
            max=64,
        ),
    ] = 1,
    request_log: Annotated[
        bool, typer.Option(help="Write a line for each request, without query texts and addresses of clients.")
    ] = True,
    endpoint: EndpointOption = None,
    default_graph: DefaultGraphOption = "",
) -> None:
    """Serve a release: SPARQL, network, plan texts and dumps. Builds first if there is none."""
    from api.processes import Order, serve_alone, serve_together
    from api.release import open_release
    from api.settings import Settings
    from api.sparql import Remote, check_remote

    link = release or resources.default_release()
    remote = Remote(endpoint, default_graph) if endpoint else None
    settings = Settings.from_environment()
    listener = _listen(host, port)
    with listener:
        if not link.exists():
            _report(_build([], link))
        if remote is not None:
            check_remote(open_release(link).manifest, remote, settings)
        order = Order(link, settings, root_path, remote, forwarded_allow_ips, request_log)
        name, taken = listener.getsockname()[:2]
        address = f"http://{f'[{name}]' if ':' in name else name}:{taken}/"
        told = partial(typer.echo, f"PlanAtlas serves {address} — stop with Ctrl+C")
        if processes == 1:
            serve_alone(order, listener, told)
        else:
            serve_together(order, listener, told, processes)


def _listen(host: str, port: int) -> socket.socket:
    """Open the port before anything else is done.

    Raises:
        ReleaseError: it is in use, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio sets TCP_NODELAY only on sockets that say so; without it a body that follows
    # its head waits 40 ms for the client's acknowledgement.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ReleaseError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}",
            remedy="end the program that uses it, or take another port: planatlas serve --port 0 finds a free one",
        ) from error
    return listener


@app.command(epilog="Examples: planatlas validate · planatlas validate my-graph.ttl more.ttl")
def validate(
    graphs: Annotated[list[Path] | None, typer.Argument(help="Turtle files. Default: the release.")] = None,
    release: ReleaseOption = None,
    language: Annotated[str, typer.Option("--lang", help="Language of the messages: zh or en.")] = "en",
    engine: Annotated[
        str, typer.Option(help="fast (pyshifty) or reference (pyshacl, many times slower). Both find the same.")
    ] = "fast",
) -> None:
    """Hold the SHACL shapes against graphs; exit code 1 when there are violations."""
    from graph_builder.assembly import merge, ontology_graph, vocabulary_graph
    from graph_builder.validation import read_shapes
    from graph_builder.validation import validate as run_shapes
    from graph_builder.vocabulary import read_turtle, read_vocabulary

    if language not in ("zh", "en"):
        raise ResourceError(f"there are no messages in {language!r}", remedy="take --lang zh or --lang en")
    if graphs:
        shared = [
            ontology_graph(resources.path("ontology/planatlas.ttl")),
            vocabulary_graph(read_vocabulary(resources.path("data/vocabularies").glob("*.ttl"))),
        ]
        data = merge([*shared, *(read_turtle(path, ResourceError) for path in graphs)])
    else:
        data = read_turtle(released(release) / "planatlas.ttl", ReleaseError)
    report = run_shapes(data, read_shapes(resources.path("shapes").glob("*.ttl")), engine)
    for line in report.lines(language):
        typer.echo(line)
    counts = ", ".join(f"{count} {severity}" for severity, count in report.counts.items())
    typer.echo(f"{'conforms' if report.conforms else 'does not conform'}: {counts}")
    if not report.conforms:
        raise typer.Exit(1)


@app.command(
    epilog="Examples: planatlas query data/queries/technologies.rq · "
    "planatlas query 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }' --format csv"
)
def query(
    query: Annotated[
        str, typer.Argument(help="A .rq file, or the text of a SPARQL query; - reads it from standard input.")
    ],
    form: Annotated[
        str | None,
        typer.Option("--format", help="json xml csv tsv, or for graphs ttl nt rdf jsonld. Default: tsv, ttl."),
    ] = None,
    release: ReleaseOption = None,
    endpoint: EndpointOption = None,
    default_graph: DefaultGraphOption = "",
) -> None:
    """Answer a SPARQL query from the release, with the engine and guard of the endpoint but no server."""
    from api.problems import Problem
    from api.release import open_release
    from api.settings import Settings
    from api.sparql import Remote, RemoteEngine, answer_once, answer_remotely, choose

    text = query
    if query == "-" or query.endswith(".rq"):
        try:
            text = (sys.stdin.buffer.read() if query == "-" else Path(query).read_bytes()).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            name = "standard input" if query == "-" else query
            raise ResourceError(f"{name} cannot be read: {error}", remedy="name a query file in UTF-8") from error
    try:
        choice = choose(name=form) if form else choose("text/tab-separated-values, text/turtle")
    except Problem as problem:
        raise ResourceError(problem.detail, remedy="name one of these with --format") from problem
    try:
        settings, folder = Settings.from_environment(), released(release)
        if endpoint:
            engine = RemoteEngine.of(open_release(folder).manifest, Remote(endpoint, default_graph), settings)
            answer = answer_remotely(engine, text, choice)
        else:
            answer = answer_once(folder / "store", text, choice, settings)
    except Problem as problem:
        raise ResourceError(problem.detail, remedy="mend the query and run it again") from problem
    sys.stdout.buffer.write(answer.body)
    sys.stdout.flush()


app.command(
    epilog="Examples: planatlas network --format svg -o atlas.svg · planatlas network --format csv --link together "
    "--kind domain --kind technology · planatlas network --format html --link stated --domain fintech --lang en"
)(network)
app.command(
    epilog="Examples: planatlas review linjiang-2026 · planatlas review xicheng-145 coherence · planatlas review "
    "xicheng-145 coherence confirm 0123456789ab --by person --reason '两个平台职能重叠'"
)(review)


app.command(epilog="Examples: planatlas add plan.pdf --id linjiang · planatlas add plan.docx --id linjiang-2026")(
    cli_plans.add
)
app.command(epilog="Examples: planatlas structure data/plans/xicheng-145 · planatlas structure plan.pdf --counts")(
    cli_plans.structure
)
app.command(epilog="Examples: planatlas annotate linjiang-2026 · planatlas annotate plan.pdf -o /tmp/plan.ann")(
    cli_reading.annotate
)
app.command(
    epilog="Examples: planatlas evaluate gold.ann draft.ann · planatlas evaluate gold.ann a.ann b.ann --texts plans"
)(cli_reading.evaluate)


@app.callback(invoke_without_command=True)
def _version(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Tell the version and end.")] = False,
) -> None:
    if version:
        typer.echo(f"planatlas {graph_builder.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


def main() -> None:
    """Run the command line; an error of ours is told in words, without a traceback, and the exit code is 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show Chinese is no reason to end
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except PlanAtlasError as error:
        _errors.print(f"planatlas: {error}", markup=False)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(0)


if __name__ == "__main__":
    main()
