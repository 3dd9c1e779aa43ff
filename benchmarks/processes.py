"""What a server's processes take: memory and processor time of the whole tree, read from ``/proc``."""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """Give a process and all that come from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal() and (fields := _fields(int(folder.name))):
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = [], [root]
    while waiting:
        process = waiting.pop()
        found.append(process)
        waiting += children.get(process, [])
    return found


def memory(root: int) -> int:
    """Give the bytes that a tree of processes holds; what several share counts once (PSS)."""
    total = 0
    for process in tree(root):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def processor_seconds(root: int) -> float:
    """Give the processor time of a tree of processes, with that of its ended members that were waited for."""
    return sum(
        sum(map(int, fields[11:15])) / _TICKS for process in tree(root) if (fields := _fields(process)) is not None
    )


def settle(root: int, *, most: float = 20.0) -> bool:
    """Wait until a tree of processes rests, as one does not that still works for clients who left."""
    until = time.monotonic() + most
    while time.monotonic() < until:
        before = processor_seconds(root)
        time.sleep(0.2)
        if processor_seconds(root) - before <= 0.02:
            return True
    return False


def _fields(process: int) -> list[str] | None:
    """Give the fields of ``/proc/PID/stat`` from the third on; the second may hold anything."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
