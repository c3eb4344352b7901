"""Which names of one paper mean one thing: a learned decision over pairs of candidate groups, then clusters.

Pairs that share nothing are never asked about. Clusters grow from the surest pair downwards, and names whose numbers
differ never meet (GPT-4 is not GPT-4o).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.abbreviations import is_short, long_start
from kg.extraction.names import bare, has_han, is_proper, key, numbers
from kg.extraction.trees import sigmoid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from kg.extraction.candidates import Found, Group
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text
    from kg.extraction.translation import Translation
    from kg.extraction.trees import Trees

PAIR_FEATURES = (
    "defined", "bare", "same", "apart", "there", "back", "contained", "ratio", "overlap", "initials", "types", "roles",
    "low", "high", "near", "same_sentence", "titles", "first_equal", "last_equal", "scripts", "length", "known",
)  # fmt: skip
_ALIKE, _TRANSLATED = 0.25, 0.2
"""Least overlap of bigrams, and least mutual translation, for two names to be asked about."""
_UNASKED = 0.3
"""What a pair that shares nothing counts where two clusters are compared."""
_ASKED = 0.05
"""A group takes part when some place of it has at least this probability."""


@dataclass(frozen=True)
class _Facts:
    """What pair features need of one group, computed once."""

    group: Group
    name: str
    bare: str
    grams: frozenset[str]
    types: NDArray[np.float32]
    roles: NDArray[np.float32]
    any: float
    sentences: frozenset[int]
    in_title: bool
    han: bool
    short: bool
    proper: bool


def _unit(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(x / (np.sqrt((x * x).sum()) + 1e-6), dtype=np.float32)


def _facts(text: Text, group: Group) -> _Facts:
    name = group.name
    k = group.key
    return _Facts(
        group,
        name,
        key(bare(name)),
        frozenset(k[i : i + 2] for i in range(len(k) - 1)) or frozenset([k]),
        _unit(group.types.max(0)),
        _unit(group.roles.max(0)),
        group.top,
        frozenset(int(text.sentence[s]) for s, _ in group.spans),
        any(text.fields[text.field[s]][0].startswith("title") for s, _ in group.spans),
        has_han(name),
        is_short(name),
        " " not in name and not has_han(name) and is_proper(name),
    )


def _initials(a: _Facts, b: _Facts) -> bool:
    short, long = (a, b) if len(a.name) < len(b.name) else (b, a)
    if long.han or not short.short:
        return False
    return long_start(short.name, long.name) == 0


def pair_row(found: Found, a: _Facts, b: _Facts, priors: Priors, translation: Translation) -> list[float] | None:
    """Return the features of a pair, in the order of PAIR_FEATURES, or None when the two share nothing."""
    ka, kb = a.group.key, b.group.key
    defined = (ka, kb) in found.defined or (kb, ka) in found.defined
    same, apart = priors.pair(ka, kb)
    there = back = 0.0
    if a.han != b.han:
        english, chinese = (b.name, a.name) if a.han else (a.name, b.name)
        there, back = translation.similarity(english, chinese)
    overlap = len(a.grams & b.grams) / len(a.grams | b.grams)
    contained = ka in kb or kb in ka
    initials = _initials(a, b)
    bare_equal = a.bare == b.bare
    if a.proper and b.proper and not (defined or bare_equal or same):
        return None
    alike = overlap > _ALIKE or min(there, back) > _TRANSLATED
    if not (defined or same or bare_equal or contained or initials or alike):
        return None
    shorter = min(len(ka), len(kb))
    near = min(abs(x - y) for x, _ in a.group.spans[:6] for y, _ in b.group.spans[:6])
    return [
        defined, bare_equal, same, apart, there, back, contained, shorter / max(len(ka), len(kb)), overlap,
        initials, float(a.types @ b.types), float(a.roles @ b.roles), min(a.any, b.any), max(a.any, b.any),
        min(near, 200), bool(a.sentences & b.sentences), a.in_title + b.in_title, ka[0] == kb[0],
        ka[-1] == kb[-1], a.han + b.han, shorter, (a.group.prior is not None) + (b.group.prior is not None),
    ]  # fmt: skip


def _alike(shared: int, one: int, other: int) -> bool:
    return shared == min(one, other) or shared > _ALIKE * (one + other - shared)


def _worth_asking(asked: list[_Facts], found: Found, translation: Translation) -> list[tuple[int, int]]:
    """Return the pairs that share a bigram, may translate or abbreviate each other, or that a bracket joins; sorted."""
    by_gram: dict[str, list[int]] = {}
    for i, a in enumerate(asked):
        for gram in a.grams:
            by_gram.setdefault(gram, []).append(i)
    shared = Counter((i, j) for same in by_gram.values() for n, i in enumerate(same) for j in same[n + 1 :])
    out = {(i, j) for (i, j), n in shared.items() if _alike(n, len(asked[i].grams), len(asked[j].grams))}
    short = [i for i, a in enumerate(asked) if a.short]
    han = [i for i, a in enumerate(asked) if a.han]
    at = {a.group.key: i for i, a in enumerate(asked)}
    out |= {(min(at[x], at[y]), max(at[x], at[y])) for x, y in found.defined if x in at and y in at and x != y}
    out |= {
        (min(i, j), max(i, j))
        for i in short
        for j, b in enumerate(asked)
        if i != j and len(b.name) > len(asked[i].name)
    }
    out |= {
        (min(i, j), max(i, j))
        for i in han
        for j, b in enumerate(asked)
        if not b.han and translation.may_match(b.name, asked[i].grams)
    }
    return sorted(out)


def pairs(
    text: Text, found: Found, priors: Priors, translation: Translation
) -> tuple[list[tuple[str, str]], NDArray[np.float32]]:
    """Return the pairs of keys worth asking about, and their features (pairs, features)."""
    asked = [_facts(text, g) for g in found.groups.values() if g.top >= _ASKED or g.flags]
    names, rows = [], []
    for i, j in _worth_asking(asked, found, translation):
        a, b = asked[i], asked[j]
        row = pair_row(found, a, b, priors, translation) if numbers(a.name) == numbers(b.name) else None
        if row is not None:
            names.append((a.group.key, b.group.key))
            rows.append(row)
    return names, np.array(rows, dtype=np.float32).reshape(-1, len(PAIR_FEATURES))


def cluster(
    keys: Iterable[str], linked: list[tuple[str, str]], probability: NDArray[np.float64], *, least: float = 0.5
) -> list[tuple[str, ...]]:
    """Join keys from the surest pair downwards, while the mean over the pairs between two clusters is high."""
    of = {k: {k} for k in keys}
    sure = {frozenset(pair): float(p) for pair, p in zip(linked, probability, strict=True)}
    for pair, p in sorted(sure.items(), key=lambda x: (-x[1], sorted(x[0]))):
        if p < least:
            break
        a, b = sorted(pair)
        if of[a] is of[b]:
            continue
        across = [sure.get(frozenset((x, y)), _UNASKED) for x in of[a] for y in of[b]]
        if sum(across) / len(across) < least - 0.1:
            continue
        merged = of[a] | of[b]
        for k in merged:
            of[k] = merged
    return sorted({tuple(sorted(c)) for c in of.values()})


def link(text: Text, found: Found, priors: Priors, translation: Translation, trees: Trees) -> list[tuple[str, ...]]:
    """Return clusters of keys: each is one thing of the text."""
    names, rows = pairs(text, found, priors, translation)
    chances = sigmoid(trees.scores(rows)[:, 0]) if len(rows) else np.zeros(0)
    return cluster(found.groups, names, chances)
