"""Releases that all tests share: each is built once for a whole test run, whichever process needs it first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Generator
from pathlib import Path

import httpx._config
import pytest

from graph_builder.release import build_release, shipped_plans
from tests.api.sparql.compliance.report import report
from tests.plans import LINHU, write_plan

# A busy machine is no fault of a page: each httpx client without a limit of its own waits this long, not 5 s.
for _part in ("connect", "read", "write", "pool"):
    setattr(httpx._config.DEFAULT_TIMEOUT_CONFIG, _part, 120.0)


def _once(root: Path, name: str, make: Callable[[Path], None]) -> Path:
    """Let one process make a folder while the others wait; a failure is told to all of them."""
    folder, failed = root / name, root / f"{name}.failed"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if failed.exists():
            pytest.fail(f"the shared {name} could not be made: {failed.read_text('utf-8')}")
        if not folder.exists():
            try:
                make(folder)
            except BaseException as error:
                failed.write_text(repr(error), "utf-8")
                raise
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Give all tests of the real release to one process: it builds while the others do the rest."""
    for item in items:
        if "real_release" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("real-release"))
    yield
    # pytest-xdist 3.8 writes the group where pytest 9.2 no longer reads it: without this there would be no groups
    for item in items:
        grouped, identifier = getattr(item, "_nodeid", item.nodeid), getattr(item, "_id", None)
        if identifier is not None and grouped != item.nodeid:
            item._id = type(identifier).parse(grouped)


@pytest.fixture(scope="session")
def shared_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that the processes of one test run have in common."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def real_release(shared_root: Path) -> Path:
    """The link to a release of the shipped plans. Tests only read it."""
    folder = _once(shared_root, "real-release", lambda folder: _build(shipped_plans(), folder))
    return folder / "release"


@pytest.fixture(scope="session")
def small_release(shared_root: Path) -> Path:
    """The link to a release of the hand-made plan, whose folder is beside it as ``yunxi``. Tests only read both."""
    folder = _once(shared_root, "small-release", lambda folder: _build([write_plan(folder / "yunxi")], folder))
    return folder / "release"


@pytest.fixture(scope="session")
def two_plans(shared_root: Path) -> Path:
    """The link to a release of the hand-made plan and the invented one of a few pages. Tests only read it."""
    folder = _once(shared_root, "two-plans", lambda folder: _build([write_plan(folder / "yunxi"), LINHU], folder))
    return folder / "release"


def _build(plans: list[Path], folder: Path) -> None:
    build_release(plans, folder / "release")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many checks of SPARQL each engine has passed."""
    report(terminalreporter)
