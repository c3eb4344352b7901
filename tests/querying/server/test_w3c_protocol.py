"""The W3C's tests of the SPARQL 1.1 Protocol, those that read: see tests/querying/w3c/README.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Server, Serving

CASES = json.loads((Path(__file__).parent.parent / "w3c" / "protocol.json").read_text())
DATA = "http://kasei.us/2009/09/sparql/data/data{}.rdf"
TABLES = {"application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values"}
KINDS = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": TABLES,
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json"},
}
STATUS = {"2xx or 3xx": (2, 3), "4xx": (4,)}


@pytest.fixture(scope="module")
def kasei(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server with the graphs that the suite presumes: each says that its document is one."""
    store, document = ox.Store(), ox.NamedNode("http://xmlns.com/foaf/0.1/Document")
    for number in range(4):
        name = ox.NamedNode(DATA.format(number))
        store.add(ox.Quad(name, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), document, name))
    folder = tmp_path_factory.mktemp("kasei")
    store.dump(output=folder / "graph.nq", format=ox.RdfFormat.N_QUADS)
    running = serving.start(folder / "graph.nq", folder / "log")
    yield running
    serving.stop(running)


@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_protocol_is_kept(kasei: Server, case: dict[str, Any], path: str) -> None:
    """Each request of the suite brings the status, the kind of answer and the truth value that it expects."""
    content = case["body"].encode(case.get("encoding", "utf-8")) if "body" in case else None
    headers = {"Content-Type": case["type"]} if "type" in case else {}
    address = f"{kasei.root}{path}?{case['query']}".rstrip("?")
    answer = httpx.request(case["method"], address, content=content, headers=headers, trust_env=False)
    assert answer.status_code // 100 in STATUS[case["status"]], answer.text
    if "format" in case:
        assert answer.headers["content-type"].split(";")[0] in KINDS[case["format"]]
    if "boolean" in case:
        assert answer.json()["boolean"] is case["boolean"]
