"""Words of the editor of queries, which ``web/src/editor`` speaks with."""

from __future__ import annotations

from api.pages.text import Text

EDITOR: dict[str, Text] = {
    "sparql.lacks": Text(
        "此处没有安装查询编辑器（补全、图表、网络图）：安装时未能访问 npm。本页其余功能不受影响。"
        "能够访问 npm 后，在源代码目录运行下列命令，再重新启动服务：",
        "The editor (completion, charts, networks) is not installed here: npm could not be reached during the "
        "installation. Everything else works. Once npm can be reached, run this in the checkout and start the service "
        "again:",
    ),
    "editor.syntax": Text("此处不合 SPARQL 1.1 语法。", "This does not follow the grammar of SPARQL 1.1."),
    "editor.completions": Text("补全", "Completions"),
    "editor.diagnostics": Text("错误", "Errors"),
    "editor.class": Text("类", "Class"),
    "editor.property": Text("属性", "Property"),
    "editor.class.count": Text("{count} 个实例", "{count} instances"),
    "editor.property.count": Text("{count} 条三元组", "{count} triples"),
    # running
    "editor.limit": Text("时限 {seconds} 秒", "Limit: {seconds} s"),
    "editor.running": Text("已运行 {seconds} 秒（时限 {limit} 秒）", "Running for {seconds} s (limit: {limit} s)"),
    "editor.started": Text("查询正在运行。", "The query is running."),
    "editor.finished": Text("查询已完成：{size}", "The query has finished: {size}"),
    "editor.cancel": Text("取消", "Cancel"),
    "editor.cancelled": Text("已取消，运行了 {seconds} 秒。", "Cancelled after {seconds} s."),
    "editor.share": Text("复制分享链接", "Copy a link to share"),
    # results
    "editor.subject": Text("主语", "subject"),
    "editor.predicate": Text("谓语", "predicate"),
    "editor.object": Text("宾语", "object"),
    "editor.took": Text("用时 {seconds} 秒", "in {seconds} s"),
    "editor.triples": Text("{count} 条三元组，用时 {seconds} 秒", "{count} triples in {seconds} s"),
    "editor.views": Text("显示方式", "View"),
    "editor.view.table": Text("表格", "Table"),
    "editor.view.chart": Text("图表", "Chart"),
    "editor.view.network": Text("网络", "Network"),
    "editor.sort": Text("按此列排序", "Sort by this column"),
    "editor.more": Text("已显示 {shown} / {count} 行，继续显示", "{shown} of {count} rows; show more"),
    "editor.csv": Text("CSV（含名称）", "CSV with labels"),
    "editor.csv.label": Text("（名称）", "(label)"),
    "editor.chart.label": Text("条目", "Bars"),
    "editor.chart.measure": Text("长度", "Length"),
    "editor.chart.rows": Text("行数", "number of rows"),
    "editor.chart.title": Text("{label}：{measure}", "{label}: {measure}"),
    "editor.chart.most": Text("显示前 {shown} 项，共 {count} 项。", "The first {shown} of {count}."),
    "editor.chart.none": Text("所选的列中没有可以画出的内容。", "There is nothing to draw in these columns."),
    "editor.network.from": Text("从", "From"),
    "editor.network.to": Text("到", "to"),
    "editor.network.title": Text("结果的关系网络", "Network of the result"),
    "editor.network.count": Text("{nodes} 个节点，{ties} 条连线", "{nodes} nodes, {ties} ties"),
    "editor.network.most": Text(
        "显示联系最多的 {shown} 个节点，共 {count} 个。", "The {shown} nodes with most ties, of {count}."
    ),
    "editor.network.none": Text(
        "要画出网络，结果中须有两列 IRI，并在同一行中同时出现。",
        "A network needs two columns with IRIs that stand together in a row.",
    ),
    # texts without language
    "editor.hint": Text(
        "没有结果。{text} 没有语言标记，而图谱中的中文名称都带有标记，两者不会相等。要匹配中文名称，请写作 {tagged}。",
        "Nothing matches. {text} has no language tag, while the Chinese labels of the graph have one, so the two are "
        "never equal. To match a Chinese label, write {tagged}.",
    ),
    "editor.hint.held": Text(
        "没有结果。{text} 没有语言标记，而图谱中的这一名称带有标记，两者不会相等。请写作 {tagged}。",
        "Nothing matches. {text} has no language tag, while the graph has this label with one, so the two are never "
        "equal. Write {tagged}.",
    ),
    "editor.hint.mend": Text("补上语言标记并运行", "Add the language tag and run"),
    # failures
    "editor.visit": Text("到出错处", "Go to the place"),
    "editor.error.0": Text(
        "没有收到完整的回答：连接中断，或答案未能传完。", "No whole answer came: the connection broke off."
    ),
    "editor.error.400": Text(
        "查询有误，或含有此处不允许的内容。", "The query is wrong, or holds what is not allowed here."
    ),
    "editor.error.413": Text("查询或答案太大。", "The query or its answer is too large."),
    "editor.error.429": Text("请求太频繁，请稍后再试。", "Too many requests; try again in a moment."),
    "editor.error.500": Text("服务出错了，已记入日志。", "Something went wrong here; it has been logged."),
    "editor.error.503": Text("服务正忙，请稍后再试。", "The service is busy; try again in a moment."),
    "editor.error.504": Text(
        "查询超过时限，已被停止。可以缩小范围，或加上 LIMIT。",
        "The query took longer than the limit and was stopped. Narrow it down, or add a LIMIT.",
    ),
    "editor.error.507": Text("查询所需的内存超过上限。", "The query needs more memory than it may have."),
    "editor.error.other": Text("请求未能完成。", "The request could not be answered."),
}
