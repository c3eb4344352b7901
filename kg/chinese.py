"""Chinese in traditional characters, read as simplified ones, character for character, so that offsets stay true."""

from __future__ import annotations

import re
from functools import cache

from kg.resources import resource

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_TRADITIONAL = 0.05
"""Share of the Han characters that only traditional script has, from which on a text is written in it."""


@cache
def _characters() -> dict[int, str]:
    lines = resource("ontology", "wording", "traditional.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(traditional): simplified for traditional, simplified in pairs}


def simplified(text: str) -> str:
    """Return the text with each traditional character replaced by its simplified form.

    >>> simplified("大型語言模型")
    '大型语言模型'
    """
    return text.translate(_characters()) if not text.isascii() else text


def read_as_simplified(text: str) -> str:
    """Return a text in traditional script as simplified; any other is left alone, as a few characters are in both."""
    found = simplified(text)
    if found == text:
        return text
    changed = sum(a != b for a, b in zip(text, found, strict=True))
    return found if changed >= _TRADITIONAL * len(_HAN.findall(text)) else text
