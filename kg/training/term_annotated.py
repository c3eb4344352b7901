"""Names that annotators gave: types by majority, and which other names are true synonyms.

Annotators also list loose variants; an alias counts if several papers give it, or if the corpus agrees.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.training.term_acronyms import is_short, short_key
from kg.training.term_text import english_key, has_han

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.training.term_text import Annotated

OPTIONAL_WEIGHT = 0.25
PRIOR = 1.5


@dataclass
class Named:
    """One English key in the annotations: votes for types, its forms, and the names beside it."""

    types: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    forms: Counter[str] = field(default_factory=Counter)
    chinese: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)
    shorts: Counter[str] = field(default_factory=Counter)
    count: int = 0
    sure: int = 0


def named(entities: Iterable[Annotated]) -> dict[str, Named]:
    """Group the annotated entities by the key of their first Latin name."""
    found: dict[str, Named] = defaultdict(Named)
    for entity in entities:
        latin = [name for name in entity.names if not has_han(name) and english_key(name)]
        if latin:
            _add(found[english_key(_head(latin))], entity, latin)
    return dict(found)


def _head(latin: list[str]) -> str:
    """Return the first name, or the long form that the first name abbreviates."""
    if is_short(short_key(latin[0])):
        return next((name for name in latin[1:] if initials(short_key(latin[0]), name)), latin[0])
    return latin[0]


def _add(entry: Named, entity: Annotated, latin: list[str]) -> None:
    head = _head(latin)
    entry.types[entity.type] += OPTIONAL_WEIGHT if entity.optional else 1
    entry.forms[head] += 1
    entry.count += 1
    entry.sure += not entity.optional
    chinese = [name for name in entity.names if has_han(name)]
    entry.chinese.update(chinese)
    entry.first.update(chinese[:1])
    entry.shorts.update({short_key(n) for n in latin if is_short(short_key(n)) and initials(short_key(n), head)})


def initials(short: str, long: str) -> bool:
    """Say whether the letters of an abbreviation stand in order at the heads of the words (one may be inside)."""
    words = english_key(long).split()
    letters = [letter.lower() for letter in short if letter.isalpha()]
    if len(words) < 2 or not letters or letters[0] != words[0][0]:  # noqa: PLR2004 - one word has no initials
        return False
    heads = "".join(word[0] for word in words)
    return _subsequence(letters, heads) or (
        _subsequence(letters, "".join(words)) and sum(letter in heads for letter in letters) >= len(letters) - 1
    )


def _subsequence(letters: list[str], text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def type_of(entry: Named, prior: str | None = None) -> str:
    """Return the type that most annotators gave; `prior`, the type that the words tell, has a small weight."""
    weights = dict(entry.types)
    if prior:
        weights[prior] = weights.get(prior, 0.0) + PRIOR
    return min(weights, key=lambda kind: (-weights[kind], kind))


def votes_by_paper(entities: Iterable[Annotated]) -> dict[str, dict[str, str]]:
    """Return, for each paper, the keys of all names with their types; optional ones have the type "?"."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in entities:
        for name in entity.names:
            if not has_han(name) and english_key(name):
                found[entity.doc].setdefault(english_key(name), "?" if entity.optional else entity.type)
    return dict(found)
