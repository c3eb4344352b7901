"""How fast a graph answers: ``kg query`` on a kept store, and ``kg serve`` under 50 clients on the loopback.

    python benchmarks/ask.py --papers 28000 --seconds 60
    python benchmarks/ask.py --graph outputs

Without ``--graph`` the graph is made up: as many papers as asked for, things drawn with the frequencies of real ones
(a few are everywhere, most occur once), about 107 statements a paper with evidence. Not timed: making and loading it,
which is told apart. Things of a given graph are drawn by the same law, the best known first. The clients keep their
connections and read no JSON. They ask a server for which nothing is kept and which prepares nothing; one that
prepares what is best known in its first start; the same again after a restart: every half second, as people and pages
do (counting from when they meant to ask, so that a late answer makes the next one late too). At last they ask as soon
as they are answered, where the time of an answer is no more than clients / throughput.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from synthetic_graph import ID, SHARES, make

from kg.querying.server.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

PORT = 8799
STARTER = """
import sys
from pathlib import Path
from kg.querying.server.run import serve
from kg.querying.server.settings import Settings
graph, port, workers, prepared = sys.argv[1:]
serve(Settings(graph=Path(graph), port=int(port), workers=int(workers), prepared=int(prepared)))
"""
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


class Client(asyncio.Protocol):
    """One connection that asks, and times from when it meant to ask: what a slow answer delays counts too."""

    def __init__(self, plan: Plan) -> None:
        """Take what is asked, and when."""
        self._plan = plan
        self._head = bytearray()
        self._left = 0
        self._due = 0.0
        self._name = ""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time, at a moment of its own."""
        self._transport = cast("asyncio.Transport", transport)
        self._due = time.perf_counter() + random.random() * self._plan.pause  # noqa: S311 - no secret
        asyncio.get_running_loop().call_later(self._due - time.perf_counter(), self._ask)

    def _ask(self) -> None:
        """Send the next request, or end."""
        if self._due > self._plan.until:
            self._transport.close()
            self.done.set_result(None)
            return
        self._name, request = self._plan.request()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Count down what is left of the answer."""
        if not self._left:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self._head[:end]).lower()
            self._plan.statuses[int(head[9:12])] += 1
            length = head.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
            self._left = int(length) - (len(self._head) - end - 4)
            self._head.clear()
        else:
            self._left -= len(data)
        if not self._left:
            self._answered()

    def _answered(self) -> None:
        """Note the time, and ask again when it is due."""
        now = time.perf_counter()
        self._plan.times[self._name].append(now - self._due)
        self._due = now if not self._plan.pause else self._due + self._plan.pause
        asyncio.get_running_loop().call_later(max(0.0, self._due - now), self._ask)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Count a connection that the server ends as an error."""
        if not self.done.done():
            self._plan.statuses[0] += 1
            self.done.set_result(None)


@dataclass
class Plan:
    """What the clients ask, how often, until when; and what came of it."""

    things: Things
    until: float
    pause: float
    """Seconds from one question of a client to its next; 0: as soon as it is answered."""
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)

    def request(self) -> tuple[str, bytes]:
        """Return the name of a question, and a request for it about some thing."""
        name = random.choice(list(QUESTIONS))  # noqa: S311
        parameter, kind = QUESTIONS[name]
        path = f"/queries/{name}.json?{parameter}={quote(self.things.draw(kind), safe='')}"
        return name, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


@dataclass(frozen=True)
class Things:
    """What may be asked about: for each class, IRIs with the best known first."""

    known: dict[str, Sequence[str]]

    def draw(self, kind: str) -> str:
        """Return one, the first far more often than the last."""
        known = self.known[kind]
        return known[int(len(known) ** random.random()) - 1]  # noqa: S311


def made_up(papers: int) -> Things:
    """Return the things of a made-up graph."""
    return Things({kind: [f"{ID}{kind}/{kind}-{i}" for i in range(1, int(share * papers) + 1)]
                   for kind, share in SHARES.items()})  # fmt: skip


def listed(graph: Path) -> Things:
    """Return the things of a graph, by the number of statements that speak of them."""
    from kg.querying.asking import graph_names

    names = graph_names(graph)
    kinds = {kind for _, kind in QUESTIONS.values()}
    return Things({kind: [item.iri for item in names.listed(kind.capitalize(), 0, 10**6)] for kind in sorted(kinds)})


async def load(clients: int, seconds: float, things: Things, pause: float = 0.0) -> Plan:
    """Run the clients side by side."""
    plan = Plan(things, time.perf_counter() + seconds, pause)
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: Client(plan), "127.0.0.1", PORT) for _ in range(clients)]
    await asyncio.gather(*(client.done for _, client in made))
    return plan


def processor_time(process: subprocess.Popen[bytes]) -> float:
    """Return the processor time (s) that a process and its children have had so far (Linux)."""
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parts = stat.read_text().rpartition(")")[2].split()
            if process.pid in (int(stat.parent.name), int(parts[1])):
                total += int(parts[11]) + int(parts[12])
    return total / os.sysconf("SC_CLK_TCK")


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


def tell(plan: Plan, seconds: float, server: float, clients: float) -> None:
    """Print the table."""
    every = sorted(value for values in plan.times.values() for value in values)
    print(f"requests {len(every):,} ({len(every) / seconds:,.0f}/s), statuses {dict(plan.statuses)}", end="; ")
    print(f"processor time for each: the server's {server / len(every) * 1000:.2f} ms", end=", ")
    print(f"the clients' {clients / len(every) * 1000:.2f} ms; load {os.getloadavg()[0]:.1f}")
    print(f"{'query':<16}{'n':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for name, values in [*sorted(plan.times.items()), ("all", every)]:
        cuts = statistics.quantiles(values, n=100)
        print(f"{name:<16}{len(values):>8,}{cuts[49] * 1000:>9.1f}{cuts[94] * 1000:>9.1f}{cuts[98] * 1000:>9.1f}")


def under_load(options: argparse.Namespace, graph: Path, title: str, pauses: Sequence[float], prepared: int) -> None:
    """Measure one server, asked with each of some pauses in turn."""
    things = listed(graph) if options.graph else made_up(options.papers)
    begin = time.perf_counter()
    command = [sys.executable, "-c", STARTER, str(graph), str(PORT), str(options.workers), str(prepared)]
    process = subprocess.Popen(command)  # noqa: S603
    try:
        wait_for_server(process)
        cost = processor_time(process)
        print(f"\n{title}: answers after {time.perf_counter() - begin:.1f} s ({cost:.1f} s of processor time)")
        for pause in pauses:
            before, own = processor_time(process), time.process_time()
            plan = asyncio.run(load(options.clients, options.seconds, things, pause))
            print(f"{options.clients} clients, " + (f"each every {pause:g} s" if pause else "without a pause"))
            tell(plan, options.seconds, processor_time(process) - before, time.process_time() - own)
    finally:
        process.terminate()
        process.wait()


def forget_answers(graph: Path) -> None:
    """Remove the answers that were kept about a graph, so that a server begins with none."""
    from kg.querying.cache import graph_files, store_folder

    store = store_folder(graph_files(graph))
    for file in store.parent.glob(f"{store.name}.answers*"):
        file.unlink()


def main() -> None:
    """Make the graph, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=28_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between the questions of a paced client")
    parser.add_argument("--graph", type=Path, help="an existing graph, instead of a made-up one")
    options = parser.parse_args()
    graph = options.graph or Path(tempfile.gettempdir()) / f"kg-bench-{options.papers}" / "graph.nt"
    if not options.graph:
        graph.parent.mkdir(exist_ok=True)
    if not graph.exists():
        print(f"made {make(graph, options.papers):,} statements of {options.papers:,} papers")
    begin = time.perf_counter()
    second_query(graph)
    print(f"first query, with loading, and two more: {time.perf_counter() - begin:.1f} s")
    print("a later query: {:.2f} s of process time, {:.2f} s of wall time".format(*second_query(graph)))
    forget_answers(graph)
    under_load(options, graph, "nothing kept, nothing prepared", [options.pause], 0)
    forget_answers(graph)
    under_load(options, graph, "nothing kept, prepared in its start", [options.pause], Settings().prepared)
    under_load(options, graph, "the same, restarted", [options.pause, 0.0], Settings().prepared)


if __name__ == "__main__":
    main()
