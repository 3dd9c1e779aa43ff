"""The columns of a ledger as people read it: their names, what they mean, and the words of each cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_builder.reports.ledger import OBJECT, Row, Thing, Words


@dataclass(frozen=True)
class Column:
    """A column; ``width`` is that of a spreadsheet, in characters."""

    key: str
    title: Words
    meaning: Words
    width: int


def _column(key: str, width: int, zh: str, en: str, zh_meaning: str, en_meaning: str) -> Column:
    return Column(key, Words(zh, en), Words(zh_meaning, en_meaning), width)


COLUMNS: tuple[Column, ...] = (
    _column("number", 6, "序号", "No.", "按原文顺序编号", "Counted in the order of the text"),
    _column("chapter", 14, "章", "Chapter", "所在的章，含印刷编号", "The chapter, with its printed number"),
    _column("section", 20, "节", "Section", "所在的节，含印刷编号", "The section, with its printed number"),
    _column("subsection", 20, "小节", "Subsection", "所在的小节，含印刷编号",
            "The subsection, with its printed number"),
    _column("box", 20, "专栏", "Box", "所在的专栏，含印刷编号", "The box, with its printed number"),
    _column("unit", 10, "类型", "Kind", "任务、保障措施、专栏条目或段落",
            "Task, safeguard measure, box item or paragraph"),
    _column("measure", 26, "任务或条目", "Task or item", "任务的主题句、条目的标签，或段落的首句",
            "The lead sentence of a task, the label of an item, or the first words of a paragraph"),
    _column("quote", 60, "举措原文", "Directive, as worded", "举措在规划原文中的字符，未作改动",
            "The directive’s own characters in the plan, unchanged"),
    _column("force", 8, "力度", "Force", "措辞力度：要求、推动、支持、鼓励、引导、探索、争取",
            "How firmly it is worded: require, promote, support, encourage, guide, explore, strive for"),
    _column("action", 10, "动作", "Action", "要做什么：建设、发展、应用、保护等",
            "What is to be done: build, develop, apply, protect …"),
    _column("polarity", 8, "极性", "Polarity", "要求做（肯定）还是避免做（避免）",
            "Whether a thing is to be done (affirm) or avoided"),
    _column(OBJECT, 36, "作用对象", "Acts on",
            "举措作用于何物，依次取：所建、所支持、所组建、所研发、所采集或开放、所弘扬、所保护、所监督者；"
            "否则其服务的人、机构、场景、对象和数据；否则其采用的技术、工具、政策和指标；否则其领域或所融合、赋能、应用的双方；否则其目标",
            "What the directive acts on: what it builds, supports, founds, researches, collects, opens, promotes, "
            "protects or monitors; else whom, and which scenario, facility or data, it serves; else the technologies, "
            "instruments, policies and indicators that it uses; else its field, or the two things that it ties "
            "together; else its goal"),
    _column("facilities", 30, "建设对象", "Facilities", "所涉平台、系统、中心、园区、工程等，括号内为方式",
            "Platforms, systems, centres, parks, projects and the like; in brackets how they come in"),
    _column("technologies", 24, "技术", "Technologies", "所涉技术；除“应用”外在括号内注明方式",
            "Technologies; in brackets how they come in, unless they are used"),
    _column("domains", 24, "领域", "Domains", "所涉经济与公共生活领域", "Fields of the economy and of public life"),
    _column("scenarios", 24, "应用场景", "Scenarios", "技术的用途", "Uses to which technology is put"),
    _column("places", 20, "地点", "Places", "实施地点；其他情形在括号内注明",
            "Where it is carried out; in brackets what else"),
    _column("bodies", 28, "主体及角色", "Bodies and roles", "机构或机构类别，括号内为其在举措中的角色",
            "Bodies or kinds of bodies; in brackets the role that each has in the directive"),
    _column("groups", 20, "人群及角色", "Groups of persons", "人群，括号内为其角色",
            "Groups of persons; in brackets the role"),
    _column("instruments", 24, "政策工具", "Instruments", "基金、券、认定、试点、机制等手段",
            "Funds, vouchers, certifications, pilots, mechanisms and other means"),
    _column("policies", 24, "政策文件", "Policy documents", "所引用或落实的文件",
            "Documents that are cited or carried out"),
    _column("goals", 30, "目标", "Goals", "希望达到的状态或成效", "States or outcomes that are wanted"),
    _column("targets", 20, "量化目标", "Targets", "以数字、量级、位次或全称量词表述的目标",
            "Targets with a number, magnitude, rank or universal word"),
    _column("indicators", 18, "指标", "Indicators", "可衡量的性质", "Measurable qualities"),
    _column("due", 14, "期限", "Due", "原文所述期限、时期或频次", "Deadline, period or rhythm, as worded"),
    _column("data", 20, "数据资源", "Data", "所涉数据，括号内为方式", "Data; in brackets how they come in"),
    _column("culture", 20, "文化资源", "Cultural assets", "所涉文化资源，括号内为方式",
            "Heritage, arts and brands; in brackets how they come in"),
    _column("problems", 20, "应对问题", "Problems", "要应对的困难、短板或压力",
            "Difficulties, shortages or pressures that it answers"),
    _column("review", 10, "审核状态", "Review",
            "其陈述中最弱的审核状态：草稿、定稿（两次独立阅读后）、已审核（由人）；没有陈述则为空",
            "The weakest review status of its statements: draft, settled (two independent readings), reviewed (by a "
            "person); empty where it makes none"),
    _column("begin", 8, "起点", "Begin", "首字符的位置，从 0 起按 Unicode 码点计",
            "Offset of the first character: Unicode code points from 0"),
    _column("end", 8, "终点", "End", "末字符之后的位置", "Offset after the last character"),
    _column("iri", 40, "标识", "IRI", "举措在图谱中的标识；其基础地址尚未注册，网上打不开",
            "The directive’s name in the graph; its base address is not registered, so it does not open on the web"),
)  # fmt: skip
"""The columns of the tables, in their order."""

USUAL = {
    "technologies": "usesTechnology",
    "domains": "concernsDomain",
    "scenarios": "appliesInScenario",
    "places": "appliesToPlace",
    "instruments": "usesInstrument",
    "goals": "aimsAt",
    "targets": "hasQuantifiedTarget",
    "indicators": "onIndicator",
    "due": "due",
    "problems": "addresses",
}
"""The relation that goes without saying in a column."""

_FRAME = ("chapter", "section", "subsection", "box")


def cell(row: Row, key: str, language: str) -> str | int:
    """Give what stands in a cell: a number, or words in ``zh`` or ``en``; several things are parted by semicolons."""
    match key:
        case "number" | "begin" | "end":
            number: int = getattr(row, key)
            return number
        case "quote" | "iri":
            return str(getattr(row, key))
        case "force" | "action" | "polarity" | "review":
            value: Thing | None = getattr(row, key)
            return value.label.say(language) if value else ""
        case "chapter" | "section" | "subsection" | "box" | "unit" | "measure":
            return _place(row, key, language)
        case "object":
            return _grouped(row.things.get(OBJECT, ()), language)
    return _stop(language).join(_entries(row.things.get(key, ()), key, language))


def _entries(things: Sequence[Thing], column: str, language: str) -> list[str]:
    """Name each thing once, with its relations in brackets where they do not go without saying."""
    found: dict[str, list[str]] = {}
    for thing in things:
        relations = found.setdefault(thing.label.say(language), [])
        if thing.how is not None and thing.relation != USUAL.get(column):
            relations.append(thing.how.say(language))
    return [_bracketed(label, dict.fromkeys(relations), language) for label, relations in found.items()]


def _bracketed(label: str, relations: Iterable[str], language: str) -> str:
    if not relations:
        return label
    return f"{label} ({', '.join(relations)})" if language == "en" else f"{label}（{'、'.join(relations)}）"


def _stop(language: str) -> str:
    return "; " if language == "en" else "；"


def _grouped(things: Sequence[Thing], language: str) -> str:
    """Name things by relation: ``建设：甲、乙；支持：丙``."""
    groups: dict[str, list[str]] = {}
    for thing in things:
        label = thing.label.say(language)
        names = groups.setdefault(thing.how.say(language) if thing.how else "", [])
        if label not in names:
            names.append(label)
    colon, comma = (": ", ", ") if language == "en" else ("：", "、")
    return _stop(language).join(f"{how}{colon}{comma.join(names)}" for how, names in groups.items())


def _place(row: Row, key: str, language: str) -> str:
    """Name a unit around a directive, or the kind of the innermost."""
    if key in ("unit", "measure"):
        inner = next((part for part in reversed(row.path) if part.kind not in _FRAME), None)
        if inner is None:
            return ""
        return (inner.kind_label if key == "unit" else inner.label).say(language)
    return next((part.label.say(language) for part in row.path if part.kind == key), "")
