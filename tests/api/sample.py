"""A small release in the shape that the builder writes, made with pyoxigraph alone."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pyoxigraph as ox

BASE = "https://w3id.org/planatlas/"
PLAN = f"{BASE}id/plan/sample"

LEAD = "搭建公共技术服务平台。"
TEXT = f"""某区科技创新发展规划
一、支撑经济高质量发展
立足区域资源禀赋,加强数字经济与实体经济的融合创新。
(一)推动成果转化
{LEAD}运用区块链、大数据等技术,建设公共技术服务平台,服务金融业。鼓励科研院所参与。
专栏1 重点支持领域 |
智慧医疗:在金融街推广人工智能诊断。 民生:为老年人提供健康监测服务。 |
三、保障措施
完善统筹协调机制,加强规划落实。"""

TITLE = {"zh": "某区科技创新发展规划", "en": "A district’s plan"}
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()

_PREFIXES = """\
@prefix pa: <https://w3id.org/planatlas/ontology#> .
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/planatlas/id/> .
"""


def span(quote: str, after: str = "") -> tuple[int, int]:
    """Find a quote in the text, behind another one where it occurs more than once."""
    begin = TEXT.index(quote, TEXT.index(after) if after else 0)
    return begin, begin + len(quote)


def _iri(path: str) -> str:
    return f"<{PLAN}/{path}>"


def _unit(
    path: str, kind: str, parent: str, order: int, begin: int, end: int, heading: str = "", more: str = ""
) -> str:
    lines = f"{_iri(path)} a pa:{kind} ; pa:partOf {parent} ; pa:orderIndex {order} ; "
    lines += f"nif:beginIndex {begin} ; nif:endIndex {end}"
    if heading:
        first = TEXT.index(heading, begin)
        lines += f" ; pa:headingBegin {first} ; pa:headingEnd {first + len(heading)}"
    return f"{lines}{more} .\n"


def _section(path: str, parent: str, order: int, begin: int, end: int, level: str, heading: str, english: str) -> str:
    status = "present" if heading else "absent"
    more = f" ; pa:sectionType <{BASE}id/section-type/{level}> ; pa:textStatus <{BASE}id/text-status/{status}>"
    if english:
        more += f' ; rdfs:label "{english}"@en'
    return _unit(path, "Section", parent, order, begin, end, heading, more)


def _mention(quote: str, types: str, thing: str, after: str = "") -> str:
    begin, end = span(quote, after)
    kinds = ", ".join(f"<{BASE}id/mention-type/{name}>" for name in types.split())
    return (
        f"{_iri(f'mention/{begin}-{end}')} a pa:Mention ; pa:mentionType {kinds} ; nif:beginIndex {begin} ; "
        f'nif:endIndex {end} ; nif:anchorOf "{quote}"@zh ; pa:denotes {thing} .\n'
    )


def _thing(iri: str, kind: str, zh: str, en: str, label: str = "skos:prefLabel") -> str:
    return f'{iri} a pa:{kind} ; {label} "{zh}"@zh, "{en}"@en .\n'


def _assertion(number: int, subject: str, predicate: str, thing: str, directive: str, evidence: str) -> str:
    begin, end = span(evidence)
    return (
        f"{subject} {predicate} {thing} .\n"
        f"{_iri(f'assertion/{number}')} a pa:Assertion ; rdf:subject {subject} ; rdf:predicate {predicate} ; "
        f"rdf:object {thing} ; pa:statedIn {directive} ; pa:evidence {_iri(f'mention/{begin}-{end}')} ; "
        f"pa:assertionMethod <{BASE}id/method/model> .\n"
    )


USES = "运用区块链、大数据等技术,建设公共技术服务平台,服务金融业"
SPREADS = "在金融街推广人工智能诊断"
INVITES = "鼓励科研院所参与"


def turtle() -> str:
    """Write the sample graph."""
    plan = f"<{PLAN}>"
    first, second = TEXT.index("一、"), TEXT.index("三、")
    one, sub = _iri("section/1"), _iri("section/1.1")
    task, box = _iri("task/1.1.1"), _iri("box/1")
    uses, spreads, invites = _iri("directive/1"), _iri("directive/2"), _iri("directive/3")
    involvement = _iri("involvement/1/target")
    institutes, role = f"<{BASE}id/organization-category/institutes>", f"<{BASE}id/role/target>"
    text = json.dumps(TEXT, ensure_ascii=False)
    box_begin, box_end = TEXT.index("专栏1"), second - 1
    task_begin, task_end = TEXT.index(LEAD), TEXT.index("\n专栏1")
    parts = [
        _PREFIXES,
        f'{plan} a pa:Plan ; rdfs:label "{TITLE["zh"]}"@zh, "{TITLE["en"]}"@en ; pa:sourceText <{PLAN}/text> .\n',
        f'<{PLAN}/text> a pa:SourceText ; nif:isString {text} ; pa:sha256 "{SHA256}" .\n',
        _section("section/1", plan, 1, first, box_end, "section", "一、支撑经济高质量发展", "Support growth"),
        _unit("paragraph/1.1", "Paragraph", one, 1, *span("立足区域资源禀赋,加强数字经济与实体经济的融合创新。")),
        _section(
            "section/1.1", one, 2, TEXT.index("(一)"), box_end, "subsection", "(一)推动成果转化", "Use of results"
        ),
        _unit("task/1.1.1", "Task", sub, 1, task_begin, task_end, LEAD, f' ; pa:leadSentence "{LEAD}"@zh'),
        _unit("box/1", "Box", sub, 2, box_begin, box_end, "专栏1 重点支持领域"),
        _unit("item/1.1", "BoxItem", box, 1, *span("智慧医疗:在金融街推广人工智能诊断。"), "智慧医疗"),
        _unit("item/1.2", "BoxItem", box, 2, *span("民生:为老年人提供健康监测服务。"), "民生"),
        _section("section/2", plan, 2, second, second, "section", "", ""),
        _section("section/3", plan, 3, second, len(TEXT), "section", "三、保障措施", "Safeguards"),
        _unit("safeguard/3.1", "SafeguardMeasure", _iri("section/3"), 1, *span("完善统筹协调机制,加强规划落实。")),
        _mention(LEAD.strip("。"), "Task", task),
        _mention(USES, "Directive", uses),
        _mention("区块链", "Technology", "<https://w3id.org/planatlas/id/technology/blockchain>"),
        _mention("大数据", "Technology", "<https://w3id.org/planatlas/id/technology/big-data>"),
        _mention("公共技术服务平台", "Facility", _iri("facility/1"), "建设公共"),
        _mention("金融业", "Domain", "<https://w3id.org/planatlas/id/domain/finance>"),
        _mention("科研院所", "Body", "<https://w3id.org/planatlas/id/organization-category/institutes>"),
        _mention(SPREADS, "Directive", spreads),
        _mention(INVITES, "Directive", invites),
        _mention("金融街", "Location", "<https://w3id.org/planatlas/id/place/financial-street>"),
        _mention("人工智能诊断", "Scenario Technology", "<https://w3id.org/planatlas/id/scenario/ai-diagnosis>"),
        'pa:usesTechnology a pa:StatementProperty ; rdfs:label "应用技术"@zh, "uses technology"@en .\n',
        'pa:appliesToPlace a pa:StatementProperty ; rdfs:label "实施地点"@zh, "applies to place"@en .\n',
        f"{uses} a pa:Directive ; pa:partOf {task} .\n{spreads} a pa:Directive .\n{invites} a pa:Directive .\n",
        f"{involvement} a pa:Involvement ; pa:involvedAgent {institutes} ; pa:involvementRole {role} .\n",
        'pa:hasInvolvement a pa:StatementProperty ; rdfs:label "具有参与关系"@zh, "has involvement"@en .\n',
        _thing(role, "Role", "支持对象", "target"),
        _assertion(4, invites, "pa:hasInvolvement", involvement, invites, INVITES),
        _thing(task, "Task", "搭建公共技术服务平台", "Build a public technology platform", "rdfs:label"),
        _thing("id:technology\\/blockchain", "Technology", "区块链", "blockchain"),
        _thing("id:technology\\/big-data", "Technology", "大数据", "big data"),
        _thing(_iri("facility/1"), "Facility", "公共技术服务平台", "public technology platform", "rdfs:label"),
        _thing("id:domain\\/finance", "Domain", "金融业", "finance"),
        _thing("id:organization-category\\/institutes", "OrganizationCategory", "科研院所", "research institutes"),
        _thing("id:place\\/financial-street", "Place", "金融街", "Financial Street", "rdfs:label"),
        _thing("id:scenario\\/ai-diagnosis", "Scenario", "人工智能诊断", "AI diagnosis"),
        _assertion(1, uses, "pa:usesTechnology", "<https://w3id.org/planatlas/id/technology/blockchain>", uses, USES),
        _assertion(2, uses, "pa:usesTechnology", "<https://w3id.org/planatlas/id/technology/big-data>", uses, USES),
        _assertion(
            3, spreads, "pa:appliesToPlace", "<https://w3id.org/planatlas/id/place/financial-street>", spreads, SPREADS
        ),
    ]
    return "".join(parts)


_FORMATS = {
    "planatlas.ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "planatlas.nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "planatlas.nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
    "planatlas.trig": ("application/trig", ox.RdfFormat.TRIG),
    "planatlas.jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "planatlas.rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
}
_NETWORK = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{title}</title>
<style>body{{background:#eee}}</style><h1>{title}</h1><script>document.body.dataset.ran = "yes"</script></html>"""


def write_release(folder: Path, version: str = "0.1.0", more: str = "") -> Path:
    """Write a release into ``folder/releases/HASH`` and switch the link ``folder/release`` to it.

    ``more`` is Turtle that it holds besides the sample.
    """
    digest = hashlib.sha256(version.encode()).hexdigest()
    target = folder / "releases" / digest
    (target / "plans").mkdir(parents=True)
    (target / "networks").mkdir()
    store = ox.Store(str(target / "store"))
    store.bulk_load(turtle() + more, ox.RdfFormat.TURTLE)
    store.flush()
    count = len(store)
    contents: dict[str, tuple[str, bytes]] = {}
    for name, (media_type, fmt) in _FORMATS.items():
        written = store.dump(format=fmt, from_graph=ox.DefaultGraph())
        contents[name] = (media_type, written)
        contents[f"{name}.gz"] = ("application/gzip", gzip.compress(written, mtime=0))
    del store
    contents["plans/sample.ttl"] = ("text/turtle", contents["planatlas.ttl"][1])
    empty = b'{"format":1,"nodes":[],"links":[],"sayings":[],"sections":[]}'
    contents["networks/network.json"] = ("application/json", empty)
    contents["networks/layouts.json"] = ("application/json", b"{}")
    contents["networks/network.graphml"] = ("application/graphml+xml", b"<graphml/>")
    contents["networks/network.gexf"] = ("application/gexf+xml", b"<gexf/>")
    contents["networks/network.csv"] = ("text/csv", "源,目标\n".encode())
    for lang, title in (("zh", "关系网络"), ("en", "Network")):
        page = _NETWORK.format(lang=lang, title=title)
        contents[f"networks/standalone.{lang}.html"] = ("text/html", page.encode())
    for name, (_, content) in contents.items():
        (target / name).write_bytes(content)
    manifest = {
        "format": 1,
        "version": version,
        "release": digest,
        "base": BASE,
        "inputs": {"data/plans/sample/text.txt": SHA256},
        "plans": [{"id": "sample", "iri": PLAN, "title": TITLE}],
        "counts": {
            "quads": count,
            "triples": count,
            "graphs": {f"{BASE}graph/plan/sample": count},
            "classes": {f"{BASE}ontology#Technology": 2, f"{BASE}ontology#Directive": 2},
        },
        "files": {
            name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "mediaType": media_type}
            for name, (media_type, content) in contents.items()
        },
        "store": {"nquads": "0" * 64},
    }
    (target / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    link, following = folder / "release", folder / "release.next"
    following.symlink_to(target)
    following.replace(link)
    return link
