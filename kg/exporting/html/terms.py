"""Reading lines of N-Triples back, quickly: the graph hands them out, we take them apart."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


def read_line(line: str) -> tuple[str, str, str, str]:
    r"""Return subject, predicate, object and the object's language: IRIs bare, literals as their text.

    >>> read_line('<a:s> <a:p> "caf\\u00E9 \\"x\\""@fr .')
    ('a:s', 'a:p', 'café "x"', 'fr')
    """
    subject, predicate, rest = line.split(" ", 2)
    value = rest[:-2]
    if value[0] == "<":
        return subject[1:-1], predicate[1:-1], value[1:-1], ""
    text, _, tail = value[1:].rpartition('"')
    return subject[1:-1], predicate[1:-1], unescaped(text), tail[1:] if tail.startswith("@") else ""


def unescaped(text: str) -> str:
    """Return what a literal of N-Triples or Turtle holds between its quotes."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _SHORT.get(escape[3], escape[3])
