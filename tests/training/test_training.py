"""Training, in small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kg.errors import InputError
from kg.extraction.encoder import Encoder
from kg.extraction.features import MASK, SLOTS, Vocabulary
from kg.training.corpus import match_clusters, read_annotated, role_table
from kg.training.train import load_settings

if TYPE_CHECKING:
    from pathlib import Path

ANNOTATION = {
    "entities": [
        {"id": "e1", "type": "Method", "names": ["RAFT"]},
        {"id": "e2", "type": "Method", "names": ["RAG", "检索增强生成"]},
    ],
    "relations": [["paper", "proposes", "e1"], ["e1", "improves", "e2"], ["e2", "partOf", "e1"]],
}


def test_roles_are_towards_the_paper_and_what_it_proposes() -> None:
    """A fact whose subject is the paper's own thing is a role of its object; a part's role is its own."""
    table = role_table(ANNOTATION)
    assert [sorted(np.flatnonzero(row)) for row in table] == [[0], [9, 10]]


def test_an_entity_goes_to_one_cluster() -> None:
    """Of two clusters that name one entity, the one with more of its names is it; the other is a duplicate."""
    assert match_clusters(
        ANNOTATION, [["rag"], ["rag", "检索增强生成"], ["other"]], {"rag": 0.1, "检索增强生成": 0.1, "other": 0.1}
    ) == [None, 1, None]


def test_corpus_errors_name_the_line(tmp_path: Path) -> None:
    """A line that is no annotated paper is an error that names it."""
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps({"doc": "1", "text": {}}) + "\n", "utf-8")
    with pytest.raises(InputError, match=r"train\.jsonl:1"):
        read_annotated(path)


def test_settings_refer_to_one_another() -> None:
    """A setting that is another's has its value, the changed one too."""
    assert load_settings({"tagger.rate": 0.5})["selftraining"]["rate"] == 0.5


def test_settings_can_be_changed_one_by_one() -> None:
    """A setting of config.cfg can be replaced by its dotted name."""
    assert load_settings({"encoder.width": 96})["encoder"]["width"] == 96


def test_network_and_numpy_agree() -> None:
    """The network that is trained and the encoder that runs give the same probabilities."""
    torch = pytest.importorskip("torch", reason="needs the `train` extra")
    from kg.training.network import Network, SpanNetwork, export

    torch.manual_seed(0)
    vocabulary = Vocabulary(["w大"])
    network = SpanNetwork(Network(len(vocabulary), SLOTS, 4, 8, [1, 2], 0.0), 8, 3, 2, 5).eval()
    rows = vocabulary.rows(list("大语言模型，LLM"))
    hidden = network.encoder(torch.from_numpy(rows).long()[None])
    expected = torch.sigmoid(network.spans(hidden))[0].detach().numpy()
    found = Encoder(export(network), vocabulary, (1, 2)).read(rows).spans
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_masked_characters_are_hidden_in_bigrams_too() -> None:
    """A hidden character is taken out of its neighbours' bigrams, which would give it away."""
    pytest.importorskip("torch", reason="needs the `train` extra")
    from kg.training.pretraining import mask

    rows = np.full((4, 64, SLOTS), 9, dtype=np.int32)
    hidden, guess = mask(rows, np.random.default_rng(0))
    assert guess.any()
    gone = (hidden == MASK).all(axis=2)
    assert (hidden[:, 1:, 1][gone[:, :-1]] == MASK).all()
    assert (hidden[:, :-1, 2][gone[:, 1:]] == MASK).all()
