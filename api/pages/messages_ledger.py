"""The words of the page of the ledger, a part of the table of all words."""

from __future__ import annotations

from api.pages.text import Text

LEDGER: dict[str, Text] = {
    "ledger.title": Text("任务台账", "Ledger of directives"),
    "ledger.lead": Text(
        "规划中的每条举措一行：在何处、力度如何、作用于什么、由谁、在哪里、何时、以何手段、为何目标。"
        "空格表示原文没有说。点击举措原文，可在规划中读到它。",
        "One row for each directive of the plan: where it stands, how firm it is, what it acts on, who, where and "
        "when, by which means and to what end. An empty cell means that the text does not say. Click a directive to "
        "read it in the plan.",
    ),
    "ledger.plans": Text("规划", "Plans"),
    "ledger.count": Text("{count} 条举措", "{count} directives"),
    "ledger.one": Text("1 条举措", "1 directive"),
    "ledger.shown": Text("显示 {shown} / {count} 条举措", "Showing {shown} of {count} directives"),
    "ledger.none": Text("没有符合条件的举措。", "No directive matches."),
    "ledger.filter": Text("筛选", "Filter"),
    "ledger.search": Text("查找", "Search"),
    "ledger.search.hint": Text("原文、技术、主体、地点……", "words, technologies, bodies, places …"),
    "ledger.section": Text("章节", "Section"),
    "ledger.all": Text("全部", "all"),
    "ledger.status.征求意见稿": Text("征求意见稿", "draft for public comment"),
    "ledger.reset": Text("清除筛选", "Clear filters"),
    "ledger.force": Text("力度", "Force"),
    "ledger.action": Text("动作", "Action"),
    "ledger.download": Text("下载全部举措", "Download all directives"),
    "ledger.download.these": Text("下载这些举措", "Download these directives"),
    "ledger.csv": Text("CSV（中文）", "CSV (English)"),
    "ledger.xlsx": Text("Excel 工作簿", "Excel workbook"),
    "ledger.json": Text("JSON", "JSON"),
    "ledger.sparql": Text("SPARQL", "SPARQL"),
    "ledger.columns": Text("各列含义", "What the columns mean"),
    "ledger.safe": Text(
        "CSV 中以 = + - @ 等开头的单元格前加有撇号，以免被当作公式。",
        "In the CSV a cell that begins with = + - @ or the like has an apostrophe before it, so that no program takes "
        "it for a formula.",
    ),
    "ledger.cell.number": Text("序号", "No."),
    "ledger.cell.quote": Text("举措原文", "Directive, as worded"),
    "ledger.cell.force": Text("力度与动作", "Force and action"),
    "ledger.cell.object": Text("作用对象", "Acts on"),
    "ledger.cell.what": Text("技术、领域与场景", "Technologies, domains, scenarios"),
    "ledger.cell.who": Text("主体、地点与期限", "Bodies, places, deadline"),
    "ledger.cell.how": Text("手段与目标", "Means and aims"),
    "ledger.review": Text("审核：{status}", "Review: {status}"),
    "ledger.reviewed": Text(
        "略去了 {left} 条举措（共 {whole} 条）：其陈述是草稿，或没有陈述。其余保留原来的序号。",
        "{left} of {whole} directives are left out: what they state is a draft, or they state nothing. The others keep "
        "their numbers.",
    ),
    "ledger.colon": Text("：", ": "),
    "ledger.stop": Text("；", "; "),
    "ledger.bracket": Text("（{words}）", " ({words})"),
    "ledger.counted": Text("{label}（{count}）", "{label} ({count})"),
}
"""Messages of the page of the ledger."""
