"""Around every request: the release it began with stays open until its answer ends, and no error goes unanswered."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import error_answer
from api.problems import Problem
from api.release import ReleaseWatcher, Serving

_log = logging.getLogger(__name__)


class Shell:
    """Lets ``app`` answer with the release that is in service, which it finds in ``serving``.

    An error that nothing has answered is logged and answered without its traceback.
    """

    def __init__(self, app: ASGIApp, watcher: ReleaseWatcher[Any], serving: ContextVar[Serving[Any]]) -> None:
        self.app = app
        self.watcher = watcher
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        with self.watcher.current.lease() as current:
            token = self.serving.set(current)
            try:
                await self.app(scope, receive, send_on)
            except Exception:
                _log.exception("%s %s failed", scope["method"], scope["path"])
                if begun:
                    raise
                problem = Problem(500, "The service failed; the error has been logged.")
                await error_answer(Request(scope), problem, current.release)(scope, receive, send_on)
            finally:
                self.serving.reset(token)


class Refusal:
    """Answers whatever is asked with one problem."""

    def __init__(self, problem: Problem, serving: ContextVar[Serving[Any]]) -> None:
        self.problem = problem
        self.serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await error_answer(Request(scope), self.problem, self.serving.get().release)(scope, receive, send)
