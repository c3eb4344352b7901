"""Count what annotated papers say of each name: `kg.extraction.priors.Priors` from annotations."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extraction import known
from kg.extraction.learned import ROLES, TYPES
from kg.extraction.names import key
from kg.extraction.priors import Prior, Priors
from kg.extraction.text import plain
from kg.extraction.tokenizer import split
from kg.training.corpus import role_table, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.extraction.text import Text
    from kg.training.corpus import Record

_LONGEST = 16
_APART = 3
"""Two names that were never one thing are remembered when they were two in at least so many papers."""


@dataclass
class _Counts:
    seen: Counter[str] = field(default_factory=Counter)
    counted: Counter[str] = field(default_factory=Counter)
    optional: Counter[str] = field(default_factory=Counter)
    types: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(TYPES)))
    roles: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(ROLES)))
    pairs: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))


def plain_tokens(name: str) -> list[str]:
    """Return the plain forms of a name's tokens, without punctuation."""
    tokens = (plain(name[a:b]) for a, b in split(name) if not name[a].isspace())
    return [t for t in tokens if t]


def first_tokens(names: Iterable[str]) -> dict[str, int]:
    """Return, by first token, the length in tokens of the longest name, with room for punctuation inside."""
    first: dict[str, int] = {}
    for name in names:
        tokens = plain_tokens(name)
        if tokens:
            first[tokens[0]] = min(_LONGEST, max(first.get(tokens[0], 0), len(tokens) + 2))
    return first


@dataclass(frozen=True, slots=True)
class TermForms:
    """One term of ontology/terms.tsv that was found without the annotations: its forms, and papers that have any."""

    forms: tuple[str, ...]
    frequency: int


def read_terms(path: Path) -> list[TermForms]:
    """Read the terms that don't rest on annotations alone, so that cross-validation learns nothing from them."""
    terms = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if set(row["source"].split(",")) != {"annotation"}:
                forms = [row["en"], row["zh"], *row["aliases"].split("|")]
                terms.append(
                    TermForms(tuple(dict.fromkeys(f for f in forms if len(key(f)) > 1)), int(row["frequency"]))
                )
    return terms


def well_known_terms() -> list[TermForms]:
    """Return the listed names as terms: they are looked for, though no annotated paper has them."""
    return [TermForms((name,), 0) for name in known.well_known()]


def count_priors(
    records: Sequence[Record], texts: Sequence[Text], frequency: Mapping[str, int], terms: Sequence[TermForms] = ()
) -> Priors:
    """Return the priors of `records`, whose texts (both languages) are `texts`; `frequency` is papers by key.

    The forms of `terms` become known names too, and forms of one term names of one thing.
    """
    annotated = {n for r in records for e in r["annotation"]["entities"] for n in e["names"] if len(key(n)) > 1}
    names = sorted(annotated.union(*(t.forms for t in terms)))
    frequency = {key(f): t.frequency for t in terms for f in t.forms} | dict(frequency)
    first = first_tokens(names)
    nothing = Prior(0, 0, 0, (0,) * len(TYPES), (0,) * len(ROLES), 0)
    matcher = Priors(dict.fromkeys((key(n) for n in names), nothing), first, {})
    counts = _Counts()
    for record, text in zip(records, texts, strict=True):
        _count(record, {k for _, _, k in matcher.match(text.plain)}, counts)
    for term in terms:
        keys = sorted({key(f) for f in term.forms})
        for n, a in enumerate(keys):
            for b in keys[n + 1 :]:
                counts.pairs[a, b][0] += 1
    listed = {key(f) for t in terms for f in t.forms}
    known = {k: _prior(k, counts, frequency.get(k, 0)) for k in sorted(listed | set(counts.seen))}
    same = {pair: (n, m) for pair, (n, m) in sorted(counts.pairs.items()) if n or m >= _APART}
    return Priors(known, first, same)


def name_frequencies(records: Sequence[Record], papers: Iterable[Record]) -> dict[str, int]:
    """Return in how many of `papers` (either language) each annotated name stands, by key."""
    names = sorted({n for r in records for e in r["annotation"]["entities"] for n in e["names"] if len(key(n)) > 1})
    nothing = Prior(0, 0, 0, (), (), 0)
    matcher = Priors(dict.fromkeys((key(n) for n in names), nothing), first_tokens(names), {})
    counts: Counter[str] = Counter()
    for paper in papers:
        text = text_of({"text": paper}, "both")
        counts.update({k for _, _, k in matcher.match(text.plain)})
    return dict(sorted(counts.items()))


def _prior(k: str, c: _Counts, frequency: int) -> Prior:
    return Prior(c.seen[k], c.counted[k], c.optional[k], tuple(c.types[k]), tuple(c.roles[k]), frequency)


def _count(record: Record, present: set[str], counts: _Counts) -> None:
    counts.seen.update(sorted(present))
    roles, entity_of = role_table(record["annotation"]), {}
    for i, entity in enumerate(record["annotation"]["entities"]):
        for k in sorted({key(n) for n in entity["names"]} & present):
            if k in entity_of:
                continue
            entity_of[k] = i
            if entity.get("optional"):
                counts.optional[k] += 1
                continue
            counts.counted[k] += 1
            counts.types[k][TYPES.index(entity["type"])] += 1
            counts.roles[k] = [a + int(b) for a, b in zip(counts.roles[k], roles[i], strict=True)]
    ordered = sorted(entity_of)
    for n, a in enumerate(ordered):
        for b in ordered[n + 1 :]:
            counts.pairs[a, b][entity_of[a] != entity_of[b]] += 1
