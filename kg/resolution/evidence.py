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
    _papers: dict[str, set[str]] = field(default_factory=dict)

    def count(self, key: str) -> int:
        """Return the number of things whose anchor the key is."""
        return len(self.things[key]) if key in self.things else 0

    def type(self, key: str) -> str:
        """Return the type that most of an anchor's things have."""
        if key not in self._types:
            self._types[key] = main_type(self.seen, self.things[key])
        return self._types[key]

    def apart(self, one: str, other: str) -> int:
        """Return the number of papers that speak of both as two things."""
        return len(self._papers_of(one) & self._papers_of(other))

    def _papers_of(self, key: str) -> set[str]:
        if key not in self._papers:
            self._papers[key] = {self.seen[at].document for at in self.things[key]}
        return self._papers[key]


def gather(things: Sequence[Seen]) -> Evidence:
    """Count what each thing's list of names says."""
    found, lists = Evidence(things), Counter[tuple[tuple[Form, ...], str]]()
    for at, thing in enumerate(things):
        anchor = thing.anchor.key
        found.things.setdefault(anchor, []).append(at)
        lists[thing.forms, anchor] += 1
    spelled = Counter[Form]()
    for (forms, anchor), count in lists.items():
        for form in forms:
            spelled[form] += count
        for name in {form.key for form in forms if form.key != anchor}:
            _add(found.listed, name, anchor, count)
            _add(found.lists, anchor, name, count)
    _commonest(found.forms, spelled)
    return found


def _add(counts: dict[str, dict[str, int]], one: str, other: str, count: int) -> None:
    row = counts.setdefault(one, {})
    row[other] = row.get(other, 0) + count


def _commonest(forms: dict[str, Form], spelled: Counter[Form]) -> None:
    """Put each key's commonest form in."""
    for form, count in spelled.items():
        best = forms.setdefault(form.key, form)
        if best is not form and (-count, form.text) < (-spelled[best], best.text):
            forms[form.key] = form


def differ_in_number(one: Form, other: Form) -> bool:
    """Tell whether two names carry different numbers or version tokens (``GPT-4``, ``GPT-4o``; ``ResNet-50``, 101).

    An abbreviation with a number amid its letters (``T2I``) is compared with no long form.
    """
    if (one.kind == ABBREVIATION) != (other.kind == ABBREVIATION):
        return False
    return sorted(numbers(one.text)) != sorted(numbers(other.text))
