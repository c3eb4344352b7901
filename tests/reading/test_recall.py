from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from kg.reading import expand, read
from kg.reading.recall import recall

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Skipped

DIGEST = """\
# Atlas: of a kind
arXiv:2401.00001

We propose it.

# Borealis: too
arXiv:2401.00002

We propose that.
"""


def _records(path: Path, *titles: str) -> Path:
    lines = (json.dumps({"id": f"2402.0000{at}", "title": title}) for at, title in enumerate(titles, 1))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _known(*paths: Path) -> dict[bytes, str]:
    found = recall(list(expand(paths)), {}, lambda _: None)
    return {each.mark: each.id for each in found if each.mark}


def _read_again(known: dict[bytes, str], *paths: Path) -> dict[str, bool]:
    """For each paper, whether it was read."""
    return {found.id: found.document is not None for found in recall(list(expand(paths)), known, lambda _: None)}


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    """A digest of two papers."""
    path = tmp_path / "digest.md"
    path.write_text(DIGEST, encoding="utf-8")
    return path


def test_what_is_not_known_is_read_as_ever(tmp_path: Path, digest: Path) -> None:
    """Without marks, the same papers come in the same order."""
    paths = [_records(tmp_path / "a.jsonl", "One", "Two"), digest]
    found = list(recall(list(expand(paths)), {}, lambda _: None))
    assert [each.document for each in found] == list(read(paths, on_skip=lambda _: None))


def test_only_lines_that_changed_are_read(tmp_path: Path) -> None:
    """A record known by its line is named, not read."""
    path = _records(tmp_path / "a.jsonl", "One", "Two", "Three")
    known = _known(path)
    _records(path, "One", "Another", "Three")
    assert _read_again(known, path) == {"2402.00001": False, "2402.00002": True, "2402.00003": False}


def test_a_record_that_moved_is_read(tmp_path: Path) -> None:
    """Where a paper stands is part of it."""
    path = _records(tmp_path / "a.jsonl", "One")
    known = _known(path)
    path.write_text("\n" + path.read_text("utf-8"), encoding="utf-8")
    assert _read_again(known, path) == {"2402.00001": True}


def test_a_file_is_known_as_a_whole(digest: Path) -> None:
    """A digest that is as it was isn't read; one that changed is."""
    known = _known(digest)
    assert _read_again(known, digest) == {"2401.00001": False, "2401.00002": False}
    digest.write_text(DIGEST + "Also this.\n", encoding="utf-8")
    assert set(_read_again(known, digest).values()) == {True}


def test_a_file_of_which_one_paper_is_not_known_is_read(digest: Path) -> None:
    """Half a file isn't known."""
    known = {mark: identity for mark, identity in _known(digest).items() if identity == "2401.00001"}
    assert set(_read_again(known, digest).values()) == {True}


def test_a_paper_of_two_places_is_put_together_each_time(tmp_path: Path, digest: Path) -> None:
    """What it says rests on both, so no mark stands for it."""
    known = _known(digest)
    path = tmp_path / "b.jsonl"
    path.write_text(json.dumps({"id": "2401.00001", "title": "Atlas: of a kind", "date": "2024"}) + "\n", "utf-8")
    found = {each.id: each for each in recall(list(expand([digest, path])), known, lambda _: None)}
    assert found["2401.00001"].mark == b""
    assert [found["2401.00001"].document] == [
        each for each in read([digest, path], on_skip=lambda _: None) if each.id == "2401.00001"
    ]


def test_what_cannot_be_read_is_told_each_time(tmp_path: Path) -> None:
    """A bad line has no mark."""
    path = _records(tmp_path / "a.jsonl", "One")
    path.write_text(path.read_text("utf-8") + "{no json\n", encoding="utf-8")
    known = _known(path)
    skipped: list[Skipped] = []
    assert [found.id for found in recall(list(expand([path])), known, skipped.append)] == ["2402.00001"]
    assert [each.line for each in skipped] == [2]
