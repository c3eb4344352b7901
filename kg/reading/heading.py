"""Where a title begins and ends within its line, and which titles a paper has by language."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from kg.reading import addresses, lines, ornaments, wording
from kg.reading.language import has_han, language
from kg.reading.markdown import text_of
from kg.reading.runs import is_strong
from kg.reading.text import Text, concat, cut, inserted, strip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.reading.markdown import Block
    from kg.reading.runs import Line

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_NUMBER = re.compile(
    rf"\s*(?:(?:\d{{1,3}}[)）]?[.、]|\d{{1,3}}[)）]|{_HAN_NUMBER}、)(?!\d)|[(（\[【](?:\d{{1,3}}|{_HAN_NUMBER})[)）\]】]"
    rf"|第\s*(?:\d+|{_HAN_NUMBER})\s*[篇章部]\s*[:：]?|)\s*"
)
_TAG = re.compile(r"\s*(?:【[^【】]{1,16}】|\[[A-Z][A-Za-z&-]{1,11}\s?['’]?\d{2,4}\])\s*(?=\S)")
"""Where a paper is to appear, or of what kind it is: 【MICCAI 2024】, [ICML'24]."""
_SIDES = re.compile(r"\s+[|｜/]\s+|\s*[|｜]\s*")
_QUOTES = ("《》", "「」", "『』", "“”", '""')
_BARS = re.compile(r"\s*[|｜]\s*")
_TOPIC = 4
"""Words that a heading of papers has at most; one with more is a paper's title."""
_OPENED = re.compile(r"[(（\[【][^()（）\[\]【】]*$")
_TRANSLATED = re.compile(r".+[(（]([^()（）]*[\u4e00-\u9fff]{4}[^()（）]*)[)）]\s*")
_NOTED = re.compile(r"\s*[(（]([^()（）:：]{1,12})[:：][^()（）]*[)）]\s*$")
_CLOSED = " (（[【"


def front(title: str) -> int:
    """Where a title begins, behind its number, a word for what it is, and its paper's identifier."""
    end = ornaments.opening(title)
    tag = _TAG.match(title, end)
    end = tag.end() if tag else end
    number = _NUMBER.match(title, end)
    end = number.end() if number else end
    tag = _TAG.match(title, end)
    end = tag.end() if tag else end
    end += wording.front(title[end:])
    return end + addresses.leading(title[end:])[1]


def untold(title: Text) -> Text:
    """Return a title without who presents it: ``Kestrel（主讲：张三）``."""
    noted = _NOTED.search(title.value)
    return cut(title, 0, noted.start()) if noted and wording.label(noted.group(1)) in {"authors", "other"} else title


def unnoted(title: Text) -> Text:
    """Return a title without the brackets in which its identifier is noted: ``Kestrel (2403.10517.pdf)``."""
    noted = addresses.noted(title.value)
    return concat([cut(title, 0, noted[0]), cut(title, noted[1])]) if noted else title


def unaddressed(title: Text) -> Text:
    """Return a title without the address that it ends with: ``Title (Wu et al., arXiv:2406.04692)``."""
    end = addresses.start(title.value)
    rest = addresses.without_urls(title.value[end:]).strip(" )）]】")
    if rest or not end:
        return title
    noted = _OPENED.search(title.value, 0, end)
    short = cut(title, 0, noted.start() if noted else end)
    return cut(short, 0, len(short.value.rstrip(_CLOSED + "→➡>")))


def parts(title: Text) -> list[Text]:
    """Return what stands between the bars of a heading, where there are several bars and some of it is no title.

    ``01 | Kestrel | 2601.00001 | Ada Lovelace`` has four parts; ``English | 中文`` is one, as is ``A | B | C``.
    """
    bars = list(_BARS.finditer(title.value))
    edges = [0, *(edge for bar in bars for edge in bar.span()), len(title.value)]
    found = [cut(title, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    noted = any(wording.labelled(part.value) or not any(map(str.isalpha, part.value)) for part in found)
    return found if len(bars) > 1 and noted else [title]


def unquoted(title: Text) -> Text:
    """Return a title without the quotes in which the whole of it stands."""
    inner = title.value[1:-1]
    quoted = title.value[:1] + title.value[-1:] in _QUOTES and not set(inner) & {title.value[0], title.value[-1]}
    return cut(title, 1, -1) if quoted else title


def translated(title: str) -> tuple[int, int] | None:
    """Return where the brackets open and close in which an English title is said again in Chinese."""
    found = _TRANSLATED.fullmatch(title)
    return (found.start(1) - 1, found.end(1)) if found and not has_han(title[: found.start(1)]) else None


def end_of(line: Line) -> int:
    """Where the title ends with which a line begins: in bold, linked, or before an address; 0 where none does."""
    if line.strong and not is_strong(line):
        return line.strong
    linked = next((anchor for anchor in line.anchors if addresses.address(anchor.url)), None)
    if linked and not _NUMBER.sub("", line.text.value[: linked.start]).strip():
        return linked.end
    if not lines.paper_address(line):
        return 0
    begin = front(line.text.value)
    start = begin + addresses.start(line.text.value[begin:])
    return min(start, linked.start if linked else len(line.text.value))


def name(title: Text) -> str | None:
    """What stands before a title's colon, None where it has none."""
    before, colon, _ = re.sub("[：:]", ":", title.value).partition(":")
    return before.strip() if colon else None


def take(titles: dict[str, Text], title: Text) -> None:
    """Take a title; ``English | 中文`` is two, and so is ``English (中文)``; one without words is none."""
    sides = _SIDES.search(title.value)
    if sides and language(title.value[: sides.start()]) != language(title.value[sides.end() :]):
        take(titles, cut(title, 0, sides.start()))
        take(titles, cut(title, sides.end()))
    elif inner := translated(title.value):
        take(titles, cut(title, 0, inner[0]))
        take(titles, cut(title, inner[0] + 1, inner[1]))
    elif any(map(str.isalpha, (title := untold(unaddressed(unnoted(title)))).value)):
        # A second title with but one Chinese word (TalkNet: 少) is the Chinese one.
        other = "en" in titles and has_han(title.value)
        titles.setdefault("zh" if other else language(title.value), unquoted(strip(title)))


def replace(titles: dict[str, Text], title: Text) -> None:
    """Take a labelled title, which counts for more than the heading."""
    told: dict[str, Text] = {}
    take(told, title)
    titles |= told


def take_whole(titles: dict[str, Text], title: str) -> None:
    """Take the title of the front matter where the heading above the text is but its name."""
    key = language(title)
    known = titles.get(key)
    if known and len(known.value) < len(title) and title.casefold().startswith(known.value.casefold()):
        titles[key] = inserted(title)


def is_section(block: Block) -> bool:
    """Whether a heading, or a line all in bold, names a part of a paper rather than a paper."""
    return wording.section(text_of(block).value) is not None


def twins(blocks: Sequence[Block]) -> list[Block]:
    """Put two headings in two languages, one right below the other, together as one title."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        deeper = block.level - last.level if last and last.level else -1
        twin = last is not None and deeper in (0, 1) and not is_section(block) and not is_section(last)
        above = text_of(last).value if last else ""
        twin = twin and (not deeper or (len(above.split()) > _TOPIC and has_han(text_of(block).value)))
        if last and twin and language(text_of(block).value) != language(above):
            found[-1] = dataclasses.replace(last, lines=last.lines + block.lines)
        else:
            found.append(block)
    return found
