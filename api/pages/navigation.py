"""The rooms that every page leads to, in one order for all menus."""

from __future__ import annotations

from dataclasses import dataclass

from api.release import Release


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the menu. ``icon`` is the name of its picture, ``key`` of its words.

    ``start`` is how the addresses begin that belong to it.
    """

    address: str
    key: str
    icon: str
    start: str

    def holds(self, path: str) -> bool:
        """Tell whether a page belongs to this entry."""
        return path == self.start or path.startswith((f"{self.start.rstrip('/')}/", f"{self.start}."))


def ways(release: Release) -> list[Way]:
    """Give the rooms that there are for this release: without the file that a room shows there is no way to it."""
    plans = release.manifest.plans
    plan = f"/plans/{plans[0].id}" if len(plans) == 1 else "/#plans"
    found = [
        (Way(plan, "nav.plan", "plan", "/plans"), ""),
        (Way("/ledger", "nav.ledger", "ledger", "/ledger"), f"ledger/{plans[0].id}.json" if plans else ""),
        (Way("/linkages", "nav.linkages", "linkages", "/linkages"), "linkages/top.json"),
        (Way("/network", "nav.network", "network", "/network"), ""),
        (Way("/gaps", "nav.gaps", "gaps", "/gaps"), "linkages/gaps.json"),
        (Way("/browse", "nav.browse", "browse", "/browse"), ""),
        (Way("/quality", "nav.quality", "quality", "/quality"), "quality/coverage.json"),
        (Way("/sparql", "nav.sparql", "sparql", "/sparql"), ""),
        (Way("/dumps/", "nav.dumps", "dumps", "/dumps"), ""),
    ]
    return [way for way, needed in found if not needed or release.dump(needed)]
