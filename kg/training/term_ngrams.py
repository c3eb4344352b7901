"""Frequent n-grams of a token array, level by level, with the papers they occur in and what stands beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.training.term_text import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.training.term_text import Ints


@dataclass(frozen=True)
class Tokens:
    """All papers' tokens in one array: `ids` (BREAK between), `docs` (row of the paper), `words` (id to token)."""

    ids: Ints
    docs: Ints
    words: list[str]


@dataclass(frozen=True)
class Level:
    """The frequent n-grams of one length: `at[i]` is the n-gram that starts at token i, or -1."""

    n: int
    at: Ints
    first: Ints
    """A position where each n-gram occurs, from which its tokens can be read."""


@dataclass(frozen=True)
class Index:
    """Terms with the papers they occur in: paper rows `docs[start[t]:start[t + 1]]` for term t."""

    terms: list[str]
    start: Ints
    docs: Ints

    @property
    def frequency(self) -> Ints:
        """Return the number of papers per term."""
        return np.diff(self.start)


def encode(texts: Iterable[list[str | None]]) -> Tokens:
    """Turn token lists into one array; None is a break."""
    table: dict[str, int] = {"": BREAK}
    ids: list[int] = []
    docs: list[int] = []
    for row, tokens in enumerate(texts):
        ids.extend(BREAK if token is None else table.setdefault(token, len(table)) for token in tokens)
        ids.append(BREAK)
        docs.extend([row] * (len(tokens) + 1))
    return Tokens(np.array(ids, np.int64), np.array(docs, np.int64), list(table))


def levels(tokens: Tokens, longest: int, least: int) -> Iterator[Level]:
    """Yield the n-grams of 1, 2, ... `longest` tokens that occur in at least `least` papers."""
    current = _frequent(np.where(tokens.ids == BREAK, -1, tokens.ids), tokens, least)
    for n in range(1, longest + 1):
        at, first = current
        if not len(first):
            return
        yield Level(n, at, first)
        left, right = at[:-1], at[1:]
        pair = np.where((left >= 0) & (right >= 0), left * np.int64(len(first) + 1) + right, -1)
        current = _frequent(np.append(pair, -1), tokens, least)


def _frequent(raw: Ints, tokens: Tokens, least: int) -> tuple[Ints, Ints]:
    """Number the values that occur in enough papers from 0, in order of value."""
    where = np.flatnonzero(raw >= 0)
    values, first, inverse = np.unique(raw[where], return_index=True, return_inverse=True)
    enough = paper_counts(inverse, tokens.docs[where], len(values)) >= least
    renumber = np.where(enough, np.cumsum(enough) - 1, -1)
    at = np.full(len(raw), -1, np.int64)
    at[where] = renumber[inverse]
    return at, where[first[enough]]


def paper_counts(items: Ints, docs: Ints, size: int) -> Ints:
    """Count the papers of each item: distinct (item, paper) pairs."""
    span = np.int64(docs.max() + 1 if len(docs) else 1)
    return np.bincount(np.unique(items * span + docs) // span, minlength=size)


def text_of(tokens: Tokens, level: Level, item: int, joiner: str) -> str:
    """Return an n-gram's tokens, joined."""
    start = int(level.first[item])
    return joiner.join(tokens.words[t] for t in tokens.ids[start : start + level.n])


def freedom(tokens: Tokens, level: Level) -> tuple[np.ndarray, np.ndarray]:
    """Return how free each n-gram's left and right side is: entropy (nats) of the token beside it.

    Breaks count as ever new neighbours, since a term may well end where a clause ends.
    Method: accessor variety / branching entropy (Jin and Tanaka-Ishii 2006).
    """
    where = np.flatnonzero(level.at >= 0)
    items = level.at[where]
    padded = np.concatenate([[BREAK], tokens.ids, np.full(level.n, BREAK)])
    return (
        _entropy(items, padded[where], len(level.first), len(tokens.words)),
        _entropy(items, padded[where + level.n + 1], len(level.first), len(tokens.words)),
    )


def _entropy(items: Ints, beside: Ints, size: int, words: int) -> np.ndarray:
    fresh = beside == BREAK
    unique = np.where(fresh, words + np.arange(len(beside)), beside)
    span = np.int64(words + len(beside) + 1)
    pairs, counts = np.unique(items * span + unique, return_counts=True)
    owner = pairs // span
    total = np.bincount(owner, weights=counts, minlength=size)
    part = counts / total[owner]
    return np.bincount(owner, weights=-part * np.log(part), minlength=size)


def index(names: list[str], items: Ints, docs: Ints) -> Index:
    """Build the index from occurrences: item numbers (into `names`) and paper rows, in any order."""
    span = np.int64(docs.max() + 1 if len(docs) else 1)
    pairs = np.unique(items * span + docs)
    owner = pairs // span
    start = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=len(names)))])
    return Index(names, start.astype(np.int64), pairs % span)


def transpose(table: Index, papers: int) -> tuple[Ints, Ints]:
    """Return (start, terms): the terms of paper p are `terms[start[p]:start[p + 1]]`."""
    owner = np.repeat(np.arange(len(table.terms)), table.frequency)
    order = np.argsort(table.docs, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(table.docs, minlength=papers))])
    return start.astype(np.int64), owner[order]
