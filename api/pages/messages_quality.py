"""The words of the pages on quality, a part of the table of all words."""

from __future__ import annotations

from api.pages.text import Text

QUALITY: dict[str, Text] = {
    "quality.title": Text("质量", "Quality"),
    "quality.lead": Text(
        "图谱是否可信，何处单薄。以下数字均由本次发布的数据算出。",
        "Whether the graph can be trusted, and where it is thin. All figures are computed from the data of this "
        "release.",
    ),
    "quality.older": Text(
        "本次发布由较早的版本构建，没有质量报告。用当前版本重新构建（planatlas build）即可，服务会自动切换。",
        "An older version built this release, without reports on quality. Build it again with this version "
        "(planatlas build); the server then turns to it by itself.",
    ),
    "quality.glance": Text("概览", "At a glance"),
    "quality.at.violations": Text("违反校验规则", "Violations of shapes"),
    "quality.at.evidence": Text("陈述附有证据", "Statements with evidence"),
    "quality.at.person": Text("陈述经人审核", "Statements reviewed by a person"),
    "quality.at.directive": Text("原文字符在举措之内", "Characters inside a directive"),
    "quality.at.stating": Text("句子得出陈述", "Sentences that state something"),
    "quality.at.unexplained": Text("句子既无标注又无说明", "Sentences with nothing and no reason"),
    "quality.of": Text("{part} / {whole}", "{part} of {whole}"),
    "quality.validation": Text("校验结果", "Validation"),
    "quality.validation.lead": Text(
        "整个图谱按 SHACL 规则校验。有“违反”则不能发布；“警告”与“提示”可以发布，但值得查看。",
        "The whole graph is held against SHACL shapes. A violation stops a release; warnings and hints do not, but "
        "are worth a look.",
    ),
    "quality.validation.none": Text(
        "本次发布没有保存校验结果。", "This release does not keep the results of its validation."
    ),
    "quality.severity.Violation": Text("违反", "Violations"),
    "quality.severity.Warning": Text("警告", "Warnings"),
    "quality.severity.Info": Text("提示", "Hints"),
    "quality.none": Text("无", "None"),
    "quality.more": Text(
        "本页只列出前 {shown} 项，数据中有全部 {count} 项。", "The first {shown}; the data hold all {count}."
    ),
    "quality.value": Text("值：{value}", "Value: {value}"),
    "quality.place": Text("原文", "In the text"),
    "quality.trust": Text("证据与审核", "Evidence and review"),
    "quality.trust.unreviewed": Text("尚无任何陈述经人审核。", "No person has reviewed any statement yet."),
    "quality.trust.reviewed": Text(
        "{whole} 条原文陈述中有 {part} 条经人审核。", "A person has reviewed {part} of the {whole} stated statements."
    ),
    "quality.trust.model": Text(
        "原文中的全部陈述均由语言模型读出。", "A language model read all statements from the text."
    ),
    "quality.trust.mixed": Text(
        "原文中的 {whole} 条陈述有 {part} 条由语言模型读出。",
        "A language model read {part} of the {whole} statements from the text.",
    ),
    "quality.method": Text("陈述的来源", "How statements came about"),
    "quality.method.model": Text("语言模型读出", "Read by a language model"),
    "quality.method.rule": Text("规则抽取", "Extracted by a rule"),
    "quality.method.person": Text("人工读出", "Read by a person"),
    "quality.method.derived": Text("由其他陈述推导", "Derived from other statements"),
    "quality.method.background": Text("背景知识", "Background knowledge"),
    "quality.review": Text("原文陈述的审核状态", "Review of the stated statements"),
    "quality.review.draft": Text("草稿（一次阅读）", "Draft (one reading)"),
    "quality.review.settled": Text("定稿（两次阅读后）", "Settled (after two readings)"),
    "quality.review.reviewed": Text("经人审核", "Reviewed by a person"),
    "quality.agreement": Text("两次阅读的一致性", "Agreement of the two readings"),
    "quality.agreement.lead": Text(
        "同一原文被各自独立地读了两次，差异之处再作裁定。α（Krippendorff 的单元化 α）衡量两次阅读在哪些字符上"
        "标注了同一类型，并扣除偶然一致：1 为完全一致，0 与随机无异；F1 只计起止字符与类型都相同者。",
        "The same text was read twice, each time independently, and the differences were then decided. α "
        "(Krippendorff’s unitizing alpha) tells how far the two readings put a type on the same characters, beyond "
        "chance: 1 is perfect agreement, 0 no more than chance. F1 counts only what is equal to the character.",
    ),
    "quality.agreement.model": Text(
        "两次阅读均由语言模型完成：一致说明读法稳定，并不等于人也会这样读。",
        "A language model did both readings: agreement shows that the reading is stable, not that a person would "
        "read it so.",
    ),
    "quality.agreement.none": Text(
        "本规划没有保存两次阅读，无从计算一致性。",
        "Two readings of this plan are not kept, so there is no agreement to tell.",
    ),
    "quality.agreement.mentions": Text("标注", "Mentions"),
    "quality.agreement.attributes": Text("属性", "Attributes"),
    "quality.agreement.relations": Text("关系", "Relations"),
    "quality.agreement.first": Text("第一次", "First"),
    "quality.agreement.second": Text("第二次", "Second"),
    "quality.agreement.equal": Text("相同", "Equal"),
    "quality.thin": Text("何处单薄", "Where it is thin"),
    "quality.thin.lead": Text(
        "每节有多少字符在举措之内，多少句子没有标注，得出多少条陈述。",
        "For each section: how much of it stands inside directives, how many sentences have no annotation, and how "
        "many statements come from it.",
    ),
    "quality.section": Text("章节", "Section"),
    "quality.inside": Text("举措内字符", "In directives"),
    "quality.sentences": Text("句子", "Sentences"),
    "quality.empty": Text("无标注", "Nothing"),
    "quality.statements": Text("陈述", "Statements"),
    "quality.measures": Text("任务措施各有什么", "What the measures have"),
    "quality.measures.lead": Text(
        "任务、保障措施与专栏条目中，有多少写明了这些内容（以原文陈述为准）。",
        "How many tasks, safeguard measures and box items state such a thing (counting what the text states).",
    ),
    "quality.responsible": Text("负责主体", "Responsible body"),
    "quality.bare": Text("没有任何陈述的任务措施", "Measures without any statement"),
    "quality.lacks": Text("节选缺什么", "What the excerpt lacks"),
    "quality.lacks.sections": Text("不在所收录的原文中", "Not in the text"),
    "quality.lacks.headings": Text("标题不在所收录的原文中", "Heading not in the text"),
    "quality.lacks.complete": Text("编号连续，看不出缺失的章节。", "The numbers run on: no section is missing."),
    "quality.lacks.years": Text(
        "规划期（按原文措辞）：{period}；原文没有起止年份。",
        "The plan’s period, as worded: {period}; the text gives no years.",
    ),
    "quality.lacks.period": Text("原文没有写明规划期。", "The text does not name the plan’s period."),
    "quality.lacks.status": Text("文件状态：{status}（按原文措辞）。", "Status of the document, as worded: {status}."),
    "quality.lacks.responsible": Text(
        "{whole} 项任务措施中，{part} 项没有写明由谁负责。",
        "{part} of {whole} measures do not say who is responsible.",
    ),
    "quality.lacks.target": Text(
        "{whole} 项任务措施中，{part} 项没有量化目标。", "{part} of {whole} measures have no quantified target."
    ),
    "quality.lacks.date": Text(
        "{whole} 项任务措施中，{part} 项没有时间要求。", "{part} of {whole} measures have no date."
    ),
    "quality.lacks.place": Text(
        "{whole} 项任务措施中，{part} 项没有写明地点。", "{part} of {whole} measures name no place."
    ),
    "quality.counts": Text("实体与陈述", "Entities and statements"),
    "quality.classes": Text("实体（按类）", "Entities by class"),
    "quality.class": Text("类", "Class"),
    "quality.entities": Text("实体", "Entities"),
    "quality.mentions": Text("提及", "Mentions"),
    "quality.properties": Text("陈述（按属性）", "Statements by property"),
    "quality.property": Text("属性", "Property"),
    "quality.stated": Text("原文陈述", "Stated"),
    "quality.derived": Text("推导", "Derived"),
    "quality.sum": Text("合计", "Total"),
    "quality.data": Text("数据", "As data"),
    "quality.data.coverage": Text("覆盖率（JSON）", "Coverage (JSON)"),
    "quality.data.report": Text("校验报告（JSON）", "Validation report (JSON)"),
    "quality.data.turtle": Text("校验报告（Turtle）", "Validation report (Turtle)"),
    "quality.data.json": Text("逐句结果（JSON）", "Sentences (JSON)"),
    "quality.data.csv": Text("逐句结果（CSV）", "Sentences (CSV)"),
    "quality.see": Text("逐句查看", "See every sentence"),
    "quality.back": Text("质量概览", "Quality at a glance"),
    "quality.sentences.title": Text("每句话得出了什么", "What each sentence yielded"),
    "quality.sentences.lead": Text(
        "按原文次序列出每个句子、标题、专栏标题与条目标签，以及由此得出的标注与陈述。点击句子可回到原文。",
        "Every sentence, heading, box title and item label in the order of the text, with the annotations and "
        "statements made from it. A click on a sentence leads to its place in the plan.",
    ),
    "quality.filter": Text("只看", "Show"),
    "quality.filter.all": Text("全部", "All"),
    "quality.filter.statements": Text("有陈述", "With statements"),
    "quality.filter.mentions": Text("只有标注", "Annotations only"),
    "quality.filter.nothing": Text("一无所得", "Yields nothing"),
    "quality.filter.unexplained": Text("一无所得且无说明", "Nothing, no reason given"),
    "quality.filter.empty": Text("没有这样的句子。", "There is no such sentence."),
    "quality.kind.sentence": Text("句", "Sentence"),
    "quality.kind.heading": Text("标题", "Heading"),
    "quality.kind.box": Text("专栏标题", "Box title"),
    "quality.kind.label": Text("条目标签", "Item label"),
    "quality.kind.row": Text("表格行", "Table row"),
    "quality.kind.title": Text("文首", "Title line"),
    "quality.nothing": Text("一无所得，未说明原因。", "Yields nothing; no reason is given."),
    "quality.reason": Text("原因：{reason}", "Reason: {reason}"),
    "quality.reason.part": Text("“{quote}”：{reason}", "“{quote}”: {reason}"),
    "quality.more.derived": Text("另有 {count} 条推导陈述", "and {count} derived"),
    "quality.front": Text("章节之前", "Before the first section"),
    "quality.tally": Text(
        "有陈述 {statements}，只有标注 {mentions}，一无所得 {nothing}",
        "{statements} with statements, {mentions} with annotations only, {nothing} with nothing",
    ),
}
