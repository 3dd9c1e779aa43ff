"""One process that answers queries on a store, one after another: ``python worker.py STORE_DIR MEMORY_MIB``.

It talks over the socket that is its standard input: each message is a length (4 bytes, big-endian) and that many bytes.
It says ``{"outcome": "ready"}`` once, then for each request (JSON) an outcome (JSON), and the body if that is "answer".
It runs as a file of its own and imports nothing of the package, so that a new one is ready within a moment.

When the other end closes, because the parent is done or dead, a waiting thread ends the process, whatever it works on.
"""

from __future__ import annotations

import json
import os
import queue
import resource
import socket
import struct
import sys
import threading
from typing import Any, BinaryIO

LENGTH = struct.Struct(">I")


class TooLarge(Exception):  # noqa: N818 - an outcome, caught here
    """The answer has more bytes than allowed."""


class Sink:
    """Takes bytes up to a limit."""

    def __init__(self, limit: int) -> None:
        self.parts: list[bytes] = []
        self._left = limit

    def write(self, data: bytes) -> int:
        """Keep ``data``, or raise ``TooLarge``."""
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: the serializer of the engine calls it."""


def evaluate(store: Any, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer one request: the outcome as it goes over the wire, and the body."""
    import pyoxigraph as ox

    dataset: dict[str, Any] = {}
    try:
        if request["default_graphs"] or request["named_graphs"]:
            dataset["default_graph"] = [ox.NamedNode(iri) for iri in request["default_graphs"]]
            dataset["named_graphs"] = [ox.NamedNode(iri) for iri in request["named_graphs"]]
    except ValueError as error:
        return {"outcome": "bad graph", "message": str(error)}, b""
    sink = Sink(request["limit"])
    try:
        results = store.query(request["text"], **dataset)
        if isinstance(results, ox.QueryTriples):
            form, media_type = "graph", request["graph"]
        else:
            form = "boolean" if isinstance(results, ox.QueryBoolean) else "bindings"
            media_type = request["results"]
        if media_type is None:
            return {"outcome": "not acceptable", "form": form}, b""
        formats = ox.RdfFormat if form == "graph" else ox.QueryResultsFormat
        results.serialize(sink, format=formats.from_media_type(media_type))
    except SyntaxError as error:
        return {"outcome": "invalid", "message": str(error)}, b""
    except RuntimeError as error:
        return {"outcome": "unsupported", "message": str(error)}, b""
    except TooLarge:
        return {"outcome": "too large"}, b""
    except MemoryError:
        return {"outcome": "out of memory"}, b""
    except Exception as error:
        return {"outcome": "failed", "message": f"{type(error).__name__}: {error}"}, b""
    return {"outcome": "answer", "form": form}, b"".join(sink.parts)


def _read(stream: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    try:
        while len(head := stream.read(LENGTH.size)) == LENGTH.size:
            requests.put(stream.read(LENGTH.unpack(head)[0]))
    finally:  # a parent that dies with something unread resets the connection
        os._exit(0)


def main(store_dir: str, memory: int) -> None:
    """Open the store read-only and answer until the other end closes. ``memory`` is the address space in MiB."""
    wire = socket.socket(fileno=os.dup(0))
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(wire.makefile("rb"), requests), daemon=True).start()

    def send(outcome: dict[str, Any], body: bytes | None = None) -> None:
        try:
            for message in (json.dumps(outcome).encode(), body):
                if message is not None:
                    wire.sendall(LENGTH.pack(len(message)))
                    wire.sendall(message)
        except ConnectionError:  # nobody listens any more, which ends a worker as the closing of the wire does
            os._exit(0)

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    size = memory << 20 if hard == resource.RLIM_INFINITY else min(memory << 20, hard)
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    try:
        import pyoxigraph

        store = pyoxigraph.Store.read_only(store_dir)
    except Exception as error:
        send({"outcome": "failed", "message": f"{type(error).__name__}: {error}"})
        return
    send({"outcome": "ready"})
    while True:
        outcome, body = evaluate(store, json.loads(requests.get()))
        send(outcome, body if outcome["outcome"] == "answer" else None)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
