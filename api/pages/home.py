"""What the start page tells: the addresses that there are, and how much the graph holds."""

from __future__ import annotations

from api.release import Release

_COUNTED = (
    *("Task", "Directive", "Technology", "Domain", "Scenario", "Facility"),
    *("Body", "Place", "Mention", "Assertion"),
)
_TERMS = "https://w3id.org/planatlas/ontology#"


def counts(release: Release) -> list[tuple[str, int]]:
    """Give (message key, count) for the classes that the start page names, and for all triples."""
    classes = release.manifest.counts.classes
    found = [(f"count.{name}", classes[f"{_TERMS}{name}"]) for name in _COUNTED if f"{_TERMS}{name}" in classes]
    return [*found, ("count.triples", release.manifest.counts.triples)]


def addresses(release: Release) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the addresses in groups: (message key of the heading, (address, message key of its sentence))."""
    plans = [f"/plans/{plan.id}" for plan in release.manifest.plans]
    people = [
        *((plan, "home.at.plan") for plan in plans),
        ("/network", "home.at.network"),
        ("/sparql", "home.at.sparql"),
        ("/dumps/", "home.at.dumps"),
    ]
    programs = [
        ("/sparql", "home.at.endpoint"),
        *((f"{plan}/text.txt", "home.at.text") for plan in plans),
        *((f"{plan}/annotations.json", "home.at.annotations") for plan in plans),
        ("/network/standalone", "home.at.standalone"),
        *((f"/network/data.{suffix}", f"home.at.{suffix}") for suffix in ("json", "graphml", "gexf", "csv")),
        ("/dumps/manifest.json", "home.at.manifest"),
        ("/openapi.json", "home.at.openapi"),
        ("/healthz", "home.at.healthz"),
    ]
    return [("home.addresses", people), ("home.data", programs)]
