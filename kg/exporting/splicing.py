"""A sorted Turtle file brought up to date: the blocks that are other now are set in, all else is copied.

A file that this package writes has its blocks in the order of their subjects, an empty line before each, and no
other empty line. So a subject is found by halving, without reading the file.
"""

from __future__ import annotations

import hashlib
import mmap
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Self

from kg.errors import KgError
from kg.exporting.atomic import replacing_bytes
from kg.exporting.turtle import prefixes, shortener, turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph.terms import Block

_PIECE = 1 << 20
"""Bytes, about, that a hash stands for."""
_GAP = b"\n\n"
_Run = tuple[int, int, bytes]
Pieces = list[tuple[int, bytes]]
"""Length and hash of each piece of a file, in order."""


class StaleError(KgError):
    """A file isn't what was written."""


@dataclass(frozen=True, slots=True, order=True)
class _Splice:
    """New bytes for a range of the file."""

    start: int
    term: str
    """Orders what is set in at one place."""
    end: int = field(compare=False)
    data: bytes = field(compare=False)


class Written:
    """A file that was written in pieces; a thread looks whether it is these still."""

    def __init__(self, path: Path, pieces: Pieces) -> None:
        """Open the file; raise StaleError where that can't be done."""
        self.path, self.pieces = path, pieces
        try:
            with path.open("rb") as file:
                self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            message = f"{path}: {error}"
            raise StaleError(message) from error
        pool = ThreadPoolExecutor(1)
        self._same = pool.submit(self._is_same)
        pool.shutdown(wait=False)

    def check(self) -> None:
        """Raise StaleError where the file isn't these pieces."""
        if not self._same.result():
            message = f"{self.path}: it was changed since it was written"
            raise StaleError(message)

    def _is_same(self) -> bool:
        ends = list(accumulate(length for length, _ in self.pieces))
        with memoryview(self.data) as data:
            return [len(data)] == ends[-1:] and all(
                _hash(data[end - length : end]) == hashed
                for end, (length, hashed) in zip(ends, self.pieces, strict=True)
            )


class Splicing:
    """Changes to one file, gathered and then written at once."""

    def __init__(self, written: Written, base: str) -> None:
        """Take a file that was written with this base of IRIs; raise StaleError where it has changed since."""
        written.check()
        names = prefixes(base)
        self.name = written.path.name
        self._written, self._data, self._term = written, written.data, shortener(names)
        self._namespaces = {prefix.encode(): namespace for prefix, namespace in names.items()}
        self._splices: list[_Splice] = []
        self.header = self._data[: self._next(0)].decode()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go."""
        self._data.close()

    def block(self, subject: str) -> str:
        """Return the block of a subject, given as a term, as it stands in the file; empty where there is none."""
        start, end = self._place(subject)
        return self._data[start:end].decode()

    def put(self, subject: str, block: Block | None) -> None:
        """Set in a block in its subject's place, or take the subject's block out."""
        start, end = self._place(subject)
        new = turtle(block, self._term).encode() if block else b""
        if new != self._data[start:end]:
            self._splices.append(_Splice(start, subject, end, new))

    def put_all(self, begin: str, blocks: Iterable[Block]) -> None:
        """Set in blocks, in their order, in the place of all whose subjects begin so."""
        start, end = self._from(begin), self._from(begin[:-1] + chr(ord(begin[-1]) + 1))
        new = "".join(turtle(block, self._term) for block in blocks).encode()
        if new != self._data[start:end]:
            self._splices.append(_Splice(start, begin, end, new))

    def write(self) -> Pieces:
        """Write the file anew, and return its pieces."""
        written, end, runs = list[tuple[int, bytes]](), 0, deque(self._runs())
        with replacing_bytes(self._written.path) as file, memoryview(self._data) as old:
            for length, hashed in self._written.pieces:
                start, end = end, end + length
                parts = list(self._until(runs, end))
                if parts == [(start, end, b"")]:
                    written.append((file.write(old[start:end]), hashed))
                elif new := b"".join(data or old[first:last] for first, last, data in parts):
                    written.append((file.write(new), _hash(new)))
        return written

    def _runs(self) -> Iterator[_Run]:
        """Yield what the new file is made of: ranges of the old one, and new bytes, which stand at one position."""
        at = 0
        for splice in sorted(self._splices):
            if splice.start > at:
                yield at, splice.start, b""
            yield splice.start, splice.start, splice.data
            at = splice.end
        yield at, len(self._data), b""

    def _until(self, runs: deque[_Run], end: int) -> Iterator[_Run]:
        """Take from the runs what stands before a position of the old file."""
        while runs and (runs[0][0] < end or end == len(self._data)):
            begin, stop, data = runs.popleft()
            if data or begin < stop:
                yield begin, min(stop, end), data
            if stop > end:
                runs.appendleft((end, stop, b""))

    def _place(self, subject: str) -> tuple[int, int]:
        start = self._from(subject)
        found = start < len(self._data) and self._subject(start) == subject
        return start, self._next(start + 1) if found else start

    def _from(self, term: str) -> int:
        """Return where the first block begins whose subject isn't before a term."""
        low, high = len(self.header.encode()), len(self._data)
        while low < high:
            middle = self._next((low + high) // 2)
            if middle >= high:
                high = (low + high) // 2
            elif self._subject(middle) < term:
                low = self._next(middle + 1)
            else:
                high = middle
        return low

    def _next(self, position: int) -> int:
        """Return where the first block begins at a position or after it, or the file's end."""
        gap = self._data.find(_GAP, max(position - 1, 0))
        return len(self._data) if gap < 0 else gap + 1

    def _subject(self, start: int) -> str:
        """Return the subject of the block that begins at a position, as a term of N-Triples."""
        written = self._data[start + 1 : self._data.find(b" ", start)]
        if written.startswith(b"<"):
            return written.decode()
        prefix, _, local = written.partition(b":")
        return f"<{self._namespaces.get(prefix, '')}{local.decode()}>"


def pieces_of(path: Path) -> Pieces:
    """Return the length and hash of each piece of a file."""
    found = []
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.append((len(piece), _hash(piece)))
    return found


def _hash(piece: bytes | memoryview) -> bytes:
    return hashlib.sha256(piece).digest()
