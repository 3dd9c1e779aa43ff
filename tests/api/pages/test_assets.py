"""What pages load: files under hashed names, and what Vite builds from ``web``, where it has been built."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.pages import assets, query
from api.pages.language import Language
from api.pages.messages import words

WEB = Path(__file__).resolve().parents[3] / "web"
BROWSER = {"accept": "text/html", "accept-language": "en"}
MANIFEST = {
    "src/editor/main.ts": {
        "file": "editor.Ab12Cd34.js",
        "name": "editor",
        "isEntry": True,
        "imports": ["_shared.js"],
        "css": ["editor.Ef56Gh78.css"],
    },
    "src/other/main.ts": {"file": "other.Ij90Kl12.js", "name": "other", "isEntry": True, "imports": ["_shared.js"]},
    "_shared.js": {"file": "shared.Mn34Op56.js", "name": "shared", "css": ["shared.Qr78St90.css"]},
}
SCRIPT = "console.log('区块链');\n" * 100


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of built files in place of the real one, empty at first."""
    monkeypatch.setattr(assets, "BUILT", tmp_path)
    _forget()
    yield tmp_path
    _forget()


def _forget() -> None:
    assets.bundles.cache_clear()
    assets._built.cache_clear()


def test_entries_are_found_by_the_manifest(built: Path) -> None:
    (built / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    found = assets.bundles()
    assert set(found) == {"editor", "other"}
    assert found["editor"].scripts == ["/static/editor.Ab12Cd34.js"]
    assert found["editor"].styles == ["/static/shared.Qr78St90.css", "/static/editor.Ef56Gh78.css"]
    assert found["other"].styles == ["/static/shared.Qr78St90.css"]


def test_built_files_are_kept_for_ever_and_compressed(built: Path, client: httpx.Client) -> None:
    (built / "editor.Ab12Cd34.js").write_text(SCRIPT, "utf-8")
    address = "/static/editor.Ab12Cd34.js"
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert answer.text == SCRIPT
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == SCRIPT.encode()
    assert plain.headers["etag"] != answer.headers["etag"], "other bytes have another tag"
    for tag in (plain.headers["etag"], answer.headers["etag"]):
        assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    assert client.get("/static/manifest.json").status_code == 404
    assert client.get("/static/editor.js").status_code == 404


def test_compression_is_the_same_every_time(built: Path) -> None:
    (built / "a.Ab12Cd34.js").write_text(SCRIPT, "utf-8")
    asset = assets._built()["/static/a.Ab12Cd34.js"]
    assert asset.sha256 == hashlib.sha256(SCRIPT.encode()).hexdigest()
    assert gzip.decompress(assets._compressed(asset)) == SCRIPT.encode()
    assert assets._compressed(asset)[4:8] == b"\0\0\0\0", "no time is written"


def test_without_the_editor_the_page_says_how_to_get_it_and_works(built: Path, client: httpx.Client) -> None:
    page = client.get("/sparql", headers=BROWSER).text
    assert "make web" in page
    assert '<script type="module"' not in page
    answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "format": "html"}, headers=BROWSER)
    assert '<p class="answer">Yes</p>' in answer.text


def test_with_the_editor_the_page_gives_it_its_words(built: Path, client: httpx.Client) -> None:
    (built / "manifest.json").write_text(json.dumps(MANIFEST), "utf-8")
    page = client.get("/sparql", headers=BROWSER).text
    assert "make web" not in page
    assert re.findall(r'<script type="module" src="([^"]*)"', page) == ["/static/editor.Ab12Cd34.js"]
    told = re.search(r'<script type="application/json" id="settings">(.*?)</script>', page)
    assert told is not None
    settings = json.loads(told[1])
    assert settings["language"] == "en"
    assert settings["base"] == "https://w3id.org/planatlas/"
    assert settings["timeout"] > 0
    assert settings["words"]["editor.share"] == "Copy a link to share"


def test_the_scripts_speak_with_messages_that_there_are() -> None:
    given = words(Language.EN, *query._WORDS)
    used = set()
    for path in (WEB / "src").rglob("*.ts"):
        used |= set(re.findall(r'"((?:editor|sparql|copy)\.[\w.]*\w)"', path.read_text("utf-8")))
    assert used
    assert used <= set(given)


def test_the_lock_file_names_no_registry() -> None:
    lock = (WEB / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in lock
    assert not re.search(r"https?://(?!opencollective|github\.com/sponsors)[^\"]*\.tgz", lock)
    packages = json.loads(lock)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)
