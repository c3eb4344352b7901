"""Terms of N-Triples as plain values, and text that XML can hold."""

from __future__ import annotations

import re

_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?\Z', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse_literal(term: str) -> tuple[str, str | None, str | None]:
    """Return a literal's text, language and datatype; the last is None for plain text.

    >>> parse_literal('"54.1"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    ('54.1', None, 'http://www.w3.org/2001/XMLSchema#decimal')
    """
    parts = _LITERAL.match(term)
    if parts is None:
        message = f"no literal of N-Triples: {term}"
        raise ValueError(message)
    return _ESCAPE.sub(_unescape, parts[1]), parts[2], parts[3]


def _unescape(escape: re.Match[str]) -> str:
    """Return the character that an escape stands for."""
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escape[3], escape[3])


def for_xml(text: str) -> str:
    """Return text with U+FFFD for each character that XML 1.0 can't hold, such as a control character."""
    return _NOT_XML.sub("\ufffd", text)
