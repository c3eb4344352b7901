"""What all the papers' name lists say together: which name is used for what, and how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.resolution.normalise import numbers
from kg.resolution.seen import ABBREVIATION, Form
from kg.resolution.types import main_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.resolution.seen import Seen


@dataclass(slots=True)
class Evidence:
    """Counts over all things, by key; the same whatever the order of the things."""

    seen: Sequence[Seen]
    things: dict[str, list[int]] = field(default_factory=dict)
    """Anchor -> positions of the things that it stands for."""
    listed: dict[str, dict[str, int]] = field(default_factory=dict)
    """Key -> anchor -> number of things so anchored that also bear the key."""
    lists: dict[str, dict[str, int]] = field(default_factory=dict)
    """Anchor -> key -> number of things so anchored that also bear the key."""
    forms: dict[str, Form] = field(default_factory=dict)
    """Key -> its commonest spelling."""
    _types: dict[str, str] = field(default_factory=dict)

    def count(self, key: str) -> int:
        """Return the number of things whose anchor the key is."""
        return len(self.things[key]) if key in self.things else 0

    def type(self, key: str) -> str:
        """Return the type that most of an anchor's things have."""
        if key not in self._types:
            self._types[key] = main_type(self.seen, self.things[key])
        return self._types[key]

    def form(self, key: str) -> Form:
        """Return the commonest form of a key."""
        return self.forms[key]

    def apart(self, one: str, other: str) -> int:
        """Return the number of papers that speak of both as two things."""
        first, second = ({self.seen[at].document for at in self.things[key]} for key in (one, other))
        return len(first & second)


def gather(things: Sequence[Seen]) -> Evidence:
    """Count what each thing's list of names says."""
    found, spelled = Evidence(things), Counter[Form]()
    for at, thing in enumerate(things):
        anchor = thing.anchor.key
        found.things.setdefault(anchor, []).append(at)
        spelled.update(thing.forms)
        for name in {form.key for form in thing.forms}:
            if name != anchor:
                _add(found.listed, name, anchor)
                _add(found.lists, anchor, name)
    for form in sorted(spelled, key=lambda form: (-spelled[form], form.text)):
        found.forms.setdefault(form.key, form)
    return found


def _add(counts: dict[str, dict[str, int]], one: str, other: str) -> None:
    row = counts.setdefault(one, {})
    row[other] = row.get(other, 0) + 1


def differ_in_number(one: Form, other: Form) -> bool:
    """Tell whether two names carry different numbers or version tokens (``GPT-4``, ``GPT-4o``; ``ResNet-50``, 101).

    An abbreviation with a number amid its letters (``T2I``) is compared with no long form.
    """
    if (one.kind == ABBREVIATION) != (other.kind == ABBREVIATION):
        return False
    return sorted(numbers(one.text)) != sorted(numbers(other.text))
