"""What its clause tells of a character: the verb that governs it, the list that it stands in, known words beside it.

The last member of a list often says what all are (A、B、C等技术), and members of one list are mostly of one type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_CLAUSE = re.compile(r"[^,，;；。:：\n]+")
_JOINS = frozenset("、和与及或以等 ")
_VERBS = (
    "建设 搭建 打造 建立 构建 建成 新建 创建 设立 成立 组建 布局 筹建 开通 编制 制定 出台"
    " 完善 健全 优化 提升 提高 升级 改造 改善 改进 增强 巩固 扩大 修订 补齐 发展 培育 壮大"
    " 做强 做优 做大 开发 拓展 创新 激发 应用 推广 运用 利用 采用 使用 普及 推行 实施 落实"
    " 实行 执行 用好 研究 研发 攻关 突破 攻克 试点 探索 保护 修复 保障 维护 守牢 严禁 传承"
    " 开放 共享 公开 发布 投资 补贴 奖励 资助 给予 发放 贴息 投入 引进 吸引 集聚 招引 引入"
    " 引育 培养 培训 选派 轮训 提供 服务 开展 举办 组织 办好 规范 监管 管控 打击 整治 治理"
    " 查处 清理 淘汰 严格 控制 压实 评估 考核 评价 监测 统筹 协调 牵头 会商 调度 合作 联合"
    " 共建 会同 对接 融合 整合 宣传 推介 弘扬 营造 展示 推动 推进 加快 加强 促进 强化 加大"
    " 深化 支持 扶持 鼓励 引导 依托 借助 发挥 围绕 聚焦 面向 针对 结合 按照 根据 通过 基于"
    " 覆盖 配备 配置 建有 实现 形成 降低 减少 增加 落地 承接 参与 申报 认定 享受 纳入 接入"
    " 推出 安装 部署 铺设 种植 生产 制造 销售 经营 签订 贯彻 遵守 责任单位 牵头单位 配合单位"
    " 惠及 满足 关爱 救助"
)
_VERB = re.compile("|".join(sorted(_VERBS.split(), key=lambda verb: (-len(verb), verb))))

Places = tuple[Sequence[int], Sequence[int]]
"""Where the chunk of each character begins and ends."""


def add_context(rows: Sequence[list[str]], folded: str, places: Places, layers: Sequence[Sequence[str]]) -> None:
    """Add to the description of each character what its clause tells of it; ``layers`` mark the known words."""
    for match in _CLAUSE.finditer(folded):
        start, end = match.span()
        _add_known(rows, start, end, layers)
        chunks = list(_chunks(start, end, places))
        if chunks:
            _add_chunks(rows, folded, match, chunks)


def _chunks(start: int, end: int, places: Places) -> Iterator[tuple[int, int]]:
    """List the chunks of a clause."""
    i = start
    while i < end:
        last = places[1][i]
        if last > i:
            yield i, min(last, end)
        i = max(last, i + 1)


def _add_chunks(rows: Sequence[list[str]], folded: str, clause: re.Match[str], chunks: list[tuple[int, int]]) -> None:
    heads = [folded[max(start, end - 2) : end] for start, end in chunks]
    of_list = list(heads)
    for place in range(len(chunks) - 2, -1, -1):
        gap = folded[chunks[place][1] : chunks[place + 1][0]]
        if _JOINS.issuperset(gap):
            of_list[place] = of_list[place + 1]
    verbs = [(verb.start(), verb.end(), verb[0]) for verb in _VERB.finditer(folded, *clause.span())]
    opening, ending = clause[0][:2], clause[0][-2:]
    passed = 0
    for place, (start, end) in enumerate(chunks):
        shared = [
            f"L{of_list[place]}", f"A{heads[place - 1] if place else '^'}",
            f"Z{heads[place + 1] if place + 1 < len(chunks) else '$'}", f"T{ending}", f"O{opening}",
        ]  # fmt: skip
        for i in range(start, end):
            while passed < len(verbs) and verbs[passed][1] <= i:
                passed += 1
            verb = verbs[passed - 1][2] if passed else "-"
            after = verbs[passed][2] if passed < len(verbs) and verbs[passed][0] >= end else "-"
            rows[i] += shared
            rows[i] += [
                f"V{verb}", f"W{after}", f"K{verb}|{of_list[place]}", f"Y{verb}|{min(i - start, 2)}",
                f"E{verb}|{heads[place]}",
            ]  # fmt: skip


def _add_known(rows: Sequence[list[str]], start: int, end: int, layers: Sequence[Sequence[str]]) -> None:
    """Add the types of the known words that begin before and after each character of a clause."""
    for number, marks in enumerate(layers):
        begun = [i for i in range(start, end) if marks[i][0] == "B"]
        if not begun:
            continue
        passed = 0
        for i in range(start, end):
            if passed:
                rows[i].append(f"G{number}<{marks[begun[passed - 1]][2:]}")
            if passed < len(begun) and begun[passed] == i:
                passed += 1
            if passed < len(begun):
                rows[i].append(f"G{number}>{marks[begun[passed]][2:]}")
