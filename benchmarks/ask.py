"""How fast a graph answers: ``kg query`` on a kept store, and ``kg serve`` under 50 clients on the loopback.

    python benchmarks/ask.py --papers 28000 --seconds 60

The graph is made up: as many papers as asked for, things drawn with the frequencies of real ones (a few are
everywhere, most occur once), about 107 statements a paper with evidence. Not timed: making and loading it,
which is told apart. The clients keep their connections and read no JSON. They ask three times for as long: of a
server that has answered nothing yet and every half second, as people and pages do (counting from when they meant to
ask, so that a late answer makes the next one late too); the same again; and again as soon as they are answered,
where the time of an answer is no more than clients / throughput.
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
from typing import cast
from urllib.parse import quote

from synthetic_graph import make, thing

PORT = 8799
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

    papers: int
    until: float
    pause: float
    """Seconds from one question of a client to its next; 0: as soon as it is answered."""
    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)

    def request(self) -> tuple[str, bytes]:
        """Return the name of a question, and a request for it about some thing."""
        name = random.choice(list(QUESTIONS))  # noqa: S311
        parameter, kind = QUESTIONS[name]
        path = f"/queries/{name}.json?{parameter}={quote(thing(kind, self.papers), safe='')}"
        return name, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


async def load(clients: int, seconds: float, papers: int, pause: float = 0.0) -> Plan:
    """Run the clients side by side."""
    plan = Plan(papers, time.perf_counter() + seconds, pause)
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


def tell(plan: Plan, seconds: float, cost: float) -> None:
    """Print the table."""
    every = sorted(value for values in plan.times.values() for value in values)
    print(f"requests {len(every):,} ({len(every) / seconds:,.0f}/s), statuses {dict(plan.statuses)}", end="; ")
    print(f"{cost / len(every) * 1000:.2f} ms of the server's processor time for each")
    print(f"{'query':<16}{'n':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for name, values in [*sorted(plan.times.items()), ("all", every)]:
        cuts = statistics.quantiles(values, n=100)
        print(f"{name:<16}{len(values):>8,}{cuts[49] * 1000:>9.1f}{cuts[94] * 1000:>9.1f}{cuts[98] * 1000:>9.1f}")


def under_load(options: argparse.Namespace, graph: Path) -> None:
    """Measure one server: its first minute, its second, and clients that don't pause."""
    serve = ["serve", "-g", str(graph), "--port", str(PORT), "--workers", str(options.workers)]
    process = subprocess.Popen([sys.executable, "-m", "kg", *serve])  # noqa: S603
    try:
        wait_for_server(process)
        for title, pause in (("first", options.pause), ("then", options.pause), ("without a pause", 0.0)):
            before = processor_time(process)
            plan = asyncio.run(load(options.clients, options.seconds, options.papers, pause))
            print(f"\n{options.clients} clients, {title}" + (f", each every {pause:g} s" if pause else ""))
            tell(plan, options.seconds, processor_time(process) - before)
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Make the graph, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=28_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between the questions of a paced client")
    options = parser.parse_args()
    graph = Path(tempfile.gettempdir()) / f"kg-bench-{options.papers}" / "graph.nt"
    graph.parent.mkdir(exist_ok=True)
    if not graph.exists():
        print(f"made {make(graph, options.papers):,} statements of {options.papers:,} papers")
    begin = time.perf_counter()
    second_query(graph)
    print(f"first query, with loading, and two more: {time.perf_counter() - begin:.1f} s")
    print("a later query: {:.2f} s of process time, {:.2f} s of wall time".format(*second_query(graph)))
    under_load(options, graph)


if __name__ == "__main__":
    main()
