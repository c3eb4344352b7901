from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from kg.extraction.context import Context, ResultRow
from kg.extraction.number_model import number_model
from kg.extraction.number_scene import spots
from kg.extraction.quantities import may_have
from kg.extraction.results import extract_numbers, one_kind_of_unit

TEXT = "我们提出了 ZetaNet。在 AlphaQA 和 BetaQA 两个基准上，ZetaNet 分别达到了 54.1% 和 71.3% 的准确率。它有 8B 参数。"
NAMES = {
    "e1": ("Model", "ZetaNet"),
    "e2": ("Benchmark", "AlphaQA"),
    "e3": ("Benchmark", "BetaQA"),
    "e4": ("Metric", "准确率"),
}


def paper(text: str = TEXT) -> Context:
    mentions = sorted(
        (at, at + len(name), thing, kind)
        for thing, (kind, name) in NAMES.items()
        for at in range(len(text))
        if text.startswith(name, at)
    )
    stops = [0, *(at + 1 for at, char in enumerate(text) if char == "。")]
    facts = (
        ("paper", "proposes", "e1"),
        ("e1", "evaluatedOn", "e2"),
        ("e1", "evaluatedOn", "e3"),
        ("e1", "measuredBy", "e4"),
    )
    return Context(
        text,
        (("abstract_zh", 0, len(text)),),
        tuple(pairwise(stops)),
        tuple(mentions),
        frozenset({"e1"}),
        facts,
        {thing: (kind, (name,)) for thing, (kind, name) in NAMES.items()},
    )


def test_parallel_lists_pair_values_with_benchmarks_in_order():
    """The first value belongs to the first benchmark, the second to the second."""
    results, _ = extract_numbers(paper())
    assert [(row.value, row.benchmark) for row in results] == [(Decimal("54.1"), "e2"), (Decimal("71.3"), "e3")]


def test_a_result_names_its_subject_metric_and_unit():
    """The proposed model is the subject, the metric named behind the values is theirs."""
    results, _ = extract_numbers(paper())
    assert {(row.subject, row.metric, row.unit) for row in results} == {("e1", "e4", "%")}


def test_rows_cut_their_words_out_of_the_text():
    """``text[start:end]`` is what states the row."""
    results, _ = extract_numbers(paper())
    assert [TEXT[row.start : row.end] for row in results] == ["54.1%", "71.3%"]


def test_confidence_is_a_probability():
    """Each row says how sure it is."""
    results, quantities = extract_numbers(paper())
    assert all(0 < row.confidence <= 1 for row in [*results, *quantities])


def test_an_outcome_told_in_two_languages_is_one_result():
    """Both abstracts of one paper do not double its results."""
    both = paper(TEXT + "\n" + TEXT)
    split = Context(
        both.text,
        (("abstract_zh", 0, len(TEXT)), ("abstract_en", len(TEXT) + 1, len(both.text))),
        both.sentences,
        both.mentions,
        both.proposed,
        both.facts,
        both.things,
    )
    results, _ = extract_numbers(split)
    assert [row.value for row in results] == [Decimal("54.1"), Decimal("71.3")]


def test_a_text_without_things_gives_rows_of_the_paper_alone():
    """With nothing named, an outcome is the paper's, and a quantity has nobody to describe."""
    bare = Context("准确率达到 54.1%。", (("abstract_zh", 0, 12),), ((0, 12),), ())
    results, quantities = extract_numbers(bare)
    assert {row.subject for row in results} <= {"paper"}
    assert quantities == []


def test_an_empty_text_has_no_rows():
    """Nothing in, nothing out."""
    assert extract_numbers(Context("", (), (), ())) == ([], [])


def test_stated_confidence_is_calibrated():
    """A raw chance is stated as the share of like rows that were right."""
    curve = np.array([[0.2, 0.8], [0.1, 0.5]], dtype=np.float32)
    model = replace(number_model(), curves={"result": curve})
    assert model.calibrated("result", 0.5) == pytest.approx(0.3)
    assert model.calibrated("quantity", 0.5) == 0.5


def test_the_shipped_numbers_are_calibrated():
    """The model that ships has a rising curve for results and for quantities."""
    for curve in number_model().curves.values():
        assert (np.diff(curve) >= 0).all()
    assert set(number_model().curves) == {"result", "quantity"}


def test_a_count_is_no_value_of_a_share():
    """A metric told in percent elsewhere is not what so many frames measure; a multiple of it may be."""
    rows = [
        ResultRow(at, at + 1, "e1", Decimal(8), unit, metric="e4") for at, unit in enumerate(("%", "frames", "x", None))
    ]
    assert [row.metric for row in one_kind_of_unit(rows)] == ["e4", None, "e4", "e4"]


def test_stars_have_no_forks():
    """What is counted of something else, such as stars, is no thing that a number of forks belongs to."""
    text = "我们提出了 ZetaNet。ZetaNet 已在 GitHub 上获得 13,000 个 star 和 1,600 个 fork。"
    context = paper(text)
    at = text.index("star")
    mentions = tuple(sorted((*context.mentions, (at, at + 4, "e9", "Metric"))))
    things = {"e9": ("Metric", ("star",)), **context.things}
    starred = replace(context, mentions=mentions, things=things)
    for spot in spots(starred):
        assert [thing for thing in things if may_have(starred, spot, thing)] == list(NAMES)
