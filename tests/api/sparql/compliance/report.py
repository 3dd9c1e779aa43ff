"""How many checks each room has passed: a line each at the end of a test run."""

from __future__ import annotations

import re

import pytest

from .exceptions import ROOMS

_ROOM = re.compile(rf"/compliance/.*\[(?:.*-)?({'|'.join(ROOMS)})(?:-.*)?\]")


def report(terminal: pytest.TerminalReporter) -> None:
    """Write the lines, if any check of the suite was run."""
    counts = {room: dict.fromkeys(("passed", "xfailed", "failed", "skipped"), 0) for room in ROOMS}
    for outcome in ("passed", "xfailed", "failed", "skipped"):
        for done in terminal.stats.get(outcome, []):
            if room := _ROOM.search(done.nodeid.partition("@")[0]):
                counts[room[1]][outcome] += 1
    if not any(sum(count.values()) for count in counts.values()):
        return
    terminal.write_sep("=", "SPARQL compliance")
    for room, count in counts.items():
        terminal.write_line(
            f"{room}: {count['passed']} of {sum(count.values())} checks passed, {count['xfailed']} known exceptions, "
            f"{count['failed']} failed, {count['skipped']} skipped"
        )
