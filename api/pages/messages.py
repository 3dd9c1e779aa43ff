"""All words of the pages, in Chinese and English: one table."""

from __future__ import annotations

from api.pages.language import Language
from api.pages.messages_about import ABOUT
from api.pages.messages_browse import BROWSE
from api.pages.messages_docs import DOCS
from api.pages.messages_dumps import DUMPS
from api.pages.messages_editor import EDITOR
from api.pages.messages_entity import ENTITY
from api.pages.messages_home import HOME
from api.pages.messages_ledger import LEDGER
from api.pages.messages_linkages import LINKAGES
from api.pages.messages_network import NETWORK
from api.pages.messages_ontology import ONTOLOGY
from api.pages.messages_quality import QUALITY
from api.pages.messages_search import SEARCH
from api.pages.text import Text

MESSAGES: dict[str, Text] = {
    # everywhere
    "site.name": Text("规划图谱", "PlanAtlas"),
    "site.tagline": Text("每条陈述都可回到规划原文", "Every statement leads back to the plan’s own words"),
    "site.skip": Text("跳到正文", "Skip to content"),
    "site.language": Text("语言", "Language"),
    "site.menu": Text("主导航", "Main navigation"),
    "site.menu.open": Text("菜单", "Menu"),
    "site.release": Text("发布版本", "Release"),
    "list.comma": Text("、", ", "),
    "list.and": Text("、", " and "),
    "list.colon": Text("：", ": "),
    "nav.plan": Text("规划原文", "Plan"),
    "nav.network": Text("关联网络", "Network"),
    "nav.ledger": Text("任务台账", "Ledger"),
    "nav.linkages": Text("关联", "Linkages"),
    "nav.gaps": Text("缺口", "Gaps"),
    "nav.quality": Text("质量", "Quality"),
    "nav.sparql": Text("SPARQL", "SPARQL"),
    "nav.ontology": Text("本体", "Ontology"),
    "nav.docs": Text("全部地址", "All addresses"),
    "nav.sentences": Text("逐句查看", "Sentences"),
    "nav.dumps": Text("下载", "Downloads"),
    "copy.do": Text("复制", "Copy"),
    "copy.done": Text("已复制", "Copied"),
    # home
    **HOME,
    "home.at.ledger": Text(
        "逐条列出规划的举措，可筛选，可下载为表格。",
        "The plan’s directives one by one, to filter and to download as a table.",
    ),
    "home.at.ledger.csv": Text("任务台账（CSV，中文或英文）。", "The ledger (CSV, in Chinese or English)."),
    "home.at.ledger.xlsx": Text("任务台账（Excel 工作簿）。", "The ledger (Excel workbook)."),
    "home.at.ledger.json": Text("任务台账（JSON，含全部标识）。", "The ledger with all IRIs (JSON)."),
    "home.at.matrix.json": Text(
        "任意两类事物的关联矩阵（JSON；另有 CSV 与 XLSX）。",
        "A matrix of any two kinds of thing (JSON; CSV and XLSX too).",
    ),
    "home.at.top.json": Text("最强的关联及其原文（JSON）。", "The strongest links with their sentences (JSON)."),
    "home.at.coherence.json": Text(
        "应当互相知照的举措（JSON）。", "Pairs of directives that should know of one another (JSON)."
    ),
    "home.at.gaps.json": Text(
        "缺口及得出各数的查询（JSON）。", "The gaps with the queries behind their numbers (JSON)."
    ),
    "home.at.network": Text(
        "哪些小节由同一地点、设施或资金相连：可点击的图。",
        "Which subsections share a place, a facility or a fund: a picture to click.",
    ),
    "home.at.standalone": Text(
        "同一网络的单文件版本，可保存后离线打开。", "The same network as one file that opens offline once saved."
    ),
    "home.at.json": Text("网络数据（JSON）。", "The network as data (JSON)."),
    "home.at.graphml": Text(
        "网络数据（GraphML），可导入 Gephi、Cytoscape、yEd。", "The network for Gephi, Cytoscape and yEd (GraphML)."
    ),
    "home.at.gexf": Text("网络数据（GEXF），可导入 Gephi。", "The network for Gephi (GEXF)."),
    "home.at.csv": Text("网络的边表（CSV）。", "The network’s edges as a table (CSV)."),
    "home.at.sparql": Text(
        "用 SPARQL 查询图谱；附示例，结果可下载。", "Query the graph with SPARQL; with examples, results to download."
    ),
    "home.at.dumps": Text(
        "下载整个图谱（Turtle、N-Quads、JSON-LD 等）。", "Download the whole graph (Turtle, N-Quads, JSON-LD and more)."
    ),
    "home.at.plan": Text("逐段阅读规划，查看标注与陈述。", "Read the plan with its annotations and statements."),
    "home.at.text": Text(
        "规划原文纯文本；所有字符位置都以它为准。", "The plan’s plain text, the string that every offset refers to."
    ),
    "home.at.annotations": Text("全部提及与陈述（JSON）。", "All mentions and statements (JSON)."),
    "home.at.endpoint": Text("SPARQL 1.1 协议端点。", "The SPARQL 1.1 Protocol endpoint."),
    "home.at.manifest": Text(
        "本次发布的清单：输入、数量与校验值。", "The release’s manifest: inputs, counts and checksums."
    ),
    "home.at.openapi": Text("接口说明（OpenAPI）。", "A description of the interface (OpenAPI)."),
    "home.at.healthz": Text("服务状态。", "The state of the service."),
    "home.at.quality": Text(
        "图谱是否可信、何处单薄：校验结果、证据、覆盖率。",
        "Whether the graph can be trusted and where it is thin: validation, evidence, coverage.",
    ),
    "home.at.sentences": Text(
        "逐句查看：每句话得出了哪些标注与陈述。", "What each sentence of the plan yielded, one by one."
    ),
    "home.at.coverage": Text(
        "覆盖率与两次阅读的一致性（JSON）。", "Coverage and agreement of the two readings (JSON)."
    ),
    "home.at.sentences_csv": Text("每句话得出的标注与陈述（CSV）。", "What each sentence yielded (CSV)."),
    # dumps
    "dumps.title": Text("数据下载", "Downloads"),
    "dumps.lead": Text(
        "本次发布的全部文件。同样的输入得到逐字节相同的文件，可用 SHA-256 核对。",
        "All files of this release. The same inputs give the same bytes; check them by their SHA-256.",
    ),
    "dumps.group.graph": Text("整个图谱", "The whole graph"),
    "dumps.group.plans": Text("单个规划", "Single plans"),
    "dumps.group.networks": Text("网络", "Networks"),
    "dumps.group.linkages": Text("关联", "Linkages"),
    "dumps.group.ledger": Text("任务台账", "Ledger"),
    "dumps.group.quality": Text("质量", "Quality"),
    "dumps.group.other": Text("其他", "More"),
    "dumps.is.ttl": Text("Turtle，合并后的三元组，便于人阅读", "Turtle: the merged triples, the easiest to read"),
    "dumps.is.nt": Text("N-Triples，合并后的三元组，每行一条", "N-Triples: the merged triples, one a line"),
    "dumps.is.nq": Text("N-Quads，保留命名图", "N-Quads: with the named graphs"),
    "dumps.is.trig": Text("TriG，保留命名图，便于人阅读", "TriG: with the named graphs, readable"),
    "dumps.is.jsonld": Text("JSON-LD，合并后的三元组", "JSON-LD: the merged triples"),
    "dumps.is.rdf": Text("RDF/XML，合并后的三元组", "RDF/XML: the merged triples"),
    "dumps.is.plan": Text("{plan}（Turtle）", "{plan} (Turtle)"),
    "dumps.is.quality/coverage.json": Text(
        "覆盖率、缺失与两次阅读的一致性", "Coverage, gaps, and agreement of the two readings"
    ),
    "dumps.is.quality/sentences.json": Text("每句话得出的标注与陈述", "What each sentence yielded"),
    "dumps.is.quality/sentences.csv": Text(
        "每句话得出的标注与陈述（表格，UTF-8）", "What each sentence yielded, as a table (UTF-8)"
    ),
    "dumps.is.validation/report.json": Text(
        "校验结果，每条附中英文说明与原文", "What validation found, with messages in both languages and quotes"
    ),
    "dumps.is.validation/report.ttl": Text(
        "校验结果（SHACL 校验报告，Turtle）", "What validation found, as a SHACL validation report (Turtle)"
    ),
    "dumps.is.manifest.json": Text(
        "清单：输入、数量、每个文件的校验值", "Manifest: inputs, counts, checksums of all files"
    ),
    "dumps.is.html": Text("单文件交互网络，可离线打开", "The interactive network as one file, opens offline"),
    "dumps.is.json": Text("网络（JSON）", "The network (JSON)"),
    "dumps.is.svg": Text("网络图（SVG）", "The network as a drawing (SVG)"),
    "dumps.is.networks/network.json": Text("全部关联及其句子（JSON）", "All links with their sentences (JSON)"),
    "dumps.is.networks/layouts.json": Text("各图中节点的位置（JSON）", "Where nodes stand in each picture (JSON)"),
    "dumps.is.linkages/top.json": Text("最强的跨领域关联（JSON）", "The strongest links across fields (JSON)"),
    "dumps.is.linkages/coherence.json": Text("相近或相依的举措对（JSON）", "Pairs of directives (JSON)"),
    "dumps.is.linkages/coherence.xlsx": Text("相近或相依的举措对（Excel）", "Pairs of directives (Excel)"),
    "dumps.is.linkages/gaps.json": Text("规划的缺口（JSON）", "What the plans lack (JSON)"),
    "dumps.is.linkages/gaps.xlsx": Text("规划的缺口（Excel）", "What the plans lack (Excel)"),
    "dumps.is.linkages/matrix.json": Text("领域 × 技术矩阵（JSON）", "Fields × technologies (JSON)"),
    "dumps.is.linkages/matrix.xlsx": Text(
        "领域 × 技术矩阵及其句子（Excel）", "Fields × technologies with sentences (Excel)"
    ),
    "dumps.is.graphml": Text(
        "网络（GraphML，用于 Gephi、Cytoscape、yEd）", "The network (GraphML: Gephi, Cytoscape, yEd)"
    ),
    "dumps.is.gexf": Text("网络（GEXF，用于 Gephi）", "The network (GEXF: Gephi)"),
    "dumps.is.csv": Text("表格（CSV，UTF-8）", "A table (CSV, UTF-8)"),
    "dumps.is.ledger.zh.csv": Text("任务台账（CSV，中文）", "The ledger as a table in Chinese (CSV)"),
    "dumps.is.ledger.en.csv": Text("任务台账（CSV，英文）", "The ledger as a table in English (CSV)"),
    "dumps.is.ledger.xlsx": Text(
        "任务台账（Excel 工作簿，中英文）", "The ledger as an Excel workbook in both languages"
    ),
    "dumps.is.ledger.json": Text("任务台账（JSON，含全部标识）", "The ledger with all IRIs (JSON)"),
    "dumps.is.other": Text("", ""),
    "dumps.gzip": Text("压缩版", "gzip"),
    **DUMPS,
    # SPARQL
    "sparql.title": Text("SPARQL 查询", "SPARQL query"),
    "sparql.lead": Text(
        "写下查询，或从示例开始。地址栏中的网址包含查询本身，可以直接分享。",
        "Write a query or start from an example. The address holds the query itself and can be shared.",
    ),
    "sparql.query": Text("查询", "Query"),
    "sparql.run": Text("运行", "Run"),
    "sparql.shortcut": Text("或按 Ctrl + Enter", "or press Ctrl + Enter"),
    "sparql.gallery": Text("示例问题", "Example questions"),
    "sparql.group.start": Text("入门", "To begin with"),
    "sparql.group.plan": Text("规划与任务", "The plan and its tasks"),
    "sparql.group.goal": Text("目标、问题与监督", "Aims, problems and monitoring"),
    "sparql.group.technology": Text("技术与领域", "Technologies and fields"),
    "sparql.group.body": Text("机构与人群", "Bodies and people"),
    "sparql.group.means": Text("政策与工具", "Policies and instruments"),
    "sparql.group.facility": Text("建设对象", "What is built"),
    "sparql.group.place": Text("地点与文化", "Places and culture"),
    "sparql.group.plans": Text("几个规划之间", "Between plans"),
    "sparql.group.evidence": Text("证据", "Evidence"),
    "sparql.group.other": Text("其他", "Others"),
    "sparql.example": Text("哪些举措应用了哪些技术？", "Which directives use which technologies?"),
    "sparql.result": Text("结果", "Result"),
    "sparql.rows": Text("{count} 行，用时 {seconds} 秒", "{count} rows in {seconds} s"),
    "sparql.row": Text("1 行，用时 {seconds} 秒", "1 row in {seconds} s"),
    "sparql.shown": Text(
        "页面只显示前 {shown} 行；下载的文件包含全部 {count} 行。",
        "The page shows the first {shown} rows; a download holds all {count}.",
    ),
    "sparql.lines": Text(
        "页面只显示前 {shown} 行；下载的文件包含全部 {count} 行。",
        "The page shows the first {shown} lines; a download holds all {count}.",
    ),
    "sparql.empty": Text("没有符合条件的结果。", "Nothing matches."),
    "sparql.triples": Text("图，用时 {seconds} 秒", "A graph, in {seconds} s"),
    "sparql.yes": Text("是", "Yes"),
    "sparql.no": Text("否", "No"),
    "sparql.download": Text("下载全部结果", "Download all results"),
    "sparql.error": Text("查询未能运行", "The query did not run"),
    "sparql.place": Text("第 {line} 行，第 {column} 列", "Line {line}, column {column}"),
    "sparql.source": Text("原文", "in the text"),
    "sparql.unbound": Text("未绑定", "unbound"),
    **SEARCH,
    # the editor of queries
    **EDITOR,
    # reader
    "plan.contents": Text("目录", "Contents"),
    "plan.legend": Text("标注类型", "Annotations"),
    "plan.legend.hint": Text(
        "点击标注查看含义、陈述与其他出处；点击其余文字查看整句得出的陈述。",
        "Click a mark for its meaning, statements and other places; other words for all that their sentence states.",
    ),
    "plan.legend.none": Text("全部隐藏", "Hide all"),
    "plan.legend.all": Text("全部显示", "Show all"),
    "plan.forces": Text("标出举措的力度", "Show the force of directives"),
    "plan.fold": Text("展开或收起：{title}", "Unfold or fold: {title}"),
    "plan.print": Text("打印", "Print"),
    "plan.facts": Text(
        "{characters} 字 · {mentions} 处提及 · {statements} 条陈述",
        "{characters} characters · {mentions} mentions · {statements} statements",
    ),
    "plan.text": Text("原文（纯文本）", "Plain text"),
    "plan.annotations": Text("标注（JSON）", "Annotations (JSON)"),
    "plan.turtle": Text("图谱（Turtle）", "Graph (Turtle)"),
    "plan.absent": Text("节选缺失：{parts}不在所收录的原文中", "Missing in the excerpt: {parts}"),
    "plan.headingAbsent": Text(
        "节选缺失：{parts}的标题（及部分内容）不在所收录的原文中",
        "Missing in the excerpt: the heading, and perhaps more, of {parts}",
    ),
    "plan.missing": Text("{parts}（节选缺失）", "{parts} (missing in the excerpt)"),
    "plan.headingMissing": Text("{parts}（标题缺失）", "{parts} (heading missing)"),
    "level.chapter": Text("第 {number} 章", "chapter {number}"),
    "level.section": Text("第 {number} 节", "section {number}"),
    "level.subsection": Text("第 {number} 小节", "subsection {number}"),
    "level.other": Text("第 {number} 部分", "part {number}"),
    "levels.chapter": Text("第 {number} 章", "chapters {number}"),
    "levels.section": Text("第 {number} 节", "sections {number}"),
    "levels.subsection": Text("第 {number} 小节", "subsections {number}"),
    "levels.other": Text("第 {number} 部分", "parts {number}"),
    "plan.card.close": Text("关闭", "Close"),
    "plan.card.meaning": Text("所指", "Refers to"),
    "plan.card.place": Text("第 {begin}–{end} 字符", "Characters {begin}–{end}"),
    "plan.card.link": Text("复制此处链接", "Copy a link to this place"),
    "plan.card.about": Text("本举措中与它有关的陈述", "Statements about it in this directive"),
    "plan.card.statements": Text("由本举措得出的陈述", "Statements made from this directive"),
    "plan.card.others": Text("本举措的其他陈述", "Other statements of this directive"),
    "plan.card.nothing": Text("此处没有得出陈述。", "No statement is made from here."),
    "plan.card.elsewhere": Text("其他出处", "Where else"),
    "plan.card.more": Text("另有 {count} 处", "{count} more places"),
    "plan.card.sentence": Text("本句得出的全部陈述", "All statements made from this sentence"),
    "plan.card.ofsentence": Text("句子", "Sentence"),
    "plan.card.derived": Text("由规则推出的陈述", "Statements derived by rules"),
    "plan.card.assertion": Text("断言", "assertion"),
    "plan.card.force": Text("力度", "Force"),
    "plan.card.this": Text("本举措", "This directive"),
    "plan.card.failed": Text("标注数据未能载入。", "The annotations could not be loaded."),
    "plan.outside": Text("此网址所指的字符不在本文中。", "The characters that this address names are not in the text."),
    # annotation types
    "type.Task": Text("任务", "Task"),
    "type.Directive": Text("举措", "Directive"),
    "type.Goal": Text("目标", "Goal"),
    "type.Target": Text("量化目标", "Target"),
    "type.Heading": Text("标题", "Heading"),
    "type.Problem": Text("问题", "Problem"),
    "type.Technology": Text("技术", "Technology"),
    "type.Domain": Text("领域", "Domain"),
    "type.Scenario": Text("应用场景", "Scenario"),
    "type.Facility": Text("建设对象", "Facility"),
    "type.Instrument": Text("政策工具", "Instrument"),
    "type.Policy": Text("政策文件", "Policy document"),
    "type.Body": Text("主体", "Body"),
    "type.Group": Text("人群", "Group"),
    "type.Location": Text("地点", "Location"),
    "type.Date": Text("时间", "Date"),
    "type.Indicator": Text("指标", "Indicator"),
    "type.DataAsset": Text("数据资源", "Data asset"),
    "type.CulturalAsset": Text("文化资源", "Cultural asset"),
    # errors
    "error.404": Text("没有找到这个地址。", "There is nothing at this address."),
    "error.405": Text("这个地址不接受这种请求。", "This address does not take this kind of request."),
    "error.400": Text("请求有误。", "The request is not right."),
    "error.406": Text("没有所要求的格式。", "There is no such format."),
    "error.410": Text("这里的内容已经撤下。", "What was here has been withdrawn."),
    "error.413": Text("请求的内容太大。", "That is too much at once."),
    "error.415": Text("无法读取这种格式的请求。", "A request of this kind cannot be read."),
    "error.429": Text("请求过于频繁，请稍后再试。", "Too many requests; try again in a moment."),
    "error.500": Text("服务出错了，已记入日志。", "Something went wrong here; it has been logged."),
    "error.503": Text("服务正忙，请稍后再试。", "The service is busy; try again in a moment."),
    "error.504": Text("用时过长，已经中止。", "It took too long and was ended."),
    "error.other": Text("请求未能完成。", "The request could not be answered."),
    "error.home": Text("回到首页", "Back to the start"),
    "fault.filter": Text("没有“{name}”这个条件。", "There is no filter {name}."),
    "fault.value": Text("条件 {name} 没有“{value}”这个取值。", "{name} has no value {value}."),
    "fault.number": Text(
        "条件 {name} 须为不小于 0 的数，而不是“{value}”。", "{name} is a number from 0 on, not {value}."
    ),
    "fault.switch": Text("条件 {name} 只取 1 或 0，而不是“{value}”。", "{name} is 1 or 0, not {value}."),
    "fault.nothing": Text(
        "没有叫作“{value}”的事物。请写它的名称，或标识的末尾，例如 technology/5g。",
        "Nothing is called {value}. Write its name or the end of its IRI, such as technology/5g.",
    ),
    "fault.several": Text("不止一个事物叫作“{value}”，请从下列标识中选一个。", "Several things are called {value}:"),
    "fault.path": Text("路径须连接两个不同的事物：path=A,B。", "A path joins two different things: path=A,B."),
    "fault.opened": Text(
        "一次不能展开 {value} 个节点（最多 40 个），请改用更宽的条件。", "{value} nodes cannot be opened at once."
    ),
    "fault.most": Text(
        "一次不能显示“{value}”条关联：most 可取 1 至 10000；全部关联见 /network/data.json。",
        "{value} links cannot be shown at once.",
    ),
    "fault.known": Text("可用：{words}。", "There are {words}."),
    "fault.page": Text("没有第 {number} 页；页码从 1 起。", "There is no page {number}; pages are counted from 1."),
    "fault.search.long": Text("要找的文字太长，最多 {most} 个字符。", "Search for at most {most} characters."),
    # things
    **ENTITY,
    **BROWSE,
    **ABOUT,
    # all addresses
    **DOCS,
    # quality
    **QUALITY,
    # ledger
    **LEDGER,
    # network
    **NETWORK,
    **LINKAGES,
    # ontology
    **ONTOLOGY,
}


def message(key: str, language: Language, **fields: object) -> str:
    """Give a message in a language, with its fields filled in.

    Raises:
        KeyError: there is no such message, or a field is missing.
    """
    text = MESSAGES[key].zh if language is Language.ZH else MESSAGES[key].en
    return text.format(**fields) if fields else text


def words(language: Language, *beginnings: str) -> dict[str, str]:
    """Give the messages whose keys begin so, in a language, with their fields still open: for scripts."""
    return {key: message(key, language) for key in MESSAGES if key.startswith(beginnings)}
