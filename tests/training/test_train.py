"""`kg train` from end to end, on a corpus of a few made-up papers and with a tiny network."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from kg.extraction.learned import load_learned
from kg.training.train import train

if TYPE_CHECKING:
    from pathlib import Path

torch, lightgbm, scipy = (
    pytest.importorskip(name, reason="needs the `train` extra") for name in ("torch", "lightgbm", "scipy")
)

TINY = {
    "training.folds": 2,
    "vocabulary.w": 1, "vocabulary.b": 1, "vocabulary.p": 1, "vocabulary.s": 1, "vocabulary.S": 1,
    "vocabulary.predicted": 1,
    "encoder.depth": 8, "encoder.width": 16, "encoder.dilations": [1, 2],
    "pretraining.steps": 2,
    "tagger.epochs": [4],
    "selftraining.rounds": 1, "selftraining.papers": 4, "selftraining.epochs": 1,
    "teaching.rounds": 1, "teaching.papers": 4, "teaching.epochs": 1,
}  # fmt: skip
NAMES = ["Ravel", "Tidewater", "Lanternfish", "Quillback", "Murmur", "Saltmarsh", "Fernway", "Cobble", "Driftnet"]
TESTS = ["VideoMaze", "CodeRapids", "TableReef"]


def _paper(n: int) -> dict[str, Any]:
    name, test, share = NAMES[n % len(NAMES)], TESTS[n % len(TESTS)], 50 + n
    text = {
        "title_en": f"{name}: A Framework for Question Answering",
        "title_zh": f"{name}：面向问答的框架",
        "abstract_en": f"We propose {name} for question answering. {name} reaches {share}% accuracy on {test}.",
        "abstract_zh": f"我们提出用于问答的 {name}。{name} 在 {test} 上达到 {share}% 的准确率，包含 3 个模块。",
    }
    entities = [
        {"id": "e1", "type": "Method", "names": [name]},
        {"id": "e2", "type": "Task", "names": ["question answering", "问答"]},
        {"id": "e3", "type": "Benchmark", "names": [test]},
        {"id": "e4", "type": "Metric", "names": ["accuracy", "准确率"]},
    ]
    facts = [["paper", "proposes", "e1"], ["e1", "addresses", "e2"], ["e1", "evaluatedOn", "e3"]]
    result = {"subject": "e1", "metric": "e4", "benchmark": "e3", "value": share, "unit": "%"}
    quantity = {"entity": "e1", "property": "count", "value": 3, "unit": "modules"}
    said = {"entities": entities, "relations": facts, "results": [result], "quantities": [quantity], "links": []}
    return {"doc": f"1000.{n:04}", "text": text, "annotation": said}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with annotated papers and others."""
    folder = tmp_path_factory.mktemp("corpus")
    papers = [_paper(n) for n in range(60)]
    (folder / "train.jsonl").write_text("".join(json.dumps(p) + "\n" for p in papers[:36]), "utf-8")
    with gzip.open(folder / "papers.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"doc": p["doc"], **p["text"]}) + "\n" for p in papers)
    return folder


def _train(corpus: Path, folder: Path) -> Path:
    train(corpus, folder / "models", folder / "work", TINY, lambda _: None)
    return folder / "models"


@pytest.mark.slow
def test_a_model_is_trained_from_a_corpus_alone_and_is_the_same_again(corpus: Path, tmp_path: Path) -> None:
    """Training makes a model that loads, with its card and figures, and the same bytes when it is run again."""
    one, two = _train(corpus, tmp_path / "one"), _train(corpus, tmp_path / "two")
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert {p.name for p in files} >= {"encoder.npz", "trees.npz", "settings.json", "README.md"}
    assert load_learned(one / "bilingual").thresholds["counts"] > 0
    assert [f for f in files if (one / f).read_bytes() != (two / f).read_bytes()] == []
