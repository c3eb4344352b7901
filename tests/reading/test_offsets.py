"""Every character of a field has its place in the source."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reading import Source, read_sources
from kg.reading.source import decode

WORDS = ["我们提出", "TalkNet", "。", "（", "）", "é", "e\u0301", "😀", "\u202e", " ", "\t", "\n", "\n\n"]
MARKS = [
    "> ",
    "- ",
    "**",
    "*",
    "`",
    "[a](https://b.org/c_d)",
    "https://c.org/_d_",
    "\\*",
    "\\%",
    "$x_1*y$",
    "&amp;",
    "<br>",
    "<i>",
]
PARTS = st.sampled_from([*WORDS, *MARKS])


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=25).map("".join))
def test_pieces_cut_the_same_words_out_of_the_source(body: str):
    """Whatever the markup, each piece of a field stands unchanged in the file's text."""
    data = f"# Ünder: **bold** `code`\n[标题](https://arxiv.org/abs/2401.00001)\n\n{body}\n".encode()
    source = decode("x", data).text
    for document in read_sources([Source("x", "md", data)], on_skip=lambda _: None):
        for field in document.fields:
            assert unicodedata.is_normalized("NFC", field.text)
            for piece in field.pieces:
                place = slice(piece.source_start, piece.source_start + piece.length)
                assert source[place] == field.text[piece.start : piece.start + piece.length]


def test_all_but_line_breaks_is_placed():
    """In a quoted, emphasised, wrapped paragraph only the space for the line break stands nowhere."""
    data = b"# A: b\narXiv:2401.00001\n\n> We **propose** a\n> [model](https://a.org) of *speech*.\n"
    (document,) = read_sources([Source("x", "md", data)], on_skip=lambda _: None)
    abstract = document.fields[-1]
    placed = {place for piece in abstract.pieces for place in range(piece.start, piece.start + piece.length)}
    assert abstract.text == "We propose a model of speech."
    assert [abstract.text[place] for place in range(len(abstract.text)) if place not in placed] == [" "]
