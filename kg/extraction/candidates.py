"""Candidate names: every span that the encoder, a known name, a bracket or a title suggests, grouped by key."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.abbreviations import definitions
from kg.extraction.bounds import bind, is_nothing
from kg.extraction.groups import Found, group_spans
from kg.extraction.known import joint_names
from kg.extraction.names import has_han, is_proper, key
from kg.extraction.text import title_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from kg.extraction.encoder import Encoder
    from kg.extraction.priors import Priors
    from kg.extraction.text import Text

    Spans = dict[tuple[int, int], set[str]]

FLOOR = 0.06
"""Spans that no list or bracket suggests need at least this probability of some type."""
_LIST = re.compile(r"[^\W\u4e00-\u9fff]\s*(?:[和与或及、，]|以及|, )\s*[^\W\u4e00-\u9fff]|[A-Z0-9]\S* (?:and|or) [A-Z]")
"""Two Latin names side by side in a list, which the encoder now and then takes for one."""
_JOINT = re.compile("[和与或及、，]|, | and | or ")
"""What every such list has."""
_CLAUSES = frozenset("，。；：\n→←⇒⟶|")
_CITED = re.compile(
    r"\s?[:：]?\s?\d{4}\.\d{4,5}(?!\d)|\s*(?:et al\b|等人|and colleagues\b)"
    r"|(?:(?:,| and| &|、| ?[与和]) ?[A-Z一-鿿][\w-]*)+ ?[(（]\d{4}[a-z]?[)）]"
)
"""What stands behind the name of an archive or an author: arXiv:2403.10517, Petrov et al., Lindqvist and Rao (2024)."""
_CITING = re.compile(r"\d{4}\.\d{4,5} (?:on|at|in) $|[A-Z][\w-]+(?: and| &|,| ?[与和]) ?$")
"""What stands before one: 2403.10517 on arXiv, Lindqvist and."""
_YEAR = re.compile(r" ?[(（]\d{4}[a-z]?[)）]")
_CITING_REACH = 30
_RUN = 5
KNOWN_FLOOR = 0.004
"""Spans that are known names need at least this."""


def _token_at(text: Text) -> tuple[dict[int, int], dict[int, int]]:
    return {s: i for i, s in enumerate(text.starts)}, {e: i + 1 for i, e in enumerate(text.ends)}


def _title_spans(text: Text, at: dict[int, int], end_at: dict[int, int]) -> Iterator[tuple[int, int]]:
    for name, start, end in text.fields:
        found = title_name(text.text[start:end]) if name.startswith("title") else None
        if found and start + found[0] in at and start + found[1] in end_at:
            first, last = at[start + found[0]], end_at[start + found[1]]
            if last - first <= 6:  # noqa: PLR2004  a longer left side is a phrase, no name
                yield first, last


@lru_cache(maxsize=1 << 16)
def _written(word: str) -> tuple[bool, bool, bool]:
    """Say whether a word is of Latin letters, is written like a proper name, and begins with a digit."""
    latin = word[0].isalpha() and not has_han(word)
    return latin, latin and is_proper(word), word[0].isdigit()


def _proper_spans(text: Text, addresses: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the words that are written like proper names, and runs of Latin words within Chinese text."""
    run = 0
    for i, (letters, proper, digit) in enumerate(map(_written, (*text.words, "\n"))):
        latin = letters and i not in addresses
        if latin and proper:
            yield i, i + 1
        if not latin and not (digit and run < i):
            if 1 < i - run <= _RUN and _names_in_chinese(text, run, i):
                yield run, i
            run = i + 1


def _names_in_chinese(text: Text, start: int, end: int) -> bool:
    chinese = text.fields[text.field[start]][0].endswith("zh")
    return chinese and any(w[0].isupper() for w in text.words[start:end])


def _whole(surface: str) -> bool:
    """Whether a span is not cut within a bracket, and lies within one clause of one line."""
    opened, closed = surface.count("(") + surface.count("（"), surface.count(")") + surface.count("）")
    return opened == closed and _CLAUSES.isdisjoint(surface) and ": " not in surface


def _may_be_name(surface: str) -> bool:
    """Whether a span is whole, and not two names of a list."""
    return _whole(surface) and not (_JOINT.search(surface) and _LIST.search(surface))


def _addresses(text: Text) -> frozenset[int]:
    """Return the tokens that are, or stand in, an address such as ``github.com/a/b``."""
    if "/" not in text.text:
        return frozenset()
    places = enumerate(zip(text.starts, text.ends, strict=True))
    return frozenset(i for i, (start, end) in places if "/" in text.text[max(start - 1, 0) : end + 1])


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
    tokens = text.words or ("\n",)  # even of nothing there is something to read
    reading = encoder.read(encoder.vocabulary.rows(tokens))
    bind(reading.odds, tokens)
    spans = _likely_spans(text, reading.best, priors) if text.words else {}
    at, end_at = _token_at(text)
    for span in _title_spans(text, at, end_at):
        spans.setdefault(span, set()).add("title")
    joined = _bracket_spans(text, reading.best, spans, at, end_at)
    _join(text, spans, at, end_at, reading.best.shape[1])
    surfaces = ((span, text.surface(*span)) for span in sorted(spans))
    named = [(span, surface) for span, surface in surfaces if "\n" not in surface and not is_nothing(surface)]
    named = [(span, surface) for span, surface in named if not _is_cited(text, span)]
    starts = np.array([s for (s, _), _ in named], dtype=np.int32)
    lasts = np.array([e - 1 for (_, e), _ in named], dtype=np.int32)
    read = reading.types(starts, lasts), encoder.roles(reading, text.sentence, starts, lasts)
    return group_spans(named, spans, read, priors, joined)


def _is_cited(text: Text, span: tuple[int, int]) -> bool:
    """Whether a name is an archive's beside an identifier, or an author's beside a year."""
    start, end = text.starts[span[0]], text.ends[span[1] - 1]
    if _CITED.match(text.text, end):
        return True
    before = _CITING.search(text.text, max(0, start - _CITING_REACH), start)
    return before is not None and (before.group()[0].isdigit() or bool(_YEAR.match(text.text, end)))


def _join(text: Text, spans: Spans, at: dict[int, int], end_at: dict[int, int], longest: int) -> None:
    """Add the well-known names that look like two, and leave out what stands within them, in place."""
    for found in joint_names().finditer(text.text) if " " in text.text else ():
        if found.start() not in at or found.end() not in end_at or end_at[found.end()] - at[found.start()] > longest:
            continue
        whole = at[found.start()], end_at[found.end()]
        for span in [s for s in spans if whole[0] <= s[0] and s[1] <= whole[1]]:
            del spans[span]
        spans[whole] = {"known", "proper"}


def _likely_spans(text: Text, scores: NDArray[np.float32], priors: Priors) -> Spans:
    """Return the spans that the encoder thinks likely, and the known and proper names that it thinks possible."""
    addresses = _addresses(text)
    spans: Spans = {}
    for start, last in np.argwhere(scores > FLOOR).tolist():
        span = start, start + last + 1
        if start not in addresses and _may_be_name(text.surface(*span)):
            spans[span] = set()
    longest = scores.shape[1]
    possible = [(start, start + more) for start, more in np.argwhere(scores > KNOWN_FLOOR).tolist()]
    for span in priors.among(text.plain, possible):
        if _whole(text.surface(*span)):
            spans.setdefault(span, set()).add("known")
    for span in _proper_spans(text, addresses):
        if span[1] - span[0] <= longest and _may_be_name(text.surface(*span)):
            spans.setdefault(span, set()).add("proper")
    return spans
