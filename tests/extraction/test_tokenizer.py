"""The mixed tokenizer."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.tokenizer import MixedTokenizer, split


def words(text: str) -> list[str]:
    return [text[s:e] for s, e in split(text) if not text[s].isspace()]


@pytest.mark.parametrize(
    "term",
    [
        "GPT-4(V)",
        "NExT-QA",
        "54.1%",
        "β-VAE",
        "U-Net++",
        "Schrödinger",
        "１２％",
        "ＧＰＴ－４",
        "GPT-4o-mini",
        "13,000",
        "pass@1",
        "100+",
        "C++",
    ],
)
def test_term_is_one_token(term: str) -> None:
    """A whole term is one token, between Han characters too."""
    assert words(f"我们用{term}，在{term}上") == ["我", "们", "用", term, "，", "在", term, "上"]


@pytest.mark.parametrize("mark", ["①", "⑫", "❶", "Ⓐ"])
def test_numerals_in_circles_stand_alone(mark: str) -> None:
    """A numeral in a circle is no part of the word beside it."""
    assert words(f"{mark}We win") == [mark, "We", "win"]


def test_han_characters_stand_alone() -> None:
    """Each Han character is a token."""
    assert words("大语言模型") == list("大语言模型")


def test_working_suffix_stands_apart() -> None:
    """A compound's working suffix is cut off, so that the name before it can be a mention."""
    assert words("LLM-based agents") == ["LLM", "-", "based", "agents"]
    assert words("state-of-the-art") == ["state-of-the-art"]


def test_possessive_stands_apart() -> None:
    """A possessive is no part of the name."""
    assert words("Sora's") == ["Sora", "'s"]


def test_address_is_one_token_without_its_full_stop() -> None:
    """An address is one token and ends before closing punctuation."""
    assert words("见 https://github.com/a/b。") == ["见", "https://github.com/a/b", "。"]


@given(st.text(max_size=80))
def test_doc_keeps_the_text(text: str) -> None:
    """Whatever the text, the Doc's text is the same, character for character."""
    assert MixedTokenizer(spacy.blank("xx").vocab)(text).text == text


@given(st.text(max_size=80))
def test_tokens_cover_the_text(text: str) -> None:
    """The tokens follow one another without gap or overlap."""
    assert "".join(text[s:e] for s, e in split(text)) == text
