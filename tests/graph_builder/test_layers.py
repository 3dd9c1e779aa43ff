"""The laws of the house about imports, docstrings and the size of files, checked over the source."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
# In the order in which data walks through the rooms: a room imports only rooms before it.
ROOMS = (
    "text",
    "structure",
    "annotation",
    "vocabulary",
    "extract",
    "assembly",
    "derivation",
    "validation",
    "reports",
    "search",
    "network",
    "linkages",
    "release",
)
# What every room may use, and what itself uses no room.
GROUND = ("errors", "headings", "namespaces", "resources")
LIMIT = 400


def modules(package: str) -> list[Path]:
    return sorted((TOP / package).rglob("*.py"))


@cache
def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def dotted(path: Path) -> str:
    """Name a module as an import would."""
    parts = path.relative_to(TOP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Give line and full name of everything that a module imports, wherever in it."""
    inside = dotted(path).split(".")
    package = inside if path.name == "__init__.py" else inside[:-1]
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def room(name: str) -> str | None:
    """Give the part of graph_builder that a full name lies in, None where it lies outside or is the package."""
    first, _, rest = name.partition(".")
    part = rest.partition(".")[0]
    return part if first == "graph_builder" and part in (*ROOMS, *GROUND) else None


def test_every_room_is_in_the_table() -> None:
    folders = {path.parent.name for path in (TOP / "graph_builder").glob("*/__init__.py")}
    assert folders == set(ROOMS)
    assert {path.stem for path in (TOP / "graph_builder").glob("*.py")} == {"__init__", *GROUND}


def importing(path: Path, wrong: Callable[[str], bool]) -> list[str]:
    """Show the imports of a module that break a law."""
    return [f"{path.relative_to(TOP)}:{line} imports {name}" for line, name in imports(path) if wrong(name)]


def test_a_room_imports_only_rooms_above_it() -> None:
    found = []
    for path in modules("graph_builder"):
        own = room(f"{dotted(path)}.x")
        above = ROOMS[: ROOMS.index(own)] if own in ROOMS else ()
        allowed = {None, *GROUND, *above, own}
        found += importing(path, lambda name, allowed=allowed: room(name) not in allowed)
    assert found == []


def test_rooms_are_entered_by_their_doors() -> None:
    """From another room, and from ``api``, a name is imported from the room itself, not from a file in it."""
    found = []
    for path in (*modules("graph_builder"), *modules("api")):
        own = room(f"{dotted(path)}.x")
        found += importing(
            path,
            lambda name, own=own: room(name) in ROOMS and room(name) != own and name.count(".") > 2,
        )
    assert found == []


def test_the_doors_use_public_names_of_graph_builder() -> None:
    def private(name: str) -> bool:
        parts = name.split(".")
        return parts[0] == "graph_builder" and any(p.startswith("_") and not p.endswith("__") for p in parts)

    assert [line for path in modules("api") for line in importing(path, private)] == []


def test_graph_builder_knows_nothing_of_the_doors() -> None:
    paths = modules("graph_builder")
    assert [line for path in paths for line in importing(path, lambda name: name.split(".")[0] == "api")] == []


def test_nothing_imports_the_command_line() -> None:
    paths = (*modules("graph_builder"), *modules("api"))
    assert [x for path in paths for x in importing(path, lambda name: f"{name}.".startswith("api.cli."))] == []


def test_every_public_module_and_function_has_a_docstring() -> None:
    def lacking(node: ast.AST, name: str) -> Iterator[str]:
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        if not isinstance(node, kinds) or (name.startswith("_") and not isinstance(node, ast.Module)):
            return
        if ast.get_docstring(node) is None:
            yield name
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for child in node.body:
                yield from lacking(child, getattr(child, "name", "_"))

    found = [(dotted(path), name) for path in modules("graph_builder") for name in lacking(syntax(path), dotted(path))]
    assert found == []


def test_what_a_door_offers_is_imported_there_once() -> None:
    """``__all__`` of a room names what the room has, without duplicates."""
    offering = 0
    for path in modules("graph_builder"):
        for node in syntax(path).body:
            if isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["__all__"]:
                names = ast.literal_eval(node.value)
                assert set(names) <= {name.rpartition(".")[2] for _, name in imports(path)}, path
                assert len(set(names)) == len(names), path
                offering += 1
    assert offering >= len(ROOMS) - 1


def test_files_are_short() -> None:
    sizes = {
        dotted(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in (*modules("graph_builder"), *modules("api"))
    }
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}


class TestTheseChecks:
    """The checks themselves see what they must see."""

    @pytest.mark.parametrize(
        ("module", "code", "names"),
        [
            ("graph_builder/text/x.py", "import api.cli", ["api.cli"]),
            ("graph_builder/text/x.py", "from api import cli", ["api.cli"]),
            ("graph_builder/text/x.py", "from . import plan", ["graph_builder.text.plan"]),
            ("graph_builder/text/x.py", "from .. import structure", ["graph_builder.structure"]),
            (
                "graph_builder/text/__init__.py",
                "from .plan import a, b",
                ["graph_builder.text.plan.a", "graph_builder.text.plan.b"],
            ),
            ("graph_builder/text/x.py", "def f():\n    from ..release import build", ["graph_builder.release.build"]),
        ],
    )
    def test_imports(self, monkeypatch: pytest.MonkeyPatch, module: str, code: str, names: list[str]) -> None:
        monkeypatch.setitem(globals(), "syntax", lambda _: ast.parse(code))
        assert [name for _, name in imports(TOP / module)] == names

    @pytest.mark.parametrize(
        ("name", "part"),
        [
            ("graph_builder.text", "text"),
            ("graph_builder.text.plan.x", "text"),
            ("graph_builder.errors.Place", "errors"),
            ("graph_builder.__version__", None),
            ("api.text", None),
        ],
    )
    def test_rooms(self, name: str, part: str | None) -> None:
        assert room(name) == part
