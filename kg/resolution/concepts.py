"""Which names mean one thing: names are joined on the evidence of all papers, before any thing is.

A paper's list of names may be sloppy (one lists "reasoning" among the names of mathematical reasoning), so lists are
never chained. Two names are joined only if most papers that use the rarer one also list the other, or if both an
abbreviation and a translation say so; never if they differ in a number, if one is the other with a word added, or if
papers speak of the two as two things. An abbreviation or a Chinese name goes to its reading if one reading prevails.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.resolution.candidates import Candidate, listed, long_forms, ranked, spelled_out, spellings, suffixed
from kg.resolution.evidence import differ_in_number
from kg.resolution.normalise import content, fits, joined
from kg.resolution.seen import ABBREVIATION, HAN
from kg.resolution.types import compatible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.resolution.evidence import Evidence
    from kg.resolution.terms import Term

PREVAILS = 0.6
"""Share of an abbreviation's long forms, or of a translation's uses, that one reading must have."""
TWICE = 2
"""Papers that must list two Chinese names together: one list may hold two things, and there is no translation."""
SPELLED_OUT = 2
"""Papers that must spell an abbreviation out before it is spelled out inside longer names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an abbreviation or a Chinese name stands for, with what share of its uses."""

    anchor: str
    share: float
    count: int


@dataclass(slots=True)
class Concepts:
    """Anchors joined into concepts, with the reason for each join."""

    evidence: Evidence
    blocked: frozenset[frozenset[str]] = frozenset()
    """Pairs of keys that a person has said are two things."""
    terms: Mapping[str, Term] = field(default_factory=dict)
    """Known terms by key: two terms are two things, however papers list them."""
    head: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    joins: list[Candidate] = field(default_factory=list)
    """The candidates that were followed, in order."""
    readings: dict[str, Reading] = field(default_factory=dict)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _why: dict[str, str] = field(default_factory=dict)

    def of(self, anchor: str) -> str:
        """Return the head of the anchor's concept."""
        return self.head.get(anchor, anchor)

    def group(self, anchor: str) -> list[str]:
        """Return the anchors of the concept."""
        return self.members.get(self.of(anchor), [anchor])

    def join(self, candidate: Candidate) -> bool:
        """Join two concepts unless something speaks against it; tell whether they are one now."""
        one, other = self.of(candidate.one), self.of(candidate.other)
        if one != other and self._clash(candidate, one, other):
            return False
        if one != other:
            self._merge(one, other)
            self.joins.append(candidate)
            self._why.setdefault(candidate.one, candidate.reason)
            self._why.setdefault(candidate.other, candidate.reason)
        return True

    def because(self, anchor: str) -> str:
        """Return the reason for which an anchor was joined to its concept."""
        return self._why.get(anchor) or f"same name: {self.evidence.forms[anchor].text}"

    def _merge(self, one: str, other: str) -> None:
        rarer, head = sorted((one, other), key=lambda anchor: (self.evidence.count(anchor), anchor))
        together = sorted(self.group(head) + self.group(rarer))
        self.members[head] = together
        self.members.pop(rarer, None)
        self.head.update(dict.fromkeys(together, head))

    def _clash(self, candidate: Candidate, one: str, other: str) -> bool:
        pairs = [(a, b) for a in self.group(one) for b in self.group(other)]
        if any(frozenset(pair) in self.blocked for pair in pairs):
            return True
        if candidate.sure:
            return False
        evidence = self.evidence
        known = self.term(one), self.term(other)
        if None not in known and known[0] != known[1]:
            return True
        if not compatible(evidence.type(one), evidence.type(other)):
            return True
        if evidence.apart(candidate.one, candidate.other) >= max(1, candidate.support):
            return True
        return any(self._names_clash(a, b, adds=candidate.adds) for a, b in pairs)

    def term(self, anchor: str) -> Term | None:
        """Return the known term that the anchor's concept is."""
        members = self.members.get(self.of(anchor))
        if members is None:
            return self.terms.get(anchor)
        return next((term for each in members if (term := self.terms.get(each)) is not None), None)

    def _names_clash(self, one: str, other: str, *, adds: bool) -> bool:
        if differ_in_number(self.evidence.forms[one], self.evidence.forms[other]):
            return True
        return not adds and self._modifies(one, other)

    def _modifies(self, one: str, other: str) -> bool:
        """Tell whether one name is the other with words added ("mathematical reasoning", "reasoning")."""
        kinds = {self.evidence.forms[one].kind, self.evidence.forms[other].kind}
        if HAN in kinds:
            return len(kinds) == 1 and (one in other or other in one)
        few, many = sorted((self.words(one), self.words(other)), key=lambda words: len(joined(words)))
        return set(few) < set(many) or _within(joined(few), many)

    def words(self, key: str) -> tuple[str, ...]:
        """Return a name's words that bear meaning, with abbreviations spelled out as they are read so far."""
        plain = self.evidence.forms[key].words
        if self.readings.keys().isdisjoint(plain):
            return plain
        if key not in self._words:
            self._words[key] = content(tuple(part for word in plain for part in self._long(word)))
        return self._words[key]

    def _long(self, word: str) -> tuple[str, ...]:
        reading = self.readings.get(word)
        if reading is None or reading.share < PREVAILS or reading.count < SPELLED_OUT:
            return (word,)
        return self.evidence.forms[reading.anchor].words

    def spell_out(self) -> None:
        """Forget the words worked out before abbreviations were read."""
        self._words.clear()


def _within(key: str, words: tuple[str, ...]) -> bool:
    """Tell whether some but not all of the words, in their order, make a key ("pretraining from scratch")."""
    runs = ((at, end) for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return any(joined(words[at:end]) == key for at, end in runs if end - at < len(words))


def concepts(
    evidence: Evidence,
    terms: Mapping[str, Term],
    same: Iterable[Candidate] = (),
    blocked: frozenset[frozenset[str]] = frozenset(),
) -> Concepts:
    """Join anchors into concepts: people's word first, then known terms, then the papers' evidence."""
    found = Concepts(evidence, blocked, terms)
    for candidate in (*same, *_terms(evidence, terms), *ranked(spellings(evidence, found.words))):
        found.join(candidate)
    for candidate in ranked(long_forms(evidence)):
        found.join(candidate)
    _read(found, ABBREVIATION)
    found.spell_out()
    for step in (spelled_out, suffixed):
        for candidate in ranked(step(evidence, found.words)):
            found.join(candidate)
    for candidate in ranked(listed(evidence)):
        found.join(candidate)
    _read(found, HAN)
    return found


def _terms(evidence: Evidence, terms: Mapping[str, Term]) -> list[Candidate]:
    first: dict[str, str] = {}
    out = []
    for key in sorted(evidence.things.keys() & terms.keys(), key=lambda key: (-evidence.count(key), key)):
        term = terms[key]
        if first.setdefault(term.id, key) != key:
            out.append(Candidate(key, first[term.id], f"term: {evidence.forms[key].text} = {term.en}", sure=True))
    return out


def _read(found: Concepts, kind: str) -> None:
    evidence = found.evidence
    for key in sorted(key for key in evidence.listed if evidence.forms[key].kind == kind):
        if (reading := _reading(found, key, kind)) is not None:
            found.readings[key] = reading
            if key in evidence.things and reading.share >= PREVAILS and not _known_otherwise(found, key, reading):
                found.join(Candidate(key, reading.anchor, _because(found, key, reading), support=reading.count))


def _reading(found: Concepts, key: str, kind: str) -> Reading | None:
    votes: dict[str, int] = {}
    tells = _translates if kind == HAN else _spells_out
    for anchor, count in found.evidence.listed[key].items():
        if tells(found, key, anchor, count):
            head = found.of(anchor)
            votes[head] = votes.get(head, 0) + count
    if not votes:
        return None
    anchor, count = min(votes.items(), key=lambda pair: (-pair[1], pair[0]))
    return Reading(anchor, count / sum(votes.values()), count)


def _spells_out(found: Concepts, key: str, anchor: str, _count: int) -> bool:
    long = found.evidence.forms[anchor]
    return long.kind != ABBREVIATION and fits(found.evidence.forms[key].text, long.text)


def _translates(found: Concepts, _key: str, anchor: str, count: int) -> bool:
    kind = found.evidence.forms[anchor].kind
    if kind == HAN:
        return count >= TWICE
    return kind != ABBREVIATION or anchor not in found.readings or found.of(anchor) != anchor


def _known_otherwise(found: Concepts, key: str, reading: Reading) -> bool:
    """Tell whether a name is a known term's, joined to it, and the reading isn't that term."""
    return key in found.terms and found.of(key) != key and found.term(reading.anchor) is not found.term(key)


def _because(found: Concepts, key: str, reading: Reading) -> str:
    form, head = found.evidence.forms[key], found.evidence.forms[reading.anchor]
    rule = "translation" if form.kind == HAN else "abbreviation"
    return f"{rule}: {form.text} = {head.text} ({reading.share:.0%} of its uses)"
