"""Commands that read plans: ``planatlas annotate evaluate``. Thin: a command calls a library function."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli_plans import default_plans
from graph_builder import resources
from graph_builder.annotation import CONCEPTUAL
from graph_builder.errors import AnnotationError, Place, ResourceError

if TYPE_CHECKING:
    from graph_builder.extract import Reader

_SHOWN = 20


def annotate(
    text: Annotated[
        str, typer.Argument(help="The identifier or folder of a plan, or a file of any format that add reads.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File to write. Default: annotations.ann of the plan, else the text's name."
        ),
    ] = None,
) -> None:
    """Draft the annotations of a text, and list what to review, the most doubtful first. Nothing is overwritten."""
    from graph_builder.annotation import write_annotations
    from graph_builder.extract import ambiguities, doubts, format_ambiguities, format_doubts
    from graph_builder.structure import parse
    from graph_builder.text import SourceText, extract, read_source

    path = Path(text)
    if not path.exists() and (default_plans() / text).is_dir():
        path = default_plans() / text
    file = path / "text.txt" if path.is_dir() else path
    plain = file.suffix == ".txt"
    source = read_source(file) if plain else SourceText.of(extract(file).text, file)
    target = output or (path / "annotations.ann" if path.is_dir() else file.with_suffix(".ann"))
    review = target.with_suffix(".review.tsv")
    unclear = target.with_suffix(".ambiguous.tsv")
    for taken in (target, review, unclear):
        if taken.exists():
            raise AnnotationError(
                "is there already, and is not overwritten",
                place=Place(taken),
                remedy="planatlas review shows what a new draft has otherwise; or name another file with -o",
            )
    reader = _reader()
    draft = reader.read(parse(source))
    listed, several = doubts(draft), ambiguities(draft, reader.fitting)
    try:
        if not plain:
            target.with_suffix(".txt").open("x", encoding="utf-8", newline="").write(source.text)
        write_annotations(draft, target)
        review.write_text(format_doubts(listed), encoding="utf-8", newline="\n")
        unclear.write_text(format_ambiguities(several), encoding="utf-8", newline="\n")
    except OSError as error:
        raise AnnotationError(
            f"cannot be written: {error.strerror or error}", place=Place(target), remedy="name another file with -o"
        ) from error
    typer.echo(f"{target}: {len(draft.mentions)} mentions, {len(draft.references)} of them of known concepts")
    typer.echo(f"{review}: all of them, the most doubtful first")
    typer.echo(f"{unclear}: {len(several)} names that fit several concepts")
    for doubt in listed[:_SHOWN]:
        words = f"{doubt.before}[{doubt.mention.span.words}]{doubt.after}".replace("\n", " ")
        typer.echo(f"  {doubt.confidence:.2f} {doubt.mention.type:<10} line {doubt.line:<4} {words}")


def review_draft(folder: Path, file: Path | None) -> None:
    """Show what waits for a person in a plan's annotations, and what a new draft has otherwise; change nothing.

    Raises:
        AnnotationError: the plan has no annotations, or a file is none.
    """
    from collections import Counter

    from graph_builder.annotation import changes, read_annotations
    from graph_builder.structure import parse
    from graph_builder.text import read_plan_folder

    plan = read_plan_folder(folder)
    if not plan.annotations.is_file():
        raise AnnotationError(
            "is not there: the plan has no annotations yet",
            place=Place(plan.annotations),
            remedy=f"planatlas annotate {folder} drafts them",
        )
    reviewed = read_annotations(plan.annotations, plan.source)
    newer = read_annotations(file, plan.source) if file else _reader().read(parse(plan.source))
    status = Counter(reviewed.value(mention, "Review") or "no status" for mention in reviewed.mentions)
    typer.echo(f"{plan.annotations}: {', '.join(f'{count} {name}' for name, count in sorted(status.items()))}")
    unknown = sum(
        reviewed.value(m, "Review") == "draft" and m.id not in reviewed.concepts and m.type in CONCEPTUAL
        for m in reviewed.mentions
    )
    typer.echo(f"  {unknown} drafts have no concept yet; in the graph they get a draft concept")
    found = changes(reviewed, newer)
    kinds = Counter(change.kind for change in found)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "nothing"
    typer.echo(f"a new draft has otherwise: {told}")
    for change in found:
        state = f" ({change.review})" if change.review else ""
        typer.echo(f"  {change.kind:<8}line {change.line:<4} {change.words}{state}")
        typer.echo(f"          {change.sentence}".replace("\n", " "))


def plan_folder(name: str) -> Path:
    """Find a plan by its identifier or folder: here, among the plans of commands, or among the shipped ones.

    Raises:
        ResourceError: there is none.
    """
    from graph_builder.release import shipped_plans

    known = {path.name: path for path in shipped_plans()}
    for path in (Path(name), default_plans() / name, known.get(name, Path(name))):
        if (path / "plan.toml").is_file():
            return path
    raise ResourceError(
        f"there is no plan {name!r}", remedy=f"name a plan folder, or one of {', '.join(known)}, or planatlas add it"
    )


def _reader() -> Reader:
    from graph_builder.extract import Reader
    from graph_builder.vocabulary import read_vocabulary

    return Reader.shipped(read_vocabulary(resources.path("data/vocabularies").glob("*.ttl")))


def evaluate(
    gold: Annotated[Path, typer.Argument(help="The annotations that are taken as right.")],
    predicted: Annotated[list[Path], typer.Argument(help="One or more readings of the same text.")],
    texts: Annotated[Path | None, typer.Option(help="Folder of the texts. Default: the text lies beside GOLD.")] = None,
) -> None:
    """Score readings against the right one: mentions by type, roles, confusions, directives, relations.

    Directives and relations are scored if GOLD has directives.
    """
    from graph_builder.annotation import evaluate as score
    from graph_builder.annotation import evaluate_statements, format_evaluation, format_statements, read_annotations
    from graph_builder.text import read_source

    source = read_source(_text_of(gold, texts))
    right = read_annotations(gold, source)
    for path in predicted:
        typer.echo(f"{path}")
        reading = read_annotations(path, source)
        lines = format_evaluation(score(right, reading)) + format_statements(evaluate_statements(right, reading))
        for line in lines:
            typer.echo(f"  {line}")


def _text_of(annotations: Path, texts: Path | None) -> Path:
    """Find the text of an annotation file: text.txt for annotations.ann, else the same name.

    Raises:
        AnnotationError: there is none.
    """
    folder = texts or annotations.parent
    for name in (f"{annotations.stem}.txt", "text.txt"):
        if (folder / name).is_file():
            return folder / name
    raise AnnotationError(
        f"{folder} holds neither {annotations.stem}.txt nor text.txt",
        place=Place(annotations),
        remedy="name the folder of the texts with --texts",
    )
