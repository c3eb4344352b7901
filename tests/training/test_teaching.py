"""Self-training, in small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from kg.extraction.features import SLOTS, Vocabulary
from kg.extraction.learned import ROLES, TYPES
from kg.training.spans import LONGEST

pytest.importorskip("torch", reason="needs the `train` extra")

import torch

from kg.extraction.learned import learned
from kg.training.network import Network, SpanNetwork, export, restore
from kg.training.teaching import Unread, own_batches, read_by, self_train, teach, told_batches, unread

if TYPE_CHECKING:
    from kg.training.tagger import Lesson

VOCABULARY = Vocabulary(["w大", "wllm"])
PAPERS = [
    {"doc": "1", "title_en": "LLM", "abstract_zh": "大语言模型。大语言模型"},
    {"doc": "2", "title_en": "An LLM", "abstract_en": "The LLM is large. The LLM is small."},
]


def _network(seed: int = 0) -> SpanNetwork:
    torch.manual_seed(seed)
    encoder = Network(len(VOCABULARY), SLOTS, 4, 8, [1, 2], 0.1)
    network = SpanNetwork(encoder, 8, len(TYPES), len(ROLES), LONGEST)
    with torch.no_grad():
        network.bias += 4
    return network.eval()


def _taught() -> tuple[list[Unread], list[Lesson]]:
    papers = unread(PAPERS, VOCABULARY)
    return papers, teach(_network(), papers)


def test_lessons_have_the_shape_of_annotated_ones() -> None:
    """A lesson of the teacher has a probability for each span and type, and roles for the likely spans."""
    papers, lessons = _taught()
    for paper, lesson in zip(papers, lessons, strict=True):
        assert lesson.truth.shape == lesson.weight.shape == (len(paper.rows), LONGEST, len(TYPES))
        assert lesson.roles.shape == (len(lesson.spans), len(ROLES))
        assert 0 < lesson.truth.max() <= 1


def test_places_of_one_name_learn_from_one_another() -> None:
    """What is taught of two places of one name is nearer together than what the teacher thinks of each."""
    papers, lessons = _taught()
    rows, network = papers[1].rows, _network()
    at = [i for i in range(len(rows)) if rows[i, 0] == VOCABULARY.row("wllm")]
    with torch.no_grad():
        raw = torch.sigmoid(network.spans(network.encoder(torch.from_numpy(rows).long()[None])))[0].numpy()
    spread = np.ptp(raw[at, 0], axis=0)
    assert (np.ptp(lessons[1].truth[at, 0], axis=0) <= 0.51 * spread + 0.01).all()
    assert spread.max() > 0.02


def test_self_training_moves_the_pupil_and_not_the_teacher() -> None:
    """A run changes the network, and is the same when repeated."""
    settings = {"epochs": 1, "rate": 0.01, "embedding_rate": 0.01, "hidden": 0.1}
    weights = []
    for _ in range(2):
        network = _network()
        papers, lessons = _taught()
        random = np.random.default_rng(0)
        self_train(network, lessons, own_batches(network, papers, random), settings, random, lambda _: None)
        weights.append(network.linear.weight.detach().numpy().copy())
    assert np.array_equal(*weights)
    assert not np.array_equal(weights[0], _network().linear.weight.detach().numpy())


def test_exported_weights_restore_the_network() -> None:
    """A network that is given exported weights exports the same ones."""
    weights = export(_network(1))
    again = export(restore(_network(2), weights))
    assert weights.keys() == again.keys()
    assert all(np.array_equal(weights[k], again[k]) for k in weights)


def test_the_pipeline_teaches_what_its_trees_believe() -> None:
    """What the pipeline tells of a paper is a lesson with probabilities, in which what is proposed has its role."""
    paper = {
        "doc": "1",
        "title_en": "TideBench: A Benchmark for Video Question Answering",
        "abstract_en": "We propose TideBench, a benchmark for video question answering with 1,200 questions.",
    }
    told = read_by(learned(), paper)
    lesson = told.lesson()
    assert lesson.truth.shape == (len(told.rows), LONGEST, len(TYPES))
    assert 0 < lesson.truth.max() <= 1
    first = [
        n for n, (a, b) in enumerate(told.spans) if a == b and lesson.truth[a, 0].argmax() == TYPES.index("Benchmark")
    ]
    assert lesson.roles[first, ROLES.index("proposes")].max() > 0.5
    (batch,) = told_batches([told], np.random.default_rng(0))
    assert np.array_equal(batch()[0].truth, lesson.truth)


def test_an_empty_paper_teaches_nothing() -> None:
    """A paper without words gives a lesson without truth."""
    assert not read_by(learned(), {"doc": "1"}).lesson().truth.any()
