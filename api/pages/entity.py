"""The page of a thing: what it is, where the plan speaks of it, and its relations in the words of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from api.entities import PAGE
from api.entity_model import (
    AGENT,
    END,
    EXACT,
    INVOLVES,
    OBJECT,
    PREDICATE,
    QUOTE,
    ROLE,
    START,
    SUBJECT,
    TYPE,
    Claim,
    Entity,
    Group,
    Naming,
    Part,
    Value,
    Vocabulary,
)
from api.linked_data import DATA, LinkedData, page_address
from api.pages.language import Language, language_of
from api.pages.messages import MESSAGES, message
from api.pages.ontology import shorten
from api.pages.render import page
from api.pages.results import Labels, best_label, local_name
from api.problems import Problem
from api.reviewed import DRAFT

_LONG = 40
"""Characters beyond which a title is set smaller."""

_PIECE = 28
"""Chinese characters of each part in the name of a statement; of Latin letters there is room for twice as many."""

_FIRST = (SUBJECT, PREDICATE, OBJECT)
"""Relations that come before all others."""

_HAN = re.compile("[\u3400-\u9fff]")
_NUMBERS = re.compile(r"(\d+)")

_BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Name:
    """Words for a thing; ``foreign`` where they are Chinese on an English page, for want of English ones."""

    text: str
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A claim as the page shows it."""

    claim: Claim
    method: str
    review: str
    source: str
    address: str

    @property
    def draft(self) -> bool:
        """Whether nobody has settled or reviewed it."""
        return local_name(self.claim.review) == DRAFT


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a relation; ``href`` is empty for a literal, ``derived`` where only rules say it."""

    name: Name
    href: str
    outside: bool
    note: str
    derived: bool
    proofs: tuple[Proof, ...]
    order: tuple[object, ...]

    @property
    def draft(self) -> bool:
        """Whether drafts alone say it."""
        return bool(self.proofs) and all(proof.draft for proof in self.proofs)


@dataclass(frozen=True, slots=True)
class Relation:
    """The values of one relation; ``more`` leads to all of them where the page shows a part."""

    title: str
    href: str
    hint: str
    incoming: bool
    count: int
    items: tuple[Item, ...]
    more: str


class Namer:
    """Gives words for things in a language."""

    def __init__(self, labels: Labels, naming: Naming, base: str, language: Language) -> None:
        self.labels = labels
        self.naming = naming
        self.base = base
        self.language = language

    def say(self, iri: str, depth: int = 0) -> str:
        """Name a thing: by its label, by what it is made of, else by its kind; never by an IRI of ours."""
        label = best_label(self.labels.get(iri, {}), self.language)
        if label:
            return label
        known = f"term.{shorten(iri)}"
        if known in MESSAGES:
            return message(known, self.language)
        facts = self.naming.get(iri, {})
        if depth < 3 and {SUBJECT, PREDICATE, OBJECT} <= set(facts):
            parts = (self.part(facts[name][0], depth) for name in (SUBJECT, PREDICATE, OBJECT))
            return " — ".join(parts)
        if depth < 3 and AGENT in facts:
            agent = self.part(facts[AGENT][0], depth)
            role = self.say(facts[ROLE][0], depth + 1) if ROLE in facts else ""
            return message("entity.involvement", self.language, agent=agent, role=role) if role else agent
        if quote := facts.get(QUOTE) or facts.get(EXACT):
            return f"「{quote[0]}」"
        if START in facts and END in facts:
            return message("entity.characters", self.language, begin=facts[START][0], end=facts[END][0])
        words, host = _words(iri), urlsplit(iri).hostname or ""
        if not iri.startswith(self.base):
            return f"{words} ({host.removeprefix('www.')})" if host else words
        kind = next(iter(facts.get(TYPE, ())), "")
        if local_name(kind) == "Section":  # its heading is not in the text, else that were its label
            return message("entity.unheaded", self.language, place=words)
        return f"{self.term(kind)} {words}" if kind else words

    def term(self, iri: str) -> str:
        """Name a class or property, of whatever vocabulary."""
        known = f"term.{shorten(iri)}"
        label = best_label(self.labels.get(iri, {}), self.language)
        return label or (message(known, self.language) if known in MESSAGES else _words(iri))

    def part(self, value: str, depth: int) -> str:
        """Name a part of a statement, shortened; a literal stands for itself."""
        text = self.say(value, depth + 1) if value.startswith(("https://", "http://")) else value
        room = _PIECE if _HAN.search(text) else 2 * _PIECE
        return text if len(text) <= room else f"{text[: room - 1]}…"

    def name(self, iri: str) -> Name:
        """Name a thing, and tell whether the words are Chinese on an English page."""
        text = self.say(iri)
        return Name(text, self.language is Language.EN and bool(_HAN.search(text)))


_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _words(iri: str) -> str:
    """Write the last part of an IRI in words: ``classPartition`` as class partition."""
    words = re.sub(r"[-_:]+", " ", local_name(iri))
    return _HUMPS.sub(" ", words) if " " in words or words[:1].isupper() else _HUMPS.sub(" ", words).lower()


class View:
    """Lays out a thing for a page."""

    def __init__(self, entity: Entity, vocabulary: Vocabulary, base: str, language: Language) -> None:
        self.entity = entity
        self.vocabulary = vocabulary
        self.base = base
        self.language = language
        self.namer = Namer(entity.labels, entity.naming, base, language)
        self.title = self.namer.name(entity.iri)
        self.path = entity.iri.removeprefix(f"{base}id/")
        self.address = page_address(entity.iri, base)

    @property
    def long(self) -> bool:
        """Whether the title is long."""
        return len(self.title.text) > _LONG

    @property
    def other_title(self) -> str:
        """The label in the other language, where it differs."""
        other = Language.EN if self.language is Language.ZH else Language.ZH
        label = self.entity.labels.get(self.entity.iri, {}).get(other, "")
        return label if label != self.title.text else ""

    def kinds(self) -> list[tuple[Name, str]]:
        """Give the classes of the thing that are ours with their addresses; any where none is."""
        classes = self.vocabulary.classes
        own = [name for name in self.entity.types if name in classes and name.startswith(self.base)]
        own = [name for name in own if not any(name in classes[other] for other in own)]
        shown = {
            self.namer.term(name): f"/browse/{local_name(name)}" if own else "" for name in own or self.entity.types
        }
        return [(Name(text), href) for text, href in shown.items()]

    @property
    def ours(self) -> bool:
        """Whether the thing is of a class of ours: one that plans may speak of."""
        return any(name in self.vocabulary.classes for name in self.entity.types) or not self.vocabulary.classes

    def definition(self) -> str:
        """Give what the thing is, as its vocabulary says it."""
        return best_label(self.entity.definitions, self.language)

    def class_definition(self) -> str:
        """Give what its class means."""
        for name in self.entity.types:
            if text := best_label(self.vocabulary.definitions.get(name, {}), self.language):
                return text
        return ""

    def other_names(self) -> list[tuple[str, str]]:
        """Give its other names with their languages."""
        return [(term.value, term.language) for term in self.entity.other_names]

    def href(self, iri: str) -> tuple[str, bool]:
        """Give the address of a thing, and whether it is elsewhere."""
        own = page_address(iri, self.base)
        return (own, False) if own else (iri if iri.startswith(("https://", "http://")) else "", True)

    def above(self) -> list[tuple[Name, str]]:
        """Give the way from the plan to the thing."""
        return [(self.namer.name(iri), self.href(iri)[0]) for iri in self.entity.above]

    def neighbours(self) -> list[tuple[Name, str, int]]:
        """Give what shares directives with the thing."""
        return [(self.namer.name(item.iri), self.href(item.iri)[0], item.count) for item in self.entity.neighbours]

    def proof(self, claim: Claim) -> Proof:
        """Lay out a claim."""
        return Proof(
            claim,
            self.namer.say(claim.method) if claim.method else "",
            self.namer.say(claim.review) if claim.review else "",
            best_label(claim.sources, self.language),
            page_address(claim.iri, self.base),
        )

    def sections(self) -> list[tuple[str, list[Relation]]]:
        """Give the relations in three parts: what plans say, what we know from elsewhere, and our own ordering."""
        parts: dict[str, list[Relation]] = {"stated": [], "background": [], "structure": []}
        for group in sorted(self.entity.groups, key=self._order):
            known = [value for value in group.values if any(claim.way == _BACKGROUND for claim in value.claims)]
            if known:
                parts["background"].append(self._relation(group, known, len(known)))
            others = [value for value in group.values if value not in known]
            if others:
                stated = group.predicate in self.vocabulary.statements or any(value.claims for value in others)
                parts["stated" if stated else "structure"].append(
                    self._relation(group, others, group.count - len(known))
                )
        return [(f"entity.{key}", relations) for key, relations in parts.items() if relations]

    def _order(self, group: Group) -> tuple[bool, int, str]:
        rank = _FIRST.index(group.predicate) if group.predicate in _FIRST else len(_FIRST)
        return group.incoming, rank, self.namer.term(group.predicate)

    def _relation(self, group: Group, values: Iterable[Value], count: int) -> Relation:
        label = self.namer.term(group.predicate)
        involved = group.incoming and group.predicate == AGENT
        key = "entity.involved" if involved else "entity.incoming" if group.incoming else "entity.outgoing"
        items = sorted((self._item(value) for value in values), key=lambda item: item.order)
        return Relation(
            title=message(key, self.language, name=label),
            href=self.href(INVOLVES if involved else group.predicate)[0],
            hint=best_label(self.vocabulary.definitions.get(group.predicate, {}), self.language),
            incoming=group.incoming,
            count=count,
            items=tuple(items),
            more=self.part_address(group.predicate, group.incoming) if count > len(items) else "",
        )

    def part_address(self, predicate: str, incoming: bool = False, number: int = 1) -> str:
        """Give the address of all values of a relation."""
        fields = {"relation": predicate, **({"direction": "in"} if incoming else {})}
        return f"{self.address}?{urlencode(fields | ({'page': str(number)} if number > 1 else {}))}"

    def _item(self, value: Value) -> Item:
        derived = bool(value.claims) and all(claim.way == "derived" for claim in value.claims)
        proofs = tuple(self.proof(claim) for claim in value.claims)
        if not value.term.is_iri:
            foreign = self.language is Language.EN and value.term.language.startswith("zh")
            return Item(Name(value.term.value, foreign), "", False, "", derived, proofs, (derived, 0, value.term.value))
        name, (href, outside) = self.namer.name(value.term.value), self.href(value.term.value)
        role = self.namer.say(value.role) if value.role else ""
        in_plan = value.term.value.startswith(f"{self.base}id/plan/")
        order = natural(value.term.value) if in_plan else natural(name.text)
        return Item(name, href, outside, role, derived, proofs, (derived, 1 + in_plan, order))


def natural(text: str) -> list[tuple[bool, int, str]]:
    """Make a key that puts 4.2 before 4.10."""
    return [
        (bool(index % 2), int(part) if index % 2 else 0, part)
        for index, part in enumerate(_NUMBERS.split(text.casefold()))
    ]


async def entity_page(request: Request, linked: LinkedData, path: str) -> Response:
    """Answer ``/page/X``; ``?relation=`` and ``page=`` give all values of one relation, or all sentences.

    Raises:
        Problem: the release does not know X, or it has no such relation (404); X has been withdrawn (410).
    """
    iri = await linked.thing(path)
    part = _part(request)
    entity = await linked.entities.entity(iri, part)
    if part and not entity.passages and not any(group.values for group in entity.groups):
        raise Problem(404, f"{iri} has no such relation, or not so many values; leave the parameters out.")
    language = language_of(request)
    view = View(entity, await linked.entities.vocabulary(), linked.release.manifest.base, language)
    plans = linked.release.manifest.plans
    whole = entity.passage_count if part and part.passages else sum(group.count for group in entity.groups)
    response = page(
        request,
        "entity.html",
        linked.release,
        view=view,
        entity=entity,
        part=part,
        pages=_pages(view, part, whole) if part else (),
        formats=[(name, f"/data/{view.address.removeprefix('/page/')}.{ending}") for name, ending in DATA],
        read=next((f"/plans/{plan.id}" for plan in plans if iri in (plan.iri, f"{plan.iri}/text")), ""),
        describe=f"/sparql?{urlencode({'query': f'DESCRIBE <{iri}>', 'format': 'html'})}",
    )
    response.headers["link"] = (
        f'</data/{view.address.removeprefix("/page/")}.ttl>; rel="alternate"; type="text/turtle", '
        f'</id/{view.address.removeprefix("/page/")}>; rel="describes"'
    )
    return response


def _part(request: Request) -> Part | None:
    relation = request.query_params.get("relation")
    if relation is None:
        return None
    number = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,5}", number):
        told, chinese = (message("fault.page", language, number=number) for language in (Language.EN, Language.ZH))
        raise Problem(400, told, chinese=chinese)
    return Part(relation, request.query_params.get("direction") == "in", int(number))


def _pages(view: View, part: Part, whole: int) -> Sequence[tuple[int, str]]:
    count = -(-whole // PAGE)
    numbers = [number for number in range(1, count + 1) if number in (1, count) or abs(number - part.page) <= 3]
    return (
        [(number, view.part_address(part.predicate, part.incoming, number)) for number in numbers] if count > 1 else []
    )
