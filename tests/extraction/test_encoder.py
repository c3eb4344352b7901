"""The encoder in numpy."""

from pathlib import Path

import numpy as np

from kg.extraction.encoder import Encoder, load_encoder, save_encoder
from kg.extraction.features import SLOTS, Vocabulary

TYPES, ROLES, WIDTH, DEPTH, RANK, LONGEST = 3, 2, 8, 4, 16, 5


def tiny() -> Encoder:
    """Make an encoder of random weights."""
    random = np.random.default_rng(1)
    vocabulary = Vocabulary(["w大", "wllm"])
    shapes = {
        "embedding": (len(vocabulary), DEPTH), "input.weight": (SLOTS * DEPTH, WIDTH), "input.bias": (WIDTH,),
        "block0.norm.weight": (WIDTH,), "block0.norm.bias": (WIDTH,), "block0.conv.weight": (3 * WIDTH, WIDTH),
        "block0.conv.bias": (WIDTH,), "block0.out.weight": (WIDTH, WIDTH), "block0.out.bias": (WIDTH,),
        "norm.weight": (WIDTH,), "norm.bias": (WIDTH,),
        "start.weight": (WIDTH, TYPES * RANK), "start.bias": (TYPES * RANK,),
        "end.weight": (WIDTH, TYPES * RANK), "end.bias": (TYPES * RANK,), "linear.weight": (WIDTH, 3 * TYPES),
        "linear.bias": (3 * TYPES,), "length": (LONGEST, TYPES), "bias": (TYPES,), "role1.weight": (3 * WIDTH, 4),
        "role1.bias": (4,), "role2.weight": (4, ROLES), "role2.bias": (ROLES,),
    }  # fmt: skip
    return Encoder({k: random.normal(size=s).astype(np.float32) for k, s in shapes.items()}, vocabulary, (1,))


def rows(encoder: Encoder, text: str) -> np.ndarray:
    return encoder.vocabulary.rows(list(text))


def test_spans_have_a_probability_for_each_type() -> None:
    """Each span of each length has a probability between 0 and 1 for each type."""
    encoder = tiny()
    spans = encoder.read(rows(encoder, "大语言模型")).spans
    assert spans.shape == (5, LONGEST, TYPES)
    assert ((spans >= 0) & (spans <= 1)).all()


def test_spans_past_the_end_are_impossible() -> None:
    """A span that would run over the text's end has no chance."""
    encoder = tiny()
    assert encoder.read(rows(encoder, "大语")).spans[1, 1:].max() < 1e-6


def test_far_text_does_not_change_a_reading() -> None:
    """What lies beyond the convolutions' reach leaves the states as they are."""
    encoder = tiny()
    one, other = encoder.encode(rows(encoder, "大语言模型很好")), encoder.encode(rows(encoder, "大语言模型很差"))
    np.testing.assert_array_equal(one[:4], other[:4])


def test_saved_encoder_reads_alike(tmp_path: Path) -> None:
    """An encoder saved and loaded gives nearly the same probabilities, in bytes instead of floats."""
    encoder = tiny()
    save_encoder(tmp_path / "e.npz", encoder.weights, encoder.vocabulary, encoder.dilations)
    again = load_encoder(tmp_path / "e.npz")
    text = rows(encoder, "大语言模型")
    assert again.vocabulary.features == encoder.vocabulary.features
    np.testing.assert_allclose(again.encode(text), encoder.encode(text), atol=0.1)


def test_roles_of_no_spans() -> None:
    """No spans have no roles, and nothing fails."""
    encoder = tiny()
    nothing = np.zeros(0, dtype=np.int32)
    assert encoder.roles(encoder.read(rows(encoder, "大")), np.zeros(1, np.int32), nothing, nothing).shape == (0, ROLES)
