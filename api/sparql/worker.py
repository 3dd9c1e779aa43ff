"""One process that answers queries on a store, one after another: ``python worker.py STORE_DIR MEMORY_MIB``.

It talks over the socket that is its standard input: each message is a length (4 bytes, big-endian) and that many bytes.
It says ``{"outcome": "ready"}`` once, then for each request (JSON) a whole answer (``=``, the number of its form,
whether it is compressed, and the body) or another outcome (JSON). If that is "begun", parts of the answer follow, an
empty message, and the outcome of what was begun.
It runs as a file of its own and imports nothing of the package, so that a new one is ready within a moment; what
``loader.py`` forks answers in the same way.

When the other end closes, because the parent is done or dead, a waiting thread ends the process, whatever it works on.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import select
import socket
import struct
import sys
import tempfile
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

LENGTH = struct.Struct(">I")
WHOLE = b"="
"""Begins a message that is a whole answer; what is JSON begins otherwise."""
FORMS = ("bindings", "boolean", "graph")
PART = 64 * 1024
"""Bytes of one part of an answer that is sent as it comes."""
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
"""Flags of unshare(2)."""
WORTH_PACKING = 1400
"""Answers of fewer bytes fit into one packet as they are."""
GZIP_LEVEL = 5

Reply = tuple[dict[str, Any], bytes]


class TooLarge(Exception):  # noqa: N818 - an outcome, caught here
    """The answer has more bytes than allowed."""


class Sink:
    """Takes the bytes of an answer: held up to ``buffer``, sent as they come once there are more.

    ``begin`` is called before the first part is sent, ``part`` for each of them. ``limit`` bounds the bytes taken.
    """

    def __init__(
        self, begin: Callable[[], None], part: Callable[[bytes], None], *, limit: int, buffer: int, gzip: bool
    ) -> None:
        self.begun = False
        self._begin = begin
        self._part = part
        self._left = limit
        self._buffer = buffer
        self._gzip = gzip
        self._packer: Any = None
        self._held: list[bytes] = []
        self._size = 0

    @property
    def packed(self) -> bool:
        """Whether what was taken is compressed; little is not, for that would make it larger."""
        return self._packer is not None

    def write(self, data: bytes) -> int:
        """Take ``data``, or raise ``TooLarge``."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        self._hold(self._packer.compress(data) if self._packer else bytes(data))
        if self._gzip and not self._packer and self._size >= WORTH_PACKING:
            self._packer = zlib.compressobj(GZIP_LEVEL, wbits=31)
            held, self._size = self._take(), 0
            self._hold(self._packer.compress(held))
        if self._size > (PART if self.begun else self._buffer):
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: the serializer of the engine calls it."""

    def end(self) -> bytes:
        """Give the whole answer if nothing was sent; else send the rest and give nothing."""
        if self._packer:
            self._hold(self._packer.flush())
        if not self.begun:
            return self._take()
        self._send()
        return b""

    def _hold(self, data: bytes) -> None:
        self._held.append(data)
        self._size += len(data)

    def _take(self) -> bytes:
        held = b"".join(self._held)
        self._held.clear()
        self._size = 0
        return held

    def _send(self) -> None:
        if not self.begun:
            self.begun = True
            self._begin()
        held = self._take()
        for start in range(0, len(held), PART):
            self._part(held[start : start + PART])


def evaluate(store: Any, request: dict[str, Any], begin: Callable[..., None], part: Callable[[bytes], None]) -> Reply:
    """Answer one request: the outcome as it goes over the wire, and the body unless it went through ``part``.

    Once ``begin`` was called, the outcome says how what was begun ended.
    """
    import pyoxigraph as ox

    sink: Sink | None = None
    try:
        store, dataset = _dataset(store, request)
    except ValueError as error:
        return {"outcome": "bad graph", "message": str(error)}, b""
    except SyntaxError as error:
        return {"outcome": "invalid", "message": str(error)}, b""
    except MemoryError:
        return {"outcome": "out of memory"}, b""
    try:
        results = store.query(request["text"], base_iri=request["base"], **dataset)
        if isinstance(results, ox.QueryTriples):
            form, media_type = "graph", request["graph"]
        else:
            form = "boolean" if isinstance(results, ox.QueryBoolean) else "bindings"
            media_type = request["results"]
        if media_type is None:
            return {"outcome": "not acceptable", "form": form}, b""

        def begun() -> None:
            begin(form, sink is not None and sink.packed)

        sink = Sink(begun, part, limit=request["limit"], buffer=request["buffer"], gzip=request["gzip"])
        formats = ox.RdfFormat if form == "graph" else ox.QueryResultsFormat
        results.serialize(sink, format=formats.from_media_type(media_type))
        body = sink.end()
    except SyntaxError as error:
        return {"outcome": "invalid", "message": str(error)}, b""
    except RuntimeError as error:
        return {"outcome": "unsupported", "message": str(error)}, b""
    except TooLarge:
        return {"outcome": "too large"}, b""
    except MemoryError:
        return {"outcome": "out of memory"}, b""
    except ConnectionError:
        raise
    except Exception as error:
        return {"outcome": "failed", "message": f"{type(error).__name__}: {error}"}, b""
    return {"outcome": "answer", "form": form, "gzip": sink.packed}, body


def _dataset(store: Any, request: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """Give the store to ask and the dataset to name to it.

    The default graph of several graphs is their merge, in which a triple stands once (SPARQL 1.1 Query section 13.1).
    The engine would give a triple once for each graph, so such a merge is made in memory.
    """
    import pyoxigraph as ox

    default = [ox.NamedNode(iri) for iri in dict.fromkeys(request["default_graphs"])]
    named = [ox.NamedNode(iri) for iri in dict.fromkeys(request["named_graphs"])]
    if not default and not named:
        if len(request["from"]) < 2:
            return store, {}  # the engine reads FROM itself
        default, named = _resolved(store, request, "from"), _resolved(store, request, "from_named")
    if len(default) > 1:
        merged = ox.Store()
        for graph, target in [(graph, ox.DefaultGraph()) for graph in default] + [(graph, graph) for graph in named]:
            with tempfile.TemporaryFile() as lines:
                store.dump(lines, format=ox.RdfFormat.N_TRIPLES, from_graph=graph)
                lines.seek(0)
                merged.bulk_load(lines, format=ox.RdfFormat.N_TRIPLES, to_graph=target)
        return merged, {"default_graph": ox.DefaultGraph(), "named_graphs": named}
    return store, {"default_graph": default, "named_graphs": named}


def _resolved(store: Any, request: dict[str, Any], name: str) -> list[Any]:
    """Turn graphs as a query writes them into IRIs, by the engine itself and with the query's own declarations."""
    if not request[name]:
        return []
    text = f"{request['prologue']} SELECT DISTINCT ?graph {{ VALUES ?graph {{ {' '.join(request[name])} }} }}"
    return [solution["graph"] for solution in store.query(text, base_iri=request["base"])]


def leave_network() -> bool:
    """Give this process a network of its own with nobody in it, and tell whether the system allowed that (Linux may).

    The guard refuses what would make the engine call an address; this holds even if it has overlooked something. To be
    called before there are threads.
    """
    try:
        unshare = ctypes.CDLL(None).unshare
    except (AttributeError, OSError):
        return False
    return any(unshare(flags) == 0 for flags in (NEW_NETWORK, NEW_USER | NEW_NETWORK))


def serve(wire: socket.socket, open_store: Callable[[], Any], memory: int) -> NoReturn:
    """Answer on this wire until the other end closes; then end the process.

    ``memory`` is the address space in MiB that the process may take beyond what it has now.
    """
    threading.Thread(target=_end_with, args=(wire.fileno(),), daemon=True).start()
    _limit(memory)
    try:
        _answer_all(wire, open_store)
    finally:  # also when nobody listens any more; the caller's stack is no place to go on from
        os._exit(0)


def _answer_all(wire: socket.socket, open_store: Callable[[], Any]) -> None:
    def send(*messages: bytes) -> None:
        wire.sendall(b"".join([part for message in messages for part in (LENGTH.pack(len(message)), message)]))

    def say(outcome: dict[str, Any]) -> None:
        send(json.dumps(outcome).encode())

    try:
        store = open_store()
    except Exception as error:
        say({"outcome": "failed", "message": f"{type(error).__name__}: {error}"})
        return
    say({"outcome": "ready"})
    requests = wire.makefile("rb")
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        request = json.loads(requests.read(LENGTH.unpack(head)[0]))
        begun = False

        def begin(form: str, packed: bool) -> None:
            nonlocal begun
            begun = True
            say({"outcome": "begun", "form": form, "gzip": packed})

        outcome, body = evaluate(store, request, begin, send)
        if begun:
            send(b"", json.dumps(outcome).encode())
        elif outcome["outcome"] == "answer":
            head = WHOLE + bytes((FORMS.index(outcome["form"]), outcome["gzip"]))
            wire.sendall(b"".join((LENGTH.pack(len(head) + len(body)), head, body)))
        else:
            say(outcome)


def _end_with(wire: int) -> None:
    """End the process when the other end of the wire closes, whatever the process works on."""
    closing = select.poll()
    closing.register(wire, 0)
    while not closing.poll():
        pass
    os._exit(0)


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    size = _address_space() + (memory << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        size = min(size, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with suppress(OSError):  # where memory ends all the same, the system is to end a worker and not the server
        Path("/proc/self/oom_score_adj").write_text("500")


def _address_space() -> int:
    """Give the bytes of address space that this process has; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def main(store_dir: str, memory: int) -> None:
    """Open the store on disk, read-only, and answer from it."""

    def open_store() -> Any:
        import pyoxigraph

        return pyoxigraph.Store.read_only(store_dir)

    leave_network()
    serve(socket.socket(fileno=os.dup(0)), open_store, memory)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
