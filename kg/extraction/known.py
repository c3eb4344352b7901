"""Well-known names and their usual types, from ontology/wording/names.toml: what one paper's words may leave open.

A name of the list tells of itself, and as a stem of longer ones: *GPT* of *GPT-4o mini*, *MMLU* of *MMLU-Pro*.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from kg.extraction.names import bare, is_proper, key
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

_CASED = 5
"""Names of so many letters or fewer are words too (math, opt): they need a capital, and all where all are listed so."""
_JOINT = re.compile(r"\w (?:and|or|&) \w")
_BREAK = re.compile(r"(?<=\w)(?=[\s/_:(（–-])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=\.\d)")
"""Where a stem may end: before a space or hyphen, and between letters and digits."""


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    """Return by key the names as listed, each with its type."""
    listed: dict[str, dict[str, str]] = {}
    for kind, names in wording("names").items():
        for name in names:
            listed.setdefault(key(name), {})[name] = kind
    return listed


def well_known() -> list[str]:
    """Return the listed names that are no common words, in order."""
    return sorted({name for plain, names in _listed().items() if len(plain) > _CASED for name in names})


def _type(name: str) -> str | None:
    """Return the type under which a name is listed, in this form or in another one of its letters."""
    plain = key(name)
    listed = _listed().get(plain, {})
    exact = listed.get(name)
    if exact or (len(plain) <= _CASED and name.islower()):
        return exact
    return next((kind for form, kind in listed.items() if len(plain) > _CASED or not form.isupper()), None)


@cache
def joint_names() -> re.Pattern[str]:
    """Return what finds the listed names that look like two in a list: Tanks and Temples."""
    names = sorted(
        {name for names in _listed().values() for name in names if _JOINT.search(name)}, key=len, reverse=True
    )
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))


def usual_type(name: str) -> str | None:
    """Return the type of a coined name (capitals within, or digits) that is listed just as it is written, else None."""
    return _listed().get(key(name), {}).get(name) if any(map(is_proper, name.split())) else None


@lru_cache(maxsize=1 << 16)
def known_type(surface: str) -> tuple[str | None, str | None]:
    """Return the type of the name if it is listed, else None, and that of its longest stem that is."""
    capital = any(map(str.isupper, surface))
    whole = _type(surface) or (_type(bare(surface)) if capital else None)
    if whole or not capital:
        return whole, None
    ends = sorted((found.start() for found in _BREAK.finditer(surface)), reverse=True)
    return None, next((kind for end in ends if (kind := _type(surface[:end]))), None)
