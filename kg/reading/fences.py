"""BibTeX within Markdown: an entry with an abstract and an identifier is a paper, and what follows it is about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import RecordError
from kg.reading import bibtex
from kg.reading.text import inserted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.reading.text import Text

_ENTRY = re.compile(r"\s*@\w+\s*\{")


def is_bibtex(info: str, content: str) -> bool:
    """Whether a fenced piece of code is BibTeX, by its name or by how it begins."""
    return info.strip().lower() in {"bib", "bibtex", "biblatex", ""} and bool(_ENTRY.match(content))


def papers(content: str) -> Iterator[tuple[Text, list[Text], Text]]:
    """Yield title, lines with labels, and abstract of each entry that gives all; texts without places in the file."""
    try:
        records = list(bibtex.records(content))
    except RecordError:
        return
    for record in records:
        address = record.get("eprint") or record.get("doi") or record.get("url")
        if record.get("title") and record.get("abstract") and address:
            authors = record.get("authors")
            names = ", ".join(map(str, authors)) if isinstance(authors, list) else ""
            notes = [
                f"arXiv: {address}" if record.get("eprint") else str(address),
                f"Authors: {names}" if names else "",
            ]
            yield (
                inserted(str(record["title"])),
                [inserted(note) for note in notes if note],
                inserted(str(record["abstract"])),
            )
