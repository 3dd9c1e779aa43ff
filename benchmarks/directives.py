"""Scores of the directives and relations that the reader drafts, on texts that are annotated with them.

Each text is measured twice: with the mentions that the reader finds, and with the annotated mentions given, which
judges the clause grammar apart from the taggers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph_builder.annotation import Annotations, StatementEvaluation, evaluate_statements, format_statements
from graph_builder.extract import Document, Reader, directed


def with_given_mentions(reader: Reader) -> Callable[[Document], Annotations]:
    """Give what drafts directives and relations from the annotated mentions."""
    return lambda document: directed(document.tree, document.annotations, reader.actions)


def scored(documents: Iterable[Document], read: Callable[[Document], Annotations]) -> StatementEvaluation:
    """Add up the scores of some texts."""
    total = StatementEvaluation()
    for document in documents:
        total += evaluate_statements(document.annotations, read(document))
    return total


def show(name: str, total: StatementEvaluation, *, table: bool = False) -> None:
    """Print the scores in one line, and as a table if asked for."""
    values = (
        ("directives relaxed", total.directives.f1(relaxed=True)),
        ("strict", total.directives.f1(relaxed=False)),
        ("action", total.action_accuracy),
        ("force", total.force_accuracy),
        ("relations", total.micro.f1(relaxed=True)),
        ("pairs", total.pairs.f1(relaxed=True)),
    )
    print(f"{name:<44} " + ", ".join(f"{word} {value or 0:.3f}" for word, value in values), flush=True)
    if table:
        print("\n".join(f"    {line}" for line in format_statements(total)), flush=True)


def report(documents: list[Document], reader: Reader) -> None:
    """Print the scores of each text and of all, and tables of all."""
    for document in documents:
        show(f"given mentions, {document.name}", scored([document], with_given_mentions(reader)))
        show(f"own mentions, {document.name}", scored([document], lambda text: reader.read(text.tree)))
    show("given mentions, all", scored(documents, with_given_mentions(reader)), table=True)
    show("own mentions, all", scored(documents, lambda text: reader.read(text.tree)), table=True)
