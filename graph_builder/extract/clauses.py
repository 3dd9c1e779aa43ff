"""The words that the clause grammar knows: directive verbs with what they do and how firmly, adjuncts, outcomes."""

from __future__ import annotations

import re


def listed(words: str) -> frozenset[str]:
    """Give the words of a line as a set."""
    return frozenset(words.split())


FORCES = {
    word: force
    for force, words in {
        "promote": "推动 推进 加快 加强 加速 促进 强化 加大 深化 深入推进 统筹推进 协同推进 全面推进 着力推进",
        "support": "支持 扶持 资助 扶植",
        "encourage": "鼓励 提倡 倡导",
        "guide": "引导 指导",
        "explore": "探索 试点 试行 尝试 研究探索",
        "striveFor": "争取 争创 力争 争做",
    }.items()
    for word in words.split()
}
"""What a verb says of the force; any other directive verb requires."""

LIGHT = listed(
    "开展 推动 推进 加快 加强 加速 促进 强化 加大 深化 支持 鼓励 提倡 倡导 引导 指导 探索 争取 力争 组织 实施 做好 "
    "抓好 落实 进行 发挥 突出 注重 坚持 统筹 用好 给予 提供 参与 持续 实行 增强 扶持 联合 协同 共同 合力 扩大 制定 "
    "编制 出台"
)
"""Verbs that say little of what is done: the noun at the end of their clause says it (加强…建设)."""

ACTIONS = {
    word: action
    for action, words in reversed(
        {
            "build": (
                "建设 共建 搭建 打造 建立 构建 建成 新建 创建 设立 设置 成立 组建 布局 部署 筹建 开通 上线 安装 配建 "
                "增设 引入 推出 投入 建立健全 建立完善 规划建设 形成 布设 铺设 开设 兴建 修建 扩建 创新推出 创新设立"
            ),
            "improve": (
                "完善 健全 优化 提升 提高 升级 改造 改善 改进 增强 巩固 扩大 修订 补齐 激发 拓宽 盘活 简化 更新 腾退 "
                "疏解 突破 增加 延长 降低 减轻 减少 压缩 精简 放宽 补足"
            ),
            "develop": (
                "发展 培育 壮大 做强 做优 做大 开发 拓展 创新 挖掘 遴选 筛选 塑造 扶持 培植 孵化 评选 明确 关注 丰富 "
                "繁荣"
            ),
            "apply": "应用 推广 运用 采用 使用 普及 推行 实施 实行 执行 用好 赋能 转化 引进 上云",
            "research": "研究 研发 攻关 攻克",
            "pilot": "试点 试行 先行先试 先行 示范",
            "protect": "保护 修复 保障 维护 守牢 严禁 传承 筑牢 守护 防范",
            "open": "开放 扩大开放 共享 公开 发布 畅通",
            "fund": "投资 投入 补贴 奖励 资助 给予 发放 贴息 加大投入 融资 设立专项 发行",
            "attract": "吸引 集聚 聚集 招引 引育 引进 落户 招商 汇聚",
            "train": "培养 培训 选派 轮训 引育",
            "serve": "提供 服务 满足 做好 帮扶 办好 保障 解决",
            "regulate": (
                "规范 监管 管控 打击 整治 治理 查处 清理 淘汰 严格 控制 压实 统一 废止 严控 落实 执法 监督 制定 编制 "
                "出台 约束 取消 关闭 关停 禁止 杜绝 遏制 限制 拆除 纠正"
            ),
            "evaluate": "评估 考核 评价 监测 督查 认定 跟踪 评定 监测跟踪 评选 普查 调查 排查 核查 摸底",
            "coordinate": "统筹 协调 牵头 会商 调度 衔接 部署 对接 联动",
            "cooperate": "合作 联合 会同 对接 配合 协同 协作 联合开展 交流",
            "integrate": "融合 整合 一体化 集成 结合 汇集",
            "publicise": "宣传 推介 弘扬 营造 展示 普及 举办 组织 彰显 了解 挖掘宣传",
        }.items()
    )
    for word in words.split()
}
"""What the verb of a directive does."""

NOUNS = {
    word: action
    for action, words in reversed(
        {
            "build": "建设 搭建 布局 部署 构建 共建 体系建设",
            "improve": "改造 升级 智能化 数字化 现代化 更新 优化 完善 提升 整治 转型 改革 腾退",
            "develop": "发展 培育 创新 壮大 孵化 认定",
            "apply": "应用 应用示范 推广 转化 普及 使用 运用 赋能 落地 支撑作用",
            "research": "研究 研发 攻关 科研",
            "pilot": "试点 示范 先行 先试",
            "protect": "保护 传承 保障 防护 防控 修复 腾退",
            "open": "开放 共享 公开 流通",
            "fund": "投入 融资 投资 资助 奖励 补贴 贷款 担保",
            "attract": "引进 落户 招商 集聚 引育 招引",
            "train": "培养 培训 实训 引育 人才建设 人才培育 人才队伍",
            "serve": "服务 帮扶 供给 支持 保障工作",
            "regulate": "监管 规范 标准化 标准 执法 监督 管控 治理 责任追究 制修订 司法",
            "evaluate": "评估 考核 评价 监测 督查 跟踪 普查 调查 排查 核查 摸底 审计",
            "coordinate": "统筹 协调 衔接 调度 联动 对接 设计",
            "cooperate": "合作 协作 交流 对接",
            "integrate": "融合 整合 集成 结合 链接",
            "publicise": "宣传 活动 推介 展示 科普 科普 解读 传播",
        }.items()
    )
    for word in words.split()
}
"""What the noun at the end of a clause says that is done."""

FOUNDED = {
    **dict.fromkeys(("基金", "资金", "专项", "券", "贷"), "fund"),
    **dict.fromkeys(("制度", "规范", "标准", "政策", "规定", "办法"), "regulate"),
    **dict.fromkeys(("产品", "品牌", "生态"), "develop"),
}
"""What it is to found what is no facility, by how its name ends; else it is building."""

BY_OBJECT = {
    "引进": {"Technology": "apply", "Body": "attract", "Group": "attract"},
    "引入": {"Facility": "build", "Technology": "apply", "Body": "attract", "Group": "attract"},
    "培育": {"Body": "develop", "Group": "train"},
    "培养": {"Body": "develop", "Group": "train"},
    "推广": {"CulturalAsset": "publicise"},
    "开发": {"Facility": "build"},
}
"""What a verb does to an object of a type, the first that stands in the clause."""

OUTCOMES = (
    "实现|提升|提高|满足|确保|助力|彰显|夯实|筑牢|增强|引领|形成|营造|改善|促进|降低|达到|成为|使|留住|支撑|有效支撑"
    "|为更好|力求"
)
"""How a clause begins that tells what a directive is for, when a directive stands before it."""

ADJUNCTS = (
    "依托|围绕|聚焦|针对|面向|结合|通过|按照|根据|发挥|利用|运用|采用|采取|借助|借鉴|立足|抓住|抢抓|瞄准|把握|面对|基于|适应|顺应|集成|坚持"
    "|为更好|以(?!及)|综合运用|着力解决|到20|到“|在|对(?!接)|向|将|把|为|与|由|从|引入社会资本"
)
"""How a clause begins that says by what, for what or where something is done, before its verb."""

MEANS = re.compile("(?:充分|综合|积极|持续)*(?:利用|运用|采用|采取|借助|发挥|通过|以)")
"""How an adjunct begins that says by what means; whom a directive supports may use them."""

OWN_MEANS = re.compile("(?:充分|综合|积极|持续)*(?:利用|运用|采用|借助|借鉴|依托|发挥|引入)")
"""Means with which a directive begins, even where only outcomes follow."""

ADVERBS = (
    "积极|大力|全面|深入|持续|着力|全力|充分|进一步|有序|稳步|切实|重点|主动|严格|定期|加速|不断|扎实|率先|协同|联合|共同|合力|统筹"
    "|逐步|尽快|应当|必须|优先|有效|精准|综合|及时|抓紧|适时|动态|常态化|要|应|须|并|均|特别是|抓实|集中资源|加大力度|明确|精心|强力"
)
"""What may stand before the verb of a clause."""

AGENTS = frozenset(("支持", "鼓励", "引导", "扶持", "指导", "提倡", "倡导"))
"""Verbs after which a body or group may stand that acts: what it does further belongs to the same directive."""

VERBS = sorted({*FORCES, *ACTIONS, *LIGHT}, key=lambda word: (-len(word), word))
OPENING = re.compile(rf"(?:{ADVERBS})*?(?P<verb>{'|'.join(VERBS)})")
ANY_VERB = re.compile("|".join(VERBS))
ANY_NOUN = re.compile("|".join(sorted(NOUNS, key=lambda word: (-len(word), word))))
LEADING = re.compile(rf"(?:{ADVERBS})*")
TRAILING = re.compile(rf"(?:{ADVERBS})*$")
OUTCOME = re.compile(rf"(?:{ADVERBS})*?(?:{OUTCOMES})")
ADJUNCT = re.compile(rf"(?:{ADVERBS})*?(?P<word>{ADJUNCTS})")
BARE_ADJUNCT = re.compile(
    "^(?:.*(?:机遇|优势|作用|基础|领域|技术|手段|方式|形式|资源|需求|要求|原则|重点|条件|导向|目标|特点|定位|环境|对象|试点|方向|效应|等)|以.+为.{1,8}"
    "|到20[0-9]+年[底末]?前?|为更好.*)$"
)
"""A clause that is an adjunct and nothing else, by how it ends."""

DEMAND = re.compile("(?:抓紧|认真)?(?:(?:落实|贯彻|统筹).*(?:要求|部署|精神|需求)|(?:应用|引进).*等.*技术)$")
"""A clause that says in view or by means of what something is done, though it begins with a directive verb."""

MOTTO = re.compile(".{4}、.{4}$")
"""Two words of four characters: 包容入箱、审慎出箱."""
NOUNS_ONLY = re.compile(rf"(?:{ANY_NOUN.pattern}|与|和|、)+(?:等|工作)?")
"""The rest of a clause after a word that is a noun itself, no verb: 加快…创新应用."""
