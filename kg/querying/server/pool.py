"""Workers: processes that answer, one request at a time each, and that are ended when a request takes too long."""

from __future__ import annotations

import asyncio
import contextlib
import json
import struct
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, QueryTimeoutError
from kg.querying.limited import command
from kg.querying.server.turns import Turns

if TYPE_CHECKING:
    from pathlib import Path

    from kg.querying.worker import Limits

_LENGTH = struct.Struct(">I")


class BusyError(QueryError):
    """All workers are taken, and too many wait already."""


class WorkerEndedError(QueryError):
    """A worker ended while it answered: most likely it needed more memory than allowed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A worker's response."""

    head: dict[str, Any]
    body: bytes
    seconds: float = 0.0
    """How long the worker took."""


class Worker:
    """One process; started when first asked, and again after it was ended."""

    def __init__(self, folder: Path, limits: Limits, niceness: int) -> None:
        """Take the store's folder and what the process may use."""
        self._command = command(folder, limits, niceness)
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, request: dict[str, Any], seconds: float) -> Reply:
        """Send a request and return the response; raise `QueryTimeoutError`, the process ended, after so long."""
        process = await self._running()
        try:
            async with asyncio.timeout(seconds):
                return await _exchange(process, request)
        except TimeoutError:
            await self.end()
            message = f"stopped after {seconds:g} s, the limit of this server; ask for less, or add LIMIT"
            raise QueryTimeoutError(message) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.end()
            message = "the query needs more memory than it may have; ask for less"
            raise WorkerEndedError(message) from None
        except asyncio.CancelledError:
            await self.end()
            raise

    async def _running(self) -> asyncio.subprocess.Process:
        """Return the process, started where there is none."""
        if self._process is None or self._process.returncode is not None:
            pipe = asyncio.subprocess.PIPE
            # A group of its own, so that the terminal's interrupt goes to the server alone. Not a session: Linux shares
            # processors among sessions first, whatever the niceness of those in them.
            self._process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, limit=2**20, process_group=0
            )
        return self._process

    async def end(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await asyncio.shield(process.wait())


async def _exchange(process: asyncio.subprocess.Process, request: dict[str, Any]) -> Reply:
    """Write a request to a worker and read its response."""
    sent, received = process.stdin, process.stdout
    if sent is None or received is None:  # both are pipes
        raise ConnectionError
    data = json.dumps(request).encode()
    sent.write(_LENGTH.pack(len(data)) + data)
    await sent.drain()
    head = json.loads(await _frame(received))
    return Reply(head, await _frame(received))


async def _frame(stream: asyncio.StreamReader) -> bytes:
    """Read one frame."""
    (size,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    return await stream.readexactly(size)


class Pool:
    """Some workers on one store, and the queue for them."""

    def __init__(  # noqa: PLR0913 - settings
        self, folder: Path, limits: Limits, *, size: int, niceness: int, waiting: int, patience: float
    ) -> None:
        """Take how many workers there are, how nice they are, how many may wait for them and for how long."""
        self._limits, self._waiting, self._patience = limits, waiting, patience
        self._all = [Worker(folder, limits, niceness) for _ in range(size)]
        self._turns = Turns(self._all)
        self._queue = 0

    async def ask(self, request: dict[str, Any], seconds: float | None = None, weight: int = 0) -> Reply:
        """Have a free worker answer, light requests first; raise `BusyError` where none gets free in time."""
        limit = min(seconds or self._limits.seconds or 0.0, self._limits.seconds or 0.0)
        worker = await self._take(weight)
        begin = time.monotonic()
        try:
            reply = await worker.ask({**request, "size": self._limits.size, "seconds": limit}, limit)
        finally:
            self._turns.give(worker)
        return replace(reply, seconds=time.monotonic() - begin)

    async def _take(self, weight: int) -> Worker:
        """Wait for a free worker, not for long, and not with too many others."""
        if self._queue >= self._waiting:
            message = "too many requests wait already; try again in a moment"
            raise BusyError(message)
        self._queue += 1
        try:
            async with asyncio.timeout(self._patience):
                return await self._turns.take(weight)
        except TimeoutError:
            message = f"no worker was free for {self._patience:g} s; try again in a moment"
            raise BusyError(message) from None
        finally:
            self._queue -= 1

    async def warm(self) -> None:
        """Start the worker that is asked first; the others start when it is busy."""
        request = {"call": "query", "query": "ASK {}", "table": "json", "triples": "turtle", "size": 1000}
        await self._all[-1].ask(request, 60.0)

    async def close(self) -> None:
        """End every worker."""
        await asyncio.gather(*(worker.end() for worker in self._all))


class Cache:
    """Replies to what was asked before: the graph never changes while it is served."""

    def __init__(self, limit: int) -> None:
        """Take how many bytes are kept."""
        self._limit, self._size = limit, 0
        self._kept: OrderedDict[bytes, Reply] = OrderedDict()

    def get(self, key: bytes) -> Reply | None:
        """Return what was kept under a key."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: bytes, reply: Reply) -> None:
        """Keep a reply that is no error and not large; forget those not asked for in a long time."""
        size = len(reply.body) + len(key)
        if "error" in reply.head or size > self._limit // 16 or key in self._kept:
            return
        self._kept[key] = reply
        self._size += size
        while self._size > self._limit:
            old, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body) + len(old)
