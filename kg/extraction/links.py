"""The addresses that a paper gives, and what each leads to: code, project page, demo, data or model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.context import LinkRow
from kg.extraction.units import alternation
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from re import Pattern

_TAIL = ".,;:!?'\"”’»>*_`~$\\"
_CLOSERS = {")": "(", "]": "[", "}": "{"}
_CLAUSE = re.compile(r"[。！？；\n]|[.!?;]\s")
_LIST = re.compile(r"\s*(?:、|,|，|和|及|以及|与|&|and|/|, and)\s*(?:[\w-]+ ){0,2}(?:预训练|相关)?", re.IGNORECASE)
_REACH = 90


@dataclass(frozen=True)
class _Wording:
    address: Pattern[str]
    words: Mapping[str, Pattern[str]]
    hosts: Mapping[str, str]
    default: str


@cache
def _wording() -> _Wording:
    data = wording("links")
    hosts = "|".join(re.escape(host) for host in data["bare"]["hosts"])
    return _Wording(
        address=re.compile(
            rf"(?:https?://|(?<![\w./@-])(?:www\.|(?:[A-Za-z0-9-]+\.)*(?:{hosts})(?=/|\b)))[^\s<>\"“”（），。；、！？一-鿿]*",
            re.IGNORECASE | re.ASCII,
        ),
        words={rel: re.compile(alternation(forms), re.IGNORECASE) for rel, forms in data["words"].items()},
        hosts=data["hosts"],
        default=data["default"],
    )


def find_links(text: str) -> list[LinkRow]:
    """Return the addresses of ``text`` in order, once per address and use; the same address may have several."""
    rows: dict[tuple[str, str], LinkRow] = {}
    for start, end in _addresses(text):
        url = text[start:end].replace("\\_", "_").replace("\\#", "#").replace("\\%", "%").replace("\\~", "~")
        for rel in _uses(text, start, end, url):
            rows.setdefault((url, rel), LinkRow(start, end, url, rel))
    return list(rows.values())


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    if "/" not in text and "." not in text:
        return
    for match in _wording().address.finditer(text):
        url = _trimmed(match[0])
        if "." in url and len(url.partition("://")[2] or url) > len("a.bc"):
            yield match.start(), match.start() + len(url)


def _trimmed(url: str) -> str:
    """Drop trailing punctuation, and a closing bracket that the address did not open."""
    while url and (url[-1] in _TAIL or (url[-1] in _CLOSERS and url.count(_CLOSERS[url[-1]]) < url.count(url[-1]))):
        url = url[:-1]
    for sign in "}])":
        opened = url.find(sign)
        if opened > 0 and _CLOSERS[sign] not in url[:opened]:
            url = url[:opened]
    return url


def _uses(text: str, start: int, end: int, url: str) -> list[str]:
    """Return what the address leads to: the uses listed near it, else what its host is for."""
    wording = _wording()
    before = _CLAUSE.split(text[max(0, start - _REACH) : start])[-1]
    host = _host(url, wording)
    said = _said(before, wording) or _said(_CLAUSE.split(text[end : end + _REACH // 3])[0], wording)
    if host == "project" or not said:
        return [host or wording.default]
    return _enumerated(before, said) if host is None or host in {rel for _, _, rel in said} else [host]


def _said(words: str, wording: _Wording) -> list[tuple[int, int, str]]:
    found = [(m.start(), m.end(), rel) for rel, pattern in wording.words.items() for m in pattern.finditer(words)]
    kept: list[tuple[int, int, str]] = []
    for start, end, rel in sorted(found, key=lambda f: (f[0], -f[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, rel))
    return kept


def _enumerated(words: str, said: list[tuple[int, int, str]]) -> list[str]:
    """Return the use said last, with those that stand in one list with it."""
    uses, at = [said[-1][2]], said[-1][0]
    for start, end, rel in reversed(said[:-1]):
        if not _LIST.fullmatch(words[end:at]):
            break
        uses, at = [rel, *uses], start
    return list(dict.fromkeys(uses))


def _host(url: str, wording: _Wording) -> str | None:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold())
    if bare.split("/")[0].endswith(".github.io"):
        return "project"
    return next((rel for host, rel in wording.hosts.items() if bare.startswith(host)), None)
