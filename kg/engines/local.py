"""Extraction on one machine: in this process, or in several, in the order of the documents."""

from __future__ import annotations

import copyreg
import multiprocessing
import os
from collections import deque
from dataclasses import fields
from itertools import chain, islice
from operator import attrgetter
from threading import Thread
from typing import TYPE_CHECKING

from kg import model
from kg.config import Config

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from kg.model import Document, Extraction

_CHUNK = 32
"""Documents that a process takes at once: enough that starting and passing cost little beside extracting."""


def extract_all(documents: Iterable[Document], config: Config | None = None) -> Iterator[Extraction]:
    """Yield the extraction of each document, in order; memory holds a few chunks per process."""
    from kg import extraction

    config, remaining = config or Config(), iter(documents)
    first = list(islice(remaining, _CHUNK + 1))
    # A process has to start and read the model; for one chunk, none pays.
    alone = config.jobs == 1 or len(first) <= _CHUNK
    every = chain(first, remaining)
    yield from extraction.extract_all(every, config=config) if alone else _spread(every, config)


def _spread(documents: Iterable[Document], config: Config) -> Iterator[Extraction]:
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    # A forked child would inherit the locks of the parent's threads; a spawned one begins clean everywhere.
    with ProcessPoolExecutor(config.jobs, mp_context=context, initializer=_prepare) as pool:
        running: deque[Future[list[Extraction]]] = deque()
        remaining = iter(documents)
        while chunk := list(islice(remaining, _CHUNK)):
            running.append(pool.submit(_extract, chunk, config))
            if len(running) > 2 * config.jobs:
                yield from running.popleft().result()
        while running:
            yield from running.popleft().result()


def _prepare() -> None:
    """Make a process ready to extract.

    It multiplies on one thread, unless told otherwise: the processes share the cores already. It ends with the one
    that started it, which can't see to that where it is killed.
    """
    Thread(target=_end_with_parent, daemon=True).start()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    for noun in (
        model.Extraction,
        model.Thing,
        model.Mention,
        model.Fact,
        model.Result,
        model.Quantity,
        model.Evidence,
    ):
        _send_as_call(noun)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _send_as_call(noun: type) -> None:
    """Let a dataclass be pickled as a call with its fields: less than half the work of its own slots, for both ends."""
    values = attrgetter(*(field.name for field in fields(noun)))
    copyreg.pickle(noun, lambda one: (noun, values(one)))


def _extract(documents: list[Document], config: Config) -> list[Extraction]:
    from kg import extraction

    return list(extraction.extract_all(documents, config=config))
