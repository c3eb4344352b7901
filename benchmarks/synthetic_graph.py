"""A made-up graph for `ask.py`: things drawn with the frequencies of real ones, and claims with their words."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ID, KG = "https://w3id.org/paperkg/id/", "https://w3id.org/paperkg/ontology#"
SHARES = {"model": 0.5, "method": 1.5, "benchmark": 0.2, "task": 0.6, "metric": 0.1, "dataset": 0.2}
"""Things of each class for each paper."""


def thing(kind: str, papers: int) -> str:
    """Return the id of a thing, the low numbers far more often than the high."""
    most = max(1, int(SHARES[kind] * papers))
    return f"{kind}/{kind}-{int(most ** random.random())}"  # noqa: S311 - no secret


def fact(lines: list[str], place: str, subject: str, predicate: str, object_: str) -> None:
    """Add a fact, its claim, and one annotation with its place in the text."""
    from kg.graph.identifiers import claim_iri

    claim = claim_iri(f"<{subject}>", f"<{KG}{predicate}>", f"<{object_}>")
    note, oa = f"{place}/{len(lines)}", "http://www.w3.org/ns/oa#"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    lines += [
        f"<{subject}> <{KG}{predicate}> <{object_}> .",
        f"<{claim}> <{rdf}type> <{KG}Claim> .",
        f"<{claim}> <{rdf}subject> <{subject}> .",
        f"<{claim}> <{rdf}predicate> <{KG}{predicate}> .",
        f"<{claim}> <{rdf}object> <{object_}> .",
        f'<{claim}> <{KG}support> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .',
        f"<{note}> <{oa}hasBody> <{claim}> .",
        f"<{note}> <{oa}hasTarget> <{note}#s> .",
        f'<{note}#s> <{oa}exact> "what the paper says of it, number {len(lines)}"@en .',
    ]


def paper(number: int, papers: int) -> list[str]:
    """Return the statements of one paper."""
    month = f"{23 + number * 3 // papers}{1 + number % 12:02}"
    id_ = f"{month}.{number:05}"
    node, own = f"https://arxiv.org/abs/{id_}", ID + f"model/own-{number}"
    place = f"{ID}annotation/{id_}"
    rdf, dc = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://purl.org/dc/terms/"
    lines = [
        f"<{node}> <{rdf}> <{KG}Paper> .",
        f'<{node}> <{dc}identifier> "{id_}" .',
        f'<{node}> <{dc}title> "Own-{number}: what paper {number} is about"@en .',
        f"<{own}> <{rdf}> <{KG}Model> .",
        f'<{own}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Own-{number}"@en .',
    ]
    fact(lines, place, node, "proposes", own)
    fact(lines, place, node, "addresses", ID + thing("task", papers))
    for predicate, kind in (("basedOn", "model"), ("trainedOn", "dataset"), ("outperforms", "model")):
        fact(lines, place, own, predicate, ID + thing(kind, papers))
    for kind in ("method", "method", "method", "model"):
        fact(lines, place, own, "uses", ID + thing(kind, papers))
    benchmark = ID + thing("benchmark", papers)
    fact(lines, place, own, "evaluatedOn", benchmark)
    result = f"{ID}result/{number}"
    lines += [
        f"<{result}> <{rdf}> <{KG}Result> .",
        f"<{result}> <{KG}resultOf> <{own}> .",
        f"<{result}> <{KG}onBenchmark> <{benchmark}> .",
        f"<{result}> <{KG}metric> <{ID}{thing('metric', papers)}> .",
        f"<{result}> <{KG}reportedIn> <{node}> .",
        f'<{result}> <{KG}value> "{number % 1000 / 10}"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        f'<{result}> <{KG}unit> "%" .',
    ]
    return lines


def make(target: Path, papers: int) -> int:
    """Write a graph of so many papers, and return its number of statements."""
    random.seed(7)
    count = 0
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    with target.open("w", encoding="utf-8") as out:
        for number in range(papers):
            lines = paper(number, papers)
            count += out.write("\n".join(lines) + "\n") and len(lines)
        for kind, share in SHARES.items():
            for number in range(1, int(share * papers) + 1):
                node = f"{ID}{kind}/{kind}-{number}"
                out.write(f"<{node}> <{rdf}> <{KG}{kind.capitalize()}> .\n")
                out.write(f'<{node}> <{label}> "{kind.capitalize()} {number}"@en .\n')
                count += 2
    return count
