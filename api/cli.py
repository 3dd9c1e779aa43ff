"""The command line: ``planatlas build serve validate query network review``. Thin: commands call library functions."""

from __future__ import annotations

import io
import math
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import graph_builder
from graph_builder import resources
from graph_builder.errors import PlanAtlasError, ReleaseError, ResourceError
from graph_builder.release import Build, build_release, shipped_plans

app = typer.Typer(
    name="planatlas",
    help="Government development plans as a knowledge graph in which every statement leads to its characters.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
)
_errors = Console(stderr=True, highlight=False, soft_wrap=True)

ReleaseOption = Annotated[
    Path | None,
    typer.Option("--release", help="The release link. Default: build/release in a checkout, else user data."),
]
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
    "planatlas serve --root-path /atlas"
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
    request_log: Annotated[
        bool, typer.Option(help="Write a line for each request, without query texts and addresses of clients.")
    ] = True,
    endpoint: EndpointOption = None,
    default_graph: DefaultGraphOption = "",
) -> None:
    """Serve a release: SPARQL, network, plan texts and dumps. Builds first if there is none."""
    import uvicorn

    from api.app import create_app
    from api.logs import start_logging
    from api.packets import Protocol
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
        application = create_app(link, settings, root_path=root_path, remote=remote)
        name, taken = listener.getsockname()[:2]
        typer.echo(f"PlanAtlas serves http://{f'[{name}]' if ':' in name else name}:{taken}/ — stop with Ctrl+C")
        start_logging(requests=request_log)
        server = uvicorn.Server(
            uvicorn.Config(
                application,
                http=Protocol,
                log_config=None,
                access_log=False,
                server_header=False,
                forwarded_allow_ips=forwarded_allow_ips,
                timeout_graceful_shutdown=math.ceil(settings.stop_grace),
            )
        )
        for number in (signal.SIGTERM, signal.SIGINT):  # uvicorn ends in good order, and then hands the signal on
            signal.signal(number, lambda *_: sys.exit(0))
        server.run(sockets=[listener])


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
        data = read_turtle(_release(release) / "planatlas.ttl", ReleaseError)
    report = run_shapes(data, read_shapes(resources.path("shapes").glob("*.ttl")), engine)
    for line in report.lines(language):
        typer.echo(line)
    counts = ", ".join(f"{count} {severity}" for severity, count in report.counts.items())
    typer.echo(f"{'conforms' if report.conforms else 'does not conform'}: {counts}")
    if not report.conforms:
        raise typer.Exit(1)


def _release(link: Path | None) -> Path:
    """Give the release folder, whole.

    Raises:
        ReleaseError: there is none, or it is damaged.
    """
    from graph_builder.release import check_release

    folder = (link or resources.default_release()).resolve()
    check_release(folder)
    return folder


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
        settings, folder = Settings.from_environment(), _release(release)
        if endpoint:
            engine = RemoteEngine.of(open_release(folder).manifest, Remote(endpoint, default_graph), settings)
            answer = answer_remotely(engine, text, choice)
        else:
            answer = answer_once(folder / "store", text, choice, settings)
    except Problem as problem:
        raise ResourceError(problem.detail, remedy="mend the query and run it again") from problem
    sys.stdout.buffer.write(answer.body)
    sys.stdout.flush()


@app.command(
    epilog="Examples: planatlas network --format svg -o atlas.svg · planatlas network --format csv --link together "
    "--kind domain --kind technology · planatlas network --format html --link stated --domain fintech --lang en"
)
def network(
    form: Annotated[
        str, typer.Option("--format", help="html, svg, graphml, gexf, csv (links), nodes.csv, ttl or json.")
    ] = "html",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write. Default: standard output.")
    ] = None,
    links: Annotated[
        list[str] | None, typer.Option("--link", help="Kind of link: stated, shared, together, technology or named.")
    ] = None,
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="Kind of node that links may join.")] = None,
    things: Annotated[list[str] | None, typer.Option("--thing", help="Kind of thing that may be shared.")] = None,
    relations: Annotated[list[str] | None, typer.Option("--relation", help="Stated tie, such as empowers.")] = None,
    sections: Annotated[list[str] | None, typer.Option("--section", help="Section in which it is said.")] = None,
    domains: Annotated[list[str] | None, typer.Option("--domain", help="Field about which it is said.")] = None,
    plans: Annotated[list[str] | None, typer.Option("--plan", help="Plan that says it.")] = None,
    forces: Annotated[list[str] | None, typer.Option("--force", help="How firmly: require, promote …")] = None,
    nodes: Annotated[list[str] | None, typer.Option("--node", help="Thing at an end of the links.")] = None,
    across: Annotated[bool, typer.Option("--across", help="Only between different sections or fields.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Generic words, hubs, enumerations, and parts with their wholes too.")
    ] = False,
    weight: Annotated[str, typer.Option(help="ra, aa, count or jaccard.")] = "ra",
    least: Annotated[float, typer.Option(help="The least weight.", min=0)] = 0.0,
    top: Annotated[int, typer.Option(help="Only so many links, the strongest; 0 is all.", min=0)] = 0,
    language: Annotated[str, typer.Option("--lang", help="Language of labels: zh or en.")] = "zh",
    release: ReleaseOption = None,
) -> None:
    """Write what the filters leave of the network. Options may be repeated; things are IRIs, or what ends them."""
    from graph_builder.network import FORMATS, Filters, export, narrow, read_network, statements_turtle

    forms = (*FORMATS, "ttl")
    if form not in forms or language not in ("zh", "en"):
        raise ResourceError(
            f"no network can be written as {form!r} in {language!r}",
            remedy=f"take --format {', '.join(forms)} and --lang zh or en",
        )
    folder = _release(release)
    whole = read_network(folder / "networks")
    named = {"sections": sections, "domains": domains, "nodes": nodes}
    filters = Filters.read(
        {
            "links": links or [], "kinds": kinds or [], "things": things or [], "relations": relations or [],
            "plans": plans or [], "forces": forces or [], "weight": [weight], "least": [str(least)],
            "top": [str(top)], "across": [str(across)],
            **{name: [whole.find(word).iri for word in words or []] for name, words in named.items()},
            **{key: [str(everything)] for key in ("generic", "hubs", "listed", "kin")},
        }
    )  # fmt: skip
    kept = narrow(whole, filters)
    if form == "ttl":
        import pyoxigraph

        content = statements_turtle(kept, pyoxigraph.Store.read_only(str(folder / "store")))
    else:
        content = export(kept, form, language)
    _put(content.encode("utf-8"), output)


def _put(content: bytes, output: Path | None) -> None:
    """Write to a file, whole or not at all, or to standard output.

    Raises:
        ResourceError: the file cannot be written.
    """
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    partial = output.parent / f".{output.name}.partial"
    try:
        partial.write_bytes(content)
        partial.replace(output)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise ResourceError(f"{output} cannot be written: {error.strerror}", remedy="name another file") from error


@app.command(
    epilog="Examples: planatlas review xicheng-145 coherence · planatlas review xicheng-145 coherence confirm "
    "0123456789ab --by person --reason '两个平台职能重叠'"
)
def review(
    plan: Annotated[str, typer.Argument(help="The plan: its identifier, or its folder.")],
    subject: Annotated[str, typer.Argument(help="What is reviewed: coherence (pairs of directives).")],
    act: Annotated[str, typer.Argument(help="list, confirm or reject.")] = "list",
    pair: Annotated[str, typer.Argument(help="The pair that is decided, by its key in the list.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is confirmed or rejected, in words.")] = "",
    by: Annotated[str, typer.Option(help="Who decides: person, or model for a language model.")] = "",
    language: Annotated[str, typer.Option("--lang", help="Language of the list: zh or en.")] = "zh",
    release: ReleaseOption = None,
) -> None:
    """List what waits for a decision, or record one in the plan's folder; the next build shows it."""
    from graph_builder.linkages import DECISIONS, decide, read_decisions, read_pairs, record, stale

    acts = ("list", *DECISIONS)
    for name, value, known in (
        ("SUBJECT", subject, ("coherence",)),
        ("ACT", act, acts),
        ("--lang", language, ("zh", "en")),
    ):
        if value not in known:
            raise ResourceError(f"{name} knows no {value!r}", remedy=f"take one of {', '.join(known)}")
    folder = next((path for path in shipped_plans() if path.name == plan), Path(plan))
    if not (folder / "plan.toml").is_file():
        raise ResourceError(f"there is no plan {plan!r}", remedy="name a plan folder, or one of the shipped plans")
    found = read_pairs(_release(release) / "linkages" / "coherence.json")
    pairs = [item for item in found if item.first.saying.plan == folder.resolve().name]
    if act == "list":
        decisions = read_decisions(folder)
        for item in decide(pairs, decisions):
            reasons = "；".join(getattr(why, language) for why in item.reasons)
            typer.echo(f"{item.key}  {item.score:.2f}  {item.decision or '-':8}{reasons}")
            for side in (item.first, item.second):
                typer.echo(f"    {getattr(side, f'measure_{language}')}: {side.saying.sentence}")
        for decision in stale(pairs, decisions):
            typer.echo(f"{decision.pair}  found no more  {decision.decision}: {decision.reason}")
        return
    chosen = next((item for item in pairs if item.key == pair), None)
    if chosen is None:
        raise ResourceError(f"there is no pair {pair!r}", remedy=f"planatlas review {plan} coherence lists the pairs")
    path = record(folder, chosen, act, by, reason)
    typer.echo(f"{act} {pair}: {path}")


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
