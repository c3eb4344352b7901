"""SPARQL cut into tokens, after the terminals of the SPARQL 1.1 grammar (section 19.8).

Enough of a parser to know a keyword from the same letters in a string, an IRI or a comment; what is
no valid query is left to the engine to refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

_TERMINALS = re.compile(
    r"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<blank>_:[\w.\-]+)
  | (?P<name>(?:[^\W\d_][\w.\-]*)?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])?
      (?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<mark>\^\^|&&|\|\||!=|<=|>=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS = frozenset({"iri", "string", "variable", "blank", "name", "language", "number", "word"})


@dataclass(frozen=True, slots=True)
class Token:
    """One terminal: its kind (``iri``, ``string``, ``variable``, ``word``, ``mark`` ...) and its text."""

    kind: str
    text: str
    start: int
    unsure: bool = False
    """An ``iri`` that stands where ``<`` could also mean "less than", and whose reading matters to what follows."""

    @property
    def end(self) -> int:
        """Return the offset after the last character."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Say whether this is one of some keywords, given in upper case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(query: str) -> list[Token]:
    """Return the tokens of a query, without white space and comments; raise `QueryError` on an open string."""
    return [token for token in _scan(query) if token.kind not in {"space", "comment"}]


def _scan(query: str) -> Iterator[Token]:
    """Yield every token, white space and comments among them."""
    brackets: list[str] = []
    before: Token | None = None
    unsure: Token | None = None
    for match in _TERMINALS.finditer(query):
        token = Token(str(match.lastgroup), match[0], match.start(), unsure=_is_unsure(match, brackets, before))
        _follow(brackets, token)
        unsure = unsure or (token if token.unsure else None)
        _refuse_open_string(query, token, unsure)
        if token.kind not in {"space", "comment"}:
            before = token
        yield token


def _is_unsure(match: re.Match[str], brackets: list[str], before: Token | None) -> bool:
    """Say whether ``<...>`` may be a comparison whose text would close a bracket or open a string or comment.

    Only inside ( ) and after an operand can ``<`` compare: ``FILTER(1<2)SERVICE#>`` is such a place.
    """
    if match.lastgroup != "iri" or before is None or brackets[-1:] != ["("]:
        return False
    after_operand = before.kind in _OPERANDS or before.text in {")", "]"}
    return after_operand and any(char in match[0] for char in "()'#[]")


def _follow(brackets: list[str], token: Token) -> None:
    """Keep the stack of open brackets."""
    if token.kind != "mark":
        return
    if token.text in "([{":
        brackets.append(token.text)
    elif token.text in ")]}" and brackets:
        brackets.pop()


def _refuse_open_string(query: str, token: Token, unsure: Token | None) -> None:
    """Raise `QueryError` for a quotation mark that begins no whole string."""
    if token.kind == "mark" and token.text in "\"'":
        where = f"line {query.count(chr(10), 0, token.start) + 1}"
        raise QueryError(say_unsure(query, unsure) if unsure else f"{where}: a string is opened and not closed")


def say_unsure(query: str, token: Token) -> str:
    """Return what to say of a ``<`` of which it can't be told what it is."""
    line = query.count("\n", 0, token.start) + 1
    return f"line {line}: is '<' a comparison or the start of an IRI? Put a space after a '<' that compares"
