"""Whose turn it is when all workers are taken.

Each who waits lets those go first who come after and ask for less, but not for ever: the heavier, the longer.
"""

from __future__ import annotations

import asyncio
import time
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")
_HANDICAP = 0.002
"""Seconds of waiting that weigh as much as one unit of weight."""


class Turns(Generic[T]):
    """Things to take and give back: the lightest who waits is next, unless a heavier one has waited for long."""

    def __init__(self, free: Iterable[T]) -> None:
        """Take what there is; the last is taken first."""
        self._free = list(free)
        self._waiting: list[tuple[float, int, asyncio.Future[T]]] = []
        self._number = count()

    async def take(self, weight: int = 0) -> T:
        """Return one, once it is free; who gives up waiting misses no other's turn."""
        if self._free:
            return self._free.pop()
        turn: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (time.monotonic() + weight * _HANDICAP, next(self._number), turn))
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give(turn.result())
            raise

    def give(self, item: T) -> None:
        """Give one back, to who is next."""
        while self._waiting:
            turn = heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(item)
                return
        self._free.append(item)
