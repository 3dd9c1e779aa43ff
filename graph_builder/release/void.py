"""What the graph holds, in VoID, and how it is laid out in graphs, in SPARQL Service Description.

The statistics are those of all graphs but the catalog itself, which would otherwise count its own counts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import DCTERMS, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph_builder.namespaces import BASE, CATALOG_PREFIXES, GRAPH, ID, PA, SD, VOID, VOID_EXT

DATASET = ID["dataset/planatlas"]
"""The whole graph, as VoID and DCAT describe it."""

DOCUMENT = URIRef(f"{BASE}.well-known/void")
"""The address of the VoID description; parts of it are its fragments."""

SERVICE = URIRef(f"{BASE}sparql")
"""The SPARQL endpoint."""

GRAPH_FORMATS = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
"""Formats that the endpoint writes, by their names in https://www.w3.org/ns/formats/."""

_EXAMPLES = ("Plan", "Task", "Directive", "Goal", "Technology", "Domain", "Facility", "Body", "Place", "Assertion")
_GRAPH_TITLES = {
    "ontology": ("本体", "Ontology"),
    "alignments": ("与其他词汇的对应", "Alignments with other vocabularies"),
    "vocabularies": ("词表", "Vocabularies"),
    "background": ("背景知识（规划未言明，各有出处）", "Background: what no plan says, each statement with its source"),
    "shapes": ("形状", "Shapes"),
    "catalog": ("自述：目录、统计与示例查询", "Self-description: catalog, statistics and example queries"),
    "plan": ("规划的内容", "What a plan says"),
    "evidence": ("证据：断言与提及", "Evidence: assertions and mentions"),
    "derived": ("由规则推出的陈述", "What rules derive"),
}


def in_both(graph: Graph, subject: URIRef, predicate: URIRef, words: tuple[str, str]) -> None:
    """Say something in Chinese and in English."""
    for language, text in zip(("zh", "en"), words, strict=True):
        graph.add((subject, predicate, Literal(text, lang=language)))


def number(count: int) -> Literal:
    """Write a count."""
    return Literal(count, datatype=XSD.integer)


def void_graph(graphs: Mapping[URIRef, Graph], merged: Graph) -> Graph:
    """Describe the graphs of a release and their merge, the catalog graph not among them."""
    about = Graph()
    about.add((DOCUMENT, RDF.type, VOID.DatasetDescription))
    about.add((DOCUMENT, URIRef("http://xmlns.com/foaf/0.1/primaryTopic"), DATASET))
    about.add((DATASET, RDF.type, VOID.Dataset))
    about.add((DATASET, VOID.sparqlEndpoint, SERVICE))
    about.add((DATASET, VOID.uriSpace, Literal(str(ID))))
    for name in GRAPH_FORMATS:
        about.add((DATASET, VOID.feature, URIRef(f"http://www.w3.org/ns/formats/{name}")))
    for plan in merged.subjects(RDF.type, PA.Plan):
        about.add((DATASET, VOID.rootResource, plan))
    for example in _examples(merged):
        about.add((DATASET, VOID.exampleResource, example))
    _service(about, graphs)
    _statistics(about, merged)
    return about


def _service(about: Graph, graphs: Mapping[URIRef, Graph]) -> None:
    dataset, default = _part("service-dataset"), _part("default-graph")
    about.add((SERVICE, RDF.type, SD.Service))
    about.add((SERVICE, SD.endpoint, SERVICE))
    about.add((SERVICE, SD.supportedLanguage, SD.SPARQL11Query))
    about.add((SERVICE, SD.feature, SD.UnionDefaultGraph))
    for name in RESULT_FORMATS + GRAPH_FORMATS:
        about.add((SERVICE, SD.resultFormat, URIRef(f"http://www.w3.org/ns/formats/{name}")))
    about.add((SERVICE, SD.defaultDataset, dataset))
    about.add((dataset, RDF.type, SD.Dataset))
    about.add((dataset, SD.defaultGraph, default))
    about.add((default, RDF.type, SD.Graph))
    in_both(about, default, DCTERMS.title, ("所有命名图的合并", "The merge of all named graphs"))
    for name in [*sorted(graphs), GRAPH["catalog"]]:
        local = name.removeprefix(str(GRAPH))
        part = _part(f"graph/{local}")
        about.add((dataset, SD.namedGraph, name))
        about.add((name, RDF.type, SD.NamedGraph))
        about.add((name, SD.name, name))
        about.add((name, SD.graph, part))
        about.add((part, RDF.type, SD.Graph))
        titles = _GRAPH_TITLES.get(local.split("/")[0])
        if titles is not None:
            of = f" · {local.partition('/')[2]}" if "/" in local else ""
            in_both(about, name, RDFS.label, (titles[0] + of, titles[1] + of))
        if name in graphs:
            about.add((part, RDF.type, VOID.Dataset))
            about.add((part, VOID.triples, number(len(graphs[name]))))
            about.add((DATASET, VOID.subset, part))


def _examples(merged: Graph) -> Iterable[URIRef]:
    """Give for the main classes the member that is mentioned most; of equals the first by its IRI."""
    mentions = Counter(merged.objects(None, PA.denotes))
    for name in _EXAMPLES:
        members = [member for member in merged.subjects(RDF.type, PA[name]) if isinstance(member, URIRef)]
        if members:
            yield min(members, key=lambda member: (-mentions[member], member))


@dataclass
class _Use:
    """How often a property is used, and with what."""

    triples: int = 0
    subjects: set[Node] = field(default_factory=set)
    objects: set[Node] = field(default_factory=set)
    classes: Counter[URIRef] = field(default_factory=Counter)
    datatypes: Counter[URIRef] = field(default_factory=Counter)

    def add(self, subject: Node, obj: Node, kinds: Iterable[URIRef]) -> None:
        self.triples += 1
        self.subjects.add(subject)
        self.objects.add(obj)
        if isinstance(obj, Literal):
            self.datatypes[obj.datatype or (RDF.langString if obj.language else XSD.string)] += 1
        else:
            self.classes.update(kinds)


def _statistics(about: Graph, merged: Graph) -> None:
    """Count: per class its members and how they use each property, per property how all use it."""
    kinds: dict[Node, list[URIRef]] = defaultdict(list)
    members: Counter[URIRef] = Counter()
    for subject, kind in merged.subject_objects(RDF.type):
        if isinstance(kind, URIRef):
            kinds[subject].append(kind)
            members[kind] += 1
    properties: dict[URIRef, _Use] = defaultdict(_Use)
    by_class: dict[URIRef, dict[URIRef, _Use]] = defaultdict(lambda: defaultdict(_Use))
    for subject, predicate, obj in merged:
        assert isinstance(predicate, URIRef)
        of_object = kinds.get(obj, ())
        properties[predicate].add(subject, obj, of_object)
        for kind in kinds.get(subject, ()):
            by_class[kind][predicate].add(subject, obj, of_object)
    about.add((DATASET, VOID.triples, number(len(merged))))
    about.add((DATASET, VOID.classes, number(len(members))))
    about.add((DATASET, VOID.properties, number(len(properties))))
    about.add((DATASET, VOID.entities, number(len(kinds))))
    about.add((DATASET, VOID.distinctSubjects, number(len(set(merged.subjects())))))
    about.add((DATASET, VOID.distinctObjects, number(len(set(merged.objects())))))
    for namespace in {_namespace(term) for term in (*members, *properties)}:
        about.add((DATASET, VOID.vocabulary, URIRef(namespace)))
    for predicate, use in properties.items():
        part = _part(f"property/{_short(predicate)}")
        about.add((DATASET, VOID.propertyPartition, part))
        _property(about, part, predicate, use)
    for kind, count in members.items():
        part = _part(f"class/{_short(kind)}")
        about.add((DATASET, VOID.classPartition, part))
        about.add((part, VOID["class"], kind))
        about.add((part, VOID.entities, number(count)))
        for predicate, use in by_class[kind].items():
            own = URIRef(f"{part}/{_short(predicate)}")
            about.add((part, VOID.propertyPartition, own))
            _property(about, own, predicate, use)
            _objects(about, own, use)


def _property(about: Graph, part: URIRef, predicate: URIRef, use: _Use) -> None:
    about.add((part, VOID.property, predicate))
    about.add((part, VOID.triples, number(use.triples)))
    about.add((part, VOID.distinctSubjects, number(len(use.subjects))))
    about.add((part, VOID.distinctObjects, number(len(use.objects))))


def _objects(about: Graph, part: URIRef, use: _Use) -> None:
    """Say of what classes and datatypes the objects are: by this editors complete a query."""
    for kind, count in use.classes.items():
        own = URIRef(f"{part}/{_short(kind)}")
        about.add((part, VOID.classPartition, own))
        about.add((own, VOID["class"], kind))
        about.add((own, VOID.triples, number(count)))
    for kind, count in use.datatypes.items():
        own = URIRef(f"{part}/{_short(kind)}")
        about.add((part, VOID_EXT.datatypePartition, own))
        about.add((own, VOID_EXT.datatype, kind))
        about.add((own, VOID.triples, number(count)))


def _part(path: str) -> URIRef:
    return URIRef(f"{DOCUMENT}#{path}")


def _namespace(term: URIRef) -> str:
    return term[: len(term) - len(re.split(r"[#/]", term)[-1])]


def _short(term: URIRef) -> str:
    """Write a term with its prefix where it has one; else all of it, so that two never share a name."""
    namespace = _namespace(term)
    for prefix, iri in CATALOG_PREFIXES.items():
        if iri == namespace:
            return f"{prefix}:{term.removeprefix(namespace)}"
    return re.sub(r"[^A-Za-z0-9._-]", "_", term)
