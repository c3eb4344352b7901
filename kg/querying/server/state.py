"""What the server holds while it runs: its settings, its workers, and how their replies become responses."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse, Response

from kg.errors import QueryTimeoutError
from kg.querying.cache import graph_files, hold, store_folder
from kg.querying.server.pool import BusyError, Cache, Pool, Reply, WorkerEndedError
from kg.querying.worker import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from kg.querying.server.settings import Settings

log = logging.getLogger("kg.serve")
_STATUS = {"NotAcceptableError": 406, "UnknownThingError": 404, "UnknownNameError": 404}
"""The status for each error that a worker reports; any other is the client's (400)."""
_NICE_PAGES, _NICE_USERS = 2, 7
"""What just waits to be sent goes first, then the pages, then whatever users ask."""
_FIRST = 600.0
"""Seconds that the indexing and counting of a new graph may take."""
_WAIT = {"Retry-After": "5"}


class State:
    """A server's settings and workers."""

    def __init__(self, settings: Settings) -> None:
        """Load the graph, where that isn't done, and make the workers ready."""
        self.settings = settings
        self.folder: Path = store_folder(graph_files(settings.graph))
        self._held = hold(self.folder)
        limits = Limits(settings.timeout, settings.answer, settings.memory)
        unhurried = Limits(_FIRST, settings.answer, settings.memory)
        common: dict[str, Any] = {"size": settings.workers, "waiting": settings.waiting, "patience": settings.patience}
        # Whatever users ask, the pages have workers of their own.
        self.users = Pool(self.folder, limits, niceness=_NICE_USERS, **common)
        self.pages = Pool(self.folder, unhurried, niceness=_NICE_PAGES, **common)
        self._cache = Cache(settings.cached // 2)  # the other half is for whole responses
        self._asked: dict[str, asyncio.Task[Reply]] = {}

    async def start(self) -> None:
        """Start the workers, and gather the home page, which takes longest."""
        await asyncio.gather(self.users.warm(), self.pages.warm())
        await self.home()

    async def stop(self) -> None:
        """End the workers."""
        await asyncio.gather(self.users.close(), self.pages.close())

    async def home(self) -> dict[str, Any]:
        """Return what the home page shows."""
        return dict(await self.page("home"))

    async def page(self, page: str, **request: object) -> Any:  # noqa: ANN401 - plain values, as the page has them
        """Return what a page shows; an error is a dict with ``error`` and ``message``."""
        reply = await self.reply({"call": "page", "page": page, **request})
        return reply.head if "error" in reply.head else json.loads(reply.body)

    async def reply(self, request: dict[str, Any], seconds: float | None = None) -> Reply:
        """Return a worker's reply, or a kept one; those who ask the same at once wait for one answer."""
        key = json.dumps([request, seconds], sort_keys=True)
        kept = self._cache.get(key)
        if kept is not None:
            return kept
        if key not in self._asked:
            self._asked[key] = asyncio.create_task(self._ask(request, seconds))
            self._asked[key].add_done_callback(lambda task: self._keep(key, task))
        return await asyncio.shield(self._asked[key])

    async def _ask(self, request: dict[str, Any], seconds: float | None) -> Reply:
        """Have a worker of the right pool answer."""
        pool = self.users if request["call"] == "query" else self.pages
        first = request.get("page") == "home"  # counts everything, once for each graph
        return await pool.ask(request, _FIRST if first else seconds or self.settings.timeout)

    def _keep(self, key: str, task: asyncio.Task[Reply]) -> None:
        """Keep what was answered, for those who ask the same later."""
        self._asked.pop(key, None)
        if not task.cancelled() and task.exception() is None:
            self._cache.put(key, task.result())

    async def answer(
        self,
        request: Request,
        call: dict[str, Any],
        *,
        seconds: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """Return a worker's reply as a response, or the fault with its status."""
        try:
            reply = await self.reply(call, seconds)
        except QueryTimeoutError as error:
            return self.refuse(request, 503, str(error), headers)
        except (BusyError, WorkerEndedError) as error:
            return self.refuse(request, 503, str(error), {**(headers or {}), **_WAIT})
        if "error" in reply.head:
            return self.refuse(request, _STATUS.get(reply.head["error"], 400), reply.head["message"], headers)
        return Response(reply.body, headers={**(headers or {}), "Content-Type": reply.head["type"]})

    def refuse(self, request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
        """Return why a request isn't answered, and log it."""
        note(request, status, message)
        return PlainTextResponse(message + "\n", status, dict(headers or {}))


def note(request: Request, status: int, message: str) -> None:
    """Log a request that was not answered; what the client wrote is quoted, so that it can't forge a line."""
    client = request.client.host if request.client else "-"
    first = message.split("\n", 1)[0][:300]
    log.warning("%s %s %r %d %r", client, request.method, request.url.path[:200], status, first)
