"""What the documents say is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDFS, Graph, URIRef

import graph_builder
from graph_builder import resources
from graph_builder.namespaces import PA
from tests.plans import ontology

CHECKOUT = Path(__file__).resolve().parent.parent
QUERIES = sorted(resources.path("data/queries").glob("*.rq"))
READMES = sorted(CHECKOUT.glob("README*.md"))
REQUIREMENTS = sorted((CHECKOUT / "requirements").glob("*.txt"))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


# ---------------------------------------------------------------- glossary


def _glossary() -> list[tuple[str, str, str]]:
    """Give Chinese word, English word and local name of each row that names a term."""
    rows = [_cells(line) for line in (CHECKOUT / "docs" / "glossary.md").read_text("utf-8").splitlines()]
    return [(row[0], row[1], row[2].strip("`")[3:]) for row in rows if len(row) == 4 and row[2].startswith("`pa:")]


def _labels(graph: Graph, term: URIRef) -> dict[str, str]:
    return {label.language: str(label) for label in graph.objects(term, RDFS.label)}  # type: ignore[union-attr]


def test_glossary_and_ontology_use_the_same_words() -> None:
    rows = _glossary()
    assert len(rows) > 20
    for zh, en, name in rows:
        assert _labels(ontology(), PA[name]) == {"zh": zh, "en": en}, name


# ---------------------------------------------------------------- queries


def _solutions(release: Path, query: str) -> tuple[list[str], list[list[pyoxigraph.NamedNode | pyoxigraph.Literal]]]:
    store = pyoxigraph.Store.read_only(str(release.resolve() / "store"))
    found = store.query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [[row[name] for name in names] for row in found]
    return names, rows  # type: ignore[return-value]


def test_there_are_queries() -> None:
    assert len(QUERIES) >= 5


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_query_of_the_gallery_asks_in_both_languages_and_is_answered(path: Path, real_release: Path) -> None:
    # English first: SPARQLWrapper drops every other comment line and takes a query for what a word left over says
    en, zh, *_ = path.read_text("utf-8").splitlines()
    assert re.fullmatch(r"# zh: .*[？?]", zh), zh
    assert re.fullmatch(r"# en: [\x20-\x7e]+\?", en), en
    _, rows = _solutions(real_release, path.read_text("utf-8"))
    assert rows


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.name)
def test_query_of_the_gallery_has_an_order(path: Path, real_release: Path) -> None:
    """The same answer each time, row by row."""
    assert "ORDER BY" in path.read_text("utf-8")
    query = path.read_text("utf-8")
    assert _solutions(real_release, query) == _solutions(real_release, query)


# ---------------------------------------------------------------- README

_MARKED = re.compile(r"<!-- query: (\S+) -->\s*\n((?:\|.*\n?)+)")


def _shown(cell: str) -> str:
    """Read a table cell as plain words: of a link its words, without code marks."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell).replace("`", "").replace("\\|", "|").strip()


def _value(term: pyoxigraph.NamedNode | pyoxigraph.Literal) -> str:
    return " ".join(term.value.split())


def _answers(cell: str, value: str) -> bool:
    """Tell whether a cell shows a value: whole, as the end of an IRI, or cut with an ellipsis."""
    if cell.endswith("…"):
        return value.startswith(cell.removesuffix("…").rstrip())
    return cell == value or (value.startswith("https://") and bool(cell) and value.endswith(f"/{cell.lstrip('…/')}"))


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_answers_in_the_readme_are_the_real_ones(path: Path, real_release: Path) -> None:
    """Each marked table shows columns of the answer by their names, in the answer's order, from its first row on."""
    for query, table in _MARKED.findall(path.read_text("utf-8")):
        head, rule, *lines = [[_shown(cell) for cell in _cells(line)] for line in table.splitlines()]
        assert all(set(cell) <= set(":- ") for cell in rule), f"{query}: no table"
        names, rows = _solutions(real_release, (CHECKOUT / query).read_text("utf-8"))
        columns = [name.lstrip("?") for name in head]
        assert set(columns) <= set(names), f"{query}: the answer has {names}"
        cut = lines and all(set(cell) <= set("….") for cell in lines[-1])
        told = lines[:-1] if cut else lines
        assert len(told) < len(rows) if cut else len(told) == len(rows), f"{query}: {len(rows)} rows"
        for number, (line, row) in enumerate(zip(told, rows, strict=False), 1):
            for cell, name in zip(line, columns, strict=True):
                value = _value(row[names.index(name)])
                assert _answers(cell, value), f"{path.name}, {query}, row {number}: {cell!r} is {value!r}"


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_changelog_has_the_version_and_names_areas() -> None:
    text = (CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    assert f"## {graph_builder.__version__} " in text
    bullets = re.findall(r"^- (.*)$", text, re.MULTILINE)
    assert bullets
    assert all(re.match(r"\*\*[a-z]+\*\*: ", bullet) for bullet in bullets)


def test_citation_has_the_version() -> None:
    assert f"version: {graph_builder.__version__}" in (CHECKOUT / "CITATION.cff").read_text("utf-8").replace('"', "")


# ---------------------------------------------------------------- what is tracked


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_pin_with_hashes_and_name_no_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert "index-url" not in text
    assert "--find-links" not in text
    pins = [line for line in text.replace("\\\n", " ").splitlines() if line and not line.startswith("#")]
    assert len(pins) > 20
    pinned = re.compile(r"[a-z0-9][a-z0-9._-]*(\[[a-z,_-]+\])?==[^\s;]+( ;[^\\]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [pin for pin in pins if not pinned.fullmatch(pin)] == []


def test_test_requirements_agree_with_those_of_the_service() -> None:
    serve, test = (
        dict(re.findall(r"^([a-z0-9._-]+)(?:\[.*?\])?==(\S+)", path.read_text("utf-8"), re.MULTILINE))
        for path in (CHECKOUT / "requirements" / "serve.txt", CHECKOUT / "requirements" / "test.txt")
    )
    assert serve.items() <= test.items()


def _tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no git checkout")
    return [CHECKOUT / name for name in done.stdout.decode().split("\0") if name]


def test_no_tracked_file_names_a_registry_or_a_folder_of_a_machine() -> None:
    # written in pieces, so that this file does not hold what it looks for
    hosts = re.compile("|".join(("pythonhosted[.]" + "org", "pypi[.]org/" + "simple", "registry[.]npm" + "js")))
    folders = re.compile("|".join((r"(?<![\w.])/work" + "/", r"/home/\w+" + "/", r"(?<!\w)/root" + "/")))
    for path in _tracked():
        if not path.is_file() or path.is_symlink():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            assert not hosts.search(line), f"{path}:{number}: {line[:120]}"
            assert not folders.search(line), f"{path}:{number}: {line[:120]}"
