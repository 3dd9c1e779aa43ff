"""Commands for those who bring plans: ``planatlas add structure``. Thin: a command calls a library function."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph_builder import resources


def add(
    file: Annotated[Path, typer.Argument(help="The plan: text, HTML, DOCX or PDF.")],
    plan_id: Annotated[str, typer.Option("--id", help="Lower-case ASCII letters, digits and hyphens.")],
    title: Annotated[
        str | None, typer.Option(help="The plan's title, in words of its text. Default: its first line.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Where the text was published. Default: the file's name.")] = None,
    plans: Annotated[
        Path | None, typer.Option(help="Folder of plans. Default: data/plans in a checkout, else ./plans.")
    ] = None,
) -> None:
    """Take a file in as a new plan: canonical text, its hash, plan.toml. What is there is never overwritten."""
    from graph_builder.structure import MEASURES, parse
    from graph_builder.text import add_plan, read_plan_folder

    folder = add_plan(file, plan_id, plans or default_plans(), title=title, source=source)
    plan = read_plan_folder(folder)
    measures = sum(unit.kind in MEASURES for unit in parse(plan.source).walk())
    typer.echo(f"{folder}: {plan.metadata.title}")
    typer.echo(
        f"  {len(plan.source)} characters, {measures} measures; planatlas structure {folder / 'text.txt'} shows them"
    )


def structure(
    text: Annotated[
        Path, typer.Argument(help="A plan's text.txt, its folder, or a file of any format that add reads.")
    ],
    sentences: Annotated[bool, typer.Option("--sentences", help="Show sentences too.")] = False,
    counts: Annotated[bool, typer.Option("--counts", help="Show only how many units there are of each kind.")] = False,
) -> None:
    """Show how a text is read: the tree of its units with offsets, and which bodies answer for how many of them."""
    from collections import Counter

    from graph_builder.structure import outline, parse
    from graph_builder.text import SourceText, extract, read_source

    path = text / "text.txt" if text.is_dir() else text
    source = read_source(path) if path.name == "text.txt" else SourceText.of(extract(path).text, path)
    tree = parse(source)
    if not counts:
        for line in outline(tree, sentences=sentences):
            typer.echo(line)
    kinds = Counter(unit.kind.value for unit in tree.walk())
    typer.echo(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())))
    bodies = {cell.span.quote for held in tree.responsibilities for cell in held.bodies}
    typer.echo(f"{len(tree.responsibilities)} notes of responsibility name {len(bodies)} bodies")


def default_plans() -> Path:
    """Give the folder of plans that commands use when none is named."""
    checkout = resources.checkout()
    return checkout / "data" / "plans" if checkout is not None else Path("plans")
