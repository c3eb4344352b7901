"""What pages show, gathered by a worker: plain values, so that the server itself never waits for the store."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.querying import look, named
from kg.querying.answers import LimitedBuffer, ask, loaded_graphs, write_triples
from kg.querying.claims import Bounds, facts_of, ref
from kg.querying.explain import UnknownThingError, explain
from kg.querying.formats import by_name
from kg.querying.guard import Kind, check
from kg.querying.names import KINDS
from kg.querying.stats import stats
from kg.querying.tables import write_as

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.querying.worker import Loaded

_BOUNDS = Bounds(facts=80, sentences=2)
_DESCRIBED = 20_000
"""How many statements about a thing are told in RDF, in each direction."""
PAGE = 60
"""Things on one page of a class, and facts on one page of a predicate."""


def gather(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Gather what the request's page needs."""
    return _PAGES[request["page"]](loaded, request)


def _as_json(value: object) -> tuple[dict[str, Any], bytes]:
    """Return plain values as a response."""
    return {"type": "application/json"}, json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _home(loaded: Loaded, _request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Count what the graph holds, and name what is best known; kept beside the store, since it never changes."""
    kept = loaded.folder.with_name(loaded.folder.name + ".home")
    loaded.names  # noqa: B018 - indexed now, while there is time: a later request has less
    if kept.is_file():
        return {"type": "application/json"}, kept.read_bytes()
    tops = {kind: [asdict(item) for item in loaded.names.listed(kind, 0, 10)] for kind in KINDS}
    head, body = _as_json({"stats": stats(loaded.store).as_json(), "tops": tops, "base": look.base(loaded.store)})
    made = kept.with_suffix(".making")
    made.write_bytes(body)
    made.replace(kept)
    return head, body


def _thing(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Explain the thing of an IRI."""
    iri = _known(loaded, request["iris"])
    told = explain(loaded.store, iri, _BOUNDS).as_json()
    described = {"abstracts": _languages(loaded.store, iri, "dcterms:abstract")}
    return _as_json({**told, **described, "issued": look.text(loaded.store, ox.NamedNode(iri), "dcterms:issued")})


def _facts(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Tell one page of the facts of one predicate about the thing of an IRI."""
    node = ox.NamedNode(_known(loaded, request["iris"]))
    begin = (max(1, request["number"]) - 1) * PAGE
    ends = (None, node) if request["inward"] else (node, None)
    told = facts_of(loaded.store, ends[0], request["predicate"], ends[1], slice(begin, begin + PAGE))
    shown = {"thing": asdict(ref(loaded.store, node)), "facts": [asdict(fact) for fact in told.facts]}
    return _as_json({**shown, "total": told.counts[request["predicate"]]})


def _languages(store: ox.Store, iri: str, predicate: str) -> dict[str, str]:
    """Return the texts under a predicate by language."""
    found = look.objects(store, ox.NamedNode(iri), predicate)
    return dict(sorted((item.language or "", item.value) for item in found if isinstance(item, ox.Literal)))


def _known(loaded: Loaded, iris: Sequence[str]) -> str:
    """Return the first IRI of which the store says something; raise `UnknownThingError` where there is none."""
    for iri in iris:
        with suppress(ValueError):  # no IRI
            if next(loaded.store.quads_for_pattern(ox.NamedNode(iri), None, None), None) is not None:
                return iri
    name = iris[0].rstrip("/").rpartition("/")[2]
    raise UnknownThingError(name, loaded.names.near(name))


def _describe(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Tell the statements about an IRI, in both directions, with the names of what they lead to."""
    node = ox.NamedNode(_known(loaded, request["iris"]))
    form = by_name(request["form"], triples=True)
    sink = LimitedBuffer(request["size"])
    write_triples(_statements(loaded.store, node), form, sink)
    return {"type": form.content_type}, sink.bytes()


def _statements(store: ox.Store, node: ox.NamedNode) -> Iterator[ox.Triple]:
    """Yield the statements about a node, and the labels of its neighbours."""
    graph = ox.DefaultGraph()
    neighbours: dict[ox.NamedNode, None] = {}
    for pattern in ((node, None), (None, node)):
        found = (quad.triple for quad in store.quads_for_pattern(pattern[0], None, pattern[1], graph))
        for triple, _ in zip(found, range(_DESCRIBED), strict=False):
            yield triple
            neighbours |= dict.fromkeys(end for end in (triple.subject, triple.object) if isinstance(end, ox.NamedNode))
    for other in neighbours:
        yield from (quad.triple for quad in store.quads_for_pattern(other, look.term("rdfs:label"), None, graph))


def _browse(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """List one page of a class."""
    kind, page = request["kind"], max(1, request["number"])
    rows = loaded.names.listed(kind, (page - 1) * PAGE, PAGE)
    return _as_json({"kind": kind, "total": loaded.names.count(kind), "rows": [_row(loaded, item) for item in rows]})


def _row(loaded: Loaded, item: Any) -> dict[str, Any]:  # noqa: ANN401 - a Named, as plain values
    """Return a thing with its names in both languages."""
    return {**asdict(item), "names": look.labels(loaded.store, ox.NamedNode(item.iri))}


def _search(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Find things by name."""
    kinds = [request["kind"]] if request.get("kind") else []
    found = loaded.names.search(request["text"], kinds, request.get("limit", 50))
    rows = [_row(loaded, item) for item in found]
    return _as_json({"rows": rows, "exact": len(loaded.names.exact(request["text"], kinds)) == 1})


def _named(loaded: Loaded, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Answer a question kept under a name."""
    question = named.get(_questions(request.get("folders", ())), request["name"])
    text = named.bind(question, named.terms(question, request["given"], loaded.names))
    sink = LimitedBuffer(request["size"])
    kind = _kind(question.text, tuple(loaded_graphs(loaded.store)))
    answer = ask(loaded.store, text, kind=kind, facts=question.facts)
    media_type = write_as(answer, request["form"], sink)
    return {"type": media_type, "query": text}, sink.bytes()


@lru_cache(maxsize=256)
def _kind(text: str, graphs: tuple[str, ...]) -> Kind:
    """Return what kind of query a question is, checked once: a value in its place can't change that."""
    return check(text, graphs)


_read: dict[tuple[str, ...], dict[str, named.NamedQuery]] = {}


def _questions(folders: Iterable[str]) -> dict[str, named.NamedQuery]:
    """Return the named queries, read once."""
    key = tuple(folders)
    if key not in _read:
        _read[key] = named.read_queries(Path(folder) for folder in key)
    return _read[key]


_PAGES: dict[str, Callable[[Loaded, dict[str, Any]], tuple[dict[str, Any], bytes]]] = {
    "home": _home,
    "thing": _thing,
    "facts": _facts,
    "describe": _describe,
    "browse": _browse,
    "search": _search,
    "named": _named,
}
