"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """Open a UTF-8 text file that takes `path`'s place when the block ends well, and vanishes when it doesn't.

    The temporary file lies in the same folder, which is made if need be; newlines are written as they are.
    """
    with replacing_bytes(path) as raw:
        # A wrapper around the bytes keeps one way of replacing.
        import io

        text = io.TextIOWrapper(raw, encoding="utf-8", newline="", write_through=False)
        yield text
        text.flush()
        text.detach()


@contextmanager
def replacing_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of bytes, to write and read, that takes `path`'s place when the block ends well, else vanishes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part")
    try:
        with os.fdopen(handle, "w+b") as raw:
            yield raw
        Path(temporary).chmod(_permissions())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _permissions() -> int:
    """Return the permissions of an ordinary new file; mkstemp's are for its owner's eyes only."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_text(path: Path, text: str) -> None:
    """Write a whole UTF-8 text file."""
    with replacing(path) as file:
        file.write(text)
