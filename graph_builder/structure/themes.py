"""What a passage is about, told by its headings."""

from __future__ import annotations

import re

from graph_builder.structure.units import COMMITTING, Theme

_VERB = re.compile(
    r"(?:加强|加快|加大|优化|强化|推进|推动|夯实|完善|健全|实施|建设|打造|营造|提升|提高|培育|构建|深化|促进|发展|支持|积极|着力"
    r"|大力|全面|坚持|落实|壮大|做强|做优|做大|巩固|拓展|扩大|改善|开展|建立|创新|聚焦|突出|抓好|抢抓|防范|化解|解决|治理|补齐|把握(?!形势))"
)
_NAMED = re.compile(r"发展(?:环境|基础|目标|定位|理念|思路|形势|现状|成就|态势|背景|愿景|原则|成效|指标|战略|机遇)")
_GENERAL = re.compile(
    r"^(?:总\s*则|附\s*则|适用范围|适用对象|名词解释|术语.*|有关说明|编制(?:依据|说明)|基本概念|定\s*义|概念界定|其他事项|规划范围.*|规划期限|前\s*言|引\s*言|序\s*言)$"
)
_REVIEW = re.compile(
    r"回\s*顾|(?:发展|主要|建设|工作|取得的?|历史性)成[就效绩]|取得.{0,8}(?:进展|成效|成就|成绩|突破)|(?:发展|工作|现实|建设|产业)基础$|基础(?:与|和|及|、)"
    r"|^(?:工作)?(?:完成|进展|实施)情况|^(?:过去|上)(?:的)?(?:[一二两三四五]?年|[一二三四五]个年头)|发展现状|^现状|工作总结|^主要成绩|情况回顾|年(?:工作)?情况$"
)
_SITUATION = re.compile(
    r"形\s*势|发展环境$|^(?:宏观|外部|内外部|国际|国内|国内外|面临的?|基本|所处)环境$|机遇|挑战|背\s*景|短板|存在.{0,4}问题|主要问题|困难和问题|战略地位|重要意义|重大意义|发展态势|必要性|发展趋势|阶段性?特征"
)
_PRINCIPLES = re.compile(
    r"总体(?:要求|思路|考虑|原则|战略|部署)|指导(?:思想|方针|思路)|基本(?:原则|思路|要求|理念)|工作(?:原则|思路)|发展(?:理念|思路|定位|战略|方略)|战略(?:定位|导向|构想)|功能定位|总\s*要求"
)
_GOALS = re.compile(
    r"(?:目\s*标|指\s*标|愿\s*景|指标体系|目标要求|目标定位)(?:\(.*\))?$|远景目标|预期目标|目标(?:和|与|及)指标|^(?:主要|发展|总体|工作)目标"
)
_SAFEGUARDS = re.compile(
    r"保障措施|组织保障|实施保障|保障机制|保障体系$|组织实施|规划实施|强化实施|实施机制|组织领导|工作要求|监督(?:考核|评估|检查)|考核评[价估]|推进机制|推进措施|落实机制|保障落实|工作保障|政策保障|^.{0,6}保障$|要素保障|实施和评估|加强党的(?:全面)?领导"
)
_PLAINLY_SAFEGUARDS = re.compile(
    r"^(?:保障措施|组织保障|组织实施|实施保障|保障机制|工作保障|推进机制|组织推进|工作要求)$"
)
_TASKS = re.compile(
    r"任\s*务|举\s*措|重点工作|工作安排|主要工作|工作重点|工作措施|政策措施|重点领域|政策导向|重点行动|建设内容|重点工程|重大工程|推广举措|支持政策|扶持政策|工作部署"
)
_PLAINLY_TASKS = re.compile(r"(?:主要|重点|工作|目标|具体)?(?:任务|举措|工作|措施)(?:安排|分工|清单)?$")

_PAST = re.compile(
    r"^(?:过去|[“]?十[一二三四]五[”]?(?:时期|期间|以来|规划)|(?:近|五|一|两|三|几)年(?:来|间)|近年来?|(?:19|20)\d\d年(?:以来|底|末|全年)?,|一年来|今年以来|去年|上年|本届政府|改革开放以来|党的十[八九]大以来|多年来|截至(?:目前|20\d\d年))"
)
_STATES = re.compile(r"(?:我国|我省|我市|我区|我县|全国|全省|全市|本市|本区)(?:是|仍是|已成为|具有|拥有)")
_DONE = re.compile(r"了|取得|达到|累计|荣获|位居|获批|显著|成功|完成|实现|建成|增长|明显|突破")
_WILL = re.compile(r"将|要|力争|争取|确保|到20[2-9]\d年|目标|任务")
PLAIN_HEADING = re.compile(
    r"(?:总体(?:要求|思路|目标)|指导思想|基本原则|工作原则|(?:发展|主要|总体|工作)目标|主要指标|(?:主要|重点|工作)任务|重点(?:工作|举措|工程|领域)|主要举措|工作(?:举措|措施|安排|要求)|(?:保障|组织)(?:措施|保障)|组织实施|实施步骤|发展基础|工作基础|发展环境|面临形势|发展形势|适用范围|前\s*言|引\s*言|序\s*言|附\s*则|总\s*则|(?:过去|上)[一二三四五]?年工作回顾|工作回顾)"
)
"""Headings that plans give without a number."""

FRAME_HEADING = re.compile(r"[前引序导]\s*言|总\s*则|附\s*则|结\s*(?:束\s*)?语|后\s*记")
"""What stands before and after the numbered parts of a plan."""


def theme_of(title: str, inherited: Theme | None, *, outermost: bool) -> Theme | None:
    """Read a heading, written in folded characters; what it does not tell is as above it.

    Below a heading of tasks or safeguards nothing changes: 优化发展环境 is a task there.
    """
    words = re.sub(r"\s+", "", title)
    if inherited in COMMITTING:
        return Theme.SAFEGUARDS if _PLAINLY_SAFEGUARDS.match(words) else inherited
    if _GENERAL.match(words):
        return Theme.GENERAL
    if _NAMED.match(words) or not _VERB.match(words):
        for theme, pattern in (
            (Theme.REVIEW, _REVIEW),
            (Theme.PRINCIPLES, _PRINCIPLES),
            (Theme.GOALS, _GOALS),
            (Theme.SITUATION, _SITUATION),
        ):
            if pattern.search(words) and not _PLAINLY_TASKS.search(words):
                return theme
    if (outermost and _SAFEGUARDS.search(words)) or _PLAINLY_SAFEGUARDS.match(words):
        return Theme.SAFEGUARDS
    if _TASKS.search(words) and (inherited is None or _PLAINLY_TASKS.search(words)):
        return Theme.TASKS
    return inherited


def tells_the_past(folded: str, start: int, end: int) -> bool:
    """Tell whether a paragraph tells what was achieved rather than what is to be done."""
    first = folded[start : min(end, start + 160)]
    if _STATES.match(first):
        return True
    return bool(_PAST.match(first) and _DONE.search(first) and not _WILL.search(first[:90]))


def exhorts(folded: str, start: int, end: int) -> bool:
    """Tell whether a paragraph is the call that closes a report: 让我们…!"""
    words = folded[start : min(end, start + 60)]
    return bool(re.match(r"(?:各位(?:代表|委员)|让我们|同志们|全[国省市区县]各?族?人民要)", words)) or (
        folded[end - 1 : end] in "!！" and "我们" in words
    )
