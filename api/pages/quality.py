"""The pages on quality: the reports of a release in the words of a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api.pages.faults import unknown_value
from api.pages.language import Language, language_of, prefers_html
from api.pages.messages import MESSAGES, message
from api.pages.reader import TYPES, type_label
from api.pages.render import page
from api.pages.results import Labels, best_label, local_name
from api.problems import Problem
from api.quality import COVERAGE, SENTENCES, SEVERITIES, Finding, Lacking, Quality
from api.release import Release

YIELDS = ("statements", "mentions", "nothing")
FILTERS = ("all", *YIELDS, "unexplained")
"""What ``/quality/sentences`` may be asked to show; ``unexplained`` yields nothing and has no reason."""

SHOWN = 100
"""Findings of one shape that the page shows; the data hold all."""


def share(part: int, whole: int) -> str:
    """Write a share in per cent; 100 % and 0 % mean all and none."""
    if not whole:
        return "–"
    value = 100 * part / whole
    if 0 < part < whole:
        value = min(max(value, 0.1), 99.9)
    return f"{value:.1f}%".replace(".0%", "%")


@dataclass(frozen=True)
class Names:
    """Names things in a language; what has no label keeps the last part of its IRI."""

    labels: Labels
    language: Language

    def of(self, iri: str) -> str:
        """Name a thing."""
        return best_label(self.labels.get(iri, {}), self.language) or local_name(iri)

    def section(self, section: Mapping[str, Any], sections: Sequence[Mapping[str, Any]]) -> str:
        """Name a headed unit; one without a heading by its level and number, after those around it."""
        label = best_label(self.labels.get(section["iri"], {}), self.language)
        if label:
            return label
        path: list[Mapping[str, Any]] = []
        for other in sections:
            path = [*path[: other["depth"] - 1], other]
            if other["iri"] == section["iri"]:
                break
        return " ".join(self._number(unit) for unit in path)

    def _number(self, section: Mapping[str, Any]) -> str:
        key = f"level.{section['level']}"
        return message(key if key in MESSAGES else "level.other", self.language, number=section["order"])


@dataclass(frozen=True, slots=True)
class Shape:
    """The findings of one shape and message."""

    name: str
    words: str
    findings: Sequence[Finding]
    count: int


def by_shape(findings: Iterable[Finding], language: Language) -> list[tuple[str, int, list[Shape]]]:
    """Group findings: (severity, count, shapes), every severity even without findings, the gravest first."""
    held: dict[str, list[Finding]] = {severity: [] for severity in SEVERITIES}
    for finding in findings:
        held.setdefault(finding.severity, []).append(finding)
    groups = []
    for severity, of_severity in held.items():
        shapes = []
        worded = sorted(of_severity, key=lambda item: (item.shape, _words(item, language)))
        for (shape, words), same in groupby(worded, key=lambda item: (item.shape, _words(item, language))):
            listed = list(same)
            shapes.append(Shape(local_name(shape), words, listed[:SHOWN], len(listed)))
        groups.append((severity, len(of_severity), shapes))
    return groups


def _words(finding: Finding, language: Language) -> str:
    return finding.messages.get(language) or next(iter(finding.messages.values()), finding.component)


@dataclass(frozen=True, slots=True)
class Said:
    """Statements of one sentence that share subject and property; ``subject`` is empty where the sentence says it."""

    subject: str
    predicate: str
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence on the page."""

    data: Mapping[str, Any]
    address: str
    chips: tuple[tuple[str, str, int], ...]
    said: tuple[Said, ...]


@dataclass(slots=True)
class Group:
    """The sentences of a section; ``gloss`` is our English name of it."""

    title: str
    original: str
    anchor: str
    lines: list[Line] = field(default_factory=list)
    counts: Mapping[str, int] = field(default_factory=dict)


def fits(sentence: Mapping[str, Any], wanted: str) -> bool:
    """Tell whether a sentence is what a filter asks for."""
    if wanted == "unexplained":
        return sentence["yields"] == "nothing" and not sentence["reasons"]
    return wanted in ("all", sentence["yields"])


def filters(plans: Iterable[Mapping[str, Any]], plan: str) -> list[tuple[str, int, str]]:
    """Give each filter with its count and address."""
    sentences = [sentence for item in plans for sentence in item["sentences"]]
    kept = {"plan": plan} if plan else {}
    return [
        (
            name,
            sum(fits(sentence, name) for sentence in sentences),
            f"/quality/sentences?{urlencode(kept | {'yields': name})}",
        )
        for name in FILTERS
    ]


def groups(plan: Mapping[str, Any], names: Names, wanted: str) -> list[Group]:
    """Lay out the sentences of a plan by section, those that a filter asks for."""
    sections = {section["iri"]: section for section in plan["sections"]}
    found = []
    for iri, run in groupby(plan["sentences"], key=lambda sentence: str(sentence["section"])):
        own = list(run)
        if iri:
            title, original = names.section(sections[iri], plan["sections"]), names.labels.get(iri, {}).get("zh", "")
        else:
            title = original = ""
        counts = {name: sum(sentence["yields"] == name for sentence in own) for name in YIELDS}
        group = Group(title, original, local_name(iri) or "start", counts=counts)
        group.lines = [_line(plan, sentence, names) for sentence in own if fits(sentence, wanted)]
        if group.lines:
            found.append(group)
    return found


def _line(plan: Mapping[str, Any], sentence: Mapping[str, Any], names: Names) -> Line:
    order = {name: index for index, name in enumerate(TYPES)}
    types = sorted(sentence["mentions"].items(), key=lambda item: order.get(item[0], len(order)))
    return Line(
        data=sentence,
        address=f"/plans/{plan['id']}#char={sentence['begin']},{sentence['end']}",
        chips=tuple((name, type_label(name, names.language), count) for name, count in types),
        said=tuple(_said(sentence, names)),
    )


def _said(sentence: Mapping[str, Any], names: Names) -> list[Said]:
    """Gather the statements of a sentence by subject and property, in the order in which they first come."""
    held: dict[tuple[str, str], dict[str, None]] = {}
    for statement in sentence["statements"]:
        sayer = "/directive/" in statement["subject"] or statement["subject"] == sentence["unit"]
        subject = "" if sayer else names.of(statement["subject"])
        if "agent" in statement:
            predicate, obj = names.of(statement["role"]), names.of(statement["agent"])
        else:
            predicate, obj = names.of(statement["predicate"]), names.of(statement["object"])
        held.setdefault((subject, predicate), {})[obj] = None
    return [Said(subject, predicate, tuple(objects)) for (subject, predicate), objects in held.items()]


async def quality_page(request: Request, release: Release, quality: Quality) -> Response:
    """Answer ``/quality``.

    Raises:
        Lacking: a program asks, and the release has no reports on quality.
    """
    try:
        coverage, sentences, findings = quality.report(COVERAGE), quality.report(SENTENCES), await quality.findings()
    except Lacking as lacking:
        return _older(request, release, lacking)
    language = language_of(request)
    names = Names(coverage["labels"] | sentences["labels"], language)
    return page(
        request,
        "quality.html",
        release,
        plans=[
            {
                "data": plan,
                "sections": cut["sections"],
                "title": _title(release, plan["id"], language),
                "agreement": _agreement(plan),
            }
            for plan, cut in zip(coverage["plans"], sentences["plans"], strict=True)
        ],
        findings=None if findings is None else by_shape(findings, language),
        names=names,
        share=share,
        type_label=lambda name: type_label(name, language),
        property=lambda name: f"{release.manifest.base}ontology#{name}",
    )


async def sentences_page(request: Request, release: Release, quality: Quality) -> Response:
    """Answer ``/quality/sentences?yields=FILTER&plan=ID``.

    Raises:
        Problem: there is no such filter (400) or plan (404).
        Lacking: a program asks, and the release has no reports on quality.
    """
    wanted, only = request.query_params.get("yields", "all"), request.query_params.get("plan", "")
    if wanted not in FILTERS:
        told = f"yields is one of {', '.join(FILTERS)}, not {wanted!r}"
        raise Problem(400, told, chinese=unknown_value("yields", wanted, FILTERS, Language.ZH))
    try:
        report = quality.report(SENTENCES)
    except Lacking as lacking:
        return _older(request, release, lacking)
    plans = [plan for plan in report["plans"] if only in ("", plan["id"])]
    if not plans:
        raise Problem(404, f"This release has no plan {only}; / lists those it has.")
    language = language_of(request)
    names = Names(report["labels"], language)
    return page(
        request,
        "quality_sentences.html",
        release,
        plans=[(plan["id"], _title(release, plan["id"], language), groups(plan, names, wanted)) for plan in plans],
        filters=filters(plans, only),
        wanted=wanted,
    )


def _agreement(plan: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Give the agreement by group; mentions in the order of the legend of the plan's page."""
    order = {name: index for index, name in enumerate(TYPES)}
    return [
        (group, sorted(rows, key=lambda row: order.get(row["name"], len(order))) if group == "mentions" else rows)
        for group, rows in (plan["agreement"] or {}).items()
    ]


def _title(release: Release, plan_id: str, language: Language) -> str:
    plan = release.plan(plan_id)
    return best_label(plan.title, language) if plan else plan_id


def _older(request: Request, release: Release, lacking: Lacking) -> Response:
    """Tell a person that the release is older than these pages; a program gets the problem itself."""
    if not prefers_html(request):
        raise lacking
    return page(request, "error.html", release, status=404, code=404, key="quality.older", detail="")
