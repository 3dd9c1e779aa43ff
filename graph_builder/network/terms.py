"""How kinds of node, kinds of link, ties and weights are called in Chinese and English."""

from __future__ import annotations

from graph_builder.network.model import NAMED, SHARED, STATED, TECHNOLOGY, TOGETHER

Pair = tuple[str, str]
"""Chinese, then English."""

KIND_TERMS: dict[str, Pair] = {
    "subsection": ("小节", "Subsection"),
    "measure": ("任务与条目", "Measure"),
    "domain": ("领域", "Domain"),
    "technology": ("技术", "Technology"),
    "facility": ("建设对象", "Facility"),
    "place": ("地点", "Place"),
    "organisation": ("组织机构", "Organisation"),
    "category": ("机构类别", "Kind of body"),
    "group": ("人群", "Group"),
    "goal": ("目标", "Goal"),
    "target": ("量化目标", "Target"),
    "instrument": ("政策工具", "Instrument"),
    "scenario": ("应用场景", "Scenario"),
    "indicator": ("指标", "Indicator"),
    "policy": ("政策文件", "Policy"),
    "data": ("数据资源", "Data asset"),
    "culture": ("文化资源", "Cultural asset"),
    "problem": ("问题", "Problem"),
    "date": ("时间", "Date"),
}

LINK_TERMS: dict[str, Pair] = {
    STATED: ("规划明言的关联", "Stated by the plan"),
    SHARED: ("共同提及的具名事物", "Shared named thing"),
    TOGETHER: ("同一举措中并提", "Together in one directive"),
    TECHNOLOGY: ("共用技术", "Shared technology"),
    NAMED: ("提及", "names"),
}

RELATION_TERMS: dict[str, Pair] = {
    "integratesWith": ("融合", "integrates with"),
    "empowers": ("赋能", "empowers"),
    "appliedInDomain": ("应用于领域", "is applied in"),
    "appliedToScenario": ("用于场景", "is applied to"),
    "reliesOn": ("依托", "relies on"),
    "facilityPartOf": ("属于", "is part of"),
    "locatedIn": ("位于", "is located in"),
    "fundedFor": ("资金用于", "funds"),
}

WEIGHT_TERMS: dict[str, Pair] = {
    "ra": ("资源分配权重", "Resource allocation"),
    "aa": ("Adamic–Adar 权重", "Adamic–Adar"),
    "count": ("次数", "Count"),
    "jaccard": ("Jaccard 系数", "Jaccard"),
}


def term(terms: dict[str, Pair], key: str, language: str) -> str:
    """Give the Chinese (``zh``) or English (``en``) word for a key."""
    return terms[key][1 if language == "en" else 0]
