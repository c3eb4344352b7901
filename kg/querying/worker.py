"""A process of its own that asks a store: the only thing that can be stopped in the middle of a query.

Oxigraph's Python API has no way to cancel a query, so who asks with a limit asks this process, and ends
it when time is up. Requests and responses are frames: four bytes of length (big endian), then a JSON
object; a response's body follows as a second frame.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kg.errors import KgError, QueryError, UnknownNameError, UsageError
from kg.querying.answers import Dataset, LimitedBuffer, TooLargeError, ask
from kg.querying.cache import names_file
from kg.querying.explain import UnknownThingError
from kg.querying.formats import forms_for
from kg.querying.guard import ForbiddenError
from kg.querying.names import open_names
from kg.querying.tables import write_as

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.querying.names import Names


class NotAcceptableError(QueryError):
    """An answer that can't be written in any of the forms that were asked for."""


REPORTED: tuple[type[KgError], ...] = (
    NotAcceptableError,
    TooLargeError,
    ForbiddenError,
    UnknownThingError,
    UnknownNameError,
    QueryError,
    UsageError,
)
"""The errors that are told by name, the narrower before the wider."""
_LENGTH = struct.Struct(">I")
_GRACE = 2.0
_GONE = 70
"""Exit status of a worker whose asker didn't end it in time, or is gone."""
NICENESS = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take."""

    seconds: float | None = None
    size: int = 64 * 1024 * 1024
    """Bytes of the answer."""
    memory: int = 4 * 1024 * 1024 * 1024
    """Bytes of the worker's data, where the system can bound them."""


class Loaded:
    """The store of a worker, and its names, read when first asked for."""

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder."""
        import pyoxigraph as ox

        self.folder = folder
        self.store = ox.Store.read_only(str(folder))

    @cached_property
    def names(self) -> Names:
        """The names of the store's things."""
        return open_names(self.store, names_file(self.folder))


def respond(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer one request: a head, with ``error`` and ``message`` where something went wrong, and a body."""
    try:
        return _CALLS[request["call"]](loaded, request)
    except KgError as error:
        return {"error": _name_of(error), "message": str(error)}, b""


def _query(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer a SPARQL query in the form that the request names for its kind of answer."""
    dataset = Dataset(tuple(request.get("default", ())), tuple(request.get("named", ())))
    answer = ask(loaded.store, request["query"], dataset, base=request.get("base"))
    sink = LimitedBuffer(request["size"])
    form = request["triples" if answer.kind.gives_triples else "table"]
    if form is None:
        kind = "triples" if answer.kind.gives_triples else "a table"
        choices = ", ".join(each.media_type for each in forms_for(triples=answer.kind.gives_triples))
        message = f"the answer is {kind}, and comes as {choices}"
        raise NotAcceptableError(message)
    return {"type": write_as(answer, form, sink)}, sink.bytes()


def _page(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Gather what a page of the server shows."""
    from kg.querying.server.facts import gather

    return gather(loaded, request)


_CALLS: dict[str, Callable[[Loaded, dict[str, Any]], tuple[dict[str, Any], bytes]]] = {"query": _query, "page": _page}


def _name_of(error: KgError) -> str:
    """Return the error's name as the asker's side knows it."""
    return next((kind.__name__ for kind in REPORTED if isinstance(error, kind)), "QueryError")


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Write one frame, and flush it."""
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read one frame; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    return stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def _bound(memory: int) -> None:
    """Bound this process's memory, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


@contextlib.contextmanager
def _watched(seconds: float | None) -> Any:  # noqa: ANN401 - a context manager of nothing
    """End this process should its asker, who is to end it in time, be gone or busy."""
    if seconds is None:
        yield
        return
    stop = _alarm(seconds + _GRACE)
    try:
        yield
    finally:
        stop()


def _alarm(seconds: float) -> Callable[[], object]:
    """End this process after so long, and return what calls that off. The system's own timer costs next to nothing."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the default ends a process, whatever code it is in
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return lambda: signal.setitimer(signal.ITIMER_REAL, 0)
    timer = threading.Timer(seconds, os._exit, (_GONE,))
    timer.daemon = True
    timer.start()
    return timer.cancel


def serve(folder: str, requests: IO[bytes], responses: IO[bytes], memory: int) -> None:
    """Answer requests from a stream until it ends."""
    loaded = Loaded(Path(folder))
    _bound(memory)
    while (frame := read_frame(requests)) is not None:
        request = json.loads(frame)
        with _watched(request.get("seconds")):
            head, body = respond(loaded, request)
        write_frame(responses, json.dumps(head).encode())
        write_frame(responses, body)


def main() -> None:
    """Run as ``python -m kg.querying.worker FOLDER MEMORY NICENESS``, asked over standard input and output."""
    folder, memory, niceness = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with contextlib.suppress(AttributeError, OSError):
        os.nice(niceness)
    serve(folder, sys.stdin.buffer, sys.stdout.buffer, memory)


if __name__ == "__main__":
    main()
