"""Hypothesis strategies: Chinese text, generated plans that know their own structure, and valid annotations."""

from __future__ import annotations

import itertools
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from graph_builder.annotation import (
    ATTRIBUTES,
    CONTAINERS,
    MENTION_TYPES,
    RELATIONS,
    Annotations,
    Attribute,
    Mention,
    Note,
    Reference,
    Relation,
)
from graph_builder.structure import HEADED, UnitKind
from graph_builder.text import SourceText

# A busy machine must not turn a slow example into a failure.
settings.register_profile("planatlas", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("planatlas")

T = TypeVar("T")

# Characters with which no heading, box title, item label or sentence end can arise by chance; 𠮷 lies outside the
# Basic Multilingual Plane.
PLAIN = "推动建设数据平台技术创新服务企业城市金融科与的为5GAI𠮷"
# What the structure reader looks for, whole and in pieces.
MARKS = [
    *"第章专栏一二十百零九、()|。！？,;: \t\n”’",
    "\uff08", "\uff09", "\uff1a", "\uff0c", "\uff1b", "\u3000",
    "第五章 保障措施\n", "一、建设\n", "二、建设\n", "(一)推动\n", "\uff08三\uff09推动\n", "第二章 发展\n",
    "专栏1 重点 |\n", "专栏2 重点\n", "金融:建设。 |\n", "数据:建设。 平台:推动。 |\n",
]  # fmt: skip


def plain(min_size: int = 1, max_size: int = 12) -> st.SearchStrategy[str]:
    """Words without any mark."""
    return st.text(PLAIN, min_size=min_size, max_size=max_size)


def any_text() -> st.SearchStrategy[str]:
    """Any characters that a UTF-8 file can hold."""
    return st.text(st.characters(codec="utf-8"), max_size=60)


def plan_like_text() -> st.SearchStrategy[str]:
    """Pieces of plans in any order: headings in the middle, boxes without content, marks where none belong."""
    pieces = st.sampled_from(MARKS) | plain(1, 4) | st.text(st.characters(codec="utf-8"), max_size=2)
    return st.lists(pieces, max_size=40).map("".join)


def sources() -> st.SearchStrategy[SourceText]:
    """Source texts of several lines."""
    return (any_text() | plan_like_text()).map(SourceText.of)


# Plans ----------------------------------------------------------------------------------------------------------------

LEVELS = (
    (UnitKind.CHAPTER, UnitKind.SECTION, UnitKind.SUBSECTION),
    (UnitKind.CHAPTER, UnitKind.SECTION),
    (UnitKind.SECTION, UnitKind.SUBSECTION),
    (UnitKind.CHAPTER, UnitKind.SUBSECTION),
    (UnitKind.CHAPTER,),
    (UnitKind.SECTION,),
    (UnitKind.SUBSECTION,),
)
HEADINGS: dict[UnitKind, Callable[[str, str], str]] = {
    UnitKind.CHAPTER: lambda number, title: f"第{number}章 {title}",
    UnitKind.SECTION: lambda number, title: f"{number}、{title}",
    UnitKind.SUBSECTION: lambda number, title: f"({number}){title}",
}


def chinese_numeral(value: int) -> str:
    """Write a number from 1 to 199 as headings do."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    words = f"{digits[hundreds]}百" if hundreds else ""
    if hundreds and not tens and ones:
        words += "零"
    if tens:
        words += "十" if tens == 1 and not hundreds else f"{digits[tens]}十"
    return words + (digits[ones] if ones else "")


@dataclass(eq=False)
class GeneratedUnit:
    """A headed unit: its own paragraphs and box, and the headed units below it."""

    kind: UnitKind
    value: int
    title: str
    paragraphs: list[str]
    box: tuple[str, list[tuple[str, str]]] | None
    children: list[GeneratedUnit]
    parent: GeneratedUnit | None = field(default=None, repr=False)

    @property
    def siblings(self) -> list[GeneratedUnit]:
        """All children of the parent, this one among them."""
        return self.parent.children if self.parent else [self]

    def walk(self) -> Iterator[GeneratedUnit]:
        """Go through this unit and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def heading(self) -> str:
        """Write the heading line."""
        return HEADINGS[self.kind](chinese_numeral(self.value), self.title)

    def body(self) -> list[str]:
        """Write the lines between this heading and the next."""
        lines = list(self.paragraphs)
        if self.box is not None:
            title, items = self.box
            lines += [f"专栏1 {title} |", " ".join(f"{label}:{words}" for label, words in items) + " |"]
        return lines


@dataclass(eq=False)
class GeneratedPlan:
    """A whole plan; ``root`` is no unit, it only holds the outermost ones."""

    title: str
    root: GeneratedUnit

    @property
    def units(self) -> list[GeneratedUnit]:
        """The headed units in the order of the text."""
        return [unit for child in self.root.children for unit in child.walk()]

    def lines_from(self, index: int) -> list[str]:
        """Write the plan from its index-th headed unit on."""
        return [line for unit in self.units[index:] for line in (unit.heading(), *unit.body())]

    def text(self) -> str:
        """Write the whole plan."""
        return "\n".join((self.title, *self.lines_from(0)))


WORDS = st.sampled_from(
    ["建设", "推动创新", "服务企业", "发展金融科技", "5G网络与数据平台", "城市AI", "𠮷", "技术的应用"]
)
PARAGRAPHS = st.sampled_from(
    ["建设。", "建设平台。服务企业。", "推动创新,建设平台！", "服务“企业。”推动𠮷？建设。", "推动创新;服务企业。"]
)


@st.composite
def _unit(draw: st.DrawFn, levels: tuple[UnitKind, ...], value: int) -> GeneratedUnit:
    below = levels[1:]
    children = draw(_units(below)) if below and draw(st.booleans()) else []
    unit = GeneratedUnit(
        kind=levels[0],
        value=value,
        title=draw(WORDS),
        paragraphs=draw(st.lists(PARAGRAPHS, max_size=2)),
        box=draw(st.none() | st.tuples(WORDS, st.lists(st.tuples(WORDS, PARAGRAPHS), min_size=1, max_size=2))),
        children=children,
    )
    for child in children:
        child.parent = unit
    return unit


@st.composite
def _units(draw: st.DrawFn, levels: tuple[UnitKind, ...]) -> list[GeneratedUnit]:
    return [draw(_unit(levels, value)) for value in range(1, draw(st.integers(1, 3)) + 1)]


@st.composite
def plans(draw: st.DrawFn) -> GeneratedPlan:
    """Plans without gaps, of some choice of levels; units of the inner levels stand only in those of the outer."""
    children = draw(_units(draw(st.sampled_from(LEVELS))))
    root = GeneratedUnit(HEADED[0], 0, "", [], None, children)
    for child in children:
        child.parent = root
    return GeneratedPlan(draw(WORDS), root)


# Annotations ----------------------------------------------------------------------------------------------------------

LEAVES = tuple(sorted(MENTION_TYPES - CONTAINERS))
SLUGS = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=8).map(lambda word: f"x{word}")
ONE_LINE = st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), min_size=1, max_size=12)


@st.composite
def _stretches(draw: st.DrawFn, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches that are not empty and do not overlap."""
    cuts = sorted(draw(st.sets(st.integers(start, end), max_size=6)))
    return [pair for pair in itertools.pairwise(cuts) if draw(st.booleans())]


@st.composite
def _mentions(
    draw: st.DrawFn, start: int, end: int, containers: frozenset[str] = CONTAINERS
) -> list[tuple[str, int, int]]:
    """Mentions that nest as the scheme allows: containers of different types, and other types innermost."""
    found = []
    for first, last in draw(_stretches(start, end)):
        kind = draw(st.sampled_from((*sorted(containers), *LEAVES)))
        found.append((kind, first, last))
        if kind in CONTAINERS:
            found += draw(_mentions(first, last, containers - {kind}))
    return found


def _some(values: list[T], max_size: int) -> st.SearchStrategy[list[T]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=max_size) if values else st.just([])


@st.composite
def annotations(draw: st.DrawFn) -> Annotations:
    """Valid annotations of a random text, numbered and ordered at random; some go over the end of a line."""
    before, line, after = draw(plain(0, 5)), draw(plain(1, 40)), draw(plain(0, 5))
    if draw(st.booleans()):
        line += draw(st.sampled_from(["\n", "\n\n", " \n\u3000\u3000"])) + draw(plain(1, 20))
    source = SourceText.of(f"{before}\n{line}\n{after}")
    stretches = [
        (kind, start, end)
        for kind, start, end in draw(_mentions(len(before) + 1, len(before) + 1 + len(line)))
        if all(len(part) for part in source.span(start, end).parts())
    ]
    numbers = draw(st.permutations(range(1, len(stretches) + 1)))
    mentions = [
        Mention(f"T{number}", kind, source.span(start, end))
        for number, (kind, start, end) in zip(numbers, stretches, strict=True)
    ]
    said = [
        (name, first.id, second.id)
        for name, signature in RELATIONS.items()
        for first in mentions
        if first.type in signature.first
        for second in mentions
        if second.type in signature.second
    ]
    relations = [Relation(f"R{n}", *words) for n, words in enumerate(draw(_some(said, 4)), 1)]
    attributes: list[Attribute] = []
    references: list[Reference] = []
    for mention in mentions:
        for name, rule in ATTRIBUTES.items():
            if rule.types is None or mention.type in rule.types:
                for value in draw(_some(sorted(rule.values or {"x"}), 2 if rule.repeats else 1)):
                    attributes.append(Attribute(f"A{len(attributes) + 1}", name, mention.id, value))
        names = [("Reference", draw(ONE_LINE))] if draw(st.booleans()) else []
        if draw(st.booleans()):
            words = mention.span.words
            start = draw(st.integers(0, len(words) - 1))
            names.append(("Component", words[start : draw(st.integers(start + 1, len(words)))]))
        for name, text in names:
            references.append(Reference(f"N{len(references) + 1}", name, mention.id, f"technology:{draw(SLUGS)}", text))
    targets = [thing.id for thing in (*mentions, *relations, *attributes, *references)]
    notes = [
        Note(f"#{n}", target, draw(ONE_LINE))
        for n, target in enumerate(draw(st.lists(st.sampled_from(targets), max_size=3)) if targets else [], 1)
    ]
    lists = (mentions, relations, attributes, references, notes)
    return Annotations(source, *(tuple(draw(st.permutations(each))) for each in lists))
