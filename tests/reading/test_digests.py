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


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold().replace("：", ":")


@pytest.mark.parametrize("folder", ["4-zh", "4-en"])
def test_titles_and_texts_of_a_habit(folder: str) -> None:
    """Each paper of a folder has its title, words of its own text, and none of another paper's."""
    asked = json.loads((DIGESTS / folder / "expected.json").read_text("utf-8"))
    digests = sorted(path for path in (DIGESTS / folder).iterdir() if path.suffix in {".md", ".txt"})
    found = {paper.id: paper.fields for paper in read(digests, on_skip=lambda _: None)}
    for paper in asked:
        fields = found[paper["id"]]
        text = _squeezed("".join(field.text for field in fields if not field.name.startswith("title")))
        assert _squeezed(paper["title"]) in {_squeezed(field.text) for field in fields}
        assert _squeezed(paper["must_contain"]) in text
        assert _squeezed(paper["must_not_contain"]) not in text
