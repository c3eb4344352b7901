"""Train the encoder: pretrained on all papers, taught by annotations, by itself, and last by the whole pipeline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import torch

from kg.extraction.features import SLOTS
from kg.training.network import Network, SpanNetwork, restore
from kg.training.pretraining import pretrain
from kg.training.tagger import Batch, batches, lesson, new_tagger, train_tagger
from kg.training.teaching import own_batches, read_by, self_train, told_batches, unread
from kg.training.vocabulary import as_rows, output_rows, paper_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.learned import Learned
    from kg.training.corpus import Record
    from kg.training.train import Trainer


def _network(trainer: Trainer, *, sparse: bool = False) -> Network:
    shape, rows = trainer.settings["encoder"], len(trainer.vocabulary)
    return Network(rows, SLOTS, shape["depth"], shape["width"], shape["dilations"], shape["drop"], sparse=sparse)


def pretrained(trainer: Trainer) -> Network:
    """Return the encoder after pretraining."""
    path = trainer.work / "pretrained.pt"
    torch.set_num_threads(1)
    torch.manual_seed(int(trainer.settings["training"]["seed"]))
    if not path.exists():
        network = _network(trainer, sparse=True)
        rows = as_rows(paper_words(trainer.papers), trainer.vocabulary)
        targets = output_rows(rows, trainer.vocabulary, int(trainer.settings["vocabulary"]["predicted"]))
        pretrain(network, rows, targets, trainer.settings["pretraining"], trainer.log)
        torch.save(network.state_dict(), path)
    network = _network(trainer)
    network.load_state_dict(torch.load(path))
    return network


def first_network(trainer: Trainer, taught: Sequence[Record]) -> SpanNetwork:
    """Return the network trained on the annotated papers `taught`, and then on itself."""
    first, own = trainer.settings["tagger"], trainer.settings["selftraining"]
    torch.manual_seed(int(first["seed"]))
    network, lessons = new_tagger(pretrained(trainer)), [lesson(r, trainer.vocabulary) for r in taught]
    random = np.random.default_rng(int(first["seed"]))
    for epochs in first["epochs"]:
        planned: list[list[Batch]] = [[partial(list, b) for b in batches(lessons, random)] for _ in range(epochs)]
        train_tagger(network, planned, first, random, trainer.log)
    for _ in range(int(own["rounds"])):
        papers = unread(_chosen(trainer, int(own["papers"]), random), trainer.vocabulary)
        self_train(network, lessons, own_batches(network, papers, random), own, random, trainer.log)
    return network


def taught_network(trainer: Trainer, taught: Sequence[Record], teacher: Learned, nth: int) -> SpanNetwork:
    """Return the teacher's network after it went on with what the whole pipeline says of papers without annotation.

    It is the `nth` round, from 1, and each has papers of its own.
    """
    settings = trainer.settings["teaching"]
    seed = int(settings["seed"]) + nth
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    network = restore(new_tagger(_network(trainer)), teacher.encoder.weights)
    random = np.random.default_rng(seed)
    lessons = [lesson(r, trainer.vocabulary) for r in taught]
    told = [read_by(teacher, paper) for paper in _chosen(trainer, int(settings["papers"]), random)]
    self_train(network, lessons, told_batches(told, random), settings, random, trainer.log)
    return network


def _chosen(trainer: Trainer, count: int, random: np.random.Generator) -> list[Record]:
    """Return papers without annotation, drawn at random."""
    known = {r["doc"] for r in trainer.records}
    papers = [p for p in trainer.papers if p["doc"] not in known]
    return [papers[i] for i in random.permutation(len(papers))[:count]]
