"""Small plans made by hand: a text, its annotations, and the folder that holds both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import SKOS, Graph, URIRef

from graph_builder import resources
from graph_builder.annotation import Annotations, read_annotations
from graph_builder.assembly import PlanGraphs, assemble_plan, merge, ontology_graph, vocabulary_graph
from graph_builder.derivation import derive
from graph_builder.namespaces import ID
from graph_builder.structure import Tree, parse
from graph_builder.text import PlanFolder, read_plan_folder
from graph_builder.vocabulary import Vocabulary, read_vocabulary

TITLE = "云溪区“十五五”时期试点规划"
PAIR = "推动数字经济与实体经济融合发展"
USES = "运用区块链、大数据等技术,建设公共数据开放平台"
SUPPORTS = "支持高新技术企业发展"
BUILDS = "在金融街建设数据中心"
AVOIDS = "尽量避免使用人脸识别技术"
RELIES = "依托科研院所,推广5G商用平台"
EMPOWERS = "推动金融科技赋能教育"
APPLIES = "加强区块链在金融领域应用"
SPREADS = "推广区块链应用"
JOINS = "会同网信办、在京央企推进落实"
TEXT = f"""{TITLE}(讨论稿)
第一章 重点任务
一、发展数字产业
{PAIR}。
(一)夯实数字底座
搭建公共服务平台。{USES}。{SUPPORTS}。{BUILDS}。{AVOIDS}。
专栏1 重点支持领域 |
智慧医疗:{RELIES}。 城市治理:{EMPOWERS}。{APPLIES}。 |
(二)拓展应用
{SPREADS}。{APPLIES}。{BUILDS}。
第二章 保障措施
加强统筹协调。{JOINS}。"""
"""A plan that nobody wrote, with every kind of unit and of statement that there is."""

LINHU = Path(__file__).parent / "data/plans/linhu-155"
"""The folder of an invented plan of a few pages; it shares some things with the one above, and some are its own."""


@dataclass(frozen=True)
class Stretch:
    """An annotated stretch of the text."""

    id: str
    start: int
    end: int
    quote: str


@dataclass
class Annotator:
    """Writes annotations of a text; finds the offsets by itself."""

    text: str
    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def _next(self, letter: str) -> str:
        self.counts[letter] = self.counts.get(letter, 0) + 1
        return f"{letter}{self.counts[letter]}"

    def mention(
        self,
        kind: str,
        quote: str,
        *,
        inside: Stretch | None = None,
        after: str = "",
        ref: str | None = None,
        component: tuple[str, str] | None = None,
        **attributes: str,
    ) -> Stretch:
        """Annotate the first stretch with these characters, inside another one or after some words."""
        begin = inside.start if inside else self.text.index(after) + len(after)
        start = self.text.index(quote, begin)
        found = Stretch(self._next("T"), start, start + len(quote), quote)
        self.lines.append(f"{found.id}\t{kind} {found.start} {found.end}\t{quote}")
        for name, values in attributes.items():
            for value in values.split():
                self.lines.append(f"{self._next('A')}\t{name} {found.id} {value}")
        if ref:
            self.lines.append(f"{self._next('N')}\tReference {found.id} {ref}\t{quote}")
        if component:
            self.lines.append(f"{self._next('N')}\tComponent {found.id} {component[0]}\t{component[1]}")
        return found

    def directive(self, quote: str, action: str, force: str, *, after: str = "", **attributes: str) -> Stretch:
        """Annotate a directive."""
        return self.mention("Directive", quote, after=after, Action=action, Force=force, **attributes)

    def relate(self, name: str, first: Stretch, second: Stretch) -> None:
        """Annotate a relation."""
        self.lines.append(f"{self._next('R')}\t{name} Arg1:{first.id} Arg2:{second.id}")

    @property
    def content(self) -> str:
        """The annotation file."""
        return "".join(f"{line}\n" for line in self.lines)


def annotate(text: str = TEXT) -> Annotator:
    """Annotate the plan above (or one that begins like it)."""
    ann = Annotator(text)
    pair = ann.directive(PAIR, "integrate", "promote")
    ann.relate(
        "integratesWith",
        ann.mention("Domain", "数字经济", inside=pair, ref="domain:digital-economy"),
        ann.mention("Domain", "实体经济", inside=pair, ref="domain:real-economy"),
    )
    ann.mention("Task", "搭建公共服务平台")
    uses = ann.directive(USES, "apply", "require", Review="settled")
    for words, ref in (("区块链", "technology:blockchain"), ("大数据", "technology:big-data")):
        ann.relate("usesTechnology", uses, ann.mention("Technology", words, inside=uses, ref=ref))
    platform = ann.mention("Facility", "公共数据开放平台", inside=uses, ref="facility:public-data-open-platform")
    ann.relate("buildsFacility", uses, platform)
    supports = ann.directive(SUPPORTS, "develop", "support")
    ann.mention(
        "Body", "高新技术企业", inside=supports, ref="organization-category:high-tech-enterprise", Role="beneficiary"
    )
    _builds(ann, SUPPORTS)
    avoids = ann.directive(AVOIDS, "apply", "require", Polarity="avoid")
    face = ann.mention("Technology", "人脸识别", inside=avoids, ref="technology:face-recognition")
    ann.relate("usesTechnology", avoids, face)
    ann.mention("Task", "智慧医疗")
    relies = ann.directive(RELIES, "apply", "promote")
    ann.mention("Body", "科研院所", inside=relies, ref="organization-category:research-institute", Role="provider")
    ann.mention("Facility", "5G商用平台", inside=relies, component=("technology:5g", "5G"))
    ann.mention("Task", "城市治理")
    empowers = ann.directive(EMPOWERS, "integrate", "promote")
    ann.relate(
        "empowers",
        ann.mention("Domain", "金融科技", inside=empowers, ref="domain:fintech"),
        ann.mention("Domain", "教育", inside=empowers, ref="domain:education"),
    )
    _applies(ann, EMPOWERS)
    spreads = ann.directive(SPREADS, "apply", "promote")
    chain = ann.mention("Technology", "区块链", inside=spreads, ref="technology:blockchain")
    ann.relate("usesTechnology", spreads, chain)
    _applies(ann, SPREADS)
    _builds(ann, SPREADS)
    joins = ann.directive(JOINS, "cooperate", "require")
    ann.mention("Body", "网信办", inside=joins, ref="organization:cyberspace-affairs-office", Role="partner")
    ann.mention("Body", "在京央企", inside=joins, ref="organization-category:central-soe-in-beijing", Role="mentioned")
    return ann


def _applies(ann: Annotator, after: str) -> None:
    directive = ann.directive(APPLIES, "apply", "promote", after=after)
    ann.relate(
        "appliedInDomain",
        ann.mention("Technology", "区块链", inside=directive, ref="technology:blockchain"),
        ann.mention("Domain", "金融", inside=directive, ref="domain:finance"),
    )


def _builds(ann: Annotator, after: str) -> None:
    directive = ann.directive(BUILDS, "build", "require", after=after)
    place = ann.mention("Location", "金融街", inside=directive, ref="place:financial-street")
    ann.relate("appliesToPlace", directive, place)
    centre = ann.mention("Facility", "数据中心", inside=directive, ref="facility-kind:data-centre")
    ann.relate("buildsFacility", directive, centre)


LABELS = {
    "task/1.1.2.1": "Set up a public service platform",
    "box/1.1.2.2": "Key areas",
    "item/1.1.2.2.1": "Smart medicine",
    "item/1.1.2.2.2": "Running the city",
    "task/1.1.3.1": "Spread blockchain",
    "safeguard/2.1": "Coordinate better",
}
"""English labels, so that nothing about the plan above is a warning."""


def write_plan(
    folder: Path, text: str = TEXT, annotations: str | None = None, *, labels: Mapping[str, str] = LABELS, **toml: str
) -> Path:
    """Write a plan folder; its name is the plan's identifier. Every part may be given in another way."""
    folder.mkdir(parents=True)
    values = {
        "title": TITLE,
        "title_en": "Pilot plan of a district",
        "status": "讨论稿",
        "period": "“十五五”时期",
        "source": "made by hand for tests",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    } | toml
    (folder / "plan.toml").write_text("".join(f'{key} = "{value}"\n' for key, value in values.items()), "utf-8")
    (folder / "text.txt").write_text(text, "utf-8", newline="")
    (folder / "annotations.ann").write_text(annotate(text).content if annotations is None else annotations, "utf-8")
    if labels:
        lines = "".join(
            f'<{ID}plan/{folder.name}/{part}> rdfs:label "{label}"@en .\n' for part, label in labels.items()
        )
        (folder / "labels.ttl").write_text(f"@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n{lines}", "utf-8")
    return folder


@cache
def vocabulary() -> Vocabulary:
    """Give the shipped vocabularies."""
    return read_vocabulary(resources.path("data/vocabularies").glob("*.ttl"))


@cache
def ontology() -> Graph:
    """Give the shipped ontology."""
    return ontology_graph(resources.path("ontology/planatlas.ttl"))


def rules() -> list[Path]:
    """Give the shipped rules."""
    return sorted(resources.path("ontology/rules").glob("*.rq"))


@dataclass(frozen=True)
class Assembled:
    """A plan folder on its way to a graph."""

    folder: PlanFolder
    tree: Tree
    annotations: Annotations
    graphs: PlanGraphs


def assemble(path: Path) -> Assembled:
    """Read and assemble a plan folder."""
    folder = read_plan_folder(path)
    tree = parse(folder.source)
    annotations = read_annotations(folder.annotations, folder.source)
    return Assembled(folder, tree, annotations, assemble_plan(folder, tree, annotations, vocabulary()))


def concepts_for(*graphs: Graph) -> Graph:
    """Give the part of the vocabularies that graphs refer to, with broader concepts: fewer nodes, faster checks."""
    shared = vocabulary_graph(vocabulary())
    wanted = {node for graph in graphs for node in graph.all_nodes() if isinstance(node, URIRef)}
    kept = Graph()
    while wanted:
        node = wanted.pop()
        for triple in shared.triples((node, None, None)):
            if triple not in kept:
                kept.add(triple)
                if triple[1] == SKOS.broader and isinstance(triple[2], URIRef):
                    wanted.add(triple[2])
    return kept


def whole_graph(assembled: Assembled) -> Graph:
    """Give the merge of what a release of this plan holds, but of the vocabularies only what the plan refers to."""
    parts = assembled.graphs.plan, assembled.graphs.evidence
    concepts = concepts_for(*parts)
    derived = derive((ontology(), vocabulary_graph(vocabulary()), *parts), rules())
    return merge((ontology(), concepts, *parts, derived))


def edited(path: Path, change: Callable[[str], str]) -> None:
    """Change a text file in place."""
    path.write_text(change(path.read_text("utf-8")), "utf-8", newline="")
