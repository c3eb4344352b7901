"""What a server asks itself while nobody else asks: the pages and questions about the best known things.

Those take a worker longest, and are asked for most.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from kg.errors import KgError, QueryError
from kg.querying.named import term_of
from kg.querying.names import KINDS
from kg.querying.server.addresses import iris_of, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.querying.named import NamedQuery, Parameter
    from kg.querying.names import Named, Names
    from kg.querying.server.state import State

_THINGS = 40
"""Of each class, so many of the best known."""
_LEAST = 60
"""What fewer statements speak of is answered at once anyway."""
_OF_ALL = 0
"""The weight of a question about everything: it takes longest, and would use up the time of the first start."""
_QUIET = 2.0
"""Seconds without a request that needs work, after which the server goes on asking itself."""
_TOGETHER = 2
"""How many are asked at once while nobody can ask yet."""
Request = dict[str, Any]


class Preparing:
    """Asks what is worth it, one request at a time, and only while nobody else asks."""

    def __init__(self, state: State) -> None:
        """Take the state that is asked."""
        self._state = state
        self._todo: list[Request] = []
        self._last = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self, *, first: bool) -> None:
        """Begin; on the first start with a graph, come back after a while, or when all is done."""
        state, settings = self._state, self._state.settings
        if state.names is None or not settings.prepared:
            return
        base, folders = (await state.home())["base"], [str(folder) for folder in settings.queries]
        found = worth_asking(state.names, state.questions, folders, base)
        self._todo = [request for _, request in found[: settings.prepared]][::-1]
        if first:
            with suppress(TimeoutError):
                async with asyncio.timeout(settings.preparing):
                    await asyncio.gather(*(self._all() for _ in range(_TOGETHER)))
        self._task = asyncio.create_task(self._when_quiet())

    async def stop(self) -> None:
        """Ask no more."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wait(self) -> None:
        """Let others go first: someone asks for what needs work."""
        self._last = time.monotonic()

    async def _all(self) -> None:
        """Ask one after the other."""
        while self._todo:
            await self._next()

    async def _when_quiet(self) -> None:
        """Ask one after the other, whenever nobody else asks."""
        while self._todo:
            quiet = time.monotonic() - self._last
            if quiet < _QUIET:
                await asyncio.sleep(_QUIET - quiet)
            else:
                await self._next()

    async def _next(self) -> None:
        """Ask the next; what can't be answered is left to who asks for it."""
        with suppress(KgError):
            await self._state.reply(self._todo.pop(), own=True)


def weight_of(names: Names, request: Mapping[str, Any]) -> int:
    """Return how many statements speak of what a request is about: about how much work it is."""
    if request.get("page") == "named":
        iris = [value[1:-1] for value in request["given"].values() if value.startswith("<") and value.endswith(">")]
    else:
        iris = list(request.get("iris", ())) if request.get("page") in {"thing", "describe", "facts"} else []
    found = (names.of(iri) for iri in iris)
    return max((item.weight for item in found if item), default=0)


def canonical(names: Names, question: NamedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """Return given values with IRIs for names that one thing has, so that any of its names finds what is kept.

    A name that none or several have stays: the worker tells what is wrong with it.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    told = dict(given)
    for name, value in given.items():
        parameter = known.get(name)
        if parameter and parameter.is_thing and names.exact(value, _classes(parameter)):
            try:
                told[name] = str(term_of(parameter, value, names))
            except QueryError:  # several have the name
                continue
    return told


def _classes(parameter: Parameter) -> tuple[str, ...]:
    """Return the classes of a parameter's things; none for any."""
    return () if "Thing" in parameter.kinds else parameter.kinds


def worth_asking(
    names: Names, questions: Mapping[str, NamedQuery], folders: Iterable[str], base: str
) -> list[tuple[int, Request]]:
    """Return requests with their weights: what is best known comes first, questions about everything last."""
    places = list(folders)
    alone = (question for question in questions.values() if not any(each.required for each in question.parameters))
    found = [(_OF_ALL, asking(question, {}, "json", places)) for question in alone]
    for kind in KINDS:
        for item in names.listed(kind, 0, _THINGS):
            if item.weight >= _LEAST:
                found += ((item.weight, request) for request in _about(item, questions, places, base))
    return sorted(found, key=lambda pair: -pair[0])


def _about(item: Named, questions: Mapping[str, NamedQuery], folders: list[str], base: str) -> Iterator[Request]:
    """Yield a thing's page, and the questions that are asked of such a thing alone."""
    room, _, path = (page_of(item.iri, base) or "/").removeprefix("/").partition("/")
    if path:
        yield {"call": "page", "page": "thing", "iris": iris_of(room, unquote(path), base)}
    for question in questions.values():
        for parameter in lone(question):
            if "Thing" in parameter.kinds or item.kind in parameter.kinds:
                yield asking(question, {parameter.name: f"<{item.iri}>"}, "json", folders)


def lone(question: NamedQuery) -> list[Parameter]:
    """Return the parameters for which a thing alone may be given."""
    required = [parameter for parameter in question.parameters if parameter.required]
    things = required or list(question.parameters)
    return [parameter for parameter in things if parameter.is_thing] if len(required) < 2 else []  # noqa: PLR2004


def asking(question: NamedQuery, given: Mapping[str, str], form: str, folders: list[str]) -> Request:
    """Return what a worker is asked for a named query."""
    return {
        "call": "page",
        "page": "named",
        "name": question.name,
        "given": dict(given),
        "form": form,
        "folders": folders,
    }
