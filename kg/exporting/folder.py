"""Formats that are a folder of files: written whole, and only ever over a folder that was written so before."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = ".paperkg"


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder that takes `path`'s place when the block ends well, and vanishes when it doesn't.

    Raises `UsageError` if `path` is a folder with files in it that was not written here: nobody's notes are lost.
    """
    path = Path(path)
    _check_ours(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as temporary:
        fresh, old = Path(temporary, "fresh"), Path(temporary, "old")
        fresh.mkdir()
        (fresh / _MARK).write_text("Written by kg, and replaced as a whole when it is written again.\n", "utf-8")
        yield fresh
        if path.exists():
            path.rename(old)
        fresh.rename(path)
        shutil.rmtree(old, ignore_errors=True)


def _check_ours(path: Path) -> None:
    """Raise `UsageError` if the path is taken by what was not written here."""
    if not path.exists() or (path.is_dir() and ((path / _MARK).exists() or not any(path.iterdir()))):
        return
    message = f"{path}: holds files that kg did not write; name another folder, or empty this one"
    raise UsageError(message)
