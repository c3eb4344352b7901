"""Files and folders are there whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UsageError
from kg.exporting.atomic import replacing, write_text
from kg.exporting.folder import replacing_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """If writing fails midway, the file is as before and no other is left."""
    path = tmp_path / "x.txt"
    write_text(path, "old")
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines(["new", 1])  # type: ignore[list-item]
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [("x.txt", "old")]


def test_newlines_and_letters_are_written_as_they_are(tmp_path: Path) -> None:
    """Text is UTF-8 with the newlines that it has, on every system."""
    write_text(tmp_path / "sub" / "x.txt", "模型\n\r\n")
    assert (tmp_path / "sub" / "x.txt").read_bytes() == "模型\n\r\n".encode()


def test_a_file_is_for_others_to_read(tmp_path: Path) -> None:
    """The file has an ordinary new file's permissions, not a temporary one's."""
    (tmp_path / "plain").touch()
    write_text(tmp_path / "x.txt", "")
    assert (tmp_path / "x.txt").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """What an earlier export left in the folder is gone."""
    for name in ("one", "two"):
        with replacing_folder(tmp_path / "notes") as folder:
            (folder / name).touch()
    assert {each.name for each in (tmp_path / "notes").iterdir()} == {".paperkg", "two"}


def test_a_folder_of_others_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds what was not written here is refused, and stays."""
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "diary.md").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError, match="did not write"), replacing_folder(tmp_path / "vault"):
        pass
    assert (tmp_path / "vault" / "diary.md").read_text("utf-8") == "dear"


def test_a_failed_folder_leaves_the_old(tmp_path: Path) -> None:
    """If writing fails midway, the folder is as before and no other is left."""
    with replacing_folder(tmp_path / "notes") as folder:
        (folder / "old").touch()
    with pytest.raises(RuntimeError), replacing_folder(tmp_path / "notes"):
        raise RuntimeError
    assert [each.name for each in tmp_path.iterdir()] == ["notes"]
    assert (tmp_path / "notes" / "old").exists()
