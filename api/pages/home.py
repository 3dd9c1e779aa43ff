"""What the start page tells: the addresses that there are, and how much the graph holds."""

from __future__ import annotations

from api.catalog import VOID
from api.ledger import SUFFIXES, has_ledger
from api.quality import COVERAGE
from api.release import Release
from graph_builder.search import FILE

_COUNTED = (
    *("Task", "Directive", "Technology", "Domain", "Scenario", "Facility"),
    *("Body", "Place", "Mention", "Assertion"),
)
_TERMS = "https://w3id.org/planatlas/ontology#"
_ONTOLOGY = (("/ontology?format=ttl", "home.at.turtle"), ("/ontology/context.jsonld", "home.at.context"))
_QUALITY = (("/quality.json", "home.at.coverage"), ("/quality/sentences.csv", "home.at.sentences_csv"))


def counts(release: Release) -> list[tuple[str, int]]:
    """Give (message key, count) for the classes that the start page names, and for all triples."""
    classes = release.manifest.counts.classes
    found = [(f"count.{name}", classes[f"{_TERMS}{name}"]) for name in _COUNTED if f"{_TERMS}{name}" in classes]
    return [*found, ("count.triples", release.manifest.counts.triples)]


def addresses(release: Release) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the addresses in groups: (message key of the heading, (address, message key of its sentence))."""
    plans = [f"/plans/{plan.id}" for plan in release.manifest.plans]
    ontology = release.dump("ontology/planatlas.ttl") is not None
    described = release.dump(VOID) is not None
    quality = release.dump(COVERAGE) is not None
    people = [
        *((plan, "home.at.plan") for plan in plans),
        *([("/ledger", "home.at.ledger")] if has_ledger(release) else ()),
        ("/network", "home.at.network"),
        ("/browse", "home.at.browse"),
        *([("/search", "home.at.search")] if release.dump(FILE) else ()),
        ("/sparql", "home.at.sparql"),
        *([("/ontology", "home.at.ontology")] if ontology else ()),
        *([("/quality", "home.at.quality"), ("/quality/sentences", "home.at.sentences")] if quality else ()),
        ("/dumps/", "home.at.dumps"),
        ("/about", "home.at.about"),
    ]
    programs = [
        ("/sparql", "home.at.endpoint"),
        *([("/search.json?q=blockchain", "home.at.search.json")] if release.dump(FILE) else ()),
        *((f"/data/plan/{plan.id}.ttl", "home.at.data") for plan in release.manifest.plans[:1]),
        *((f"{plan}/text.txt", "home.at.text") for plan in plans),
        *((f"{plan}/annotations.json", "home.at.annotations") for plan in plans),
        *((f"/ledger.{suffix}", f"home.at.ledger.{suffix}") for suffix in SUFFIXES if has_ledger(release)),
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
    return [("home.addresses", people), ("home.data", programs)]
