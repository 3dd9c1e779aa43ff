"""Commands for what hangs together: ``planatlas network review``. Thin: a command calls a library function."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from api.cli_reading import plan_folder, review_draft
from api.cli_release import ReleaseOption, released
from graph_builder.errors import ResourceError


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
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Without statements that are drafts.")] = False,
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
    folder = released(release)
    whole = read_network(folder / "networks")
    named = {"sections": sections, "domains": domains, "nodes": nodes}
    filters = Filters.read(
        {
            "links": links or [], "kinds": kinds or [], "things": things or [], "relations": relations or [],
            "plans": plans or [], "forces": forces or [], "weight": [weight], "least": [str(least)],
            "top": [str(top)], "across": [str(across)], "reviewed": [str(reviewed)],
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


def review(
    plan: Annotated[str, typer.Argument(help="The plan: its identifier, or its folder.")],
    subject: Annotated[
        str,
        typer.Argument(help="What is reviewed: draft (annotations, against a new draft) or coherence (pairs)."),
    ] = "draft",
    act: Annotated[str, typer.Argument(help="list, confirm or reject.")] = "list",
    pair: Annotated[str, typer.Argument(help="The pair that is decided, by its key in the list.")] = "",
    reason: Annotated[str, typer.Option(help="Why it is confirmed or rejected, in words.")] = "",
    by: Annotated[str, typer.Option(help="Who decides: person, or model for a language model.")] = "",
    language: Annotated[str, typer.Option("--lang", help="Language of the list: zh or en.")] = "zh",
    draft: Annotated[
        Path | None, typer.Option(help="Of drafts: the .ann file to compare with. Default: the text is read anew.")
    ] = None,
    release: ReleaseOption = None,
) -> None:
    """List what waits for a decision and what a new draft has otherwise, or record a decision in the plan's folder."""
    from graph_builder.linkages import DECISIONS, decide, read_decisions, read_pairs, record, stale

    acts = ("list", *DECISIONS)
    for name, value, known in (
        ("SUBJECT", subject, ("draft", "coherence")),
        ("ACT", act, acts),
        ("--lang", language, ("zh", "en")),
    ):
        if value not in known:
            raise ResourceError(f"{name} knows no {value!r}", remedy=f"take one of {', '.join(known)}")
    folder = plan_folder(plan)
    if subject == "draft":
        if act != "list":
            raise ResourceError(
                f"a draft is not decided by {act!r}", remedy="mend annotations.ann, and set Review to reviewed there"
            )
        review_draft(folder, draft)
        return
    found = read_pairs(released(release) / "linkages" / "coherence.json")
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
