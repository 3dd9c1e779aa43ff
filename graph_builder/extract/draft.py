"""The draft that a reader writes: mentions with rule and confidence, directives, and what these say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graph_builder.annotation import RELATIONS, Annotations, Attribute, Mention, Reference, Relation
from graph_builder.extract.actions import ActionTagger
from graph_builder.extract.directives import directives
from graph_builder.extract.sayings import Sayings, headed
from graph_builder.extract.tagger import Found
from graph_builder.extract.ties import ties
from graph_builder.structure import HEADED, MEASURES, Tree, UnitKind
from graph_builder.text import SourceText, fold

_SURE = {True: 0.77, False: 0.68}
"""How sure the clause grammar is of a directive of a single clause, and of several: the share whose edges were right.

Measured on the plan of Xicheng District, each quarter read by a reader that was trained on the others; what a directive
says has no confidence of its own.
"""


def written_whole(tree: Tree, item: Found) -> bool:
    """Tell whether a mention can be written: but for line ends, nothing that is not read stands in it, and no tab.

    What goes on after the number of a page is left out: its quote would hold that number.
    """
    span = tree.source.span(item.start, item.end)
    read = tree.reading.words(span)
    plain = not any(mark in span.quote for mark in "\t\r") and "\n" not in read
    return plain and "".join(read.split()) == "".join(span.words.split())


class Draft:
    """Annotations in the making, numbered as they come."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._mentions: list[Mention] = []
        self._attributes: list[Attribute] = []
        self._references: list[Reference] = []
        self._relations: dict[tuple[str, str, str], Relation] = {}

    def mention(self, item: Found, values: Mapping[str, str]) -> Mention:
        """Add a mention with its values, its rule and confidence."""
        mention = Mention(f"T{len(self._mentions) + 1}", item.type, self._source.span(item.start, item.end))
        self._mentions.append(mention)
        said = {**values, "Rule": item.rule, "Confidence": f"{item.confidence:.2f}", "Review": "draft"}
        for name, value in said.items():
            self._attributes.append(Attribute(f"A{len(self._attributes) + 1}", name, mention.id, value))
        return mention

    def refer(self, mention: Mention, concept: str, label: str) -> None:
        """Tie a mention to a concept."""
        self._references.append(Reference(f"N{len(self._references) + 1}", "Reference", mention.id, concept, label))

    def relate(self, name: str, first: Mention, second: Mention) -> None:
        """Add a relation, once, where the scheme allows it."""
        signature = RELATIONS[name]
        if first.type in signature.first and second.type in signature.second:
            key = (name, first.id, second.id)
            self._relations.setdefault(key, Relation(f"R{len(self._relations) + 1}", *key))

    def annotations(self) -> Annotations:
        """Give what was added."""
        return Annotations(
            self._source,
            tuple(self._mentions),
            tuple(self._relations.values()),
            tuple(self._attributes),
            tuple(self._references),
        )


def add_directives(
    draft: Draft, tree: Tree, kept: Sequence[Found], mentions: Mapping[Found, Mention], actions: ActionTagger | None
) -> None:
    """Find the directives among settled mentions, and what each says of those inside it.

    ``actions`` decides what each of them does; without it the grammar does.
    """
    place = tree.reading.from_source
    shown = {replace(item, start=place(item.start), end=place(item.end)): item for item in kept}
    mentions = {read: mentions[item] for read, item in shown.items()}
    ordered = sorted(shown, key=lambda item: (item.start, -item.end))
    starts = [item.start for item in ordered]
    text = fold(tree.reading.text)
    tasks = {index: item for item in ordered if item.type == "Task" for index in range(item.start + 1, item.end)}
    covered: set[int] = set()
    for directive in directives(tree, ordered):
        task = tasks.get(directive.start)
        if task is not None and task.end < directive.end:  # 一是… belongs to the task, so to its directive
            directive = replace(directive, start=task.start)
        first, last = bisect_left(starts, directive.start), bisect_left(starts, directive.end)
        inside = [item for item in ordered[first:last] if item.type not in ("Task", "Heading")]
        crossed = directive.start in covered or any(item.end > directive.end for item in ordered[first:last])
        span = tree.reading.span(directive.start, directive.end)
        item = Found(span.start, span.end, "Directive", "clause-grammar", _SURE[directive.clauses == 1])
        if crossed or not written_whole(tree, item):
            continue
        action = actions.action(text, directive, inside) if actions else directive.action
        if action is None:
            continue
        values = {"Force": directive.force, "Action": action}
        sayer = draft.mention(item, values)
        covered.update(range(directive.start, directive.end))
        sayings = Sayings(text, directive, inside)
        for name, thing in sayings.said():
            draft.relate(name, sayer, mentions[thing])
        for name, one, two in ties(sayings):
            draft.relate(name, mentions[one], sayer if two is None else mentions[two])
    _add_headed(draft, tree, ordered, mentions, covered)


def directed(tree: Tree, given: Annotations, actions: ActionTagger | None = None) -> Annotations:
    """Draft directives, and what they say, for a text whose mentions are given; directives among them are left out.

    ``actions`` is that of :meth:`Reader.actions`; without it what a directive does is what the grammar says.
    """
    draft = Draft(given.source)
    mentions: dict[Found, Mention] = {}
    for mention in given.mentions:
        if mention.type != "Directive":
            item = Found(mention.span.start, mention.span.end, mention.type, "given", 1.0)
            role = given.value(mention, "Role")
            mentions[item] = draft.mention(item, {"Role": role} if role else {})
    add_directives(draft, tree, list(mentions), mentions, actions)
    return draft.annotations()


def _add_headed(
    draft: Draft, tree: Tree, ordered: Sequence[Found], mentions: Mapping[Found, Mention], covered: set[int]
) -> None:
    """Add what headings over measures, and the labels of items, say of what they name."""
    text, place = fold(tree.reading.text), tree.reading.from_source
    over = {
        place(unit.title.end)
        for unit in tree.walk()
        if unit.title is not None
        and (unit.kind is UnitKind.BOX or unit.kind in HEADED)
        and any(child.kind in MEASURES for child in unit.walk())
    }
    labels = {place(unit.label.end) for unit in tree.walk() if unit.kind is UnitKind.ITEM and unit.label is not None}
    starts = [item.start for item in ordered]
    for item in ordered:
        heading = item.type == "Heading" and item.end in over
        label = item.type == "Task" and item.end in labels and item.start not in covered
        if not heading and not label:
            continue
        for thing in ordered[bisect_left(starts, item.start) : bisect_left(starts, item.end)]:
            if thing.type not in ("Task", "Heading"):
                for name in headed(text, item.start, item.end, thing):
                    draft.relate(name, mentions[item], mentions[thing])
