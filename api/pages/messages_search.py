"""The words of search."""

from __future__ import annotations

from api.pages.text import Text

SEARCH: dict[str, Text] = {
    "search.title": Text("搜索", "Search"),
    "search.about": Text(
        "按名称、拼音或英文搜索规划中的事物，按用词搜索规划原文。",
        "Find what the plans name, by name, pinyin or English, and the sentences of the plans by their words.",
    ),
    "search.hint": Text("搜索名称、拼音或原文", "Search names, pinyin or text"),
    "search.go": Text("搜索", "Search"),
    "search.suggested": Text("搜索建议", "Suggestions"),
    "search.suggestions": Text(
        "有 {count} 条建议，用上下方向键选择。", "{count} suggestions; choose with the arrow keys."
    ),
    "search.for": Text("“{query}”的搜索结果", "Results for “{query}”"),
    "search.count": Text("共 {count} 条", "{count} found"),
    "search.filter": Text("按类型筛选", "Filter by type"),
    "search.filter.plan": Text("按规划筛选", "Filter by plan"),
    "search.all": Text("全部", "All"),
    "search.plans.all": Text("全部规划", "All plans"),
    "search.by": Text("又名", "also"),
    "search.mentions": Text("提及 {count} 次", "mentioned {count} times"),
    "search.mentioned": Text("提及 1 次", "mentioned once"),
    "search.read": Text("在原文中阅读", "Read in the plan"),
    "search.in": Text("所在任务或段落", "The part that it stands in"),
    "search.sentences": Text("原文句子", "Sentences of the plans"),
    "search.sentences.all": Text("查看全部 {count} 句", "See all {count}"),
    "search.none": Text("没有找到“{query}”。", "Nothing was found for “{query}”."),
    "search.none.filtered": Text("在所选范围内没有找到。", "Nothing was found with this choice."),
    "search.none.past": Text("没有这么多结果。", "There are not so many results."),
    "search.tips": Text(
        "可以输入一个或几个汉字、拼音或拼音首字母、英文词语；空格隔开的词语须同时出现。全角与半角、简体与繁体、大小写不作区分。",
        "Type one or more Chinese characters, pinyin or its initials, or English words; words apart must all occur. "
        "Width, case, accents, and simplified or traditional characters make no difference.",
    ),
    "search.examples": Text("例如", "For example"),
    "search.data": Text("以 JSON 获取", "As JSON"),
    "home.at.search": Text(
        "按名称、拼音或英文查找事物，按用词查找原文句子。",
        "Find things by name, pinyin or English, and sentences by their words.",
    ),
    "home.at.search.json": Text("搜索结果（JSON）。", "Search results (JSON)."),
    "dumps.is.search.sqlite": Text(
        "搜索索引（SQLite），含全部名称与句子", "The search index (SQLite): all names and sentences"
    ),
}
