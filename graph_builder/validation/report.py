"""What a validation found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, order=True)
class Finding:
    """One validation result (SHACL section 3.6.2).

    ``severity`` is the local name of the SHACL severity, ``shape`` the IRI of the named shape, ``component`` the local
    name of the constraint component; ``message`` is by language, as pairs; ``label`` names the value or, without one,
    the focus node; ``quote`` is the text that it stands on, where it has offsets.
    """

    severity: str
    shape: str
    focus: str
    path: str
    value: str
    component: str
    message: tuple[tuple[str, str], ...]
    label: str = ""
    quote: str = ""

    def words(self, language: str) -> str:
        """Give the message in a language, or in whichever there is."""
        messages = dict(self.message)
        return messages.get(language) or next(iter(messages.values()), self.component)


@dataclass(frozen=True)
class Report:
    """All findings, the gravest first."""

    findings: tuple[Finding, ...]

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
                where = finding.value or finding.focus
                name = f" ‘{finding.label}’" if finding.label else ""
                quote = f" — {finding.quote}" if finding.quote and finding.quote != finding.label else ""
                yield f"  {where}{name}{quote}"
            if len(found) > limit:
                yield f"  … and {len(found) - limit} more"
