"""The words by which a digest's parts are known, read from wording.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from kg.chinese import simplified

_DECORATION = re.compile(r"^[\W_\d]+|[\W_]+$")
_NUMERAL = re.compile(r"\s*[\d一二三四五六七八九十]+$")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]\W*$")
_SIDES = re.compile(r"\s+(?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\s+")
_LABEL = re.compile(r"^\W*?([^\W\d][^:：\n]{0,24}?)\W*?\s*[:：]{1,2}\s*(?=\S)")
_BRACKETED = re.compile(r"^\s*【\s*([^【】]{1,12}?)\s*】\s*[:：]?\s*(?=\S)")
_NUMBERED = re.compile(
    r"\s*(?:(?i:paper|talk|submission|no\.?)\s?(?:[A-Z]\b|\d{1,5})|(?:论文|文章)\s*(?:[A-Z\d]{1,2}|[一二三四五六七八九十]))\s*[.:：·、|｜—–-]+\s*(?=\S)"
)
_FRONT = re.compile(r"^\W*?([^\W\d][^:：|｜\]】\n]{0,24}?)\W*?\s*[:：|｜\]】]\s*(?=\S)")


def section(title: str) -> str | None:
    """Tell what a heading announces: ``abstract``, ``other``, or None for a title of its own."""
    known = _words()["sections"]
    return known.get(_key(title)) or next(
        (known[key] for part in title.split("/") if (key := _key(part)) in known), None
    )


def bare(words: str) -> str:
    """Return a name without the brackets at its end: ``题目（简称）``."""
    return _BRACKETS.sub("", words.strip())


def opens(words: str) -> bool:
    """Whether words in bold at the front of a paragraph only say what part it is: ``Abstract``, ``TL;DR (EN).``."""
    bare = _BRACKETS.sub("", words.strip())
    parts = [part for part in _SIDES.split(bare) if part.strip()]
    return any("abstract" in (section(part), label(part)) for part in (bare, *parts))


def label(words: str) -> str | None:
    """Tell what a link's words or a line's label announce: ``paper``, ``code``, ``authors`` and so on, or None."""
    return _words()["labels"].get(_key(words))


def labelled(line: str) -> tuple[str, int] | None:
    """Tell the label with which a line begins, and where its value begins."""
    for pattern in (_LABEL, _BRACKETED):
        found = pattern.match(line)
        if found and (kind := label(found.group(1))):
            return kind, found.end()
    return None


def opening(line: str) -> int:
    """Tell where a line's text begins behind brackets that only say what part it is: ``【方法】``."""
    found = _BRACKETED.match(line)
    return found.end() if found and section(found.group(1)) == "abstract" else 0


def is_labelled(line: str) -> bool:
    """Whether a line begins with a label, known or not, and its value."""
    return bool(_LABEL.match(line))


def sign(line: str) -> str | None:
    """Tell what the emoji announces that a line begins with: ``authors``, ``published``, ``other``, or None."""
    return next((kind for mark, kind in _words()["signs"].items() if line.lstrip().startswith(mark)), None)


def front(title: str) -> int:
    """Tell where a title begins behind a word for what it is: ``Paper: Title``, ``【论文笔记】标题``."""
    if numbered := _NUMBERED.match(title):
        return numbered.end()
    found = _FRONT.match(title)
    return found.end() if found and _key(_NUMERAL.sub("", found.group(1))) in _words()["fronts"] else 0


def _key(words: str) -> str:
    folded = simplified(words.strip().casefold())
    return folded if folded in _words()["sections"] else _DECORATION.sub("", folded)


@cache
def _words() -> dict[str, dict[str, str]]:
    data = tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))
    return {group: {word: kind for kind, words in kinds.items() for word in words} for group, kinds in data.items()}
