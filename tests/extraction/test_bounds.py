"""Words at which names end."""

from __future__ import annotations

import numpy as np
import pytest

from kg.extraction.bounds import bind, is_hardware

LONGEST, NEVER = 4, -20


def _bound(words: str, spans: dict[str, float]) -> dict[str, float]:
    """Return the log odds of spans, given as their words, after binding; those that are left out are at -9."""
    tokens = words.split()
    odds = np.full((2, len(tokens), LONGEST), -9, dtype=np.float32)
    for span, value in spans.items():
        first = (
            words.split(f"{span} ", maxsplit=1)[0].count(" ")
            if not words.endswith(span)
            else len(tokens) - len(span.split())
        )
        odds[1, first, len(span.split()) - 1] = value
    bind(odds, tokens)
    places = ((i, n) for i in range(len(tokens)) for n in range(min(LONGEST, len(tokens) - i)))
    return {" ".join(tokens[i : i + n + 1]): float(odds[1, i, n]) for i, n in places}


def test_what_is_thought_of_a_name_with_a_verb_is_thought_of_the_name() -> None:
    """A span that ends with a verb gives its log odds to the span without it, where they are higher."""
    found = _bound("while EnCodec 2 wins on TTS", {"EnCodec 2": -1, "EnCodec 2 wins": 2, "2 wins": -3})
    assert (found["EnCodec 2"], found["EnCodec 2 wins"]) == (2, NEVER)
    assert (found["2"], found["2 wins"], found["wins"]) == (-3, NEVER, NEVER)
    assert found["TTS"] == -9


def test_what_is_thought_of_a_name_behind_its_subject_is_thought_of_the_name() -> None:
    """A span that begins with a pronoun, or with who wrote the paper, gives its log odds to what follows."""
    found = _bound("the authors Mixtral 8x7B", {"authors Mixtral 8x7B": 1, "Mixtral 8x7B": 3})
    assert (found["Mixtral 8x7B"], found["authors Mixtral 8x7B"]) == (3, NEVER)


@pytest.mark.parametrize("words", ["", "wins", "it", "GPT-4o 和 WHO", "IT WINS"])
def test_capitals_and_edges_are_no_bounds(words: str) -> None:
    """A word in capitals bounds no name, and no name reaches over an edge of the text."""
    assert {value for span, value in _bound(words, {}).items() if span != "wins"} <= {-9}


def test_no_name_reaches_over_a_verb() -> None:
    """A span with a verb of the third person inside is none; a participle inside may be part of a name."""
    found = _bound("on PopQA CRAG beats RAG", {"PopQA CRAG beats RAG": 3, "CRAG beats RAG": 2, "PopQA CRAG": 1})
    assert {found["PopQA CRAG beats RAG"], found["CRAG beats RAG"]} == {NEVER}
    assert found["PopQA CRAG"] == 1
    assert _bound("an AI led review", {"AI led review": 3})["AI led review"] == 3


@pytest.mark.parametrize(
    ("name", "hardware"),
    [
        ("A100", True), ("NVIDIA H100 GPUs", True), ("RTX 4090", True), ("GeForce RTX 3060 Ti", True), ("TPU v4", True),
        ("A100-80GB", True), ("英伟达 H800", True), ("T5", False), ("GPT-4", False), ("A10-VQA", False),
    ],
)  # fmt: skip
def test_chips_and_cards_are_no_things(name: str, hardware: bool) -> None:  # noqa: FBT001  a table's column
    """What work is done on is hardware, and no thing."""
    assert is_hardware(name) is hardware
