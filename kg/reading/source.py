"""Files, folders, globs and standard input as sources; bytes as text."""

from __future__ import annotations

import glob
import gzip
import re
import sys
import unicodedata
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg import plugins
from kg.errors import InputError, RecordError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STDIN = "-"
LONGEST_LINE = 1_000_000
"""Characters; no abstract is as long, and a parser that takes each character in turn would take minutes."""
_BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters, which no Turtle, XML or terminal should get; a space each, so that offsets stay."""
_BAD_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its path as given (``-`` for standard input) and the reader's name."""

    path: str
    kind: str
    data: bytes | None = None
    """What came in on standard input, which can be read only once."""


@dataclass(frozen=True, slots=True)
class Page:
    """A source's text: NFC, a line feed at each line's end, no BOM; and the 1-based lines that were no UTF-8."""

    text: str
    bad_lines: frozenset[int] = frozenset()


def expand(sources: Iterable[str | Path]) -> Iterator[Source]:
    """Name every file that the sources stand for, each once, folders and globs in sorted order.

    Raises InputError for a source that isn't there.
    """
    seen: set[str] = set()
    for source in sources:
        for path in _files(str(source)):
            if path not in seen:
                seen.add(path)
                yield _source(path)


def read_bytes(source: Source) -> bytes:
    """Return the content, unpacked if it is gzip."""
    return b"".join(_chunks(source))


def read_lines(source: Source) -> Iterator[bytes]:
    """Yield the content line by line, so that a large file needs little memory."""
    if source.data is not None:
        yield from source.data.splitlines(keepends=True)
    else:
        yield from _chunks(source)


def decode(path: str, data: bytes) -> Page:
    """Return bytes as text; raise RecordError where they are none."""
    if not data.strip():
        raise RecordError(path, 1, "the file is empty", "give it a paper, or leave it out")
    if not data.startswith(tuple(mark for mark, _ in _BOMS)) and b"\0" in data[:65536]:
        raise RecordError(path, 1, "the file is binary, not text", "give Markdown, JSON, JSONL, BibTeX or plain text")
    text, bad = _decode_lines(data)
    if len(bad) > _BAD_SHARE * sum(not line.isascii() for line in text.split("\n")):
        line, remedy = min(bad), "save it as UTF-8, for example: iconv -f GB18030 -t UTF-8"
        raise RecordError(path, line, "the file is not UTF-8", remedy)
    return Page(clean(text), frozenset(bad))


def clean(text: str) -> str:
    """Text in NFC, with a space for each control character; raise ValueError for half a surrogate pair."""
    if _SURROGATE.search(text):
        raise ValueError("half a surrogate pair")
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text))


def _decode_lines(data: bytes) -> tuple[str, list[int]]:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8-sig")
    try:
        return _newlines(data.decode(encoding)), []
    except UnicodeDecodeError:
        text = _newlines(data.decode(encoding, errors="replace"))
    if encoding != "utf-8-sig":
        return text, [1]
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    return text, [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _files(source: str) -> list[str]:
    path = Path(source)
    if source == STDIN or path.is_file():
        return [source]
    if path.is_dir():
        return [str(file) for file in sorted(path.rglob("*")) if _is_readable(file, path)]
    # Path.glob takes no absolute pattern.
    found = [file for file in sorted(glob.glob(source, recursive=True)) if Path(file).is_file()]  # noqa: PTH207
    if not found:
        raise InputError(f"no such file: {source}; give files, folders, globs, or - for standard input")
    return found


def _is_readable(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.is_file() and not hidden and _suffix(str(file)) in plugins.names("kg.readers")


def _suffix(path: str) -> str:
    return Path(path.removesuffix(".gz")).suffix.removeprefix(".").lower()


def _source(path: str) -> Source:
    if path == STDIN:
        data = sys.stdin.buffer.read()
        return Source(path, _sniff(data), data)
    suffix = _suffix(path)
    known = suffix in plugins.names("kg.readers")
    return Source(path, suffix if known else _sniff(next(iter(_chunks(Source(path, ""))), b"")))


def _sniff(data: bytes) -> str:
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"\[\s*\{", start):
        return "json"
    if re.match(rb"(?:<\?xml[^>]*\?>\s*)?<(?:rss|feed|rdf:RDF)\b", start):
        return "xml"
    return {b"{": "jsonl", b"@": "bib"}.get(start[:1], "md")


def _chunks(source: Source) -> Iterator[bytes]:
    if source.data is not None:
        yield source.data
        return
    opener = gzip.open if source.path.endswith(".gz") else open
    try:
        with opener(source.path, "rb") as file:
            yield from file
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise RecordError(source.path, 1, f"the file can't be unpacked: {error}", "pack it again with gzip") from error
    except OSError as error:
        raise InputError(f"{source.path}: can't be read: {error.strerror}") from error
