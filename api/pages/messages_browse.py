"""The words of the pages that list what there is, and of the page about the graph."""

from __future__ import annotations

from api.pages.text import Text

BROWSE: dict[str, Text] = {
    "nav.browse": Text("浏览", "Browse"),
    "browse.title": Text("浏览图谱", "Browse the graph"),
    "browse.lead": Text(
        "按类别或词表查看图谱中的事物；每一项都有自己的页面、原文句子与数据。",
        "What the graph holds, by class and by vocabulary; each thing has a page with its sentences and its data.",
    ),
    "browse.things": Text("规划提到的事物", "What the plan names"),
    "browse.things.is": Text(
        "技术、领域、主体、地点、目标等。", "Technologies, fields, bodies, places, goals and more."
    ),
    "browse.text": Text("规划与文本", "The plan and its text"),
    "browse.text.is": Text("章节、任务、举措等文本单元。", "Sections, tasks, directives and other units of the text."),
    "browse.made": Text("陈述与证据", "Statements and evidence"),
    "browse.made.is": Text(
        "断言把陈述与原文中的提及联系起来。", "Assertions tie each statement to its mentions in the text."
    ),
    "browse.schemes": Text("词表", "Vocabularies"),
    "browse.schemes.is": Text(
        "SKOS 概念体系；中文名取自规划用语，英文名为我们所译。",
        "SKOS concept schemes; Chinese names are words of the plans, English names are ours.",
    ),
    "browse.order": Text("排序", "Order"),
    "browse.order.mentions": Text("提及次数", "by mentions"),
    "browse.order.name": Text("名称", "by name"),
    "browse.order.tree": Text("上下位", "broader first"),
    "browse.data": Text("数据", "Data"),
    "browse.term": Text("定义", "Definition"),
    "browse.mentions": Text("在规划中提及 {count} 次", "mentioned {count} times"),
    "home.at.browse": Text(
        "按类别与词表浏览全部事物，每一项都有自己的页面。",
        "Everything by class and vocabulary, each thing with a page.",
    ),
    "home.at.data": Text(
        "任一事物的 RDF 数据；/id/… 标识按内容协商转到页面或数据。",
        "Any thing as RDF; its identifier, /id/…, leads to its page or its data by content negotiation.",
    ),
}
