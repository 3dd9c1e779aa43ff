"""Directives by the clause grammar of the genre: a sentence of a measure is split at its directive verbs.

A clause that begins with such a verb opens a directive; adjuncts before it (依托…, 围绕…) belong to it, and so do the
outcomes after it. What a directive says of a mention inside it follows from the verb that governs the mention
and from the mention's type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_builder.extract.tagger import Found
from graph_builder.structure import COMMITTING, MEASURES, Tree, Unit, UnitKind

_FORCES = {
    "promote": "推动 推进 加快 加强 促进 强化 加大 提升 提高 深化 大力",
    "support": "支持 扶持 资助",
    "encourage": "鼓励 提倡",
    "guide": "引导 指导",
    "explore": "探索 试点 研究制定 前瞻",
    "striveFor": "争取 争创 力争",
}
_ACTIONS = {
    "build": "建设 搭建 打造 建立 构建 建成 新建 创建 设立 成立 组建 布局 筹建 开通 编制 制定 出台",
    "improve": "完善 健全 优化 提升 提高 升级 改造 改善 改进 增强 巩固 扩大 修订 补齐",
    "develop": "发展 培育 壮大 做强 做优 做大 开发 拓展 创新 激发",
    "apply": "应用 推广 运用 利用 采用 使用 普及 推行 实施 落实 实行 执行 用好",
    "research": "研究 研发 攻关 突破 攻克",
    "pilot": "试点 探索 先行先试",
    "protect": "保护 修复 保障 维护 守牢 严禁 传承",
    "open": "开放 共享 公开 发布",
    "fund": "投资 补贴 奖励 资助 给予 发放 设立 贴息 投入",
    "attract": "引进 吸引 集聚 招引 引入 引育",
    "train": "培养 培训 选派 轮训",
    "serve": "提供 服务 开展 举办 组织 办好",
    "regulate": "规范 监管 管控 打击 整治 治理 查处 清理 淘汰 严格 控制 压实",
    "evaluate": "评估 考核 评价 监测 督查",
    "coordinate": "统筹 协调 牵头 会商 调度",
    "cooperate": "合作 联合 共建 会同 对接",
    "integrate": "融合 整合 一体化",
    "publicise": "宣传 推介 弘扬 营造 展示",
}
_FORCE_OF = {word: force for force, words in _FORCES.items() for word in words.split()}
_ACTION_OF = {word: action for action, words in reversed(_ACTIONS.items()) for word in words.split()}
_VERBS = sorted({*_FORCE_OF, *_ACTION_OF}, key=lambda word: (-len(word), word))
_ADVERBS = (
    "积极|大力|全面|深入|持续|着力|全力|充分|进一步|有序|稳步|切实|统筹|重点|主动|严格|定期|加速|不断|扎实"
    "|逐步|率先|尽快|要|应当|应|须|必须|并"
)
_OPENS = re.compile(rf"(?:{_ADVERBS})*(?P<verb>{'|'.join(_VERBS)})")
_ANY = re.compile("|".join(_VERBS))
_CLAUSE = re.compile(r"[^,，;；。]+")
_GOVERNORS = re.compile(
    "依托|借助|发挥|利用|运用|应用|采用|使用|推广|引入|基于|研究|研发|攻关|突破|攻克|建设|搭建|打造|建立|构建|建成|新建|创建"
    "|设立|成立|组建|布局|举办|推出|提供|配建|升级|改造|扩大|完善|优化|提升|支持|推进|加强|落实|贯彻|按照|执行|开放|采集|汇聚"
    "|分析|保护|修复|整合|培育|发展|根据|实施"
)
_BUILD = frozenset(
    (
        "建设",
        "搭建",
        "打造",
        "建立",
        "构建",
        "建成",
        "新建",
        "创建",
        "设立",
        "布局",
        "举办",
        "推出",
        "提供",
        "配建",
        "引入",
        "组建",
    )
)
_SUPPORT = frozenset(("升级", "改造", "扩大", "完善", "优化", "提升", "支持", "推进", "加强"))
_USE = frozenset(("利用", "运用", "应用", "采用", "使用", "推广", "引入", "基于"))
_RESEARCH = frozenset(("研究", "研发", "攻关", "突破", "攻克"))
_RELY = frozenset(("依托", "借助", "发挥"))
_FIXED = {
    "Domain": "concernsDomain",
    "Scenario": "appliesInScenario",
    "Goal": "aimsAt",
    "Target": "hasQuantifiedTarget",
    "Date": "due",
    "Location": "appliesToPlace",
    "Problem": "addresses",
    "Indicator": "onIndicator",
}


_USUAL = "develop"
"""The action of a directive whose verb tells none (推动, 支持 …)."""


@dataclass(frozen=True)
class Directive:
    """A directive at ``[start, end)`` of the source, with what it does and how firmly."""

    start: int
    end: int
    action: str
    force: str


def directives(tree: Tree, found: Sequence[Found]) -> Iterator[Directive]:
    """Find the directives of all measures; ``found`` are the mentions, which no directive cuts."""
    inside: set[int] = set()
    for item in found:
        inside.update(range(item.start + 1, item.end))
    for unit in tree.walk():
        point = unit.kind is UnitKind.POINT
        if unit.kind in MEASURES or point or (unit.kind is UnitKind.PARAGRAPH and unit.theme in COMMITTING):
            yield from _of_unit(tree, unit, inside)


def _of_unit(tree: Tree, unit: Unit, inside: set[int]) -> Iterator[Directive]:
    parts = [part.span for part in unit.parts]
    text = tree.source.text
    for sentence in unit.sentences:
        start, end = sentence.span.start, sentence.span.end
        for part in parts:
            if start <= part.start < end:
                end = part.start
        opened: tuple[int, str] | None = None
        pending: int | None = None
        last = start
        for match in _CLAUSE.finditer(text, start, end):
            clause, words = match.start(), match[0].lstrip()
            clause += len(match[0]) - len(words)
            verb = _OPENS.match(words) if clause not in inside else None
            if verb and "\n" not in text[clause : clause + verb.end()]:
                begin = clause if pending is None else pending
                if opened is not None:
                    yield from _directive(text, opened, begin)
                opened, pending = (begin, words[: verb.end() + 40]), None
            elif opened is None and pending is None and clause not in inside:
                pending = clause
            elif opened is not None and re.match("依托|围绕|通过|运用|针对|结合|按照|面向|聚焦|对|在|到20|由", words):
                pending = clause if pending is None and clause not in inside else pending
            last = match.end()
        if opened is not None:
            yield from _directive(text, opened, last)


def _directive(text: str, opened: tuple[int, str], end: int) -> Iterator[Directive]:
    start, words = opened
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",，;；。:：(（[【|"):
        end -= 1
    quote = text[start:end]
    if len(quote) < 4 or "\n" in quote or "\t" in quote:
        return
    lead = _OPENS.match(words)
    verb = lead["verb"] if lead else ""
    force = _FORCE_OF.get(verb, "require")
    action = _ACTION_OF.get(verb, _USUAL)
    if verb in _FORCE_OF:
        further = [m[0] for m in _ANY.finditer(words, len(verb)) if m[0] in _ACTION_OF and m[0] not in _FORCE_OF]
        action = _ACTION_OF[further[-1] if words.rstrip().endswith(further[-1]) else further[0]] if further else action
    yield Directive(start, end, action, force)


def relation_of(text: str, directive: Directive, item: Found) -> str | None:
    """Name what a directive says of a mention inside it; None where it says nothing of such a thing."""
    fixed = _FIXED.get(item.type)
    if fixed is not None:
        return fixed
    clause = re.split("[,，;；]", text[directive.start : item.start])[-1]
    governors = _GOVERNORS.findall(clause)
    verb = governors[-1] if governors else ""
    if item.type in ("Facility", "Instrument", "DataAsset") and verb in _RELY and item.type != "Instrument":
        return "reliesOn"
    return _by_verb(item.type, verb)


def _by_verb(kind: str, verb: str) -> str | None:
    if kind == "Facility":
        return "buildsFacility" if verb in _BUILD else "supportsFacility" if verb in _SUPPORT else "concernsFacility"
    if kind == "Technology":
        used = "usesTechnology" if verb in _USE or verb in _RELY else "concernsTechnology"
        return "researchesTechnology" if verb in _RESEARCH else used
    if kind == "Instrument":
        return "usesInstrument"
    if kind == "Policy":
        return "implementsPolicy" if verb in ("落实", "贯彻", "执行", "按照", "实施") else "cites"
    if kind == "DataAsset":
        known = {"开放": "opensData", "采集": "collectsData", "汇聚": "collectsData"}
        return known.get(verb, "usesData" if verb in _USE or verb == "分析" else "concernsData")
    if kind == "CulturalAsset":
        return "protects" if verb in ("保护", "修复") else "promotesAsset"
    if kind == "Body" and verb in ("成立", "组建"):
        return "establishesBody"
    return None


_FUSED = re.compile(r"\s*(?:与|和|同)\s*")


def integrated(text: str, directive: Directive, items: Sequence[Found]) -> Iterator[tuple[Found, Found]]:
    """Give the pairs that a directive wants to integrate: 推动A与B深度融合."""
    tied = [item for item in items if item.type in ("Domain", "Technology", "Scenario", "CulturalAsset")]
    for one, two in pairwise(tied):
        after = text[two.end : min(two.end + 8, directive.end)]
        if one.end <= two.start and _FUSED.fullmatch(text[one.end : two.start]) and re.match(r".{0,4}融合", after):
            yield one, two
