from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from kg.exporting import splicing
from kg.exporting.splicing import Splicing, StaleError, Written, pieces_of
from kg.exporting.turtle import _write, prefixes
from kg.graph.identifiers import BASE

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.terms import Block

VALUE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#value>"
SPAN = f"<{BASE}span/a"


def _blocks(values: dict[str, str]) -> list[Block]:
    return [(subject, [(VALUE, (value,))]) for subject, value in sorted(values.items())]


def _file(path: Path, values: dict[str, str]) -> Path:
    _write(_blocks(values), path, prefixes(BASE))
    return path


def _subject(pick: random.Random, kinds: list[str]) -> str:
    kind, letter = pick.choice(kinds), pick.choice("abc甲乙")
    return f"<{BASE}{kind}/{letter}{pick.choice(['', ':x', '-y', '%20'])}{pick.randint(0, 30)}>"


def _step(pick: random.Random, file: Splicing, values: dict[str, str]) -> dict[str, str]:
    """Change some subjects, and sometimes all that begin with SPAN, in the file and in the values."""
    new = dict(values)
    for _ in range(pick.randint(0, 5)):
        new[_subject(pick, ["annotation", "claim", "model"])] = f'"{pick.randint(0, 99)}"'
    for subject in pick.sample(sorted(new), min(len(new), 3)):
        if not subject.startswith(SPAN[:-1]):
            del new[subject]
    for subject in {*new, *values}:
        if new.get(subject) != values.get(subject):
            file.put(subject, (subject, [(VALUE, (new[subject],))]) if subject in new else None)
    if pick.random() < 0.5:
        spans = {f"{SPAN}:{pick.randint(0, 99)}>": '"1"' for _ in range(pick.randint(0, 3))}
        file.put_all(SPAN, _blocks(spans))
        new = {subject: value for subject, value in new.items() if not subject.startswith(SPAN)} | spans
    return new


@pytest.mark.parametrize("seed", range(40))
def test_a_file_brought_up_to_date_is_the_file_written_anew(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks set in and taken out anywhere, over pieces of any size, give the bytes of a new file."""
    monkeypatch.setattr(splicing, "_PIECE", 64)
    pick = random.Random(seed)  # noqa: S311 - no secret
    kinds = ["annotation", "claim", "model", "span"]
    values = {_subject(pick, kinds): '"0"' for _ in range(pick.choice([0, 1, 3, 40]))}
    path = _file(tmp_path / "grown.ttl", values)
    pieces = pieces_of(path)
    for _ in range(3):
        with Splicing(Written(path, pieces), BASE) as file:
            values = _step(pick, file, values)
            pieces = file.write()
        assert path.read_bytes() == _file(tmp_path / "new.ttl", values).read_bytes()


def test_what_was_not_touched_is_known_by_its_hash_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change, the pieces are those of the file as it is now."""
    monkeypatch.setattr(splicing, "_PIECE", 64)
    path = _file(tmp_path / "a.ttl", {f"<{BASE}model/{at}>": f'"{at}"' for at in range(99)})
    with Splicing(Written(path, pieces_of(path)), BASE) as file:
        file.put(f"<{BASE}model/50>", None)
        pieces = file.write()
    with Splicing(Written(path, pieces), BASE) as file:
        assert file.block(f"<{BASE}model/50>") == ""
        assert '"51"' in file.block(f"<{BASE}model/51>")


@pytest.mark.parametrize("change", [b"", b"another", b"longer"])
def test_a_file_that_was_changed_is_refused(tmp_path: Path, change: bytes) -> None:
    """Shortened, overwritten or lengthened: nothing is set into what isn't ours."""
    path = _file(tmp_path / "a.ttl", {f"<{BASE}model/a>": '"1"'})
    pieces, old = pieces_of(path), path.read_bytes()
    path.write_bytes({b"": old[:-1], b"another": old.replace(b'"1"', b'"2"'), b"longer": old + b"\n"}[change])
    with pytest.raises(StaleError, match="changed"):
        Splicing(Written(path, pieces), BASE)


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    """There is nothing to set into."""
    with pytest.raises(StaleError):
        Written(tmp_path / "a.ttl", [])
