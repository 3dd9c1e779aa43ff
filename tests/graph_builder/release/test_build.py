"""A release is put in place in one step, or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import pytest

from graph_builder.errors import ReleaseError, SourceError, ValidationFailed
from graph_builder.release import FORMAT, build_release, check_release, read_manifest
from tests.plans import TEXT, annotate, edited, write_plan

Damage = Callable[[Path], None]


def _flip(path: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _edit_manifest(change: Callable[[str], str]) -> Damage:
    return lambda folder: edited(folder / "manifest.json", change)


DAMAGES: dict[str, Damage] = {
    "byte of a dump": lambda folder: _flip(folder / "planatlas.trig"),
    "byte of a packed dump": lambda folder: _flip(folder / "planatlas.nt.gz"),
    "byte of the page": lambda folder: _flip(folder / "networks" / "standalone.en.html"),
    "dump cut short": lambda folder: os.truncate(folder / "planatlas.ttl", 1000),
    "missing file": lambda folder: (folder / "plans" / "yunxi.ttl").unlink(),
    "missing store": lambda folder: shutil.rmtree(folder / "store"),
    "store without a table": lambda folder: next((folder / "store").glob("*.sst")).unlink(),
    "store with an empty table": lambda folder: os.truncate(max((folder / "store").glob("*.sst")), 0),
    "missing manifest": lambda folder: (folder / "manifest.json").unlink(),
    "manifest cut short": lambda folder: os.truncate(folder / "manifest.json", 400),
    "manifest in another encoding": lambda folder: (folder / "manifest.json").write_bytes(b"\xff\xfe{}"),
    "manifest that is a list": _edit_manifest(lambda text: "[]"),
    "manifest of another format": _edit_manifest(lambda text: text.replace('"format": 1', '"format": 99')),
    "manifest with another key": _edit_manifest(lambda text: text.replace('"sha256"', '"sha257"', 1)),
    "manifest with another sum": _edit_manifest(lambda text: text.replace('"sha256": "', '"sha256": "0')),
    "manifest without files": _edit_manifest(
        lambda text: json.dumps(json.loads(text) | {"files": {}})  # nothing would be checked
    ),
    "manifest with a file that is no object": _edit_manifest(
        lambda text: json.dumps(json.loads(text) | {"files": {"planatlas.ttl": "x"}})
    ),
    "manifest of another release": _edit_manifest(
        lambda text: text.replace(json.loads(text)["release"], "0" * 64),
    ),
    "manifest with other counts": _edit_manifest(
        lambda text: text.replace(f'"triples": {json.loads(text)["counts"]["triples"]}', '"triples": 1')
    ),
}


@pytest.fixture
def copy(small_release: Path, tmp_path: Path) -> Path:
    """A release of one's own: plan folder, releases and link, all below ``tmp_path``."""
    shutil.copytree(small_release.parent, tmp_path / "atlas", symlinks=True)
    return tmp_path / "atlas" / "release"


def _rows(link: Path) -> int:
    """Read the store as a server would."""
    return len(pyoxigraph.Store.read_only(str(link.resolve() / "store")))


def _state(link: Path) -> tuple[str, list[str], int]:
    """Tell where the link leads, what lies beside the release, and how much it holds."""
    return str(link.readlink()), sorted(path.name for path in (link.parent / "releases").iterdir()), _rows(link)


def test_link_is_relative_and_leads_to_a_folder_named_by_its_inputs(small_release: Path) -> None:
    manifest = read_manifest(small_release)
    assert str(small_release.readlink()) == f"releases/{manifest['release']}"
    assert manifest["format"] == FORMAT
    assert manifest["plans"] == [
        {
            "id": "yunxi",
            "iri": "https://w3id.org/planatlas/id/plan/yunxi",
            "title": {"zh": "云溪区“十五五”时期试点规划", "en": "Pilot plan of a district"},
        }
    ]
    assert "data/plans/yunxi/text.txt" in manifest["inputs"]
    assert (manifest["validation"]["Violation"], manifest["validation"]["Warning"]) == (0, 0)
    assert _rows(small_release) == manifest["counts"]["quads"] + manifest["counts"]["triples"]


def test_folder_can_be_moved_as_a_whole(copy: Path, tmp_path: Path) -> None:
    before = _rows(copy)
    moved = copy.parent.rename(tmp_path / "elsewhere") / "release"
    assert check_release(moved.resolve())
    assert _rows(moved) == before


def test_building_again_makes_nothing(copy: Path) -> None:
    first = build_release([copy.parent / "yunxi"], copy)
    state, written = _state(copy), (first.folder / "manifest.json").stat().st_mtime_ns
    steps: list[str] = []
    again = build_release([copy.parent / "yunxi"], copy, steps.append)
    assert (again.made, again.folder, again.manifest, steps) == (False, first.folder, first.manifest, [])
    assert (_state(copy), (again.folder / "manifest.json").stat().st_mtime_ns) == (state, written)


def test_link_that_leads_nowhere_is_mended(copy: Path) -> None:
    copy.unlink()
    copy.symlink_to("releases/gone")
    assert build_release([copy.parent / "yunxi"], copy).folder.samefile(copy)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found(copy: Path, damage: str) -> None:
    folder = copy.resolve()
    check_release(folder)
    DAMAGES[damage](folder)
    with pytest.raises(ReleaseError) as caught:
        check_release(folder)
    assert str(folder) in str(caught.value.place)
    assert "planatlas build" in caught.value.remedy


@pytest.mark.parametrize("damage", ["byte of a dump", "missing store"])
def test_damaged_release_is_made_anew(copy: Path, damage: str) -> None:
    state = _state(copy)
    whole = check_release(copy.resolve())
    DAMAGES[damage](copy.resolve())
    built = build_release([copy.parent / "yunxi"], copy)
    assert built.made
    assert built.manifest["files"] == whole["files"]
    assert check_release(copy.resolve()) == built.manifest
    assert _state(copy) == state


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_is_no_link_is_not_replaced(copy: Path, kind: str) -> None:
    copy.unlink()
    copy.mkdir() if kind == "folder" else copy.write_text("mine")
    with pytest.raises(ReleaseError, match="in the way") as caught:
        build_release([copy.parent / "yunxi"], copy)
    assert str(caught.value.place) == str(copy)
    assert f"mv {copy} " in caught.value.remedy
    assert copy.is_dir() if kind == "folder" else copy.read_text() == "mine"


def test_changed_text_stops_the_build(copy: Path) -> None:
    plan, state = copy.parent / "yunxi", _state(copy)
    was = read_manifest(copy)["inputs"]["data/plans/yunxi/text.txt"]
    edited(plan / "text.txt", lambda text: text.replace("大数据", "大數据", 1))
    with pytest.raises(SourceError) as caught:
        build_release([plan], copy)
    message = str(caught.value)
    assert was in message
    assert caught.value.message.startswith("the text has SHA-256 ")
    assert caught.value.message.split()[4].rstrip(",") != was
    lines = (plan / "annotations.ann").read_text("utf-8").splitlines()
    broken = next(number for number, line in enumerate(lines, 1) if "大数据" in line)
    assert f"{plan / 'annotations.ann'}:{broken}: " in message
    assert "大數据" in message
    assert caught.value.remedy
    assert _state(copy) == state
    assert check_release(copy.resolve())


def test_changed_text_that_still_fits_stops_the_build_too(copy: Path) -> None:
    edited(copy.parent / "yunxi" / "text.txt", lambda text: text.replace("加强统筹协调", "加快统筹协调"))
    with pytest.raises(SourceError, match="every annotation still fits"):
        build_release([copy.parent / "yunxi"], copy)


@pytest.mark.parametrize("step", ["reading the plans", "filling the store"])
def test_stopped_build_leaves_no_trace(copy: Path, step: str) -> None:
    edited(copy.parent / "yunxi" / "plan.toml", lambda text: text.replace("Pilot plan", "Other plan"))
    state = _state(copy)

    def stop(name: str) -> None:
        if name == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_release([copy.parent / "yunxi"], copy, stop)
    assert _state(copy) == state


def test_broken_shape_stops_the_build(copy: Path) -> None:
    plan, state = copy.parent / "yunxi", _state(copy)
    edited(plan / "annotations.ann", lambda text: text.replace("A2\tForce T1 promote\n", ""))
    with pytest.raises(ValidationFailed, match="violations: 1") as caught:
        build_release([plan], copy)
    message = str(caught.value)
    assert "A directive has one force. (1 × DirectiveShape)" in message
    assert "推动数字经济与实体经济融合发展" in message
    assert caught.value.remedy
    assert _state(copy) == state


def test_full_disk_stops_the_build(copy: Path) -> None:
    """Files may not grow beyond a limit: the error comes when half of the release is written."""
    edited(copy.parent / "yunxi" / "plan.toml", lambda text: text.replace("Pilot plan", "Other plan"))
    state = _state(copy)
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000)); "
        "from api.cli import main; sys.argv[0] = 'planatlas'; main()"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script, "build", str(copy.parent / "yunxi"), "--release", str(copy)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "cannot be written: File too large" in done.stderr
    assert "→ check rights and free space" in done.stderr
    assert "Traceback" not in done.stderr
    assert _state(copy) == state


def test_store_that_cannot_be_written_stops_the_build(copy: Path) -> None:
    edited(copy.parent / "yunxi" / "plan.toml", lambda text: text.replace("Pilot plan", "Other plan"))
    state = _state(copy)

    def obstruct(step: str) -> None:
        if step == "filling the store":
            (unfinished,) = (copy.parent / "releases").glob(".*")
            (unfinished / "store").write_text("")

    with pytest.raises(ReleaseError, match="cannot be written"):
        build_release([copy.parent / "yunxi"], copy, obstruct)
    assert _state(copy) == state


def test_file_in_place_of_the_folder_of_releases(tmp_path: Path) -> None:
    (tmp_path / "atlas").mkdir()
    (tmp_path / "atlas" / "releases").write_text("mine")
    with pytest.raises(ReleaseError, match="cannot be written") as caught:
        build_release([write_plan(tmp_path / "yunxi")], tmp_path / "atlas" / "release")
    assert caught.value.remedy
    assert [path.name for path in (tmp_path / "atlas").iterdir()] == ["releases"]


def test_every_input_gives_the_release_its_name(small_release: Path, tmp_path: Path) -> None:
    """Each file of a plan counts: the builds below fail or not, but none finds the old release good enough."""
    for name in ("plan.toml", "annotations.ann", "labels.ttl"):
        shutil.copytree(small_release.parent, tmp_path / name, symlinks=True)
        with (tmp_path / name / "yunxi" / name).open("a", encoding="utf-8") as file:
            file.write("\n")
        steps: list[str] = []

        def stop(step: str, steps: list[str] = steps) -> None:
            steps.append(step)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            build_release([tmp_path / name / "yunxi"], tmp_path / name / "release", stop)
        assert steps == ["reading the plans"]


def test_no_plan_and_the_same_plan_twice(tmp_path: Path) -> None:
    link = tmp_path / "release"
    with pytest.raises(SourceError, match="there is no plan to build"):
        build_release([], link)
    twice = [write_plan(tmp_path / "a" / "yunxi"), write_plan(tmp_path / "b" / "yunxi")]
    with pytest.raises(SourceError, match="there are two plans yunxi") as caught:
        build_release(twice, link)
    assert str(tmp_path / "a" / "yunxi") in str(caught.value)
    assert not link.exists()


def test_two_plans_keep_their_own_evidence(tmp_path: Path) -> None:
    """What both say alike stands in the graph of each, and once in the merge."""
    other = TEXT.replace("云溪区", "东溪区", 1)
    plans = [
        write_plan(tmp_path / "yunxi"),
        write_plan(tmp_path / "dongxi", other, annotate(other).content, title="东溪区“十五五”时期试点规划"),
    ]
    built = build_release(plans, tmp_path / "release")
    assert [plan["id"] for plan in built.manifest["plans"]] == ["dongxi", "yunxi"]
    counts = built.manifest["counts"]
    store = pyoxigraph.Store.read_only(str(built.folder / "store"))
    tie = (
        pyoxigraph.NamedNode("https://w3id.org/planatlas/id/technology/blockchain"),
        pyoxigraph.NamedNode("https://w3id.org/planatlas/ontology#appliedInDomain"),
        pyoxigraph.NamedNode("https://w3id.org/planatlas/id/domain/finance"),
    )
    holding = sorted(str(quad.graph_name) for quad in store.quads_for_pattern(*tie))
    assert holding == [
        "<https://w3id.org/planatlas/graph/plan/dongxi>",
        "<https://w3id.org/planatlas/graph/plan/yunxi>",
        "DEFAULT",
    ]
    saying = store.query(
        """PREFIX pa: <https://w3id.org/planatlas/ontology#>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?assertion { ?assertion rdf:predicate pa:appliedInDomain ; pa:assertionMethod ?method }"""
    )
    assert isinstance(saying, pyoxigraph.QuerySolutions)
    assert len(list(saying)) == 4  # two directives in each of two plans
    assert counts["quads"] > counts["triples"]


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    plan = write_plan(tmp_path / "yunxi")
    left = tmp_path / "releases" / f".{'0' * 64}.{ended.pid}"
    alive = tmp_path / "releases" / f".{'0' * 64}.{os.getppid()}"
    for folder in (left, alive):
        folder.mkdir(parents=True)
    build_release([plan], tmp_path / "release")
    assert not left.exists()
    assert alive.exists(), "another build may be at work there"
