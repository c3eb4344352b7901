"""Extraction that finds the first word of a title, so that building is tested alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kg import extraction
from kg.model import Evidence, Extraction, Fact, Mention, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Document


class FirstWord:
    """The stand-in; `seen` are the ids that it extracted from."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.version = "first-word-1"

    def __call__(self, documents: Iterable[Document], config: object = None) -> Iterator[Extraction]:
        """Extract from each document in order."""
        del config
        for document in documents:
            self.seen.append(document.id)
            title = document.fields[0]
            found = re.match(r"[\w-]+", title.text)
            assert found
            place = Evidence(document.id, title.name, 0, found.end(), found.group(), (0, len(title.text)), "kg_first")
            yield Extraction(
                document,
                (Thing("e1", "Model", (found.group(),)),),
                (Mention("e1", "Model", place),),
                (Fact("paper", "proposes", "e1", (place,), 0.9),),
            )


@pytest.fixture
def first_word(monkeypatch: pytest.MonkeyPatch) -> FirstWord:
    """Put the stand-in in extraction's place."""
    found = FirstWord()
    monkeypatch.setattr(extraction, "extract_all", found)
    monkeypatch.setattr(extraction, "pipeline_version", lambda: found.version)
    return found
