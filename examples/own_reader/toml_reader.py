"""A reader for papers in TOML: one table [[paper]] for each."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from kg.model import Document, Field, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.reading import Source


def read_toml(source: Source, on_skip: Callable[[Skipped], None]) -> Iterator[Document]:
    """Yield the papers of a file; hand over what can't be read, with its place and what to do."""
    from pathlib import Path

    try:
        papers = tomllib.loads(Path(source.path).read_text(encoding="utf-8")).get("paper", [])
    except (OSError, ValueError) as error:
        on_skip(Skipped(source.path, 1, str(error), "see https://toml.io"))
        return
    for paper in papers:
        fields = tuple(Field(name, paper[name]) for name in ("title_en", "abstract_en") if name in paper)
        yield Document(id=paper["arxiv"], fields=fields, path=source.path, line=1)
