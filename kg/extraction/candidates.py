"""Candidate names: every span that the encoder, a known name, a bracket or a title suggests, grouped by key."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.abbreviations import definitions
from kg.extraction.names import has_han, is_proper, key
from kg.extraction.text import title_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kg.extraction.encoder import Encoder
    from kg.extraction.priors import Prior, Priors
    from kg.extraction.text import Text

    Floats = NDArray[np.float32]
    Spans = dict[tuple[int, int], set[str]]

FLOOR = 0.06
"""Spans that no list or bracket suggests need at least this probability of some type."""
_LIST = re.compile(r"[^\W\u4e00-\u9fff]\s*(?:[和与或及、，]|以及|, )\s*[^\W\u4e00-\u9fff]|[A-Z0-9]\S* (?:and|or) [A-Z]")
"""Two Latin names side by side in a list, which the encoder now and then takes for one."""
_RUN = 5
KNOWN_FLOOR = 0.004
"""Spans that are known names need at least this."""


@dataclass(frozen=True)
class Beside:
    """The likeliest other spans at the same places, (places,) each."""

    inside: NDArray[np.float32]
    """Highest probability of a span that contains this one."""
    around: NDArray[np.float32]
    """Highest probability of a span within this one."""
    crossing: NDArray[np.float32]
    """Highest probability of a span that overlaps without containing."""


@dataclass
class Group:
    """All the places of one key in one text, and what the encoder thinks of them."""

    key: str
    spans: list[tuple[int, int]]
    surfaces: dict[str, float]
    """Surface form -> highest probability."""
    types: NDArray[np.float32]
    """(places, types)."""
    roles: NDArray[np.float32]
    """(places, roles)."""
    beside: Beside
    prior: Prior | None
    flags: set[str] = field(default_factory=set)

    @cached_property
    def any(self) -> NDArray[np.float32]:
        """(places,) probability that it is an entity of some type."""
        return np.asarray(self.types.max(1), dtype=np.float32)

    @cached_property
    def top(self) -> float:
        """The highest of these."""
        return float(self.any.max())

    @cached_property
    def name(self) -> str:
        """The best surface form."""
        return max(self.surfaces, key=lambda s: (self.surfaces[s], s))


@dataclass
class Found:
    """The groups of one text, and the pairs of keys that a bracket joins."""

    groups: dict[str, Group]
    defined: set[tuple[str, str]]
    """(outer key, inner key)."""


def _token_at(text: Text) -> tuple[dict[int, int], dict[int, int]]:
    return {s: i for i, s in enumerate(text.starts)}, {e: i + 1 for i, e in enumerate(text.ends)}


def _title_spans(text: Text, at: dict[int, int], end_at: dict[int, int]) -> Iterator[tuple[int, int]]:
    for name, start, end in text.fields:
        found = title_name(text.text[start:end]) if name.startswith("title") else None
        if found and start + found[0] in at and start + found[1] in end_at:
            first, last = at[start + found[0]], end_at[start + found[1]]
            if last - first <= 6:  # noqa: PLR2004  a longer left side is a phrase, no name
                yield first, last


def _proper_spans(text: Text) -> Iterator[tuple[int, int]]:
    """Yield the words that are written like proper names, and runs of Latin words within Chinese text."""
    run = 0
    for i, word in enumerate((*text.words, "\n")):
        latin = word[0].isalpha() and not has_han(word) and not _in_address(text, i)
        if latin and is_proper(word):
            yield i, i + 1
        if not latin and not (word[0].isdigit() and run < i):
            chinese = text.fields[text.field[run]][0].endswith("zh") if run < i else False
            if 1 < i - run <= _RUN and chinese and any(w[0].isupper() for w in text.words[run:i]):
                yield run, i
            run = i + 1


def _may_be_name(surface: str) -> bool:
    """Whether a span is neither two names of a list, nor cut within a bracket, nor more than one line."""
    opened, closed = sum(map(surface.count, "(（")), sum(map(surface.count, ")）"))
    return opened == closed and "\n" not in surface and not _LIST.search(surface)


def _in_address(text: Text, i: int) -> bool:
    """Whether a token is, or stands in, an address such as ``github.com/a/b``."""
    if i >= len(text.words):
        return False
    beside = text.text[max(text.starts[i] - 1, 0) : text.starts[i]] + text.text[text.ends[i] : text.ends[i] + 1]
    return "/" in text.words[i] or "/" in beside


def _best_left(scores: NDArray[np.float32], end: int, longest: int) -> tuple[int, int] | None:
    """Return the likeliest span that ends before token `end`."""
    options = [(float(scores[end - n, n - 1]), end - n) for n in range(1, min(longest, end) + 1)]
    best = max(options, default=(0.0, 0))
    return (best[1], end) if best[0] >= KNOWN_FLOOR else None


def _bracket_spans(
    text: Text, scores: NDArray[np.float32], spans: Spans, at: dict[int, int], end_at: dict[int, int]
) -> set[tuple[str, str]]:
    joined = set()
    for one in definitions(text.text):
        if one.start not in at or one.end not in end_at or one.left not in end_at:
            continue
        inner = at[one.start], end_at[one.end]
        end = end_at[one.left]
        outer = (at[one.outer], end) if one.outer in at else _best_left(scores, end, scores.shape[1])
        if outer is None or inner[1] - inner[0] > scores.shape[1]:
            continue
        if one.outer in at and end - at[one.outer] > scores.shape[1]:
            continue
        spans.setdefault(outer, set()).add(f"outer-{one.kind}")
        spans.setdefault(inner, set()).add(f"inner-{one.kind}")
        joined.add((key(text.surface(*outer)), key(text.surface(*inner))))
    return joined


def find_candidates(text: Text, encoder: Encoder, priors: Priors) -> Found:
    """Read `text` and return its candidate groups."""
    if not text.words:
        return Found({}, set())
    reading = encoder.read(encoder.vocabulary.rows(text.words))
    scores = reading.best
    spans: Spans = {}
    for start, n in zip(*np.nonzero(scores > FLOOR), strict=True):
        span = int(start), int(start + n) + 1
        if _may_be_name(text.surface(*span)) and not _in_address(text, span[0]):
            spans[span] = set()
    for start, end, _ in priors.match(text.plain):
        if end - start <= scores.shape[1] and scores[start, end - start - 1] > KNOWN_FLOOR:
            spans.setdefault((start, end), set()).add("known")
    for span in _proper_spans(text):
        if span[1] - span[0] <= scores.shape[1] and _may_be_name(text.surface(*span)):
            spans.setdefault(span, set()).add("proper")
    at, end_at = _token_at(text)
    for span in _title_spans(text, at, end_at):
        spans.setdefault(span, set()).add("title")
    joined = _bracket_spans(text, scores, spans, at, end_at)
    order = sorted(span for span in spans if "\n" not in text.words[slice(*span)])
    starts = np.array([s for s, _ in order], dtype=np.int32)
    lasts = np.array([e - 1 for _, e in order], dtype=np.int32)
    types = reading.types(starts, lasts)
    roles = encoder.roles(reading, text.sentence, starts, lasts)
    return Found(_group(text, order, spans, (types, roles), priors), joined)


def _overlaps(
    starts: NDArray[np.int64], ends: NDArray[np.int64], score: NDArray[np.float32]
) -> tuple[NDArray[np.float32], ...]:
    a, e = starts[:, None], ends[:, None]
    other_a, other_e = starts[None], ends[None]
    longer = (other_a <= a) & (e <= other_e) & ((other_e - other_a) > (e - a))
    shorter = (a <= other_a) & (other_e <= e) & ((other_e - other_a) < (e - a))
    crossing = (other_a < e) & (a < other_e) & ~longer & ~shorter & ~np.eye(len(a), dtype=bool)
    return tuple(np.where(mask, score[None], 0).max(1, initial=0) for mask in (longer, shorter, crossing))


def _group(
    text: Text, order: list[tuple[int, int]], flags: Spans, read: tuple[Floats, Floats], priors: Priors
) -> dict[str, Group]:
    """Group the spans of `order` by key; `read` is their types and roles."""
    types, roles = read
    places: dict[str, list[int]] = {}
    for i, span in enumerate(order):
        name = key(text.surface(*span))
        if name:
            places.setdefault(name, []).append(i)
    ends = np.array(order, dtype=np.int64).reshape(-1, 2)
    score = types.max(1, initial=0)
    around = _overlaps(ends[:, 0], ends[:, 1], score)
    groups = {}
    for name, where in places.items():
        surfaces: dict[str, float] = {}
        for i in where:
            surface = text.surface(*order[i])
            surfaces[surface] = max(surfaces.get(surface, 0.0), float(score[i]))
        marks = set().union(*(flags[order[i]] for i in where))
        spans = [order[i] for i in where]
        inside, within, crossing = (overlap[where] for overlap in around)
        beside = Beside(inside, within, crossing)
        groups[name] = Group(name, spans, surfaces, types[where], roles[where], beside, priors.names.get(name), marks)
    return groups
