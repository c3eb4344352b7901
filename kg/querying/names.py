"""Finding things by name: any alias, in either language, whole, by its beginning, or nearly.

The names of a graph are kept in a small SQLite file beside its store, made when first asked for.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import tempfile
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from kg.graph.identifiers import BASE, ONTOLOGY, is_arxiv
from kg.graph.terms import expand
from kg.querying.prefixes import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyoxigraph as ox

_SCHEMA = """
CREATE TABLE name (key TEXT, label TEXT, language TEXT, iri TEXT, kind TEXT, rank INTEGER, weight INTEGER);
CREATE INDEX name_key ON name (key);
CREATE INDEX name_iri ON name (iri);
CREATE VIEW thing AS SELECT iri, kind, label, language, min(rank * 2 + (language != 'en')) AS rank, weight
  FROM name GROUP BY iri;
CREATE TABLE listed AS SELECT * FROM thing WHERE 0;
CREATE INDEX listed_kind ON listed (kind, weight DESC, label);
"""
_FIELDS = "iri, kind, label, language, rank, weight"
_NAMING = ("skos:prefLabel", "dcterms:title", "rdfs:label", "dcterms:identifier", "skos:altLabel")
"""What names a thing, the best first: the place is a name's rank."""
KINDS = ("Paper", "Model", "Method", "Dataset", "Benchmark", "Task", "Metric", "Software", "Organization")
"""The classes whose instances have names."""
_LEADING = """kg:proposes kg:addresses kg:uses kg:basedOn kg:trainedOn kg:evaluatedOn kg:measuredBy kg:comparedWith
  kg:outperforms kg:partOf kg:improves kg:resultOf kg:onBenchmark kg:metric kg:baseline kg:describes kg:reportedIn
  prov:wasDerivedFrom rdf:subject"""
"""The predicates whose statements say how well known what they lead to is."""
_FILLERS = re.compile(r"[\s\-_‐-―·・]+")
_NEAR = 62.0
"""Out of 100: how like (rapidfuzz's ratio) a name must be to be suggested."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with the name under which it was found."""

    iri: str
    kind: str
    """Local name of its class: ``Model``, ``Paper`` ..."""
    label: str
    language: str
    rank: int
    """0 for the preferred name, higher for others."""
    weight: int
    """Number of facts, results and claims that speak of it."""


def key_of(name: str) -> str:
    """Return what names that count as the same have in common: letter case, width, spaces and hyphens don't matter.

    >>> key_of("NExT-QA") == key_of("next qa") == key_of("ＮＥｘＴ－ＱＡ")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    return _FILLERS.sub("", plain) or plain


class Names:
    """The names of one graph."""

    def __init__(self, file: Path) -> None:
        """Open the index in a file that `build` made, for reading."""
        # Several threads may ask one after the other; nobody writes.
        self._base = sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def exact(self, name: str, kinds: Sequence[str] = ()) -> list[Named]:
        """Return the things of that name, the best first: those it is the preferred name of, then the best known."""
        iri = as_iri(name)
        found = self._select("iri = ?", (iri,), kinds) if iri else []
        found = found or self._select("key = ?", (key_of(name),), kinds)
        return _once(sorted(found, key=lambda item: (item.rank > 0, -item.weight, item.iri)))

    def search(self, text: str, kinds: Sequence[str] = (), limit: int = 20) -> list[Named]:
        """Return things by name: exactly, then by its beginning, then with the text inside, then nearly so."""
        found = self.exact(text, kinds)
        key = key_of(text)
        if key:
            begun = self._select("key >= ? AND key < ?", (key, key + "\U0010ffff"), kinds, limit * 5)
            found += sorted(begun, key=lambda item: item.kind == "Paper")
        if key and len(_once(found)) < limit:
            found += self._select("instr(key, ?) > 1", (key,), kinds, limit * 5)
        found = _once(found)
        return found[:limit] if len(found) >= limit else _once(found + self.near(text, kinds, limit))[:limit]

    def near(self, name: str, kinds: Sequence[str] = (), limit: int = 5) -> list[Named]:
        """Return the things whose names are most like a name (rapidfuzz's ratio)."""
        from rapidfuzz import fuzz, process

        keys = self._keys
        wide = limit * 8 if kinds else limit * 3
        hits = process.extract(key_of(name), keys, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=wide, processor=None)
        found = (self._best(hit[0], kinds) for hit in sorted(hits, key=lambda hit: (-hit[1], hit[0])))
        return _once(item for items in found for item in items)[:limit]

    def listed(self, kind: str, offset: int, limit: int) -> list[Named]:
        """Return the things of a class, the best known first, each under its preferred name."""
        order = "ORDER BY weight DESC, label, iri LIMIT ? OFFSET ?"
        rows = self._base.execute(f"SELECT {_FIELDS} FROM listed WHERE kind = ? {order}", (kind, limit, offset))  # noqa: S608
        return [Named(*row) for row in rows]

    def count(self, kind: str) -> int:
        """Return how many things of a class there are."""
        return int(self._base.execute("SELECT count(*) FROM listed WHERE kind = ?", (kind,)).fetchone()[0])

    def of(self, iri: str) -> Named | None:
        """Return a thing with its preferred name, or None where the graph has no name for it."""
        found = self._select("iri = ?", (iri,), ())
        return min(found, key=lambda item: (item.rank, item.language != "en"), default=None)

    def _best(self, key: str, kinds: Sequence[str]) -> list[Named]:
        """Return the things of one key."""
        return self._select("key = ?", (key,), kinds)

    @cached_property
    def _keys(self) -> list[str]:
        """Every distinct key, sorted."""
        return [row[0] for row in self._base.execute("SELECT DISTINCT key FROM name ORDER BY key")]

    def _select(self, where: str, values: Iterable[str], kinds: Sequence[str], limit: int = -1) -> list[Named]:
        """Return the names that fit, best known first. `where` is ours; all that a user wrote is in `values`."""
        marks = ",".join("?" * len(kinds))
        among = f" AND kind IN ({marks})" if kinds else ""
        query = f"SELECT {_FIELDS} FROM name WHERE {where}{among} ORDER BY weight DESC, rank, iri LIMIT {limit}"  # noqa: S608
        return [Named(*row) for row in self._base.execute(query, (*values, *kinds))]


def as_iri(name: str) -> str:
    """Return the IRI that a name is or stands for (``<...>``, ``id:model/x``, ``model/x``, an arXiv id), or nothing."""
    name = name.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = name.partition(":")
    if re.match(r"https?://\S+$", name):
        return name
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    if is_arxiv(bare := re.sub(r"(?i)^arxiv:|v\d+$", "", name)):
        return f"{PREFIXES['arxiv']}{bare}"
    kind, slash, _ = name.partition("/")
    return BASE + name if slash and kind.capitalize() in KINDS else ""


def _once(found: Iterable[Named]) -> list[Named]:
    """Return each thing once, under the first name."""
    first: dict[str, Named] = {}
    for item in found:
        first.setdefault(item.iri, item)
    return list(first.values())


def open_names(store: ox.Store, file: Path) -> Names:
    """Return the names of a store, from the file beside it, which is made where it is missing."""
    if not file.exists():
        build(store, file)
    return Names(file)


def build(store: ox.Store, file: Path) -> None:
    """Write the index of a store's names to a file, at once and whole."""
    handle, made = tempfile.mkstemp(prefix=file.name, dir=file.parent)
    os.close(handle)
    base = sqlite3.connect(made)
    with contextlib.closing(base), base:
        base.execute("PRAGMA synchronous = OFF")
        base.executescript(_SCHEMA)
        base.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(store))
        base.execute("INSERT INTO listed SELECT * FROM thing")
    Path(made).replace(file)


def _rows(store: ox.Store) -> Iterator[tuple[str, str, str, str, str, int, int]]:
    """Yield one row for each name of each thing, the best of its rank only, by class and IRI."""
    labels, weights = _labels(store), _weights(store)
    for kind in KINDS:
        for iri in sorted(_instances(store, kind)):
            seen: set[tuple[str, str]] = set()
            for rank, label, language in sorted(labels.get(iri, ())):
                if (label, language) not in seen:
                    seen.add((label, language))
                    yield key_of(label), label, language, iri, kind, rank, weights.get(iri, 0)


def _instances(store: ox.Store, kind: str) -> set[str]:
    """Return the things of a class, by its own name."""
    import pyoxigraph as ox

    known = (ox.NamedNode(expand("rdf:type")), ox.NamedNode(ONTOLOGY + kind), ox.DefaultGraph())
    return {
        quad.subject.value for quad in store.quads_for_pattern(None, *known) if isinstance(quad.subject, ox.NamedNode)
    }


def _labels(store: ox.Store) -> dict[str, list[tuple[int, str, str]]]:
    """Return each node's names: rank, text, language.

    One scan for each way of naming; a look-up for each node takes ten times as long.
    """
    import pyoxigraph as ox

    found: dict[str, list[tuple[int, str, str]]] = {}
    for rank, naming in enumerate(_NAMING):
        for quad in store.quads_for_pattern(None, ox.NamedNode(expand(naming)), None, ox.DefaultGraph()):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                names = found.setdefault(quad.subject.value, [])
                names.append((rank, quad.object.value, quad.object.language or ""))
    return found


def _weights(store: ox.Store) -> dict[str, int]:
    """Return how many facts, results and claims speak of each node."""
    query = f"SELECT ?o (COUNT(*) AS ?n) {{ VALUES ?p {{ {_LEADING} }} ?s ?p ?o }} GROUP BY ?o"
    rows = cast("ox.QuerySolutions", store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True))
    return {row[0].value: int(row[1].value) for row in rows if row[0] is not None}
