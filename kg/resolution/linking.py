"""Entities linked to the headings of authority files, by label in either language."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.resolution.normalise import forms, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.authority import Heading
    from kg.model import Entity

EXACT, CLOSE = 0.95, 0.7
"""Confidence of a match of preferred names, and of one through another name."""


@dataclass(frozen=True, slots=True)
class Link:
    """Why an entity is linked to a heading."""

    iri: str
    reason: str
    confidence: float

    @property
    def exact(self) -> bool:
        """Tell whether both name it so by preference, and no other heading does."""
        return self.confidence == EXACT


class Headings:
    """Authority files' headings by their names' keys."""

    def __init__(self, headings: Iterable[Heading]) -> None:
        """Index the headings."""
        self._preferred: dict[str, dict[str, Heading]] = defaultdict(dict)
        self._other: dict[str, dict[str, Heading]] = defaultdict(dict)
        for heading in headings:
            _index(self._preferred, heading, heading.preferred)
            _index(self._other, heading, heading.other)

    def link(self, entity: Entity) -> tuple[Entity, tuple[Link, ...]]:
        """Return the entity with its matches, and why.

        A match is exact if a preferred name of the entity is a preferred name of one heading of the file only; it is
        close if more headings have that name, or if the name is another name of the heading or of the entity.
        """
        found: dict[str, Link] = {}
        if not self._preferred and not self._other:
            return entity, ()
        for name in entity.names.values():
            _match(found, name, self._preferred, EXACT)
            _match(found, name, self._other, CLOSE)
        exact = {link.iri for link in found.values() if link.exact}
        if not exact:
            for name in entity.aliases:
                _match(found, name, self._preferred, CLOSE)
        links = tuple(found[iri] for iri in sorted(found) if iri in exact or not exact)
        same = tuple(link.iri for link in links if link.exact)
        close = tuple(link.iri for link in links if not link.exact)
        return replace(entity, same_as=same, close_to=close), links


def _index(table: dict[str, dict[str, Heading]], heading: Heading, names: Iterable[str]) -> None:
    for name in names:
        for form in forms(name):
            table[key(form)][heading.iri] = heading


def _match(found: dict[str, Link], name: str, table: Mapping[str, Mapping[str, Heading]], confidence: float) -> None:
    matches = table.get(key(name), {})
    for heading in (matches[iri] for iri in sorted(matches)):
        alone = sum(other.source == heading.source for other in matches.values()) == 1
        sure = confidence if alone else CLOSE
        if heading.iri not in found or found[heading.iri].confidence < sure:
            label = next(
                each for each in (*heading.preferred, *heading.other) if key(name) in set(map(key, forms(each)))
            )
            reason = f"authority {heading.source}: {name} = {label} <{heading.iri}>"
            found[heading.iri] = Link(heading.iri, reason, sure)
