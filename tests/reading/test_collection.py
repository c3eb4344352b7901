"""JSON files, and arXiv's announcements."""

import json

import pytest

from kg.model import Document, Skipped
from kg.reading.reader import Source, read_sources
from kg.reading.source import expand

RECORD = {"id": "2601.00001", "title": "Kestrel: Maps", "summary": "It reads maps.", "publishedAt": "2026-01-05T00:00Z"}


def read(text: str, form: str = "json") -> tuple[list[Document], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(read_sources([Source(f"papers.{form}", form, text.encode())], on_skip=skipped.append)), skipped


@pytest.mark.parametrize(
    "held",
    [
        RECORD,
        [RECORD],
        {"count": 1, "papers": [RECORD]},
        {"note": "papers", "other": {"papers": []}, "items": [RECORD]},
        [{"paper": RECORD, "title": "how it was announced"}],
    ],
)
def test_records_are_found_wherever_a_json_file_holds_them(held: object) -> None:
    """A record, an array, an array under a name for papers, and records under "paper" are read alike."""
    for indent in (None, 2):
        (found,), skipped = read(json.dumps(held, indent=indent))
        assert (found.id, [f.text for f in found.fields]) == ("2601.00001", ["Kestrel: Maps", "It reads maps."])
        assert (found.published, skipped) == ("2026-01-05", [])


def test_each_record_of_a_json_file_has_its_line() -> None:
    """What is no record is reported with its line; the others are read."""
    text = json.dumps([RECORD, 7, {"title": 3}, {**RECORD, "id": "2601.00002"}], indent=1)
    found, skipped = read(text)
    lines = text.split("\n")
    assert [(d.id, lines[d.line - 1].strip()) for d in found] == [("2601.00001", "{"), ("2601.00002", "{")]
    assert [(s.line, lines[s.line - 1].strip()) for s in skipped] == [(skipped[0].line, "7,"), (skipped[1].line, "{")]


def test_a_broken_json_file_is_named_with_its_line() -> None:
    """Where the file is no JSON, the line of the mistake is told, and what to do."""
    found, (skipped,) = read('[\n{"id": 1},\n{"id" 2}\n]')
    assert (found, skipped.line) == ([], 3)
    assert ".jsonl" in skipped.remedy


def test_json_without_suffix_is_known_by_its_first_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    """An array of objects on standard input is JSON; a Markdown link is not."""
    for data, kind in ((b'[\n {"id": "2601.00001"}]', "json"), (b"[Kestrel](https://arxiv.org/abs/2601.00001)", "md")):
        monkeypatch.setattr("sys.stdin", type("Stdin", (), {"buffer": type("B", (), {"read": lambda _s, d=data: d})()}))
        assert [s.kind for s in expand(["-"])] == [kind]


MAIL = r"""Archives at http://arxiv.org/
------------------------------------------------------------------------------
\\
arXiv:2601.00001
Date: Mon, 5 Jan 2026 12:06:34 GMT   (1234kb)

Title: Kestrel: A Model That Reads Maps on
  the Edge
Authors: Ada Lovelace, Alan
  Turing
Categories: cs.CL
Comments: 12 pages
\\
  It reads maps, with an
accuracy of 86.3%.
\\ ( https://arxiv.org/abs/2601.00001 ,  1234kb)
------------------------------------------------------------------------------
\\
arXiv:2601.00002
replaced with revised version Mon, 5 Jan 2026 10:00:00 GMT   (90kb)

Title: Osprey
Authors: Grace Hopper
\\ ( https://arxiv.org/abs/2601.00002 ,  90kb)
"""


def test_the_list_that_arxiv_sends_is_read() -> None:
    """Wrapped titles, authors, date and abstract are taken, each word at its place; a revision has no abstract."""
    (first, second), skipped = read(MAIL, "txt")
    assert (first.id, first.authors, first.published) == ("2601.00001", ("Ada Lovelace", "Alan Turing"), "2026-01-05")
    texts = ["Kestrel: A Model That Reads Maps on the Edge", "It reads maps, with an accuracy of 86.3%."]
    assert [f.text for f in first.fields] == texts
    assert (second.id, [f.text for f in second.fields], skipped) == ("2601.00002", ["Osprey"], [])
    for field in first.fields:
        for piece in field.pieces:
            words = field.text[piece.start : piece.start + piece.length]
            assert MAIL[piece.source_start : piece.source_start + piece.length] == words
