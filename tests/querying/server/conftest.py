"""A server in a process of its own on a free port, and plain requests to it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DATA = "http://example.org/data/"
"""The graphs of the protocol's own tests: each holds one description of a person."""
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
"""A label as an attacker would have it."""
STARTER = """
import sys
from pathlib import Path
from kg.querying.server.run import serve
from kg.querying.server.settings import Settings
serve(Settings(graph=Path(sys.argv[1]), port=int(sys.argv[2]), timeout=2.0, slow=2.0, patience=20.0, body=20_000,
               answer=2_000_000))
"""


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    client: httpx.Client

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, **options: object) -> httpx.Response:
        """Send a GET."""
        return self.client.get(path, **options)  # type: ignore[arg-type]

    def ask(self, query: str, **options: object) -> httpx.Response:
        """Ask by GET."""
        return self.client.get("/sparql", params={"query": query}, **options)  # type: ignore[arg-type]

    def raw(self, data: bytes) -> bytes:
        """Send bytes, and return all that comes back until the end."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            connection.sendall(data)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)


@dataclass(frozen=True)
class Serving:
    """How to start a server of one's own and to end it, and what the served graph holds."""

    start: Callable[[Path, Path], Server]
    stop: Callable[[Server], int]
    hostile: str


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(graph: Path, log: Path) -> Server:
    """Start a server and wait until it answers."""
    port = _free_port()
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(graph), str(port)], stdout=stream, stderr=stream, env=os.environ.copy()
        )
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
    server = Server(port, process, log, client)
    for _ in range(600):
        try:
            server.get("/robots.txt")
        except httpx.HTTPError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            return server
    process.kill()
    pytest.fail(f"no server: {log.read_text()}")


def stop(server: Server) -> int:
    """Tell a server to end, and return its exit status."""
    server.client.close()
    server.process.send_signal(signal.SIGTERM)
    return server.process.wait(30)


@pytest.fixture(scope="session")
def quads(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the specimen with a few graphs more, and a thing whose label is hostile, as quads."""
    store = ox.Store()
    store.load(path=graph_file, format=ox.RdfFormat.N_TRIPLES)
    evidence = ox.NamedNode("https://w3id.org/paperkg/graph/evidence")
    store.load(path=graph_file.with_name("evidence.nt"), format=ox.RdfFormat.N_TRIPLES, to_graph=evidence)
    node = ox.NamedNode
    for place, name in enumerate(("zero", "one", "two")):
        graph = node(f"{DATA}data{place}.rdf")
        store.add(ox.Quad(node(f"{DATA}{name}"), node("http://xmlns.com/foaf/0.1/name"), ox.Literal(name), graph))
    hostile = node("https://w3id.org/paperkg/id/model/hostile%3Cscript%3E")
    for predicate, value in (
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", node("https://w3id.org/paperkg/ontology#Model")),
        ("http://www.w3.org/2004/02/skos/core#prefLabel", ox.Literal(HOSTILE, language="en")),
        ("http://www.w3.org/2004/02/skos/core#altLabel", ox.Literal("</title>{{ 7*7 }}", language="en")),
        ("https://w3id.org/paperkg/ontology#code", node("javascript:alert(3)")),
        ("https://w3id.org/paperkg/ontology#uses", node("https://w3id.org/paperkg/id/method/lantern-search")),
    ):
        store.add(ox.Quad(hostile, node(predicate), value))
    target = tmp_path_factory.mktemp("served") / "graph.nq"
    store.dump(output=target, format=ox.RdfFormat.N_QUADS)
    return target


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Return how to start and end servers."""
    return Serving(start, stop, HOSTILE)


@pytest.fixture(scope="session")
def server(quads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a running server with the specimen."""
    running = start(quads, tmp_path_factory.mktemp("log") / "serve.log")
    yield running
    stop(running)
