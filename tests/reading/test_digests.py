"""The digests of benchmarks/digests: each habit's papers are told apart."""

import json
from pathlib import Path

import pytest

from kg.reading import read

DIGESTS = Path(__file__).parents[2] / "benchmarks" / "digests"
HIDDEN = {"6008.06694", "6004.12353", "6010.01870"}
"""Papers of slides whose identifiers stand in comments, which are not read."""


@pytest.mark.parametrize("folder", ["1-zh", "1-en", "2-zh", "2-en", "3"])
def test_every_paper_of_a_habit_is_found(folder: str) -> None:
    """Each annotated paper of a folder is read under its identifier, with a title and a text."""
    asked = {json.loads(line)["doc"] for line in (DIGESTS / folder / "gold.jsonl").read_text("utf-8").splitlines()}
    digests = sorted(path for path in (DIGESTS / folder).iterdir() if path.suffix in {".md", ".txt"})
    found = {
        paper.id: {field.name.split("_")[0] for field in paper.fields}
        for paper in read(digests, on_skip=lambda _: None)
    }
    assert asked - HIDDEN <= found.keys()
    assert all({"title", "abstract"} <= found[paper] for paper in asked - HIDDEN)
