"""Read thousands of damaged plans: whatever a text looks like, the reader ends, and every quotation is where it says.

``python -m benchmarks.mutations [--texts DIR] [--count 10000] [--seed 1]``: pieces of the committed texts, and of those
in DIR, are damaged (characters and lines lost, doubled, moved, put in from elsewhere; widths and scripts mixed; line
breaks lost) and read. Told are the slowest reading for its length, and each text that failed, with its number; the
same seed gives the same texts. Exit code 1 if there was one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

from graph_builder import resources
from graph_builder.annotation import format_annotations, parse_annotations
from graph_builder.errors import PlanAtlasError
from graph_builder.extract import Reader
from graph_builder.structure import parse
from graph_builder.text import SourceText
from graph_builder.vocabulary import read_vocabulary

_STRANGE = "\ufeff\u200b\u3000\t\r\x00\U00020000①Ⅳ壹%#|『』〔〕〈〉……——\u0301()（）“”‘’\n\n"
_SHARE = 16
"""Texts that a process reads at once."""


def damaged(text: str, random_: random.Random) -> str:
    """Damage a text in one to thirty places."""
    characters = list(text)
    for _ in range(random_.randint(1, 30)):
        at = random_.randrange(len(characters) + 1)
        end = min(len(characters), at + random_.choice((1, 1, 2, 5, 40)))
        kind = random_.randrange(7)
        if kind == 0:
            del characters[at:end]
        elif kind == 1:
            characters[at:at] = characters[at:end]
        elif kind == 2:
            characters[at:at] = random_.choices(_STRANGE, k=random_.randint(1, 6))
        elif kind == 3:
            moved, characters[at:end] = characters[at:end], []
            place = random_.randrange(len(characters) + 1)
            characters[place:place] = moved
        elif kind == 4:
            characters[at:end] = [chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in characters[at:end]]
        elif kind == 5:
            characters[at:end] = [c for c in characters[at:end] if c != "\n"]
        else:
            characters[at:end] = reversed(characters[at:end])
    return "".join(characters)


def piece(texts: list[str], number: int, seed: int) -> str:
    """Give the damaged text of a number."""
    random_ = random.Random(f"{seed}/{number}")
    text = random_.choice(texts)
    length = random_.randint(1, 900)
    start = random_.randrange(max(1, len(text) - length))
    return damaged(text[start : start + length], random_)


@cache
def _reader() -> Reader:
    """Give the reader with its models loaded, which is no reading."""
    reader = Reader.shipped(read_vocabulary(resources.path("data/vocabularies").glob("*.ttl")))
    reader.read(parse(SourceText.of("一、主要任务\n（一）建设数据平台。")))
    return reader


def read(numbers: range, texts: list[str], seed: int) -> list[tuple[int, str, float]]:
    """Read some texts; give for each its number, how it ended, and seconds per thousand characters."""
    found = []
    _reader()
    for number in numbers:
        text = piece(texts, number, seed)
        started = time.perf_counter()
        try:
            outcome = _outcome(text)
        except PlanAtlasError as error:
            outcome = f"refused: {type(error).__name__}"
        except Exception:  # what this looks for
            outcome = "FAILED " + traceback.format_exc()
        found.append((number, outcome, (time.perf_counter() - started) / max(1.0, len(text) / 1000)))
    return found


def _outcome(text: str) -> str:
    source = SourceText.of(text)
    draft = _reader().read(parse(source))
    again = parse_annotations(format_annotations(draft), source)
    wrong = [m for m in again.mentions if m.span.quote != source.text[m.span.start : m.span.end]]
    return "FAILED a quotation is not where it says" if wrong or len(again.mentions) != len(draft.mentions) else "read"


def main() -> None:
    """Read the arguments and the texts, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder with more texts (*.txt, searched through)")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    paths = [*resources.path("data/corpus").glob("*.txt"), resources.path("data/plans/xicheng-145") / "text.txt"]
    paths += options.texts.rglob("*.txt") if options.texts else []
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    ends: Counter[str] = Counter()
    slowest = 0.0
    shares = [range(n, min(n + _SHARE, options.count)) for n in range(0, options.count, _SHARE)]
    with ProcessPoolExecutor(options.processes) as pool:
        for share in pool.map(read, shares, [texts] * len(shares), [options.seed] * len(shares)):
            for number, outcome, seconds in share:
                ends[outcome.partition(" ")[0] if outcome.startswith("FAILED") else outcome] += 1
                slowest = max(slowest, seconds)
                if outcome.startswith("FAILED"):
                    print(f"text {number}: {outcome}", flush=True)
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    print(f"{options.count} damaged texts: {told}; the slowest took {slowest:.2f} s for each thousand characters")
    sys.exit(1 if ends["FAILED"] else 0)


if __name__ == "__main__":
    main()
