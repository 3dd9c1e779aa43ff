"""What the service writes to its log: one line for each event, as JSON for programs or as words on a terminal.

No line holds a query text or the address of a client.
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""The number under which the request that is being answered stands in the log and in ``X-Request-Id``."""

REQUESTS = "api.requests"
"""The logger of answered requests."""


def _values(record: logging.LogRecord) -> dict[str, Any]:
    return getattr(record, "values", {})


class JsonLines(logging.Formatter):
    """``time``, ``level``, then the values of a request, or ``message`` with ``logger``, ``id`` and ``traceback``."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as one line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Any] = {"time": time, "level": record.levelname.lower()}
        if values := _values(record):
            line |= values
        else:
            line |= {"logger": record.name, "message": record.getMessage()}
            if number := REQUEST_ID.get():
                line["id"] = number
            if record.exc_info:
                line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class Words(logging.Formatter):
    """The same for people who watch a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record as one line, and a traceback below it."""
        time = datetime.fromtimestamp(record.created).strftime("%H:%M:%S")
        if values := _values(record):
            path = json.dumps(values["path"], ensure_ascii=False)[1:-1]
            cut = "" if values["complete"] else " broken off"
            return f"{time} {values['status'] or '---'} {values['method']} {path} {values['ms']:.1f} ms{cut}"
        line = f"{time} {record.levelname.lower()}: {record.getMessage()}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def start_logging(*, requests: bool) -> None:
    """Send the log of this process to standard error, with a line for each request if so wished."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Words() if sys.stderr.isatty() else JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("api").setLevel(logging.INFO)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if requests else logging.WARNING)
