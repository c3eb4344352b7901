"""Terms survive the way through the store, and stand there as they do in our own lines."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.knowledge import KnowledgeGraph
from kg.graph.terms import decimal, integer, language_of, literal, triple

NODE = "<https://example.org/x>"


def _through_the_store(term: str) -> ox.Literal:
    (quad,) = KnowledgeGraph([triple(NODE, NODE, term)]).store
    assert isinstance(quad.object, ox.Literal)
    return quad.object


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([None, "en", "zh"]))
def test_text_comes_back_as_it_was(text: str, language: str | None) -> None:
    """Any text, quotes, controls and emoji too, is the same after the store."""
    found = _through_the_store(literal(text, language))
    assert (found.value, found.language) == (text, language)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([None, "en"]))
def test_our_lines_are_the_stores_lines(text: str, language: str | None) -> None:
    """A line of ours is, to the byte, what the store writes for it."""
    line = triple(NODE, NODE, literal(text, language))
    assert KnowledgeGraph([line]).triples() == [line]


@given(st.text(st.characters(categories=["Cs", "L"])))
def test_a_lone_surrogate_is_replaced(text: str) -> None:
    """What RDF can't hold becomes U+FFFD; nothing fails."""
    assert not any("\ud800" <= char <= "\udfff" for char in _through_the_store(literal(text)).value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6) | st.integers().map(Decimal))
def test_a_number_keeps_its_value(value: Decimal) -> None:
    """A decimal's digits are kept, whatever their number, without an exponent."""
    found = decimal(value).partition('"^^')[0][1:]
    assert Decimal(found) == value
    assert "E" not in found


@pytest.mark.parametrize(
    ("value", "digits"), [("54.10", "54.1"), ("1E+3", "1000"), ("-0.0", "0"), ("0.50", "0.5"), ("10", "10")]
)
def test_equal_numbers_are_equal_terms(value: str, digits: str) -> None:
    """A number has one form: no exponent, no idle zeros, no negative zero."""
    assert decimal(Decimal(value)).startswith(f'"{digits}"^^')


def test_a_whole_number_is_an_integer() -> None:
    """Counts and offsets are xsd:integer."""
    assert integer(7) == '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'


@pytest.mark.parametrize(("text", "language"), [("RAG 式提示", "zh"), ("GPT-4(V)", "en"), ("β-VAE", "en"), ("", "en")])
def test_a_chinese_character_makes_chinese(text: str, language: str) -> None:
    """Text with a Chinese character in it is Chinese, all other text English."""
    assert language_of(text) == language
