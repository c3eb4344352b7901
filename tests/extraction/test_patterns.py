"""Words that say outright what a thing is made from or trained on."""

from types import SimpleNamespace

import pytest

from kg.extraction import extract_all
from kg.extraction.facts import PAPER, FactRow, _fits
from kg.model import Document, Field


def facts(prose: str, title: str = "TideVLA: Acting by Tides") -> set[tuple[str, str, str]]:
    field = "abstract_zh" if any("\u4e00" <= c <= "\u9fff" for c in prose) else "abstract_en"
    (found,) = extract_all([Document("2601.00001", (Field("title_en", title), Field(field, prose)))])
    names = {thing.id: thing.names[0] for thing in found.things} | {"paper": "paper"}
    return {(names[f.subject], f.predicate, names[f.object]) for f in found.facts}


@pytest.mark.parametrize(
    ("prose", "predicate", "target"),
    [
        ("我们提出模型 TideVLA，它以 Qwen2.5-VL-7B 为底座，在 LIBERO 上评测。", "basedOn", "Qwen2.5-VL-7B"),
        ("我们提出模型 TideVLA。TideVLA 从 OpenVLA 出发，学会了新动作。", "basedOn", "OpenVLA"),
        ("We present TideVLA, a policy that is fine-tuned from OpenVLA.", "basedOn", "OpenVLA"),
        ("We present TideVLA, a policy built on top of OpenVLA.", "basedOn", "OpenVLA"),
        ("We present TideVLA, a policy trained on 200 hours of video from Ego4D.", "trainedOn", "Ego4D"),
        ("We present TideVLA, a policy that is fine-tuned on 80K Ego4D clips.", "trainedOn", "Ego4D"),
        ("我们提出模型 TideVLA。训练只用了 1.2 万条 Ego4D 视频。", "trainedOn", "Ego4D"),
        ("我们提出模型 TideVLA，训练数据为 Ego4D，成功率达 90%。", "trainedOn", "Ego4D"),
        ("我们提出模型 TideVLA。在 LIBERO 上，TideVLA 的成功率比 OpenVLA 高 6 个百分点。", "outperforms", "OpenVLA"),
        ("We present TideVLA, a policy. On LIBERO, TideVLA stays ahead of OpenVLA.", "outperforms", "OpenVLA"),
    ],
)
def test_what_is_said_outright_is_a_fact(prose: str, predicate: str, target: str) -> None:
    """Words for a base or for training data before or behind a name relate the paper's own thing to it."""
    assert ("TideVLA", predicate, target) in facts(prose)


@pytest.mark.parametrize(
    "prose",
    [
        "We present TideVLA, a policy. It beats OpenVLA trained on Ego4D.",
        "We present TideVLA, a policy. It is not trained on Ego4D.",
        "We present TideVLA, a policy that is evaluated on Ego4D.",
    ],
)
def test_another_models_training_says_nothing_of_ones_own(prose: str) -> None:
    """What another model was trained on, what is denied and what is a test is no training of the paper's own thing."""
    assert ("TideVLA", "trainedOn", "Ego4D") not in facts(prose)


def test_a_well_known_name_is_not_proposed() -> None:
    """What is well known and not in the title is another's, whatever is said of it; an own dataset is proposed."""
    found = facts(
        "We present TideVLA, a policy, and a new benchmark: TideSuite. It is evaluated on MMBench and OSWorld."
    )
    assert ("paper", "proposes", "TideSuite") in found
    assert not {("paper", "proposes", "MMBench"), ("paper", "proposes", "OSWorld")} & found


def test_a_dataset_is_no_problem_that_is_addressed() -> None:
    """What a paper addresses is a task, a method or a metric, never a dataset, a benchmark or a model."""
    row = FactRow(PAPER, "addresses", 0, 0.9, ())
    kinds = {kind: _fits([SimpleNamespace(type=kind)], row) for kind in ("Task", "Method", "Dataset", "Benchmark")}  # type: ignore[list-item]
    assert kinds == {"Task": True, "Method": True, "Dataset": False, "Benchmark": False}
