"""The built wheel, installed apart and run in an empty folder, works by itself."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import graph_builder
from api.pages.assets import bundles
from graph_builder import resources
from graph_builder.release import read_manifest
from tests.needs import lacking

pytestmark = pytest.mark.xdist_group("wheel")

CHECKOUT = Path(__file__).resolve().parent.parent
# Notes every file of the checkout that Python opens, apart from the virtual environment that may lie in it.
WITNESS = f"""
import sys
def _note(event, arguments, checkout={str(CHECKOUT)!r} + "/", apart=sys.prefix + "/", opened=open):
    if event == "open" and isinstance(arguments[0], str):
        path = arguments[0]
        if path.startswith(checkout) and not path.startswith(apart):
            sys.stderr.write(f"OPENED {{path}}\\n")
sys.addaudithook(_note)
"""


def _pip(*arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ".")
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    _pip("install", "--no-deps", "--no-compile", "--target", folder, wheel)
    (folder / "sitecustomize.py").write_text(WITNESS, "utf-8")
    return folder


def _run(installed: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an empty folder with the installed packages first, and another hash seed than here."""
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=home,
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(installed),
            "PYTHONHASHSEED": "4294967295",
            "XDG_DATA_HOME": str(home.parent / "data"),
            "HOME": str(home),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_wheel_holds_what_it_needs_and_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    carried = {
        path.relative_to(CHECKOUT).as_posix()
        for folder in ("ontology", "shapes", "data")
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file()
    }
    assert {f"graph_builder/_resources/{name}" for name in carried} <= names
    code = {
        path.relative_to(CHECKOUT).as_posix()
        for package in ("graph_builder", "api")
        for path in (CHECKOUT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert code <= names
    assert {name.partition(".")[2] for name in code} >= {"py", "html", "css", "js"}
    assert {name.partition("/")[0] for name in names} == {
        "api",
        "graph_builder",
        f"planatlas-{graph_builder.__version__}.dist-info",
    }
    assert not [name for name in names if "test" in name.rpartition("/")[2] or "__pycache__" in name]


def test_wheel_carries_the_scripts_of_the_pages(wheel: Path) -> None:
    if not bundles():
        lacking("the scripts of the pages have not been built (make web; it needs npm's registry once)")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entries = json.loads(archive.read("api/pages/built/manifest.json"))
        licences = archive.read("api/pages/built/licenses.md").decode()
    for entry in entries.values():
        assert {f"api/pages/built/{name}" for name in (entry["file"], *entry.get("css", []))} <= names
    assert "@codemirror/view" in licences


def test_wheel_carries_licences_and_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"planatlas-{graph_builder.__version__}.dist-info"
        assert "planatlas = api.cli:main" in archive.read(f"{info}/entry_points.txt").decode()
        assert f"{info}/licenses/LICENSE" in archive.namelist()
        metadata = archive.read(f"{info}/METADATA").decode()
    assert "License-Expression: Apache-2.0 AND CC-BY-4.0" in metadata
    assert "Requires-Python: >=3.11" in metadata


def test_installed_package_knows_no_checkout(installed: Path, tmp_path: Path) -> None:
    assert resources.checkout() == CHECKOUT  # here, but not there:
    script = "from graph_builder import resources; print(resources.checkout(), resources.default_release(), sep='\\n')"
    done = _run(installed, tmp_path / "empty", "-c", script)
    assert done.stdout.splitlines() == ["None", str(tmp_path / "data" / "planatlas" / "release")], done.stderr


def test_witness_sees_the_checkout(installed: Path, tmp_path: Path) -> None:
    """Otherwise its silence would mean nothing."""
    done = _run(installed, tmp_path / "empty", "-c", f"open({str(CHECKOUT / 'pyproject.toml')!r})")
    assert f"OPENED {CHECKOUT / 'pyproject.toml'}" in done.stderr


def test_wheel_builds_the_same_release_and_answers(
    installed: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Another process, folder and hash seed, and the package from a wheel: the bytes must be the same."""
    before = _listing()
    built = _run(installed, tmp_path / "empty", "-m", "api.cli", "build")
    assert built.returncode == 0, built.stderr
    assert "OPENED" not in built.stderr
    link = tmp_path / "data" / "planatlas" / "release"
    manifest = read_manifest(link)
    assert f"release {manifest['release'][:12]} built" in built.stdout
    asked = _run(installed, tmp_path / "empty", "-m", "api.cli", "query", "ASK { ?s ?p ?o }", "--format", "json")
    assert asked.returncode == 0, asked.stderr
    assert '"boolean":true' in asked.stdout
    assert "OPENED" not in asked.stderr
    assert list((tmp_path / "empty").iterdir()) == []
    assert _listing() == before
    expected = read_manifest(request.getfixturevalue("real_release"))
    for name, entry in manifest["files"].items():
        assert entry == expected["files"][name], name
    assert manifest == expected


def _listing() -> set[tuple[str, int]]:
    """List the package folders of the checkout with the times of their files."""
    return {
        (str(path), path.stat().st_mtime_ns)
        for folder in ("api", "graph_builder", "ontology", "shapes", "data")
        for path in (CHECKOUT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
