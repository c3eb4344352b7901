"""Columns in, one compressed text block out: numbers as byte planes, texts as lines, deflated, then printed.

Columns of small numbers and of differences deflate far better than JSON rows would, and the page reads them
straight into typed arrays. Bytes are printed 13 bits to two of 91 characters, none of which means anything
to HTML: an eighth shorter than base64.
"""

from __future__ import annotations

import bz2
import json
import re
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LINE_ENDS = re.compile("[\n\r\x1f\u2028\u2029]")
PRINTED = bytes(code for code in range(0x21, 0x7F) if chr(code) not in "<>&")
_TABLE = np.frombuffer(PRINTED, dtype=np.uint8)
UNIT = "\x1f"
"""Between the items of a list of texts within one line (ASCII unit separator)."""


class Block:
    """Columns by name; ``encoded`` gives what the page's reader takes apart again."""

    def __init__(self) -> None:
        """Begin without columns."""
        self._header: list[list[Any]] = []
        self._parts: list[bytes] = []

    def integers(self, name: str, values: Sequence[int], *, rising: bool = False) -> None:
        """Add whole numbers below 2**31; ``rising`` keeps differences, for values in rising order or nearly so."""
        numbers = np.asarray(values, dtype=np.int64)
        if rising and len(numbers):
            numbers = np.diff(numbers, prepend=0)
        base = int(numbers.min()) if len(numbers) else 0
        span = int(numbers.max()) - base if len(numbers) else 0
        width = max(1, (span.bit_length() + 7) // 8)
        planes = (numbers - base).astype("<u4").view(np.uint8).reshape(-1, 4).T[:width]
        self._add(name, "+" if rising else "i", len(numbers), planes.tobytes(), base)

    def texts(self, name: str, values: Iterable[str]) -> None:
        """Add texts, one a line; what would end a line becomes a space, so that offsets into them hold."""
        lines = [one_line(value) for value in values]
        self._add(name, "t", len(lines), "\n".join(lines).encode("utf-8", "replace"), 0)

    def lists(self, name: str, values: Iterable[Sequence[str]]) -> None:
        """Add lists of texts."""
        self._add(
            name,
            "l",
            *_counted([UNIT.join(one_line(item) for item in items) for items in values]),
            0,
        )

    def _add(self, name: str, kind: str, count: int, data: bytes, base: int) -> None:
        self._header.append([name, kind, count, len(data), base])
        self._parts.append(data)

    def encoded(self) -> str:
        """Return the block, printed: a zlib stream of header length (4 bytes), header (JSON), columns."""
        header = json.dumps(self._header, separators=(",", ":")).encode()
        data = b"".join([len(header).to_bytes(4, "little"), header, *self._parts])
        return printed(zlib.compress(data, 9))


def one_line(text: str) -> str:
    """Return the text with each character that ends a line, or separates items, as a space."""
    return _LINE_ENDS.sub(" ", text) if not text.isprintable() else text


def packed_text(lines: Iterable[str]) -> str:
    """Return lines of prose, printed: a bzip2 stream, a third smaller than a deflated one."""
    data = "\n".join(one_line(line) for line in lines).encode("utf-8", "replace")
    return printed(bz2.compress(data, 9))


def printed(data: bytes) -> str:
    r"""Return bytes as printable characters: their number, a space, then 13 bits in each two characters.

    >>> printed(b"kg")
    '2 Iirj'
    """
    bits = np.unpackbits(np.frombuffer(data, dtype=np.uint8))
    rows = np.pad(bits, (0, -len(bits) % 13)).reshape(-1, 13)
    values = rows @ (1 << np.arange(12, -1, -1))
    pairs = np.stack(np.divmod(values, len(PRINTED)), axis=1)
    return f"{len(data)} {_TABLE[pairs].tobytes().decode('ascii')}"


def _counted(lines: list[str]) -> tuple[int, bytes]:
    return len(lines), "\n".join(lines).encode("utf-8", "replace")
