"""Measure the automatic reader on annotated texts that it was not trained on, against two baselines in one run.

``python -m benchmarks.extraction --texts DIR [--sections N]``: DIR holds texts (NAME.txt) with their annotations
(NAME.ann). The reader is the shipped one. ``--page docs`` writes what goes wrong most.
``--held`` has every fourth training text and the texts of DIR read by a reader that the other training texts taught;
``--models FOLDER`` keeps it there, as it takes most of an hour to train. ``--without-words`` has ``--held`` and
``--sections`` measured with a reader that knows no list of words, too.
``--directives DIR`` scores directives and relations on texts that are annotated with them, and on the plan of Xicheng
District, on which the clause grammar was developed.
``--sections`` adds a cross-validation on the plan of Xicheng District, cut into N stretches of whole lines: each is
read by a reader that was trained on the others and the invented texts, and knows neither the vocabularies nor the
stretch. Where a training text repeats words of a measured one, the longest such stretch is shown.

The baselines: the words of the vocabularies and of the training texts alone; and the tags of jieba's part-of-speech
tagger mapped to our types. Needs jieba (``pip install jieba``), which the package itself does not use.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import jieba.posseg

from benchmarks import directives
from benchmarks.reader_page import write_pages
from graph_builder import resources
from graph_builder.annotation import (
    Annotations,
    Evaluation,
    Mention,
    StatementEvaluation,
    evaluate,
    evaluate_statements,
    format_evaluation,
)
from graph_builder.extract import Document, Gazetteer, Reader, read_words, train, training_texts, words_in, words_of
from graph_builder.structure import parse
from graph_builder.text import SourceText, fold
from graph_builder.vocabulary import Vocabulary, read_vocabulary

TAGS = {"ns": "Location", "nt": "Body", "nz": "Policy", "t": "Date", "nr": "Group", "vn": "Scenario", "l": "Goal"}
SUFFIXES = {
    "技术": "Technology", "平台": "Facility", "中心": "Facility", "基地": "Facility", "机制": "Instrument",
    "资金": "Instrument", "政策": "Instrument", "制度": "Instrument", "产业": "Domain", "领域": "Domain",
    "企业": "Body", "机构": "Body", "部门": "Body", "人才": "Group", "服务": "Scenario",
}  # fmt: skip


def by_words(words: dict[str, str]) -> Callable[[Document], Annotations]:
    gazetteer = Gazetteer(words)
    return lambda document: drawn(
        document, ((hit.type, hit.start, hit.end) for hit in gazetteer.hits(fold(document.annotations.source.text)))
    )


def by_tags(document: Document) -> Annotations:
    found, at = [], 0
    for token in jieba.posseg.cut(document.annotations.source.text):
        kind = SUFFIXES.get(token.word[-2:]) or TAGS.get(token.flag)
        if kind and len(token.word) > 1 and not token.word.isspace():
            found.append((kind, at, at + len(token.word)))
        at += len(token.word)
    return drawn(document, found)


def drawn(document: Document, mentions: Iterable[tuple[str, int, int]]) -> Annotations:
    source = document.annotations.source
    return Annotations(
        source, tuple(Mention(f"T{n}", kind, source.span(start, end)) for n, (kind, start, end) in enumerate(mentions))
    )


def pieces(document: Document, count: int) -> list[Document]:
    """Cut a document at line ends into stretches of about the same length."""
    source = document.annotations.source
    starts = source.line_starts
    cuts = [starts[len(starts) * n // count] for n in range(count)] + [len(source)]
    found = []
    for number, (begin, end) in enumerate(itertools.pairwise(cuts)):
        part = SourceText.of(source.text[begin:end])
        inside = [m for m in document.annotations.mentions if begin <= m.span.start and m.span.end <= end]
        mentions = tuple(Mention(m.id, m.type, part.span(m.span.start - begin, m.span.end - begin)) for m in inside)
        known = {m.id for m in inside}
        attributes = tuple(a for a in document.annotations.attributes if a.target in known)
        relations = tuple(r for r in document.annotations.relations if {r.first, r.second} <= known)
        annotations = Annotations(part, mentions, relations, attributes)
        found.append(Document(f"{document.name}-{number}", annotations, parse(part)))
    return found


def repeated(one: str, other: str, least: int = 12) -> str:
    """Give the longest stretch of one text that stands in the other too, if it has at least so many characters."""
    best = ""
    for start in range(len(one)):
        length = max(least, len(best) + 1)
        while start + length <= len(one) and one[start : start + length] in other:
            best = one[start : start + length]
            length += 1
    return best


def vocabulary() -> Vocabulary:
    return read_vocabulary(resources.path("data/vocabularies").glob("*.ttl"))


def lexicon() -> dict[str, str]:
    return read_words(resources.path("data/reader/lexicon.txt"))


def trained(documents: list[Document], concepts: Vocabulary, *, known_words: bool = True) -> Reader:
    folder = Path(tempfile.mkdtemp(prefix="planatlas-reader-"))
    train(documents, lexicon(), folder, known_words=known_words)
    return Reader(concepts, folder, known_words)


def show(name: str, documents: list[Document], read: Callable[[Document], Annotations], *, table: bool = False) -> None:
    total = Evaluation()
    for document in documents:
        total += evaluate(document.annotations, read(document))
    micro = total.micro
    roles = "" if total.role_accuracy is None else f", roles {total.role_accuracy:.3f}"
    print(f"{name:<60} relaxed {micro.f1(relaxed=True):.3f}, strict {micro.f1(relaxed=False):.3f}{roles}", flush=True)
    if table:
        print("\n".join(f"    {line}" for line in format_evaluation(total)), flush=True)


def read_all(folder: Path) -> list[Document]:
    found = [Document.read(path, path.with_suffix(".txt"), path.stem) for path in sorted(folder.glob("*.ann"))]
    if not found:
        raise SystemExit(f"{folder} holds no annotations; put NAME.ann and NAME.txt there")
    return found


def held_out(texts: list[Document], concepts: Vocabulary, models: Path, *, without_words: bool) -> None:
    """Show how texts are read by readers that three quarters of the training texts taught, and by the baselines.

    The readers know no vocabulary: those were made from the plan of Xicheng District, which is held out, too.
    """
    documents = training_texts()
    held, taught = documents[::4], [document for n, document in enumerate(documents) if n % 4]
    ways: list[tuple[str, Callable[[Document], Annotations]]] = [
        ("baseline: vocabularies' words alone", by_words(words_in(concepts))),
        ("baseline: all known words alone", by_words(lexicon() | words_of(taught))),
        ("baseline: jieba's tags and suffixes", by_tags),
    ]
    for known_words in (True, False) if without_words else (True,):
        folder = models / ("with-words" if known_words else "without-words")
        if not folder.exists():
            made = trained(taught, read_vocabulary([]), known_words=known_words).folder
            shutil.move(made, folder)
        reader = Reader(read_vocabulary([]), folder, known_words)
        ways.append((f"the reader {'with' if known_words else 'without'} lists of words", of(reader)))
    for name, measured in (
        (f"{len(held)} texts held out", held), ("Xicheng District", held[-1:]), ("the texts given", texts)
    ):  # fmt: skip
        for way, read in ways if measured else ():
            show(f"{name}, {way}", measured, read, table=way.startswith("the reader"))


def of(reader: Reader) -> Callable[[Document], Annotations]:
    return lambda document: reader.read(document.tree)


def fold_score(number: int, count: int, known_words: bool) -> tuple[Evaluation, StatementEvaluation]:
    """Read one stretch of the plan with what the others teach."""
    *invented, plan = training_texts()
    parts = pieces(plan, count)
    others = [*invented, *(part for n, part in enumerate(parts) if n != number)]
    reader = trained(others, read_vocabulary([]), known_words=known_words)
    right, reading = parts[number].annotations, reader.read(parts[number].tree)
    return evaluate(right, reading), evaluate_statements(right, reading)


def crossed(count: int, processes: int, known_words: bool) -> None:
    """Show the cross-validation on the plan of Xicheng District."""
    total, said = Evaluation(), StatementEvaluation()
    with ProcessPoolExecutor(processes) as pool:
        for score, statements in pool.map(fold_score, range(count), [count] * count, [known_words] * count):
            total += score
            said += statements
    print(f"cross-validation on the plan of Xicheng District, {'with' if known_words else 'without'} lists of words")
    print("\n".join(f"    {line}" for line in format_evaluation(total)), flush=True)
    directives.show("the same, directives and relations", said, table=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--directives", type=Path)
    parser.add_argument("--sections", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2, help="stretches that are trained for at once")
    parser.add_argument(
        "--without-words", action="store_true", help="--held and --sections without lists of words, too"
    )
    parser.add_argument("--held", action="store_true", help="measure on training texts held out of a training, too")
    parser.add_argument("--models", type=Path, help="folder to keep the readers of --held in (made if missing)")
    parser.add_argument("--page", type=Path, help="folder to write the pages on what goes wrong most to")
    parser.add_argument("--copies", type=int, nargs="+", default=[])
    options = parser.parse_args()
    concepts = vocabulary()
    texts = read_all(options.texts) if options.texts else []
    if texts:
        for taught in training_texts():
            for text in texts:
                if shared := repeated(taught.folded, text.folded):
                    print(f"{taught.name} and {text.name} share {shared!r}", flush=True)
        words = words_in(concepts) | words_of(training_texts())
        show("baseline: vocabularies' words alone", texts, by_words(words_in(concepts)))
        show("baseline: all known words alone", texts, by_words(lexicon() | words))
        show("baseline: jieba's tags and suffixes", texts, by_tags)
        reader = Reader.shipped(concepts)
        for text in texts:
            show(f"the reader, {text.name}", [text], of(reader))
        show("the reader, all", texts, of(reader), table=True)
        if options.page:
            write_pages(options.page, [(text.annotations, reader.read(text.tree)) for text in texts])
        longest = max(texts, key=lambda document: len(document.annotations.source))
        for copies in options.copies:
            source = SourceText.of(longest.annotations.source.text * copies)
            start = time.perf_counter()
            reader.read(parse(source))
            seconds = time.perf_counter() - start
            print(f"{copies:>3} copies, {len(source)} characters: {len(source) / seconds:.0f} characters per second")
    if options.held:
        models = options.models or Path(tempfile.mkdtemp(prefix="planatlas-readers-"))
        models.mkdir(parents=True, exist_ok=True)
        held_out(texts, concepts, models, without_words=options.without_words)
    if options.directives:
        reader = Reader.shipped(concepts)
        directives.report(read_all(options.directives), reader)
        plan = training_texts()[-1]
        developed = directives.scored([plan], directives.with_given_mentions(reader))
        directives.show(f"given mentions, {plan.name} (developed on it)", developed, table=True)
    if options.sections:
        for known_words in (True, False) if options.without_words else (True,):
            crossed(options.sections, options.processes, known_words)


if __name__ == "__main__":
    main()
