"""Build, ask, write: the library in a few lines."""

from __future__ import annotations

import sys

import kg

QUESTION = """
SELECT ?system ?benchmark ?value ?unit {
  ?result kg:resultOf/rdfs:label ?system ; kg:onBenchmark/rdfs:label ?benchmark ; kg:value ?value .
  OPTIONAL { ?result kg:unit ?unit }
} ORDER BY ?benchmark DESC(?value)
"""


def main(digest: str, output: str) -> None:
    """Build the graph of a digest, print its results, and write it."""
    graph = kg.build(digest, on_skip=lambda skipped: print(skipped, file=sys.stderr))
    for row in graph.query(QUESTION):
        print(*(term.value if term is not None else "" for term in row), sep="\t")
    graph.write(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
