"""Answers as a table for a terminal: aligned columns, Chinese characters two columns wide."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, cast

from kg.graph.identifiers import BASE
from kg.querying.answers import write
from kg.querying.formats import by_name
from kg.querying.prefixes import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from kg.querying.answers import Answer, Sink

_NUMBERS = ("integer", "decimal", "double", "float")
_CONTROL = dict.fromkeys((*range(32), *range(127, 160), 8232, 8233), " ")


def write_as(answer: Answer, form: str, output: Sink) -> str:
    """Write an answer as a table or in a standard form, and return its media type; triples have no table but Turtle."""
    triples = answer.kind.gives_triples
    if form == "table" and not triples:
        output.write(table(answer).encode() + b"\n")
        return "text/plain; charset=utf-8"
    standard = by_name("turtle" if form == "table" else form, triples=triples)
    write(answer, standard, output)
    return standard.content_type


def table(answer: Answer) -> str:
    """Return solutions as a table, a truth value as ``true`` or ``false``, triples as a table of three columns."""
    import pyoxigraph as ox

    if isinstance(answer.result, ox.QueryBoolean):
        return "true" if answer.result else "false"
    if isinstance(answer.result, ox.QueryTriples):
        rows: list[Sequence[object]] = [(triple.subject, triple.predicate, triple.object) for triple in answer.result]
        return render(("subject", "predicate", "object"), rows)
    solutions = answer.result
    names = [variable.value for variable in solutions.variables]
    found = [cast("Sequence[object]", list(cast("ox.QuerySolution", solution))) for solution in solutions]
    return render(names, found)


def render(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows of terms as aligned text under their names, with a last line that counts them."""
    cells = [[cell(term) for term in row] for row in rows]
    right = [_is_numeric([row[place] for row in rows]) for place in range(len(names))]
    widths = [max(width(text) for text in column) for column in zip(names, *cells, strict=True)]
    lines = [_line(names, widths, right), "  ".join("-" * wide for wide in widths)]
    lines += [_line(row, widths, right) for row in cells]
    lines.append(f"({len(rows):,} row{'s' if len(rows) != 1 else ''})")
    return "\n".join(lines)


def cell(term: object) -> str:
    """Return a term as short as it can be read: a prefixed name, a literal's text, nothing for unbound."""
    import pyoxigraph as ox

    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        # What kg explain and the parameters of named queries take; in SPARQL the slash needs a backslash.
        short = f"id:{term.value[len(BASE) :]}" if term.value.startswith(BASE) else shorten(term.value)
        return short.translate(_CONTROL)
    if isinstance(term, ox.Literal):
        return term.value.translate(_CONTROL)
    return str(term).translate(_CONTROL)


def _is_numeric(terms: Sequence[object]) -> bool:
    """Say whether all that is bound in a column is a number."""
    import pyoxigraph as ox

    bound = [term for term in terms if term is not None]
    return bool(bound) and all(
        isinstance(term, ox.Literal) and term.datatype.value.endswith(_NUMBERS) for term in bound
    )


def _line(texts: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    """Return one line of padded texts."""
    padded = (_pad(text, wide, right=flush) for text, wide, flush in zip(texts, widths, right, strict=True))
    return "  ".join(padded).rstrip()


def _pad(text: str, wide: int, *, right: bool) -> str:
    """Return a text padded to a width in terminal columns."""
    space = " " * (wide - width(text))
    return space + text if right else text + space


def width(text: str) -> int:
    """Return how many terminal columns a text takes (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
