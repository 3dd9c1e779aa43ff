"""The annotation scheme: which types, relations and attribute values there are."""

from __future__ import annotations

from dataclasses import dataclass

SCORED = (
    "Task", "Goal", "Target", "Domain", "Technology", "Facility", "Scenario", "Instrument", "Policy", "Body", "Group",
    "Location", "Date",
)  # fmt: skip
MENTION_TYPES = frozenset((*SCORED, "Directive", "Heading", "Indicator", "DataAsset", "CulturalAsset", "Problem"))
"""All types of mention; ``SCORED`` are those that extraction is measured on."""

CONTAINERS = frozenset(("Task", "Goal", "Target", "Heading", "Problem", "Directive"))
"""Types that may contain mentions of other types. Nothing else nests, and nothing crosses."""

_THINGS = frozenset(("Domain", "Technology", "Facility", "Scenario", "CulturalAsset"))
_DIRECTIVE = frozenset(("Directive",))


@dataclass(frozen=True)
class Signature:
    """The types that a relation takes as first and second argument."""

    first: frozenset[str]
    second: frozenset[str]


def _says(*objects: str) -> Signature:
    """Say that a directive relates to an object."""
    return Signature(_DIRECTIVE, frozenset(objects))


def _ties(first: str, second: str) -> Signature:
    return Signature(frozenset(first.split()), frozenset(second.split()))


RELATIONS: dict[str, Signature] = {
    "usesTechnology": _says("Technology"),
    "buildsFacility": _says("Facility"),
    "appliesToPlace": _says("Location"),
    "concernsDomain": _says("Domain"),
    "appliedInDomain": _ties("Technology Facility Scenario", "Domain"),
    "integratesWith": _ties("Domain Technology CulturalAsset", "Domain Technology CulturalAsset"),
    "empowers": _ties("Domain Technology", "Domain"),
}
"""Relations: local names of statement properties of the ontology."""

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
REVIEW = frozenset(("draft", "settled", "reviewed"))


@dataclass(frozen=True)
class AttributeRule:
    """Which types an attribute goes with (None: all), its values (None: free), and whether it may repeat."""

    types: frozenset[str] | None
    values: frozenset[str] | None
    repeats: bool = False


ATTRIBUTES: dict[str, AttributeRule] = {
    "Role": AttributeRule(frozenset(("Body", "Group")), ROLES, repeats=True),
    "Action": AttributeRule(_DIRECTIVE, ACTIONS),
    "Force": AttributeRule(_DIRECTIVE, FORCES),
    "Polarity": AttributeRule(_DIRECTIVE, frozenset(("affirm", "avoid"))),
    "Review": AttributeRule(None, REVIEW),
}
"""Attributes, by name."""
