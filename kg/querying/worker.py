"""A process of its own that asks a store: the only thing that can be stopped in the middle of a query.

Oxigraph's Python API has no way to cancel a query, so who asks with a limit asks this process, and ends
it when time is up. Requests and responses are frames: four bytes of length (big endian), then a JSON
object; a response's body follows as a second frame.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import sys
import threading
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from kg.errors import KgError, QueryError
from kg.querying.answers import Dataset, LimitedBuffer, TooLargeError, ask
from kg.querying.guard import ForbiddenError
from kg.querying.tables import write_as

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

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


def respond(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer one request: a head, with ``error`` and ``message`` where something went wrong, and a body."""
    try:
        return _CALLS[request["call"]](store, request)
    except KgError as error:
        return {"error": _name_of(error), "message": str(error)}, b""


def _query(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer a SPARQL query in the form that the request names for its kind of answer."""
    dataset = Dataset(tuple(request.get("default", ())), tuple(request.get("named", ())))
    answer = ask(store, request["query"], dataset)
    sink = LimitedBuffer(request["size"])
    form = request["triples" if answer.kind.gives_triples else "table"]
    return {"type": write_as(answer, form, sink)}, sink.bytes()


def _page(store: ox.Store, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Gather what a page of the server shows."""
    from kg.querying.server.facts import gather

    return {"type": "application/json"}, json.dumps(gather(store, request)).encode()


_CALLS: dict[str, Callable[[ox.Store, dict[str, Any]], tuple[dict[str, Any], bytes]]] = {"query": _query, "page": _page}


def _name_of(error: KgError) -> str:
    """Return the error's name as the asker's side knows it."""
    known = (TooLargeError, ForbiddenError, QueryError)
    return next((kind.__name__ for kind in known if isinstance(error, kind)), "QueryError")


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
    timer = threading.Timer(seconds + _GRACE, os._exit, (_GONE,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def serve(folder: str, requests: IO[bytes], responses: IO[bytes], memory: int) -> None:
    """Answer requests from a stream until it ends."""
    import pyoxigraph as ox

    store = ox.Store.read_only(folder)
    _bound(memory)
    while (frame := read_frame(requests)) is not None:
        request = json.loads(frame)
        with _watched(request.get("seconds")):
            head, body = respond(store, request)
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
