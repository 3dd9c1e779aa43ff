"""What directives do: told from all their words, not from the verbs that the grammar knows alone."""

from __future__ import annotations

import pytest

from graph_builder import resources
from graph_builder.annotation import Annotations
from graph_builder.extract import directed, training_texts
from graph_builder.extract.actions import ActionTagger
from graph_builder.extract.models import ACTION_MODEL
from graph_builder.structure import parse
from graph_builder.text import SourceText
from graph_builder.vocabulary import read_vocabulary


@pytest.fixture(scope="module")
def tagger() -> ActionTagger:
    return ActionTagger(resources.path("data/reader") / ACTION_MODEL)


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("加快数据中心建设", "build"),
        ("公布收费目录清单", "open"),
        ("清退落后产能", "regulate"),
        ("联手周边城市办好展会", "publicise"),
        ("对购置节水设备的农户按三成给予补助", "fund"),
        ("从严查处偷排污水的行为", "regulate"),
        ("每季度核查进度", "evaluate"),
    ],
)
def test_what_is_done_is_told_with_and_without_a_known_verb(tagger: ActionTagger, words: str, action: str) -> None:
    source = SourceText.of(f"一、主要任务\n（一）重点工作\n{words}。")
    found = directed(parse(source), Annotations(source), tagger)
    (directive,) = found.of_type("Directive")
    assert (directive.span.quote, found.value(directive, "Action")) == (words, action)


def test_what_only_describes_is_no_directive(tagger: ActionTagger) -> None:
    source = SourceText.of(
        "一、主要任务\n（一）重点工作\n多数企业仍靠手写台账，人才短缺，青壮年外流。新建污水处理厂三座。"
    )
    found = directed(parse(source), Annotations(source), tagger)
    assert [mention.span.quote for mention in found.of_type("Directive")] == ["新建污水处理厂三座"]


def test_what_was_read_of_the_invented_plans_stands_in_them_and_is_an_action() -> None:
    vocabulary = read_vocabulary([resources.path("data/vocabularies/model.ttl")])
    actions = {concept.ref.partition(":")[2] for concept in vocabulary if concept.ref.startswith("action:")}
    lines = (resources.path("data/corpus") / "actions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    told = {
        (name, int(start), int(end)): (action, words)
        for name, start, end, action, words in (line.split("\t") for line in lines)
    }
    texts = {text.name: text for text in training_texts()}
    assert len(told) == len(lines) == sum(len(text.labelled) for text in texts.values())
    for (name, start, end), (action, words) in told.items():
        assert texts[name].annotations.source.span(start, end).words == words
        assert texts[name].labelled[start, end] == action
        assert action in actions | {"none"}
