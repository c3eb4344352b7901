"""How long a build takes after one paper of many has changed, beside the build of all, and whether the bytes agree.

    python benchmarks/incremental.py papers.jsonl.gz --papers 2000 [--formats html]
    python benchmarks/incremental.py papers.jsonl.gz --extractions extractions.jsonl [--sample 300]

Records are read from a JSONL file (packed or not). All are built; a sentence is added to the abstract of one; it is
built again; the files are then compared with those of a build that is given the extractions alone (or, with
`--whole`, nothing). Wall and processor seconds are told, since on a busy machine only the second compare.

With `--extractions`, lines that this version's pipeline wrote are put where an earlier build would have left them, so
that hours of extraction are not spent again. The first build then does all but extract; the time of extraction is that
of a sample, taken at even distances, times the number of papers, and is told apart.
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

from kg.exporting import file_name
from kg.extraction import pipeline_version

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
        extracted = _extracted(folder, lines, options) if options.extractions else Seconds(0.0, 0.0)
        rest = _build(folder, lines, "out", options, *([] if options.extractions else ["--fresh"]))
        full = Seconds(rest.wall + extracted.wall, rest.processor + extracted.processor)
        changed = _build(folder, _changed(lines), "out", options)
        _compared(folder, whole=options.whole)
        _build(folder, None, "again", options, *(["--fresh"] if options.whole else []))
        files = [*FILES, *map(file_name, _formats(options))]
        sizes = {file: (folder / "out" / file).stat().st_size for file in files}
        same = all(filecmp.cmp(folder / "out" / file, folder / "again" / file, shallow=False) for file in files)
    print(f"{len(lines)} papers, {', '.join(f'{file} {size / 1e6:.0f} MB' for file, size in sizes.items())}")
    if options.extractions:
        print(f"extraction, by a sample of {options.sample}: {extracted.wall:.0f} s, {extracted.processor:.0f} s CPU")
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
    parser.add_argument("--extractions", type=Path, help="what this version extracted from the records")
    parser.add_argument("--sample", type=int, default=300, help="papers that are extracted to measure the rate")
    parser.add_argument("--whole", action="store_true", help="compare with a build that extracts all again")
    return parser.parse_args()


def _records(corpus: Path, papers: int | None) -> list[str]:
    opener = gzip.open if corpus.suffix == ".gz" else open
    with opener(corpus, "rt", encoding="utf-8") as file:
        return list(itertools.islice(file, papers))


def _extracted(folder: Path, lines: list[str], options: argparse.Namespace) -> Seconds:
    """Put extractions where an earlier build would have left them; return what making them takes, by a sample."""
    wanted = {_id(line) for line in lines}
    (folder / "out").mkdir()
    with (folder / "out" / "extractions.jsonl").open("w", encoding="utf-8") as kept:
        kept.writelines(line for line in _records(options.extractions, None) if _id(line) in wanted)
    report = {"versions": {"pipeline": pipeline_version()}}
    (folder / "out" / "report.json").write_text(json.dumps(report), encoding="utf-8")
    some = lines[:: max(1, len(lines) // options.sample)][: options.sample]
    one, many = (_extract(folder, each, options) for each in (some[:1], some))
    share = (len(lines) - 1) / (len(some) - 1)
    return Seconds(*(start + (whole - start) * share for start, whole in zip(one, many, strict=True)))


def _id(line: str) -> str:
    record = json.loads(line)
    return str(record.get("doc") or record["id"])


def _extract(folder: Path, lines: list[str], options: argparse.Namespace) -> Seconds:
    (folder / "some.jsonl").write_text("".join(lines), encoding="utf-8")
    return _run(folder, "extract", "some.jsonl", "-o", "some.out", "--jobs", str(options.jobs), "-q")


def _formats(options: argparse.Namespace) -> list[str]:
    return [name for name in options.formats.split(",") if name]


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
    formats = json.dumps(_formats(options))
    (folder / "kg.toml").write_text(f"formats = {formats}\njobs = {options.jobs}\n", encoding="utf-8")
    return _run(folder, "build", "papers.jsonl", "-o", output, "-q", *flags)


def _run(folder: Path, *arguments: str) -> Seconds:
    before, start = _processor(), time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *arguments], cwd=folder, check=True)  # noqa: S603 - our own command
    return Seconds(time.perf_counter() - start, _processor() - before)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
