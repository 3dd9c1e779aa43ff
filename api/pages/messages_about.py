"""The words of the page about the graph."""

from __future__ import annotations

from api.pages.text import Text

ABOUT: dict[str, Text] = {
    "nav.about": Text("关于", "About"),
    "home.at.about": Text(
        "方法、局限、许可、引用方式，以及背景知识的来源。",
        "Method, limits, licence, how to cite, and where background knowledge is from.",
    ),
    "about.title": Text("关于本图谱", "About this graph"),
    "about.lead": Text(
        "规划图谱把政府发展规划整理成可查询的知识图谱；规划的每条陈述都可回到原文的起止字符，规划没有说的不写入规划的陈述。",
        "PlanAtlas turns government development plans into a knowledge graph. Every statement of a plan leads to "
        "its exact characters in the text, and nothing is stated of a plan that it does not say.",
    ),
    "about.method": Text("方法", "Method"),
    "about.method.text": Text("原文。", "The text."),
    "about.method.text.is": Text(
        "规划原文一字不改地保存，附散列值；章节、任务、专栏等由程序按版式切分，缺失之处注明缺失。",
        "It is kept as it is, with its hash; sections, tasks and boxes are cut out by program from its layout, "
        "and what is missing is marked missing.",
    ),
    "about.method.readings": Text("标注。", "The readings."),
    "about.method.readings.is": Text(
        "语言模型依同一标注规范独立阅读两遍，分歧由第三次阅读裁定；两份读法、每处分歧及其理由、一致程度均公开。",
        "A language model read the text twice by the same guidelines, each time without the other reading before "
        "it; a third reading decided the differences. Both readings, each decision with its reason and the "
        "agreement are published.",
    ),
    "about.method.statements": Text("陈述与证据。", "Statements and evidence."),
    "about.method.statements.is": Text(
        "每条陈述是一个三元组，另有断言记录其出处文段、得出方式与审核状态。",
        "Each statement is a triple, with an assertion that records the characters it rests on, how it was made "
        "and how far it has been checked.",
    ),
    "about.method.derived": Text("推导。", "Derivation."),
    "about.method.derived.is": Text(
        "少量规则从举措的陈述推出任务等的陈述，例如“任务应用技术”；推出的陈述单独成图，标为“推导”，并指向所依据的断言。",
        "A few rules carry the statements of directives to their tasks and the like. What they add stands in a "
        "graph of its own, is marked as derived, and names the assertions that it rests on.",
    ),
    "about.method.checks": Text("校验。", "Checks."),
    "about.method.checks.is": Text(
        "图谱以 SHACL 形状校验：引文须与原文逐字相同，没有证据的陈述不予通过。",
        "SHACL shapes are checked: quotations equal the text character by character, and no statement passes "
        "without evidence.",
    ),
    "about.quality": Text("查看质量报告", "The quality report"),
    "about.ontology": Text("查看本体文档", "The ontology, term by term"),
    "about.limits": Text("局限", "Limits"),
    "about.limits.person": Text("未经人工审核。", "No person has reviewed it,"),
    "about.limits.person.is": Text(
        "除非陈述的审核状态注明“已审核”；“定稿”仅指两次阅读的分歧已经裁定。",
        "unless a statement’s review status says so; “settled” means only that the two readings have been reconciled.",
    ),
    "about.limits.excerpt": Text("原文可能是节选或草案。", "A text may be an excerpt or a draft."),
    "about.limits.excerpt.is": Text(
        "计数与比较只对所收文本成立；缺失的章节在阅读页与质量页注明。",
        "Counts and comparisons hold for the text that is here; what is missing is named on its page and in the "
        "quality report.",
    ),
    "about.limits.english": Text("英文名称为我们所译，", "English names are ours,"),
    "about.limits.english.is": Text("不是官方译名。", "not official translations."),
    "about.limits.status": Text("规划要做的不等于已做成的。", "What a plan wants is not what is done."),
    "about.limits.status.is": Text(
        "陈述的是规划的意图；力度与肯否记在作出陈述的举措上。",
        "Statements say what it intends; force and polarity stand on the directive that says it.",
    ),
    "about.limits.address": Text("标识的网址尚未注册。", "The addresses of identifiers are not registered."),
    "about.limits.address.is": Text(
        "https://w3id.org/planatlas/ 下的标识在公网不能解析，由本服务在同样的路径上应答。",
        "Identifiers below https://w3id.org/planatlas/ do not resolve on the web; this service answers at the "
        "same paths.",
    ),
    "about.background": Text("背景知识", "Background knowledge"),
    "about.background.is": Text(
        "理解规划所需、而规划本身没有说的少量事实：单独成图，每条附来源，不与规划的陈述混在一起。",
        "A few facts that help to understand a plan and that it does not say: in a graph of their own, each with "
        "its source, never mixed with what the plan says.",
    ),
    "about.background.statement": Text("事实", "Fact"),
    "about.background.source": Text("来源", "Source"),
    "about.background.none": Text("本发布版本没有背景知识。", "This release holds none."),
    "about.report": Text("报告有误的陈述", "Reporting a wrong statement"),
    "about.report.is": Text(
        "在任一事物的页面展开“证据与报告”，复制断言标识，连同理由告知本服务的维护者。断言标识不随页面变动，足以找到这条陈述及其原文。",
        "On the page of any thing open “Evidence, report”, copy the IRI of the assertion and send it with your "
        "reason to those who run this service. The IRI alone leads to the statement and to its characters in the "
        "text.",
    ),
    "about.licence": Text("许可", "Licence"),
    "about.licence.data": Text(
        "数据（本体、词表、标注、图谱）：", "Data (ontology, vocabularies, annotations, graph):"
    ),
    "about.licence.code": Text("程序：", "Program:"),
    "about.licence.text": Text("规划原文：", "Texts of plans:"),
    "about.licence.text.is": Text(
        "属公共机构文件，此处作为来源引用，不由我们授权，其法律状态未经我们查证。",
        "documents of public authorities, quoted as sources and not ours to license; we have not had their legal "
        "status examined.",
    ),
    "about.cite": Text("引用方式", "How to cite"),
    "about.cite.is": Text(
        "请写明发布版本的散列值：同一散列值即同一数据。",
        "Please name the hash of the release: the same hash means the same data.",
    ),
    "about.citation": Text(
        "PlanAtlas 贡献者。规划图谱（PlanAtlas），{version} 版，发布版本 {release}。CC BY 4.0。",
        "The PlanAtlas contributors. PlanAtlas, version {version}, release {release}. CC BY 4.0.",
    ),
    "about.cite.plan": Text(
        "引用规划的某条陈述时，请同时给出断言标识与原文位置（如 /plans/ID#char=4768,4780）。",
        "To cite a single statement, give the IRI of its assertion and its place in the text (such as "
        "/plans/ID#char=4768,4780).",
    ),
}
