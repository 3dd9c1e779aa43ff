"""The folder of a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_builder import resources
from graph_builder.errors import SourceError
from graph_builder.text import SourceText, read_plan_folder

TEXT = "西城区科技规划(征求意见稿)\n“十四五”时期,建设5G。\n"
TOML = """\
# A plan.
title = "西城区科技规划"
title_en = "Science plan"
status = "征求意见稿"
period = "“十四五”时期"
place = "西城区"
source = "somewhere"
sha256 = "SHA"
""".replace("SHA", SourceText.of(TEXT).sha256)


def folder(tmp_path: Path, toml: str = TOML, name: str = "xicheng-145") -> Path:
    path = tmp_path / name
    path.mkdir()
    (path / "plan.toml").write_text(toml, encoding="utf-8")
    (path / "text.txt").write_text(TEXT, encoding="utf-8", newline="\n")
    return path


def fault(path: Path) -> SourceError:
    with pytest.raises(SourceError) as raised:
        read_plan_folder(path)
    assert raised.value.remedy
    return raised.value


def test_a_whole_folder(tmp_path: Path) -> None:
    path = folder(tmp_path)
    plan = read_plan_folder(path)
    assert plan.id == "xicheng-145"
    assert plan.metadata.title == "西城区科技规划"
    assert plan.metadata.period == "“十四五”时期"
    assert plan.source.text == TEXT
    assert plan.hash_agrees
    assert (plan.annotations, plan.labels) == (path / "annotations.ann", path / "labels.ttl")


def test_only_title_source_and_hash_are_needed(tmp_path: Path) -> None:
    plan = read_plan_folder(folder(tmp_path, 'title = "科技规划"\nsource = "x"\nsha256 = "y"\n'))
    assert (plan.metadata.status, plan.metadata.place, plan.metadata.title_en) == (None, None, None)


def test_another_text_is_told_by_its_hash(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "text.txt").write_text(TEXT + "区", encoding="utf-8", newline="\n")
    assert not read_plan_folder(path).hash_agrees


def test_the_shipped_plan() -> None:
    plan = read_plan_folder(resources.path("data/plans/xicheng-145"))
    assert plan.metadata.title == "西城区“十四五”时期科技创新发展规划"
    assert plan.metadata.status == "征求意见稿"
    assert plan.hash_agrees
    assert len(plan.source) == 12479
    assert len(plan.source.lines()) == 94


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        pytest.param(
            '"征求意见稿"', '"送审稿"', 4, "status = '送审稿': the text does not say", "own words", id="status"
        ),
        pytest.param('place = "西城区"', 'place = "东城区"', 6, "place = '东城区'", "own words", id="place"),
        pytest.param("“十四五”时期", "2021-2025", 5, "period = '2021-2025'", "leave the key out", id="period"),
        pytest.param('title = "西城区科技规划"', 'title = "规划书"', 2, "title = '规划书'", "own words", id="title"),
        pytest.param('source = "somewhere"', 'source = "  "', 7, "source must be a text that is not", "…", id="blank"),
        pytest.param('place = "西城区"', "place = 5", 6, "place must be a text", 'place = "…"', id="number"),
        pytest.param("status =", "state =", 4, "unknown key 'state'", "known are: title, title_en", id="unknown"),
        pytest.param("status =", '"sta te" =', 4, "unknown key 'sta te'", "known are", id="unknown, quoted"),
        pytest.param("status =", "status.x =", 4, "status must be a text", "write status", id="dotted"),
        pytest.param('source = "somewhere"\n', "", None, "lacks the key 'source'", "add source", id="lacking"),
        pytest.param('status = "', 'status = """\nplace = "', None, "is not TOML", "toml.io", id="not closed"),
        pytest.param("status = ", "status ", 4, "is not TOML", "toml.io", id="no equals sign"),
        pytest.param('place = "西城区"', 'title = "西城区"', 6, "is not TOML", "toml.io", id="key twice"),
        pytest.param('"西城区科技规划"', "9" * 5000, None, "is not TOML", "toml.io", id="endless number"),
    ],
)
def test_bad_plan_toml(tmp_path: Path, old: str, new: str, line: int | None, message: str, remedy: str) -> None:
    assert TOML.count(old) == 1
    error = fault(folder(tmp_path, TOML.replace(old, new)))
    assert error.place is not None
    assert error.place.file == tmp_path / "xicheng-145" / "plan.toml"
    assert error.place.line == line
    assert message in error.message
    assert remedy in error.remedy


def test_an_unknown_table_is_found_on_its_line(tmp_path: Path) -> None:
    error = fault(folder(tmp_path, TOML + "\n[extra]\nkey = 1\n"))
    assert str(error.place).endswith("plan.toml:10")


def test_the_line_is_that_of_toml_whatever_the_values_hold(tmp_path: Path) -> None:
    error = fault(folder(tmp_path, TOML.replace("Science plan", "Science\u2028plan").replace("status", "state")))
    assert str(error.place).endswith("plan.toml:4")


def test_broken_toml_names_line_and_column(tmp_path: Path) -> None:
    error = fault(folder(tmp_path, 'title = "科技规划"\nsource = = "x"\n'))
    assert str(error.place).endswith("plan.toml:2:10")


def test_plan_toml_in_another_encoding(tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "plan.toml").write_bytes(TOML.encode("gb18030"))
    assert "cannot be read" in fault(path).message


@pytest.mark.parametrize("lacking", ["plan.toml", "text.txt"])
def test_a_file_is_missing(tmp_path: Path, lacking: str) -> None:
    path = folder(tmp_path)
    (path / lacking).unlink()
    error = fault(path)
    assert "cannot be read" in error.message
    assert str(error.place) == str(path / lacking)


@pytest.mark.parametrize("name", ["Xicheng", "西城", "xicheng_145", "a--b", "-a", "a-", "a b"])
def test_a_folder_name_that_is_no_identifier(tmp_path: Path, name: str) -> None:
    error = fault(folder(tmp_path, name=name))
    assert "cannot be a plan's identifier" in error.message
    assert "xicheng-145" in error.remedy


@pytest.mark.parametrize("name", ["absent", "file"])
def test_no_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    error = fault(tmp_path / name)
    assert error.message == "is no plan folder"
    assert str(error.place) == str(tmp_path / name)
