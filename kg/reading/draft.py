"""What is known of a paper while its lines are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Link
from kg.reading import addresses, heading, lines
from kg.reading.language import has_han, language
from kg.reading.text import Text, cut, join_lines, strip

if TYPE_CHECKING:
    from kg.reading.addresses import Address
    from kg.reading.markdown import Block
    from kg.reading.runs import Line

_THEN_CHINESE = re.compile(r"[^\u4e00-\u9fff]{20,}[.!?](?=\s+[^\s]{0,12}[\u4e00-\u9fff])")
LONGEST_SUBTITLE = 160
_OWN_LANGUAGE = 40
"""Characters from which on a line's language tells; shorter ones go with their neighbours."""


@dataclass(slots=True)
class Draft:
    """A paper so far: texts by language, and what else its lines say."""

    titles: dict[str, Text] = field(default_factory=dict)
    abstracts: dict[str, list[Text]] = field(default_factory=dict)
    address: Address | None = None
    links: dict[str, Link] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    published: str | None = None
    section: str | None = None
    rows: list[Block] = field(default_factory=list)
    """Rows of tables."""
    asked: bool = False
    """Whether it is told in questions and answers."""


def is_short(value: Text) -> bool:
    """Whether a value is short enough for a note, and no sentence."""
    return len(value.value) <= LONGEST_SUBTITLE and not lines.ends_sentence(value.value)


def take_links(draft: Draft, line: Line) -> None:
    """Take a line's links: the paper's address, its title, its code and so on."""
    draft.address = draft.address or lines.paper_address(line)
    for link in lines.links(line):
        if link.kind in lines.LINK_LABELS - {"paper"}:
            draft.links.setdefault(link.url, Link(str(link.kind), link.url))
        elif link.kind is None and link.words.value.strip() and addresses.any_address(link.url):
            heading.take(draft.titles, link.words)
        elif link.kind is None and not addresses.address(link.url) and (use := addresses.use(link.url)):
            draft.links.setdefault(link.url, Link(use, link.url))


def take_hidden(draft: Draft, line: Line) -> None:
    """Take the links of prose that its words don't show: ``the [code](https://github.com/a/b)``."""
    for link in lines.links(line):
        if link.words.value and link.url not in line.text.value and link.kind in lines.LINK_LABELS - {"paper"}:
            draft.links.setdefault(link.url, Link(str(link.kind), link.url))


def take_prose(draft: Draft, prose: list[Text]) -> None:
    """Take a paragraph; where its long lines change the language, each run is one."""
    run: list[Text] = []
    for line in [part for whole in prose for part in _by_language(whole)]:
        if run and _changes(run[-1].value, line.value):
            _take_paragraph(draft, run)
            run = []
        run.append(line)
    _take_paragraph(draft, run)


def _by_language(line: Text) -> list[Text]:
    """Part a line that says the same twice: sentences without Chinese, then a Chinese sentence."""
    found = _THEN_CHINESE.match(line.value)
    if not found or not has_han(line.value[found.end() :]) or language(line.value[found.end() :]) != "zh":
        return [line]
    return [cut(line, 0, found.end()), strip(cut(line, found.end()))]


def _changes(before: str, line: str) -> bool:
    """Whether a line is in another language than the one before: long, or one of two sentences without Chinese."""
    apart = lines.ends_sentence(before) and lines.ends_sentence(line) and has_han(before) != has_han(line)
    return apart or (len(line) >= _OWN_LANGUAGE and language(line) != language(before))


def _take_paragraph(draft: Draft, run: list[Text]) -> None:
    text = join_lines(run)
    if text.value:
        draft.abstracts.setdefault(_language(draft, text.value), []).append(text)


def _language(draft: Draft, text: str) -> str:
    """Tell a paragraph's language; a short one, such as a list of names, has that of the Chinese text around it."""
    names = has_han(text) or (len(text) < _OWN_LANGUAGE and not lines.ends_sentence(text))
    return "zh" if names and list(draft.abstracts) == ["zh"] else language(addresses.without_urls(text))
