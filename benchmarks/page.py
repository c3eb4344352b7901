"""graph.html: time to make the page, its size, and in Chromium time to open, answer a key, and memory.

    python benchmarks/page.py [--sizes seeds middle corpus] [--json]

Pages are of made-up papers (synthetic_page.py). Making is timed with layout, without gathering from a store.
Times in the browser are wall times from navigation to a page that answers, and for search from the key's event
to the drawn list; `cpu` is what the page's main thread itself used, which a busy machine doesn't change.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from synthetic_page import synthetic_page

from kg.exporting.html.render import page_html

SIZES = {"seeds": (16, 230, 290), "middle": (1_000, 9_000, 30_000), "corpus": (28_000, 200_000, 500_000)}
"""Papers, things, facts: the seed digest; the size at which pyvis's own way took 92 s; the corpus."""
ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
QUERIES = ("l", "li", "lin", "lin t", "zzzz", "事物99")
PATIENCE = 300_000


def main() -> None:
    """Measure the sizes asked for and print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["seeds", "middle"])
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [measured(name) for name in options.sizes]
    if options.json:
        print(json.dumps(rows, indent=2))
        return
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, "
        f"Python {platform.python_version()}"
    )
    for row in rows:
        print("  ".join(f"{key} {value}" for key, value in row.items()))


def measured(name: str) -> dict[str, Any]:
    """Make the page of one size, then open it if there is a browser."""
    page = synthetic_page(*SIZES[name])
    start, used = time.perf_counter(), time.process_time()
    html = page_html(page)
    row: dict[str, Any] = {"size": name, "nodes": len(page.nodes), "facts": len(page.facts)}
    row |= {"make_s": round(time.perf_counter() - start, 2), "make_cpu_s": round(time.process_time() - used, 2)}
    row["file_mb"] = round(len(html.encode()) / 1e6, 2)
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("no Chromium: not opened", file=sys.stderr)
        return row
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.html")
        path.write_text(html, encoding="utf-8")
        return row | opened(browser, path)


def opened(browser: str, path: Path) -> dict[str, Any]:
    """Open the file and type into its search."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        process = driver.chromium.launch(executable_path=browser, args=list(ARGUMENTS), timeout=PATIENCE)
        page = process.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(path.as_uri(), timeout=PATIENCE)
        page.wait_for_selector("body[data-ready]")
        row = {
            "open_s": round(page.evaluate("performance.now()") / 1000, 2),
            "open_cpu_s": _metric(session, "TaskDuration"),
        }
        page.wait_for_timeout(3_000)
        row["key_ms"] = round(max(page.evaluate(_TYPE, query) for query in QUERIES), 1)
        row["heap_mb"] = round(_metric(session, "JSHeapUsedSize") / 1e6)
        process.close()
        return row


_TYPE = """query => {
  const box = document.getElementById("search");
  box.value = query;
  const start = performance.now();
  box.dispatchEvent(new Event("input"));
  return performance.now() - start;
}"""


def _metric(session: Any, name: str) -> float:  # noqa: ANN401 - Playwright's session, loaded late
    found = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return round(float(found[name]), 2)


if __name__ == "__main__":
    main()
