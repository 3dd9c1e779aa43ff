"""The annotation scheme: which types, relations and attribute values there are."""

from __future__ import annotations

from dataclasses import dataclass

SCORED = (
    "Task", "Goal", "Target", "Domain", "Technology", "Facility", "Scenario", "Instrument", "Policy", "Body", "Group",
    "Location", "Date",
)  # fmt: skip
MENTION_TYPES = frozenset((*SCORED, "Directive", "Heading", "Indicator", "DataAsset", "CulturalAsset", "Problem"))
"""All types of mention; ``SCORED`` are those that extraction is measured on."""

CONCEPTUAL = frozenset((
    "Domain", "Technology", "Facility", "Scenario", "Instrument", "Policy", "Body", "Group", "Location", "Indicator",
    "DataAsset", "CulturalAsset", "Problem",
))  # fmt: skip
"""Types whose mentions refer to a concept; the others are parts of the plan, or stand at one place only."""

CONTAINERS = frozenset(("Task", "Goal", "Target", "Heading", "Problem", "Directive"))
"""Types that may contain mentions of other types. Nothing else nests, and nothing crosses."""

SAYERS = frozenset(("Directive", "Heading", "Task"))
"""Types that state something by themselves: a directive, a heading or box title, the label of an item in a box."""

_TIED = frozenset(("Domain", "Technology", "Scenario", "CulturalAsset"))


@dataclass(frozen=True)
class Signature:
    """The types that a relation takes as first and second argument."""

    first: frozenset[str]
    second: frozenset[str]


def _says(objects: str, *, also: str = "") -> Signature:
    """A sayer relates to an object; ``also`` are types of things that the text may say it of instead."""
    return Signature(SAYERS | frozenset(also.split()), frozenset(objects.split()))


def _ties(first: str, second: str) -> Signature:
    """The text relates two things, both named inside one directive."""
    return Signature(frozenset(first.split()), frozenset(second.split()))


RELATIONS: dict[str, Signature] = {
    "aimsAt": _says("Goal"),
    "contributesTo": _ties("Goal", "Goal"),
    "hasQuantifiedTarget": _says("Target"),
    "onIndicator": _says("Indicator", also="Target"),
    "due": _says("Date", also="Target"),
    "concernsDomain": _says("Domain", also="Instrument"),
    "concernsTechnology": _says("Technology", also="Facility Scenario"),
    "usesTechnology": _says("Technology", also="Facility Scenario"),
    "researchesTechnology": _says("Technology"),
    "appliesInScenario": _says("Scenario", also="Facility"),
    "appliedToScenario": _ties("Technology", "Scenario"),
    "appliedInDomain": _ties("Technology Facility Scenario", "Domain"),
    "integratesWith": Signature(_TIED, _TIED),
    "empowers": _ties("Domain Technology Facility", "Domain CulturalAsset"),
    "concernsFacility": _says("Facility"),
    "buildsFacility": _says("Facility"),
    "supportsFacility": _says("Facility"),
    "facilityPartOf": _ties("Facility", "Facility"),
    "hasFunction": _ties("Facility", "Scenario Facility"),
    "reliesOn": _says("Facility Instrument Policy Location Technology Domain DataAsset CulturalAsset"),
    "usesInstrument": _says("Instrument"),
    "fundedFor": _ties("Instrument", "Directive Domain Scenario Technology Facility Body Group Goal"),
    "cites": _says("Policy"),
    "implementsPolicy": _says("Policy"),
    "establishesBody": _says("Body"),
    "appliesToPlace": _says("Location"),
    "locatedIn": _ties("Location Facility Body", "Location"),
    "concernsData": _says("DataAsset"),
    "collectsData": _says("DataAsset"),
    "opensData": _says("DataAsset"),
    "usesData": _says("DataAsset"),
    "promotesAsset": _says("CulturalAsset"),
    "protects": _says("CulturalAsset Location Body Group Facility Domain DataAsset"),
    "addresses": _says("Problem"),
}
"""Relations that state something: local names of statement properties of the ontology."""

COREFERENCE = "coreference"
"""The relation that two generic names mean one and the same thing; it states nothing about the plan."""

SYMMETRIC = frozenset(("integratesWith", COREFERENCE))
"""Relations that mean the same in either order."""

RELATIONS[COREFERENCE] = Signature(frozenset(("Facility", "Instrument")), frozenset(("Facility", "Instrument")))

_BROAD: dict[str, tuple[str, ...]] = {
    "responsible": ("lead", "coordinator", "organiser", "authority"),
    "participating": ("participant", "partner", "financier"),
    "reliedOn": ("provider", "guide"),
    "target": ("beneficiary", "protectee", "demandSource"),
    "mentioned": (),
}
BROAD_ROLES: dict[str, str] = {
    **{broad: broad for broad in _BROAD},
    **{fine: broad for broad, finer in _BROAD.items() for fine in finer},
}
"""The broad role of each role: one of five."""

ROLES = frozenset((
    "responsible", "lead", "coordinator", "organiser", "authority",
    "participating", "participant", "partner", "financier",
    "reliedOn", "provider", "guide",
    "target", "beneficiary", "protectee", "demandSource",
    "mentioned",
))  # fmt: skip
"""Roles of a body towards a directive, each of the five broad ones before its finer ones."""

ACTIONS = frozenset((
    "build", "improve", "develop", "apply", "research", "pilot", "protect", "open", "fund", "attract", "train", "serve",
    "regulate", "evaluate", "coordinate", "cooperate", "integrate", "publicise",
))  # fmt: skip
FORCES = frozenset(("require", "promote", "support", "encourage", "guide", "explore", "striveFor"))
COMPARATORS = frozenset(("atMost", "atLeast", "equals", "orderOfMagnitude", "rankWithin", "all"))
DIRECTIONS = frozenset(("increase", "decrease", "reach"))
STATUSES = frozenset(("planned", "existing", "extended"))
REVIEW = frozenset(("draft", "settled", "reviewed"))


@dataclass(frozen=True)
class AttributeRule:
    """Which types an attribute goes with (None: all), its values (None: free), and whether it may repeat."""

    types: frozenset[str] | None
    values: frozenset[str] | None
    repeats: bool = False


_DIRECTIVE = frozenset(("Directive",))
_TARGET = frozenset(("Target",))

ATTRIBUTES: dict[str, AttributeRule] = {
    "Role": AttributeRule(frozenset(("Body", "Group")), ROLES, repeats=True),
    "Action": AttributeRule(_DIRECTIVE, ACTIONS),
    "Force": AttributeRule(_DIRECTIVE, FORCES),
    "Polarity": AttributeRule(_DIRECTIVE, frozenset(("affirm", "avoid"))),
    "Monitors": AttributeRule(_DIRECTIVE, frozenset(("plan",))),
    "Comparator": AttributeRule(_TARGET, COMPARATORS),
    "Value": AttributeRule(_TARGET, None),
    "Unit": AttributeRule(_TARGET, None),
    "Magnitude": AttributeRule(_TARGET, None),
    "Direction": AttributeRule(frozenset(("Indicator",)), DIRECTIONS),
    "Status": AttributeRule(frozenset(("Facility",)), STATUSES),
    "Review": AttributeRule(None, REVIEW),
    "Rule": AttributeRule(None, None),
    "Confidence": AttributeRule(None, None),
}
"""Attributes, by name."""
