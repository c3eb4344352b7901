"""What the encoder sees of each token: four numbers, each a row of the embedding table.

A Han character gives itself and the two bigrams that it is part of; a Latin word gives itself, its first and last
three letters; both give their shape. Rare features share hashed rows (the hashing trick, Weinberger et al. 2009).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from operator import add
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

import numpy as np

from kg.extraction.tokenizer import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

SLOTS = 4
MASK = 0
PAD = 1
RESERVED = 2
BUCKETS = 4096
_HAN = re.compile(f"[{HAN}]")
_BIGRAM = -1
"""Stands where the row of a bigram comes."""
_REMEMBERED = 1 << 18
_T = TypeVar("_T")


@lru_cache(maxsize=1 << 16)
def is_han(token: str) -> bool:
    """Whether the token is one Han character."""
    return bool(_HAN.match(token))


@lru_cache(maxsize=1 << 16)
def fold(token: str) -> str:
    """Return the token in compatibility form and lower case, every digit as 0."""
    text = unicodedata.normalize("NFKC", token).lower()
    return re.sub(r"\d", "0", text)


@lru_cache(maxsize=1 << 16)
def shape(token: str) -> str:
    """Return the token's shape: ``Xx`` for ``Word``, ``XdX`` for ``A1B``, ``h`` for a Han character; runs are one."""
    if is_han(token):
        return "h"
    kinds = (
        "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else "w" if c.isalpha() else c for c in token
    )
    out: list[str] = []
    for kind in kinds:
        if not out or out[-1] != kind:
            out.append(kind)
    return "".join(out[:6])


@lru_cache(maxsize=1 << 16)
def word_features(token: str) -> tuple[str, str, str, str]:
    """Return the four features of a token that is no Han character."""
    low = fold(token)
    return f"w{low}", f"p{low[:3]}", f"s{low[-3:]}", f"S{shape(token)}"


def token_features(tokens: Sequence[str]) -> list[tuple[str, str, str, str]]:
    """Return four feature names for each token; a bigram runs only over Han neighbours."""
    han = [is_han(t) for t in tokens]
    last = len(tokens) - 1
    rows: list[tuple[str, str, str, str]] = []
    for i, token in enumerate(tokens):
        if not han[i]:
            rows.append(word_features(token))
            continue
        left = tokens[i - 1] if i and han[i - 1] else "|"
        right = tokens[i + 1] if i < last and han[i + 1] else "|"
        rows.append((f"w{token}", f"b{left}{token}", f"b{token}{right}", "Sh"))
    return rows


class _Memo(dict[str, _T]):
    """What was worked out before; forgets everything when it holds too much."""

    def __init__(self, make: Callable[[str], _T]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, name: str) -> _T:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[name] = found = self.make(name)
        return found


class Vocabulary:
    """Feature names to rows: the known ones by dictionary, the others by hash."""

    def __init__(self, features: Sequence[str]) -> None:
        """Give each of `features` a row, after the reserved and the hashed ones."""
        self.features = tuple(features)
        self._row: dict[str, int] = {f: i + RESERVED + BUCKETS for i, f in enumerate(self.features)}
        self._tokens: _Memo[tuple[int, int, int, int]] = _Memo(self._token)
        self._bigrams: _Memo[int] = _Memo(lambda bigram: self.row("b" + bigram))

    def __len__(self) -> int:
        """Return the number of rows of the table."""
        return len(self.features) + RESERVED + BUCKETS

    def row(self, feature: str) -> int:
        """Return the row of one feature."""
        known = self._row.get(feature)
        return known if known is not None else RESERVED + crc32(feature.encode()) % BUCKETS

    def rows(self, tokens: Sequence[str]) -> NDArray[np.int32]:
        """Return the rows of all tokens, shape (tokens, SLOTS): those of `token_features`."""
        each = chain.from_iterable(map(self._tokens.__getitem__, tokens))
        rows = np.fromiter(each, np.int32, SLOTS * len(tokens)).reshape(-1, SLOTS)
        han = rows[:, 1] == _BIGRAM
        sides = ["|", *(t if h else "|" for t, h in zip(tokens, han.tolist(), strict=True)), "|"]
        bigrams = np.array([*map(self._bigrams.__getitem__, map(add, sides, sides[1:]))], dtype=np.int32)
        rows[han, 1], rows[han, 2] = bigrams[:-1][han], bigrams[1:][han]
        return rows

    def _token(self, token: str) -> tuple[int, int, int, int]:
        if is_han(token):
            return self.row(f"w{token}"), _BIGRAM, _BIGRAM, self.row("Sh")
        word, prefix, suffix, form = map(self.row, word_features(token))
        return word, prefix, suffix, form


def build_vocabulary(counts: Mapping[str, int], *, at_least: Mapping[str, int]) -> Vocabulary:
    """Keep the features seen often enough; `at_least` is by the feature's first letter (w, b, p, s, S)."""
    kept = sorted(f for f, n in counts.items() if n >= at_least[f[0]])
    return Vocabulary(kept)
