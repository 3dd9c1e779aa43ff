"""The command line as a person meets it: real processes, their output, their exit codes."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

import graph_builder
from graph_builder.release import read_manifest
from tests.plans import AVOIDS, TEXT, edited, write_plan

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
LINKS = ("stated", "shared", "together", "technology")
COMMANDS = ("add", "structure", "annotate", "evaluate", "build", "serve", "validate", "query", "network", "review")
Fault = Callable[[Path], None]


def _run(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        input=stdin,
        capture_output=True,
        env=os.environ | {"COLUMNS": "200", "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"} | environment,
        check=False,
        timeout=120,
    )


def _fails(done: subprocess.CompletedProcess[bytes], *words: str | Path) -> str:
    """Expect exit code 1, nothing on stdout, and one message with a remedy and these words on stderr."""
    errors = done.stderr.decode()
    assert done.returncode == 1, errors
    assert done.stdout == b""
    assert "Traceback" not in errors
    assert errors.count("planatlas: ") == 1
    assert re.search(r"^  → \S", errors, re.MULTILINE), errors
    for word in words:
        assert str(word) in errors
    return errors


@pytest.fixture
def copy(small_release: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_release.parent, tmp_path / "atlas", symlinks=True)
    return tmp_path / "atlas" / "release"


# ---------------------------------------------------------------- help and usage


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command_has_examples(command: str) -> None:
    done = _run(command, "--help")
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert f"Examples: planatlas {command}" in shown
    assert "Usage:" in shown


def test_help_lists_every_command() -> None:
    done = _run("--help")
    assert done.returncode == 0
    assert all(f" {command} " in done.stdout.decode() for command in COMMANDS)


def test_version() -> None:
    done = _run("--version")
    assert (done.returncode, done.stdout.decode()) == (0, f"planatlas {graph_builder.__version__}\n")


@pytest.mark.parametrize("arguments", [(), ("unknown",), ("build", "--unknown"), ("serve", "--port", "x"), ("query",)])
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    done = _run(*arguments)
    assert done.returncode == 2
    assert "Usage:" in (done.stdout + done.stderr).decode()
    assert b"Traceback" not in done.stderr


# ---------------------------------------------------------------- build


def _write(name: str, content: bytes) -> Fault:
    return lambda plan: (plan / name).write_bytes(content) and None


def _edit(name: str, old: str, new: str) -> Fault:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return lambda plan: edited(plan / name, change)


def _append(line: str) -> Fault:
    return lambda plan: edited(plan / "annotations.ann", lambda text: f"{text}{line}\n")


BEGIN = TEXT.index(AVOIDS)
FAULTS: dict[str, tuple[Fault, str, tuple[str, ...]]] = {
    # what is wrong: the fault, the place in the plan folder, words of the message
    "no such folder": (lambda plan: shutil.rmtree(plan), "", ("is no plan folder",)),
    "no text": (lambda plan: (plan / "text.txt").unlink(), "text.txt", ("cannot be read", "No such file")),
    "text is a folder": (
        lambda plan: (plan / "text.txt").unlink() or (plan / "text.txt").mkdir(),
        "text.txt",
        ("cannot be read", "directory"),
    ),
    "empty text": (_write("text.txt", b""), "text.txt", ("is empty",)),
    "blank text": (_write("text.txt", b" \n\n"), "text.txt", ("is empty",)),
    "text in GB18030": (_write("text.txt", TEXT.encode("gb18030")), "text.txt:1:1", ("is not UTF-8", "iconv")),
    "text with BOM": (_write("text.txt", b"\xef\xbb\xbf" + TEXT.encode()), "text.txt:1:1", ("byte-order mark",)),
    "text with CR": (_write("text.txt", TEXT.encode().replace(b"\n", b"\r\n")), "text.txt:1:", ("carriage return",)),
    "no plan.toml": (lambda plan: (plan / "plan.toml").unlink(), "plan.toml", ("cannot be read",)),
    "plan.toml is no TOML": (_edit("plan.toml", 'title = "', 'title = ["'), "plan.toml:2:", ("is not TOML",)),
    "plan.toml with an unknown key": (_edit("plan.toml", "title_en", "titel"), "plan.toml:2", ("unknown key 'titel'",)),
    "plan.toml says what the text does not": (_edit("plan.toml", "讨论稿", "定稿"), "plan.toml:3", ("定稿",)),
    "no annotations": (lambda plan: (plan / "annotations.ann").unlink(), "annotations.ann", ("is not there",)),
    "annotations in another encoding": (
        _write("annotations.ann", "T1\tTask 0 1\t云\n".encode("gb18030")),
        "annotations.ann",
        ("cannot be read",),
    ),
    "quote differs": (_edit("annotations.ann", "\t区块链\n", "\t区快链\n"), "annotations.ann:", ("区快链", "区块链")),
    "crossing": (_append(f"T99\tDirective {BEGIN - 2} {BEGIN + 4}\t{TEXT[BEGIN - 2 : BEGIN + 4]}"), "", ("crosses",)),
    "unknown type": (_append(f"T99\tHope {BEGIN} {BEGIN + 2}\t{TEXT[BEGIN : BEGIN + 2]}"), "", ("unknown type Hope",)),
    "dangling relation": (_append("R99\tusesTechnology Arg1:T1 Arg2:T999"), "", ("there is no mention T999",)),
    "dangling attribute": (_append("A99\tForce T999 require"), "", ("there is no mention T999",)),
    "unknown concept": (
        _edit("annotations.ann", "technology:face-recognition", "technology:mind-reading"),
        "",
        ("technology:mind-reading",),
    ),
    "relation between two directives": (
        _append("R99\tusesTechnology Arg1:T1 Arg2:T6"),
        "text.txt:6:",
        ("R99 usesTechnology", "no directive contains both"),
    ),
    "labels are no Turtle": (_write("labels.ttl", b"<a> <b> ."), "labels.ttl:1:", ("is not Turtle",)),
    "labels of something else": (
        _write("labels.ttl", b'<urn:x> <http://www.w3.org/2000/01/rdf-schema#label> "x"@en .'),
        "labels.ttl",
        ("urn:x", "is no English label of a part of this plan"),
    ),
    "broken shape": (_edit("annotations.ann", "A2\tForce T1 promote\n", ""), "", ("DirectiveShape", "one force")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_build_tells_what_is_wrong_and_changes_nothing(copy: Path, fault: str) -> None:
    plan = copy.parent / "yunxi"
    make, place, words = FAULTS[fault]
    make(plan)
    before = sorted(path for path in copy.parent.rglob("*"))
    _fails(_run("build", plan, "--release", copy), plan / place if place else "", *words)
    assert sorted(path for path in copy.parent.rglob("*")) == before


def test_name_of_a_plan_folder_is_checked(tmp_path: Path) -> None:
    plan = write_plan(tmp_path / "Not_An_Id")
    _fails(_run("build", plan, "--release", tmp_path / "release"), plan, "'Not_An_Id' cannot be a plan's identifier")
    assert not (tmp_path / "releases").exists()


def test_build_shows_steps_and_result(small_release: Path, copy: Path) -> None:
    done = _run("build", copy.parent / "yunxi", "--release", copy)
    assert done.returncode == 0, done.stderr
    manifest = read_manifest(copy)
    lines = done.stdout.decode().splitlines()
    assert lines == [
        f"release {manifest['release'][:12]} already up to date: {manifest['counts']['triples']} triples, "
        f"{manifest['counts']['quads']} quads, 0 warnings",
        f"  {copy.resolve()}",
    ]


# ---------------------------------------------------------------- query


def test_query_by_text_file_and_stdin_give_the_same(small_release: Path, tmp_path: Path) -> None:
    (tmp_path / "count.rq").write_text(f"# how many?\n{COUNT}", "utf-8")
    count = str(read_manifest(small_release)["counts"]["triples"])
    for argument, stdin in ((COUNT, b""), (tmp_path / "count.rq", b""), ("-", COUNT.encode())):
        done = _run("query", argument, "--release", small_release, stdin=stdin)
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode().split() == ["?n", count]


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_query_formats_of_rows(small_release: Path, form: str) -> None:
    done = _run("query", "SELECT ?x { VALUES ?x { '区块链'@zh } }", "--format", form, "--release", small_release)
    assert done.returncode == 0, done.stderr
    answer = done.stdout.decode()
    assert answer.count("区块链") == 1
    if form == "json":
        found = {"type": "literal", "value": "区块链", "xml:lang": "zh"}
        assert json.loads(answer)["results"]["bindings"] == [{"x": found}]


@pytest.mark.parametrize("form", ["ttl", "nt", "rdf", "jsonld"])
def test_query_formats_of_graphs(small_release: Path, form: str) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { BIND (<https://w3id.org/planatlas/id/plan/yunxi> AS ?s) ?s ?p ?o }"
    done = _run("query", query, "--format", form, "--release", small_release)
    assert done.returncode == 0, done.stderr
    assert "云溪区“十五五”时期试点规划" in done.stdout.decode()


BAD_QUERIES: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "malformed": (["SELECT *\nWHERE { ?s ?p }"], ("not valid SPARQL", "line 2, column")),
    "malformed in a file": (["bad.rq"], ("not valid SPARQL", "line 3, column")),
    "missing file": (["none.rq"], ("none.rq cannot be read",)),
    "file in another encoding": (["gb.rq"], ("gb.rq cannot be read",)),
    "empty": ([""], ()),
    "update": (["INSERT DATA { <urn:a> <urn:b> <urn:c> }"], ()),
    "other server": (["SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"], ("SERVICE",)),
    "unknown format": ([COUNT, "--format", "xlsx"], ("'xlsx'", "json", "ttl")),
    "format of graphs for rows": ([COUNT, "--format", "nt"], ("csv",)),
    "characters that are none": (["SELECT * { ?s ?p '\udcff' }"], ("surrogate",)),
}


@pytest.mark.parametrize("case", BAD_QUERIES)
def test_bad_query_is_told(small_release: Path, tmp_path: Path, case: str) -> None:
    (tmp_path / "bad.rq").write_text("# one\nSELECT *\nWHERE { ?s ?p }", "utf-8")
    (tmp_path / "gb.rq").write_bytes("# 问题\nASK {}".encode("gb18030"))
    arguments, words = BAD_QUERIES[case]
    named = [str(tmp_path / argument) if argument.endswith(".rq") else argument for argument in arguments]
    _fails(_run("query", *named, "--release", small_release), *words)


def test_query_from_stdin_in_another_encoding(small_release: Path) -> None:
    query = "ASK { ?s ?p '问' }".encode("gb18030")
    done = _run("query", "-", "--release", small_release, stdin=query, PYTHONIOENCODING="utf-8:strict")
    _fails(done, "standard input cannot be read", "UTF-8")


def test_query_that_takes_too_long(small_release: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    _fails(_run("query", query, "--release", small_release, PLANATLAS_QUERY_TIMEOUT="0.5"), "0.5")


def test_wrong_setting_is_told(small_release: Path) -> None:
    _fails(_run("query", COUNT, "--release", small_release, PLANATLAS_QUERY_TIMEOUT="soon"), "PLANATLAS_QUERY_TIMEOUT")


# ---------------------------------------------------------------- releases that cannot be used

RELEASES: dict[str, tuple[Fault, tuple[str, ...]]] = {
    "none": (lambda link: link.unlink(), ("there is no release", "planatlas build")),
    "leads nowhere": (lambda link: shutil.rmtree(link.resolve()), ("there is no release", "planatlas build")),
    "without store": (lambda link: shutil.rmtree(link.resolve() / "store"), ("store", "planatlas build")),
    "store without a table": (
        lambda link: next((link.resolve() / "store").glob("*.sst")).unlink(),
        ("store", "planatlas build"),
    ),
    "changed dump": (
        lambda link: edited(link.resolve() / "planatlas.ttl", lambda text: text.replace("区块链", "区快链", 1)),
        ("damaged", "planatlas.ttl", "planatlas build"),
    ),
    "manifest cut short": (
        lambda link: os.truncate(link.resolve() / "manifest.json", 300),
        ("damaged", "manifest.json", "planatlas build"),
    ),
    "another format": (
        lambda link: edited(link.resolve() / "manifest.json", lambda text: text.replace('"format": 1', '"format": 2')),
        ("format 2", "format 1", "planatlas build"),
    ),
}


@pytest.mark.parametrize("case", RELEASES)
def test_release_that_cannot_be_used_is_told(copy: Path, case: str) -> None:
    make, words = RELEASES[case]
    make(copy)
    _fails(_run("query", COUNT, "--release", copy), copy.parent, *words)


@pytest.mark.parametrize("command", [("network", "--format", "csv"), ("validate",)], ids=["network", "validate"])
@pytest.mark.parametrize("case", ["none", "changed dump"])
def test_every_command_holds_the_release_against_its_sums(copy: Path, case: str, command: tuple[str, ...]) -> None:
    make, words = RELEASES[case]
    make(copy)
    _fails(_run(*command, "--release", copy), copy.parent, *words)


@pytest.mark.parametrize("case", ["without store", "changed dump", "another format"])
def test_serve_refuses_a_release_that_cannot_be_used(copy: Path, case: str) -> None:
    make, words = RELEASES[case]
    make(copy)
    _fails(_run("serve", "--port", "0", "--release", copy), copy.parent, *words[1:])


# ---------------------------------------------------------------- serve


def test_port_in_use_is_told_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _run("serve", "--port", str(port), "--release", tmp_path / "release")
    _fails(done, f"cannot listen on 127.0.0.1, port {port}", "in use", "--port 0")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid", f"{'a' * 70}.invalid"])
def test_address_that_is_not_ours_is_told(tmp_path: Path, host: str) -> None:
    _fails(_run("serve", "--host", host, "--port", "0", "--release", tmp_path / "release"), f"cannot listen on {host}")


def test_serve_answers_and_ends(small_release: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", "--release", small_release],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout
        line = server.stdout.readline().decode()
        found = re.fullmatch(r"PlanAtlas serves (http://127\.0\.0\.1:\d+/) — stop with Ctrl\+C\n", line)
        assert found, line
        assert _when_ready(f"{found[1]}sparql?query=ASK%20%7B%7D").find(b"true") >= 0
        server.terminate()
        _, errors = server.communicate(timeout=30)
    assert b"Traceback" not in errors


def _when_ready(address: str) -> bytes:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                content: bytes = answer.read()
                return content
        except OSError:
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)


# ---------------------------------------------------------------- network


@pytest.mark.parametrize("form", ["html", "svg", "graphml", "gexf", "csv", "nodes.csv", "ttl", "json"])
def test_network_formats(small_release: Path, tmp_path: Path, form: str) -> None:
    output = tmp_path / f"network.{form}"
    every = [word for kind in LINKS for word in ("--link", kind)]
    done = _run("network", "--all", *every, "--format", form, "--output", output, "--release", small_release)
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    content = output.read_text("utf-8")
    assert "区块链" in html.unescape(content)
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"), newline="")))
        assert {row["relation"] for row in rows} == {"", "integratesWith", "empowers", "appliedInDomain"}


def test_network_on_stdout_can_be_filtered(small_release: Path) -> None:
    words = ["--link", "stated", "--kind", "domain", "--domain", "教育"]
    done = _run("network", *words, "--format", "json", "--release", small_release)
    assert done.returncode == 0, done.stderr
    assert {node["iri"].rpartition("/")[2] for node in json.loads(done.stdout)["nodes"]} == {"education", "fintech"}


BAD_NETWORKS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "unknown format": (["--format", "pdf"], ("'pdf'", "graphml")),
    "unknown language": (["--lang", "fr"], ("'fr'", "zh or en")),
    "unknown kind": (["--kind", "weather"], ("'weather'", "technology")),
    "unknown link": (["--link", "friend"], ("'friend'", "together")),
    "unknown thing": (["--node", "天气"], ("nothing is called '天气'", "technology/5g")),
    "unknown weight": (["--weight", "kilo"], ("'kilo'", "jaccard")),
    "no such folder": (["-o", "none/x.html"], ("none/x.html cannot be written",)),
    "folder": (["-o", "folder"], ("folder cannot be written",)),
    "below a file": (["-o", "file/x.html"], ("file/x.html cannot be written",)),
    "no name": (["-o", "."], (" cannot be written",)),
}


@pytest.mark.parametrize("case", BAD_NETWORKS)
def test_bad_network_is_told(small_release: Path, tmp_path: Path, case: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine")
    arguments, words = BAD_NETWORKS[case]
    named = [str(tmp_path / word) if before == "-o" and word != "." else word for before, word in _pairs(arguments)]
    _fails(_run("network", *named, "--format", "csv", "--release", small_release) if case != "unknown format" else
           _run("network", *named, "--release", small_release), *words)  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]
    assert list((tmp_path / "folder").iterdir()) == []
    assert (tmp_path / "file").read_text() == "mine"


def _pairs(arguments: list[str]) -> list[tuple[str, str]]:
    return list(zip(["", *arguments], arguments, strict=False))


@pytest.mark.parametrize("command", [("network", "--format", "html"), ("query", "SELECT * { ?s ?p ?o }")])
def test_pipe_that_closes_ends_quietly(small_release: Path, command: tuple[str, ...]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", *command, "--release", small_release],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as writer:
        assert writer.stdout
        assert writer.stderr
        writer.stdout.read(10)
        writer.stdout.close()
        errors = writer.stderr.read()
    assert errors == b""


# ---------------------------------------------------------------- validate


def test_validate_a_release(small_release: Path) -> None:
    done = _run("validate", "--release", small_release)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().splitlines()[-1].startswith("conforms: 0 Violation, 0 Warning, ")


@pytest.mark.parametrize(("language", "words"), [("en", "one force"), ("zh", "一种力度")])
def test_validate_a_broken_graph(tmp_path: Path, language: str, words: str) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("<urn:x> a <https://w3id.org/planatlas/ontology#Directive> .", "utf-8")
    done = _run("validate", graph, "--lang", language)
    assert done.returncode == 1
    shown = done.stdout.decode()
    assert words in shown
    assert "  urn:x\n" in shown
    assert "does not conform: " in shown
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("content", "words"),
    [("<a> <b> .", ("graph.ttl:1:", "is not Turtle")), (None, ("graph.ttl", "cannot be read"))],
    ids=["malformed", "missing"],
)
def test_validate_a_file_that_is_no_graph(tmp_path: Path, content: str | None, words: tuple[str, ...]) -> None:
    graph = tmp_path / "graph.ttl"
    if content is not None:
        graph.write_text(content, "utf-8")
    _fails(_run("validate", graph), *words)


def test_validate_in_a_language_that_is_none(tmp_path: Path) -> None:
    _fails(_run("validate", "--lang", "fr", "--release", tmp_path), "'fr'", "--lang zh")


def test_terminal_that_cannot_show_chinese(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("<urn:x> a <https://w3id.org/planatlas/ontology#Directive> .", "utf-8")
    done = _run("validate", graph, "--lang", "zh", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"DirectiveShape" in done.stdout


# ---------------------------------------------------------------- review


def test_review_lists_and_records(small_release: Path, tmp_path: Path) -> None:
    plan = tmp_path / "yunxi"
    shutil.copytree(small_release.parent / "yunxi", plan)
    listed = _run("review", plan, "coherence", "--release", small_release)
    assert listed.returncode == 0, listed.stderr
    key, score, decision = listed.stdout.decode().split()[:3]
    assert (len(key), decision.startswith("-")) == (12, True)
    done = _run(
        "review", plan, "coherence", "reject", key, "--by", "person", "--reason", "无关", "--release", small_release
    )
    assert done.returncode == 0, done.stderr
    assert (
        (plan / "review" / "coherence.tsv")
        .read_text("utf-8")
        .splitlines()[1]
        .startswith(f"{key}\treject\tperson\t无关")
    )
    again = _run("review", plan, "coherence", "--release", small_release)
    assert again.stdout.decode().split()[:3] == [key, score, "reject"]


BAD_REVIEWS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "unknown subject": (["weather"], ("'weather'", "coherence")),
    "unknown act": (["coherence", "delete"], ("'delete'", "confirm")),
    "unknown pair": (["coherence", "confirm", "0" * 12, "--by", "person", "--reason", "x"], ("no pair",)),
    "unknown language": (["coherence", "--lang", "fr"], ("'fr'",)),
}


@pytest.mark.parametrize("case", BAD_REVIEWS)
def test_bad_review_is_told(small_release: Path, tmp_path: Path, case: str) -> None:
    words, told = BAD_REVIEWS[case]
    _fails(_run("review", small_release.parent / "yunxi", *words, "--release", small_release), *told)
    _fails(_run("review", tmp_path, "coherence", "--release", small_release), "there is no plan")
