"""Whose turn it is: the lightest request first, none lost."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

from kg.querying.server import turns as turns_module
from kg.querying.server.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Coroutine

    import pytest

T = TypeVar("T")


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: a browser test before may have left an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _served(*asked: tuple[str, int]) -> list[str]:
    """Return in which order one worker serves those who ask, by name and weight, while it is taken."""

    async def run() -> list[str]:
        turns, order = Turns(["worker"]), []

        async def ask(name: str, weight: int) -> None:
            worker = await turns.take(weight)
            order.append(name)
            turns.give(worker)

        held = await turns.take()
        waiting = [asyncio.create_task(ask(*one)) for one in asked]
        await asyncio.sleep(0)
        turns.give(held)
        await asyncio.gather(*waiting)
        return order

    return _run(run())


def test_the_lightest_is_next_and_of_equals_the_first() -> None:
    """Who asks for little does not wait for those who ask for much."""
    assert _served(("a", 9000), ("b", 0), ("c", 5000), ("d", 0)) == ["b", "d", "c", "a"]


def test_who_has_waited_long_is_next_whatever_it_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Light requests that keep coming don't keep a heavy one waiting for ever."""
    now = iter((0.0, 1.0, 7.0))
    monkeypatch.setattr(turns_module, "time", SimpleNamespace(monotonic=lambda: next(now)))
    assert _served(("heavy", 2000), ("light", 0), ("later", 0)) == ["light", "heavy", "later"]


def test_who_gives_up_takes_no_turn_along() -> None:
    """A turn that comes just as its owner leaves goes to the next."""

    async def run() -> str:
        turns = Turns(["worker"])
        held = await turns.take()
        impatient, patient = asyncio.create_task(turns.take()), asyncio.create_task(turns.take())
        await asyncio.sleep(0)
        turns.give(held)
        impatient.cancel()
        return await asyncio.wait_for(patient, 1)

    assert _run(run()) == "worker"
