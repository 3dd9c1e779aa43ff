"""The draft that a reader writes: mentions with rule and confidence, directives, and what these say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from graph_builder.annotation import RELATIONS, Annotations, Attribute, Mention, Reference, Relation
from graph_builder.extract.directives import directives, integrated, relation_of
from graph_builder.extract.tagger import Found
from graph_builder.structure import Tree
from graph_builder.text import SourceText

_SURE = 0.6
"""How sure the clause grammar is of a directive, and of what it says: not measured, so given one value for all."""


def one_line(words: str) -> bool:
    """Tell whether words can stand on one line of an annotation file."""
    return not any(character in words for character in "\n\r\t")


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


def add_directives(draft: Draft, tree: Tree, kept: Sequence[Found], mentions: Mapping[Found, Mention]) -> None:
    """Find the directives among settled mentions, and what each says of those inside it."""
    ordered = sorted(kept, key=lambda item: (item.start, -item.end))
    starts = [item.start for item in ordered]
    text = tree.source.text
    for directive in directives(tree, ordered):
        first, last = bisect_left(starts, directive.start), bisect_left(starts, directive.end)
        inside = [item for item in ordered[first:last] if item.type not in ("Task", "Heading")]
        crossed = any(item.end > directive.end for item in ordered[first:last])
        if crossed or not one_line(text[directive.start : directive.end]):
            continue
        values = {"Force": directive.force, "Action": directive.action}
        item = Found(directive.start, directive.end, "Directive", "clause-grammar", _SURE)
        sayer = draft.mention(item, values)
        for thing in inside:
            name = relation_of(text, directive, thing)
            if name is not None:
                draft.relate(name, sayer, mentions[thing])
        for one, two in integrated(text, directive, inside):
            draft.relate("integratesWith", mentions[one], mentions[two])
