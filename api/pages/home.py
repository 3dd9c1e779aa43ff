"""What the start page tells: what the graph holds, where to begin with which question, addresses for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from api.catalog import VOID
from api.ledger import SUFFIXES, has_ledger
from api.pages.language import Language
from api.pages.messages import message
from api.quality import COVERAGE
from api.release import Release
from graph_builder.search import FILE

_PARTS = ("Task", "Directive")
_THINGS = ("Technology", "Domain", "Scenario", "Facility", "Body", "Place")
_TERMS = "https://w3id.org/planatlas/ontology#"
_ONTOLOGY = (("/ontology?format=ttl", "home.at.turtle"), ("/ontology/context.jsonld", "home.at.context"))
_QUALITY = (("/quality.json", "home.at.coverage"), ("/quality/sentences.csv", "home.at.sentences_csv"))
_LINKAGES = "linkages/top.json"
_GAPS = "linkages/gaps.json"
_LISTS = ("matrix", "top", "coherence")

Entry = tuple[str, str, str]
"""A way in: its address, and the keys of its name and of its sentence."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who comes, with what question (``home.who.NAME``), and the rooms that answer it."""

    name: str
    icon: str
    entries: Sequence[Entry]


def visitors(release: Release) -> list[Visitor]:
    """Give the ways in by question; without the file that a room shows there is no way to it."""
    plans = release.manifest.plans
    plan = f"/plans/{plans[0].id}" if len(plans) == 1 else "/#plans"
    quality = release.dump(COVERAGE) is not None
    ledger = has_ledger(release)
    rooms: list[tuple[str, str, list[tuple[Entry, bool]]]] = [
        ("planner", "linkages", [
            (("/linkages", "nav.linkages", "home.at.linkages"), release.dump(_LINKAGES) is not None),
            (("/network", "nav.network", "home.at.network"), True),
            (("/gaps", "nav.gaps", "home.at.gaps"), release.dump(_GAPS) is not None),
        ]),
        ("analyst", "ledger", [
            (("/ledger", "nav.ledger", "home.at.ledger"), ledger),
            ((plan, "nav.plan", "home.at.plan"), True),
            (("/browse", "nav.browse", "home.at.browse"), True),
        ]),
        ("researcher", "sparql", [
            (("/sparql", "nav.sparql", "home.at.sparql"), True),
            (("/ontology", "nav.ontology", "home.at.ontology"), release.dump("ontology/planatlas.ttl") is not None),
            (("/dumps/", "nav.dumps", "home.at.dumps"), True),
        ]),
        ("curator", "quality", [
            (("/quality", "nav.quality", "home.at.quality"), quality),
            (("/quality/sentences", "nav.sentences", "home.at.sentences"), quality),
            (("/about", "nav.about", "home.at.about"), True),
        ]),
    ]  # fmt: skip
    return [Visitor(name, icon, [entry for entry, there in entries if there]) for name, icon, entries in rooms]


def holds(release: Release, language: Language) -> list[Markup]:
    """Tell in sentences what the graph holds; each number leads to the list of what it counts."""
    count = len(release.manifest.plans)
    plans = Markup('<a href="/#plans">{}</a>').format(
        message("home.count.plan" if count == 1 else "home.count.plans", language, count=count)
    )
    told = [
        _told("plans", language, plans=plans, parts=_listed(release, _PARTS, language)),
        _told("things", language, things=_listed(release, _THINGS, language)),
        _told("statements", language, statements=_listed(release, ("Assertion",), language)),
    ]
    return [sentence for sentence in told if sentence]


def _told(key: str, language: Language, **fields: Markup) -> Markup:
    """Write a sentence, or nothing where one of its fields is empty."""
    return escape(message(f"home.holds.{key}", language)).format(**fields) if all(fields.values()) else Markup("")


def _listed(release: Release, names: Sequence[str], language: Language) -> Markup:
    """List how many there are of some classes; those without any are left out."""
    classes = release.manifest.counts.classes
    found = [
        Markup('<a href="/browse/{}">{}</a>').format(name, message(f"home.count.{name}", language, count=f"{count:,}"))
        for name in names
        if (count := classes.get(f"{_TERMS}{name}"))
    ]
    first = escape(message("list.comma", language)).join(found[:-1])
    return escape(message("list.and", language)).join([first, found[-1]] if first else found)


def addresses(release: Release) -> list[tuple[str, str]]:
    """Give the addresses for programs: (address, message key of its sentence)."""
    plans = [f"/plans/{plan.id}" for plan in release.manifest.plans]
    ontology = release.dump("ontology/planatlas.ttl") is not None
    described = release.dump(VOID) is not None
    quality = release.dump(COVERAGE) is not None
    return [
        ("/sparql", "home.at.endpoint"),
        *([("/search.json?q=blockchain", "home.at.search.json")] if release.dump(FILE) else ()),
        *((f"/data/plan/{plan.id}.ttl", "home.at.data") for plan in release.manifest.plans[:1]),
        *((f"{plan}/text.txt", "home.at.text") for plan in plans),
        *((f"{plan}/annotations.json", "home.at.annotations") for plan in plans),
        *((f"/ledger.{suffix}", f"home.at.ledger.{suffix}") for suffix in SUFFIXES if has_ledger(release)),
        *([(f"/linkages/{name}.json", f"home.at.{name}.json") for name in _LISTS] if release.dump(_LINKAGES) else ()),
        *([("/gaps.json", "home.at.gaps.json")] if release.dump(_GAPS) else ()),
        ("/network/standalone", "home.at.standalone"),
        *((f"/network/data.{suffix}", f"home.at.{suffix}") for suffix in ("json", "graphml", "gexf", "csv")),
        *(_QUALITY if quality else ()),
        *(_ONTOLOGY if ontology else ()),
        *([("/.well-known/void", "home.at.void"), ("/catalog", "home.at.catalog")] if described else ()),
        ("/dumps/manifest.json", "home.at.manifest"),
        ("/docs", "home.at.docs"),
        ("/openapi.json", "home.at.openapi"),
        ("/healthz", "home.at.healthz"),
        ("/metrics", "home.at.metrics"),
    ]
