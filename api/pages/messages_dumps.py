"""The words of the page of downloads that tell how to use them, a part of the table of all words."""

from __future__ import annotations

from api.pages.text import Text

_TABLES = {
    "coherence": ("相近或相依的举措对", "Pairs of directives"),
    "gaps": ("规划的缺口", "What the plans lack"),
    "matrix": ("领域 × 技术矩阵", "Fields × technologies"),
    "plans": ("各规划的共有与独有", "The plans compared"),
    "names": ("可能是同一建设对象的不同名称", "Facilities that may be one by two names"),
    "top.shared": ("最强的关联：共同提及的具名事物", "The strongest links: shared named things"),
    "top.stated": ("最强的关联：规划明言的关联", "The strongest links: stated by the plan"),
    "top.technology": ("最强的关联：共用技术", "The strongest links: shared technologies"),
    "top.together": ("最强的关联：同一举措中并提", "The strongest links: together in one directive"),
}

_LISTS = {
    "top": ("最强的跨领域关联", "The strongest links across fields"),
    "coherence": ("相近或相依的举措对", "Pairs of directives"),
    "gaps": ("规划的缺口", "What the plans lack"),
    "plans": ("各规划的共有与独有", "The plans compared"),
}

DUMPS: dict[str, Text] = {
    "dumps.is.linkages/plans.json": Text("各规划的共有与独有（JSON）", "The plans compared (JSON)"),
    **{
        f"dumps.is.linkages/reviewed/{name}.json": Text(f"{zh}，略去草稿（JSON）", f"{en}, without drafts (JSON)")
        for name, (zh, en) in _LISTS.items()
    },
    **{
        f"dumps.is.linkages/{name}.{tag}.csv": Text(f"{zh}（CSV，{in_zh}）", f"{en} (CSV, in {in_en})")
        for name, (zh, en) in _TABLES.items()
        for tag, in_zh, in_en in (("zh", "中文", "Chinese"), ("en", "英文", "English"))
    },
    "dumps.is.networks/network.csv": Text("全部关联（CSV，中英文）", "All links (CSV, in both languages)"),
    "dumps.is.networks/network.nodes.csv": Text("全部节点（CSV，中英文）", "All nodes (CSV, in both languages)"),
    "dumps.is.networks/network.zh.svg": Text("网络图（SVG，中文）", "The network as a drawing (SVG, in Chinese)"),
    "dumps.is.networks/network.en.svg": Text("网络图（SVG，英文）", "The network as a drawing (SVG, in English)"),
    "dumps.is.networks/standalone.zh.html": Text(
        "单文件交互网络，可离线打开（中文）", "The interactive network as one file, opens offline (in Chinese)"
    ),
    "dumps.is.networks/standalone.en.html": Text(
        "单文件交互网络，可离线打开（英文）", "The interactive network as one file, opens offline (in English)"
    ),
    "home.at.void": Text(
        "统计、命名图、示例查询与前缀（VoID）。", "Statistics, named graphs, example queries and prefixes (VoID)."
    ),
    "home.at.catalog": Text("数据目录（DCAT）。", "The catalog of the data (DCAT)."),
    "dumps.group.tables": Text("平面表", "Flat tables"),
    "dumps.group.catalog": Text("自述", "Self-description"),
    "dumps.is.entities.csv": Text(
        "实体表：每个实体一行，含类别、中英文标签、所属规划、位置、提及数与陈述数（CSV，UTF-8）",
        "Entities, one a row: classes, labels in Chinese and English, plan, offsets, numbers of mentions and "
        "statements (CSV, UTF-8)",
    ),
    "dumps.is.statements.csv": Text(
        "陈述表：规划所言的每条陈述一行，含主语、属性、宾语、举措、引文、位置、力度、方法与审核状态（CSV，UTF-8）",
        "Statements, one a row, as far as a plan itself makes them: subject, property, object, directive, quote, "
        "offsets, force, method, review status (CSV, UTF-8)",
    ),
    "dumps.is.void.ttl": Text(
        "统计、命名图、示例查询与前缀（VoID、SPARQL Service Description、SHACL）",
        "Statistics, named graphs, example queries and prefixes (VoID, SPARQL Service Description, SHACL)",
    ),
    "dumps.is.dcat.ttl": Text(
        "数据目录：每个文件的格式、大小、校验值与许可（DCAT 3）",
        "Catalog: format, size, checksum and licence of every file (DCAT 3)",
    ),
    "dumps.is.SHA256SUMS": Text(
        "全部文件的 SHA-256，供 sha256sum 核对", "SHA-256 of all files, for sha256sum to check"
    ),
    "dumps.named": Text("命名图", "Named graphs"),
    "dumps.named.lead": Text(
        "N-Quads 与 TriG 保留下列命名图；其他格式是它们的合并。没有空白节点。",
        "N-Quads and TriG keep these named graphs; the other formats hold their merge. There are no blank nodes.",
    ),
    "dumps.is.named.plan": Text("规划的内容：单元、实体与陈述", "What a plan says: units, entities and statements"),
    "dumps.is.named.evidence": Text(
        "证据：断言与提及，指向原文字符", "Evidence: assertions and mentions, down to the characters"
    ),
    "dumps.is.named.derived": Text("由规则推出的陈述", "What rules derive"),
    "dumps.is.named.ontology": Text("本体", "The ontology"),
    "dumps.is.named.vocabularies": Text("词表", "The vocabularies"),
    "dumps.is.named.alignments": Text("与其他词汇的对应", "Ties to other vocabularies"),
    "dumps.is.named.background": Text(
        "规划未言明的背景知识，各有出处", "What no plan says: background, each statement with its source"
    ),
    "dumps.is.named.catalog": Text("自述：目录、统计、示例查询", "Self-description: catalog, statistics, queries"),
    "dumps.is.named.other": Text("", ""),
    "dumps.triples": Text("{count} 条三元组", "{count} triples"),
    "dumps.tables": Text("怎样读平面表", "How to read the tables"),
    "dumps.tables.lead": Text(
        "以 _zh、_en 结尾的列是标签，没有标签时为空。begin 与 end 是规划原文中的字符位置，从 0 起。"
        "一格中的多个值以竖线隔开。以等号、加号、减号等开头的文字前加了撇号，以免电子表格当作公式。"
        "stated_in 是说出陈述的举措、标题或条目标签，只有举措才有力度；polarity 为空表示规划要做，否则表示要避免。"
        "推出的陈述与背景知识不在表中。",
        "Columns ending in _zh and _en are labels; a label that there is not is an empty cell. begin and end are "
        "offsets of characters in the text of the plan, from 0. Several values in a cell stand apart by a bar. Text "
        "that begins like a formula has an apostrophe before it. stated_in is the directive, heading or label of an "
        "item that makes the statement; only a directive has a force. Where polarity is empty the plan wants a thing, "
        "else it wants it avoided. Derived statements and background are not in the tables.",
    ),
    "dumps.cite": Text("引用", "Cite"),
    "dumps.cite.as": Text(
        "PlanAtlas 贡献者。PlanAtlas {version}，发布 {release}。{dataset}（CC BY 4.0）。",
        "The PlanAtlas contributors. PlanAtlas {version}, release {release}. {dataset} (CC BY 4.0).",
    ),
    "dumps.cite.note": Text(
        "发布号由全部输入算出，同一发布号总是同样的数据。规划原文不由我们授权，转载全文前请查看发布者的规定。",
        "The release is named by a hash of all its inputs: the same name always means the same data. The texts of "
        "plans are not ours to license; before you reprint one as a whole, look at the terms of its publisher.",
    ),
    "dumps.load": Text("载入", "Load"),
    "dumps.load.check": Text("下载并核对", "Download and check"),
    "dumps.load.rdflib": Text("Python，用 rdflib", "Python, with rdflib"),
    "dumps.load.r": Text("R，读平面表", "R, from the flat tables"),
    "dumps.load.fuseki": Text("Apache Jena Fuseki", "Apache Jena Fuseki"),
}
