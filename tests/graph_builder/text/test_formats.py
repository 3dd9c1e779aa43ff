"""Files of all formats become canonical text, or a typed error with a remedy."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import SourceError
from graph_builder.text import SUFFIXES, add_plan, extract, fold, read_plan_folder
from tests.files import pdf

TEXT = "临江区行动计划\n一、重点任务\n建设平台，推动创新发展。"
PAGE = """<html><head><meta charset="gb2312"></head><body><nav>首页，新闻，政务。</nav><div><h1>临江区行动计划</h1>
<div><p>一、重点任务</p><p>（一）建设平台。建设区级平台，<b>推动</b>共享。</p>
<table><tr><td><p>专栏1 重点工程</p><p>算力工程：建设智算中心。</p></td></tr></table>
<table><tr><th>任务</th><th>责任单位</th></tr><tr><td>建设平台</td><td>区科技局</td></tr></table>
<p>二、保障措施<br>加强领导，落实责任。</p><script>var 数据 = "，。";</script></div></div></body></html>"""


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_text(tmp_path: Path, encoding: str) -> None:
    data = TEXT.replace("\n", "\r\n").encode(encoding)
    assert extract(write(tmp_path / "a.txt", data)).text == TEXT


def test_traditional_text_in_big5(tmp_path: Path) -> None:
    words = "海東市規劃\n推動數字經濟的發展，建設平臺。"
    assert extract(write(tmp_path / "a.txt", words.encode("big5"))).text == words


def test_html_gives_its_article_and_tables(tmp_path: Path) -> None:
    found = extract(write(tmp_path / "a.html", PAGE.encode("gb18030")))
    assert found.title == "临江区行动计划"
    assert found.text.split("\n") == [
        "临江区行动计划",
        "一、重点任务",
        "（一）建设平台。建设区级平台，推动共享。",
        "专栏1 重点工程 |",
        "算力工程：建设智算中心。 |",
        "| 任务 | 责任单位 |",
        "| 建设平台 | 区科技局 |",
        "二、保障措施",
        "加强领导，落实责任。",
    ]


def test_docx_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、重点任务")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(
        (cell for row in table.rows for cell in row.cells), ("任务", "责任单位", "建平台", "科技局"), strict=True
    ):
        cell.text = words
    table.cell(1, 0).merge(table.cell(1, 1))
    document.add_table(rows=1, cols=1).cell(0, 0).text = "专栏1 工程\n算力：建设。"
    document.add_paragraph("二、保障措施")
    data = io.BytesIO()
    document.save(data)
    assert extract(write(tmp_path / "a.docx", data.getvalue())).text.split("\n") == [
        "一、重点任务",
        "| 任务 | 责任单位 |",
        "| 建平台 科技局 |  |",
        "专栏1 工程 |",
        "算力：建设。 |",
        "二、保障措施",
    ]


def test_pdf_joins_line_wraps_and_knows_its_pages(tmp_path: Path) -> None:
    pages = [
        ["\u3000" * 10 + "青溪县农业规划", "\u3000\u3000建设数字农田。围绕水稻等主导产业，布设土壤墒情传感器和虫",
         "情监测设备，建设县级农业大数据平台，推动生产管理数字化转型，推", "动农田建设和管理全面提质增效。",
         "\u3000\u3000推广智能农机。支持农民合作社购置植保无人机和北斗导航拖拉机",
         "等装备，培育农机服务组织二十家，提升全程机械化水平，不断完善服", "\u3000" * 14 + "- 1 -"],
        ["务体系。", "\u3000\u3000壮大龙头企业。支持企业建设冷链物流中心，延伸产业链条，打造",
         "区域公用品牌，带动农户增收致富。", "\u3000" * 14 + "- 2 -"],
    ]  # fmt: skip
    found = extract(write(tmp_path / "a.pdf", pdf(pages)))
    lines = found.text.split("\n")
    assert [line[:6] for line in lines] == ["青溪县农业规", "建设数字农田", "推广智能农机", "壮大龙头企业"]
    assert lines[2].endswith("不断完善服务体系。")
    assert [(start.page, found.text[start.offset :][:3]) for start in found.pages] == [(1, "青溪县"), (2, "务体系")]


def test_heads_and_feet_of_printed_pages_are_left_out(tmp_path: Path) -> None:
    body = [
        ["\u3000\u3000建设数字农田。围绕水稻等主导产业，布设土壤墒情传感器和虫",
         "情监测设备，建设农业大数据平台，推动生产管理数字化转型，不断"],
        ["提升耕地质量，改善农田设施。",
         "\u3000\u3000推广智能农机。支持合作社购置植保无人机和北斗导航拖拉机等农", "业装备，"],
        ["培育农机服务组织二十家，提升全程机械化水平，完善农机社会化服", "务体系。", "\u3000\u3000壮大龙头企业。"],
        ["\u3000\u3000打造区域公用品牌。", "带动农户增收致富。"],
    ]  # fmt: skip
    pages = [
        [f"11/23/26, 12:4{number} PM", *lines, f"gov.example/plan.html {number}/4"]
        for number, lines in enumerate(body, 1)
    ]
    found = extract(write(tmp_path / "a.pdf", pdf(pages)))
    assert not set("PMgov/") & set(found.text)
    lines = found.text.split("\n")
    assert lines[0].endswith("不断提升耕地质量，改善农田设施。")
    assert lines[1].endswith("完善农机社会化服务体系。")
    assert [found.text[start.offset :][:4] for start in found.pages] == ["建设数字", "提升耕地", "培育农机", "打造区域"]


def test_what_only_two_pages_share_stays(tmp_path: Path) -> None:
    pages = [["重点任务", "建设平台。"], ["重点任务", "培养人才。"]]
    assert extract(write(tmp_path / "a.pdf", pdf(pages))).text.count("重点任务") == 2


def test_radicals_of_fonts_become_characters(tmp_path: Path) -> None:
    words, right = (
        "推进⽣态⽂明建设，防范⻛险，培育⻰头企业，⿎励⾼校落⼾",
        "推进生态文明建设，防范风险，培育龙头企业，鼓励高校落户",
    )
    assert extract(write(tmp_path / "a.txt", words.encode())).text == right
    assert extract(write(tmp_path / "a.pdf", pdf([[words]]))).text == right
    assert fold("⾞⻋⻔⾨⽣") == "车车门门生"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.doc", b"x", "format"),
        ("a.txt", b"\xff\xfe\xfa\x81\x00", "UTF-16"),
        ("a.txt", b"\x80\x81\x82\xff" * 9, "no encoding"),
        ("a.txt", b" \n ", "no text"),
        ("a.docx", b"PK\x03\x04 nothing", "no Word document"),
        ("a.pdf", b"nothing", "no PDF"),
        ("a.html", b"<html></html>", "no text"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as raised:
        extract(write(tmp_path / name, data))
    assert raised.value.place is not None
    assert raised.value.remedy


@given(st.sampled_from(SUFFIXES), st.binary(max_size=60), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<p>"]))
def test_any_bytes_give_text_or_a_typed_error(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, data: bytes, begin: bytes
) -> None:
    path = write(tmp_path_factory.getbasetemp() / f"any{suffix}", begin + data)
    try:
        words, remedy = extract(path).text, "none needed"
    except SourceError as error:
        words, remedy = "none", error.remedy
    assert words.strip()
    assert remedy


class TestAdding:
    def test_a_plan_is_added_whole(self, tmp_path: Path) -> None:
        folder = add_plan(write(tmp_path / "a.txt", TEXT.encode("gb18030")), "linjiang-2026", tmp_path / "plans")
        plan = read_plan_folder(folder)
        assert (plan.id, plan.metadata.title, plan.metadata.source) == ("linjiang-2026", "临江区行动计划", "a.txt")
        assert plan.source.text == TEXT
        assert plan.hash_agrees
        assert [path.name for path in (tmp_path / "plans").iterdir()] == ["linjiang-2026"]

    def test_quotes_and_backslashes_in_a_title(self, tmp_path: Path) -> None:
        words = 'a "quoted" \\ plan'
        folder = add_plan(write(tmp_path / "a.txt", words.encode()), "quoted", tmp_path)
        assert read_plan_folder(folder).metadata.title == words

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda where: add_plan(where / "a.txt", "b", where, title="别的规划"), "does not say the title"),
            (lambda where: add_plan(where / "a.txt", "Bad Id", where), "identifier"),
            (lambda where: add_plan(where / "missing.txt", "b", where), "cannot be read"),
            (lambda where: add_plan(where / "a.txt", "b", where / "a.txt"), "cannot be written"),
        ],
    )
    def test_faults_leave_nothing_behind(self, tmp_path: Path, change: Callable[[Path], Path], words: str) -> None:
        write(tmp_path / "a.txt", TEXT.encode())
        with pytest.raises(SourceError, match=words):
            change(tmp_path)
        assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]

    def test_what_is_there_is_never_overwritten(self, tmp_path: Path) -> None:
        file = write(tmp_path / "a.txt", TEXT.encode())
        folder = add_plan(file, "b", tmp_path)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        write(file, b"other")
        with pytest.raises(SourceError, match="is there already"):
            add_plan(file, "b", tmp_path)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
