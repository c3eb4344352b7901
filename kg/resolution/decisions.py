"""What people have decided: ``resolution.toml``, obeyed before any rule.

::

    [[same]]
    names = ["LLaMA 2", "Llama-2"]
    because = "one family"

    [[different]]
    names = ["Transformer", "Transformers"]

    [[different]]
    names = ["Atlas"]
    documents = ["2401.00001", "2402.00002"]

    [[type]]
    name = "GitHub"
    type = "Software"

    [[prefer]]
    name = "LLM"
    en = "large language model"
    zh = "大语言模型"

``documents`` limits ``same`` and ``different`` to the things so named in those papers.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigError
from kg.resolution.candidates import Candidate
from kg.resolution.normalise import clean, key
from kg.resolution.types import TYPES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_KEYS = {
    "same": {"names", "documents", "because"},
    "different": {"names", "documents", "because"},
    "type": {"name", "type", "because"},
    "prefer": {"name", "en", "zh", "because"},
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: its kind, the names it is about, the papers it is limited to, and what it says."""

    kind: str
    names: tuple[str, ...]
    documents: tuple[str, ...] = ()
    type: str = ""
    prefer: tuple[tuple[str, str], ...] = ()
    """Language and name."""
    because: str = ""

    @property
    def reason(self) -> str:
        """What a merge's reason shows."""
        text = " = ".join(self.names) if self.kind == "same" else ", ".join(self.names)
        return f"decision ({self.kind}): {text}" + (f" ({self.because})" if self.because else "")


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions of a file, in its order."""

    all: tuple[Decision, ...] = ()

    def of(self, kind: str, *, limited: bool = False) -> tuple[Decision, ...]:
        """Return the decisions of a kind, those limited to papers or those that aren't."""
        return tuple(d for d in self.all if d.kind == kind and bool(d.documents) == limited)

    def own(self) -> dict[str, str]:
        """Return keys of their own for the names that are said to be different though they are spelled alike."""
        names = {clean(name) for d in self.of("different") for name in d.names}
        return {name: f"{key(name)}≠{name}" for name in names if sum(key(name) == key(other) for other in names) > 1}

    def keys_of(self, decision: Decision) -> list[str]:
        """Return the keys of a decision's names."""
        return list(map(self._keys(), decision.names))

    def _keys(self) -> Callable[[str], str]:
        own = self.own()
        return lambda name: own.get(clean(name)) or key(name)

    def same(self) -> list[Candidate]:
        """Return the pairs of keys to join."""
        keys = self._keys()
        return [
            Candidate(keys(d.names[0]), keys(name), d.reason, sure=True)
            for d in self.of("same")
            for name in d.names[1:]
        ]

    def blocked(self) -> frozenset[frozenset[str]]:
        """Return the pairs of keys never to join."""
        pairs = (pair for d in self.of("different") for pair in combinations(map(self._keys(), d.names), 2))
        return frozenset(frozenset(pair) for pair in pairs)


def load(path: Path) -> Decisions:
    """Read a file of decisions; a ConfigError names what it can't mean."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"{path}: can't be read as TOML: {error}"
        raise ConfigError(message) from error
    if unknown := sorted(set(data) - set(_KEYS)):
        message = f"{path}: unknown kind of decision {unknown[0]!r}; choose from: {', '.join(sorted(_KEYS))}"
        raise ConfigError(message)
    return Decisions(
        tuple(_decision(path, kind, row) for kind in _KEYS for row in _rows(path, kind, data.get(kind, [])))
    )


def _rows(path: Path, kind: str, rows: object) -> list[dict[str, Any]]:
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        return rows
    message = f"{path}: {kind} must be written as [[{kind}]]"
    raise ConfigError(message)


def _decision(path: Path, kind: str, row: dict[str, Any]) -> Decision:
    if unknown := sorted(set(row) - _KEYS[kind]):
        message = f"{path}: [[{kind}]] has no {unknown[0]!r}; choose from: {', '.join(sorted(_KEYS[kind]))}"
        raise ConfigError(message)
    for name, value in row.items():
        _check(path, kind, name, value)
    names = tuple(row.get("names", [row["name"]] if "name" in row else []))
    decision = Decision(
        kind=kind,
        names=names,
        documents=tuple(row.get("documents", ())),
        type=row.get("type", ""),
        prefer=tuple((language, row[language]) for language in ("en", "zh") if language in row),
        because=row.get("because", ""),
    )
    if fault := _fault(decision):
        message = f"{path}: [[{kind}]] {', '.join(names)}: {fault}"
        raise ConfigError(message)
    return decision


def _check(path: Path, kind: str, name: str, value: object) -> None:
    several = name in {"names", "documents"}
    if several and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
        message = f"{path}: [[{kind}]] {name} must be a list of texts"
        raise ConfigError(message)
    if not several and not isinstance(value, str):
        message = f"{path}: [[{kind}]] {name} must be a text"
        raise ConfigError(message)


def _fault(decision: Decision) -> str:
    many = len(decision.names) + len(decision.documents)
    if not decision.names:
        return "names no thing; give it a name"
    if decision.kind in {"same", "different"} and many < 2:  # noqa: PLR2004 - two sides
        return "needs two names, or one name and documents"
    if decision.kind == "type" and decision.type not in TYPES:
        return f"no type {decision.type!r}; choose from: {', '.join(TYPES)}"
    return "" if decision.kind != "prefer" or decision.prefer else "needs en or zh"
