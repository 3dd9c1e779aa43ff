"""How far the graph can be trusted: the reports on quality that a release holds, and where their findings stand."""

from __future__ import annotations

import asyncio
import bisect
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.dumps import file_answer
from api.pages.results import PREFIXES, Ask, is_speakable
from api.problems import Problem
from api.release import Release

COVERAGE = "quality/coverage.json"
SENTENCES = "quality/sentences.json"
REPORT = "validation/report.json"

FILES = {
    "sentences.json": SENTENCES,
    "sentences.csv": "quality/sentences.csv",
    "coverage.json": COVERAGE,
    "report.json": REPORT,
    "report.ttl": "validation/report.ttl",
}
"""Files of a release by the last part of their address below ``/quality/``."""

SEVERITIES = ("Violation", "Warning", "Info")

_BATCH = 400
"""IRIs that one query for places names."""


class Lacking(Problem):
    """The release was built before there were reports on quality."""

    def __init__(self, name: str) -> None:
        super().__init__(
            404,
            f"This release has no {name}: an older version built it. "
            "Build it again with this version (planatlas build); the server then turns to it by itself.",
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in the texts something stands: the plan, the offsets, and the sentence around them."""

    plan: str
    begin: int
    end: int
    sentence: str

    @property
    def address(self) -> str:
        """The place on the page of the plan."""
        return f"/plans/{self.plan}#char={self.begin},{self.end}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A result of the validation; ``iri`` is what it is about: its value where that is a thing, else its focus node."""

    severity: str
    shape: str
    component: str
    iri: str
    path: str
    value: str
    label: str
    quote: str
    messages: Mapping[str, str]
    spot: Spot | None = None


class Quality:
    """The reports of one release, each read once."""

    def __init__(self, release: Release, ask: Ask) -> None:
        self._release = release
        self._ask = ask
        self._read: dict[str, dict[str, Any]] = {}
        self._finding: asyncio.Task[list[Finding]] | None = None

    def report(self, name: str) -> dict[str, Any]:
        """Give a report, one of :data:`COVERAGE`, :data:`SENTENCES` and :data:`REPORT`.

        Raises:
            Lacking: the release does not have it.
        """
        if name not in self._read:
            dump = self._release.dump(name)
            if dump is None:
                raise Lacking(name)
            self._read[name] = json.loads(dump.path.read_bytes())
        return self._read[name]

    async def findings(self) -> list[Finding] | None:
        """Give the results of the validation with their places, the gravest first; None where none are kept.

        They are asked for once, and all who come meanwhile wait for them.

        Raises:
            Lacking: the release has no report on its sentences.
        """
        self.report(SENTENCES)
        if self._release.dump(REPORT) is None:
            return None
        task = self._finding
        if task is None or (task.done() and (task.cancelled() or task.exception() is not None)):
            task = self._finding = asyncio.create_task(self._find())
        return await asyncio.shield(task)

    async def _find(self) -> list[Finding]:
        found = [_finding(result) for result in self.report(REPORT)["results"]]
        spots = await self._spots({finding.iri for finding in found})
        placed = [
            Finding(**{name: getattr(item, name) for name in Finding.__slots__} | {"spot": spots.get(item.iri)})
            for item in found
        ]
        return sorted(placed, key=lambda item: (_rank(item.severity), item.shape, item.iri, item.path, item.value))

    async def _spots(self, iris: Iterable[str]) -> dict[str, Spot]:
        """Find the first place of each thing, by the nearest way that leads to one."""
        plans = {plan["iri"]: _Text(plan) for plan in self.report(SENTENCES)["plans"]}
        wanted = sorted(iri for iri in iris if is_speakable(iri) and ":" in iri)
        spots: dict[str, Spot] = {}
        for way in _WAYS:
            left = [iri for iri in wanted if iri not in spots]
            best: dict[str, tuple[int, int, str]] = {}
            for start in range(0, len(left), _BATCH):
                for row in await self._ask(_places(left[start : start + _BATCH], way)):
                    place = (int(row["begin"].value), -int(row["end"].value), row["at"].value)
                    thing = row["thing"].value
                    best[thing] = min(best.get(thing, place), place)
            for thing, (begin, minus_end, at) in best.items():
                text = next((text for iri, text in plans.items() if at.startswith(f"{iri}/")), None)
                if text is not None:
                    spots[thing] = Spot(text.id, begin, -minus_end, text.sentence(begin))
        return spots


_OFFSETS = "?at nif:beginIndex ?begin ; nif:endIndex ?end"
_WAYS = (
    f"BIND(?thing AS ?at) {_OFFSETS}",
    f"?thing pa:evidence ?at . {_OFFSETS}",
    f"?thing pa:involvedAgent ?agent . ?assertion rdf:object ?thing ; pa:evidence ?at . {_OFFSETS}",
    f"?at pa:denotes ?thing . {_OFFSETS}",
)
"""Ways from a thing to where it stands, the nearest first."""


def _places(iris: Iterable[str], way: str) -> str:
    values = " ".join(f"<{iri}>" for iri in iris)
    return f"{PREFIXES}SELECT ?thing ?at ?begin ?end WHERE {{ VALUES ?thing {{ {values} }} {way} }}"


class _Text:
    """The sentences of a plan, to be found by offset."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self.id: str = plan["id"]
        self._sentences: Sequence[Mapping[str, Any]] = plan["sentences"]
        self._begins = [sentence["begin"] for sentence in self._sentences]

    def sentence(self, offset: int) -> str:
        """Give the sentence at an offset, or the next one where the offset lies between two; empty past the last."""
        index = max(bisect.bisect_right(self._begins, offset) - 1, 0)
        found = next((sentence for sentence in self._sentences[index:] if sentence["end"] > offset), None)
        return str(found["text"]) if found else ""


def _rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES)


def _finding(result: Mapping[str, Any]) -> Finding:
    value, focus = str(result.get("value") or ""), str(result.get("focus") or "")
    is_thing = value.startswith(("https://", "http://"))
    return Finding(
        severity=str(result["severity"]),
        shape=str(result.get("shape") or ""),
        component=str(result.get("component") or ""),
        iri=value if is_thing else focus,
        path=str(result.get("path") or ""),
        value="" if is_thing else value,
        label=str(result.get("label") or ""),
        quote=str(result.get("quote") or ""),
        messages=result.get("messages") or {},
    )


def quality_file(request: Request, release: Release, name: str) -> Response:
    """Answer with a report as a file, ``name`` being one of :data:`FILES`.

    Raises:
        Problem: there is no such report (404).
        Lacking: the release does not have it.
    """
    if name not in FILES:
        raise Problem(404, f"There is no report {name}; there are {', '.join(FILES)}.")
    dump = release.dump(FILES[name])
    if dump is None:
        raise Lacking(FILES[name])
    return file_answer(request, dump)
