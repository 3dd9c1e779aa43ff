"""What a test needs from the machine. Without it the test is skipped with the reason; where ``CI=true`` it fails."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """End the test: skipped, or failed in CI."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def command(*names: str, install: str) -> str:
    """Give the path of the first of these commands that is there; ``install`` tells how to get it."""
    for name in names:
        if path := shutil.which(name):
            return path
    lacking(f"there is no {names[0]} on this machine ({install})")
