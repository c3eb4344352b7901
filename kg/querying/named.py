"""Questions kept in files: each a SPARQL query with a title, a description and parameters.

A file runs as it stands in any SPARQL engine. Its head is comments, ``# title: ...``, ``# title@zh: ...``,
``# description: ...`` and, for each parameter, ``# param NAME KIND [required]: ...``. A parameter is a
variable with a VALUES block of its own, ``VALUES ?benchmark { UNDEF }``, whose data a given value replaces.
``# graph: facts`` says that the answer is the same without the evidence: it is found sooner then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import QueryError, UnknownNameError, UsageError
from kg.querying.names import KINDS
from kg.querying.tokens import Token, tokens
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.querying.names import Names

_Block = tuple[str, tuple[int, int], tuple[int, int]]
"""The variable's name, the block's place, and the place of its data."""
_HEAD = re.compile(r"#\s*(title|title@zh|description|graph|param)[:\s]\s*(.*)")
_PARAM = re.compile(r"([a-z]\w*)\s+([\w|]+)(\s+required)?\s*:\s*(.+)")
_PLAIN = ("text", "number", "month", "iri")
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be asked of."""

    name: str
    kinds: tuple[str, ...]
    """Classes of which it is a thing (``Thing`` for any), or ``text``, ``number``, ``month``, ``iri``."""
    required: bool
    description: str

    @property
    def is_thing(self) -> bool:
        """Say whether the value is the name of a thing."""
        return not set(self.kinds) & set(_PLAIN)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question."""

    name: str
    title: str
    title_zh: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    facts: bool = False
    """The facts alone answer it."""

    @property
    def body(self) -> str:
        """Return the query without its head."""
        return self.text[_end_of_head(self.text) :].lstrip("\n")


def is_name(text: str) -> bool:
    """Say whether a text has the form of a question's name, rather than being a query."""
    return bool(_SLUG.match(text))


def read_queries(folders: Iterable[Path] = ()) -> dict[str, NamedQuery]:
    """Return the questions of this package and of further folders by name; a later folder's stand before ours."""
    found: dict[str, NamedQuery] = {}
    for folder in (resource("ontology", "queries"), *folders):
        if not folder.is_dir():
            message = f"{folder}: no such folder of queries (*.rq)"
            raise UsageError(message)
        for file in sorted(folder.glob("*.rq")):
            found[file.stem] = read_query(file)
    return dict(sorted(found.items()))


def read_query(file: Path) -> NamedQuery:
    """Read one question; raise `UsageError`, with file and line, where its head or a parameter's place is wrong."""
    text = file.read_text(encoding="utf-8")
    words: dict[str, str] = {}
    parameters = []
    for number, line in enumerate(text[: _end_of_head(text)].splitlines(), 1):
        match = _HEAD.match(line)
        if match and match[1] == "param":
            parameters.append(_parameter(match[2], f"{file}:{number}"))
        elif match:
            words[match[1]] = match[2].strip()
    if "title" not in words:
        message = f"{file}:1: a query begins with '# title: ...'"
        raise UsageError(message)
    query = NamedQuery(
        file.stem, words["title"], words.get("title@zh", ""), words.get("description", ""), tuple(parameters), text,
        words.get("graph") == "facts",
    )  # fmt: skip
    _check_places(query, file)
    return query


def _end_of_head(text: str) -> int:
    """Return the offset after the comments and empty lines with which a file begins."""
    match = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", text)
    return match.end() if match else 0


def _parameter(text: str, where: str) -> Parameter:
    """Return a parameter from its line."""
    match = _PARAM.fullmatch(text.strip())
    kinds = tuple(match[2].split("|")) if match else ()
    if not match or not set(kinds) <= {*KINDS, *_PLAIN, "Thing"}:
        choices = ", ".join((*KINDS, "Thing", *_PLAIN))
        message = f"{where}: write '# param NAME KIND [required]: what it is', with a kind of {choices}"
        raise UsageError(message)
    return Parameter(match[1], kinds, bool(match[3]), match[4].strip())


def _check_places(query: NamedQuery, file: Path) -> None:
    """Raise `UsageError` for a parameter that has no VALUES block."""
    places = {name for name, _, _ in _blocks(query.text)}
    for parameter in query.parameters:
        if parameter.name not in places:
            message = f"{file}: parameter {parameter.name} has no 'VALUES ?{parameter.name} {{ UNDEF }}' in the query"
            raise UsageError(message)


def get(queries: Mapping[str, NamedQuery], name: str) -> NamedQuery:
    """Return a question by name; raise `UnknownNameError`, which lists the choices, where there is none."""
    if name not in queries:
        raise UnknownNameError("query", name, list(queries))
    return queries[name]


def terms(query: NamedQuery, given: Mapping[str, str], names: Names) -> dict[str, ox.NamedNode | ox.Literal]:
    """Return the values given by a user as terms, things found by name.

    Raises `UnknownNameError` for a parameter that the question hasn't, `UsageError` for one that is
    missing or of the wrong form, `QueryError` for a name that nothing or several things have.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            raise UnknownNameError(f"parameter of {query.name}", name, list(known))
    missing = [name for name, parameter in known.items() if parameter.required and name not in given]
    if missing:
        message = f"{query.name} needs --{' and --'.join(missing)}: {known[missing[0]].description}"
        raise UsageError(message)
    return {name: term_of(known[name], value, names) for name, value in given.items()}


def term_of(parameter: Parameter, value: str, names: Names) -> ox.NamedNode | ox.Literal:
    """Return one value as a term."""
    import pyoxigraph as ox

    from kg.querying.explain import find

    try:
        if parameter.is_thing:
            return ox.NamedNode(find(names, value, _classes(parameter.kinds)).iri)
        if "number" in parameter.kinds:
            return ox.Literal(str(float(value)), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        if "month" in parameter.kinds and not re.fullmatch(r"\d{4}-\d{2}", value):
            raise ValueError  # noqa: TRY301 - one message for every wrong form
        return ox.NamedNode(value) if "iri" in parameter.kinds else ox.Literal(value)
    except ValueError:
        message = f"--{parameter.name} {value!r} is no {' or '.join(parameter.kinds)}: {parameter.description}"
        raise UsageError(message) from None


def _classes(kinds: Sequence[str]) -> tuple[str, ...]:
    """Return the classes among which a name is looked for; none for any."""
    return () if "Thing" in kinds else tuple(kinds)


def bind(query: NamedQuery, values: Mapping[str, ox.NamedNode | ox.Literal]) -> str:
    """Return the question's SPARQL with values in the VALUES blocks of their parameters.

    A value is a term, written as N-Triples writes it, in the place of whole tokens: whatever it holds, it
    stays one term. The block of a parameter without value or default goes, since UNDEF restrains nothing.
    """
    text = query.text
    known = {parameter.name for parameter in query.parameters}
    for name, block, data in reversed(_blocks(text)):
        if name in values:
            text = f"{text[: data[0]]} {values[name]} {text[data[1] :]}"
        elif name in known and text[slice(*data)].strip().upper() == "UNDEF":
            text = text[: block[0]] + text[block[1] :]
    return text[_end_of_head(text) :].lstrip("\n")


@lru_cache(maxsize=256)
def _blocks(text: str) -> tuple[_Block, ...]:
    """Return each VALUES block of one variable in a query."""
    return tuple(_find_blocks(tokens(text)))


def _find_blocks(found: Sequence[Token]) -> Iterator[_Block]:
    """Yield each VALUES block of one variable."""
    for place, token in enumerate(found[:-3]):
        name, opening = found[place + 1 : place + 3]
        if token.is_word("VALUES") and name.kind == "variable" and opening.text == "{":
            closing = next((item for item in found[place + 3 :] if item.text == "}" and item.kind == "mark"), None)
            if closing is None:
                message = f"VALUES {name.text}: its block is not closed"
                raise QueryError(message)
            yield name.text[1:], (token.start, closing.end), (opening.end, closing.start)
