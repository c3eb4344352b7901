"""Cue words between two things, as numbers: which kinds of wording of ``ontology/wording/facts.toml`` occur."""

from __future__ import annotations

from functools import cache, lru_cache

from kg.extraction.units import wording

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
_FOLDED = str.maketrans("ſıİ", "sii")
"""Letters that are one of ASCII but for case, though `str.lower` leaves them."""


@cache
def _forms() -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
    """Return how many kinds of cue there are, and by first letter each form with its kind."""
    cues = wording("facts")["cues"]
    by_first: dict[str, tuple[tuple[str, int], ...]] = {}
    for kind, words in enumerate(cues.values()):
        for form in sorted({word.lower() for word in words}):
            by_first[form[0]] = (*by_first.get(form[0], ()), (form, kind))
    return len(cues), by_first


@lru_cache(maxsize=1 << 14)
def cue_words(text: str) -> tuple[float, ...]:
    """Return one number for each kind of cue, 1.0 where the text has a word of it; words of ASCII letters are whole."""
    kinds, by_first = _forms()
    low = text.translate(_FOLDED).lower()
    found, last = [0.0] * kinds, ""
    for start, letter in enumerate(low):
        forms = by_first.get(letter, ()) if letter not in _LETTERS or last not in _LETTERS else ()
        for form, kind in forms:
            if low.startswith(form, start) and _is_whole(low, letter, start + len(form)):
                found[kind] = 1.0
        last = letter
    return tuple(found)


def _is_whole(text: str, first: str, end: int) -> bool:
    return first not in _LETTERS or text[end : end + 1] not in _LETTERS
