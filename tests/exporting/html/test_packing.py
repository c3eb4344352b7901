"""What goes into the file's data blocks comes out again."""

from __future__ import annotations

import bz2
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.exporting.html.encode import likely_key, mapped, quote_block
from kg.exporting.html.pack import PRINTED, Block, packed_text, printed
from kg.exporting.html.page import Fact, Node, PageData, Quote


def unprinted(text: str) -> bytes:
    """The inverse of ``printed``, as the page does it."""
    size, _, digits = text.partition(" ")
    bits = "".join(
        f"{PRINTED.index(ord(digits[at])) * 91 + PRINTED.index(ord(digits[at + 1])):013b}"
        for at in range(0, len(digits), 2)
    )
    return bytes(int(bits[at : at + 8], 2) for at in range(0, int(size) * 8, 8))


@given(st.binary(max_size=60))
def test_printed_bytes_come_back(data: bytes) -> None:
    """Printing loses nothing and uses no character that means anything to HTML."""
    text = printed(data)
    assert unprinted(text) == data
    assert not set(text) & set("<>&")


def test_numbers_keep_sign_and_size() -> None:
    """Columns hold negative numbers, numbers beyond two bytes, and none at all."""
    block = Block()
    block.integers("some", [-1, 70_000, 3])
    block.integers("rising", [5, 9, 9, 400], rising=True)
    block.integers("none", [])
    data = zlib.decompress(unprinted(block.encoded()))
    size = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + size])
    assert [row[:3] for row in header] == [["some", "i", 3], ["rising", "+", 4], ["none", "i", 0]]
    planes = data[4 + size : 4 + size + header[0][3]]
    assert [sum(planes[at + 3 * k] << 8 * k for k in range(3)) + header[0][4] for at in range(3)] == [-1, 70_000, 3]


def test_a_text_never_breaks_its_line() -> None:
    """What would end a line becomes a space, one for one, so that offsets hold."""
    text = unprinted(packed_text(["a\nb\r\u2028c", "d"]))
    assert bz2.decompress(text).decode() == "a b  c\nd"


def test_offsets_count_as_browsers_do(page: PageData) -> None:
    """Words after a character beyond the basic plane are found by their UTF-16 offset."""
    page.nodes = [Node("p", "https://arxiv.org/abs/1", "Paper", "P", ""), Node("model/m", "m", "Model", "m", "")]
    page.quotes = [Quote(0, "abstract_en", "🍵 tea", 2, 5)]
    page.facts = [Fact(0, "uses", 1, 1.0, (0,), (0,))]
    page.results, page.quantities, page.links = [], [], []
    block, _ = quote_block(page, mapped(page))
    data = zlib.decompress(unprinted(block.encoded()))
    size = int.from_bytes(data[:4], "little")
    rows = {row[0]: row for row in json.loads(data[4 : 4 + size])}
    assert (rows["quote.start"][4], rows["quote.length"][4]) == (3, 3)


@pytest.mark.parametrize(
    ("kind", "name", "key"),
    [
        ("Model", "GPT-4(V)", "model/gpt-4-v"),
        ("Method", "大语言模型", "method/大语言模型"),
        ("Task", "Schrödinger", ""),
    ],
)
def test_key_is_guessed_where_it_is_safe(kind: str, name: str, key: str) -> None:
    """Names in ASCII or Han give their key; where browsers might differ, none is guessed."""
    assert likely_key(Node("", "", kind, name, "")) == key
