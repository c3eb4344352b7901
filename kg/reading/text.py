"""Text that remembers where each of its characters stands in the source."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from kg.model import Field, Piece

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Text:
    """A string, and for each of its code points the offset in the source (or NOWHERE, for one that we put in)."""

    value: str = ""
    at: tuple[int, ...] = ()


def inserted(value: str) -> Text:
    """Text that stands nowhere in the source, such as the space for a line break."""
    return Text(value, (NOWHERE,) * len(value))


def stretch(value: str, start: int) -> Text:
    """Text that stands unbroken in the source from `start`."""
    return Text(value, tuple(range(start, start + len(value))))


def cut(text: Text, start: int, end: int | None = None) -> Text:
    """The part from `start` to `end`, half-open."""
    return Text(text.value[start:end], text.at[start:end])


def strip(text: Text, characters: str | None = None) -> Text:
    """The text without white space (or `characters`) at either end."""
    start = len(text.value) - len(text.value.lstrip(characters))
    return cut(text, start, max(start, len(text.value.rstrip(characters))))


def concat(texts: list[Text]) -> Text:
    """All the texts, one after the other."""
    return Text("".join(text.value for text in texts), tuple(offset for text in texts for offset in text.at))


def join_lines(lines: list[Text]) -> Text:
    """Lines of one paragraph as one: a break between two Han characters is nothing, any other a space."""
    kept = [line for line in map(strip, lines) if line.value]
    parts: list[Text] = []
    for line in kept:
        if parts:
            parts.append(inserted("" if _is_wide(parts[-1].value[-1]) and _is_wide(line.value[0]) else " "))
        parts.append(line)
    return concat([part for part in parts if part.value])


def join_paragraphs(paragraphs: list[Text]) -> Text:
    """Paragraphs as one text, an empty line between them."""
    parts: list[Text] = []
    for paragraph in paragraphs:
        parts += [inserted("\n\n"), paragraph] if parts else [paragraph]
    return concat(parts)


def as_field(name: str, text: Text) -> Field:
    """The noun for it: NFC text, and the runs that stand unchanged in the source."""
    if not unicodedata.is_normalized("NFC", text.value):
        return Field(name, unicodedata.normalize("NFC", text.value))
    return Field(name, text.value, _pieces(text.at))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _pieces(at: tuple[int, ...]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    start = 0
    for end in range(1, len(at) + 1):
        if end == len(at) or at[end] == NOWHERE or at[end] != at[end - 1] + 1:
            if at[start] != NOWHERE:
                pieces.append(Piece(start, at[start], end - start))
            start = end
    return tuple(pieces)
