"""The head and the body of an answer leave together: one call of the system and one packet instead of two."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LARGE = 64 * 1024
"""What is larger leaves at once, so that the transport can say when it is full."""


_TOO_LONG = (
    "网址太长（超过 64 KB）。请减少条件，例如用筛选代替逐一列出节点；查询可用 POST 发送。\n"
    "The address is too long (over 64 KB). Ask for less, such as by a filter instead of a list of nodes; "
    "a query can be sent by POST.\n"
)


class _Together:
    """A transport that holds back what is written until something else is written, or the loop comes round."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._held = b""

    def write(self, data: bytes) -> None:
        """Send what was held back with this, or hold this back."""
        if len(data) >= _LARGE:
            self._flush()
            self._transport.write(data)
        elif self._held:
            data, self._held = self._held + data, b""
            self._transport.write(data)
        else:
            self._held = data
            self._loop.call_soon(self._flush)

    def close(self) -> None:
        """Send what was held back, and close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            data, self._held = self._held, b""
            self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class Protocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, over such a transport."""

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read; of an address that is too long, say so, for that can be mended."""
        if len(self.url) < _LARGE:
            super().send_400_response(msg)
            return
        told = _TOO_LONG.encode()
        head = "HTTP/1.1 414 URI Too Long", "content-type: text/plain; charset=utf-8", f"content-length: {len(told)}"
        self.transport.write("\r\n".join((*head, "connection: close", "", "")).encode() + told)
        self.transport.close()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to listen."""
        super().connection_made(cast(asyncio.Transport, _Together(transport)))
