"""The catalog of a release: DCAT 3 for its files, beside VoID, the service and the gallery.

A file cannot hold its own checksum. So the catalog graph, which every dump of the whole graph holds, gives size and
checksum of all files but those dumps; ``dcat.ttl``, which is written after them, gives theirs too. What neither can
hold, the checksum of ``dcat.ttl`` itself, stands in ``manifest.json``, which names every file but itself. No time is
told: a release has none of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, TIME, XSD, Graph, Literal, URIRef

import graph_builder
from graph_builder.assembly import to_quads
from graph_builder.namespaces import BASE, CATALOG_PREFIXES, DCAT, FOAF, ID, PA, SPDX, VOID
from graph_builder.release.dumps import FORMATS, MEDIA_TYPES
from graph_builder.release.gallery import gallery_graph
from graph_builder.release.graphs import ReleaseGraphs
from graph_builder.release.void import DATASET, SERVICE, in_both, void_graph
from graph_builder.text import PlanFolder

VOID_FILE = "void.ttl"
DCAT_FILE = "dcat.ttl"
CATALOG = ID["catalog"]
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
ONTOLOGY = URIRef(f"{BASE}ontology")

_PUBLISHER = ID["publisher"]
_RIGHTS = ID["rights"]
_LANGUAGES = tuple(URIRef(f"http://id.loc.gov/vocabulary/iso639-1/{code}") for code in ("zh", "en"))
_IANA = "https://www.iana.org/assignments/media-types/"
_UNREGISTERED = {
    "application/graphml+xml": URIRef("http://graphml.graphdrawing.org/xmlns"),
    "application/gexf+xml": URIRef("http://gexf.net/1.3"),
}
"""Formats without a registered media type, by what defines them."""

_WHOLE = "planatlas"
_DATASETS = {
    _WHOLE: (
        ("规划图谱", "PlanAtlas"),
        (
            "政府发展规划中的目标、举措、技术、领域、主体与地点，每条陈述都指向原文的确切字符。",
            "Goals, measures, technologies, domains, bodies and places of government development plans; every "
            "statement leads to its exact characters in the plan.",
        ),
    ),
    "tables": (
        ("实体与陈述的平面表", "Entities and statements as flat tables"),
        (
            "每个实体一行、每条陈述一行，附中英文标签、引文与位置。",
            "One row for each entity and each stated assertion, with labels in both languages, quote and offsets.",
        ),
    ),
    "ledger": (
        ("任务台账", "Ledger"),
        ("每条举措一行及其所涉事物。", "One row for each directive, with all that it names."),
    ),
    "networks": (
        ("实体关系网络", "Network of entities"),
        ("由图谱投影的网络及其单文件页面。", "A projection of the graph, and pages that show it offline."),
    ),
    "linkages": (
        ("关联清单与矩阵", "Linkages as lists and matrices"),
        (
            "最强的跨领域关联、领域与技术的矩阵，均附原文句子。",
            "The strongest links across fields, and fields by technologies, with the plan’s own sentences.",
        ),
    ),
    "ontology": (
        ("PlanAtlas 本体", "PlanAtlas ontology"),
        (
            "本体、与其他词汇的对应、JSON-LD 上下文与推导规则。",
            "The ontology, its alignments, its JSON-LD context and the rules of derivation.",
        ),
    ),
    "quality": (
        ("质量报告", "Reports on quality"),
        ("校验结果、覆盖率与逐句产出。", "What validation found, coverage, and what each sentence yielded."),
    ),
    "other": (("其他文件", "Other files"), ("本次发布的其他文件。", "Other files of this release.")),
}
_KEYWORDS = (("知识图谱", "knowledge graph"), ("发展规划", "development plan"), ("政策分析", "policy analysis"))


@dataclass(frozen=True)
class FileFact:
    """What is known of a file when a description of it is written."""

    bytes: int
    sha256: str


def file_facts(folder: Path) -> dict[str, FileFact]:
    """Measure the files of a release that are there so far, by name; the store and the manifest are no files of it."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith("store/") and name != "manifest.json":
            content = path.read_bytes()
            found[name] = FileFact(len(content), hashlib.sha256(content).hexdigest())
    return found


def description_graph(made: ReleaseGraphs, release: str) -> Graph:
    """Describe what the graph holds and how to ask it: VoID, the service, prefixes and gallery.

    Raises:
        ResourceError: a query of the gallery cannot be read.
    """
    about = void_graph(made.graphs, made.merged) + gallery_graph()
    _dataset(about, DATASET, release)
    for name in dump_names():
        about.add((DATASET, VOID.dataDump, _address(name)))
    return about


def dump_names() -> list[str]:
    """Name the dumps of the whole graph, plain and packed."""
    return [f"{_WHOLE}{suffix}{packed}" for suffix in FORMATS for packed in ("", ".gz")]


def write_description(graph: Graph, path: Path) -> None:
    """Write a graph of the catalog as Turtle."""
    quads = [pyoxigraph.Quad(quad.subject, quad.predicate, quad.object) for quad in to_quads({CATALOG: graph})]
    content = pyoxigraph.serialize(quads, format=pyoxigraph.RdfFormat.TURTLE, prefixes=CATALOG_PREFIXES)
    path.write_bytes(content or b"")


def dcat_graph(made: ReleaseGraphs, release: str, names: Iterable[str], facts: Mapping[str, FileFact]) -> Graph:
    """Describe the files of a release.

    ``release`` is its name (known before it is built: a hash of its inputs), ``names`` are all its files, ``facts``
    those that can be told where this description is to stand.
    """
    about = Graph()
    _catalog(about, release)
    for plan in made.plans:
        _plan(about, made.merged, plan)
    for name in sorted(names):
        _distribution(about, name, _dataset_of(name, made.plans), facts.get(name))
    for dataset in set(about.subjects(DCAT.distribution)) - {CATALOG}:
        assert isinstance(dataset, URIRef)
        about.add((CATALOG, DCAT.dataset, dataset))
        _dataset(about, dataset, release)
        if dataset not in (DATASET, ID["dataset/ontology"]):
            about.add((dataset, PROV.wasDerivedFrom, DATASET))
    version = made.merged.value(ONTOLOGY, OWL.versionInfo)
    if version is not None and any(name.startswith("ontology/") for name in names):
        about.set((ID["dataset/ontology"], DCAT.version, version))
    return about


def _catalog(about: Graph, release: str) -> None:
    about.add((CATALOG, RDF.type, DCAT.Catalog))
    in_both(about, CATALOG, DCTERMS.title, ("规划图谱数据目录", "Catalog of PlanAtlas"))
    words = ("本次发布的全部文件与查询服务。", "All files of this release, and the service that answers queries.")
    in_both(about, CATALOG, DCTERMS.description, words)
    about.add((CATALOG, FOAF.homepage, URIRef(BASE)))
    about.add((CATALOG, DCAT.service, SERVICE))
    about.add((CATALOG, DCTERMS.identifier, Literal(release)))
    _common(about, CATALOG, release)
    about.add((_PUBLISHER, RDF.type, FOAF.Agent))
    for name in (Literal("PlanAtlas 贡献者", lang="zh"), Literal("The PlanAtlas contributors", lang="en")):
        about.add((_PUBLISHER, FOAF.name, name))
    about.add((_RIGHTS, RDF.type, DCTERMS.RightsStatement))
    words = (
        "图谱与标注按 CC BY 4.0 许可；规划原文及其引文属公共机构文件，不由我们授权，其法律状态未经我们查证。",
        "Graph and annotations are licensed under CC BY 4.0. The texts of plans and the quotations from them are "
        "documents of public authorities and not ours to license; their legal status has not been examined.",
    )
    in_both(about, _RIGHTS, RDFS.label, words)
    about.add((SERVICE, RDF.type, DCAT.DataService))
    in_both(about, SERVICE, DCTERMS.title, ("规划图谱 SPARQL 查询服务", "SPARQL endpoint of PlanAtlas"))
    about.add((SERVICE, DCAT.endpointURL, SERVICE))
    about.add((SERVICE, DCAT.endpointDescription, SERVICE))
    about.add((SERVICE, DCAT.servesDataset, DATASET))
    about.add((SERVICE, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
    about.add((SERVICE, DCTERMS.license, LICENCE))
    about.add((SERVICE, DCTERMS.publisher, _PUBLISHER))


def _dataset(about: Graph, dataset: URIRef, release: str) -> None:
    about.add((dataset, RDF.type, DCAT.Dataset))
    about.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    about.add((dataset, DCAT.landingPage, URIRef(f"{BASE}dumps/")))
    title, description = _DATASETS.get(dataset.removeprefix(str(ID["dataset/"])), (None, None))
    if title and description:
        in_both(about, dataset, DCTERMS.title, title)
        in_both(about, dataset, DCTERMS.description, description)
    if dataset == DATASET:
        about.add((dataset, DCTERMS.conformsTo, ONTOLOGY))
    named = f"PlanAtlas {graph_builder.__version__}"
    words = (
        f"PlanAtlas 贡献者。{named}，发布 {release}。{dataset}",
        f"The PlanAtlas contributors. {named}, release {release}. {dataset}",
    )
    in_both(about, dataset, DCTERMS.bibliographicCitation, words)
    for keyword in _KEYWORDS:
        in_both(about, dataset, DCAT.keyword, keyword)
    _common(about, dataset, release)


def _common(about: Graph, resource: URIRef, release: str) -> None:
    about.add((resource, DCAT.version, Literal(f"{graph_builder.__version__}+{release[:12]}")))
    about.add((resource, DCTERMS.license, LICENCE))
    about.add((resource, DCTERMS.rights, _RIGHTS))
    about.add((resource, DCTERMS.publisher, _PUBLISHER))
    for language in _LANGUAGES:
        about.add((resource, DCTERMS.language, language))


def _plan(about: Graph, merged: Graph, plan: PlanFolder) -> None:
    """Describe what belongs to one plan. Period and place only as the plan words them, or as a source says."""
    dataset, node, metadata = _plan_dataset(plan.id), ID[f"plan/{plan.id}"], plan.metadata
    english = metadata.title_en or metadata.title
    in_both(about, dataset, DCTERMS.title, (f"规划图谱：{metadata.title}", f"PlanAtlas: {english}"))
    words = ("该规划的内容、证据与推出的陈述。", "What this plan says, the evidence, and what rules derive.")
    in_both(about, dataset, DCTERMS.description, words)
    about.add((DATASET, DCTERMS.hasPart, dataset))
    about.add((dataset, DCTERMS.isPartOf, DATASET))
    about.add((dataset, FOAF.primaryTopic, node))
    about.add((dataset, DCTERMS.source, URIRef(f"{node}/text")))
    if metadata.period:
        period = URIRef(f"{dataset}#period")
        about.add((dataset, DCTERMS.temporal, period))
        about.add((period, RDF.type, DCTERMS.PeriodOfTime))
        about.add((period, RDFS.label, Literal(metadata.period, lang="zh")))
        known = merged.value(node, PA.planPeriod)
        for ours, theirs in ((DCAT.startDate, TIME.hasBeginning), (DCAT.endDate, TIME.hasEnd)):
            instant = merged.value(known, theirs) if known is not None else None
            date = merged.value(instant, TIME.inXSDDate) if instant is not None else None
            if known is not None and date is not None:
                about.add((period, ours, date))
                about.add((period, PROV.wasDerivedFrom, known))
    if metadata.place:
        words_of_place = Literal(metadata.place, lang="zh")
        named = {
            place
            for predicate in (SKOS.prefLabel, SKOS.altLabel)
            for place in merged.subjects(predicate, words_of_place)
            if (place, RDF.type, PA.Place) in merged
        }
        place = named.pop() if len(named) == 1 else URIRef(f"{dataset}#place")
        about.add((dataset, DCTERMS.spatial, place))
        if place == URIRef(f"{dataset}#place"):
            about.add((place, RDF.type, DCTERMS.Location))
            about.add((place, RDFS.label, words_of_place))


def _plan_dataset(plan_id: str) -> URIRef:
    return ID[f"dataset/plan/{plan_id}"]


def _dataset_of(name: str, plans: Sequence[PlanFolder]) -> URIRef:
    """Tell which dataset a file is a distribution of, by its name."""
    if name in (VOID_FILE, DCAT_FILE):
        return CATALOG
    if name.startswith(f"{_WHOLE}."):
        return DATASET
    for plan in plans:
        if name.startswith(f"plans/{plan.id}."):
            return _plan_dataset(plan.id)
    if name.startswith(("entities.csv", "statements.csv")):
        return ID["dataset/tables"]
    folder = name.partition("/")[0]
    return ID[f"dataset/{folder}" if folder in _DATASETS else "dataset/other"]


def _address(name: str) -> URIRef:
    return URIRef(f"{BASE}dumps/{name}")


def _distribution(about: Graph, name: str, dataset: URIRef, fact: FileFact | None) -> None:
    node = ID[f"distribution/{name}"]
    path = Path(name)
    packed = path.suffix == ".gz"
    media_type = MEDIA_TYPES[path.with_suffix("").suffix if packed else path.suffix]
    about.add((dataset, DCAT.distribution, node))
    about.add((node, RDF.type, DCAT.Distribution))
    about.add((node, DCTERMS.title, Literal(name)))
    about.add((node, DCAT.downloadURL, _address(name)))
    about.add((node, DCAT.accessURL, URIRef(f"{BASE}dumps/")))
    about.add((node, DCTERMS.license, LICENCE))
    about.add((node, DCTERMS.rights, _RIGHTS))
    if media_type in _UNREGISTERED:
        about.add((node, DCTERMS["format"], _UNREGISTERED[media_type]))
    else:
        about.add((node, DCAT.mediaType, URIRef(_IANA + media_type)))
    if packed:
        about.add((node, DCAT.compressFormat, URIRef(f"{_IANA}application/gzip")))
    if fact is not None:
        checksum = URIRef(f"{node}#sha256")
        about.add((node, DCAT.byteSize, Literal(fact.bytes, datatype=XSD.nonNegativeInteger)))
        about.add((node, SPDX.checksum, checksum))
        about.add((checksum, RDF.type, SPDX.Checksum))
        about.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
        about.add((checksum, SPDX.checksumValue, Literal(fact.sha256, datatype=XSD.hexBinary)))
