"""What each address takes and gives, as the OpenAPI description tells it; in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.pages.text import Text
from api.sparql.negotiation import GRAPHS, RESULTS
from graph_builder.linkages import BASES, CHECKS, COMPARED, ORDERS
from graph_builder.network import KINDS, LINK_KINDS, WEIGHTS

HTML = ("text/html",)
JSON = ("application/json",)
RDF = tuple(form.media_type for form in GRAPHS)
ANSWERS = tuple(form.media_type for form in (*RESULTS, *GRAPHS))
CSV = ("text/csv",)
TURTLE = ("text/turtle",)
NETWORK = ("application/json", "application/graphml+xml", "application/gexf+xml", "text/csv")
SHOWN_AS = ("image/svg+xml", *NETWORK, *TURTLE, *HTML)
SHOWN = (
    "links", "kinds", "things", "relations", "sections", "domains", "forces", "nodes", "across",
    "generic.network", "hubs", "listed", "kin", "reviewed", "weight.network", "least", "top", "direct", "open",
    "path.network",
)  # fmt: skip
"""Parameters that say what the network shows."""

LEDGER = (*CSV, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", *JSON)
MATRIX = ("rows", "columns", "basis", "order.matrix", "weight", "generic", "reviewed")
ANY = ("*/*",)

TAGS: Mapping[str, Text] = {
    "read": Text("阅读", "To read"),
    "query": Text("查询与检索", "To ask and search"),
    "things": Text("事物与图", "Things and graphs"),
    "files": Text("文件", "Files"),
    "service": Text("服务", "The service"),
}
"""Groups of addresses, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: its JSON schema and what it means. ``many`` may be given more than once."""

    schema: Mapping[str, Any]
    meaning: Text
    many: bool = False


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _number(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


_TEXT = {"type": "string"}
_IRI = {"type": "string", "format": "iri"}
_SWITCH = _one_of("0", "1")
_NAMES = tuple(form.name for form in GRAPHS)

PARAMETERS: Mapping[str, Parameter] = {
    # in the query string
    "lang": Parameter(
        _one_of("zh", "en"),
        Text(
            "语言；缺省时看 Cookie，再看 Accept-Language，否则为中文",
            "language; else that of the cookie, else Accept-Language, else Chinese",
        ),
    ),
    "format": Parameter(_one_of("html", *_NAMES), Text("格式；优先于 Accept", "format; comes before Accept")),
    "format.graph": Parameter(_one_of(*_NAMES), Text("格式；优先于 Accept", "format; comes before Accept")),
    "format.search": Parameter(_one_of("html", "json"), Text("页面或数据", "a page or data")),
    "format.query": Parameter(
        _one_of("html", *dict.fromkeys(form.name for form in (*RESULTS, *GRAPHS))),
        Text("结果格式；优先于 Accept", "format of the answer; comes before Accept"),
    ),
    "query": Parameter(
        _TEXT,
        Text("SPARQL 查询；没有时返回服务说明", "a SPARQL query; without it the service describes itself"),
    ),
    "default-graph-uri": Parameter(_IRI, Text("默认图；优先于 FROM", "a default graph; comes before FROM"), many=True),
    "named-graph-uri": Parameter(
        _IRI, Text("命名图；优先于 FROM NAMED", "a named graph; comes before FROM NAMED"), many=True
    ),
    "timeout": Parameter(
        {"type": "number", "exclusiveMinimum": 0, "maximum": 999_999_999},
        Text("最长用时（秒）；只能缩短", "seconds that the query may take; can only shorten"),
    ),
    "plan": Parameter(_TEXT, Text("规划的标识", "the identifier of a plan")),
    "plan.compared": Parameter(
        _TEXT,
        Text("所比较规划的标识，至少两个", "the identifiers of the plans that are compared, two or more"),
        many=True,
    ),
    "yields": Parameter(
        _one_of("all", "statements", "mentions", "nothing", "unexplained"),
        Text("句子产生了什么", "what a sentence yields"),
    ),
    "order": Parameter(_one_of("mentions", "name", "tree"), Text("排列方式", "the order of the list")),
    "rows": Parameter(_one_of(*KINDS), Text("矩阵各行的类型", "the kind of thing in the rows")),
    "columns": Parameter(_one_of(*KINDS), Text("矩阵各列的类型", "the kind of thing in the columns")),
    "basis": Parameter(
        _one_of("", *BASES), Text("按哪种关联计数；空为自动", "the kind of link that is counted; empty for the usual")
    ),
    "order.matrix": Parameter(
        _one_of(*ORDERS), Text("按规划次序，或相似者相邻", "as in the plan, or what is alike side by side")
    ),
    "weight": Parameter(_one_of(*WEIGHTS), Text("强度的算法", "how strength is weighed")),
    "generic": Parameter(_one_of("0", "1"), Text("包括统称", "with collective words")),
    "row": Parameter(_TEXT, Text("所选一格的行，如 domain/finance", "the row of the chosen cell: domain/finance")),
    "column": Parameter(_TEXT, Text("所选一格的列，如 technology/5g", "the column of the chosen cell: technology/5g")),
    "kind.plans": Parameter(_one_of(*COMPARED), Text("所比较事物的类别", "the kind of thing that is compared")),
    "kind": Parameter(_one_of(*LINK_KINDS), Text("关联的种类", "the kind of link")),
    "decision": Parameter(_one_of("", "open", "confirm", "reject"), Text("如何裁定", "how the pairs are decided")),
    "check": Parameter(_one_of(*(check.id for check in CHECKS)), Text("检查项", "what is checked")),
    "section": Parameter(_TEXT, Text("小节，如 4.1.2", "a subsection, such as 4.1.2")),
    "page": Parameter(_number(1, 99_999), Text("第几页", "the number of the page")),
    "relation": Parameter(_IRI, Text("只列出这一种关系", "lists this relation only")),
    "direction": Parameter(_one_of("in", "out"), Text("关系的方向", "the direction of the relation")),
    "q": Parameter(_TEXT, Text("检索的词", "the words to search for")),
    "type": Parameter(_TEXT, Text("只找这一类", "finds this class only")),
    "limit": Parameter(_number(1, 100), Text("条数", "how many")),
    "offset": Parameter(_number(0, 100_000), Text("跳过的条数", "how many to leave out before")),
    "links": Parameter(_TEXT, Text("关联类型，以逗号分隔", "kinds of link, between commas")),
    "kinds": Parameter(_TEXT, Text("所连事物的类型", "kinds of what is joined")),
    "things": Parameter(_TEXT, Text("居间事物的类型", "kinds of what joins")),
    "relations": Parameter(_TEXT, Text("规划明言的关系", "ties that the plan states")),
    "sections": Parameter(_TEXT, Text("章节的 IRI", "IRIs of sections")),
    "domains": Parameter(_TEXT, Text("领域的 IRI", "IRIs of fields")),
    "forces": Parameter(_TEXT, Text("举措的力度", "how firmly it is said")),
    "nodes": Parameter(_TEXT, Text("只取这些节点的关联", "links that end at one of these nodes")),
    "across": Parameter(_SWITCH, Text("仅跨章节", "across sections only")),
    "generic.network": Parameter(_SWITCH, Text("含统称", "with generic words")),
    "reviewed": Parameter(_SWITCH, Text("略去未经审核的陈述", "without statements that are drafts")),
    "hubs": Parameter(_SWITCH, Text("含枢纽词", "with hubs")),
    "listed": Parameter(_SWITCH, Text("含并列列举", "with mere enumerations")),
    "kin": Parameter(_SWITCH, Text("含上下位关系", "with pairs of which one is part of the other")),
    "weight.network": Parameter(_one_of("ra", "aa", "count", "jaccard"), Text("权重的算法", "how links are weighed")),
    "least": Parameter(
        {"type": "number", "minimum": 0, "maximum": 999_999_999}, Text("权重不小于", "the least weight")
    ),
    "top": Parameter(_number(0, 999_999_999), Text("仅最强的几条", "only so many links, the strongest")),
    "direct": Parameter(_SWITCH, Text("直接连线，不画居间的事物", "pairs without the things between")),
    "open": Parameter(_TEXT, Text("展开其全部关联的节点", "nodes whose other links are added")),
    "path.network": Parameter(
        _TEXT, Text("两个节点：加上其间的路径", "two nodes: adds the path between them"), many=True
    ),
    # in the path
    "plan_id": Parameter(_TEXT, Text("规划的标识", "the identifier of a plan")),
    "name": Parameter(_TEXT, Text("文件名", "the name of a file")),
    "address": Parameter(_TEXT, Text("类别，或 scheme/词表", "a class, or scheme/ and a vocabulary")),
    "path": Parameter(_TEXT, Text("IRI 在基址与该前缀之后的部分", "the IRI behind the base and this prefix")),
    "suffix": Parameter(_TEXT, Text("格式", "the format")),
    "table": Parameter(_TEXT, Text("哪一张表", "which table")),
}


@dataclass(frozen=True, slots=True)
class About:
    """An address: its group, what it is, its parameters, the types of its answer, and the errors of its own.

    ``leads`` is the status with which it leads on to another address, or 0; of its parameters it ``needs`` some.
    """

    tag: str
    zh: str
    takes: Sequence[str] = ()
    gives: Sequence[str] = HTML
    fails: Sequence[int] = ()
    leads: int = 0
    needs: Sequence[str] = ()


ADDRESSES: Mapping[str, About] = {
    "/": About("read", "首页：收录内容、三种入口与最强的关联", ("lang",)),
    "/plans/{plan_id}": About("read", "阅读规划原文", ("lang",), fails=(404,)),
    "/ledger": About("read", "任务台账：规划中的每条举措", ("lang", "plan", "reviewed"), fails=(400, 404)),
    "/linkages": About("read", "两类事物如何相连：矩阵", ("lang", *MATRIX, "row", "column"), fails=(400, 404)),
    "/linkages/top": About("read", "最强的关联，用文字说明", ("lang", "kind", "reviewed"), fails=(400, 404)),
    "/linkages/coherence": About(
        "read", "应当互相知照的举措，两两并列", ("lang", "decision", "reviewed"), fails=(400, 404)
    ),
    "/linkages/plans": About(
        "read", "各规划的共有与独有", ("lang", "kind.plans", "plan.compared", "reviewed"), fails=(400, 404)
    ),
    "/gaps": About("read", "规划没有说什么", ("lang", "plan", "check", "section", "reviewed"), fails=(400, 404)),
    "/quality": About("read", "图谱在多大程度上可信", ("lang",), fails=(404,)),
    "/quality/sentences": About("read", "每个句子产生了什么", ("lang", "yields", "plan"), fails=(400, 404)),
    "/browse": About("read", "类别与词表及其数量", ("lang",)),
    "/browse/{address}": About("read", "属于某一类别或词表的事物", ("lang", "order", "page"), fails=(400, 404)),
    "/about": About("read", "方法、局限、许可、引用与背景知识", ("lang",)),
    "/network": About("read", "关联网络：可筛选、查看与取用", (*SHOWN, "lang"), fails=(400, 404)),
    "/network/standalone": About("read", "单个文件的关系网络", ("lang",), fails=(404,)),
    "/ontology": About("read", "本体：供人阅读，亦有 RDF", ("lang", "format"), (*HTML, *RDF), (400, 404, 406)),
    "/search": About(
        "query",
        "按名称查找事物，按词语查找句子",
        ("q", "type", "plan", "limit", "offset", "lang", "format.search"),
        (*HTML, *JSON),
        (400, 404),
    ),
    "/search.json": About(
        "query",
        "检索结果，JSON",
        ("q", "type", "plan", "limit", "offset", "lang"),
        JSON,
        (400, 404),
        needs=("q",),
    ),
    "/search/suggest": About(
        "query", "输入时的建议（OpenSearch）", ("q", "lang"), ("application/x-suggestions+json",), (400, 404)
    ),
    "/opensearch.xml": About(
        "query", "如何在此检索（OpenSearch）", ("lang",), ("application/opensearchdescription+xml",)
    ),
    "/id/{path}": About("things", "事物：引向它的页面或数据", ("format", "lang"), (), (400, 404, 406, 410), 303),
    "/page/{path}": About(
        "things",
        "关于某一事物的已知内容，供阅读",
        ("lang", "relation", "direction", "page"),
        fails=(400, 404, 410),
    ),
    "/data/{path}": About("things", "关于某一事物的已知内容，RDF", ("format.graph",), RDF, (400, 404, 406, 410), 303),
    "/graph/{path}": About("things", "一个命名图的全部三元组", ("format.graph",), RDF, (400, 404, 406)),
    "/ontology/alignments": About("things", "与其他词汇的对应", leads=303, gives=()),
    "/ontology/{name}": About(
        "things", "本体的某一版本或文件", ("lang", "format"), (*HTML, *RDF, *JSON), (400, 404, 406, 410)
    ),
    "/.well-known/void": About("things", "图谱包含什么（VoID）", ("format.graph",), RDF, (400, 404, 406)),
    "/catalog": About("things", "发布版本的目录（DCAT）", ("format.graph",), RDF, (400, 404, 406)),
    "/dumps/": About("files", "发布版本的全部文件", ("lang",)),
    "/dumps/{name}": About("files", "发布版本的一个文件", (), ANY, (404, 416)),
    "/plans/{plan_id}/text.txt": About("files", "规划的文本", (), ("text/plain",), (404,)),
    "/plans/{plan_id}/annotations.json": About("files", "规划的标注与陈述", (), JSON, (404,)),
    "/ledger.{suffix}": About("files", "台账：CSV、XLSX 或 JSON", ("plan", "lang", "reviewed"), LEDGER, (400, 404)),
    "/linkages/{table}.{suffix}": About(
        "files",
        "关联矩阵、最强关联、协同对照与规划比较：JSON、CSV 或 XLSX",
        ("lang", *MATRIX, "kind", "plan.compared"),
        LEDGER,
        (400, 404),
    ),
    "/gaps.{suffix}": About("files", "缺口：CSV、XLSX 或 JSON", ("lang", "reviewed"), LEDGER, (400, 404)),
    "/quality.json": About("files", "图谱收入了每个规划的多少内容", (), JSON, (404,)),
    "/quality/{name}": About("files", "质量报告：JSON、CSV 与 Turtle", (), (*JSON, *CSV, *TURTLE), (404,)),
    "/network.{suffix}": About("files", "关联网络所示内容的文件", (*SHOWN, "lang"), SHOWN_AS, (400, 404)),
    "/network/data.{suffix}": About("files", "关系网络：JSON、GraphML、GEXF 或 CSV", (), NETWORK, (404,)),
    "/docs": About("service", "本页：全部地址的说明", ("lang",)),
    "/openapi.json": About("service", "同样的说明，OpenAPI 格式", ("lang",), JSON),
    "/healthz": About("service", "服务状态", (), JSON),
    "/metrics": About("service", "监控指标（Prometheus）", (), ("text/plain", "application/openmetrics-text")),
    "/static/{name}": About("service", "样式与脚本", (), ("text/css", "text/javascript", "image/svg+xml"), (404,)),
}
"""By path, as templates of OpenAPI write it; ``/sparql`` is described by hand."""

PATH_VALUES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("/ledger.{suffix}", "suffix"): ("csv", "xlsx", "json"),
    ("/gaps.{suffix}", "suffix"): ("csv", "xlsx", "json"),
    ("/linkages/{table}.{suffix}", "table"): ("matrix", "top", "coherence", "plans", "names"),
    ("/linkages/{table}.{suffix}", "suffix"): ("csv", "xlsx", "json"),
    ("/network.{suffix}", "suffix"): ("svg", "graphml", "gexf", "csv", "nodes.csv", "ttl", "html", "json"),
    ("/network/data.{suffix}", "suffix"): ("json", "graphml", "gexf", "csv"),
}
"""Parts of paths of which there are few."""
