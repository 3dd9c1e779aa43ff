"""The page that tells what the automatic reader gets wrong most, in both languages, made from measured readings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from graph_builder.annotation import Annotations, Evaluation, Mention, evaluate, outcomes

Outcome = tuple[Mention | None, Mention | None]
"""What is right and what was found there; None where there is nothing."""

EXAMPLES = 5
CONFUSIONS = 15
_LONGEST = 16
"""Characters of a name that an example shows at most."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "What the automatic reader gets wrong",
        "made": "Made by `python -m benchmarks.extraction --texts FOLDER --page docs`; do not edit.",
        "lead": "{texts} excerpts of plans that the reader was not trained on, {right} mentions of the thirteen scored "
        "types, annotated by a language model and reviewed by no person (`benchmarks/readings`). Of these mentions "
        "{strict} were found with the same type and edges, {edges} with the same type and other edges, {types} with "
        "another type, and {missed} not at all; {extra} were found where the annotation has nothing. Micro F1 is "
        "{relaxed:.3f} relaxed (same type, overlapping) and {exact:.3f} strict; {roles:.3f} of the roles agree.",
        "types": "By type, weakest first",
        "types.head": "| type | in the text | found | precision | recall | F1 relaxed | F1 strict |",
        "confused": "Taken for another type",
        "confused.head": "| right | found as | how often | examples |",
        "edges": "Same type, other edges",
        "edges.head": "| type | how often | examples (right → found) |",
        "missed": "Not found",
        "missed.head": "| type | how often | examples |",
        "extra": "Found where nothing is",
        "extra.head": "| type | how often | examples |",
    },
    "zh": {
        "title": "自动阅读器最常出错之处",
        "made": "由 `python -m benchmarks.extraction --texts FOLDER --page docs` 生成，请勿手改。",
        "lead": "{texts}段未参与训练的规划摘录，十三种计分类型共{right}处提及，"
        "由语言模型标注，未经人工审核（`benchmarks/readings`）。其中类型与边界都相同的{strict}处，类型相同而边界不同的{edges}处，类型不同的{types}处，完全没有找到的{missed}处；"
        "另有{extra}处找到而标注中没有。微平均F1：宽松（类型相同且有重叠）{relaxed:.3f}，严格{exact:.3f}；角色一致率{roles:.3f}。",
        "types": "各类型，最弱的在前",
        "types.head": "| 类型 | 文中 | 找到 | 精确率 | 召回率 | 宽松F1 | 严格F1 |",
        "confused": "误作另一类型",
        "confused.head": "| 应为 | 误作 | 次数 | 例 |",
        "edges": "类型对，边界不对",
        "edges.head": "| 类型 | 次数 | 例（应为 → 找到） |",
        "missed": "没有找到",
        "missed.head": "| 类型 | 次数 | 例 |",
        "extra": "多找的",
        "extra.head": "| 类型 | 次数 | 例 |",
    },
}


def write_pages(folder: Path, readings: Sequence[tuple[Annotations, Annotations]]) -> None:
    """Write ``reader.md`` and ``reader.zh-CN.md`` from pairs of the right and the automatic reading of a text."""
    total = Evaluation()
    found: list[Outcome] = []
    for right, read in readings:
        total += evaluate(right, read)
        found += outcomes(right, read)
    for language, name in (("en", "reader.md"), ("zh", "reader.zh-CN.md")):
        (folder / name).write_text(page(language, len(readings), total, found), encoding="utf-8")


def page(language: str, texts: int, total: Evaluation, found: Sequence[Outcome]) -> str:
    """Write the page in a language."""
    words = WORDS[language]
    groups = grouped(found)
    micro = total.micro
    lead = words["lead"].format(
        texts=texts, right=micro.gold, strict=micro.strict, edges=micro.relaxed - micro.strict,
        types=sum(map(len, groups["confused"].values())), missed=sum(map(len, groups["missed"].values())),
        extra=sum(map(len, groups["extra"].values())), relaxed=micro.f1(relaxed=True), exact=micro.f1(relaxed=False),
        roles=total.role_accuracy,
    )  # fmt: skip
    lines = [f"# {words['title']}", "", words["made"], "", lead, "", f"## {words['types']}", ""]
    lines += table(words["types.head"], by_type(total))
    for name in ("confused", "edges", "missed", "extra"):
        ranked = sorted(groups[name].items(), key=lambda item: (-len(item[1]), item[0]))[:CONFUSIONS]
        rows = [[*key, str(len(shown)), examples(shown)] for key, shown in ranked]
        lines += ["", f"## {words[name]}", "", *table(words[f"{name}.head"], rows)]
    return "\n".join(lines) + "\n"


def grouped(found: Iterable[Outcome]) -> dict[str, dict[tuple[str, ...], list[str]]]:
    """Sort what went wrong by its kind and the types, each with the words of every case."""
    groups: dict[str, dict[tuple[str, ...], list[str]]] = {
        name: defaultdict(list) for name in ("confused", "edges", "missed", "extra")
    }
    for right, read in found:
        if right is None:
            assert read is not None
            groups["extra"][(read.type,)].append(quoted(read))
        elif read is None:
            groups["missed"][(right.type,)].append(quoted(right))
        elif right.type != read.type:
            same = right.span.quote == read.span.quote
            words = quoted(right) if same else f"{quoted(right)} → {quoted(read)}"
            groups["confused"][right.type, read.type].append(words)
        elif right.span != read.span:
            groups["edges"][(right.type,)].append(f"{quoted(right)} → {quoted(read)}")
    return groups


def by_type(total: Evaluation) -> list[list[str]]:
    """Give the rows of the table by type, the weakest first."""
    scored = [(kind, score) for kind, score in total.types.items() if score.gold]
    scored.sort(key=lambda item: item[1].f1(relaxed=True) or 0)
    return [
        [
            kind, str(score.gold), str(score.predicted), number(score.precision(relaxed=True)),
            number(score.recall(relaxed=True)), number(score.f1(relaxed=True)), number(score.f1(relaxed=False)),
        ]
        for kind, score in scored
    ]  # fmt: skip


def table(head: str, rows: Iterable[Sequence[str]]) -> list[str]:
    """Write a Markdown table."""
    return [head, "| --- " * (head.count("|") - 1) + "|", *(f"| {' | '.join(row)} |" for row in rows)]


def number(value: float | None) -> str:
    """Write a share."""
    return "–" if value is None else f"{value:.3f}"


def quoted(mention: Mention) -> str:
    """Give the words of a mention in one line; of long ones the beginning."""
    words = " ".join(mention.span.quote.split()).replace("|", "\\|")
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


def examples(words: Sequence[str]) -> str:
    """Show the most frequent cases, those that come more than once with their number."""
    often = sorted(Counter(words).items(), key=lambda item: (-item[1], words.index(item[0])))[:EXAMPLES]
    return "; ".join(word if count == 1 else f"{word} ({count})" for word, count in often)
