"""Cue words between two things, as numbers: which kinds of wording of ``ontology/wording/facts.toml`` occur."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.extraction.units import wording

if TYPE_CHECKING:
    from re import Pattern


def _form(word: str) -> str:
    escaped = re.escape(word)
    return rf"(?<![a-z]){escaped}(?![a-z])" if word[0].isascii() and word[0].isalpha() else escaped


@cache
def _patterns() -> tuple[Pattern[str], ...]:
    cues = wording("facts")["cues"]
    return tuple(
        re.compile("|".join(_form(w) for w in sorted(words, key=lambda w: (-len(w), w))), re.IGNORECASE)
        for words in cues.values()
    )


@lru_cache(maxsize=1 << 14)
def cue_words(text: str) -> tuple[float, ...]:
    """Return one number for each kind of cue, 1.0 where the text has a word of it."""
    return tuple(float(bool(pattern.search(text))) for pattern in _patterns())
