"""Directives by the clause grammar of the genre: a sentence of a measure is split at its directive verbs.

A clause that begins with such a verb opens a directive; adjuncts before it (依托…, 围绕…) belong to it, and so do the
outcomes after it, and what those do further whom it supports, encourages or guides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph_builder.extract import clauses as words
from graph_builder.extract.tagger import Found
from graph_builder.structure import COMMITTING, HEADED, MEASURES, Tree, Unit, UnitKind
from graph_builder.text import Reading, fold

_CLAUSE = re.compile("[^,，;；。]+")
_HARD = re.compile("[;；]")
_CLAUSAL = ("Directive", "Goal", "Target", "Task", "Heading")
_USUAL = "develop"
"""The action of a directive whose words tell none."""

_SHORTEST = 4
"""Fewer characters are no directive."""

_NEAR = 12
"""How far before a verb, in characters, what leads to it may begin."""


@dataclass(frozen=True)
class Directive:
    """A directive at ``[start, end)`` of the reading, with what it does, how firmly, and in how many clauses.

    ``main`` is the clause that says what is done, and ``verb`` what stands there as its verb.
    """

    start: int
    end: int
    action: str
    force: str
    clauses: int
    main: tuple[int, int]
    verb: str


@dataclass(frozen=True)
class _Clause:
    """A clause at ``[start, end)``; ``verb`` is where its directive verb stands, None where it has none."""

    start: int
    end: int
    kind: str
    verb: int | None = None
    agent: bool = False


@dataclass
class _Opened:
    """A directive in the making: its clauses, the one with the directive verb, and whether an agent goes on to act."""

    start: int
    end: int
    main: _Clause | None = None
    chain: bool = False
    clauses: list[_Clause] = field(default_factory=list)


def directives(tree: Tree, found: Sequence[Found]) -> Iterator[Directive]:
    """Find the directives of all measures in the reading of a text.

    ``found`` are the mentions, by their places in the reading; no directive cuts them.
    """
    grammar = _Grammar(tree.reading, found)
    for unit in tree.walk():
        if unit.kind in MEASURES or unit.kind is UnitKind.POINT or _commits(unit):
            yield from _of_unit(grammar, unit)
        elif unit.kind in HEADED and any(_committing(child) for child in unit.parts):
            for child in unit.parts:
                if child.kind is UnitKind.PARAGRAPH and child.theme is None:
                    yield from _of_unit(grammar, child)


def _commits(unit: Unit) -> bool:
    return unit.kind is UnitKind.PARAGRAPH and unit.theme in COMMITTING


def _committing(unit: Unit) -> bool:
    """Tell whether a headed unit holds measures, so that what introduces it commits to something."""
    return unit.kind in HEADED and any(child.kind in MEASURES for child in unit.walk())


def _of_unit(grammar: _Grammar, unit: Unit) -> Iterator[Directive]:
    parts = [grammar.place(part.span.start) for part in unit.parts]
    for sentence in unit.sentences:
        start, end = grammar.place(sentence.span.start), grammar.place(sentence.span.end)
        for part in parts:
            if start <= part < end:
                end = part
        yield from grammar.split(start, end)


class _Grammar:
    """The grammar over one text and the mentions that were found in it."""

    def __init__(self, reading: Reading, found: Sequence[Found]) -> None:
        self.place = reading.from_source
        self._text = fold(reading.text)
        self._inside: set[int] = set()
        self._named: set[int] = set()
        self._goals: set[int] = set()
        self._names = sorted((f for f in found if f.type not in _CLAUSAL), key=lambda f: (f.start, -f.end))
        self._starts = [item.start for item in self._names]
        for item in found:
            if item.type == "Goal":
                self._goals.add(item.start)
            self._inside.update(range(item.start + 1, item.end) if item.type not in ("Task", "Directive") else ())
        for item in self._names:
            self._named.update(range(item.start, item.end))

    def split(self, start: int, end: int) -> Iterator[Directive]:
        """Split a sentence into directives."""
        found = list(self._clauses(start, end))
        opened: _Opened | None = None
        for index, clause in enumerate(found):
            hard = index > 0 and _HARD.search(self._text, found[index - 1].end, clause.start)
            if opened is not None and (hard or self._opens(opened, found, index)):
                yield from self._directive(opened)
                opened = None
            if opened is None:
                if clause.start in self._inside:  # no directive begins inside a mention
                    continue
                opened = _Opened(clause.start, clause.end)
            opened.end = clause.end
            opened.clauses.append(clause)
            if opened.main is None and clause.kind in ("verb", "outcome"):
                opened.main, opened.chain = clause, clause.agent
        if opened is not None:
            yield from self._directive(opened)

    def _clauses(self, start: int, end: int) -> Iterator[_Clause]:
        for match in _CLAUSE.finditer(self._text, start, end):
            begin = match.start() + len(match[0]) - len(match[0].lstrip())
            stop = match.start() + len(match[0].rstrip())
            if begin < stop:
                yield self._clause(begin, stop)

    def _clause(self, start: int, end: int) -> _Clause:
        text = self._text
        quote = text[start:end]
        if start in self._inside or words.MOTTO.match(quote):
            return _Clause(start, end, "other")
        lead = words.LEADING.match(text, start, end)
        begin = lead.end() if lead else start
        adjunct = words.ADJUNCT.match(text, start, end)
        if words.DEMAND.match(quote):
            return _Clause(start, end, "adjunct")
        if adjunct and (adjunct["word"] in ("将", "把") or not self._goals & {start, begin}):
            verb = None if words.BARE_ADJUNCT.match(quote) else self._verb_after(adjunct.end(), end)
            if verb is not None:
                return _Clause(start, end, "verb", verb, self._agent(verb, end))
            return _Clause(start, end, "adjunct")
        verb = self._verb_at(start, end)
        if self._goals & {start, begin} or words.OUTCOME.match(text, start, end):
            return _Clause(start, end, "outcome", verb)
        if verb is None:
            return _Clause(start, end, "other")
        return _Clause(start, end, "verb", verb, self._agent(verb, end))

    def _verb_at(self, start: int, end: int) -> int | None:
        match = words.OPENING.match(self._text, start, end)
        return match.start("verb") if match else None

    def _verb_after(self, start: int, end: int) -> int | None:
        """Find the directive verb of a clause that begins with an adjunct: it has an object, and is part of no name."""
        for match in words.ANY_VERB.finditer(self._text, start + 1, end):
            if match.start() not in self._named and end - match.end() >= 2 and self._text[match.end()] not in "的、":
                return match.start()
        return None

    def _agent(self, verb: int, end: int) -> bool:
        """Tell whether a body or group stands after a verb of support and goes on to act."""
        match = words.ANY_VERB.match(self._text, verb, end)
        if match is None or match[0] not in words.AGENTS:
            return False
        for item in self._among(match.end(), end):
            if item.type in ("Body", "Group"):
                return bool(words.ANY_VERB.search(self._text, item.end, end))
            if item.start - match.end() > _NEAR:
                return False
        return False

    def _among(self, start: int, end: int) -> Sequence[Found]:
        """Give the names that begin in a stretch."""
        return self._names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _opens(self, opened: _Opened, found: Sequence[_Clause], index: int) -> bool:
        """Tell whether a clause opens a directive of its own when one is open already."""
        clause = found[index]
        if opened.main is None or clause.kind in ("outcome", "other"):
            return False
        if clause.kind == "adjunct":
            return self._begins(opened, found, index)
        word, quote = self._word(clause.verb), self._text[clause.start : clause.end]
        if word == "提供":
            return clause.verb != clause.start and words.ACTIONS.get(self._word(opened.main.verb)) != "build"
        if word == "支持" and not clause.agent and self._funds(opened.main):
            return False
        if opened.chain:
            return word in words.FORCES or bool(words.ADJUNCT.match(quote) and not words.MEANS.match(quote))
        return word in words.FORCES or not self._led(opened)

    def _led(self, opened: _Opened) -> bool:
        """Tell whether an adjunct of means leads a directive: it serves what follows too."""
        leading = [clause for clause in opened.clauses if clause.kind == "adjunct"]
        return any(words.OWN_MEANS.match(self._text, clause.start, clause.end) for clause in leading)

    def _begins(self, opened: _Opened, found: Sequence[_Clause], index: int) -> bool:
        """Tell whether an adjunct belongs to what follows it rather than to the directive before."""
        clause = found[index]
        quote = self._text[clause.start : clause.end]
        if opened.chain:
            return not words.MEANS.match(quote)
        following = next((other for other in found[index + 1 :] if other.kind != "adjunct"), None)
        if following is None:
            return False
        return following.kind == "verb" or bool(words.OWN_MEANS.match(quote))

    def _funds(self, main: _Clause) -> bool:
        """Tell whether a directive founds a fund or the like, so that what it supports says what the money is for."""
        return any(item.type == "Instrument" for item in self._among(main.start, main.end))

    def _word(self, verb: int | None) -> str:
        match = words.ANY_VERB.match(self._text, verb) if verb is not None else None
        return match[0] if match else ""

    def _directive(self, opened: _Opened) -> Iterator[Directive]:
        text = self._text
        start, end = opened.start, opened.end
        while start < end and text[start] in "并 " and start + 1 not in self._inside:
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",，;；。:：(（[【|"):
            end -= 1
        if end - start < _SHORTEST:
            return
        main = opened.main or opened.clauses[0]
        yield Directive(
            start,
            end,
            self._action(main),
            self._force(main),
            len(opened.clauses),
            (max(main.start, start), min(main.end, end)),
            self._word(main.verb),
        )

    def _force(self, main: _Clause) -> str:
        force = words.FORCES.get(self._word(main.verb), "require")
        return "explore" if force == "require" and self._by_noun(main.start, main.end) == "pilot" else force

    def _action(self, main: _Clause) -> str:
        """Give what a directive does: what its verb says, or of a verb that says little, what follows."""
        if main.verb is None:
            return self._by_noun(main.start, main.end) or _USUAL
        word = self._word(main.verb)
        begin = main.verb + len(word)
        if word not in words.LIGHT:
            return self._by_verb(word, begin, main)
        second = self._second(begin, main.end)
        if second is not None:
            return self._by_verb(second[0], second.end(), main)
        return self._by_noun(begin, main.end) or words.ACTIONS.get(word, _USUAL)

    def _second(self, begin: int, end: int) -> re.Match[str] | None:
        """Find the verb that a verb of little content governs: 加快建设X, 支持企业建设X."""
        for match in words.ANY_VERB.finditer(self._text, begin, end):
            if match[0] in words.LIGHT or match.start() in self._named or end - match.end() < 2:
                continue
            if self._text[match.end()] in "的、和与" or match[0] not in words.ACTIONS:
                continue
            if words.NOUNS_ONLY.fullmatch(self._text, match.end(), end):
                return None
            near = max(begin, match.start() - _NEAR)
            led = words.TRAILING.search(self._text[near : match.start()])
            edge = near + led.start() if led else match.start()
            if edge == begin or edge - 1 in self._named or self._text[edge - 1] == "等":
                return match
        return None

    def _by_noun(self, begin: int, end: int) -> str | None:
        """Give the action that the last noun of a clause names: 加强…建设."""
        found = None
        for match in words.ANY_NOUN.finditer(self._text, begin, end):
            found = match
        return words.NOUNS[found[0]] if found else None

    def _by_verb(self, word: str, begin: int, main: _Clause) -> str:
        action = words.ACTIONS.get(word, _USUAL)
        types = {item.type for item in self._among(begin, main.end)}
        if action == "build" and "Facility" not in types:
            quote = self._text[begin : main.end].removesuffix("等")
            if quote.endswith("机制"):
                return self._by_noun(begin, main.end) or action
            ending = next((act for ending, act in words.FOUNDED.items() if quote.endswith(ending)), None)
            if ending is not None:
                return ending
            if main.kind == "outcome" and "Instrument" not in types:
                return "develop"
        if word in words.BY_OBJECT:
            return next((act for kind, act in words.BY_OBJECT[word].items() if kind in types), action)
        return action
