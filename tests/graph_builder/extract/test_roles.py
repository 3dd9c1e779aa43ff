"""The members of a list share their role."""

from __future__ import annotations

from graph_builder import resources
from graph_builder.extract.models import ROLE_MODEL
from graph_builder.extract.roles import Named, RoleTagger

TEXT = "支持高校、科研院所和龙头企业开展研发。由市科技局牵头实施。"


def named(*names: str) -> list[Named]:
    return [(TEXT.index(name), TEXT.index(name) + len(name), "Body", "measure") for name in names]


def test_a_list_has_one_role_and_another_sentence_another() -> None:
    tagger = RoleTagger(resources.path("data/reader") / ROLE_MODEL)
    assert tagger.roles(TEXT, named("高校", "科研院所", "龙头企业", "市科技局")) == ["target"] * 3 + ["responsible"]
    assert tagger.roles(TEXT, []) == []
