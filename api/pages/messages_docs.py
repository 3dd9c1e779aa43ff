"""The words of the page that describes all addresses."""

from __future__ import annotations

from api.pages.text import Text

DOCS: dict[str, Text] = {
    "docs.title": Text("接口说明", "All addresses"),
    "docs.lead": Text(
        "每个地址的用途、参数与结果。凡可用 GET 的地址也可用 HEAD；数据允许任何网页读取（CORS）。",
        "What each address is for, what it takes and what it gives. Whatever takes GET takes HEAD; data may be read by "
        "any web page (CORS).",
    ),
    "docs.errors": Text(
        "出错时，浏览器得到页面，程序得到问题说明（RFC 9457，application/problem+json）。"
        "每个回答都带有 X-Request-Id，即它在日志中的编号。",
        "Errors are a page for browsers and problem details for programs (RFC 9457, application/problem+json). Every "
        "answer carries X-Request-Id, its number in the log.",
    ),
    "docs.machine": Text("OpenAPI 描述", "The OpenAPI description"),
    "docs.void": Text("图谱自述（VoID）", "The graph’s own description (VoID)"),
    "docs.parameters": Text("参数", "Takes"),
    "docs.required": Text("必填", "required"),
    "docs.in.path": Text("路径", "in the path"),
    "docs.in.query": Text("查询串", "in the query string"),
    "docs.bodies": Text("请求体", "Body"),
    "docs.gives": Text("结果", "Gives"),
    "docs.statuses": Text("状态码", "Statuses"),
    "home.at.docs": Text("全部地址的说明。", "All addresses, what they take and give."),
    "home.at.metrics": Text("监控指标（Prometheus）。", "Counters for monitoring (Prometheus)."),
    "error.number": Text("日志编号：{number}", "Its number in the log: {number}"),
    "error.instead": Text("请改用：", "Use instead:"),
}
