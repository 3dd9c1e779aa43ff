"""What follows from the statements of a hand-made plan, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import PROV, RDF, Graph, URIRef

from graph_builder.assembly import assertion_key, vocabulary_graph
from graph_builder.derivation import derive
from graph_builder.errors import ResourceError
from graph_builder.namespaces import ID, PA
from tests.plans import TEXT, Assembled, annotate, assemble, ontology, rules, vocabulary, write_plan

PLAN = ID["plan/yunxi"]


def _at(path: str) -> URIRef:
    return URIRef(f"{PLAN}/{path}")


def _inputs(assembled: Assembled) -> tuple[Graph, ...]:
    return ontology(), vocabulary_graph(vocabulary()), assembled.graphs.plan, assembled.graphs.evidence


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Assembled:
    return assemble(write_plan(tmp_path_factory.mktemp("plan") / "yunxi"))


@pytest.fixture(scope="module")
def derived(assembled: Assembled) -> Graph:
    return derive(_inputs(assembled), rules())


def _assertion(directive: URIRef, *said: URIRef) -> URIRef:
    return _at(f"assertion/{assertion_key(directive, *said)}")


def test_measure_says_what_its_directives_say(derived: Graph) -> None:
    task = _at("task/1.1.2.1")
    assert set(derived.objects(task, PA.usesTechnology)) == {ID["technology/blockchain"], ID["technology/big-data"]}
    assert set(derived.objects(task, PA.appliesToPlace)) == {ID["place/financial-street"]}
    assert (_at("item/1.1.2.2.1"), PA.hasInvolvement, None) in derived


def test_what_is_to_be_avoided_is_not_said_of_the_measure(assembled: Assembled, derived: Graph) -> None:
    face = ID["technology/face-recognition"]
    assert (_at("directive/1.1.2.1.4"), PA.usesTechnology, face) in assembled.graphs.plan
    assert (_at("directive/1.1.2.1.4"), PA.concernsTechnology, face) in derived
    assert not set(derived.predicates(_at("task/1.1.2.1"), face))


def test_paragraph_and_ties_give_nothing_to_a_measure(derived: Graph) -> None:
    """A paragraph is no measure, and a tie between two things is not said of the measure."""
    assert (_at("paragraph/1.1.1"), None, None) not in derived
    assert not set(derived.subject_objects(PA.empowers))


def test_section_says_what_the_directives_of_its_introduction_say(tmp_path: Path) -> None:
    more = "R99\tconcernsDomain Arg1:T1 Arg2:T2\n"  # the first directive, in the introduction, and 数字经济 in it
    assembled = assemble(write_plan(tmp_path / "yunxi", annotations=annotate().content + more))
    section, economy = _at("section/1.1"), ID["domain/digital-economy"]
    assert (_at("directive/1.1.1.1"), PA.concernsDomain, economy) in assembled.graphs.plan
    derived = derive(_inputs(assembled), rules())
    assert set(derived.subjects(PA.concernsDomain, economy)) == {section}
    (made,) = derived.subjects(RDF.subject, section)
    assert derived.value(made, PA.statedIn) == _at("directive/1.1.1.1")


def test_symmetric_tie_holds_the_other_way_round(assembled: Assembled, derived: Graph) -> None:
    stated = set(assembled.graphs.plan.subject_objects(PA.integratesWith))
    assert len(stated) == 1
    assert set(derived.subject_objects(PA.integratesWith)) == {(second, first) for first, second in stated}
    for assertion in derived.subjects(RDF.predicate, PA.integratesWith):
        assert set(derived.objects(assertion, PROV.wasDerivedFrom))


def test_broader_property_is_stated_with_the_same_evidence(assembled: Assembled, derived: Graph) -> None:
    using, blockchain = _at("directive/1.1.2.1.1"), ID["technology/blockchain"]
    assert (using, PA.concernsTechnology, blockchain) in derived
    narrow = _assertion(using, using, PA.usesTechnology, blockchain)
    broad = _assertion(using, using, PA.concernsTechnology, blockchain)
    evidence = assembled.graphs.evidence
    assert set(derived.objects(broad, PA.evidence)) == set(evidence.objects(narrow, PA.evidence))
    assert set(derived.objects(broad, PROV.wasDerivedFrom)) == {narrow}


def test_derived_assertion_tells_where_it_comes_from(assembled: Assembled, derived: Graph) -> None:
    directive, task, chain = _at("directive/1.1.2.1.1"), _at("task/1.1.2.1"), ID["technology/blockchain"]
    origin = _assertion(directive, directive, PA.usesTechnology, chain)
    made = _assertion(directive, task, PA.usesTechnology, chain)
    stated = assembled.graphs.evidence
    assert set(derived.predicate_objects(made)) == {
        (RDF.type, PA.Assertion),
        (RDF.subject, task),
        (RDF.predicate, PA.usesTechnology),
        (RDF.object, chain),
        (PA.statedIn, directive),
        (PA.evidence, stated.value(origin, PA.evidence)),
        (PA.argumentMention, stated.value(origin, PA.argumentMention)),
        (PA.assertionMethod, ID["method/derived"]),
        (PA.reviewStatus, stated.value(origin, PA.reviewStatus)),
        (PROV.wasDerivedFrom, origin),
    }


def test_every_derived_statement_has_a_derived_assertion(derived: Graph) -> None:
    properties = set(ontology().subjects(RDF.type, PA.StatementProperty))
    statements = [triple for triple in derived if triple[1] in properties]
    assert statements
    for subject, predicate, obj in statements:
        found = set(derived.subjects(RDF.subject, subject)) & set(derived.subjects(RDF.predicate, predicate))
        (made,) = found & set(derived.subjects(RDF.object, obj))
        assert derived.value(made, PA.assertionMethod) == ID["method/derived"]
        assert derived.value(made, PROV.wasDerivedFrom)


def test_beneficiary_is_targeted_and_provider_is_not(derived: Graph) -> None:
    agent = ID["organization-category/high-tech-enterprise"]
    assert set(derived.subject_objects(PA.targets)) == {
        (_at("directive/1.1.2.1.2"), agent),
        (_at("task/1.1.2.1"), agent),  # what is derived of a directive holds of its measure too
    }


@pytest.mark.parametrize(
    ("role", "targeted"),
    [
        ("target", True),
        ("protectee", True),
        ("demandSource", True),
        ("partner", False),
        ("responsible", False),
        ("reliedOn", False),
        ("guide", False),
    ],
)
def test_targets_follow_the_scheme_of_roles(tmp_path: Path, role: str, targeted: bool) -> None:
    content = annotate().content.replace(" beneficiary\n", f" {role}\n")
    made = derive(_inputs(assemble(write_plan(tmp_path / "yunxi", annotations=content))), rules())
    assert ((_at("directive/1.1.2.1.2"), PA.targets, None) in made) == targeted


def test_rules_are_at_their_fixpoint(assembled: Assembled, derived: Graph) -> None:
    assert len(derive((*_inputs(assembled), derived), rules())) == 0


def test_nothing_that_is_there_is_derived_again(assembled: Assembled, derived: Graph) -> None:
    for graph in _inputs(assembled):
        assert not set(derived) & set(graph)


def test_same_statement_of_two_directives_is_derived_from_each(tmp_path: Path) -> None:
    """Two directives of one task that use the same technology: one triple, two assertions."""
    text = TEXT.replace("使用人脸识别技术", "使用区块链新技术")
    ann = annotate(TEXT).content.replace("technology:face-recognition\t人脸识别", "technology:blockchain\t区块链新")
    content = ann.replace("\t人脸识别\n", "\t区块链新\n").replace("人脸识别技术", "区块链新技术")
    content = "\n".join(line for line in content.splitlines() if "Polarity" not in line)
    made = derive(_inputs(assemble(write_plan(tmp_path / "yunxi", text, content))), rules())
    task, chain = _at("task/1.1.2.1"), ID["technology/blockchain"]
    saying = set(made.subjects(RDF.subject, task)) & set(made.subjects(RDF.object, chain))
    assert {made.value(assertion, PA.statedIn) for assertion in saying} == {
        _at("directive/1.1.2.1.1"),
        _at("directive/1.1.2.1.4"),
    }


def test_what_a_directive_says_itself_is_not_derived_too(assembled: Assembled) -> None:
    """A directive that uses a technology and is read to concern it as well: the second is read, once."""
    using, chain = _at("directive/1.1.2.1.1"), ID["technology/blockchain"]
    narrow = _assertion(using, using, PA.usesTechnology, chain)
    broad = _assertion(using, using, PA.concernsTechnology, chain)
    evidence = Graph()
    for triple in assembled.graphs.evidence:
        evidence.add(triple)
    for predicate, value in assembled.graphs.evidence.predicate_objects(narrow):
        evidence.add((broad, predicate, PA.concernsTechnology if predicate == RDF.predicate else value))
    inputs = (*_inputs(assembled)[:3], evidence)
    assert set(evidence.objects(broad, PA.assertionMethod)) == {ID["method/model"]}
    assert (broad, None, None) not in derive(inputs, rules())


def test_no_rules_and_no_graph_give_nothing(assembled: Assembled) -> None:
    assert len(derive(_inputs(assembled), [])) == 0
    assert len(derive([], rules())) == 0


@pytest.mark.parametrize(
    ("rule", "line", "words"),
    [
        ("CONSTRUCT { ?s ?p ?o }\nWHERE { ?s ?p", 2, "is not SPARQL"),
        ("# a comment\n\nCONSTRUCT WHERE { ?s pa:x ?o }", 3, "is not SPARQL"),
        ("SELECT * { ?s ?p ?o }", None, "is no CONSTRUCT query"),
        ("ASK {}", None, "is no CONSTRUCT query"),
    ],
)
def test_faulty_rule_is_told(tmp_path: Path, rule: str, line: int | None, words: str) -> None:
    (tmp_path / "odd.rq").write_text(rule, "utf-8")
    with pytest.raises(ResourceError, match=words) as caught:
        derive([], [tmp_path / "odd.rq"])
    assert caught.value.place
    assert (caught.value.place.file, caught.value.place.line) == (tmp_path / "odd.rq", line)
    assert caught.value.remedy


def test_rules_that_do_not_end_are_told(tmp_path: Path) -> None:
    (tmp_path / "more.rq").write_text(
        "CONSTRUCT { ?next <urn:p> <urn:o> } WHERE { ?s <urn:p> <urn:o> BIND (IRI(CONCAT(STR(?s), 'x')) AS ?next) }"
    )
    graph = Graph()
    graph.add((URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:o")))
    with pytest.raises(ResourceError, match="still add triples after 20 rounds") as caught:
        derive([graph], [tmp_path / "more.rq"])
    assert str(caught.value.place) == str(tmp_path)


def test_rules_build_on_each_other(tmp_path: Path) -> None:
    """The order of their names does not matter."""
    (tmp_path / "a.rq").write_text("CONSTRUCT { ?s <urn:r> ?o } WHERE { ?s <urn:q> ?o }")
    (tmp_path / "b.rq").write_text("CONSTRUCT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }")
    graph = Graph()
    graph.add((URIRef("urn:s"), URIRef("urn:p"), URIRef("urn:o")))
    made = derive([graph], sorted(tmp_path.glob("*.rq")))
    assert {str(predicate) for predicate in made.predicates()} == {"urn:q", "urn:r"}
