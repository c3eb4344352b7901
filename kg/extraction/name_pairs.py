"""Pairs of names of one paper: which are worth asking about, and the features by which they are judged.

Everything is worked out for all pairs of a text at once: a pair is a row and a column of a small table.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import chain, count
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.abbreviations import is_short, long_start
from kg.extraction.names import bare, has_han, is_proper, key, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    from kg.extraction.groups import Found, Group
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text
    from kg.extraction.translation import Translation

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]
    Floats = NDArray[np.float32]

PAIR_FEATURES = (
    "defined", "bare", "same", "apart", "there", "back", "contained", "ratio", "overlap", "initials", "types", "roles",
    "low", "high", "near", "same_sentence", "titles", "first_equal", "last_equal", "scripts", "length", "known",
)  # fmt: skip
_ALIKE, _TRANSLATED = 0.25, 0.2
"""Least overlap of bigrams, and least mutual translation, for two names to be asked about."""
_FIRST = 6
"""First places of a name between which the least distance is taken."""
_FAR = 200


@lru_cache(maxsize=1 << 16)
def _bare_key(name: str) -> str:
    return key(bare(name))


@lru_cache(maxsize=1 << 16)
def _is_coined(name: str) -> bool:
    return " " not in name and not has_han(name) and is_proper(name)


@lru_cache(maxsize=1 << 16)
def _is_word(name: str) -> bool:
    """Whether the name is a single Latin word with a capital: Whisper, WhisperLite."""
    return " " not in name and not has_han(name) and (name[0].isupper() or is_proper(name))


@lru_cache(maxsize=1 << 16)
def _grams(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name[i : i + 2] for i in range(len(name) - 1))) or (name,)


@lru_cache(maxsize=1 << 16)
def _is_short(name: str) -> bool:
    return is_short(name)


@lru_cache(maxsize=1 << 16)
def _initials(short: str, long: str) -> bool:
    first = next((c for c in short if c.isalnum()), "")
    return long[0].lower() == first.lower() and long_start(short, long) == 0


def _ids(values: Iterable[Hashable]) -> Ints:
    """Return a number for each value, the same for equal ones."""
    number: defaultdict[Hashable, int] = defaultdict(count().__next__)
    return np.array([*map(number.__getitem__, values)], dtype=np.intp)


def _all(test: Callable[[str], bool], names: Sequence[str]) -> Bools:
    return np.array([*map(test, names)], dtype=np.bool_)


def _unit(x: Floats) -> Floats:
    return np.asarray(x / (np.sqrt((x * x).sum(1, keepdims=True)) + 1e-6), dtype=np.float32)


def _shared(grams: Sequence[tuple[str, ...]], sizes: Ints) -> Floats:
    """Return how many bigrams each two names share."""
    columns = _ids(chain.from_iterable(grams))
    has = np.zeros((len(grams), int(columns.max()) + 1), np.float32)
    has[np.repeat(np.arange(len(grams)), sizes), columns] = 1
    return has @ has.T


class NamePairs:
    """The groups of a text that take part, and what all pairs of them have in common, (groups, groups)."""

    def __init__(self, found: Found, asked: Sequence[Group], translation: Translation) -> None:
        """Compare the names of the groups `asked`, at least one."""
        self.found, self.groups = found, asked
        self.keys, self.names = [g.key for g in asked], [g.name for g in asked]
        self.han, self.short = _all(has_han, self.names), _all(_is_short, self.names)
        self.length = np.array([*map(len, self.names)], dtype=np.intp)
        grams = [*map(_grams, self.keys)]
        self.sizes = np.array([*map(len, grams)], dtype=np.intp)
        self.shared = _shared(grams, self.sizes)
        self.union = self.sizes[:, None] + self.sizes - self.shared
        self.there, self.back, self.may_match = self._translated(grams, translation)
        self.defined = self._defined()
        bare_key = _ids(map(_bare_key, self.names))
        self.bare = bare_key[:, None] == bare_key

    def _defined(self) -> Bools:
        at = {k: i for i, k in enumerate(self.keys)}
        out = np.zeros((len(at), len(at)), dtype=bool)
        for x, y in self.found.defined:
            if x in at and y in at:
                out[at[x], at[y]] = out[at[y], at[x]] = True
        return out

    def _translated(
        self, grams: Sequence[tuple[str, ...]], translation: Translation
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], Bools]:
        english, chinese = np.flatnonzero(~self.han), np.flatnonzero(self.han)
        there, back = np.zeros((2, len(self.han), len(self.han)))
        may = np.zeros((len(self.han), len(self.han)), dtype=bool)
        if len(english) and len(chinese):
            names = [self.names[i] for i in english.tolist()], [self.names[i] for i in chinese.tolist()]
            found = translation.similarities(*names, [grams[i] for i in chinese.tolist()])
            one, other = np.ix_(english, chinese), np.ix_(chinese, english)
            for out, part in zip((there, back, may), found, strict=True):
                out[one], out[other] = part, part.T
        return there, back, may

    def asked(self) -> tuple[Ints, Ints]:
        """Return the pairs that share bigrams, may translate or abbreviate each other, or that a bracket joins; sorted.

        Names whose numbers differ make no pair.
        """
        few = np.minimum(self.sizes[:, None], self.sizes)
        pairs = (self.shared == few) | (self.shared > _ALIKE * self.union) | self.defined | self.may_match
        abbreviated = self.short[:, None] & (self.length > self.length[:, None])
        numbered = _ids(map(numbers, self.names))
        pairs |= abbreviated | abbreviated.T
        one, other = np.nonzero(np.triu(pairs & (numbered[:, None] == numbered), 1))
        return one, other

    def initials(self, one: Ints, other: Ints) -> Bools:
        """Return which pairs are a short name and one whose initials it is."""
        first = self.length[one] < self.length[other]
        short, long = np.where(first, one, other), np.where(first, other, one)
        out = self.short[short] & ~self.han[long]
        for n in np.flatnonzero(out).tolist():
            out[n] = _initials(self.names[short[n]], self.names[long[n]])
        return out

    def features(self, text: Text, priors: Priors) -> tuple[list[tuple[str, str]], Floats]:
        """Return the pairs that have anything in common, as keys, and their features in the order of PAIR_FEATURES."""
        one, other = self.asked()
        keys = [(self.keys[i], self.keys[j]) for i, j in zip(one.tolist(), other.tolist(), strict=True)]
        known = priors.pairs(keys)
        contained = np.array([a in b or b in a for a, b in keys], dtype=bool)
        initials = self.initials(one, other)
        overlap = self.shared[one, other].astype(np.float64) / self.union[one, other]
        there, back = self.there[one, other], self.back[one, other]
        sure = self.defined[one, other] | self.bare[one, other] | (known[:, 0] > 0)
        alike = (overlap > _ALIKE) | (np.minimum(there, back) > _TRANSLATED) | contained | initials
        coined, word = _all(_is_coined, self.names), _all(_is_word, self.names)
        apart = (coined[one] & word[other]) | (word[one] & coined[other])
        kept = np.flatnonzero(sure | (alike & ~apart))
        said = np.column_stack([known, there, back, contained, overlap, initials])[kept]
        return [keys[n] for n in kept.tolist()], self._rows(text, one[kept], other[kept], said)

    def _rows(self, text: Text, one: Ints, other: Ints, said: NDArray[np.float64]) -> Floats:
        same, apart, there, back, contained, overlap, initials = said.T
        place, size = self.found.places, np.array([*map(len, self.keys)], dtype=np.intp)
        shorter = np.minimum(size[one], size[other])
        first, last = _ids(k[0] for k in self.keys), _ids(k[-1] for k in self.keys)
        top = np.array([g.top for g in self.groups])
        known = np.array([g.prior is not None for g in self.groups], dtype=np.intp)
        title, meet = self._standing(text)
        types, roles = self._likeness(place.types, one, other), self._likeness(place.roles, one, other)
        return np.column_stack([
            self.defined[one, other], self.bare[one, other], same, apart, there, back, contained,
            shorter / np.maximum(size[one], size[other]), overlap, initials, types, roles,
            np.minimum(top[one], top[other]), np.maximum(top[one], top[other]), self._near(one, other),
            meet[one, other], title[one] + title[other], first[one] == first[other], last[one] == last[other],
            self.han[one].astype(np.intp) + self.han[other], shorter, known[one] + known[other],
        ]).astype(np.float32)  # fmt: skip

    def _likeness(self, read: Floats, one: Ints, other: Ints) -> Floats:
        highest = np.maximum.reduceat(read, self.found.places.edges[:-1], axis=0)
        unit = _unit(highest[[g.number for g in self.groups]])
        return np.asarray((unit[one] * unit[other]).sum(1), dtype=np.float32)

    def _near(self, one: Ints, other: Ints) -> Ints:
        """Return the least distance in tokens between the first places."""
        place, number = self.found.places, np.array([g.number for g in self.groups], dtype=np.intp)
        low, high = place.edges[number], place.edges[number + 1]
        starts = place.starts[np.minimum(low[:, None] + np.arange(_FIRST), high[:, None] - 1)]
        gaps = np.abs(starts[one][:, :, None] - starts[other][:, None])
        return np.asarray(np.minimum(gaps.reshape(len(one), _FIRST * _FIRST).min(1), _FAR), dtype=np.intp)

    def _standing(self, text: Text) -> tuple[Ints, Bools]:
        """Return which groups stand in a title, and which pairs in one sentence."""
        place = self.found.places
        of = np.repeat(np.arange(len(place.edges) - 1), np.diff(place.edges))
        titles = np.array([name.startswith("title") for name, _, _ in text.fields], dtype=np.intp)
        in_title = np.maximum.reduceat(titles[text.fields_of[place.starts]], place.edges[:-1])
        stands = np.zeros((len(place.edges) - 1, int(text.sentence[-1]) + 1), np.float32)
        stands[of, text.sentence[place.starts]] = 1
        number = [g.number for g in self.groups]
        return in_title[number], (stands[number] @ stands[number].T) > 0
