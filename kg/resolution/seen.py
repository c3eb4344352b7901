"""What resolution keeps of an extraction: its things' names, types and proposals; no text."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from kg.model import PAPER
from kg.resolution.normalise import clean, fits, forms, is_abbreviation, joined, key, script, without_kind, words
from kg.resolution.tidy import alone, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.model import Extraction, Thing
    from kg.resolution.terms import Term

Plain = tuple[str, str, str, tuple[str, ...]]
"""A form as plain values."""


class Spelled(NamedTuple):
    """What was worked out of names, as plain values."""

    forms: list[Plain]
    """Every form that was met, text, key, kind and words."""
    names: dict[tuple[str, ...], tuple[int, ...]]
    """Names of a thing -> numbers of its forms, that of the one which tells best what it is put before all."""


ABBREVIATION, HAN, LATIN = "abbreviation", "han", "latin"
_ONE: dict[str, tuple[str, ...]] = {}


@dataclass(slots=True, eq=False)
class Form:
    """One spelling of a name, its key, its kind (``abbreviation``, ``han`` or ``latin``) and its words.

    There is one of each spelling: they are compared as objects, since they are counted by the million.
    """

    text: str
    key: str
    kind: str
    words: tuple[str, ...]


class Seen(NamedTuple):
    """One document's thing: spellings (the preferred one first), and the form that tells best what it is."""

    document: str
    thing: str
    type: str
    types: tuple[str, ...]
    """The type and the other types that a careful reader would accept."""
    weight: int
    """Confidence in thousandths: sums of integers don't depend on their order."""
    forms: tuple[Form, ...]
    anchor: Form
    """The long form rather than its abbreviation, the Latin name rather than its Chinese one."""
    proposed: bool
    titled: bool
    """The paper's title begins with one of the names and a colon."""
    reasons: tuple[str, ...]

    @property
    def id(self) -> tuple[str, str]:
        """Document and thing: what tells this thing from all others."""
        return self.document, self.thing


def form(text: str, own: Mapping[str, str]) -> Form:
    """Return a spelling with its key and kind; ``own`` holds the keys that people gave to spellings."""
    bare = without_kind(text)
    kind = HAN if script(bare) == "zh" else ABBREVIATION if is_abbreviation(bare) else LATIN
    parts = words(text)
    return Form(sys.intern(text), sys.intern(own.get(text) or joined(parts)), kind, parts)


class Forms:
    """Spellings met so far, each worked out once."""

    def __init__(
        self, own: Mapping[str, str], terms: Mapping[str, Term] | None = None, spelled: Spelled | None = None
    ) -> None:
        """Take the keys that people gave to spellings, known terms by key, and what was worked out before with both."""
        self._own, self._terms = own, terms or {}
        self._spelled = Spelled([], {}) if spelled is None else spelled
        self._made = [Form(*plain) for plain in self._spelled.forms]
        self._numbers: dict[str, int] = {}
        self._known: dict[str, tuple[Form, ...]] = {}
        self._of_names: dict[tuple[str, ...], tuple[tuple[Form, ...], Form | None]] = {}

    def of_thing(self, names: tuple[str, ...]) -> tuple[tuple[Form, ...], Form | None]:
        """Return the spellings in a thing's names, and the one that tells best what it is; None where none is left."""
        found = self._of_names.get(names)
        if found is None:
            numbers = self._spelled.names.get(names)
            told = [self._made[number] for number in (self._spell(names) if numbers is None else numbers)]
            found = self._of_names[names] = (tuple(told[1:]), told[0]) if told else ((), None)
        return found

    def _spell(self, names: tuple[str, ...]) -> tuple[int, ...]:
        found = self.of(names)
        told = (anchor(found, self._terms), *found) if found else ()
        numbers = self._spelled.names[names] = tuple(map(self._number, told))
        return numbers

    def _number(self, form: Form) -> int:
        """Return the number of a form, a new one where it is new."""
        if not self._numbers:
            self._numbers = {each.text: number for number, each in enumerate(self._made)}
        number = self._numbers.setdefault(form.text, len(self._made))
        if number == len(self._made):
            self._made.append(form)
            self._spelled.forms.append((form.text, form.key, form.kind, form.words))
        return number

    def of(self, names: Iterable[str]) -> tuple[Form, ...]:
        """Return the spellings in names, "long form (ABBR)" as two, without repetition and lists of several things."""
        found = {one.text: one for name in names for one in self._forms(name)}
        kept = alone(list(found), lambda text: found[text].key if text in found else key(text))
        return tuple(found[text] for text in kept)

    def _forms(self, name: str) -> tuple[Form, ...]:
        if name not in self._known:
            spelled = forms(tidy(clean(name)))
            self._known[name] = tuple(f for f in (form(text, self._own) for text in spelled) if f.key)
        return self._known[name]


def anchor(names: tuple[Form, ...], terms: Mapping[str, Term]) -> Form:
    """Choose the form that tells best what a thing is.

    The preferred name, except that an abbreviation gives way to a long form that it fits, and a Chinese name to a
    Latin one, since a translation is where readings part: one of the same known term, else one that isn't just a part
    of that term's name (lists are generous: they give "language models" to 大型语言模型).
    """
    first = names[0]
    if first.kind == ABBREVIATION:
        return next((f for f in names if f.kind == LATIN and fits(first.text, f.text)), first)
    if first.kind == HAN:
        others = sorted((f for f in names if f.kind != HAN), key=lambda form: form.kind != LATIN)
        return _translated(first, others, terms) or first
    return first


def _translated(first: Form, others: list[Form], terms: Mapping[str, Term]) -> Form | None:
    term = terms.get(first.key)
    if term is None:
        return next(iter(others), None)
    same = next((form for form in others if terms.get(form.key) is term), None)
    return same or next((form for form in others if not set(form.words) < _words(term.en)), None)


@lru_cache(1 << 14)
def _words(name: str) -> frozenset[str]:
    return frozenset(words(name))


def seen(
    extractions: Iterable[Extraction],
    own: Mapping[str, str],
    terms: Mapping[str, Term] | None = None,
    spelled: Spelled | None = None,
) -> list[Seen]:
    """Read extractions once and keep their names, in the order of document and thing; `terms` are known, by key.

    `spelled` says what was worked out before of lists of names, and takes in what is worked out now.
    """
    known = Forms(own, terms or {}, spelled)
    found = (one for extraction in extractions for one in _of(extraction, known))
    return sorted(found, key=itemgetter(0, 1))


def _of(extraction: Extraction, known: Forms) -> Iterator[Seen]:
    proposed = {f.object for f in extraction.facts if f.subject == PAPER and f.predicate == "proposes"}
    document = sys.intern(extraction.document.id)
    titles = [f.text.casefold() for f in extraction.document.fields if f.name.startswith("title")]
    for thing in extraction.things:
        names, one = known.of_thing(thing.names)
        if one is not None:
            ours = thing.id in proposed
            titled = ours and any(_introduces(title, f.text.casefold()) for title in titles for f in names)
            type_, types = _types(thing)
            weight = round(thing.confidence * 1000)
            yield Seen(document, sys.intern(thing.id), type_, types, weight, names, one, ours, titled, thing.reasons)


def _types(thing: Thing) -> tuple[str, tuple[str, ...]]:
    type_ = sys.intern(thing.type)
    return type_, (type_, *thing.alt_types) if thing.alt_types else _ONE.setdefault(type_, (type_,))


def _introduces(title: str, name: str) -> bool:
    return title.startswith(name) and title[len(name) :].lstrip()[:1] in {":", "："}
