"""Replies kept on disk beside the store, for a server that starts again on the same graph.

What takes a worker long is asked of it once for each graph. A reply is kept under its request and the edition of
this package: other code may answer otherwise.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg.querying.server.pool import Reply

_SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS edition (name TEXT);
CREATE TABLE IF NOT EXISTS answer (key BLOB PRIMARY KEY, head TEXT, body BLOB);
"""
_PATIENCE = 0.05
"""Seconds that a look-up waits for another process which writes; then it is asked anew."""


def answers_file(store: Path) -> Path:
    """Return where the replies about a kept store lie."""
    return store.with_name(store.name + ".answers")


@cache
def edition() -> str:
    """Return a name for the code that answers: versions, and the text of this part of the package."""
    mark = hashlib.blake2b(digest_size=16)
    for name in ("paperkg", "pyoxigraph"):
        with suppress(PackageNotFoundError):
            mark.update(version(name).encode())
    here = Path(__file__).parent.parent
    for file in sorted((*here.glob("*.py"), *here.glob("server/*.py"))):
        mark.update(file.read_bytes())
    return mark.hexdigest()


class Disk:
    """Replies in a file; where it can't be read or written, there are none, and nothing else is the matter."""

    def __init__(self, file: Path, limit: int) -> None:
        """Open the file, made where it is missing; after `limit` bytes nothing is added."""
        self._file, self._limit, self._size = file, limit, 0
        self._base: sqlite3.Connection | None = None
        self._writer = ThreadPoolExecutor(1, "keeping")
        with suppress(sqlite3.Error):
            self._base = self._opened()
            self._size = self._base.execute("SELECT coalesce(sum(length(body)), 0) FROM answer").fetchone()[0]

    def _opened(self) -> sqlite3.Connection:
        """Open the file, emptied of what another edition answered."""
        base = sqlite3.connect(self._file, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
        base.executescript(_SCHEMA)
        if base.execute("SELECT name FROM edition").fetchone() != (edition(),):
            base.executescript("BEGIN; DELETE FROM answer; DELETE FROM edition; COMMIT")
            base.execute("INSERT INTO edition VALUES (?)", (edition(),))
        return base

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is kept yet."""
        return not self._size

    def get(self, key: bytes) -> Reply | None:
        """Return what was kept under a key."""
        if self._base is None:
            return None
        with suppress(sqlite3.Error):
            row = self._base.execute("SELECT head, body FROM answer WHERE key = ?", (key,)).fetchone()
            return Reply(json.loads(row[0]), row[1]) if row else None
        return None

    def put(self, key: bytes, reply: Reply) -> None:
        """Keep a reply that is no error, by and by; nobody waits for it."""
        if self._base is None or "error" in reply.head or self._size + len(reply.body) > self._limit:
            return
        self._size += len(reply.body)
        self._writer.submit(self._write, key, reply)

    def _write(self, key: bytes, reply: Reply) -> None:
        """Write a reply, over a connection of the writer's own."""
        with suppress(sqlite3.Error):
            base = sqlite3.connect(self._file, timeout=5)
            with base:
                base.execute(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?)", (key, json.dumps(reply.head), reply.body)
                )
            base.close()

    def close(self) -> None:
        """Write what is still to be written, and close."""
        self._writer.shutdown()
        if self._base is not None:
            self._base.close()


def key_of(request: dict[str, Any], text: str = "") -> bytes:
    """Return the key of a request, and of the question's text where it is a named one."""
    told = json.dumps([request, text], sort_keys=True).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).digest()
