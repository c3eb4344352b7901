"""The bilingual corpus as two arrays of tokens, from which counting starts.

English is cut at hyphens too ("multi-hop" and "multi hop" are one thing) and brought to the singular;
Chinese is cut into characters, with each Latin run as one token.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

BREAK = 0
"""The token id that no n-gram may hold: punctuation, or the end of a paper."""

_ENGLISH = re.compile(r"[A-Za-z0-9]+(?:['.+][A-Za-z0-9]+)*\+*|[^\sA-Za-z0-9]")
_CHINESE = re.compile(r"[A-Za-z0-9]+(?:[-_.+/][A-Za-z0-9]+)*\+*|[\u4e00-\u9fff]|[^\s\u4e00-\u9fffA-Za-z0-9]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def words(text: str) -> frozenset[str]:
    """Return the words of a list that is written as text."""
    return frozenset(text.split())


_SINGULAR = words("""
    analysis bias physics news series gas lens basis thesis synthesis hypothesis always across versus diagnosis axis
    chaos canvas atlas whereas emphasis consensus kubernetes does has was its this bus plus ethics mathematics robotics
    semantics linguistics dynamics statistics analytics genomics optics kinematics pandas towards perhaps aws ios sos
    less unless css dbs gps ros os prognosis biases paralysis economics politics heuristics logistics metaphysis
    electronics mechanics thermodynamics mas
""")
_IRREGULAR = {
    "analyses": "analysis", "biases": "bias", "hypotheses": "hypothesis", "indices": "index", "matrices": "matrix",
    "vertices": "vertex", "corpora": "corpus", "data": "data", "criteria": "criterion", "phenomena": "phenomenon",
    "llms": "llm", "diagnoses": "diagnosis", "syntheses": "synthesis", "ontologies": "ontology", "viruses": "virus",
    "heuristics": "heuristic", "semantics": "semantics", "bases": "base", "axes": "axis", "buses": "bus",
    "movies": "movie", "cookies": "cookie", "lies": "lie", "ties": "tie", "caches": "cache", "headaches": "headache",
}  # fmt: skip


@dataclass(frozen=True)
class Paper:
    """One paper's texts in both languages (either may be empty), NFKC-normalised."""

    doc: str
    english: str
    chinese: str
    title_english: str
    title_chinese: str


@dataclass(frozen=True)
class Annotated:
    """One annotated entity: its type, and its names in the annotator's order."""

    doc: str
    type: str
    names: tuple[str, ...]
    optional: bool


def read_papers(path: Path) -> list[Paper]:
    """Read papers.jsonl.gz, in order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [_paper(json.loads(line)) for line in lines if line.strip()]


def _paper(record: dict[str, str]) -> Paper:
    field = {key: unicodedata.normalize("NFKC", record.get(key) or "").replace("’", "'") for key in _FIELDS}
    english = field["title_en"] + " . " + field["abstract_en"]
    return Paper(
        record["doc"], english, field["title_zh"] + " 。 " + field["abstract_zh"], field["title_en"], field["title_zh"]
    )


_FIELDS = ("title_en", "title_zh", "abstract_en", "abstract_zh")


def read_annotated(path: Path, leave_out: Collection[str] = ()) -> list[Annotated]:
    """Read the entities of train.jsonl, less those of the papers in `leave_out`."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return [item for record in records if record["doc"] not in leave_out for item in _entities(record)]


def _entities(record: dict[str, Any]) -> Iterable[Annotated]:
    for entity in record["annotation"]["entities"]:
        names = tuple(dict.fromkeys(unicodedata.normalize("NFKC", name).strip() for name in entity["names"]))
        yield Annotated(record["doc"], entity["type"], names, bool(entity.get("optional")))


def has_han(text: str) -> bool:
    """Say whether the text holds a Chinese character."""
    return _HAN.search(text) is not None


def singular(word: str) -> str:
    """Return the singular of a lower-case English word, by rule; other words as they are."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")) or word in _SINGULAR:  # noqa: PLR2004 - "is", "as"
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - "dies", "ties"
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def english_tokens(text: str) -> list[str]:
    """Cut English text into words (hyphens cut too) and single punctuation marks."""
    return _ENGLISH.findall(text)


def english_key(text: str) -> str:
    """Return the form in which English names are compared: lower case, no hyphens, singular."""
    return " ".join(singular(token.lower()) for token in english_tokens(text) if token[0].isalnum())


def chinese_tokens(text: str) -> list[str]:
    """Cut Chinese text into characters, Latin runs and single punctuation marks."""
    return _CHINESE.findall(text)


def chinese_key(text: str) -> str:
    """Return the form in which Chinese names are compared: no spaces, Latin in lower case, no hyphens."""
    return "".join(token.lower() for token in chinese_tokens(text) if token[0].isalnum())
