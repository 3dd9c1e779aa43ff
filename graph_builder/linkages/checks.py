"""What a plan can lack: each check as the SPARQL that finds what lacks it, in words for planners.

The queries are the definition: the numbers are their answers, and every number can be asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass

PREFIXES = """PREFIX pa: <https://w3id.org/planatlas/ontology#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX id: <https://w3id.org/planatlas/id/>
PREFIX role: <https://w3id.org/planatlas/id/role/>
PREFIX status: <https://w3id.org/planatlas/id/text-status/>
"""


@dataclass(frozen=True)
class Subject:
    """Things that may lack something. ``pattern`` finds them as ``?thing``, from ``?place``, a part of the plan.

    ``zh`` and ``en`` name them, in English in the plural; ``unit`` is the measure word.
    """

    key: str
    pattern: str
    zh: str
    en: str
    unit: str


@dataclass(frozen=True)
class Check:
    """Something that a subject may have: ``having`` is the pattern of those that do.

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

    def query(self, plan: str, section: str = "", *, lacking: bool = True) -> str:
        """Write the query that counts, as ``?number``, those of a plan (in a section) that lack it, or all of them."""
        return self._written("(COUNT(DISTINCT ?thing) AS ?number)", plan, section, lacking)

    def listing(self, plan: str, section: str = "") -> str:
        """Write the query that lists, as ``?thing``, those that lack it."""
        return self._written("DISTINCT ?thing", plan, section, True) + "ORDER BY ?thing\n"

    def _written(self, head: str, plan: str, section: str, lacking: bool) -> str:
        # the places first, by themselves: a path joined with other patterns is walked again for each of their answers
        lines = [
            f"{PREFIXES}\nSELECT {head}",
            "WHERE {",
            f"  {{ SELECT ?place WHERE {{ ?place pa:partOf+ <{section or plan}> }} }}",
            f"  {self.subject.pattern}",
        ]
        if lacking:
            lines.append(f"  MINUS {{ {self.having} }}")
        return "\n".join((*lines, "}")) + "\n"


_OWN = "BIND (?place AS ?thing) ?thing a pa:{} ."
TASK = Subject("tasks", _OWN.format("Task"), "任务", "tasks", "项")
ITEM = Subject("items", _OWN.format("BoxItem"), "专栏条目", "box items", "个")
SAFEGUARD = Subject("safeguards", _OWN.format("SafeguardMeasure"), "保障措施", "safeguard measures", "项")
GOAL = Subject("goals", "?place pa:aimsAt ?thing .", "目标", "goals", "个")
FACILITY = Subject(
    "facilities", "?place a pa:Directive ; pa:buildsFacility ?thing .", "拟建对象", "facilities to be built", "个"
)
TECHNOLOGY = Subject(
    "technologies", "?place a pa:Directive ; pa:concernsTechnology ?thing .", "技术", "technologies", "项"
)

_NAMES_TECHNOLOGY = (
    "?thing pa:hasDirective ?says . ?assertion pa:statedIn ?says ; pa:argumentMention ?mention . "
    "?mention pa:denotes|pa:component ?technology . ?technology a pa:Technology ."
)
_RESPONSIBLE = (
    "?thing pa:hasInvolvement/pa:involvementRole ?role . ?role skos:broader* role:responsible . "
    "FILTER (?role != role:authority)"
)

_OF_MEASURES = (
    ("responsible-body", _RESPONSIBLE, "写明责任主体", "a responsible body"),
    ("place", "?thing pa:appliesToPlace ?x .", "写明实施地点", "a place"),
    ("technology", _NAMES_TECHNOLOGY, "提到技术", "a technology"),
    ("target", "?thing pa:hasQuantifiedTarget ?x .", "设定量化目标", "a quantified target"),
    ("indicator", "?thing pa:onIndicator ?x .", "提到指标", "an indicator"),
    ("deadline", "?thing pa:due ?x .", "写明期限", "a date"),
    ("goal", "?thing pa:aimsAt ?x .", "写明目标", "a goal"),
    ("instrument", "?thing pa:usesInstrument ?x .", "采用政策工具", "an instrument"),
)

CHECKS: tuple[Check, ...] = (
    *(Check(key, kind, having, zh, en) for kind in (TASK, ITEM, SAFEGUARD) for key, having, zh, en in _OF_MEASURES),
    Check(
        "measure", GOAL, "?measure a pa:Measure ; pa:aimsAt ?thing .", "对应任务或条目",
        "a measure that aims at them",
    ),
    Check(
        "instrument", FACILITY,
        "?maker a pa:Measure ; pa:buildsFacility ?thing ; pa:usesInstrument ?x .",
        "配套政策工具", "an instrument in the measure that builds them",
    ),
    Check(
        "second-use", TECHNOLOGY,
        "{ SELECT ?thing WHERE { ?says a pa:Directive ; pa:concernsTechnology ?thing } GROUP BY ?thing "
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
