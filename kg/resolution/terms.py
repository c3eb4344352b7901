"""Known terms with both languages: ``ontology/terms.tsv``, and over it ``ontology/synonyms.tsv``.

Columns of the first, which is mined: id, type, preferred English, preferred Chinese, aliases separated by ``|``,
frequency. Columns of the second, which is written by hand: the same without id and frequency.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from kg.resolution.normalise import fits, key
from kg.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Term:
    """One term: its type, its preferred names and its other names."""

    id: str
    type: str
    en: str
    zh: str
    aliases: tuple[str, ...] = ()
    frequency: int = 0
    decided: bool = False
    """A person's word: papers' types don't split it."""

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the English one first."""
        return tuple(dict.fromkeys(name for name in (self.en, self.zh, *self.aliases) if name))


def load(path: Path | None = None) -> tuple[Term, ...]:
    """Read the terms that come with the package, or those of a file; none when there is no such file."""
    if path is None:
        return over(load_synonyms(resource("ontology", "synonyms.tsv")), load(resource("ontology", "terms.tsv")))
    return tuple(_term(row) for row in _rows(path) if row[0] != "id")


def load_synonyms(path: Path) -> tuple[Term, ...]:
    """Read names that mean one thing, decided by hand; a term's id is its English name."""
    return tuple(replace(_term([row[1], *row]), decided=True) for row in _rows(path))


def over(decided: Iterable[Term], mined: Iterable[Term]) -> tuple[Term, ...]:
    """Put terms decided by hand over mined ones.

    A mined term whose English name a decided one has is joined to it; the others give up the names that it has.
    """
    decided = tuple(decided)
    owner = {key(name): term for term in decided for name in term.names}
    joined: dict[str, list[Term]] = {term.id: [] for term in decided}
    rest = []
    for term in mined:
        if (into := owner.get(key(term.en))) is not None:
            joined[into.id].append(term)
        else:
            rest.append(_without(term, owner))
    return (*(_with(term, joined[term.id], owner) for term in decided), *rest)


def _without(term: Term, owner: Mapping[str, Term]) -> Term:
    aliases = tuple(name for name in term.aliases if key(name) not in owner)
    return replace(term, zh="" if term.zh and key(term.zh) in owner else term.zh, aliases=aliases)


def _with(term: Term, mined: list[Term], owner: Mapping[str, Term]) -> Term:
    names = (name for each in mined for name in each.names if owner.get(key(name), term) is term)
    aliases = tuple(dict.fromkeys(name for name in (*term.aliases, *names) if name not in {term.en, term.zh}))
    return replace(term, aliases=aliases, frequency=sum(each.frequency for each in mined))


def _rows(path: Path) -> Iterator[list[str]]:
    """Yield a table's rows; none when there is no such file."""
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            plain = (line for line in lines if not line.startswith("#"))
            yield from (row for row in csv.reader(plain, delimiter="\t", quoting=csv.QUOTE_NONE) if row)


def _term(row: list[str]) -> Term:
    id_, type_, en, zh, aliases, frequency = (row + [""] * 6)[:6]
    names = tuple(alias.strip() for alias in aliases.split("|") if alias.strip())
    return Term(id_, type_, en.strip(), zh.strip(), names, int(frequency or 0))


@cache
def own_by_key() -> dict[str, Term]:
    """Return the package's terms by their names' keys."""
    return by_key(load())


def by_key(terms: Iterable[Term], keys: Callable[[str], str] = key) -> dict[str, Term]:
    """Map each name's key to its term, without the keys that two terms claim, save where one prefers it."""
    claims: dict[str, list[Term]] = defaultdict(list)
    for term in sorted(terms, key=lambda term: (-term.frequency, term.id)):
        for name in dict.fromkeys(keys(name) for name in term.names):
            claims[name].append(term)
    owners = ((name, _owner(name, claimed, keys)) for name, claimed in claims.items())
    return {name: owner for name, owner in owners if owner is not None}


def _owner(name: str, claimed: list[Term], keys: Callable[[str], str]) -> Term | None:
    """Return the one term that has a name by preference, else the one that an abbreviation fits, else none."""
    if len(claimed) == 1:
        return claimed[0]
    by_rank = (
        [term for term in claimed if keys(term.en) == name],
        [term for term in claimed if any(keys(each) == name and fits(each, term.en) for each in term.aliases)],
        [term for term in claimed if term.zh and keys(term.zh) == name],
    )
    return next((terms[0] for terms in by_rank if len(terms) == 1), None)
