"""The page of the ledger: the directives of a plan by section and task, in the words of a language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from api.ledger import PLAN, Ledgers, asked_language, asked_plan, without_drafts
from api.linked_data import page_address
from api.pages.gallery import gallery
from api.pages.language import Language
from api.pages.messages import MESSAGES, message
from api.pages.render import fragment, page
from api.pages.results import local_name
from api.release import PlanEntry, Release
from api.reviewed import asked_reviewed, written
from graph_builder.structure import HEADED

CELLS = {
    "ledger.cell.what": ("technologies", "domains", "scenarios", "facilities"),
    "ledger.cell.who": ("bodies", "groups", "places", "due"),
    "ledger.cell.how": ("instruments", "policies", "goals", "targets", "indicators", "data", "culture", "problems"),
}
"""The columns of the ledger that stand together in a cell of the page, by the message that heads it.

What the cell before them says already, of what the directive acts on, they do not repeat.
"""

_HEADED = frozenset(kind.value for kind in HEADED)
_CHOICES = ("force", "action")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the page; ``foreign`` where they are Chinese on an English page, for want of English ones."""

    text: str
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A thing in a cell with its page, and its relations to the directive where they do not go without saying."""

    name: Phrase
    href: str
    relations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line of a cell."""

    title: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A directive on the page; ``keys`` are what the filters go by."""

    number: int
    position: str
    iri: str
    href: str
    begin: int
    end: int
    quote: str
    keys: Mapping[str, str]
    words: Mapping[str, str]
    acts_on: tuple[Line, ...]
    cells: Mapping[str, tuple[Line, ...]]


@dataclass(slots=True)
class Task:
    """A task, item or paragraph with its directives; ``box`` is the box around it."""

    label: Phrase
    kind: str
    box: Phrase | None
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """The innermost section around some tasks; ``path`` are the headings that lead to it, ``key`` names them all."""

    key: str
    path: tuple[Phrase, ...]
    tasks: list[Task] = field(default_factory=list)

    @property
    def count(self) -> int:
        """The number of directives."""
        return sum(len(task.entries) for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a filter offers, with how many directives it leaves."""

    key: str
    label: str
    count: int
    depth: int = 0


@dataclass(frozen=True)
class View:
    """The ledger of a plan in a language."""

    sections: tuple[Section, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    count: int


class LedgerPages:
    """The pages of the ledgers of one release; each table is laid out once for each language."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._ledgers = Ledgers(release)
        self._tables: dict[tuple[str, Language, bool], tuple[View, Markup]] = {}

    def answer(self, request: Request) -> Response:
        """Answer ``/ledger``.

        Raises:
            Problem: a parameter has a value that there is not (400); there is no such plan, or the release has no
                ledger (404).
        """
        language, plan = asked_language(request), asked_plan(request, self._release)
        reviewed = asked_reviewed(request)
        ledger = self._ledgers.ledger(plan)
        view, table = self._table(plan, ledger, language, reviewed)
        query = next((example for example in gallery(language) if example.name == "ledger"), None)
        named = f"ledger.status.{ledger['status']}"
        meant = message(named, language) if named in MESSAGES else ""
        return page(
            request, "ledger.html", self._release,
            plan=plan, ledger=ledger, meant=meant, view=view, table=table, query=query, reviewed=reviewed,
            query_string=urlencode({PLAN: plan.id, **written(reviewed)}), whole=len(ledger["rows"]),
        )  # fmt: skip

    def _table(
        self, plan: PlanEntry, ledger: Mapping[str, Any], language: Language, reviewed: bool
    ) -> tuple[View, Markup]:
        key = (plan.id, language, reviewed)
        if key not in self._tables:
            view = ledger_view(without_drafts(ledger) if reviewed else ledger, language)
            table = fragment("ledger_table.html", language, plan=plan, view=view, cells=tuple(CELLS))
            self._tables[key] = view, table
        return self._tables[key]


def ledger_view(ledger: Mapping[str, Any], language: Language) -> View:
    """Lay out a ledger, as ``ledger/ID.json`` holds it, for a page in a language."""
    return _Builder(ledger, language).view()


class _Builder:
    """Turns the rows of a ledger into sections, tasks and entries."""

    def __init__(self, ledger: Mapping[str, Any], language: Language) -> None:
        self.ledger = ledger
        self.language = language
        self.titles = {column["key"]: self.say(column["title"]) for column in ledger["columns"]}
        self.usual = {column["key"]: column["usual"] for column in ledger["columns"]}

    def say(self, words: Mapping[str, str]) -> str:
        return words[self.language.value]

    def phrase(self, words: Mapping[str, str]) -> Phrase:
        lacking = self.language is Language.EN and words["en"] == words["zh"] and not words["en"].isascii()
        return Phrase(self.say(words), lacking)

    def href(self, iri: str) -> str:
        """Give the page of a thing."""
        return page_address(iri, self.ledger["plan"].partition("id/plan/")[0])

    def view(self) -> View:
        sections: list[Section] = []
        under: list[str] = []
        at: list[str] = []
        for row in self.ledger["rows"]:
            headed = _headed(row)
            inner = [part for part in row["path"] if part not in headed]
            path = [part["iri"] for part in row["path"]]
            above = [part["iri"] for part in headed]
            if above != under or not sections:
                under = above
                key = " ".join(_anchor(part["iri"], self.ledger["plan"]) for part in headed)
                sections.append(Section(key, tuple(self.phrase(part["label"]) for part in headed)))
                at = []
            if path != at:
                box = next((self.phrase(part["label"]) for part in inner if part["kind"] == "box"), None)
                last = inner[-1]
                sections[-1].tasks.append(Task(self.phrase(last["label"]), self.say(last["kind_label"]), box))
                at = path
            sections[-1].tasks[-1].entries.append(self.entry(row))
        return View(tuple(sections), self.choices(), len(self.ledger["rows"]))

    def entry(self, row: Mapping[str, Any]) -> Entry:
        held = {name: row[name] for name in (*_CHOICES, "polarity", "review")}
        acts_on = row["things"].get("object", [])
        told = {(thing["iri"], thing["relation"]) for thing in acts_on}
        things = {
            column: [thing for thing in named if (thing["iri"], thing["relation"]) not in told]
            for column, named in row["things"].items()
        }
        return Entry(
            number=row["number"],
            position=row["iri"].rpartition("/")[2],
            iri=row["iri"],
            href=self.href(row["iri"]),
            begin=row["begin"],
            end=row["end"],
            quote=row["quote"],
            keys={name: local_name(thing["iri"]) if thing else "" for name, thing in held.items()},
            words={name: self.say(thing["label"]) if thing else "" for name, thing in held.items()},
            acts_on=self.grouped(acts_on),
            cells={
                head: tuple(self.line(column, things[column]) for column in columns if things.get(column))
                for head, columns in CELLS.items()
            },
        )

    def grouped(self, things: Sequence[Mapping[str, Any]]) -> tuple[Line, ...]:
        """Give a line for each relation."""
        groups: dict[str, dict[str, Value]] = {}
        for thing in things:
            name = self.phrase(thing["label"])
            groups.setdefault(self.say(thing["how"]), {})[name.text] = Value(name, self.href(thing["iri"]))
        return tuple(Line(how, tuple(values.values())) for how, values in groups.items())

    def line(self, column: str, things: Sequence[Mapping[str, Any]]) -> Line:
        """Give the things of a column, each once with all its relations."""
        names: dict[str, tuple[Phrase, str]] = {}
        relations: dict[str, dict[str, None]] = {}
        for thing in things:
            name = self.phrase(thing["label"])
            names.setdefault(name.text, (name, self.href(thing["iri"])))
            known = relations.setdefault(name.text, {})
            if thing["how"] and thing["relation"] != self.usual[column]:
                known[self.say(thing["how"])] = None
        return Line(
            self.titles[column],
            tuple(Value(name, href, tuple(relations[text])) for text, (name, href) in names.items()),
        )

    def choices(self) -> dict[str, tuple[Choice, ...]]:
        """Count what the filters offer: sections in the order of the text, the others by number."""
        rows = self.ledger["rows"]
        found: dict[str, tuple[Choice, ...]] = {}
        for name in _CHOICES:
            counts = Counter(row[name]["iri"] for row in rows if row[name])
            labels = {row[name]["iri"]: self.say(row[name]["label"]) for row in rows if row[name]}
            found[name] = tuple(
                Choice(local_name(iri), labels[iri], count)
                for iri, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            )
        headed = [
            (part["iri"], self.say(part["label"]), depth) for row in rows for depth, part in enumerate(_headed(row))
        ]
        found["section"] = tuple(
            Choice(_anchor(iri, self.ledger["plan"]), label, count, depth)
            for (iri, label, depth), count in Counter(headed).items()
        )
        return found


def _headed(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the headed units around a directive, the outermost first, without the one it stands in."""
    return [part for part in row["path"][:-1] if part["kind"] in _HEADED]


def _anchor(iri: str, plan: str) -> str:
    """Name a unit as the page of its plan does."""
    return iri.removeprefix(plan).strip("/").replace("/", "-")
