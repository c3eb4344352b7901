"""How the accepted names are written in the papers, and in how many papers they occur: one scan of all texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.training.term_text import chinese_key, english_key, english_tokens, has_han, singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.training.term_text import Paper

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['.+][A-Za-z0-9]+)*\+*|[^\sA-Za-z0-9]")
_HAN_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-_.+/][A-Za-z0-9]+)*\+*|[\u4e00-\u9fff]|[^\s\u4e00-\u9fffA-Za-z0-9]")
_END = ""
Trie = dict[str, Any]
"""Word to Trie; `_END` where a key ends."""


@dataclass
class Seen:
    """For each key: its papers, and its written forms with counts (title case misleads, so not from titles)."""

    papers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    forms: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    exact: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Papers of each written form that has a capital."""

    def add(self, row: int, key: str, text: str, *, counts: bool) -> None:
        """Note one occurrence; `counts` says whether its written form counts."""
        form = " ".join(text.split())
        self.papers[key].add(row)
        if form != form.lower():
            self.exact[form].add(row)
        if counts:
            self.forms[key][form] += 1


def _trie(keys: Iterable[list[str]]) -> Trie:
    root: Trie = {}
    for words in keys:
        node = root
        for word in words:
            node = node.setdefault(word, {})
        node[_END] = {}
    return root


def scan(papers: list[Paper], english: Iterable[str], chinese: Iterable[str]) -> Seen:
    """Find every occurrence of the English and Chinese keys."""
    seen = Seen()
    roots = _trie(key.split() for key in english), _trie(_HAN_TOKEN.findall(key) for key in chinese)
    for row, paper in enumerate(papers):
        title_end = len(paper.title_english)
        for key, start, end in _hits(_english_spans(paper.english), roots[0], " "):
            seen.add(row, key, paper.english[start:end], counts=start > title_end)
        for key, start, end in _hits(_chinese_spans(paper.chinese), roots[1], ""):
            seen.add(row, key, paper.chinese[start:end], counts=True)
    return seen


def _english_spans(text: str) -> list[tuple[str, int, int]]:
    spans = ((m[0], m.start(), m.end()) for m in _TOKEN.finditer(text))
    return [(singular(t.lower()) if t[0].isalnum() else "\0", a, b) for t, a, b in spans if t != "-"]


def _chinese_spans(text: str) -> list[tuple[str, int, int]]:
    spans = ((m[0], m.start(), m.end()) for m in _HAN_TOKEN.finditer(text))
    return [(t.lower() if t[0].isalnum() else "\0", a, b) for t, a, b in spans if t not in "-·"]


def _hits(spans: list[tuple[str, int, int]], root: Trie, joiner: str) -> Iterator[tuple[str, int, int]]:
    for first, (word, start, _) in enumerate(spans):
        node = root.get(word)
        at = first
        while node is not None:
            if _END in node:
                yield joiner.join(span[0] for span in spans[first : at + 1]), start, spans[at][2]
            at += 1
            node = node.get(spans[at][0]) if at < len(spans) else None


def preferred(forms: Counter[str], key: str) -> str:
    """Return the form to show: the singular; in lower case if the papers write it so often enough."""
    keep = forms if " of " in f" {key} " else {form: n for form, n in forms.items() if _is_singular(form)}
    single = Counter(keep) if sum(keep.values()) >= 0.1 * forms.total() else forms
    if not single:
        return key
    lower = Counter({form: n for form, n in single.items() if form == form.lower()})
    chosen = lower if sum(lower.values()) >= 0.15 * sum(single.values()) else single
    return min(chosen, key=lambda form: (-chosen[form], form))


def proper_words(papers: list[Paper]) -> set[str]:
    """Return the words (in lower case) that abstracts nearly always write with a capital."""
    counts: Counter[str] = Counter()
    for paper in papers:
        counts.update(re.findall(r"(?<=[a-z,] )[A-Za-z]+", paper.english[len(paper.title_english) :]))
    low: Counter[str] = Counter()
    for word, count in counts.items():
        low[word.lower()] += count if word == word.lower() else 0
    total: Counter[str] = Counter()
    for word, count in counts.items():
        total[word.lower()] += count
    return {word for word, count in total.items() if low[word] < 0.2 * count}


def decapitalised(form: str, proper: set[str]) -> str:
    """Return a form in lower case, save for proper words and mixed case; the last word in the singular."""
    parts = re.split(r"([ \-])", form)
    parts = [
        part.lower() if part.istitle() and part.isalpha() and part.lower() not in proper else part for part in parts
    ]
    if len(parts) > 1 and parts[-1] == parts[-1].lower() and "of" not in parts:
        parts[-1] = singular(parts[-1])
    return "".join(parts)


def _is_singular(form: str) -> bool:
    words = [token for token in english_tokens(form) if token[0].isalnum()]
    return bool(words) and words[-1].lower() == singular(words[-1].lower())


def variants(forms: Counter[str], shown: str) -> list[str]:
    """Return the other ways of writing that occur at least twice, one per lower-case form."""
    best: dict[str, str] = {}
    for form in sorted(forms, key=lambda form: (-forms[form], form)):
        if forms[form] >= max(2, 0.005 * forms.total()):  # once may be a slip
            best.setdefault(form.lower(), form)
    return [form.lower() if form.istitle() else form for low, form in best.items() if low != shown.lower()]


def key_of(name: str) -> str:
    """Return the key by which `scan` finds a name."""
    return chinese_key(name) if has_han(name) else english_key(name)
