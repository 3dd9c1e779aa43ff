"""The words of the pages on linkages and gaps, a part of the table of all words."""

from __future__ import annotations

from api.pages.text import Text

LINKAGES: dict[str, Text] = {
    "linkages.title": Text("关联", "Linkages"),
    "linkages.tabs": Text("关联的四种看法", "Four views of the linkages"),
    "linkages.tab.matrix": Text("关联矩阵", "Matrix"),
    "linkages.tab.top": Text("最强关联", "Strongest links"),
    "linkages.tab.coherence": Text("协同对照", "Coherence"),
    "linkages.tab.plans": Text("规划比较", "Plans compared"),
    "linkages.download": Text("下载", "Download"),
    "linkages.csv": Text("CSV（中文）", "CSV (English)"),
    "linkages.xlsx": Text("Excel 工作簿", "Excel workbook"),
    "linkages.json": Text("JSON", "JSON"),
    "linkages.said": Text("规划原文", "The plan says"),
    "linkages.sentences": Text("{count} 处原文", "{count} places in the text"),
    "linkages.sentence": Text("1 处原文", "1 place in the text"),
    "linkages.read": Text("在规划中阅读第 {begin}–{end} 字符", "Read characters {begin}–{end} in the plan"),
    # drafts
    "review.draft": Text("未审核", "draft"),
    "review.draft.is": Text(
        "草稿：此句的陈述尚未核定，也未经人审核", "A draft: nobody has settled or reviewed what this sentence states"
    ),
    "review.leave": Text("略去未经审核的陈述", "Leave out statements that are drafts"),
    "review.choose": Text("是否略去草稿", "With or without drafts"),
    "review.without": Text(
        "此处只计核定或经人审核的陈述；名次、次数与比较都据此重新得出。",
        "Only statements that are settled or reviewed count here; ranks, numbers and comparisons are made of these.",
    ),
    # matrix
    "matrix.title": Text("{rows} × {columns}", "{rows} × {columns}"),
    "matrix.lead": Text(
        "两类事物在规划中如何相连。格中数字是关联的强度，颜色越深越强；点击一格，阅读据以得出它的原文。",
        "How two kinds of thing hang together in the plan. The number in a cell is the strength of the link, the "
        "darker the stronger. Click a cell to read the sentences it rests on.",
    ),
    "matrix.choose": Text("选择矩阵", "Choose the matrix"),
    "matrix.rows": Text("行", "Rows"),
    "matrix.columns": Text("列", "Columns"),
    "matrix.basis": Text("计数依据", "Counted by"),
    "matrix.basis.usual": Text("自动", "the usual"),
    "matrix.order": Text("排序", "Order"),
    "matrix.order.clustered": Text("相似者相邻", "alike side by side"),
    "matrix.order.plan": Text("按规划次序", "as in the plan"),
    "matrix.weight": Text("强度", "Strength"),
    "matrix.generic": Text("包括统称", "with collective words"),
    "matrix.reviewed": Text("略去未经审核的陈述", "without statements that are drafts"),
    "matrix.show": Text("显示", "Show"),
    "matrix.swap": Text("行列互换", "Swap rows and columns"),
    "matrix.counted.stated": Text(
        "数字为规划明言两者关联的举措数。", "A number counts the directives that state a tie between the two."
    ),
    "matrix.counted.shared": Text(
        "数字为两者共同提及的具名事物数（建设对象、地点、机构、政策工具、政策文件）。",
        "A number counts the named things (facilities, places, organisations, instruments, policies) that both name.",
    ),
    "matrix.counted.together": Text(
        "数字为同时提到两者的举措数；仅并列列举者不计。",
        "A number counts the directives that name both; mere enumeration does not count.",
    ),
    "matrix.counted.technology": Text(
        "数字为规划明言在不同举措中用于两者的同一技术数。",
        "A number counts the technologies that the plan applies to both in different directives.",
    ),
    "matrix.counted.named": Text(
        "数字为提到该事物的举措或标题数。", "A number counts the directives and headings that name the thing."
    ),
    "matrix.weighed": Text("此处显示的强度是{weight}。", "What is shown here is: {weight}."),
    "matrix.stated": Text(
        "角上有点者：规划明言两者相关（另计，不加入数字）。",
        "A dot in the corner: the plan itself states a tie (beside the number, not added to it).",
    ),
    "matrix.weak": Text("弱", "weak"),
    "matrix.strong": Text("强", "strong"),
    "matrix.size": Text(
        "{rows} 行 × {columns} 列，{cells} 格有关联", "{rows} rows × {columns} columns, {cells} cells with a link"
    ),
    "matrix.cut": Text(
        "本页只显示关联最多的 {rows} 行与 {columns} 列；下载的表格是完整的。",
        "This page shows the {rows} rows and {columns} columns with the most links; the downloads hold all.",
    ),
    "matrix.cell": Text("{row} × {column}：{value}", "{row} × {column}: {value}"),
    "matrix.cell.stated": Text("{cell}，规划明言", "{cell}, stated by the plan"),
    "matrix.and.stated": Text("，规划明言", ", stated by the plan"),
    "matrix.only": Text("明言", "stated"),
    "matrix.none": Text("这两类事物之间没有可显示的关联。", "There is no link to show between these two kinds."),
    "matrix.none.way": Text("换一种计数依据，或回到第一个矩阵：", "Count by something else, or go back to the first: "),
    "matrix.nothing": Text("点击一格，在这里阅读规划原文。", "Click a cell to read here what the plan says."),
    "matrix.phone": Text("每行列出它最强的关联。", "Each row with its strongest links."),
    "matrix.more": Text("另有 {count} 项", "and {count} more"),
    "matrix.back": Text("回到这一格", "Back to the cell"),
    # strongest links
    "top.lead": Text(
        "跨章节、跨领域的关联，用一句话说明，从强到弱。四种关联各自排列，权重互不相加。点开一条，阅读原文。",
        "Links across sections and fields, put into words, the strongest first. Each of the four kinds has a list of "
        "its own; their weights are never added up. Open a link to read the sentences.",
    ),
    "top.kinds": Text("关联的种类", "Kinds of link"),
    "top.hint.shared": Text(
        "不同章节的小节都提到同一具名事物（建设对象、地点、机构、政策工具、政策文件）。章节的标题和引言不单独构成关联；"
        "规划本身所在的行政区及包含它的地方不计。",
        "Subsections of different sections name the same thing: a facility, place, organisation, instrument or policy. "
        "Headings and introductions of sections make no link by themselves; the plan’s own territory, and whatever "
        "holds it, does not count.",
    ),
    "top.hint.stated": Text(
        "规划原文直接说出的关联：融合、赋能、应用、依托、组成、位于、资金用途。统称、与其下位概念并列的概括词以及章节引言"
        "不列。权重相同时，在多个章节中提及者在先，其次是少见者。",
        "Ties in the plan’s own words: integration, empowerment, application, reliance, parts, location, funds. "
        "Generic words, general words beside their own kinds, and introductions of sections are left out. Among equal "
        "weights what several sections name comes first, then what is rarely named.",
    ),
    "top.hint.together": Text(
        "同一条举措同时提到不同领域；仅并列列举者、章节引言、已列为“规划明言”者不计。",
        "One directive names different fields; mere enumeration, introductions of sections, and what stands among the "
        "ties that the plan states do not count.",
    ),
    "top.hint.technology": Text(
        "规划明言在不同举措中把同一技术用于不同领域或场景；每项技术列为一行；统称与用于过多领域者不计。",
        "The plan says in different directives that it applies one technology to different fields or scenarios. Each "
        "technology is one row; collective words, and technologies of too many fields, do not count.",
    ),
    "top.weight": Text("{name} {value}", "{name} {value}"),
    "top.unusual": Text("强于偶然（q = {q}）", "stronger than chance (q = {q})"),
    "top.chance": Text("{of} 个随机网络中有 {count} 个同样强", "as strong in {count} of {of} random networks"),
    "top.chance.weakest": Text(
        "其中最弱的一对：{of} 个随机网络中有 {count} 个同样强",
        "its weakest pair: as strong in {count} of {of} random networks",
    ),
    "top.compared": Text(
        "“最强”说的是权重。是否强于偶然另作比较：构建时以固定种子生成 {of} 个随机网络，每个小节提及几件事物、"
        "每件事物由几个小节提及都保持不变，数出其中有几个使这一对同样强。多数关联在随机网络中也不少见；标明“强于偶然”者，两端由两件以上"
        "事物相连，且按全部关联校正后的错误发现率 q 不超过 5%。",
        "“Strongest” speaks of the weight. Whether chance alone would do is compared apart: the build draws {of} "
        "random networks from a fixed seed, in which every subsection names as many things and every thing is named by "
        "as many subsections as in the plan, and counts those in which the pair is as strong. Many links are not rare "
        "among them. “Stronger than chance” is said only where two things or more join the pair and the false "
        "discovery rate q over all links is 5 % at most.",
    ),
    "top.uncompared": Text(
        "“最强”只说权重：这一种关联没有与随机网络比较，所以不说它强于偶然。",
        "“Strongest” speaks of the weight alone: links of this kind are not compared with random networks, so nothing "
        "is said of chance.",
    ),
    "top.joins": Text("相连者", "What is joined"),
    "top.through": Text("由何相连", "Joined by"),
    "top.none": Text("没有这种关联。", "There is no link of this kind."),
    # plans compared
    "plans.lead": Text(
        "各规划共有什么、各自独有什么：技术、领域、建设对象、应用场景、政策工具、目标与人群。每一行都可展开，阅读各规划的原文。",
        "What the plans share, and what one alone names: technologies, domains, facilities, scenarios, instruments, "
        "goals and groups. Every row opens to the sentences of each plan.",
    ),
    "plans.counts": Text("各规划提及多少种", "How many each plan names"),
    "plans.plan": Text("规划", "Plan"),
    "plans.kinds": Text("比较的类别", "Kinds that are compared"),
    "plans.shared": Text("多个规划都提及", "Named by more than one plan"),
    "plans.only": Text("仅见于：{plan}", "Only in: {plan}"),
    "plans.places": Text("{count} 处", "places: {count}"),
    "plans.places.of": Text("{plan}：{count} 处", "{plan}: {count}"),
    "plans.generic": Text("统称", "collective"),
    "plans.none": Text("没有。", "There is none."),
    "plans.most": Text(
        "此处列出前 {shown} 种；下载的文件列出全部。", "The first {shown} are listed here; the files have all."
    ),
    "plans.hint": Text(
        "指向同一概念即为共有；这并不说明各规划所指是同一个建筑、同一笔基金，请据原文判断。",
        "Shared is what refers to the same concept. That does not tell that the plans mean the same building or fund: "
        "judge by the sentences.",
    ),
    "plans.hint.goal": Text(
        "目标没有概念，用词相同才算共有。", "Goals have no concept; they are shared where the words are the same."
    ),
    "plans.names": Text("可能是同一建设对象的不同名称", "Perhaps one facility by two names"),
    "plans.names.lead": Text(
        "由程序按名称相似排列，供人判断；图谱不据此合并任何事物。",
        "Ranked by how similar the names are, for a person to judge; nothing in the graph is merged by it.",
    ),
    "plans.names.score": Text("相似度 {score}", "similarity {score}"),
    "plans.names.none": Text("没有名称相近的建设对象。", "No two facilities have similar names."),
    "plans.names.csv": Text("不同名称，CSV（中文）", "Other names, CSV (English)"),
    "plans.two": Text(
        "比较至少需要两个规划：请再给一个 {name}。现有：{known}。",
        "A comparison takes two plans or more: give {name} again. There are {known}.",
    ),
    "plans.choose": Text("比较哪些规划", "Which plans are compared"),
    "plans.compare": Text("比较", "Compare"),
    "plans.some": Text(
        "此处比较 {all} 个规划中的 {some} 个；可在上方另选。此处下载的文件也只比较这些规划。",
        "{some} of {all} plans are compared here; choose others above. What is downloaded here compares the same.",
    ),
    "plans.one": Text("目前只有一个规划", "There is only one plan"),
    "plans.one.words": Text(
        "比较至少需要两个规划。用四条命令加入下一个规划，再次构建后在此显示：",
        "It takes two plans to compare. Four commands add the next one; this page shows both once it is built:",
    ),
    # coherence
    "coherence.lead": Text(
        "不同小节中应当互相知照的任务：建设相似的东西，一处依托另一处，所用政策工具或所依政策相近，或共用同一地点、资金、"
        "机构。两段原文并列，说明理由，从强到弱。同样两项任务只列一次，任务与同一小节中细化它的专栏条目算作一方。"
        "仅有应用场景相同者不列；统称的名称只是相近时，两处须同属一个领域；任务的标题不代替其正文。",
        "Tasks in different subsections that should know of one another: they build alike, one relies on the other, "
        "they use instruments or follow policies that are alike, or they share a place, a fund or a body. The two "
        "sentences stand side by side with the reason, the strongest first. Two tasks are listed once, and a task and "
        "the box item that spells it out in the same subsection are one side. A shared scenario alone lists nothing; "
        "where general names are alike only, both must speak of one field; the heading of a task does not stand for "
        "its text.",
    ),
    "coherence.further": Text("同属这一对的其他原文（{count}）", "Other sentences of this pair ({count})"),
    "coherence.score": Text("分值 {score}", "score {score}"),
    "coherence.open": Text("尚未裁定", "not yet decided"),
    "coherence.confirm": Text("已确认", "confirmed"),
    "coherence.reject": Text("已否决", "rejected"),
    "coherence.by": Text("{decision}（{who}）：{because}", "{decision} by {who}: {because}"),
    "coherence.person": Text("人工", "a person"),
    "coherence.model": Text("语言模型", "a language model"),
    "coherence.all": Text("全部 {count}", "all {count}"),
    "coherence.filter": Text("按裁定筛选", "By decision"),
    "coherence.choice": Text("{label} {count}", "{label} {count}"),
    "coherence.none": Text("没有这样的一对。", "There is no such pair."),
    "coherence.how": Text("如何裁定一对举措", "How to decide a pair"),
    "coherence.how.words": Text(
        "网页只供阅读，不作改动。裁定由命令行记入规划文件夹（review/coherence.tsv），下次构建后在此显示：",
        "Pages are for reading and change nothing. Decisions are recorded in the plan’s folder (review/coherence.tsv) "
        "on the command line, and stand here after the next build:",
    ),
    "coherence.how.reason": Text("两处职能重叠", "the two overlap"),
    "coherence.key": Text("编号", "Key"),
    # gaps
    "gaps.title": Text("缺口", "Gaps"),
    "gaps.lead": Text(
        "规划没有说什么：先说整个规划从不提及的，再看各小节与其他小节的差别。“没有写明”只表示原文没有说，不等于没有安排。",
        "What the plan does not say: first what it never says at all, then where a subsection differs from the others. "
        "That the text does not say it does not mean that nothing is arranged.",
    ),
    "gaps.plans": Text("规划", "Plans"),
    "gaps.reviewed": Text(
        "此处只有草稿说到的，视为没有说；各项查询亦然。",
        "What only drafts say counts here as not said, in the queries behind the numbers too.",
    ),
    "gaps.never": Text("整个规划从未说明", "What the whole plan never says"),
    "gaps.out": Text("突出的小节", "Where a subsection stands out"),
    "gaps.out.lead": Text(
        "与规划其他部分相比，偶然出现这样多缺少者的概率不超过 10%（超几何检验）。小节内项目很少，只宜作为提示。",
        "Compared with the rest of the plan, chance would leave so many without it in at most 10 % of cases "
        "(hypergeometric). Subsections hold few items: take it as a hint.",
    ),
    "gaps.out.none": Text("没有突出的小节。", "No subsection stands out."),
    "gaps.chance": Text("偶然概率 {p}", "chance {p}"),
    "gaps.whole": Text("整个规划", "The whole plan"),
    "gaps.whole.lead": Text(
        "每行一项检查：多少项缺少，共多少项。点击数字查看是哪些，以及得出它的 SPARQL 查询。",
        "One check a row: how many lack it, of how many. Click a number to see which, and the SPARQL behind it.",
    ),
    "gaps.parts": Text("各小节", "Subsection by subsection"),
    "gaps.parts.lead": Text(
        "格中为“缺少 / 总数”，颜色越深，缺少的比例越高；加框者突出。横线表示该小节没有这类项目。点击查看是哪些。",
        "A cell reads “lacking / total”: the darker, the larger the share that lacks it. A frame marks what stands "
        "out; a dash, that the subsection has no such item. Click to see which.",
    ),
    "gaps.section": Text("小节", "Subsection"),
    "gaps.lacks": Text("没有{what}", "without {what}"),
    "gaps.number": Text("{lacking} / {total}", "{lacking} / {total}"),
    "gaps.share": Text("缺少 {share}", "{share} lack it"),
    "gaps.things": Text("是哪些", "Which they are"),
    "gaps.things.none": Text("没有缺少者。", "None lacks it."),
    "gaps.query": Text("得出此数的 SPARQL", "SPARQL behind the number"),
    "gaps.query.total": Text("总数的 SPARQL", "SPARQL of the total"),
    "gaps.query.listing": Text("列出它们的 SPARQL", "SPARQL that lists them"),
    "gaps.back": Text("回到这个数字", "Back to the number"),
    "gaps.nothing": Text("点击一个数字，在这里查看是哪些。", "Click a number to see here which they are."),
    "gaps.text": Text("节选之外", "Absent from the excerpt"),
    "gaps.text.lead": Text(
        "以下部分不在所收录的原文中，因此以上各项都没有计入它们：这不是规划的缺口。",
        "These parts are not in the text at hand, and nothing above counts them: they are no gaps of the plan.",
    ),
    "gaps.text.none": Text("所收录的原文看不出缺失的章节。", "No section is missing from the text at hand."),
    "gaps.text.absent": Text("正文与标题均缺失", "heading and text are absent"),
    "gaps.text.headingAbsent": Text("标题缺失", "the heading is absent"),
    "gaps.text.section": Text("第 {number} 节", "Section {number}"),
    "gaps.subject.tasks": Text("任务", "Tasks"),
    "gaps.subject.items": Text("专栏条目", "Box items"),
    "gaps.subject.safeguards": Text("保障措施", "Safeguard measures"),
    "gaps.subject.goals": Text("目标", "Goals"),
    "gaps.subject.facilities": Text("拟建对象", "Facilities"),
    "gaps.subject.technologies": Text("技术", "Technologies"),
    "gaps.short.responsible-body": Text("责任主体", "responsible body"),
    "gaps.short.place": Text("地点", "place"),
    "gaps.short.technology": Text("技术", "technology"),
    "gaps.short.target": Text("量化目标", "target"),
    "gaps.short.indicator": Text("指标", "indicator"),
    "gaps.short.deadline": Text("期限", "date"),
    "gaps.short.goal": Text("目标", "goal"),
    "gaps.short.instrument": Text("政策工具", "instrument"),
    "gaps.short.measure": Text("对应任务", "measure"),
    "gaps.short.second-use": Text("再次使用", "second use"),
}
"""Messages of the pages on linkages and gaps."""
