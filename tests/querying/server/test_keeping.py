"""Replies kept on disk: there again after a restart, and never another edition's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.querying.server import keeping
from kg.querying.server.keeping import Disk, key_of
from kg.querying.server.pool import Reply

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEY = key_of({"call": "page"})


def _kept(file: Path, reply: Reply, limit: int = 1000) -> Reply | None:
    """Return what a second disk has of a reply that a first was given."""
    first = Disk(file, limit)
    first.put(KEY, reply)
    first.close()
    second = Disk(file, limit)
    found = second.get(KEY)
    second.close()
    return found


def test_a_reply_is_there_after_a_restart(tmp_path: Path) -> None:
    """What one server was answered, the next has."""
    assert _kept(tmp_path / "a", Reply({"type": "x"}, b"body")) == Reply({"type": "x"}, b"body")


def test_errors_and_what_is_too_much_are_not_kept(tmp_path: Path) -> None:
    """An error may be gone next time; over the limit nothing is added."""
    assert _kept(tmp_path / "a", Reply({"error": "QueryError"}, b"")) is None
    assert _kept(tmp_path / "b", Reply({}, b"12345"), limit=4) is None


def test_another_edition_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other code may answer otherwise: nothing of an earlier edition is told."""
    _kept(tmp_path / "a", Reply({}, b"old"))
    monkeypatch.setattr(keeping, "edition", lambda: "another")
    disk = Disk(tmp_path / "a", 1000)
    assert (disk.get(KEY), disk.is_empty) == (None, True)
    disk.close()


def test_a_file_that_is_none_does_no_harm(tmp_path: Path) -> None:
    """Where the file can't be used, nothing is kept, and nothing fails."""
    (tmp_path / "a").write_bytes(b"no database" * 1000)
    assert _kept(tmp_path / "a", Reply({}, b"x")) is None
    assert _kept(tmp_path / "missing" / "a", Reply({}, b"x")) is None


def test_another_question_is_another_key() -> None:
    """A question whose text has changed finds nothing of what was kept."""
    request = {"call": "page", "name": "leaderboard"}
    assert len({key_of(request, "SELECT"), key_of(request, "ASK"), key_of({**request, "form": "csv"}, "ASK")}) == 3
