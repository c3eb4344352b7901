"""What the server holds while it runs: its settings, its workers, and how their replies become responses."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse, Response

from kg.errors import QueryTimeoutError
from kg.querying import named
from kg.querying.cache import graph_files, hold, names_file, store_folder
from kg.querying.names import Names
from kg.querying.server.examples import examples
from kg.querying.server.keeping import Disk, answers_file, key_of
from kg.querying.server.pool import BusyError, Cache, Pool, Reply, WorkerEndedError
from kg.querying.server.preparing import Preparing, canonical, weight_of
from kg.querying.worker import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from kg.querying.server.settings import Settings

log = logging.getLogger("kg.serve")
_STATUS = {"NotAcceptableError": 406, "UnknownThingError": 404, "UnknownNameError": 404}
"""The status for each error that a worker reports; any other is the client's (400)."""
_NICE_PAGES, _NICE_USERS, _NICE_HEAVY, _NICE_OWN = 2, 7, 7, 15
"""What waits to be sent goes first, then the pages, then what users ask and what takes long; own questions last."""
_HEAVY = 300
"""Of a thing of which so many statements speak, pages take long: they have workers of their own."""
_COSTLY = 0.005
"""What took a worker so many seconds is kept on disk."""
_FIRST = 600.0
"""Seconds that the indexing and counting of a new graph may take."""
_WAIT = {"Retry-After": "5"}


class State:
    """A server's settings and workers."""

    def __init__(self, settings: Settings) -> None:
        """Load the graph, where that isn't done, and make the workers ready."""
        self.settings = settings
        self.folder: Path = store_folder(graph_files(settings.graph))
        self.questions = named.read_queries(settings.queries)
        self._held = hold(self.folder)
        limits = Limits(settings.timeout, settings.answer, settings.memory)
        unhurried = Limits(_FIRST, settings.answer, settings.memory)
        common: dict[str, Any] = {"size": settings.workers, "waiting": settings.waiting, "patience": settings.patience}
        # Whatever users ask, the pages have workers of their own; and whatever those ask who ask for much, the others.
        self.users = Pool(self.folder, limits, niceness=_NICE_USERS, **common)
        self.pages = Pool(self.folder, unhurried, niceness=_NICE_PAGES, **common)
        self.heavy = Pool(self.folder, unhurried, niceness=_NICE_HEAVY, **{**common, "size": min(2, settings.workers)})
        self.own = Pool(self.folder, unhurried, niceness=_NICE_OWN, **{**common, "size": min(2, settings.workers)})
        self._cache = Cache(settings.cached // 2)  # the other half is for whole responses
        self._disk = Disk(answers_file(self.folder), settings.kept)
        self._asked: dict[bytes, asyncio.Task[Reply]] = {}
        self._home: dict[str, Any] | None = None
        self.names: Names | None = None
        self.examples = examples(None, self.questions)
        self._preparing = Preparing(self)

    async def start(self) -> None:
        """Start the workers, gather the home page, which takes longest, and begin to prepare what takes long."""
        await asyncio.gather(self.users.warm(), self.pages.warm(), self.heavy.warm())
        first = self._disk.is_empty
        await self.home()
        if names_file(self.folder).is_file():
            self.names = Names(names_file(self.folder))
            self.examples = examples(self.names, self.questions)
            await self._preparing.start(first=first)

    async def stop(self) -> None:
        """End the workers."""
        await self._preparing.stop()
        await asyncio.gather(*(pool.close() for pool in (self.users, self.pages, self.heavy, self.own)))
        self._disk.close()

    async def home(self) -> dict[str, Any]:
        """Return what the home page shows."""
        if self._home is None:
            found = await self.page("home")
            if "error" in found:
                return dict(found)
            self._home = found
        return dict(self._home)

    async def page(self, page: str, **request: object) -> Any:  # noqa: ANN401 - plain values, as the page has them
        """Return what a page shows; an error is a dict with ``error`` and ``message``."""
        reply = await self.reply({"call": "page", "page": page, **request})
        return reply.head if "error" in reply.head else json.loads(reply.body)

    def given(self, question: named.NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
        """Return what a question is asked of, things by their IRIs where their names are known."""
        return canonical(self.names, question, given) if self.names else dict(given)

    async def reply(self, request: dict[str, Any], seconds: float | None = None, *, own: bool = False) -> Reply:
        """Return a worker's reply, or a kept one; those who ask the same at once wait for one answer.

        `own` says that nobody waits for it: the server asks itself.
        """
        question = self.questions.get(request.get("name", ""))
        key = key_of({**request, "seconds": seconds}, question.text if question else "")
        if not own:
            self._preparing.wait()
        kept = self._cache.get(key) or (self._disk.get(key) if request["call"] == "page" else None)
        if kept is not None:
            self._cache.put(key, kept)
            return kept
        if key not in self._asked:
            self._asked[key] = asyncio.create_task(self._ask(request, seconds, own=own))
            self._asked[key].add_done_callback(lambda task: self._keep(key, task, disk=request["call"] == "page"))
        return await asyncio.shield(self._asked[key])

    async def _ask(self, request: dict[str, Any], seconds: float | None, *, own: bool) -> Reply:
        """Have a worker of the right pool answer."""
        if request["call"] == "query":
            return await self.users.ask(request, seconds or self.settings.timeout)
        if request.get("page") == "home":  # counts everything, once for each graph
            return await self.pages.ask(request, _FIRST)
        weight = weight_of(self.names, request) if self.names else 0
        if own:
            return await self.own.ask(request, _FIRST, weight)
        pool = self.heavy if weight >= _HEAVY else self.pages
        return await pool.ask(request, seconds or self.settings.timeout, weight)

    def _keep(self, key: bytes, task: asyncio.Task[Reply], *, disk: bool) -> None:
        """Keep what was answered, for those who ask the same later."""
        self._asked.pop(key, None)
        if not task.cancelled() and task.exception() is None:
            self._cache.put(key, task.result())
            if disk and task.result().seconds >= _COSTLY:
                self._disk.put(key, task.result())

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
