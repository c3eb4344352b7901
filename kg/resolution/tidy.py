"""Names as a text cuts them, brought to order: broken brackets, abbreviations amid them, lists of several names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.resolution.normalise import HAN, fits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_AMID = re.compile(rf"(?<=[{HAN}]{{3}})\s*\([A-Za-z][A-Za-z0-9-]{{1,11}}\)\s*(?=[{HAN}])")
"""An abbreviation that a Chinese name holds in brackets: 大型语言模型(LLM)代理."""
_BETWEEN = re.compile(r"^(?P<front>[^()]*\w)\s*\((?P<short>[A-Za-z-]{2,10})\)(?P<rest>[-\s]\s*\w[^()]*)$")
"""An abbreviation between the words that it stands for and others: mixture of experts (MoE) models."""
_LIST = "、"
_AND = re.compile(rf"\s+(?:and|&)\s+|(?<=[{HAN}])(?:和|与|及|以及)(?=[{HAN}])")


def tidy(name: str) -> str:
    """Return a name (NFKC) without an abbreviation in brackets amid its words, its brackets closed.

    >>> tidy("大型语言模型(LLM)代理"), tidy("question answering (QA"), tidy("CoT) 推理")
    ('大型语言模型代理', 'question answering (QA)', 'CoT 推理')
    """
    if "(" not in name and ")" not in name:
        return name
    text = _AMID.sub("", _balanced(name))
    match = _BETWEEN.match(text)
    return match["front"] + match["rest"] if match and fits(match["short"], match["front"]) else text


def _balanced(name: str) -> str:
    out, depth = "", 0
    for char in name:
        depth += (char == "(") - (char == ")")
        if depth < 0:
            depth = 0
            continue
        out += char
    return out + ")" * depth


def alone(names: Sequence[str], key: Callable[[str], str]) -> list[str]:
    """Return the names less those that list several things, unless none would be left.

    A list has a Chinese comma, or an "and" one side of which is itself among the names.

    >>> alone(["可解释性", "推理、可解释性", "推理和可解释性", "常识和符号推理"], str)
    ['可解释性', '常识和符号推理']
    """
    keys: set[str] | None = None
    out = []
    for name in names:
        if _LIST in name:
            continue
        parts = _AND.split(name) if _AND.search(name) else []
        if parts:
            keys = keys or {key(other) for other in names}
        if not any(key(part) in keys for part in parts if keys):
            out.append(name)
    return out or list(names)
