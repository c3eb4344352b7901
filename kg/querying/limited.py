"""Asking with a limit of time that really stops the work: in a worker process, which is ended."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, QueryTimeoutError
from kg.querying.answers import TooLargeError
from kg.querying.guard import ForbiddenError

if TYPE_CHECKING:
    from pathlib import Path

    from kg.querying.worker import Limits

_LENGTH = struct.Struct(">I")
ERRORS: dict[str, type[QueryError]] = {
    "ForbiddenError": ForbiddenError,
    "TooLargeError": TooLargeError,
}
"""The errors that a worker may report and that are told from others, by name."""


def command(folder: Path, limits: Limits, niceness: int = 0) -> list[str]:
    """Return the command that starts a worker for the store in a folder."""
    # -P: nothing of the working directory is imported.
    return [sys.executable, "-P", "-m", "kg.querying.worker", str(folder), str(limits.memory), str(niceness)]


def ask_within(folder: Path, request: dict[str, Any], limits: Limits) -> bytes:
    """Send one request to a new worker, and return the body of its answer.

    Raises `QueryTimeoutError` when the limit of time is reached, with the work stopped, and what the
    worker reports otherwise.
    """
    request = {**request, "size": limits.size, "seconds": limits.seconds}
    data = json.dumps(request).encode()
    pipe = subprocess.PIPE
    with subprocess.Popen(command(folder, limits), stdin=pipe, stdout=pipe) as process:  # noqa: S603 - ours
        try:
            output, _ = process.communicate(_LENGTH.pack(len(data)) + data, timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            message = f"stopped after {limits.seconds:g} s, the limit; allow more with --timeout, or ask for less"
            raise QueryTimeoutError(message) from None
        finally:
            process.kill()
    return unpack(output)


def unpack(output: bytes) -> bytes:
    """Return the body of a worker's response; raise the error that its head reports."""
    if len(output) < _LENGTH.size:
        message = "the query ended its worker: it needs more memory than allowed"
        raise QueryError(message)
    (size,) = _LENGTH.unpack_from(output)
    head = json.loads(output[_LENGTH.size : _LENGTH.size + size])
    raise_reported(head)
    return output[2 * _LENGTH.size + size :]


def raise_reported(head: dict[str, Any]) -> None:
    """Raise the error that a response's head reports, if any."""
    if "error" in head:
        raise ERRORS.get(head["error"], QueryError)(head["message"])
