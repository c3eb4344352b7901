"""Abbreviations that papers explain: "long form (ABBR)" in English, 长式（English，ABBR） in Chinese.

English by the algorithm of Schwartz and Hearst (2003). A Chinese long form has no spaces before it, so its
left edge is found from all the papers that explain the same thing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.training.term_candidates import STOP, chinese_shape
from kg.training.term_text import chinese_tokens, english_key, english_tokens, has_han

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.training.term_text import Paper

_PARENTHESIS = re.compile(r"\(([^()]{2,90})\)")
_WINDOW = 120
_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9$*@&/.+\-]{1,11}")
_PARTS = re.compile(r"\s*[,;、,;:]\s*")
_LEAD = re.compile(r"^(?:i\.e\.|e\.g\.|also known as|aka|or|dubbed|called|简称|即|又称|称为|如|例如)\s*:?\s*")
_LONGEST_HAN = 14


@dataclass(frozen=True)
class Explained:
    """One paper explains a short form; `long` is the English or Chinese long form as written."""

    doc: int
    short: str
    long: str


def is_short(text: str) -> bool:
    """Say whether a text can be an abbreviation: 2 to 12 characters, a capital, no word with one capital at most."""
    if not _SHORT.fullmatch(text) or text[0] in "$*@&/.+-":
        return False
    capitals = sum(letter.isupper() for letter in text)
    return capitals >= 2 or (capitals == 1 and any(letter.isdigit() for letter in text) and len(text) <= 5)  # noqa: PLR2004 - "F1", "A2C"


def short_key(short: str) -> str:
    """Return an abbreviation without its plural s: "LLMs" is "LLM"."""
    return short[:-1] if len(short) > 2 and short.endswith("s") and short[-2].isupper() else short  # noqa: PLR2004 - "Cs"


def english_explained(papers: list[Paper]) -> Iterator[Explained]:
    """Yield the English long forms that stand before an abbreviation in parentheses."""
    for row, paper in enumerate(papers):
        for before, inside in _parentheses(paper.english):
            short = short_key(_PARTS.split(_LEAD.sub("", inside.strip()))[0].strip("\"' "))
            long = long_form(short, before) if is_short(short) else None
            if long:
                yield Explained(row, short, long)


def _parentheses(text: str) -> Iterator[tuple[str, str]]:
    """Yield (the text before, back to an earlier parenthesis; the text inside)."""
    for match in _PARENTHESIS.finditer(text):
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        yield re.split(r"[()\[\]{}]", before)[-1], match[1]


def long_form(short: str, before: str) -> str | None:
    """Return the long form of `short` at the end of `before`, or None (Schwartz and Hearst 2003)."""
    letters = [letter.lower() for letter in short if letter.isalnum()]
    words = before.split()
    window = " ".join(words[-min(len(letters) + 5, len(letters) * 2) :])
    at = len(window)
    for number, letter in enumerate(reversed(letters)):
        at = _find(window.lower(), letter, at, starts_word=number == len(letters) - 1)
        if at < 0:
            return None
    return _clean_long(window[at:].strip(" \"'`-"), short)


def _find(text: str, letter: str, before: int, *, starts_word: bool) -> int:
    at = text.rfind(letter, 0, before)
    while at > 0 and starts_word and not text[at - 1].isspace():
        at = text.rfind(letter, 0, at)
    return at


def _clean_long(long: str, short: str) -> str | None:
    words = [token for token in english_tokens(long) if token[0].isalnum()]
    if not words or len(long) <= len(short) + 1 or short in words or any(mark in long for mark in '.:;,?$\\"'):
        return None
    if words[0].lower() in STOP or words[-1].lower() in STOP:
        return None
    return long if len(words) <= max(2 * len(short), 3) else None


@dataclass(frozen=True)
class Context:
    """What stands in and before a Chinese parenthesis: tokens before, an English long form, a short form."""

    doc: int
    before: tuple[str, ...]
    long: str
    short: str


def chinese_contexts(papers: list[Paper]) -> Iterator[Context]:
    """Yield the parentheses in Chinese text that hold an abbreviation or an English name."""
    for row, paper in enumerate(papers):
        for text, inside in _parentheses(paper.chinese):
            before = _before(text)
            long, short = _inside(inside)
            if before and (long or short):
                yield Context(row, before, long, short)


def _before(text: str) -> tuple[str, ...]:
    tokens: list[str] = []
    for piece in reversed(chinese_tokens(text.rstrip(" \"”》」'"))):
        if (not piece[0].isalnum() and piece not in "-·") or len(tokens) == _LONGEST_HAN:
            break
        if piece not in "-·":
            tokens.append(piece.lower())
    return tuple(reversed(tokens)) if tokens and has_han("".join(tokens)) else ()


def _inside(text: str) -> tuple[str, str]:
    parts = [part.strip("\"' ") for part in _PARTS.split(_LEAD.sub("", text.strip())) if part.strip("\"' ")]
    if not parts or len(parts) > 2 or any(has_han(part) for part in parts):  # noqa: PLR2004 - long form and short form
        return "", ""
    short = next((short_key(part) for part in parts if is_short(short_key(part))), "")
    long = next((part for part in parts if not is_short(short_key(part)) and _is_long(part)), "")
    return long, short


def _is_long(text: str) -> bool:
    words = english_tokens(text)
    return len(text) > 3 and all(word[0].isalpha() or word in "-'" for word in words) and len(words) <= 9  # noqa: PLR2004


def english_of(contexts: list[Context], explained: list[Explained]) -> dict[int, str]:
    """Return the English key that each context means: written inside it, or explained in the same paper."""
    known = {(item.doc, item.short): english_key(item.long) for item in explained}
    found = {}
    for number, context in enumerate(contexts):
        key = english_key(context.long) if context.long else known.get((context.doc, context.short), "")
        if key:
            found[number] = key
    return found


def chinese_forms(contexts: list[Context], english: dict[int, str]) -> dict[str, Counter[str]]:
    """Return, for each English key, its Chinese long forms with the number of contexts."""
    groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for number, key in sorted(english.items()):
        groups[key].append(contexts[number].before)
    return {key: left_edges(befores) for key, befores in sorted(groups.items())}


def left_edges(befores: list[tuple[str, ...]]) -> Counter[str]:
    """Return the suffixes that are free on the left (no one token stands before most of them)."""
    counts: Counter[tuple[str, ...]] = Counter()
    for before in befores:
        counts.update(before[-size:] for size in range(1, len(before) + 1))
    extended: dict[tuple[str, ...], int] = defaultdict(int)
    for suffix, count in counts.items():
        extended[suffix[1:]] = max(extended[suffix[1:]], count)
    free = {
        suffix: count
        for suffix, count in sorted(counts.items())
        if count > 1 and extended[suffix] < 0.5 * count and chinese_shape(list(suffix))
    }
    return Counter({"".join(suffix): count for suffix, count in free.items() if not _longer(suffix, count, free)})


def _longer(suffix: tuple[str, ...], count: int, free: dict[tuple[str, ...], int]) -> bool:
    return any(free.get(suffix[cut:], 0) > count for cut in range(1, len(suffix)))
