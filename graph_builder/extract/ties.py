"""What a directive says of two things named in it: one applied to the other, joined with it, paid for, placed in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from graph_builder.extract.sayings import List, Sayings
from graph_builder.extract.tagger import Found

Tie = tuple[str, Found, Found | None]
"""A property, its first argument, and its second; None stands for the directive."""

_LONGEST = 800
_JOINED = ("Domain", "Technology", "Scenario", "CulturalAsset")
_MONEY = re.compile("基金|资金|专项|奖励|资助|补贴|补助|券|贴息|融资|贷款|税收优惠|投入|激励|资金池")
_FUNDED = ("Domain", "Scenario", "Technology", "Facility", "Body", "Group")
_FOR = re.compile("(?:为|向|对|面向|用于|支持|资助|奖励|投向|服务于?|满足|聚焦|扶持)[^□]{0,30}$")
_OFFERS = re.compile("(?:为[^,，]*?)?(?:提供|实现|拓展|开展|具备|满足)")
_OFFERED = re.compile(".*(?:服务|功能|资源|覆盖|等|业务|应用|完成)$")


def ties(sayings: Sayings) -> Iterator[Tie]:
    """Give what the directive says between the things that it names; nothing of one too long for a real directive."""
    if sayings.directive.end - sayings.directive.start > _LONGEST:
        return
    yield from _functions(sayings)
    yield from _applied(sayings)
    yield from _joined(sayings)
    yield from _empowering(sayings)
    yield from _funded(sayings)
    yield from _placed(sayings)


def _cross(name: str, first: tuple[Found, ...], second: tuple[Found, ...]) -> Iterator[Tie]:
    for one in first:
        for two in second:
            if one is not two:
                yield name, one, two


def _functions(sayings: Sayings) -> Iterator[Tie]:
    """建设平台,提供…服务: what the one thing that is built is for."""
    text = sayings.text
    said = {id(item): name for name, item in sayings.said()}
    built: tuple[Found, ...] = ()
    for names in sayings.lists:
        facilities = tuple(f for f in names.of("Facility") if said.get(id(f)) in ("buildsFacility", "supportsFacility"))
        scenarios = names.of("Scenario")
        clause = text[names.start : names.end].strip()
        if scenarios and len(built) == 1 and built[0].end <= names.start:
            offers = _OFFERS.match(clause) and (_OFFERED.match(clause) or scenarios[-1].end == names.end)
            if offers or clause.endswith("完成"):
                yield from _cross("hasFunction", built, scenarios)
        if facilities:
            built = facilities
    for one, two in pairwise(sayings.lists):
        between = text[one.items[-1].end : two.items[0].start]
        if re.fullmatch("等?(?:于一体|功能|服务)的.{0,6}", between):
            yield from _cross("hasFunction", two.of("Facility")[:1], one.of("Scenario", "Domain"))
        elif between == "的" and re.search("(?:适合|面向|用于|支持)[^□]{0,4}$", sayings.before(one)):
            yield from _cross("hasFunction", two.of("Facility")[:1], one.of("Scenario"))
        elif between == "的" and re.search("(?:搭载|采用|运用|应用|基于)[^□]{0,4}$", sayings.before(one)):
            yield from _cross("usesTechnology", two.of("Facility"), one.of("Technology"))
        elif one.start == two.start and re.fullmatch("(?:打造|建设|建)成为?|打造为", between):
            yield from _cross("hasFunction", one.of("Facility"), two.of("Facility", "Scenario"))


def _applied(sayings: Sayings) -> Iterator[Tie]:
    """区块链在数字金融、供应链管理等领域的应用: pairs where one side is single."""
    text = sayings.text
    for names in sayings.lists:
        targets = names.of("Scenario", "Domain")
        before, after = sayings.before(names), sayings.after(names)
        if not targets or not re.search("在[^□]{0,6}$", before):
            continue
        others = [other for other in sayings.lists if other.start == names.start and other is not names]
        if not any(other.of("Technology", "Facility") for other in others):
            others = [other for other in sayings.lists if other.end < names.start][-1:]
        means = tuple(item for other in others for item in other.of("Technology", "Facility"))
        if not means or not (re.match("等?[^,]{0,8}?(?:领域|方面|场景|中|建设|模式|构建)", after) or "应用" in after):
            continue
        if len(means) > 1 and len(targets) > 1:
            continue
        yield from _apply(means, targets)
    for one, two in pairwise(sayings.lists):
        if text[one.items[-1].end : two.items[0].start] in ("领域", "领域的", "领域重点"):
            yield from _cross("appliedInDomain", two.of("Facility")[:1], one.of("Domain")[-1:])
        clause = sayings.before(one)
        if re.search("(?:运用|利用|采用|应用)[^□]{0,4}$", clause) and one.start == two.start and len(one.items) == 1:
            yield from _apply(one.of("Technology"), two.of("Scenario", "Domain"))


def _apply(means: tuple[Found, ...], targets: tuple[Found, ...]) -> Iterator[Tie]:
    for one in means:
        for two in targets:
            if two.type == "Domain":
                yield "appliedInDomain", one, two
            elif one.type == "Technology":
                yield "appliedToScenario", one, two
            else:
                yield "appliesInScenario", one, two


def _joined(sayings: Sayings) -> Iterator[Tie]:
    """推动A与B深度融合; A+B; 与B融合的A."""
    text = sayings.text
    for names in sayings.lists:
        items = names.of(*_JOINED)
        cuts = [n for n, (left, right) in enumerate(pairwise(items), 1) if _and(text, left, right)]
        if cuts and re.match("等?[^,，]{0,10}?(?:融合|结合|一体化)", sayings.after(names)):
            yield from _cross("integratesWith", items[: cuts[-1]], items[cuts[-1] :])
        for left, right in pairwise(items):
            if text[left.end : right.start] in ("+", "\N{FULLWIDTH PLUS SIGN}"):
                yield "integratesWith", left, right
    for one, two in pairwise(sayings.lists):
        between, after = text[one.items[-1].end : two.items[0].start], sayings.after(two)
        with_it = re.search("与[^□]{0,2}$", sayings.before(one))
        apart = one.start == two.start and re.fullmatch("等?[^,，、]{0,6}(?:与|和|同)[^,，、]{0,6}", between)
        if with_it and re.fullmatch("等?[^,，、]{0,4}(?:融合|结合)的.{0,6}", between):
            yield from _cross("integratesWith", two.of(*_JOINED)[:1], one.of(*_JOINED))
        elif apart and re.match("等?[^,，]{0,10}?(?:融合|结合)", after):
            yield from _cross("integratesWith", one.of(*_JOINED), two.of(*_JOINED))


def _and(text: str, one: Found, two: Found) -> bool:
    return re.fullmatch("等?[^、,，]{0,4}(?:与|和|同)[^、,，]{0,2}", text[one.end : two.start]) is not None


def _empowering(sayings: Sayings) -> Iterator[Tie]:
    """金融科技赋能民生; A对B的支撑作用; A为B注入活力."""
    text = sayings.text
    types = ("Domain", "Technology", "Facility")
    for one, two in pairwise(sayings.lists):
        between, after = text[one.items[-1].end : two.items[0].start], sayings.after(two)
        objects = two.of("Domain", "CulturalAsset")
        direct = re.fullmatch("[^,，]{0,6}赋能[^,，]{0,6}", between)
        acts = re.fullmatch("[^,，]{0,4}对[^,，]{0,4}", between) and re.match(
            "[^,，]{0,8}(?:支撑|赋能|带动|引领)", after
        )
        gives = re.fullmatch("[^,，]{0,4}为[^,，]{0,4}", between) and re.match("[^,，]{0,6}(?:注入|赋能)", after)
        if direct or acts or gives:
            yield from _cross("empowers", one.of(*types), objects)


def _funded(sayings: Sayings) -> Iterator[Tie]:
    """设立专项资金支持项目; 为众创空间提供奖励: what money is for."""
    text = sayings.text
    money = tuple(
        item for names in sayings.lists for item in names.of("Instrument") if _MONEY.search(text[item.start : item.end])
    )
    if not money:
        return
    for one, two in pairwise(sayings.lists):
        if text[one.items[-1].end : two.items[0].start] in ("", "领域", "的", "领域的"):
            yield from _cross("fundedFor", tuple(i for i in two.items if i in money), one.of("Domain", "Group"))
    paid = next(names for names in sayings.lists if money[0] in names.items)
    if re.search("开展[^,，]*(?:研究|攻关)", text[paid.start : paid.end]):
        for item in money:
            yield "fundedFor", item, None
        return
    taken: list[List] = [n for n in sayings.lists if n.of(*_FUNDED) and _FOR.search(sayings.before(n))]
    bodies = tuple(item for names in taken for item in names.of("Body", "Group"))
    things = tuple(item for names in taken for item in names.of("Domain", "Scenario", "Technology", "Facility"))
    if bodies or things:
        yield from _cross("fundedFor", money, bodies or things)
    elif re.search("开展[^,，]*(?:研究|攻关)", text[sayings.directive.start : sayings.directive.end]):
        for item in money:
            yield "fundedFor", item, None


def _placed(sayings: Sayings) -> Iterator[Tie]:
    """全区政务网络; 区内企业; 官方网站上设置科普专栏."""
    text = sayings.text
    flat = [(names, item) for names in sayings.lists for item in names.items]
    for (_, place), (names, thing) in pairwise(flat):
        if place.type != "Location" or thing.type not in ("Facility", "Body"):
            continue
        if text[place.end : thing.start] in ("", "内", "内的", "的", "辖区内", "区域内", "重点", "现有"):
            for item in names.of(thing.type):
                if item.start >= thing.start:
                    yield "locatedIn", item, place
    for one, two in pairwise(sayings.lists):
        between = text[one.items[-1].end : two.items[0].start]
        if re.fullmatch("[上中](?:上线|设置|建设|增设|开设|搭建|开通)", between):
            yield from _cross("facilityPartOf", two.of("Facility"), one.of("Facility"))
