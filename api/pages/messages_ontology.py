"""The words of the page of the ontology."""

from __future__ import annotations

from api.pages.text import Text

ONTOLOGY: dict[str, Text] = {
    "ontology.version": Text("版本", "Version"),
    "ontology.iri": Text("本体 IRI", "Ontology IRI"),
    "ontology.versioniri": Text("版本 IRI", "Version IRI"),
    "ontology.prior": Text("前一版本", "Prior version"),
    "ontology.prefix": Text("前缀与命名空间", "Prefix and namespace"),
    "ontology.creator": Text("创建者", "Creator"),
    "ontology.dates": Text("日期", "Dates"),
    "ontology.dated": Text("创建于 {created}，修改于 {modified}", "created {created}, modified {modified}"),
    "ontology.license": Text("许可", "Licence"),
    "ontology.cite": Text("引用方式", "How to cite"),
    "ontology.download": Text("下载", "Downloads"),
    "ontology.reading": Text(
        "例句引自规划原文，可点击查看出处。“用于”与“取值”是给读者的提示，不参与推理；“互斥”与上下位关系是公理。",
        "Examples quote the plan and lead to their place in it. “Used with” and “values” are hints for readers, from "
        "which nothing is inferred; “disjoint with” and what is broader or narrower are axioms.",
    ),
    "ontology.classes": Text("类", "Classes"),
    "ontology.classes.is": Text("图谱中有哪些种类的事物。", "The kinds of things that there are in the graph."),
    "ontology.statements": Text("陈述属性", "Statement properties"),
    "ontology.statements.is": Text(
        "表达规划说了什么；每条三元组都有附证据的断言。",
        "They say what a plan says; each of their triples has an assertion with evidence.",
    ),
    "ontology.links": Text("其他对象属性", "Other object properties"),
    "ontology.links.is": Text(
        "结构、分类与证据；值为事物。", "Structure, classification and evidence; their values are things."
    ),
    "ontology.values": Text("数据属性", "Datatype properties"),
    "ontology.values.is": Text("值为文字、数字或位置。", "Their values are texts, numbers and offsets."),
    "ontology.symmetric": Text("对称", "symmetric"),
    "ontology.asymmetric": Text("非对称", "asymmetric"),
    "ontology.super": Text("上位类", "Subclass of"),
    "ontology.sub": Text("下位类", "Superclass of"),
    "ontology.superproperty": Text("上位属性", "Subproperty of"),
    "ontology.subproperty": Text("下位属性", "Superproperty of"),
    "ontology.domain": Text("用于", "Used with"),
    "ontology.range": Text("取值", "Values"),
    "ontology.scheme": Text("受控取值", "Controlled values"),
    "ontology.has": Text("所用属性", "Has properties"),
    "ontology.of": Text("作为其值", "Is value of"),
    "ontology.disjoint": Text("互斥", "Disjoint with"),
    "ontology.submatch": Text("归入", "Is a"),
    "ontology.closematch": Text("相近", "Close to"),
    "ontology.relatedmatch": Text("相关", "Related to"),
    "ontology.line": Text("原文第 {number} 行", "line {number}"),
    "ontology.alignments": Text("与其他词表的对应", "Alignments"),
    "ontology.alignments.is": Text(
        "与其他词表术语的关系，自成一图，本体不导入：“归入”表示前者皆为后者，“相近”表示含义几乎相同，“相关”表示有联系而性质不同。",
        "Ties to terms of other vocabularies, a graph of its own that the ontology does not import. “Is a”: each of "
        "ours is one of theirs; “close to”: they mean nearly the same; “related to”: they touch, and differ in kind.",
    ),
    "ontology.ours": Text("本体术语", "Ours"),
    "ontology.tie": Text("关系", "Tie"),
    "ontology.theirs": Text("对方术语", "Theirs"),
    "ontology.controlled": Text("受控取值", "Controlled values"),
    "ontology.controlled.is": Text(
        "部分属性的取值限于以下概念表。", "Some properties take their values from these concept schemes."
    ),
    "ontology.usedby": Text("用于属性", "Values of"),
    "ontology.rules": Text("推导规则", "Rules"),
    "ontology.rules.is": Text(
        "以 SPARQL CONSTRUCT 写成的规则得出推导的三元组，每条都附断言，并注明由哪条断言得出。",
        "Rules written as SPARQL CONSTRUCT derive further triples, each with an assertion that names the one it came "
        "from.",
    ),
    "ontology.context": Text("JSON-LD 上下文", "JSON-LD context"),
    "ontology.context.is": Text(
        "使每个术语可在 JSON-LD 1.1 中直接用作键，并带有取值类型与语言。",
        "Makes every term a plain key in JSON-LD 1.1, with the type and language of its values.",
    ),
    "home.at.ontology": Text(
        "本体说明：每个类与属性的含义、例句与关系。", "The ontology: what each class and property means, with examples."
    ),
    "home.at.turtle": Text("本体（Turtle）。", "The ontology (Turtle)."),
    "home.at.context": Text("JSON-LD 上下文。", "The JSON-LD context."),
    "dumps.group.ontology": Text("本体", "Ontology"),
    "dumps.is.ontology/planatlas.ttl": Text("本体（Turtle）", "The ontology (Turtle)"),
    "dumps.is.ontology/alignments.ttl": Text(
        "与其他词表的对应（Turtle）", "Alignments with other vocabularies (Turtle)"
    ),
    "dumps.is.ontology/context.jsonld": Text("JSON-LD 上下文", "The JSON-LD context"),
    "dumps.is.rq": Text("推导规则（SPARQL CONSTRUCT）", "A rule (SPARQL CONSTRUCT)"),
}
"""Messages of the ontology's page, and what other pages say of it."""
