"""A release describes itself: what it holds, how to ask it, which files it has. Existing clients understand it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import DCTERMS, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef

from graph_builder import resources
from graph_builder.release import read_manifest
from graph_builder.release.gallery import read_gallery
from graph_builder.validation import read_shapes, validate

BASE = "https://w3id.org/planatlas/"
DATASET = URIRef(f"{BASE}id/dataset/planatlas")
CATALOG = URIRef(f"{BASE}id/catalog")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VOID = Namespace("http://rdfs.org/ns/void#")
FILE = f"{BASE}dumps/"

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix : <https://example.org/shapes#> .

:Words a sh:PropertyShape ; sh:path dcterms:title ; sh:minCount 2 ; sh:uniqueLang true ; sh:languageIn ("zh" "en") .
:About a sh:PropertyShape ; sh:path dcterms:description ; sh:minCount 2 ; sh:uniqueLang true ;
  sh:languageIn ("zh" "en") .
:Licence a sh:PropertyShape ; sh:path dcterms:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI .
:Version a sh:PropertyShape ; sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:Literal .
:Publisher a sh:PropertyShape ; sh:path dcterms:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent .

:Catalog a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property :Words , :About , :Licence , :Version , :Publisher ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] ,
    [ sh:path dcat:service ; sh:minCount 1 ; sh:class dcat:DataService ] .
:Dataset a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property :Words , :About , :Licence , :Version , :Publisher ,
    [ sh:path dcterms:identifier ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dcat:keyword ; sh:minCount 2 ] ,
    [ sh:path dcterms:temporal ; sh:class dcterms:PeriodOfTime ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
:Distribution a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property :Licence ,
    [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path [ sh:alternativePath ( dcat:mediaType dcterms:format ) ] ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:byteSize ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ; sh:minInclusive 1 ] ,
    [ sh:path spdx:checksum ; sh:maxCount 1 ; sh:node [
      sh:property [ sh:path spdx:algorithm ; sh:hasValue spdx:checksumAlgorithm_sha256 ] ,
        [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:datatype xsd:hexBinary ; sh:pattern "^[0-9a-f]{64}$" ] ] ] .
:Service a sh:NodeShape ; sh:targetClass dcat:DataService ;
  sh:property :Words , :Licence ,
    [ sh:path dcat:endpointURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:servesDataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
:Void a sh:NodeShape ; sh:targetClass void:Dataset ;
  sh:property [ sh:path void:triples ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] .
:ClassPartition a sh:NodeShape ; sh:targetObjectsOf void:classPartition ;
  sh:property [ sh:path void:class ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
:PropertyPartition a sh:NodeShape ; sh:targetObjectsOf void:propertyPartition ;
  sh:property [ sh:path void:property ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path void:triples ; sh:minCount 1 ; sh:maxCount 1 ; sh:minInclusive 1 ] .
:Graph a sh:NodeShape ; sh:targetClass sd:NamedGraph ;
  sh:property [ sh:path sd:name ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sd:graph ; sh:minCount 1 ; sh:maxCount 1 ; sh:class sd:Graph ] ,
    [ sh:path rdfs:label ; sh:minCount 2 ; sh:uniqueLang true ] .
"""

# What the editor sib-swiss/sparql-editor asks an endpoint, to complete terms and to show examples.
ASK_PREFIXES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
ASK_EXAMPLES = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query .
} ORDER BY ?sq"""
ASK_TERMS = """PREFIX void: <http://rdfs.org/ns/void#>
PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
  { ?cp void:class ?subjectClass ; void:propertyPartition ?pp .
    ?pp void:property ?prop .
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?objectClass ] . }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] . }
    } }
  UNION { ?ls void:subjectsTarget [ void:class ?subjectClass ] ; void:linkPredicate ?prop ;
    void:objectsTarget [ void:class ?objectClass ] . }
}"""


@pytest.fixture(params=["small", pytest.param("real", marks=pytest.mark.xdist_group("real-release"))])
def release(request: pytest.FixtureRequest) -> Path:
    link: Path = request.getfixturevalue(f"{request.param}_release")
    return link


def _store(release: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(release.resolve() / "store"))


def _select(release: Path, query: str) -> list[tuple[str, ...]]:
    found = _store(release).query(query)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [tuple("" if row[name] is None else row[name].value for name in names) for row in found]


def _turtle(path: Path) -> Graph:
    return Graph().parse(path, format="turtle")


def _catalog_graph(release: Path) -> Graph:
    """Read the catalog graph from the dump, with the datatypes that were written."""
    name = pyoxigraph.NamedNode(f"{BASE}graph/catalog")
    quads = pyoxigraph.parse((release / "planatlas.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    triples = (quad.triple for quad in quads if quad.graph_name == name)
    content = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return Graph().parse(data=content, format="nt")


def _shapes(tmp_path: Path) -> Graph:
    file = tmp_path / "shapes.ttl"
    file.write_text(SHAPES, "utf-8")
    return read_shapes([file])


def _name(graph: Graph, distribution: object) -> str:
    return str(graph.value(distribution, DCAT.downloadURL)).removeprefix(FILE)  # type: ignore[arg-type]


def test_descriptions_keep_their_shapes(release: Path, tmp_path: Path) -> None:
    shapes = _shapes(tmp_path)
    catalog = _catalog_graph(release)
    for graph in (catalog, catalog + _turtle(release / "dcat.ttl")):
        report = validate(graph, shapes)
        assert not report.findings, list(report.lines())


@pytest.mark.parametrize(
    "damage",
    [
        (None, DCTERMS.license, None),
        (None, DCAT.downloadURL, None),
        (None, VOID["class"], None),
        (None, DCTERMS.publisher, None),
        (DATASET, VOID.triples, None),
    ],
)
def test_the_shapes_find_faults(small_release: Path, tmp_path: Path, damage: tuple[None, URIRef, None]) -> None:
    graph = _catalog_graph(small_release)
    graph.remove(damage)
    assert validate(graph, _shapes(tmp_path)).findings


def test_every_file_is_a_distribution_with_its_true_size_and_checksum(release: Path) -> None:
    graph, files = _turtle(release / "dcat.ttl"), read_manifest(release)["files"]
    found = {_name(graph, node): node for node in graph.subjects(RDF.type, DCAT.Distribution)}
    assert set(found) == set(files)
    for name, node in found.items():
        content = (release / name).read_bytes()
        checksum = graph.value(node, SPDX.checksum)
        if name == "dcat.ttl":
            assert (node, DCAT.byteSize, None) not in graph
            assert checksum is None
            continue
        assert int(str(graph.value(node, DCAT.byteSize))) == len(content)
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest(), name


def test_the_graph_tells_all_that_it_can(release: Path) -> None:
    """What holds the catalog graph cannot have its checksum there; all else has, and dcat.ttl says the same."""
    graph, files = _catalog_graph(release), read_manifest(release)["files"]
    nodes = {_name(graph, node): node for node in graph.subjects(RDF.type, DCAT.Distribution)}
    assert set(nodes) == set(files)
    silent = {name for name, node in nodes.items() if graph.value(node, SPDX.checksum) is None}
    assert silent == {name for name in files if name.startswith("planatlas.")} | {"dcat.ttl"}
    for name in set(files) - silent:
        checksum = graph.value(nodes[name], SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)) == files[name]["sha256"], name


def test_void_and_dcat_are_in_the_graph(release: Path) -> None:
    graph = _catalog_graph(release)
    assert not list(_turtle(release / "void.ttl") - graph)
    left = _turtle(release / "dcat.ttl") - graph
    assert {predicate for _, predicate, _ in left} <= {
        *(DCAT.byteSize, SPDX.checksum, SPDX.algorithm, SPDX.checksumValue, RDF.type)
    }
    assert {str(subject).removeprefix(f"{BASE}id/distribution/")[:10] for subject in left.subjects()} == {"planatlas."}
    assert not any(isinstance(node, BNode) for node in graph.all_nodes())


def test_packed_files_say_what_they_hold(small_release: Path) -> None:
    graph = _turtle(small_release / "dcat.ttl")
    media = "https://www.iana.org/assignments/media-types/"
    node = URIRef(f"{BASE}id/distribution/planatlas.nt.gz")
    assert graph.value(node, DCAT.mediaType) == URIRef(f"{media}application/n-triples")
    assert graph.value(node, DCAT.compressFormat) == URIRef(f"{media}application/gzip")
    plain = URIRef(f"{BASE}id/distribution/planatlas.nt")
    assert graph.value(plain, DCAT.compressFormat) is None


def test_release_is_named_in_the_catalog(release: Path) -> None:
    graph, manifest = _catalog_graph(release), read_manifest(release)
    assert graph.value(CATALOG, DCTERMS.identifier) == Literal(manifest["release"])
    assert str(graph.value(DATASET, DCAT.version)) == f"{manifest['version']}+{manifest['release'][:12]}"
    assert all(manifest["release"] in str(said) for said in graph.objects(DATASET, DCTERMS.bibliographicCitation))


def test_period_and_place_only_as_the_data_have_them(small_release: Path, real_release: Path) -> None:
    small = _turtle(small_release / "dcat.ttl")
    plan = URIRef(f"{BASE}id/dataset/plan/yunxi")
    period = small.value(plan, DCTERMS.temporal)
    assert list(small.objects(period, RDFS.label)) == [Literal("“十五五”时期", lang="zh")]
    assert (period, DCAT.startDate, None) not in small
    assert (None, DCTERMS.spatial, None) not in small
    real = _turtle(real_release / "dcat.ttl")
    plan = URIRef(f"{BASE}id/dataset/plan/xicheng-145")
    assert real.value(plan, DCTERMS.spatial) == URIRef(f"{BASE}id/place/xicheng-district")
    period = real.value(plan, DCTERMS.temporal)
    assert [str(real.value(period, part)) for part in (DCAT.startDate, DCAT.endDate)] == ["2021-01-01", "2025-12-31"]
    assert not set(real.predicates()) & {DCTERMS.issued, DCTERMS.modified, DCTERMS.created}


# ---------------------------------------------------------------- VoID


def test_statistics_are_those_of_the_data(release: Path) -> None:
    graph, counts = _turtle(release / "void.ttl"), read_manifest(release)["counts"]
    catalog = counts["graphs"][f"{BASE}graph/catalog"]
    assert int(str(graph.value(DATASET, VOID.triples))) == counts["triples"] - catalog
    found = {}
    for part in graph.objects(DATASET, VOID.classPartition):
        found[str(graph.value(part, VOID["class"]))] = int(str(graph.value(part, VOID.entities)))
    assert {kind: count for kind, count in found.items() if kind.startswith(f"{BASE}ontology#")} == counts["classes"]
    subsets = {str(part): int(str(graph.value(part, VOID.triples))) for part in graph.objects(DATASET, VOID.subset)}
    document = f"{BASE}.well-known/void#"
    assert subsets == {
        name.replace(BASE, document): count
        for name, count in counts["graphs"].items()
        if name != f"{BASE}graph/catalog"
    }


def test_property_partitions_count_what_a_query_counts(release: Path) -> None:
    graph = _turtle(release / "void.ttl")
    outside = "FILTER NOT EXISTS { GRAPH <https://w3id.org/planatlas/graph/catalog> { ?s ?p ?o } }"
    expected = {
        row[0]: row[1:]
        for row in _select(
            release,
            "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?a) (COUNT(DISTINCT ?o) AS ?b) "
            f"WHERE {{ ?s ?p ?o {outside} }} GROUP BY ?p",
        )
    }
    found = {
        str(graph.value(part, VOID.property)): tuple(
            str(graph.value(part, name)) for name in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
        )
        for part in graph.objects(DATASET, VOID.propertyPartition)
    }
    assert found.keys() == expected.keys()
    # what the store takes for one integer the dumps hold in two types: only counts of triples and subjects must agree
    assert {name: row[:2] for name, row in found.items()} == {name: row[:2] for name, row in expected.items()}


def test_parts_have_names_of_their_own(release: Path) -> None:
    graph = _turtle(release / "void.ttl")
    for predicate in (VOID["class"], VOID.property):
        assert all(len(list(graph.objects(part, predicate))) == 1 for part in set(graph.subjects(predicate)))
    for part in graph.objects(DATASET, VOID.classPartition):
        assert re.fullmatch(r"class/[a-z-]+:\w+", str(part).partition("#")[2]), part


def test_examples_and_roots_are_described(release: Path) -> None:
    graph, store = _turtle(release / "void.ttl"), _store(release)
    shown = [*graph.objects(DATASET, VOID.exampleResource), *graph.objects(DATASET, VOID.rootResource)]
    assert len(shown) > 5
    for node in shown:
        assert next(store.quads_for_pattern(pyoxigraph.NamedNode(str(node)), None, None), None) is not None
    vocabularies = {str(node) for node in graph.objects(DATASET, VOID.vocabulary)}
    assert {f"{BASE}ontology#", "http://www.w3.org/2004/02/skos/core#", "http://www.w3.org/ns/oa#"} <= vocabularies
    assert all(name.startswith("http") and name[-1] in "#/" for name in vocabularies)


# ---------------------------------------------------------------- existing clients


def test_an_editor_finds_the_prefixes(small_release: Path) -> None:
    prefixes = dict(_select(small_release, ASK_PREFIXES))
    assert prefixes["pa"] == f"{BASE}ontology#"
    used = {
        (prefix, namespace)
        for path in resources.path("data/queries").glob("*.rq")
        for prefix, namespace in re.findall(r"^PREFIX (\S*): *<(\S+)>", path.read_text("utf-8"), re.MULTILINE)
        if not namespace.startswith(f"{BASE}id/")  # these are shortcuts of one query
    }
    assert used
    assert used <= set(prefixes.items())


def test_an_editor_finds_the_examples(small_release: Path) -> None:
    rows = _select(small_release, ASK_EXAMPLES)
    questions = {comment: query for _, comment, query in rows}
    gallery = read_gallery()
    assert {path.stem for path in resources.path("data/queries").glob("*.rq")} == {query.name for query in gallery}
    assert len(rows) == 2 * len(gallery) > 50
    store = pyoxigraph.Store()
    for query in gallery:
        assert questions[query.zh] == questions[query.en] == query.text
        assert not query.text.startswith("# zh:")
        store.query(query.text)


def test_an_editor_completes_terms(release: Path) -> None:
    rows = _select(release, ASK_TERMS)
    terms, core, xsd = f"{BASE}ontology#", "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2001/XMLSchema#"
    assert (f"{terms}Directive", f"{terms}usesTechnology", f"{terms}Technology", "") in rows
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert (f"{terms}Technology", f"{core}label", "", f"{rdf}langString") in rows
    assert (f"{terms}Directive", f"{terms}orderIndex", "", f"{xsd}integer") in rows
    expected = _select(
        release,
        f"""SELECT DISTINCT ?class ?property WHERE {{
            GRAPH ?g {{ ?s a ?class }} GRAPH ?h {{ ?s ?property ?o }}
            FILTER (<{BASE}graph/catalog> NOT IN (?g, ?h)) }}""",
    )
    assert {row[:2] for row in rows} == set(expected)
