"""How long a build takes after one paper of many has changed, beside the build of all, and whether the bytes agree.

    python benchmarks/incremental.py papers.jsonl.gz --papers 2000

Records are read from a JSONL file (packed or not). All are built; a sentence is added to the abstract of one; it is
built again; the files are then compared with those of a build that is given the extractions alone (or, with
`--whole`, nothing). Wall and processor seconds are told, since on a busy machine only the second compare.
"""

from __future__ import annotations

import argparse
import filecmp
import gzip
import itertools
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

FILES = ("graph.ttl", "evidence.ttl", "extractions.jsonl")
_SENTENCE = " We also evaluate on a new benchmark and outperform the baseline by 1.5%."


class Seconds(NamedTuple):
    """What a build took."""

    wall: float
    processor: float


def main() -> None:
    """Measure, print, and exit with 1 where the bytes differ."""
    options = _options()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        lines = _records(options.corpus, options.papers)
        full = _build(folder, lines, "out", options, "--fresh")
        changed = _build(folder, _changed(lines), "out", options)
        _compared(folder, whole=options.whole)
        _build(folder, None, "again", options, *(["--fresh"] if options.whole else []))
        sizes = {file: (folder / "out" / file).stat().st_size for file in FILES}
        same = all(filecmp.cmp(folder / "out" / file, folder / "again" / file, shallow=False) for file in FILES)
    print(f"{len(lines)} papers, {', '.join(f'{file} {size / 1e6:.0f} MB' for file, size in sizes.items())}")
    print(f"all: {full.wall:.1f} s, {full.processor:.1f} s of processor")
    print(f"one changed: {changed.wall:.1f} s, {changed.processor:.1f} s of processor")
    print(f"share: {changed.wall / full.wall:.1%} of the time, {changed.processor / full.processor:.1%} of processor")
    print("bytes: equal" if same else "bytes: DIFFERENT")
    sys.exit(0 if same else 1)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="records, one JSON object a line")
    parser.add_argument("--papers", type=int, help="how many to take, from the first")
    parser.add_argument("--jobs", type=int, default=2, help="processes that extract")
    parser.add_argument("--formats", default="", help="formats besides Turtle, with commas between")
    parser.add_argument("--folder", type=Path, help="where to write; needs about 100 kB a paper")
    parser.add_argument("--whole", action="store_true", help="compare with a build that extracts all again")
    return parser.parse_args()


def _records(corpus: Path, papers: int | None) -> list[str]:
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as file:
        return list(itertools.islice(file, papers))


def _changed(lines: list[str]) -> list[str]:
    """Return the records with a sentence more in the middle one's abstract."""
    record = json.loads(lines[len(lines) // 2])
    key = next(key for key in ("abstract_en", "abstract", "abstract_zh") if record.get(key))
    record[key] += _SENTENCE
    changed = json.dumps(record, ensure_ascii=False) + "\n"
    return [changed if place == len(lines) // 2 else line for place, line in enumerate(lines)]


def _compared(folder: Path, *, whole: bool) -> None:
    """Make the folder of the build that is compared with, holding the extractions, or nothing."""
    (folder / "again").mkdir()
    for file in () if whole else ("extractions.jsonl", "report.json"):
        shutil.copy(folder / "out" / file, folder / "again" / file)


def _build(folder: Path, lines: list[str] | None, output: str, options: argparse.Namespace, *flags: str) -> Seconds:
    """Build the records (or those of before) by the command line, in a process of its own."""
    if lines is not None:
        (folder / "papers.jsonl").write_text("".join(lines), encoding="utf-8")
    formats = json.dumps([name for name in options.formats.split(",") if name])
    (folder / "kg.toml").write_text(f"formats = {formats}\njobs = {options.jobs}\n", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "build", "papers.jsonl", "-o", output, "-q", *flags]
    before, start = _processor(), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - our own command
    return Seconds(time.perf_counter() - start, _processor() - before)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
