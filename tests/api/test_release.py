from __future__ import annotations

import asyncio
import json
import logging
import shutil
from pathlib import Path

import pytest

from api.release import Release, ReleaseWatcher, open_release
from api.settings import Settings
from graph_builder.errors import ReleaseError
from tests.api.sample import PLAN, write_release


def test_opens_through_the_link(release_link: Path) -> None:
    release = open_release(release_link)
    assert release.path == release_link.resolve()
    assert release.manifest.plans[0].iri == PLAN
    assert release.store.is_dir()
    assert release.plan("sample") == release.manifest.plans[0]
    assert release.plan("other") is None


def test_opens_a_folder_itself(release_link: Path) -> None:
    assert open_release(release_link.resolve()).manifest == open_release(release_link).manifest


def test_dump_is_what_the_manifest_lists(release_link: Path) -> None:
    release = open_release(release_link)
    dump = release.dump("planatlas.ttl")
    assert dump is not None
    assert (dump.media_type, dump.bytes) == ("text/turtle", dump.path.stat().st_size)
    assert release.dump("store/CURRENT") is None
    assert release.dump("../release/planatlas.ttl") is None
    manifest = release.dump("manifest.json")
    assert manifest is not None
    assert manifest in release.dumps()


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="there is no release") as caught:
        open_release(tmp_path / "release")
    assert "planatlas build" in caught.value.remedy
    assert str(tmp_path) in str(caught.value.place)


def test_a_folder_without_manifest(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no manifest"):
        open_release(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("planatlas.nt", None, "planatlas.nt: No such file"),
        ("planatlas.nt", b"short", "planatlas.nt: 5 bytes instead of"),
        ("networks/network.gexf", b"<gexF/>", "networks/network.gexf: its SHA-256"),
    ],
)
def test_damaged_file(release_link: Path, name: str, content: bytes | None, finding: str) -> None:
    path = release_link / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(ReleaseError, match="damaged") as caught:
        open_release(release_link)
    assert any(finding in detail for detail in caught.value.details)
    assert caught.value.remedy


def test_missing_store(release_link: Path) -> None:
    shutil.rmtree(release_link / "store")
    with pytest.raises(ReleaseError, match="damaged"):
        open_release(release_link)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("{", "no JSON"),
        ("[]", "format None"),
        ('{"format": 2}', "format 2; this version reads format 1"),
        ('{"format": 1}', "invalid"),
    ],
)
def test_unreadable_manifest(release_link: Path, change: str, message: str) -> None:
    (release_link / "manifest.json").write_text(change, encoding="utf-8")
    with pytest.raises(ReleaseError, match=message):
        open_release(release_link)


def test_a_name_that_leads_out_of_the_release(release_link: Path) -> None:
    path = release_link / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["files"]["../secret.txt"] = manifest["files"]["planatlas.nt"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ReleaseError) as caught:
        open_release(release_link)
    assert any("leads out" in detail for detail in caught.value.details)


class FakeEngine:
    """Knows only whether it runs."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.state = "new"

    async def start(self) -> None:
        self.state = "started"

    async def close(self) -> None:
        self.state = "closed"


def watcher(link: Path) -> ReleaseWatcher[FakeEngine]:
    return ReleaseWatcher(link, Settings(release_poll=0.05), FakeEngine)


async def until_closed(engine: FakeEngine) -> None:
    while engine.state != "closed":
        await asyncio.sleep(0.01)


def test_turns_to_the_next_release_and_closes_the_old_one_after_its_requests(release_link: Path) -> None:
    async def run() -> None:
        watch = watcher(release_link)
        await watch.start()
        old = watch.current
        with old.lease():
            write_release(release_link.parent, "0.2.0")
            async with asyncio.timeout(10):
                while watch.current is old:
                    await asyncio.sleep(0.01)
            assert watch.current.release.manifest.version == "0.2.0"
            assert watch.current.engine.state == "started"
            await asyncio.sleep(0.05)
            assert old.engine.state == "started"
        async with asyncio.timeout(10):
            await until_closed(old.engine)
        new = watch.current.engine
        await watch.stop()
        assert new.state == "closed"

    asyncio.run(run())


def test_keeps_the_old_release_when_the_next_is_bad(release_link: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        watch = watcher(release_link)
        before = watch.current
        write_release(release_link.parent, "0.2.0")
        (release_link / "planatlas.nt").unlink()
        with caplog.at_level(logging.ERROR):
            assert not await watch.look()
            assert not await watch.look()
        assert watch.current is before
        await watch.stop()

    asyncio.run(run())
    assert len(caplog.records) == 1, "the same bad release is logged once"
    assert "planatlas.nt" in caplog.text


def test_closes_what_did_not_start(release_link: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Stubborn(FakeEngine):
        async def start(self) -> None:
            if self.release.manifest.version == "0.2.0":
                raise ReleaseError("the store cannot be opened")
            await super().start()

    made: list[Stubborn] = []

    def make(release: Release) -> Stubborn:
        made.append(Stubborn(release))
        return made[-1]

    async def run() -> None:
        watch = ReleaseWatcher(release_link, Settings(), make)
        before = watch.current
        write_release(release_link.parent, "0.2.0")
        assert not await watch.look()
        assert watch.current is before
        assert made[-1].state == "closed"
        await watch.stop()

    asyncio.run(run())
    assert "cannot be opened" in caplog.text


def test_a_link_that_leads_nowhere_for_a_moment_changes_nothing(release_link: Path) -> None:
    async def run() -> None:
        watch = watcher(release_link)
        before = watch.current
        release_link.unlink()
        assert not await watch.look()
        assert watch.current is before
        await watch.stop()

    asyncio.run(run())
