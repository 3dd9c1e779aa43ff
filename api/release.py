"""Open a release, and watch for the next one without dropping a request."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.settings import Settings
from graph_builder.errors import Place, PlanAtlasError, ReleaseError

FORMAT = 1
"""The release format that this version reads."""

MANIFEST = "manifest.json"

_SMALL = 1024 * 1024
"""Files up to this many bytes are hashed when a release is opened; of larger ones the size is compared."""

_REBUILD = "build the release again: planatlas build"

_log = logging.getLogger(__name__)


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class FileEntry(_Entry):
    """What the manifest says of one file."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)
    media_type: str = Field(alias="mediaType")


class PlanEntry(_Entry):
    """A plan of the release; ``title`` by language."""

    id: str = Field(pattern=r"^[A-Za-z0-9._-]+$")
    iri: str
    title: Mapping[str, str]


class Counts(_Entry):
    """How much a release holds; ``graphs`` and ``classes`` by IRI."""

    quads: int
    triples: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]


class Manifest(_Entry):
    """The contents of ``manifest.json``."""

    format: int
    version: str
    release: str = Field(pattern=r"^[0-9a-f]{64}$")
    base: str
    inputs: Mapping[str, str]
    plans: tuple[PlanEntry, ...]
    counts: Counts
    files: Mapping[str, FileEntry]


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of a release that may be downloaded."""

    name: str
    path: Path
    sha256: str
    bytes: int
    media_type: str


@dataclass(frozen=True)
class Release:
    """An opened release folder. ``path`` is the folder itself, not the link to it."""

    path: Path
    manifest: Manifest
    manifest_sha256: str

    @property
    def store(self) -> Path:
        """The folder of the on-disk store."""
        return self.path / "store"

    @property
    def loadable(self) -> tuple[Path, Path] | None:
        """The named graphs as N-Quads and their merge as N-Triples, if both are there: what the store holds."""
        graphs, merge = self.dump("planatlas.nq"), self.dump("planatlas.nt")
        return (graphs.path, merge.path) if graphs and merge else None

    def dump(self, name: str) -> Dump | None:
        """Give the file of that name, or None when the manifest does not list it."""
        if name == MANIFEST:
            path = self.path / MANIFEST
            return Dump(name, path, self.manifest_sha256, path.stat().st_size, "application/json")
        entry = self.manifest.files.get(name)
        if entry is None:
            return None
        return Dump(name, self.path / name, entry.sha256, entry.bytes, entry.media_type)

    def dumps(self) -> list[Dump]:
        """List all files that may be downloaded, by name."""
        names = sorted([*self.manifest.files, MANIFEST])
        return [dump for name in names if (dump := self.dump(name))]

    def plan(self, plan_id: str) -> PlanEntry | None:
        """Give the plan of that identifier, or None."""
        return next((plan for plan in self.manifest.plans if plan.id == plan_id), None)


def open_release(link_or_dir: Path) -> Release:
    """Open the release that a link leads to, or a release folder itself.

    The size of every file is compared with the manifest, and the SHA-256 of those up to 1 MiB.

    Raises:
        ReleaseError: there is no release, it is damaged, or this version does not read its format.
    """
    folder = link_or_dir.resolve()
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        found = "the folder holds no manifest" if folder.is_dir() else "there is no release"
        raise ReleaseError(found, place=Place(path), remedy="build one: planatlas build") from None
    except OSError as error:
        raise ReleaseError(f"the manifest cannot be read: {error.strerror}", place=Place(path)) from error
    manifest = _read_manifest(raw, path)
    findings = [finding for name, entry in manifest.files.items() if (finding := _check(folder, name, entry))]
    if not (folder / "store").is_dir():
        findings.append("store: missing")
    if findings:
        raise ReleaseError("the release is damaged", place=Place(folder), remedy=_REBUILD, details=findings)
    return Release(folder, manifest, hashlib.sha256(raw).hexdigest())


def _read_manifest(raw: bytes, path: Path) -> Manifest:
    """Read the manifest; the format first, because another format may have another shape."""
    try:
        data = json.loads(raw)
    except ValueError as error:
        raise ReleaseError(f"the manifest is no JSON: {error}", place=Place(path), remedy=_REBUILD) from error
    found = data.get("format") if isinstance(data, dict) else None
    if found != FORMAT:
        raise ReleaseError(
            f"the release has format {found!r}; this version reads format {FORMAT}", place=Place(path), remedy=_REBUILD
        )
    try:
        return Manifest.model_validate(data)
    except ValidationError as error:
        details = [f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()]
        raise ReleaseError("the manifest is invalid", place=Place(path), remedy=_REBUILD, details=details) from error


def _check(folder: Path, name: str, entry: FileEntry) -> str | None:
    """Say what is wrong with a file, or None."""
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts:
        return f"{name}: a name that leads out of the release"
    path = folder / relative
    try:
        size = path.stat().st_size
        if size != entry.bytes:
            return f"{name}: {size} bytes instead of {entry.bytes}"
        if size <= _SMALL and hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
            return f"{name}: its SHA-256 is not the manifest's"
    except OSError as error:
        return f"{name}: {error.strerror or error}"
    return None


class Startable(Protocol):
    """What serves the queries of one release."""

    async def start(self) -> None:
        """Get ready."""

    async def close(self) -> None:
        """Give everything back."""


E = TypeVar("E", bound=Startable)


class Serving(Generic[E]):
    """A release being served: its engine, and how many requests use it."""

    def __init__(self, release: Release, engine: E) -> None:
        self.release = release
        self.engine = engine
        self._users = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def lease(self) -> Iterator[Serving[E]]:
        """Keep the engine open for the time of a request."""
        self._users += 1
        self._idle.clear()
        try:
            yield self
        finally:
            self._users -= 1
            if not self._users:
                self._idle.set()

    async def retire(self) -> None:
        """Close the engine once the last request that uses it has ended."""
        await self._idle.wait()
        await self.engine.close()


class ReleaseWatcher(Generic[E]):
    """Serves the release that a link leads to, and turns to the next when the link is switched.

    A next release that cannot be opened or started is logged and left aside; the one in service stays.

    Raises:
        ReleaseError: the first release cannot be opened.
    """

    def __init__(self, link: Path, settings: Settings, engine: Callable[[Release], E]) -> None:
        self._link = link
        self._poll = settings.release_poll
        self._engine = engine
        self._seen = self._signature()
        self.current: Serving[E] = self._serving(open_release(link))
        self._retiring: set[asyncio.Task[None]] = set()
        self._polling: asyncio.Task[None] | None = None

    def _serving(self, release: Release) -> Serving[E]:
        return Serving(release, self._engine(release))

    def _signature(self) -> tuple[Path, int, int] | None:
        """Tell one release from the next: where the link leads and which manifest lies there."""
        folder = self._link.resolve()
        try:
            stat = (folder / MANIFEST).stat()
        except OSError:
            return None
        return folder, stat.st_ino, stat.st_mtime_ns

    async def start(self) -> None:
        """Start the engine and the watch."""
        await self.current.engine.start()
        self._polling = asyncio.create_task(self._watch(), name="release-watch")

    async def stop(self) -> None:
        """End the watch and close every engine."""
        if self._polling is not None:
            self._polling.cancel()
            with suppress(asyncio.CancelledError):
                await self._polling
        await asyncio.gather(*self._retiring)
        await self.current.retire()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._poll)
            try:
                await self.look()
            except Exception:
                _log.exception("the watch for the next release failed; it goes on")

    async def look(self) -> bool:
        """Look once for a new release and turn to it. Gives whether the release in service is another now."""
        signature = await asyncio.to_thread(self._signature)
        if signature is None or signature == self._seen:
            return False
        self._seen = signature
        following: Serving[E] | None = None
        try:
            release = await asyncio.to_thread(open_release, self._link)
            following = self._serving(release)
            await following.engine.start()
        except Exception as error:
            if following is not None:
                await following.engine.close()
            if not isinstance(error, PlanAtlasError | OSError):
                raise
            served = self.current.release.manifest.release[:12]
            _log.error("the next release is not taken into service; %s stays\n%s", served, error)
            return False
        before, self.current = self.current, following
        _log.info("release %s is in service", release.manifest.release[:12])
        task = asyncio.create_task(before.retire())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)
        return True
