"""Input as it comes: several sources, duplicates, and files that are broken in every way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError
from kg.reading import expand, read

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Document, Skipped

GOOD = "# A: b\n[甲](https://arxiv.org/abs/2401.00001)\n\n我们提出了甲。\n"


def go(path: Path, data: bytes) -> tuple[list[Document], list[Skipped]]:
    path.write_bytes(data)
    skipped: list[Skipped] = []
    return list(read([path], on_skip=skipped.append)), skipped


@pytest.mark.parametrize(
    ("data", "line", "reason"),
    [
        (b"", 1, "empty"),
        (b"  \n ", 1, "empty"),
        (b"\x89PNG\r\n\x00\x01", 1, "binary"),
        ("# 题目\n\n正文。\n".encode("gb18030"), 1, "not UTF-8"),
        (b"only prose\n", 1, "no paper"),
        (b"# A: b\n\nText.\n\n# \n\nText.\n", 5, "no title"),
        (b"# A: b\n\nText.\n\n# C: d\n", 5, "neither text nor address"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, data: bytes, line: int, reason: str):
    """File, line, reason and remedy are told, and nothing is raised."""
    _, skipped = go(tmp_path / "d.md", data)
    (record,) = skipped
    assert (record.path, record.line) == (str(tmp_path / "d.md"), line)
    assert reason in record.reason
    assert record.remedy


@pytest.mark.parametrize(
    "data",
    [
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("utf-16"),
        GOOD.replace("我们", "\x07我\x1b们").replace("\x07我\x1b们", "我们").encode(),
    ],
)
def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path: Path, data: bytes):
    """CRLF, CR, a BOM and UTF-16 give the same paper."""
    (document,), skipped = go(tmp_path / "d.md", data)
    assert skipped == []
    assert [field.text for field in document.fields] == ["A: b", "甲", "我们提出了甲。"]


def test_broken_utf8_costs_only_its_paper(tmp_path: Path):
    """A bad byte is told with its line; the papers around it are read."""
    broken = "# C: d\narXiv:2401.00002\n\n正文。\n".encode().replace("正".encode(), b"\xff")
    last = "# E: f\narXiv:2401.00003\n\n正文。\n".encode()
    documents, skipped = go(tmp_path / "d.md", GOOD.encode() + b"\n" + broken + b"\n" + last)
    assert [document.id for document in documents] == ["2401.00001", "2401.00003"]
    assert [record.line for record in skipped] == [9]


def test_endless_line_is_left_out(tmp_path: Path):
    """A line of millions of characters is told, not parsed for minutes; its paper keeps its titles."""
    (document,), skipped = go(tmp_path / "d.md", GOOD.encode() + "\n甲".encode() * 1 + "甲乙".encode() * 1_000_000)
    assert [field.name for field in document.fields] == ["title_en", "title_zh", "abstract_zh"]
    assert [record.line for record in skipped] == [6]


def test_control_characters_become_spaces(tmp_path: Path):
    """No graph file may hold them."""
    (document,), _ = go(tmp_path / "d.md", GOOD.replace("提出", "\x07\x1b").encode())
    assert document.fields[-1].text == "我们  了甲。"


def test_same_paper_from_two_files_is_one(tmp_path: Path):
    """The first file's texts count, the second adds what they lack."""
    (tmp_path / "a.md").write_text(GOOD, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "2401.00001v2", "title": "Other", "abstract": "We propose A."}\n')
    (document,) = read([tmp_path], on_skip=pytest.fail)
    assert [field.text for field in document.fields] == ["A: b", "甲", "我们提出了甲。", "We propose A."]
    assert document.fields[-1].pieces == ()


def test_folders_and_globs_give_sorted_files_once(tmp_path: Path):
    """Files that no reader knows, and hidden ones, are left out of folders."""
    for name in ("b.md", "a.md", "c.png", ".d.md"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    found = [source.path for source in expand([tmp_path, str(tmp_path / "*.md")])]
    assert found == [str(tmp_path / "a.md"), str(tmp_path / "b.md")]


def test_missing_source_is_an_error(tmp_path: Path):
    """A source that isn't there stops everything, before anything is done."""
    with pytest.raises(InputError, match=r"no such file: .*nowhere"):
        list(read([tmp_path / "nowhere"], on_skip=pytest.fail))
