"""The knowledge graph: an Oxigraph store, and the views of it."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph.identifiers import BASE, EVIDENCE_GRAPH
from kg.graph.terms import PREFIXES, blocks_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import networkx as nx
    import pyoxigraph as ox
    import rdflib

    from kg.graph.terms import Block

_FORMATS = {
    ".csv": "csv",
    ".gexf": "gexf",
    ".graphml": "graphml",
    ".html": "html",
    ".jsonld": "jsonld",
    ".nq": "nquads",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".trig": "trig",
    ".ttl": "turtle",
}
"""The format that a file's suffix stands for."""
_CHUNK = 200_000
_NO_KEYWORDS = re.compile(
    r"""<[^<>\s]*>|#[^\n]*|\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""", re.DOTALL
)
"""What of a query holds no keywords: IRIs, comments and texts."""
_KEYWORD = re.compile(r"(?<![\w?$:-])(GRAPH|FROM|SERVICE)(?![\w:-])", re.IGNORECASE)


class KnowledgeGraph:
    """Papers, things, facts and results, with the claims and sentences behind them.

    The default graph of `store` holds the facts, the named graph `EVIDENCE_GRAPH` the evidence.
    """

    def __init__(
        self,
        lines: Iterable[str],
        evidence: Callable[[], Iterator[Block]] | None = None,
        *,
        base: str = BASE,
        dropped: Mapping[str, int] | None = None,
    ) -> None:
        """Take the facts as lines of N-Triples, and what gives the evidence's sorted blocks when asked."""
        import pyoxigraph as ox

        self.base = base
        self.dropped: Mapping[str, int] = {} if dropped is None else dropped
        """How many facts were left out, by the reason."""
        self._store = ox.Store()
        self._evidence = evidence
        _load(self._store, lines, ox.DefaultGraph())

    @classmethod
    def load(cls, *paths: Path | str, base: str = BASE) -> KnowledgeGraph:
        """Read graph files in Turtle, N-Triples or another RDF form; evidence is told by what it holds."""
        from kg.graph.loading import load_file

        graph = cls((), base=base)
        for path in paths:
            load_file(graph.store, Path(path))
        return graph

    @classmethod
    def of_files(cls, facts: Path, evidence: Path, *, base: str = BASE) -> KnowledgeGraph:
        """Read the graph.ttl and evidence.ttl of a build, the evidence only when it is asked for."""
        graph = cls((), lambda: blocks_of(canonical(evidence.read_text(encoding="utf-8"))), base=base)
        graph._store.bulk_load(input=facts.read_bytes(), format=_turtle(), lenient=True)
        return graph

    @property
    def store(self) -> ox.Store:
        """The Oxigraph store, facts in its default graph and evidence in a named one."""
        import pyoxigraph as ox

        if self._evidence is not None:
            evidence, self._evidence = self._evidence, None
            _load(self._store, lines_of(evidence()), ox.NamedNode(EVIDENCE_GRAPH))
        return self._store

    def query(self, sparql: str) -> Any:  # noqa: ANN401 - solutions, a truth value or triples, as the query asks
        """Answer a SPARQL query; the prefixes of the vocabulary need not be declared.

        The facts are the default graph; the evidence is asked by ``GRAPH <...graph/evidence>``.
        Malformed text, and ``SERVICE``, which would ask the network, raise `kg.errors.QueryError`.
        """
        from kg.errors import QueryError

        keywords = {each.upper() for each in _KEYWORD.findall(_NO_KEYWORDS.sub(" ", sparql))}
        if "SERVICE" in keywords:
            message = "SERVICE is not allowed in a query: nothing here asks the network"
            raise QueryError(message)
        store = self.store if keywords else self._store
        try:
            return store.query(sparql, prefixes=PREFIXES)
        except SyntaxError as error:
            message = f"malformed query: {error}"
            raise QueryError(message) from error

    def triples(self) -> list[str]:
        """Return the facts as sorted lines of N-Triples."""
        import pyoxigraph as ox

        return _dump(self._store, ox.DefaultGraph())

    def evidence(self) -> Iterator[str]:
        """Yield the evidence as sorted lines of N-Triples."""
        return lines_of(self.evidence_blocks())

    def evidence_blocks(self) -> Iterator[Block]:
        """Yield the evidence by subject, in the order of its lines."""
        import pyoxigraph as ox

        if self._evidence is not None:
            return self._evidence()
        return blocks_of(_dump(self._store, ox.NamedNode(EVIDENCE_GRAPH)))

    def as_rdflib(self) -> rdflib.Graph:
        """Return the facts as an rdflib graph: a view of the store, not a copy."""
        import rdflib
        from oxrdflib import OxigraphStore
        from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

        graph = rdflib.Graph(OxigraphStore(store=self._store), identifier=DATASET_DEFAULT_GRAPH_ID)
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace, override=True)
        return graph

    def as_networkx(self) -> nx.MultiDiGraph[str]:
        """Return papers and things as nodes, facts as edges; see `kg.graph.view`."""
        from kg.graph.view import as_networkx

        return as_networkx(self)

    def write(self, path: Path | str, format: str | None = None) -> None:  # noqa: A002 - the word of every RDF library
        """Write the graph in a format by name (``turtle``, ``html``, ...), by default as the suffix says."""
        from kg import plugins

        path = Path(path)
        plugins.get("kg.exporters", format or _FORMATS.get(path.suffix.lower(), "turtle"))(self, path)


def _load(store: ox.Store, lines: Iterable[str], graph: ox.NamedNode | ox.DefaultGraph) -> None:
    """Put lines of N-Triples into one graph of the store."""
    import pyoxigraph as ox

    lines = iter(lines)
    while chunk := "\n".join(islice(lines, _CHUNK)):
        store.bulk_load(input=chunk.encode(), format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)


def canonical(turtle: str) -> list[str]:
    """Return the triples of a text in Turtle or N-Triples as the store writes them: sorted lines, each once."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(input=turtle.encode(), format=_turtle(), lenient=True)
    return _dump(store, ox.DefaultGraph())


def _turtle() -> ox.RdfFormat:
    """Return the name of Turtle."""
    import pyoxigraph as ox

    return ox.RdfFormat.TURTLE


def _dump(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> list[str]:
    """Return one graph of the store as sorted lines of N-Triples."""
    import pyoxigraph as ox

    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return sorted(dumped.decode().split("\n")[:-1])
