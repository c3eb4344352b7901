"""One paper's text as the components see it: characters, tokens, sentences and fields, all in one coordinate system."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.tokenizer import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_TITLE_NAME = re.compile(r"\s*(?:Introducing |Meet )?([^:：—\n]{2,60}?)\s*(?:[:：]|—|——| - | – )\s*\S")
_ENDS = frozenset("。！？!?.\n")
_QUOTES = {"「": "」", "『": "』", '"': '"', "`": "`", "《": "》", "〈": "〉"}
_ANY_QUOTE = re.compile(f"[{''.join(_QUOTES)}]")
_QUOTED = 10
"""Most words in quotes that are a name."""
_PARTS = frozenset("；;")
_LISTED = 2
"""Semicolons from which on a sentence is a list of statements."""
_CIRCLED = "\u2460", "\u24ff"
_EMOJI = "\U0001f000", "\U00020000"
_ABBREVIATED = frozenset({"e.g", "i.e", "al", "vs", "cf", "resp", "approx", "incl", "w.r.t"})
_DROP = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """Return the word folded for comparison, without punctuation."""
    return _DROP.sub("", unicodedata.normalize("NFKC", word).casefold())


def lower(text: str) -> str:
    """Return the text in lower case, letter for letter, so that offsets stay true."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@dataclass(frozen=True, eq=False)
class Text:
    """The fields of a paper joined by line breaks, in tokens without white space (a line break is one)."""

    text: str
    fields: tuple[tuple[str, int, int], ...]
    """(name, start, end) in code points of `text`."""
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    plain: tuple[str, ...]
    """Each word folded for comparison; empty for punctuation."""
    sentence: NDArray[np.int32]
    """(tokens,) number of the sentence that each token stands in."""
    field: tuple[int, ...]
    """(tokens,) index into `fields`."""

    @cached_property
    def fields_of(self) -> NDArray[np.intp]:
        """`field` as an array."""
        return np.array(self.field, dtype=np.intp)

    def surface(self, start: int, end: int) -> str:
        """Return the characters of tokens start to end (exclusive)."""
        return self.text[self.starts[start] : self.ends[end - 1]]


def make_text(fields: Iterable[tuple[str, str]]) -> Text:
    """Join (name, text) pairs, cut them into tokens and number the sentences."""
    named = [(name, value) for name, value in fields if value]
    joined = "\n".join(value for _, value in named)
    return from_tokens(joined, _places(named), [(s, e) for s, e in split(joined)])


def _places(named: list[tuple[str, str]]) -> tuple[tuple[str, int, int], ...]:
    places, start = [], 0
    for name, value in named:
        places.append((name, start, start + len(value)))
        start += len(value) + 1
    return tuple(places)


def from_tokens(text: str, fields: tuple[tuple[str, int, int], ...], tokens: list[tuple[int, int]]) -> Text:
    """Build from token offsets, such as a spaCy `Doc` has; spaces are dropped, line breaks kept."""
    starts, ends, words = [], [], []
    quotes = _quotes([text[start:end] for start, end in tokens]) if _ANY_QUOTE.search(text) else ()
    for n, (start, end) in enumerate(tokens):
        if n in quotes:
            continue
        word = text[start:end]
        if word[0].isspace():
            if "\n" not in word:
                continue
            word = "\n"
        starts.append(start)
        ends.append(end)
        words.append(word)
    fields_of = np.searchsorted([start for _, start, _ in fields], starts, side="right") - 1
    return Text(
        text=text,
        fields=fields,
        starts=tuple(starts),
        ends=tuple(ends),
        words=tuple(words),
        plain=tuple(map(plain, words)),
        sentence=_sentences(words),
        field=tuple(fields_of.tolist()),
    )


def _quotes(words: Sequence[str]) -> set[int]:
    """Return the quotation marks that stand around a few words."""
    found, opened = set[int](), -1
    for i, word in enumerate(words):
        if opened >= 0 and word == _QUOTES[words[opened]] and 1 < i - opened <= _QUOTED:
            found |= {opened, i}
            opened = -1
        elif word in _QUOTES:
            opened = i
        elif word in _ENDS or i - opened > _QUOTED:
            opened = -1
    return found


def _goes_on(words: Sequence[str], i: int) -> bool:
    """Whether the full stop at `i` belongs to an abbreviation, or a comma follows it."""
    return words[i] == "." and (words[i - 1].lower() in _ABBREVIATED or words[i + 1 : i + 2] in ([","], [";"]))


def _stops(word: str) -> bool:
    """Whether a sentence ends here: at a full stop, or at an emoji that stands for one."""
    return word in _ENDS or _EMOJI[0] <= word < _EMOJI[1]


def _sentences(words: Sequence[str]) -> NDArray[np.int32]:
    """Number the sentences; each part of one that is a list with semicolons is one of its own, and so are ① and ②."""
    stops = {i for i, w in enumerate(words) if _stops(w) and not _goes_on(words, i)}
    stops |= {i - 1 for i, w in enumerate(words) if i and _CIRCLED[0] <= w <= _CIRCLED[1]}
    semicolons = [i for i, w in enumerate(words) if w in _PARTS]
    ends = np.zeros(len(words), dtype=np.int32)
    ends[list(stops)] = 1
    for start, stop in pairwise([0, *sorted(stops), len(words)]):
        inner = semicolons[bisect_left(semicolons, start) : bisect_left(semicolons, stop)]
        if len(inner) >= _LISTED:
            ends[inner] = 1
    return np.asarray(np.cumsum(ends) - ends, dtype=np.int32)


def title_name(title: str) -> tuple[int, int] | None:
    """Return the (start, end) of the name that a title introduces before its colon, or None."""
    match = _TITLE_NAME.match(title)
    return match.span(1) if match else None
