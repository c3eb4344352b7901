"""The rows of terms.tsv: one term each, its names in both languages, and where they came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COLUMNS = ("id", "type", "en", "zh", "aliases", "frequency", "source")


@dataclass(frozen=True, order=True)
class Row:
    """One line of terms.tsv; `zh` may be empty, `frequency` counts papers, `source` joins origins by commas."""

    id: str
    type: str
    en: str
    zh: str
    aliases: tuple[str, ...]
    frequency: int
    source: str

    def line(self) -> str:
        """Return the row as tab-separated text, no newline."""
        fields = (self.id, self.type, self.en, self.zh, "|".join(self.aliases), str(self.frequency), self.source)
        return "\t".join(" ".join(field.replace("\t", " ").split()) for field in fields)


def slug(name: str) -> str:
    """Return an identifier made of a name: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("+", " plus ").replace("@", " at ")).strip("-")


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Write the table with a header line, sorted by id."""
    lines = ["\t".join(COLUMNS), *(row.line() for row in sorted(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_rows(path: Path) -> list[Row]:
    """Read a table that `write_rows` wrote."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        key, kind, en, zh, aliases, frequency, source = line.split("\t")
        rows.append(Row(key, kind, en, zh, tuple(filter(None, aliases.split("|"))), int(frequency), source))
    return rows
