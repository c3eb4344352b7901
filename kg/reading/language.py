"""Chinese or English: told by the share of Han characters."""

from __future__ import annotations

import re

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[^\W\d_]")
_SHARE = 0.1
_FEWEST = 2


def has_han(text: str) -> bool:
    """Whether there is any Han character in a text."""
    return bool(_HAN.search(text))


def language(text: str) -> str:
    """Tell the language of a title or paragraph: ``zh`` or ``en``.

    >>> language("RAFT: 针对特定领域 RAG 的语言模型适配"), language("We use 文心 (ERNIE), a large language model.")
    ('zh', 'en')
    """
    han, letters = len(_HAN.findall(text)), len(_LATIN.findall(text))
    return "zh" if han and (han == letters or han >= max(_FEWEST, _SHARE * letters)) else "en"
