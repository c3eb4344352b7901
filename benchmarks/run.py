"""Run the benchmarks and print their report as Markdown, headed by machine, commit and date.

usage: python benchmarks/run.py [--corpus DIR] [--gold FILE] [ONLY...]

Those that need annotated or many papers run only where `--corpus` (train.jsonl, papers.jsonl.gz) or `--gold` (the
annotation of seeds/) says where they are. What is worth keeping is copied into results.md by hand, with a word on it.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def commands(corpus: str | None, gold: str | None) -> dict[str, list[str]]:
    """Return the benchmarks that can run, by name, with their arguments."""
    found: dict[str, list[str]] = {"page": [], "ask": ["--papers", "2000", "--seconds", "20"]}
    if gold:
        found["quality"] = [gold]
    if corpus:
        found["extraction"] = [f"{corpus}/papers.jsonl.gz"]
        found["resolution"] = [f"{corpus}/train.jsonl"]
    return found


def head() -> str:
    """Say where, on what and when."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)  # noqa: S603 - git
    commit = done.stdout.strip()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return f"# Benchmarks\n\n{machine}, commit {commit}, {time.strftime('%Y-%m-%d')}\n"


def main() -> None:
    """Run one after the other; what fails is told and the rest goes on."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus")
    parser.add_argument("--gold")
    parser.add_argument("only", nargs="*")
    options = parser.parse_args()
    print(head(), flush=True)
    for name, arguments in commands(options.corpus, options.gold).items():
        script = HERE / f"{name}.py"
        if not script.exists() or (options.only and name not in options.only):
            continue
        print(f"## {name}\n", flush=True)
        done = subprocess.run([sys.executable, script, *arguments], check=False)  # noqa: S603 - our own scripts
        print(f"\nfailed with exit code {done.returncode}\n" if done.returncode else "", flush=True)


if __name__ == "__main__":
    main()
