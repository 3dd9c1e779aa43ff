"""What a plan can lack: each check as the SPARQL that finds what lacks it, in words for planners.

The queries are the definition: the numbers are their answers, and every number can be asked for again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import count

PREFIXES = """PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX id: <https://w3id.org/planatlas/id/>
PREFIX role: <https://w3id.org/planatlas/id/role/>
PREFIX status: <https://w3id.org/planatlas/id/text-status/>
"""
_OF_REVIEW = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX review: <https://w3id.org/planatlas/id/review-status/>
"""

_SAID = re.compile(r"<<(\S+) (\S+) (\S+)>>")
"""In a pattern: a triple that a plan states."""

_STATEMENT = re.compile(r" <<(\S+)>>")
"""In a pattern: what has been named before as a statement."""


@dataclass(frozen=True)
class Subject:
    """Things that may lack something. ``pattern`` finds them as ``?thing``, from ``?place``, a part of the plan.

    What the plan states for it stands between ``<<`` and ``>>``.
    ``zh`` and ``en`` name them, in English in the plural; ``unit`` is the measure word.
    """

    key: str
    pattern: str
    zh: str
    en: str
    unit: str


@dataclass(frozen=True)
class Check:
    """Something that a subject may have: ``having`` is the pattern of those that do, written as a subject's.

    ``zh`` is a verb phrase for having it, ``en`` a noun with its article.
    """

    key: str
    subject: Subject
    having: str
    zh: str
    en: str

    @property
    def id(self) -> str:
        """Name the check: subject and what it lacks."""
        return f"{self.subject.key}-without-{self.key}"

    def query(self, plan: str, section: str = "", *, lacking: bool = True, reviewed: bool = False) -> str:
        """Write the query that counts, as ``?number``, those of a plan (in a section) that lack it, or all of them.

        ``reviewed``: a thing has only what statements say that are no drafts.
        """
        return self._written("(COUNT(DISTINCT ?thing) AS ?number)", plan, section, lacking, reviewed)

    def listing(self, plan: str, section: str = "", *, reviewed: bool = False) -> str:
        """Write the query that lists, as ``?thing``, those that lack it."""
        return self._written("DISTINCT ?thing", plan, section, True, reviewed) + "ORDER BY ?thing\n"

    def _written(self, head: str, plan: str, section: str, lacking: bool, reviewed: bool) -> str:
        # the places first, by themselves: a path joined with other patterns is walked again for each of their answers
        lines = [
            f"{PREFIXES}{_OF_REVIEW if reviewed else ''}\nSELECT {head}",
            "WHERE {",
            f"  {{ SELECT ?place WHERE {{ ?place pa:partOf+ <{section or plan}> }} }}",
            f"  {self.subject.pattern}",
        ]
        if lacking:
            lines.append(f"  MINUS {{ {self.having} }}")
        return _with_statements("\n".join((*lines, "}")) + "\n", reviewed)


def _with_statements(query: str, reviewed: bool) -> str:
    """Write what the plan states as plain triples, or as statements that are no drafts."""
    if not reviewed:
        return _SAID.sub(r"\1 \2 \3 .", _STATEMENT.sub("", query))
    numbers = count(1)

    def named(found: re.Match[str]) -> str:
        status = f"?status{next(numbers)}"
        return f" {found[1]} pa:reviewStatus {status} . FILTER ({status} != review:draft)"

    def said(found: re.Match[str]) -> str:
        statement = f"?said{next(numbers)}"
        parts = (
            f"{statement} rdf:subject {found[1]} ; rdf:predicate {found[2]} ; rdf:object {found[3]} . <<{statement}>>"
        )
        return _STATEMENT.sub(named, parts)

    return _SAID.sub(said, _STATEMENT.sub(named, query))


_OWN = "BIND (?place AS ?thing) ?thing a pa:{} ."
TASK = Subject("tasks", _OWN.format("Task"), "任务", "tasks", "项")
ITEM = Subject("items", _OWN.format("BoxItem"), "专栏条目", "box items", "个")
SAFEGUARD = Subject("safeguards", _OWN.format("SafeguardMeasure"), "保障措施", "safeguard measures", "项")
GOAL = Subject("goals", "<<?place pa:aimsAt ?thing>>", "目标", "goals", "个")
FACILITY = Subject(
    "facilities",
    "?place a pa:Directive . <<?place pa:buildsFacility ?thing>>",
    "拟建对象",
    "facilities to be built",
    "个",
)
TECHNOLOGY = Subject(
    "technologies", "?place a pa:Directive . <<?place pa:concernsTechnology ?thing>>", "技术", "technologies", "项"
)

_NAMES_TECHNOLOGY = (
    "?thing pa:hasDirective ?says . ?assertion pa:statedIn ?says ; pa:argumentMention ?mention . <<?assertion>> "
    "?mention pa:denotes|pa:component ?technology . ?technology a pa:Technology ."
)
_RESPONSIBLE = (
    "<<?thing pa:hasInvolvement ?part>> ?part pa:involvementRole ?role . ?role skos:broader* role:responsible . "
    "FILTER (?role != role:authority)"
)

_OF_MEASURES = (
    ("responsible-body", _RESPONSIBLE, "写明责任主体", "a responsible body"),
    ("place", "<<?thing pa:appliesToPlace ?x>>", "写明实施地点", "a place"),
    ("technology", _NAMES_TECHNOLOGY, "提到技术", "a technology"),
    ("target", "<<?thing pa:hasQuantifiedTarget ?x>>", "设定量化目标", "a quantified target"),
    ("indicator", "<<?thing pa:onIndicator ?x>>", "提到指标", "an indicator"),
    ("deadline", "<<?thing pa:due ?x>>", "写明期限", "a date"),
    ("goal", "<<?thing pa:aimsAt ?x>>", "写明目标", "a goal"),
    ("instrument", "<<?thing pa:usesInstrument ?x>>", "采用政策工具", "an instrument"),
)

CHECKS: tuple[Check, ...] = (
    *(Check(key, kind, having, zh, en) for kind in (TASK, ITEM, SAFEGUARD) for key, having, zh, en in _OF_MEASURES),
    Check(
        "measure", GOAL, "?measure a pa:Measure . <<?measure pa:aimsAt ?thing>>", "对应任务或条目",
        "a measure that aims at them",
    ),
    Check(
        "instrument", FACILITY,
        "?maker a pa:Measure . <<?maker pa:buildsFacility ?thing>> <<?maker pa:usesInstrument ?x>>",
        "配套政策工具", "an instrument in the measure that builds them",
    ),
    Check(
        "second-use", TECHNOLOGY,
        "{ SELECT ?thing WHERE { ?says a pa:Directive . <<?says pa:concernsTechnology ?thing>> } GROUP BY ?thing "
        "HAVING (COUNT(DISTINCT ?says) > 1) }",
        "在第二条举措中出现", "a second directive that concerns them",
    ),
)  # fmt: skip
"""All checks, by subject."""


def excerpt_query(plan: str) -> str:
    """Write the query for what the text of a plan lacks: its sections that are absent, or whose heading is."""
    return f"""{PREFIXES}
SELECT ?section ?status
WHERE {{
  ?section a pa:Section ; pa:textStatus ?status ; pa:partOf+ <{plan}> .
  FILTER (?status != status:present)
}}
ORDER BY ?section
"""
