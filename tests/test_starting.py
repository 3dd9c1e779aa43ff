"""What starts at once: the command line and the server load what is heavy only when something needs it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("igraph", "networkx", "numpy", "scipy", "pypinyin", "pyvis", "docx", "pdfplumber")
"""What takes a tenth of a second or more to load, and neither help nor a running server needs at once."""

_HELP = "import runpy; sys.argv = ['planatlas', '--help']; runpy.run_module('api.cli', run_name='__main__')"


@pytest.mark.parametrize("started", ["import api.app", _HELP], ids=["server", "help"])
def test_nothing_heavy_is_loaded_at_the_start(started: str) -> None:
    """A name in the answer is an import that has moved to the top of a module again."""
    code = f"import json, sys\ntry:\n    {started}\nexcept SystemExit:\n    pass\n"
    told = f"print(json.dumps(sorted(set({HEAVY!r}) & sys.modules.keys())))"
    done = subprocess.run([sys.executable, "-c", code + told], capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_help_does_without_the_builder() -> None:
    """RDF and the validator wait for a command that needs them."""
    code = "import sys, api.cli; print([name for name in ('rdflib', 'shifty', 'fastapi') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
