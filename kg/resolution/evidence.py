"""What all the papers' name lists say together: which name is used for what, and how often."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.resolution.normalise import numbers
from kg.resolution.seen import ABBREVIATION, Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.resolution.seen import Seen


@dataclass(slots=True)
class Evidence:
    """Counts over all things, by key; the same whatever the order of the things."""

    things: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Anchor -> positions of the things that it stands for."""
    listed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Key -> anchor -> number of things so anchored that also bear the key."""
    lists: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Anchor -> key -> number of things so anchored that also bear the key."""
    spellings: dict[str, Counter[Form]] = field(default_factory=lambda: defaultdict(Counter))
    """Key -> form -> number of things that bear it."""
    types: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Anchor -> type -> summed confidence in thousandths."""
    documents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Anchor -> documents that have such a thing."""
    _form: dict[str, Form] = field(default_factory=dict)

    def count(self, key: str) -> int:
        """Return the number of things whose anchor the key is."""
        return len(self.things[key]) if key in self.things else 0

    def type(self, key: str) -> str:
        """Return the type that most of an anchor's things have."""
        return min(self.types[key].items(), key=lambda pair: (-pair[1], pair[0]))[0]

    def form(self, key: str) -> Form:
        """Return the commonest form of a key."""
        if key not in self._form:
            self._form[key] = min(self.spellings[key].items(), key=lambda pair: (-pair[1], pair[0].text))[0]
        return self._form[key]

    def apart(self, one: str, other: str) -> int:
        """Return the number of papers that speak of both as two things."""
        return len(self.documents[one] & self.documents[other])


def gather(things: Sequence[Seen]) -> Evidence:
    """Count what each thing's list of names says."""
    found = Evidence()
    for at, thing in enumerate(things):
        anchor = thing.anchor.key
        found.things[anchor].append(at)
        found.types[anchor][thing.type] += thing.weight
        found.documents[anchor].add(thing.document)
        found.spellings[anchor][thing.anchor] += 1
        for form in thing.forms:
            found.spellings[form.key][form] += form is not thing.anchor
        for name in {form.key for form in thing.forms} - {anchor}:
            found.listed[name][anchor] += 1
            found.lists[anchor][name] += 1
    return found


def differ_in_number(one: Form, other: Form) -> bool:
    """Tell whether two names carry different numbers or version tokens (``GPT-4``, ``GPT-4o``; ``ResNet-50``, 101).

    An abbreviation with a number amid its letters (``T2I``) is compared with no long form.
    """
    if (one.kind == ABBREVIATION) != (other.kind == ABBREVIATION):
        return False
    return sorted(numbers(one.text)) != sorted(numbers(other.text))

