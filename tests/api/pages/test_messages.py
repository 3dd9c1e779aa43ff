from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import api.dumps
import api.pages
from api.pages.language import Language
from api.pages.messages import MESSAGES, message
from api.pages.reader import TYPES

_PAGES = Path(api.pages.__file__).parent
_USED = re.compile(r"""\bt\(\s*["']([\w.]+)["']\s*[,)]""")
_NAMED = re.compile(r"""["']((?:nav|home|count|dumps|sparql|plan|type|level|levels|list|error)\.[\w.]*\w)["']""")

_TEMPLATES = {path.name for path in _PAGES.glob("templates/*.html")}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_say_the_same() -> None:
    for key, text in MESSAGES.items():
        assert fields(text.zh) == fields(text.en), key
        assert bool(text.zh) == bool(text.en), key


def test_chinese_is_chinese_and_english_is_not() -> None:
    han = re.compile("[\u3400-\u9fff]")
    for key, text in MESSAGES.items():
        assert not han.search(text.en), key
        assert not re.search("[\u3400-\u9fff][,;:?()]", text.zh), f"{key}: half-width punctuation"


@pytest.mark.parametrize("path", sorted(_PAGES.glob("templates/*.html")), ids=lambda path: path.name)
def test_templates_use_messages_that_there_are(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for key in [*_USED.findall(text), *_NAMED.findall(text)]:
        assert key in MESSAGES, key


@pytest.mark.parametrize("path", sorted([*_PAGES.glob("*.py"), Path(api.dumps.__file__)]), ids=lambda path: path.name)
def test_code_uses_messages_that_there_are(path: Path) -> None:
    for key in set(_NAMED.findall(path.read_text(encoding="utf-8"))) - _TEMPLATES:
        assert key in MESSAGES, key


def test_templates_hold_no_words_of_their_own() -> None:
    for path in _PAGES.glob("templates/*.html"):
        text = path.read_text(encoding="utf-8").replace('"中文" if', "")
        assert not re.search("[\u3400-\u9fff]", text), path.name


def test_every_message_is_used() -> None:
    sources = [*_PAGES.glob("*.py"), *_PAGES.glob("templates/*.html"), *_PAGES.parent.glob("*.py")]
    sources += (_PAGES.parent.parent / "web" / "src").rglob("*.ts")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources if not path.name.startswith("messages"))
    by_rule = (
        *("type.", "dumps.is.", "dumps.group.", "level.", "levels.", "error.", "plan.card.", "home.at."),
        *("home.count.", "home.holds.", "home.links.", "home.who."),
        *("sparql.group.", "fault.", "ledger.status."),
        *(
            f"quality.{group}"
            for group in ("severity.", "method", "review", "agreement.", "lacks.", "filter.", "kind.")
        ),
        *("ontology.", "entity.", "term.", "browse.", "about.", "sparql.group."),
        "editor.error.",
        "editor.view.",
        *("linkages.tab.", "matrix.", "top.hint.", "coherence.", "gaps."),
        *(f"network.{group}." for group in ("force", "colour", "size", "export", "col")),
        *(f"network.{name}" for name in ("links", "kinds", "things", "relations", "sections", "forces")),
        *(f"network.{name}" for name in ("across", "reviewed", "generic", "hubs", "listed", "kin")),
    )
    unused = [key for key in MESSAGES if not key.startswith(by_rule) and f'"{key}"' not in text.replace("'", '"')]
    assert unused == []


@pytest.mark.parametrize("language", Language)
def test_every_type_has_a_name(language: Language) -> None:
    for name in TYPES:
        assert message(f"type.{name}", language)


def test_unknown_message() -> None:
    with pytest.raises(KeyError):
        message("nothing.here", Language.ZH)
