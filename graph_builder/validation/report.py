"""What a validation found, as data, Turtle and text."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Identifier

from graph_builder.namespaces import BASE
from graph_builder.validation.shapes import SEVERITIES, Check, Messages

REPORT = URIRef(f"{BASE}validation/report")
"""The report in ``report.ttl``."""


@dataclass(frozen=True)
class Finding:
    """One validation result (SHACL section 3.6.2).

    ``severity`` is the local name of the SHACL severity, ``shape`` the IRI of the named shape, ``source`` that of the
    part of it that was broken, ``component`` the local name of the constraint component. ``value`` is an IRI or a
    literal, None where the constraint names none; ``path`` is empty without one. ``label`` names the value or, without
    one, the focus node; ``quote`` is the text that it stands on, where it has offsets.
    """

    severity: str
    shape: str
    focus: Identifier
    path: str
    value: Identifier | None
    component: str
    source: str
    messages: Messages
    label: str = ""
    quote: str = ""

    def words(self, language: str) -> str:
        """Give the message in a language, or in whichever there is."""
        messages = dict(self.messages)
        return messages.get(language) or next(iter(messages.values()), self.component)

    @property
    def key(self) -> tuple[str, ...]:
        """What tells this result from all others, whichever engine found it."""
        value = "" if self.value is None else self.value.n3()
        return self.severity, self.shape, self.source, self.component, self.focus.n3(), self.path, value

    @property
    def iri(self) -> URIRef:
        """The result in ``report.ttl``, named by what it says."""
        return URIRef(f"{BASE}validation/result/{hashlib.sha256(' '.join(self.key).encode()).hexdigest()[:20]}")


@dataclass(frozen=True)
class Report:
    """All findings, the gravest first, and all that was checked."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...] = ()

    @property
    def conforms(self) -> bool:
        """Tell whether there is no Violation; warnings and hints do not stop a build."""
        return not any(finding.severity == "Violation" for finding in self.findings)

    @property
    def counts(self) -> dict[str, int]:
        """Count the findings by severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}

    def lines(self, language: str = "en", limit: int = 10) -> Iterator[str]:
        """Write the report for people: grouped by severity, shape and message, at most ``limit`` findings of each."""
        groups: dict[tuple[str, str, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.severity, finding.shape, finding.words(language)), []).append(finding)
        for (severity, shape, words), found in groups.items():
            yield f"{severity}: {words} ({len(found)} × {shape.rpartition('#')[2]})"
            for finding in found[:limit]:
                where = finding.focus if finding.value is None else finding.value
                name = f" ‘{finding.label}’" if finding.label else ""
                quote = f" — {finding.quote}" if finding.quote and finding.quote != finding.label else ""
                yield f"  {where}{name}{quote}"
            if len(found) > limit:
                yield f"  … and {len(found) - limit} more"


def report_json(report: Report) -> bytes:
    """Write a report as JSON: the outcome, each check with the number of its findings, and each finding.

    ``conforms`` there means: no Violation. The same report gives the same bytes; nothing tells the engine or the time.
    """
    found = Counter(finding.source for finding in report.findings)
    data = {
        "conforms": report.conforms,
        "counts": report.counts,
        "checks": [
            {
                "shape": check.shape,
                "source": check.source,
                "severity": check.severity,
                "messages": dict(check.messages),
                "findings": found[check.source],
            }
            for check in report.checks
        ],
        "results": [
            {
                "id": str(finding.iri),
                "shape": finding.shape,
                "source": finding.source,
                "severity": finding.severity,
                "component": finding.component,
                "focus": str(finding.focus),
                "path": finding.path,
                "value": "" if finding.value is None else str(finding.value),
                "label": finding.label,
                "quote": finding.quote,
                "messages": dict(finding.messages),
            }
            for finding in report.findings
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def report_turtle(report: Report) -> bytes:
    """Write a report as a SHACL validation report in Turtle, without blank nodes and in an order of its own."""
    graph = Graph()
    graph.bind("sh", SH)
    graph.add((REPORT, RDF.type, SH.ValidationReport))
    graph.add((REPORT, SH.conforms, Literal(not report.findings)))  # SHACL: true only without any result
    for finding in report.findings:
        node = finding.iri
        graph.add((REPORT, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        graph.add((node, SH.resultSeverity, SH[finding.severity]))
        graph.add((node, SH.focusNode, finding.focus))
        graph.add((node, SH.sourceShape, URIRef(finding.source)))
        graph.add((node, SH.sourceConstraintComponent, SH[finding.component]))
        if finding.path:
            graph.add((node, SH.resultPath, URIRef(finding.path)))
        if finding.value is not None:
            graph.add((node, SH.value, finding.value))
        for language, words in finding.messages:
            graph.add((node, SH.resultMessage, Literal(words, lang=language or None)))
    return graph.serialize(format="turtle", encoding="utf-8")


def write_report(report: Report, folder: Path) -> None:
    """Write ``report.json`` and ``report.ttl``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_bytes(report_json(report))
    (folder / "report.ttl").write_bytes(report_turtle(report))
