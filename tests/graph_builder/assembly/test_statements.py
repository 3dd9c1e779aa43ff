"""A hand-made plan becomes exactly the triples that its annotations say."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from graph_builder.annotation import read_annotations
from graph_builder.assembly import PlanIris, assemble_plan, assertion_key
from graph_builder.errors import AssemblyError, PlanAtlasError, VocabularyError
from graph_builder.namespaces import ID, NIF, OA, PA
from graph_builder.structure import parse
from graph_builder.text import read_plan_folder
from tests.plans import (
    APPLIES,
    BUILDS,
    EMPOWERS,
    JOINS,
    PAIR,
    RELIES,
    SPREADS,
    SUPPORTS,
    TEXT,
    USES,
    Annotator,
    Assembled,
    annotate,
    assemble,
    vocabulary,
    write_plan,
)

PLAN = ID["plan/yunxi"]
USING = URIRef(f"{PLAN}/directive/1.1.2.1.1")
BLOCKCHAIN = ID["technology/blockchain"]


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Assembled:
    return assemble(write_plan(tmp_path_factory.mktemp("plan") / "yunxi"))


def _at(path: str) -> URIRef:
    return URIRef(f"{PLAN}/{path}")


def _span(quote: str, after: str = "") -> tuple[int, int]:
    start = TEXT.index(quote, TEXT.index(after))
    return start, start + len(quote)


def _mention(quote: str, after: str = "") -> URIRef:
    start, end = _span(quote, after)
    return _at(f"mention/{start}-{end}")


def _offset(value: int) -> Literal:
    return Literal(value, datatype=XSD.nonNegativeInteger)


def _said(graph: Graph, subject: URIRef) -> set[tuple[URIRef, object]]:
    return {(URIRef(str(predicate)), obj) for predicate, obj in graph.predicate_objects(subject)}


def _assertion(stated_in: URIRef, subject: URIRef, predicate: URIRef, obj: URIRef) -> URIRef:
    return _at(f"assertion/{assertion_key(stated_in, subject, predicate, obj)}")


def test_statement_is_plain_triple_and_assertion(assembled: Assembled) -> None:
    plan, evidence = assembled.graphs.plan, assembled.graphs.evidence
    assert (USING, PA.usesTechnology, BLOCKCHAIN) in plan
    assert _said(evidence, _assertion(USING, USING, PA.usesTechnology, BLOCKCHAIN)) == {
        (RDF.type, PA.Assertion),
        (RDF.subject, USING),
        (RDF.predicate, PA.usesTechnology),
        (RDF.object, BLOCKCHAIN),
        (PA.statedIn, USING),
        (PA.evidence, _mention(USES)),
        (PA.argumentMention, _mention("区块链", USES)),
        (PA.assertionMethod, ID["method/model"]),
        (PA.reviewStatus, ID["review-status/settled"]),
    }


def test_directive_is_exactly_this(assembled: Assembled) -> None:
    start, end = _span(USES)
    task = _at("task/1.1.2.1")
    assert _said(assembled.graphs.plan, USING) == {
        (RDF.type, PA.Directive),
        (RDFS.label, Literal(USES, lang="zh")),
        (PA.partOf, task),
        (PA.orderIndex, Literal(1)),
        (PA.action, ID["action/apply"]),
        (PA.force, ID["force/require"]),
        (NIF.beginIndex, _offset(start)),
        (NIF.endIndex, _offset(end)),
        (NIF.referenceContext, _at("text")),
        (PA.usesTechnology, BLOCKCHAIN),
        (PA.usesTechnology, ID["technology/big-data"]),
        (PA.buildsFacility, ID["facility/public-data-open-platform"]),
    }
    assert (task, PA.hasDirective, USING) in assembled.graphs.plan


def test_mention_has_offsets_and_both_selectors(assembled: Assembled) -> None:
    evidence = assembled.graphs.evidence
    start, end = _span("区块链", USES)
    mention = _mention("区块链", USES)
    position, quote = URIRef(f"{mention}/position"), URIRef(f"{mention}/quote")
    assert _said(evidence, mention) == {
        (RDF.type, PA.Mention),
        (RDF.type, OA.SpecificResource),
        (RDF.type, NIF.OffsetBasedString),
        (PA.mentionType, ID["mention-type/Technology"]),
        (PA.denotes, BLOCKCHAIN),
        (NIF.beginIndex, _offset(start)),
        (NIF.endIndex, _offset(end)),
        (NIF.referenceContext, _at("text")),
        (NIF.anchorOf, Literal("区块链", lang="zh")),
        (OA.hasSource, _at("text")),
        (OA.hasSelector, position),
        (OA.hasSelector, quote),
    }
    assert _said(evidence, position) == {
        (RDF.type, OA.TextPositionSelector),
        (OA.start, _offset(start)),
        (OA.end, _offset(end)),
    }
    assert _said(evidence, quote) == {
        (RDF.type, OA.TextQuoteSelector),
        (OA.exact, Literal("区块链")),
        (OA.prefix, Literal(TEXT[start - 32 : start])),
        (OA.suffix, Literal(TEXT[end : end + 32])),
    }


def test_context_of_a_quote_ends_with_the_text(tmp_path: Path) -> None:
    text = "第一章 任务\n推广区块链"
    ann = Annotator(text)
    ann.mention("Technology", "区块链", ref="technology:blockchain")
    made = assemble(
        write_plan(tmp_path / "tiny", text, ann.content, title="任务", status="任务", period="任务", labels={})
    )
    (quote,) = made.graphs.evidence.subjects(RDF.type, OA.TextQuoteSelector)
    assert made.graphs.evidence.value(quote, OA.prefix) == Literal("第一章 任务\n推广")
    assert made.graphs.evidence.value(quote, OA.suffix) == Literal("")


def test_two_directives_that_say_the_same_keep_two_assertions(assembled: Assembled) -> None:
    tie = (BLOCKCHAIN, PA.appliedInDomain, ID["domain/finance"])
    evidence = assembled.graphs.evidence
    saying = set(evidence.subjects(RDF.predicate, PA.appliedInDomain))
    assert saying == {_assertion(_at(f"directive/{place}"), *tie) for place in ("1.1.2.2.2.2", "1.1.3.1.2")}
    assert tie in assembled.graphs.plan
    assert {evidence.value(assertion, PA.evidence) for assertion in saying} == {
        _mention(APPLIES, EMPOWERS),
        _mention(APPLIES, SPREADS),
    }


def test_tie_between_two_things_keeps_both_mentions(assembled: Assembled) -> None:
    directive = _at("directive/1.1.1.1")
    made = _assertion(directive, ID["domain/digital-economy"], PA.integratesWith, ID["domain/real-economy"])
    found = set(assembled.graphs.evidence.objects(made, PA.argumentMention))
    assert found == {_mention("数字经济", PAIR), _mention("实体经济", PAIR)}
    assert assembled.graphs.plan.value(directive, PA.partOf) == _at("paragraph/1.1.1")


def test_generic_facility_is_one_individual_at_each_place(assembled: Assembled) -> None:
    plan = assembled.graphs.plan
    for after, directive in ((SUPPORTS, "1.1.2.1.3"), (SPREADS, "1.1.3.1.3")):
        start, end = _span("数据中心", TEXT[TEXT.index(BUILDS, TEXT.index(after)) :])
        node = _at(f"facility/{start}-{end}")
        assert (_at(f"directive/{directive}"), PA.buildsFacility, node) in plan
        assert _said(plan, node) == {
            (RDF.type, PA.Facility),
            (PA.kind, ID["facility-kind/data-centre"]),
            (RDFS.label, Literal("数据中心", lang="zh")),
            (RDFS.label, Literal("data centre", lang="en")),
        }
    assert len(set(plan.subjects(PA.kind, ID["facility-kind/data-centre"]))) == 2


def test_component_is_kept_without_an_entity(assembled: Assembled) -> None:
    mention = _mention("5G商用平台")
    assert assembled.graphs.evidence.value(mention, PA.component) == ID["technology/5g"]
    assert assembled.graphs.evidence.value(mention, PA.denotes) is None
    assert (None, None, ID["technology/5g"]) not in assembled.graphs.plan


@pytest.mark.parametrize(
    ("words", "role", "agent", "directive"),
    [
        ("科研院所", "provider", "organization-category/research-institute", "1.1.2.2.1.1"),
        ("网信办", "partner", "organization/cyberspace-affairs-office", "2.1.1"),
        ("高新技术企业", "beneficiary", "organization-category/high-tech-enterprise", "1.1.2.1.2"),
    ],
)
def test_role_becomes_an_involvement(assembled: Assembled, words: str, role: str, agent: str, directive: str) -> None:
    start, end = _span(words)
    node = _at(f"involvement/{start}-{end}/{role}")
    assert _said(assembled.graphs.plan, node) == {
        (RDF.type, PA.Involvement),
        (PA.involvedAgent, ID[agent]),
        (PA.involvementRole, ID[f"role/{role}"]),
    }
    stated_in = _at(f"directive/{directive}")
    made = _assertion(stated_in, stated_in, PA.hasInvolvement, node)
    assert (made, PA.argumentMention, _mention(words)) in assembled.graphs.evidence


def test_who_is_only_mentioned_is_not_involved(assembled: Assembled) -> None:
    assert (_mention("在京央企"), PA.denotes, ID["organization-category/central-soe-in-beijing"]) in (
        assembled.graphs.evidence
    )
    assert (None, None, ID["organization-category/central-soe-in-beijing"]) not in assembled.graphs.plan
    assert len(set(assembled.graphs.plan.subjects(RDF.type, PA.Involvement))) == 3


def test_several_roles_are_several_involvements(tmp_path: Path) -> None:
    content = annotate().content
    body = next(line for line in content.splitlines() if line.endswith("\t网信办")).split("\t")[0]
    made = assemble(write_plan(tmp_path / "yunxi", annotations=f"{content}A99\tRole {body} guide\n"))
    start, end = _span("网信办")
    for role in ("partner", "guide"):
        assert (_at(f"involvement/{start}-{end}/{role}"), RDF.type, PA.Involvement) in made.graphs.plan


def test_task_mention_denotes_its_unit(assembled: Assembled) -> None:
    for words, unit in (("搭建公共服务平台", "task/1.1.2.1"), ("智慧医疗", "item/1.1.2.2.1")):
        assert (_mention(words), PA.denotes, _at(unit)) in assembled.graphs.evidence


def test_review_status_is_draft_unless_said(assembled: Assembled) -> None:
    directive = _at("directive/1.1.1.1")
    (made,) = assembled.graphs.evidence.subjects(PA.statedIn, directive)
    assert assembled.graphs.evidence.value(made, PA.reviewStatus) == ID["review-status/draft"]


def test_one_mention_for_one_stretch_whatever_it_is(tmp_path: Path) -> None:
    """A task and the directive with the same words share a Mention with two types."""
    ann = annotate()
    ann.directive("搭建公共服务平台", "build", "require")
    made = assemble(write_plan(tmp_path / "yunxi", annotations=ann.content)).graphs.evidence
    mention = _mention("搭建公共服务平台")
    types = {ID["mention-type/Task"], ID["mention-type/Directive"]}
    assert set(made.objects(mention, PA.mentionType)) == types
    assert set(made.objects(mention, PA.denotes)) == {_at("task/1.1.2.1"), _at("directive/1.1.2.1.1")}
    assert len(set(made.objects(mention, OA.hasSelector))) == 2


def test_directives_are_counted_in_the_order_of_the_text(tmp_path: Path) -> None:
    """Not in that of the file."""
    lines = annotate().content.splitlines()
    made = assemble(write_plan(tmp_path / "yunxi", annotations="\n".join(reversed(lines))))
    assert (USING, RDFS.label, Literal(USES, lang="zh")) in made.graphs.plan


def test_order_of_the_file_does_not_matter(assembled: Assembled, tmp_path: Path) -> None:
    lines = annotate().content.splitlines()
    other = assemble(write_plan(tmp_path / "yunxi", annotations="\n".join(reversed(lines)))).graphs
    assert set(other.plan) == set(assembled.graphs.plan)
    assert set(other.evidence) == set(assembled.graphs.evidence)


FAULTS: dict[str, tuple[str, str, type[PlanAtlasError], str]] = {
    # annotations, where, error, words
    "relation outside of a directive": (
        "T1\tDirective {PAIR}\nT2\tTechnology {区块链}\nR1\tusesTechnology Arg1:T1 Arg2:T2\n",
        "区块链",
        AssemblyError,
        "no directive contains both",
    ),
    "tie without any directive": (
        "T1\tDomain {数字经济}\nN1\tReference T1 domain:digital-economy\t数字经济\n"
        "T2\tDomain {实体经济}\nN2\tReference T2 domain:real-economy\t实体经济\n"
        "R1\tintegratesWith Arg1:T1 Arg2:T2\n",
        "实体经济",
        AssemblyError,
        "no directive contains both",
    ),
    "mention without a reference": (
        "T1\tDirective {USES}\nT2\tTechnology {区块链}\nR1\tusesTechnology Arg1:T1 Arg2:T2\n",
        "区块链",
        AssemblyError,
        "refers to no concept",
    ),
    "directive in a heading": ("T1\tDirective {发展数字产业}\n", "发展数字产业", AssemblyError, "lies in no single"),
    "task in a heading": ("T1\tTask {拓展应用}\n", "拓展应用", AssemblyError, "lies in no single"),
    "role without a concept": (
        "T1\tDirective {JOINS}\nT2\tBody {网信办}\nA1\tRole T2 partner\n",
        "网信办",
        AssemblyError,
        "has the role partner: T2 ‘网信办’ refers to no concept",
    ),
    "role without a directive": (
        "T2\tBody {网信办}\nA1\tRole T2 partner\nN1\tReference T2 organization:cyberspace-affairs-office\t网信办\n",
        "网信办",
        AssemblyError,
        "lies in no directive",
    ),
    "unknown concept": (
        "T1\tDirective {USES}\nT2\tTechnology {区块链}\nN1\tReference T2 technology:magic\t区块链\n",
        "",
        VocabularyError,
        "technology:magic",
    ),
    "unknown component": (
        "T1\tDirective {RELIES}\nT2\tFacility {5G商用平台}\nN1\tComponent T2 technology:magic\t5G\n",
        "",
        VocabularyError,
        "technology:magic",
    ),
}
WORDS = {"PAIR": PAIR, "USES": USES, "JOINS": JOINS, "RELIES": RELIES}


def _spelled(words: str) -> str:
    for name, quote in WORDS.items():
        words = words.replace(name, quote)
    return words


def _resolved(template: str) -> str:
    """Write offsets and quote in place of {words}."""
    parts = template.split("{")
    for index, part in enumerate(parts[1:], 1):
        words, _, rest = part.partition("}")
        quote = _spelled(words)
        start = TEXT.index(quote)
        parts[index] = f"{start} {start + len(quote)}\t{quote}{rest}"
    return "".join(parts)


@pytest.mark.parametrize("case", FAULTS)
def test_fault_is_told_with_place_and_remedy(tmp_path: Path, case: str) -> None:
    template, where, error, words = FAULTS[case]
    path = write_plan(tmp_path / "yunxi", annotations=_resolved(template), labels={})
    with pytest.raises(error, match=words) as caught:
        assemble(path)
    assert caught.value.remedy
    if where:
        line, column = _line_and_column(TEXT.index(_spelled(where)))
        assert str(caught.value.place) == f"{path / 'text.txt'}:{line}:{column}"


def test_directive_across_two_paragraphs_is_told(tmp_path: Path) -> None:
    """The file format cannot hold a line feed in a quote, so two items of a box, which share a line, stand for it."""
    quote = f"{RELIES}。 城市治理:{EMPOWERS}"
    ann = Annotator(TEXT)
    ann.directive(quote, "build", "require")
    path = write_plan(tmp_path / "yunxi", annotations=ann.content, labels={})
    with pytest.raises(AssemblyError, match=r"T1 Directive .* lies in no single paragraph or item") as caught:
        assemble(path)
    line, column = _line_and_column(TEXT.index(quote))
    assert str(caught.value.place) == f"{path / 'text.txt'}:{line}:{column}"
    assert "end it where the paragraph or item ends" in caught.value.remedy


def _line_and_column(offset: int) -> tuple[int, int]:
    return TEXT.count("\n", 0, offset) + 1, offset - TEXT.rfind("\n", 0, offset)


FOREIGN = {
    "another plan": f'<{ID}plan/other/task/1.1> rdfs:label "x"@en .',
    "unit that is not there": f'<{PLAN}/task/9.9.9> rdfs:label "x"@en .',
    "Chinese label": f'<{PLAN}/task/1.1.2.1> rdfs:label "别的"@zh .',
    "label without language": f'<{PLAN}/task/1.1.2.1> rdfs:label "x" .',
    "another property": f'<{PLAN}/task/1.1.2.1> rdfs:comment "x"@en .',
    "concept of a vocabulary": f'<{ID}technology/blockchain> rdfs:label "x"@en .',
    "blank node": '[] rdfs:label "x"@en .',
}


@pytest.mark.parametrize("case", FOREIGN)
def test_labels_may_label_nothing_else(tmp_path: Path, case: str) -> None:
    path = write_plan(tmp_path / "yunxi", labels={})
    prefix = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    (path / "labels.ttl").write_text(prefix + FOREIGN[case], "utf-8")
    with pytest.raises(AssemblyError, match="is no English label of a part of this plan") as caught:
        assemble(path)
    assert str(caught.value.place).startswith(str(path / "labels.ttl"))
    assert caught.value.remedy


def test_labels_are_added_where_there_are_any(assembled: Assembled, tmp_path: Path) -> None:
    label = Literal("Set up a public service platform", lang="en")
    assert (_at("task/1.1.2.1"), RDFS.label, label) in assembled.graphs.plan
    bare = assemble(write_plan(tmp_path / "yunxi", labels={}))
    assert (_at("task/1.1.2.1"), RDFS.label, label) not in bare.graphs.plan


def test_plan_says_only_what_its_text_supports(tmp_path: Path) -> None:
    path = write_plan(tmp_path / "yunxi", annotations="", labels={})
    toml = path / "plan.toml"
    kept = ("title ", "source ", "sha256 ")
    toml.write_text("\n".join(line for line in toml.read_text("utf-8").splitlines() if line.startswith(kept)), "utf-8")
    folder = read_plan_folder(path)
    annotations = read_annotations(folder.annotations, folder.source)
    graphs = assemble_plan(folder, parse(folder.source), annotations, vocabulary())
    assert {predicate for predicate, _ in _said(graphs.plan, PLAN)} >= {RDF.type, RDFS.label, PA.sourceText}
    assert (PLAN, PA.documentStatus, None) not in graphs.plan
    assert (PLAN, PA.periodText, None) not in graphs.plan
    assert len(graphs.evidence) == 0


def test_iris_of_a_plan_lie_below_it() -> None:
    iris = PlanIris("yunxi")
    assert iris.text == _at("text")
    assert iris.assertion("a", "b", "c", "d") == _at(f"assertion/{assertion_key('a', 'b', 'c', 'd')}")
    assert len({assertion_key(*key) for key in (("a", "b", "c", "d"), ("b", "a", "c", "d"), ("a", "b", "d", "c"))}) == 3
