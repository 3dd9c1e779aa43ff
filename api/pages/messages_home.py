"""The words of the start page."""

from __future__ import annotations

from api.pages.text import Text

HOME: dict[str, Text] = {
    "home.title": Text("政府发展规划知识图谱", "Government development plans as a knowledge graph"),
    "home.lead": Text(
        "规划中的任务、举措、技术、领域、主体与地点逐一标注，连成图谱：哪些工作相互关联，哪些重复，还缺什么。每条陈述都可回到规划原文的字句。",
        "The tasks, directives, technologies, fields, bodies and places of a plan, linked with one another: what hangs "
        "together, what is doubled, what is missing. Every statement leads back to the plan’s own words.",
    ),
    "home.plans": Text("规划", "Plans"),
    "home.characters": Text("阅读原文与标注", "Read the text with its annotations"),
    "home.holds": Text("收录内容", "What is in here"),
    "home.holds.plans": Text("收录{plans}，共有{parts}。", "{plans}, with {parts}."),
    "home.holds.things": Text("其中提到{things}。", "They name {things}."),
    "home.holds.statements": Text(
        "由此得出{statements}，每条都附有原文中的句子与起止字符。",
        "From this come {statements}, each with its sentence and its characters in the text.",
    ),
    "home.count.plan": Text("1 份规划", "One plan"),
    "home.count.plans": Text("{count} 份规划", "{count} plans"),
    "home.count.Task": Text("{count} 项任务", "{count} tasks"),
    "home.count.Directive": Text("{count} 条举措", "{count} directives"),
    "home.count.Technology": Text("{count} 项技术", "{count} technologies"),
    "home.count.Domain": Text("{count} 个领域", "{count} fields"),
    "home.count.Scenario": Text("{count} 种应用场景", "{count} application scenarios"),
    "home.count.Facility": Text("{count} 项建设对象", "{count} facilities"),
    "home.count.Body": Text("{count} 类主体", "{count} bodies"),
    "home.count.Place": Text("{count} 处地点", "{count} places"),
    "home.count.Assertion": Text("{count} 条陈述", "{count} statements"),
    "home.links": Text("最强的关联", "The strongest links"),
    "home.links.is": Text(
        "按权重排列，不等于强于偶然。点开一条，即见它所依据的原文句子；点击句子可在全文中查看。",
        "By weight, which is no claim against chance. Open one for the sentences that it rests on; each leads to its "
        "place in the plan.",
    ),
    "home.links.stated": Text("规划明确表述的", "Stated by the plan"),
    "home.links.shared": Text("不同部分提到同一事物的", "Different parts name the same thing"),
    "home.links.sentences": Text("{count} 句原文", "{count} sentences"),
    "home.links.sentence": Text("1 句原文", "1 sentence"),
    "home.links.all": Text("全部关联，可筛选与下载", "All links, to filter and to download"),
    "home.who": Text("从您的问题开始", "Begin with your question"),
    "home.who.planner": Text("编制规划", "Planning"),
    "home.who.planner.asks": Text(
        "哪些工作相互关联、相互重复，哪里还有缺口？", "What hangs together, what is doubled, what is missing?"
    ),
    "home.who.analyst": Text("分析评估", "Analysis"),
    "home.who.analyst.asks": Text(
        "谁在做什么、用什么技术、在哪里？", "Who does what, with which technology, and where?"
    ),
    "home.who.researcher": Text("研究与开发", "Research and development"),
    "home.who.researcher.asks": Text("数据如何查询、引用、取用？", "How are the data queried, cited and taken away?"),
    "home.who.curator": Text("核对与维护", "Curation"),
    "home.who.curator.asks": Text(
        "图谱可信吗？哪些句子没有得出陈述？", "Can it be trusted? Which sentences yielded nothing?"
    ),
    "home.at.linkages": Text(
        "跨领域关联、领域与技术的矩阵、相近的举措。", "Links across fields, fields by technologies, like directives."
    ),
    "home.at.gaps": Text(
        "没有地点、技术、指标或责任主体的任务。", "Tasks without a place, a technology, a measure or a body."
    ),
    "home.data": Text("供程序使用的地址", "Addresses for programs"),
}
