"""What the stand-alone page says, in both languages."""

from __future__ import annotations

from graph_builder.network.model import NAMED, SHARED, STATED, TECHNOLOGY, TOGETHER

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "site": "规划图谱",
        "pages": "页面",
        "plan": "规划原文",
        "ledger": "任务台账",
        "network": "关联网络",
        "sparql": "SPARQL 查询",
        "dumps": "数据下载",
        "title": "跨领域关联网络",
        "lead": "点击一条连线或一个节点，查看规划原文中的句子。",
        "view": "视图",
        "show": "显示",
        "sections": "章节",
        "find": "查找",
        "fit": "全图",
        "nothing": "尚未选择。点击图中连线或节点，或下方的文字。",
        "sentences": "原文",
        "neighbours": "相连",
        "offset": "字符",
        "read": "在原文中阅读",
        "table": "文字版",
        "table_hint": "与图中相同的关联；点击任一项查看原文句子。",
        "none": "没有可显示的关联：请打开更多类型，或放宽筛选。",
        "notfound": "未找到",
        "times": "处",
        "other": "English",
        "noscript": "没有 JavaScript 时无法绘图；下方文字列出其中的连线。",
        "menu": "筛选",
    },
    "en": {
        "site": "PlanAtlas",
        "pages": "Pages",
        "plan": "Plan text",
        "ledger": "Ledger",
        "network": "Network",
        "sparql": "SPARQL",
        "dumps": "Downloads",
        "title": "Cross-domain linkages",
        "lead": "Click a link or a node to read the plan's own sentences.",
        "view": "View",
        "show": "Show",
        "sections": "Sections",
        "find": "Find",
        "fit": "Whole picture",
        "nothing": "Nothing chosen yet. Click a link or node in the picture, or an entry below.",
        "sentences": "The plan says",
        "neighbours": "Linked to",
        "offset": "characters",
        "read": "read it in the plan",
        "table": "In words",
        "table_hint": "The same links as in the picture; choose one to read the plan's sentences.",
        "none": "No links to show: switch on more kinds, or widen the filters.",
        "notfound": "not found",
        "times": "places",
        "other": "中文",
        "noscript": "The picture needs JavaScript; the text below lists its links.",
        "menu": "Filters",
    },
}
"""Words by language; both languages have the same keys."""

HINTS: dict[str, tuple[str, str]] = {
    SHARED: (
        "小节若提及同一具名事物（建设对象、地点、机构、政策工具、政策文件），便由该事物相连。章节的标题和引言不单独构成关联；"
        "规划本身所在的行政区及包含它的地方不计。圆周按规划顺序排列小节。",
        "Subsections that name the same thing (a facility, place, organisation, instrument or policy) are joined by "
        "it. Headings and introductions of sections join nothing by themselves; the plan's own territory, and whatever "
        "holds it, does not count. They stand on the circle in plan order.",
    ),
    STATED: (
        "规划原文直接说出的关联：融合、赋能、应用、依托、组成、位于、资金用途。",
        "Ties in the plan's own words: integration, empowerment, application, reliance, parts, location, funds.",
    ),
    TOGETHER: (
        "同一条举措同时提到两者；仅并列列举者不计。",
        "One directive names both; mere enumeration does not count.",
    ),
    TECHNOLOGY: (
        "规划明言在不同举措中把同一技术用于两者；统称与枢纽词不计。",
        "The plan says in different directives that it applies the same technology to both; collective words and hubs "
        "do not count.",
    ),
    NAMED: ("小节或任务提到该事物。", "The subsection or measure names the thing."),
}
"""What each picture shows, in Chinese and English, by kind of link."""
