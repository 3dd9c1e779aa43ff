"""The list of exceptions names checks that there are."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from .exceptions import EXCEPTIONS


def test_every_exception_is_one_of_a_check() -> None:
    modules = [import_module(f"{__package__}.{path.stem}") for path in Path(__file__).parent.glob("test_*.py")]
    for exceptions in EXCEPTIONS.values():
        for check in exceptions:
            name, _, case = check.removesuffix("]").partition("[")
            (function,) = [vars(module)[name] for module in modules if name in vars(module)]
            assert not case or any(case in mark.args[1] for mark in function.pytestmark), check
