"""From annotated papers to the model that ships: `kg train CORPUS -o MODEL`, step by step, each kept in a work folder.

CORPUS holds ``train.jsonl`` (annotated) and ``papers.jsonl.gz`` (not annotated). A step whose file lies in the work
folder is not done again; the folder belongs to one configuration and one corpus.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.errors import InputError
from kg.extraction.encoder import Encoder, load_encoder, save_encoder
from kg.extraction.features import Vocabulary
from kg.extraction.learned import Learned
from kg.extraction.priors import save_priors
from kg.extraction.translation import Translation, save_translation
from kg.resources import resource, wording
from kg.training.corpus import Record, read_annotated, read_papers, text_of
from kg.training.decisions import Trained, train_decisions
from kg.training.examples import Sources, examples
from kg.training.parts import PARTS
from kg.training.priors import count_priors, name_frequencies, read_terms, well_known_terms
from kg.training.translation import translation_table
from kg.training.trees import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.extraction.priors import Priors
    from kg.extraction.trees import Trees
    from kg.training.stacking import Stacked

Settings = dict[str, Any]


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Return config.cfg, read by spaCy, with `overrides` such as ``{"encoder.width": 96}``."""
    from spacy.util import load_config

    config = load_config(Path(__file__).with_name("config.cfg"), overrides=dict(overrides or {}), interpolate=True)
    return dict(config)


@dataclass
class Trainer:
    """One training: where the corpus lies, where steps are kept, how it's set."""

    corpus: Path
    work: Path
    settings: Settings
    log: Callable[[str], None]

    @cached_property
    def records(self) -> list[Record]:
        """The annotated papers."""
        path = self.corpus / "train.jsonl"
        if not path.is_file():
            raise InputError(f"{self.corpus}: no train.jsonl; a corpus folder holds train.jsonl and papers.jsonl.gz")
        return read_annotated(path)

    @cached_property
    def papers(self) -> list[Record]:
        """The papers without annotation."""
        return list(read_papers(self.corpus / "papers.jsonl.gz"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The encoder's vocabulary, learned from all papers."""
        from kg.training.vocabulary import learn_vocabulary, paper_words

        path = self.work / "vocabulary.json"
        if not path.exists():
            kinds = {k: int(self.settings["vocabulary"][k]) for k in ("w", "b", "p", "s", "S")}
            path.write_text(json.dumps(learn_vocabulary(paper_words(self.papers), kinds).features), "utf-8")
        return Vocabulary(json.loads(path.read_text("utf-8")))

    @property
    def rounds(self) -> int:
        """How often the whole pipeline teaches the tagger."""
        return int(self.settings["teaching"]["rounds"])

    def encoder(self, fold: int | None, rounds: int) -> Encoder:
        """Return the encoder trained on the papers outside `fold`, or on all, and taught by the pipeline so often."""
        from kg.training.encoders import first_network, taught_network
        from kg.training.network import export

        path = self.work / f"encoder-{rounds}-{'all' if fold is None else fold}.npz"
        if not path.exists():
            self.log(f"training {path.stem}")
            taught = self.outside(fold)
            teacher = self.teacher(fold, rounds - 1) if rounds else None
            network = taught_network(self, taught, teacher, rounds) if teacher else first_network(self, taught)
            save_encoder(path, export(network), self.vocabulary, tuple(self.settings["encoder"]["dilations"]))
        return load_encoder(path)

    def teacher(self, fold: int | None, rounds: int) -> Learned:
        """Return the pipeline of encoders taught so often: `fold`'s own, and the trees grown on what all read."""
        path = self.work / f"trees-{rounds}.npz"
        if not path.exists():
            trained, _, _ = self.decisions(rounds)
            np.savez_compressed(path, **dict(sorted(trained.arrays.items())))  # type: ignore[arg-type] # as in save
        with np.load(path) as data:
            trees = unpacked({name: data[name] for name in data.files})
        return Learned(self.encoder(fold, rounds), self.priors(fold), Translation(self.translation), trees, {}, {})

    def outside(self, fold: int | None) -> list[Record]:
        """Return the annotated papers outside `fold`."""
        return [r for i, r in enumerate(self.records) if fold is None or i % self.folds != fold]

    @property
    def folds(self) -> int:
        """How many parts the papers are split in for cross-validation."""
        return int(self.settings["training"]["folds"])

    @cached_property
    def translation(self) -> dict[str, dict[str, float]]:
        """The translation table."""
        path = self.work / "translation.json"
        if not path.exists():
            path.write_text(json.dumps(translation_table(self.papers), ensure_ascii=False), "utf-8")
        table: dict[str, dict[str, float]] = json.loads(path.read_text("utf-8"))
        return table

    @cached_property
    def frequencies(self) -> dict[str, int]:
        """In how many papers each annotated name stands."""
        path = self.work / "frequencies.json"
        if not path.exists():
            path.write_text(json.dumps(name_frequencies(self.records, self.papers), ensure_ascii=False), "utf-8")
        counts: dict[str, int] = json.loads(path.read_text("utf-8"))
        return counts

    def priors(self, fold: int | None) -> Priors:
        """Return what the annotated papers outside `fold` say of names."""
        taught, terms = self.outside(fold), [*well_known_terms(), *read_terms(resource("ontology", "terms.tsv"))]
        return count_priors(taught, [text_of(r, "both") for r in taught], self.frequencies, terms)

    def decisions(self, rounds: int) -> tuple[Trained, list[Stacked], list[Trees]]:
        """Train what comes after the encoder, on papers read by encoders and priors that have not seen them."""
        fold_of = {r["doc"]: i % self.folds for i, r in enumerate(self.records)}
        encoders = [self.encoder(n, rounds) for n in range(self.folds)]
        priors = [self.priors(n) for n in range(self.folds)]
        sources = Sources(
            lambda r: encoders[fold_of[r["doc"]]], lambda r: priors[fold_of[r["doc"]]], Translation(self.translation)
        )
        self.log("reading the annotated papers")
        taught = examples(self.records, list(self.settings["training"]["forms"]), sources)
        self.log("growing trees")
        return train_decisions(taught, sources)

    def save(self, out: Path, trained: Trained) -> None:
        """Write the model folder."""
        out.mkdir(parents=True, exist_ok=True)
        encoder = self.encoder(None, self.rounds)
        save_encoder(out / "encoder.npz", encoder.weights, encoder.vocabulary, encoder.dilations)
        save_priors(out / "priors.json.gz", self.priors(None))
        save_translation(out / "translation.npz", self.translation)
        np.savez_compressed(out / "trees.npz", **dict(sorted(trained.arrays.items())))  # type: ignore[arg-type] # numpy has a flag among the names
        settings = {"calibration": trained.calibration, "thresholds": trained.thresholds}
        (out / "settings.json").write_text(json.dumps(settings, indent=1, sort_keys=True) + "\n", "utf-8")

    def facts(self, out: Path) -> dict[str, Any]:
        """Return what the model card says of data and sizes; `out` holds the saved models."""
        shape = self.settings["encoder"]
        size = sum(f.stat().st_size for f in sorted(out.rglob("*")) if f.is_file() and f.suffix != ".md")
        return {
            "annotated": len(self.records), "papers": len(self.papers), "tokens": len(self.vocabulary),
            "depth": shape["depth"], "width": shape["width"], "dilations": list(shape["dilations"]),
            "names": sum(map(len, wording("names").values())), "folds": self.folds, "parts": PARTS, "size": size / 1e6,
        }  # fmt: skip


def train(corpus: Path, out: Path, work: Path, overrides: Mapping[str, Any], log: Callable[[str], None]) -> None:
    """Train on the folder `corpus` and write the model folders ``bilingual`` and ``numbers`` into `out`."""
    from kg.training.card import scored, write_card
    from kg.training.crossval import find, number_curves, predictions, train_numbers
    from kg.training.numbers import save as save_numbers

    work.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(corpus, work, load_settings(overrides), log)
    trained, stacked, pair_trees = trainer.decisions(trainer.rounds)
    trainer.save(out / "bilingual", trained)
    found = find(
        stacked,
        trained.model(trainer.encoder(None, trainer.rounds), trainer.priors(None), Translation(trainer.translation)),
        pair_trees,
    )
    log("cross-validating")
    lines, figures = predictions(found), {}
    save_numbers(train_numbers(found) | number_curves(found, lines), out / "numbers" / "trees.npz")
    for form in trainer.settings["training"]["forms"]:
        own = [line for line, one in zip(lines, found, strict=True) if one.one.example.form == form]
        figures[form] = scored(trainer.records, own)
        log(
            f"{form}: "
            + ", ".join(f"{k} {v['f1']}" for k, v in figures[form].items() if isinstance(v, dict) and "f1" in v)
        )
    write_card(out / "bilingual", trainer.facts(out), figures)
