"""Things said by papers of our own making, in as few words as a test needs."""

from __future__ import annotations

import pytest

from kg.model import Document, Extraction, Fact, Field, Resolution, Thing
from kg.resolution import Decisions, Term, resolve


class Papers:
    """Papers in the making."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: list[Extraction] = []
        self.terms: tuple[Term, ...] = ()
        self.decisions: Decisions | None = None
        self.unused: list[str] = []

    def add(self, id_: str, *things: tuple[str, ...], proposes: str = "", title: str = "") -> Papers:
        """Add a paper that speaks of things, each a type and its names; `proposes` is a thing's first name."""
        told = tuple(Thing(f"e{at}", type_, tuple(names)) for at, (type_, *names) in enumerate(things, 1))
        facts = tuple(Fact("paper", "proposes", thing.id) for thing in told if thing.names[0] == proposes)
        self.all.append(Extraction(Document(id_, (Field("title_en", title),)), told, facts=facts))
        return self

    def resolve(self) -> Resolution:
        """Resolve with the terms and decisions given only."""
        return resolve(self.all, terms=self.terms, decisions=self.decisions, on_unused=self.unused.append)

    def entities(self) -> list[str]:
        """Return the entity of each paper's first thing, in order."""
        found = self.resolve()
        return [found.entity_of[extraction.document.id, "e1"] for extraction in self.all]


@pytest.fixture
def papers() -> Papers:
    """Return no papers yet."""
    return Papers()
