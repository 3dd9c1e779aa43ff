"""What a directive says of each mention inside it, by the mention's type and the words that govern it.

A mention stands in a list of coordinated names (5G网络、数据中心等新型基础设施); what governs it are the last verb
before the list in the same clause and the noun right after it (…建设).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from graph_builder.extract.clauses import listed
from graph_builder.extract.directives import Directive
from graph_builder.extract.tagger import Found

_CLAUSAL = ("Task", "Heading", "Goal", "Target", "Problem", "Directive")
_BETWEEN = re.compile(
    "[”’》）)]?(?:、|和|与|及|以及|或|/|\\+|等|等的|”、“|、“)(?:国家|各类|一批|重点|其他|为代表的)*[“‘《（(]?"
)
_WINDOW = 100
"""How many characters of a clause are looked at before and after a list."""

_STOPS = re.compile("[,，;；。]")
_VERB = re.compile(
    "建立完善|建立健全|依托|借助|基于|发挥|抓住|抢抓|利用|运用|应用|采用|采取|使用|推广|引入|引进|通过|集成|搭载|研究|研发|攻关|突破|攻克|建设|共建|搭建|打造|建立|构建"
    "|建成|新建|创建|设立|成立|组建|布局|举办|推出|提供|配建|安装|设置|上线|开通|组织|开发|升级|改造|扩大|完善|健全|优化|提升|支持|推进|推动|加强"
    "|发展|培育|落实|贯彻|按照|执行|实施|保护|修复|整合|聚焦|围绕|统筹|结合|面向|参与|开展|举办|争取|投入|认定|遴选|进行|上(?=□|$)"
)
_BUILD = listed(
    "建立完善 建立健全 建设 共建 搭建 打造 建立 构建 建成 新建 创建 设立 成立 布局 举办 推出 提供 配建 引入 组建 "
    "安装 设置 上线 开通 组织 开发 开展 争取 投入"
)
_SUPPORT = listed("升级 改造 扩大 完善 健全 优化 提升 支持 推进 推动 加强 发展 培育 认定 遴选")
_USE = listed("利用 运用 应用 采用 采取 使用 进行 上 引入 引进 基于 通过 集成 搭载 依托 借助")
_RELY = listed("依托 借助 基于 发挥 利用 运用")
_SEIZE = listed("依托 借助 抓住 抢抓")
_RESEARCH = listed("研究 研发 攻关 突破 攻克")
_BUILT = re.compile(".{0,6}?(?:建设|搭建|布局|部署|安装|组建)")
_BETTERED = re.compile(".{0,8}?(?:改造|升级|更新|智能化|智慧化|数字化|发展|覆盖|完善|改扩建|水平|能力)")
_BASIS = re.compile("等?为(?:基础|依托|支撑|载体|平台)")
_FIXED = {
    "Domain": "concernsDomain",
    "Scenario": "appliesInScenario",
    "Goal": "aimsAt",
    "Target": "hasQuantifiedTarget",
    "Date": "due",
    "Location": "appliesToPlace",
    "Problem": "addresses",
    "Indicator": "onIndicator",
    "Instrument": "usesInstrument",
}
_DATA = {
    "opensData": "开放|共享|公开|发布|流通",
    "collectsData": "采集|收集|汇聚|归集|实时监测",
    "usesData": "分析|挖掘|整理|利用|处理|识别|标注|整合|融合应用|应用",
}
_TURNED = re.compile("(?:打造|建设|建)成为?[^□]{0,4}$|打造为[^□]{0,4}$")
_GUARD = re.compile("(?:保障|维护|守护)[^□]{0,2}$|(?:保障|维护|守护)□[和与、]$")
_KEEP = re.compile("保护|修复|腾退|传承|维护|抢救")
_FOUND = re.compile("(?:组建|成立|设立|创建|新建)[^、与和]{0,6}$")


@dataclass(frozen=True)
class List:
    """Coordinated names, in order, and the clause ``[start, end)`` in which they stand."""

    items: tuple[Found, ...]
    start: int
    end: int

    def of(self, *types: str) -> tuple[Found, ...]:
        """Give the names of some types."""
        return tuple(item for item in self.items if item.type in types)


class Sayings:
    """What one directive, and the things named in it, say of each other; ``inside`` are the mentions inside it."""

    def __init__(self, text: str, directive: Directive, inside: Sequence[Found]) -> None:
        self.text = text
        self.directive = directive
        self.inside = inside
        self._names = sorted((item for item in inside if item.type not in _CLAUSAL), key=lambda item: item.start)
        self._named = {index for item in self._names for index in range(item.start, item.end)}

    @cached_property
    def lists(self) -> list[List]:
        """The lists of coordinated names, in the order of the text."""
        stops = [self.directive.start]
        for match in _STOPS.finditer(self.text, self.directive.start, self.directive.end):
            stops += [match.start(), match.end()] if match.start() not in self._named else []
        stops.append(self.directive.end)
        found: list[list[Found]] = []
        for item in self._names:
            last = found[-1][-1] if found else None
            close = last is not None and last.end == item.start and last.type == item.type
            if last is not None and (close or _BETWEEN.fullmatch(self.text, last.end, max(last.end, item.start))):
                found[-1].append(item)
            else:
                found.append([item])
        lists = []
        for items in found:
            at = bisect_right(stops, items[0].start) - 1
            lists.append(List(tuple(items), stops[at], stops[bisect_left(stops, items[-1].end)]))
        return lists

    def before(self, names: List) -> str:
        """Give the words of the clause before a list, names blotted out."""
        begin = names.items[0].start
        return self._bare(max(names.start, begin - _WINDOW), begin)

    def after(self, names: List) -> str:
        """Give the words of the clause after a list, names blotted out."""
        end = names.items[-1].end
        return self._bare(end, min(names.end, end + _WINDOW))

    def _bare(self, start: int, end: int) -> str:
        return "".join("□" if index in self._named else self.text[index] for index in range(start, end))

    def said(self) -> Iterator[tuple[str, Found]]:
        """Give what the directive says: properties with the mentions that they hold of."""
        for item in self.inside:
            if item.type in ("Goal", "Target", "Problem"):
                yield _FIXED[item.type], item
        for names in self.lists:
            before = self.before(names)
            if _TURNED.search(before):  # 将…打造成为…: what it is to be, told by a tie
                continue
            for item in names.items:
                for name in self._of(item, names, before):
                    yield name, item

    def _of(self, item: Found, names: List, before: str) -> Iterator[str]:
        after, end = self.after(names), names.items[-1].end
        raw = self.text[end : end + len(after)]
        verbs = _VERB.findall(before)
        verb, first = (verbs[-1], verbs[0]) if verbs else ("", "")
        if before.endswith("以") and _BASIS.match(after) and item.type not in ("Body", "Group"):
            yield "reliesOn"
        elif item.type == "Facility":
            yield _of_facility(verb, before, after)
        elif item.type == "Technology":
            yield from _of_technology(verb, after, raw)
        elif item.type == "DataAsset":
            yield from _of_data(before + after.split("□")[0] + raw[:4])
        elif item.type == "CulturalAsset":
            yield "protects" if _KEEP.search(before + raw[:12]) else "promotesAsset"
        elif item.type == "Policy":
            yield "implementsPolicy" if verb in ("落实", "贯彻", "执行", "实施") else "cites"
        elif item.type == "Location":
            yield from self._of_place(item, verb, before, after)
        elif item.type == "Instrument":
            yield "reliesOn" if {verb, first} & _SEIZE else "usesInstrument"
        elif item.type in ("Body", "Domain") and _GUARD.search(before) and re.search("安全|运行|秩序", after):
            yield "protects"
        elif item.type == "Body" and _FOUND.search(before):
            yield "establishesBody"
        elif item.type == "Domain" and before.endswith(verb) and verb in _RELY and not re.search("对|融合", after):
            yield "reliesOn"
        elif item.type in _FIXED:
            yield _FIXED[item.type]

    def _of_place(self, item: Found, verb: str, before: str, after: str) -> Iterator[str]:
        if self.text[item.end - 1] == "内" or after.startswith("内□"):  # 区内企业: whose place it is, told by a tie
            return
        if verb in _RELY and not before.endswith("在"):
            yield "reliesOn"
            return
        yield "appliesToPlace"
        if re.match(".{0,8}?保护", after):
            yield "protects"


def _of_facility(verb: str, before: str, after: str) -> str:
    if verb in _RELY:
        return "reliesOn"
    if _BETTERED.match(after) or (re.search("[为对]$", before) and re.search("提供|给予", after)):
        return "supportsFacility"
    if _BUILT.match(after) or verb in _BUILD:
        return "buildsFacility"
    return "supportsFacility" if verb in _SUPPORT else "concernsFacility"


def _of_data(words: str) -> list[str]:
    """Name what is done with data by the words around them; supervising them is none of opening, collecting, using."""
    named = [name for name, pattern in _DATA.items() if re.search(pattern, words)]
    if "监管" in words or not named:
        return ["concernsData"]
    return ["opensData"] if "opensData" in named and "应用" not in words else named


def _of_technology(verb: str, after: str, raw: str) -> Iterator[str]:
    near = after[:14]
    if verb in _RESEARCH or re.search("研究|研发|攻关", near):
        yield "researchesTechnology"
        if re.search("(?:研究|研发|攻关)(?:与|和|及|、)(?:推广|示范)?应用", near):
            yield "usesTechnology"
    elif verb == "发挥" and re.search("优势|作用", after) and "支撑" not in after:
        yield "reliesOn"
    elif re.match("等?(?:重点)?领域□", after):
        yield "concernsTechnology"
    elif verb in _USE or re.search("应用|赋能|支撑作用|推广", raw):
        yield "usesTechnology"
    else:
        yield "concernsTechnology"


def headed(text: str, start: int, end: int, item: Found) -> Iterator[str]:
    """Name what a heading or the label of an item at ``[start, end)`` says of a mention inside it."""
    words = text[start : item.start] + text[item.end : end]
    if item.type == "Facility":
        yield "buildsFacility" if re.search("建设|布局|打造|搭建|构建", words) else "concernsFacility"
    elif item.type == "Technology":
        yield "concernsTechnology"
    elif item.type == "CulturalAsset":
        yield "protects" if _KEEP.search(words) else "promotesAsset"
    elif item.type == "DataAsset":
        yield "concernsData"
    elif item.type in _FIXED and item.type not in ("Goal", "Target", "Date"):
        yield _FIXED[item.type]
        if item.type == "Location" and _KEEP.search(words):
            yield "protects"
