"""Annotated papers as training sees them: texts in three forms, and what the annotation says of each name.

A line of the corpus holds ``doc``, ``text`` (title_en, title_zh, abstract_zh, abstract_en) and ``annotation``.
"""

from __future__ import annotations

import gzip
import json
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import InputError
from kg.extraction.learned import ROLES
from kg.extraction.names import key
from kg.extraction.text import Text, make_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

Record = dict[str, Any]
FORMS: Mapping[str, tuple[str, ...]] = {
    "zh": ("title_en", "title_zh", "abstract_zh"),
    "en": ("title_en", "abstract_en"),
    "both": ("title_en", "title_zh", "abstract_zh", "abstract_en"),
}
"""The Chinese digest form, the English form, and both abstracts of one paper."""


def read_annotated(path: Path) -> list[Record]:
    """Read annotated papers; raise InputError, with the line, for one that is none."""
    records = []
    for number, line in enumerate(_open(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            record["doc"], record["text"]["title_en"], record["annotation"]["entities"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}:{number}: no annotated paper ({error}); each line needs doc, text and annotation"
            ) from error
        records.append(record)
    return records


def read_papers(path: Path) -> Iterator[Record]:
    """Yield the papers of a JSONL file (plain or .gz), unannotated ones too."""
    for line in _open(path):
        if line.strip():
            yield json.loads(line)


def _open(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from lines


def text_of(record: Record, form: str) -> Text:
    """Return the paper's text in one of the FORMS."""
    return make_text((name, unicodedata.normalize("NFC", record["text"].get(name) or "")) for name in FORMS[form])


def entity_keys(annotation: Mapping[str, Any]) -> dict[str, set[int]]:
    """Return the indices of the entities that each key names."""
    named: dict[str, set[int]] = {}
    for i, entity in enumerate(annotation["entities"]):
        for name in entity["names"]:
            named.setdefault(key(name), set()).add(i)
    return named


def proposed_ids(annotation: Mapping[str, Any]) -> set[str]:
    """Return the ids of what the paper proposes."""
    return {o for _, p, o in annotation["relations"] if p == "proposes"}


def role_table(annotation: Mapping[str, Any]) -> NDArray[np.int64]:
    """Return 1 for each entity and role that it has towards the paper or what it proposes, shape (entities, ROLES)."""
    at = {e["id"]: i for i, e in enumerate(annotation["entities"])}
    own = proposed_ids(annotation) | {"paper"}
    table = np.zeros((len(at), len(ROLES)), dtype=np.int64)
    for subject, predicate, target in annotation["relations"]:
        if predicate == "partOf":
            if target in own and subject in at:
                table[at[subject], ROLES.index("partOf")] = 1
        elif subject in own and target in at:
            table[at[target], ROLES.index(predicate)] = 1
        elif predicate == "comparedWith" and target in own and subject in at:
            table[at[subject], ROLES.index(predicate)] = 1
    return table


def match_clusters(
    annotation: Mapping[str, Any], clusters: Sequence[Sequence[str]], weight: Mapping[str, float]
) -> list[int | None]:
    """Say which entity each cluster of keys is: each entity goes to the cluster with most of its names, weighted."""
    named = entity_keys(annotation)
    votes = []
    for i, keys in enumerate(clusters):
        counted: defaultdict[int, float] = defaultdict(float)
        for k in keys:
            for entity in named.get(k, ()):
                counted[entity] += 1 + weight[k]
        votes += [(v, entity, i) for entity, v in counted.items()]
    of: list[int | None] = [None] * len(clusters)
    used: set[int] = set()
    for _, entity, i in sorted(votes, reverse=True):
        if of[i] is None and entity not in used:
            of[i] = entity
            used.add(entity)
    return of
