"""How fast a graph answers: ``kg query`` on a kept store, and ``kg serve`` under 50 clients on the loopback.

    python benchmarks/ask.py --papers 28000 --seconds 60

The graph is made up: as many papers as asked for, things drawn with the frequencies of real ones (a few are
everywhere, most occur once), about 107 statements a paper with evidence. Not timed: making and loading it,
which is told apart. The clients are plain sockets that keep their connections; each asks at once again.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import quote

ID, KG = "https://w3id.org/paperkg/id/", "https://w3id.org/paperkg/ontology#"
PORT = 8799
SHARES = {"model": 0.5, "method": 1.5, "benchmark": 0.2, "task": 0.6, "metric": 0.1, "dataset": 0.2}
"""Things of each class for each paper."""
QUESTIONS = {
    "leaderboard": ("benchmark", "benchmark"),
    "evaluated-on": ("benchmark", "benchmark"),
    "who-uses": ("thing", "method"),
    "lineage": ("model", "model"),
    "about": ("thing", "model"),
    "compared-with": ("system", "model"),
    "papers-on": ("task", "task"),
    "trained-on": ("dataset", "dataset"),
}
"""The named queries that touch one thing: their parameter, and the class of its values."""


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


def second_query(graph: Path) -> tuple[float, float]:
    """Return the process time and wall time (s) of ``kg query`` on a kept store, the best of three."""
    query = "SELECT ?b (COUNT(*) AS ?n) { ?s kg:evaluatedOn ?b } GROUP BY ?b ORDER BY DESC(?n) LIMIT 5"
    best = []
    for _ in range(3):
        before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", "query", query, "-g", str(graph)], check=True, capture_output=True)  # noqa: S603
        wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        best.append((after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall))
    return min(best)


async def client(until: float, papers: int, times: dict[str, list[float]], statuses: Counter[int]) -> None:
    """Ask named queries of one thing each until it is time."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    names = sorted(QUESTIONS)
    while time.perf_counter() < until:
        name = random.choice(names)  # noqa: S311
        parameter, kind = QUESTIONS[name]
        path = f"/queries/{name}.json?{parameter}={quote(thing(kind, papers), safe='')}"
        begin = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        size = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(int(size.split(b":")[1]))
        times[name].append(time.perf_counter() - begin)
        statuses[int(head.split(b" ", 2)[1])] += 1
    writer.close()


async def load(clients: int, seconds: float, papers: int) -> tuple[dict[str, list[float]], Counter[int]]:
    """Run the clients side by side."""
    times: dict[str, list[float]] = defaultdict(list)
    statuses: Counter[int] = Counter()
    until = time.perf_counter() + seconds
    await asyncio.gather(*(client(until, papers, times, statuses) for _ in range(clients)))
    return times, statuses


def wait_for_server(process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    import httpx

    while process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{PORT}/robots.txt", trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.5)
        else:
            return
    sys.exit("the server ended")


def tell(times: dict[str, list[float]], statuses: Counter[int], seconds: float) -> None:
    """Print the table."""
    every = sorted(value for values in times.values() for value in values)
    print(f"requests {len(every):,} ({len(every) / seconds:,.0f}/s), statuses {dict(statuses)}")
    print(f"{'query':<16}{'n':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for name, values in [*sorted(times.items()), ("all", every)]:
        cuts = statistics.quantiles(values, n=100)
        print(f"{name:<16}{len(values):>8,}{cuts[49] * 1000:>9.1f}{cuts[94] * 1000:>9.1f}{cuts[98] * 1000:>9.1f}")


def main() -> None:
    """Make the graph, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=28_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    graph = Path(tempfile.gettempdir()) / f"kg-bench-{options.papers}" / "graph.nt"
    graph.parent.mkdir(exist_ok=True)
    if not graph.exists():
        print(f"made {make(graph, options.papers):,} statements of {options.papers:,} papers")
    begin = time.perf_counter()
    second_query(graph)
    print(f"first query, with loading, and two more: {time.perf_counter() - begin:.1f} s")
    print("a later query: {:.2f} s of process time, {:.2f} s of wall time".format(*second_query(graph)))
    serve = ["serve", "-g", str(graph), "--port", str(PORT), "--workers", str(options.workers)]
    process = subprocess.Popen([sys.executable, "-m", "kg", *serve])  # noqa: S603
    try:
        wait_for_server(process)
        asyncio.run(load(options.clients, 2, options.papers))
        times, statuses = asyncio.run(load(options.clients, options.seconds, options.papers))
    finally:
        process.terminate()
        process.wait()
    tell(times, statuses, options.seconds)


if __name__ == "__main__":
    main()
