"""Traditional characters read as simplified, wide letters as narrow, one for one, so that offsets stay true."""

from __future__ import annotations

import re
from functools import cache

from kg.resources import resource

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_WIDE = [*map(ord, "％＆＋－．／＿"), *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
_HALF_WIDTH = {wide: wide - 0xFEE0 for wide in _WIDE}
_FULL_WIDTH = re.compile(f"[{''.join(map(chr, _WIDE))}]")
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


def narrow(text: str) -> str:
    """Return the text with letters and digits of full width as those of half width.

    >>> narrow("ＧＰＴ－４，好")
    'GPT-4，好'
    """
    return text.translate(_HALF_WIDTH) if _FULL_WIDTH.search(text) else text


def read_as_simplified(text: str) -> str:
    """Return a text in traditional script as simplified; any other is left alone, as a few characters are in both.

    Letters and digits of full width are read as those of half width in either.
    """
    text = narrow(text)
    found = simplified(text)
    if found == text:
        return text
    changed = sum(a != b for a, b in zip(text, found, strict=True))
    return found if changed >= _TRADITIONAL * len(_HAN.findall(text)) else text
