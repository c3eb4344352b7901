"""When two names, units or numbers count as the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNITS = {
    "×": "x",
    "倍": "x",
    "times": "x",
    "percent": "%",
    "percentage points": "points",
    "point": "points",
    "个百分点": "points",
    "pp": "points",
    "帧": "frames",
}
_SHORTEST_PLURAL = 4
_PLACES = 6


@lru_cache(maxsize=100_000)
def same_name(name: str) -> str:
    """Return what equal names have in common: no case, width, spaces, punctuation or English plural s.

    >>> same_name("GPT-4 (V)") == same_name("gpt4v")
    True
    """
    letters = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name).casefold())
    plural = len(letters) >= _SHORTEST_PLURAL and letters.isascii() and letters.endswith("s")
    return letters.removesuffix("s") if plural else letters


def same_unit(unit: str | None) -> str:
    """Return one name for each unit, whatever it is called.

    >>> same_unit("个百分点"), same_unit(None)
    ('points', '')
    """
    plain = (unit or "").strip().casefold()
    return _UNITS.get(plain, plain)


def same_number(value: object) -> float | None:
    """Return a value as a number to six places; None where it is none."""
    try:
        return round(float(str(value)), _PLACES)
    except ValueError:
        return None


def same_url(url: str) -> str:
    """Return an address without its scheme, case and last slashes."""
    return re.sub(r"^https?://|/+$", "", url.strip().casefold())
