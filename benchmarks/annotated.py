"""What the annotated corpus says of two things of different papers: the same, different, or open.

The rule, which is not the one under test, is told in resolution.py.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kg.model import Document, Extraction, Fact, Field, Thing
from kg.resolution.types import compatible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SAME, DIFFERENT, OPEN = "same", "different", "open"
ZH = ("title_en", "title_zh", "abstract_zh")


@dataclass(frozen=True, slots=True, eq=False)
class Gold:
    """One annotated thing, under the benchmark's own normalisation."""

    id: tuple[str, str]
    names: tuple[str, ...]
    keys: frozenset[str]
    first: str
    numbers: tuple[str, ...]
    types: tuple[str, ...]
    proposed: bool
    kind: int
    """Equal for things that are annotated alike."""


_KINDS: dict[tuple[object, ...], int] = {}
_KNOWN: dict[tuple[int, int], str] = {}


def norm(name: str) -> str:
    """Fold width, case, spaces, hyphens and a plural s."""
    text = re.sub(r"[\s\-_()]+", "", unicodedata.normalize("NFKC", name).casefold())
    return text[:-1] if len(text) > 2 and text.endswith("s") and not text.endswith("ss") else text  # noqa: PLR2004


def relation(one: Gold, other: Gold) -> str:
    """Say what the annotation says of two things of different papers."""
    pair = one.kind, other.kind
    if pair not in _KNOWN:
        _KNOWN[pair] = _relation(one, other)
    return _KNOWN[pair]


def _relation(one: Gold, other: Gold) -> str:
    if not one.keys & other.keys or one.numbers != other.numbers or (one.proposed and other.proposed):
        return DIFFERENT
    if not any(compatible(a, b) for a in one.types for b in other.types):
        return DIFFERENT
    return SAME if one.first in other.keys and other.first in one.keys else OPEN


def read(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Yield annotations with their texts."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield {"text": record.get("text", {}), **record.get("annotation", record)}


def extraction(record: dict[str, Any]) -> Extraction:
    """Take the annotation for what an extractor found."""
    fields = tuple(Field(name, text) for name, text in record["text"].items() if isinstance(text, str))
    things = tuple(
        Thing(e["id"], e["type"], tuple(e["names"]), alt_types=tuple(e.get("alt_types", ())))
        for e in record["entities"]
    )
    return Extraction(Document(record["doc"], fields), things, facts=tuple(Fact(*row) for row in record["relations"]))


def gold(records: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Gold]:
    """Return the annotated things by document and id."""
    out = {}
    for record in records:
        proposed = {o for s, p, o in record["relations"] if s == "paper" and p == "proposes"}
        for e in record["entities"]:
            id_ = record["doc"], e["id"]
            first = e["names"][0]
            digits = tuple(sorted(re.findall(r"\d+(?:\.\d+)*(?:[a-z](?![a-z]))?", norm(first))))
            types = (e["type"], *e.get("alt_types", ()))
            keys = frozenset(map(norm, e["names"]))
            alike = keys, norm(first), digits, types, e["id"] in proposed
            out[id_] = Gold(id_, tuple(e["names"]), *alike, _KINDS.setdefault(alike, len(_KINDS)))
    return out


def same_as(things: dict[tuple[str, str], Gold]) -> dict[tuple[str, str], set[tuple[str, str]]]:
    """Return, for each thing, the things of other papers that are the same."""
    by_key: dict[str, list[Gold]] = defaultdict(list)
    for thing in things.values():
        for key in thing.keys:
            by_key[key].append(thing)
    out = {}
    for thing in things.values():
        near = (other for other in by_key[thing.first] if other.id[0] != thing.id[0])
        out[thing.id] = {other.id for other in near if relation(thing, other) == SAME}
    return out


def as_text(record: dict[str, Any], form: str) -> Extraction:
    """Take the annotation for what an extractor found, with the names that stand in the text only."""
    whole = extraction(record)
    fields = {name: text for name, text in record["text"].items() if isinstance(text, str)}
    wanted = (text for name, text in fields.items() if form == "both" or name in ZH)
    text = "\n".join(wanted).casefold()
    things = (replace(t, names=tuple(n for n in t.names if n.casefold() in text) or t.names[:1]) for t in whole.things)
    return replace(whole, things=tuple(things))
