"""Scores, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kg.errors import UnknownNameError, UsageError
from kg.evaluation import failed, parse_gate, score
from kg.evaluation.scoring import right_numbers
from kg.interchange import from_json

GOLD: dict[str, Any] = {
    "doc": "1",
    "entities": [
        {"id": "g1", "type": "Model", "alt_types": ["Method"], "names": ["TalkNet"]},
        {"id": "g2", "type": "Benchmark", "names": ["SayBench", "说话基准"]},
        {"id": "g3", "type": "Method", "names": ["large language model", "LLM"]},
        {"id": "g4", "type": "Task", "names": ["speech"], "optional": True},
    ],
    "relations": [
        ["paper", "proposes", "g1"],
        ["g1", "evaluatedOn", "g2"],
        ["g1", "comparedWith", "g3"],
        ["g1", "uses", "g4"],
    ],
    "results": [{"subject": "g1", "metric": None, "benchmark": "g2", "value": 54.1, "unit": "%"}],
    "quantities": [{"entity": "g1", "property": "parameters", "value": 8e9}],
    "links": [{"rel": "code", "url": "https://A.org/b/"}],
}  # fmt: skip


def figures(change: dict[str, Any]) -> dict[str, Any]:
    return score([from_json(GOLD)], [from_json(GOLD | change)]).as_json()


def test_the_annotation_itself_is_perfect():
    """Nothing is wrong and nothing missed."""
    found = figures({})
    assert all(found[name]["f1"] == 100.0 for name in ("entities.typed", "relations.strict", "results.full", "links"))


def test_names_are_compared_loosely():
    """Case, width, hyphens, spaces and an English plural make no difference; the type must be an accepted one."""
    names = [
        ("Method", "ＴＡＬＫ-NET"),
        ("Task", "Say Benchs"),
        ("Method", "Large Language Models"),
        ("Task", "speech"),
    ]
    things = [{"id": f"g{place}", "type": kind, "names": [name]} for place, (kind, name) in enumerate(names, 1)]
    found = figures({"entities": things})
    assert found["entities.untyped"]["f1"] == 100.0
    assert (found["entities.typed"]["tp"], found["entities.typed"]["fp"], found["entities.typed"]["fn"]) == (2, 1, 1)


def test_second_thing_of_one_name_is_wrong():
    """Only one prediction can be the annotated thing: the other is a duplicate."""
    found = figures({"entities": [*GOLD["entities"], {"id": "p9", "type": "Model", "names": ["TalkNet"]}]})
    assert (found["entities.named"]["tp"], found["entities.named"]["fp"]) == (2, 1)


def test_optional_things_count_neither_way():
    """Neither leaving out what is optional nor what hangs on it costs anything."""
    found = figures({"entities": GOLD["entities"][:3], "relations": GOLD["relations"][:3]})
    assert found["entities.typed"]["f1"] == found["relations.strict"]["f1"] == 100.0


def test_collapsed_reads_the_paper_as_what_it_proposes():
    """That the paper is evaluated and that its model is are the same, but not strictly."""
    relations = [["paper", "proposes", "g1"], ["paper", "evaluatedOn", "g2"], ["g3", "comparedWith", "g1"]]
    found = figures({"relations": relations})
    assert found["relations.strict"]["tp"] == 2
    assert found["relations.collapsed"]["tp"] == 2
    assert found["predicates"]["evaluatedOn"]["f1"] == 100.0


def test_results_need_number_and_unit_and_in_full_all_else():
    """A wrong benchmark leaves the value right; another unit leaves nothing right."""
    wrong = GOLD["results"][0] | {"benchmark": "g3"}
    assert [figures({"results": [wrong]})[name]["tp"] for name in ("results.value", "results.full")] == [1, 0]
    assert figures({"results": [wrong | {"unit": "倍"}]})["results.value"]["tp"] == 0


def test_links_are_compared_without_scheme_case_and_last_slash():
    """Two ways to write one address."""
    assert figures({"links": [{"rel": "demo", "url": "http://a.org/b"}]})["links"]["f1"] == 100.0


def test_paper_that_is_not_predicted_is_all_missed():
    """And one that is not annotated does not count."""
    found = score([from_json(GOLD)], [from_json(GOLD | {"doc": "2"})]).as_json()
    assert (found["documents"], found["entities.typed"]["fn"], found["entities.typed"]["fp"]) == (1, 3, 0)


def test_gates_name_what_fails():
    """A figure below its bar is told with both."""
    perfect = score([from_json(GOLD)], [from_json(GOLD | {"links": []})])
    assert failed(perfect, [parse_gate("entities.named=85"), parse_gate("links.r=95")]) == ["links.r is 0.0, below 95"]


@pytest.mark.parametrize(("gate", "error"), [("speed=5", UnknownNameError), ("links=fast", UsageError)])
def test_wrong_gates_are_errors(gate: str, error: type[Exception]):
    """Before anything is scored."""
    with pytest.raises(error, match=r"choose from|has no number"):
        parse_gate(gate)


def test_each_row_is_told_to_be_right_or_not():
    """A result is right in full or not at all, and an annotated row is met once only."""
    gold = from_json(GOLD, "gold")
    results, quantities = right_numbers(gold, gold)
    assert all(results)
    assert all(quantities)
    twice = from_json({**GOLD, "results": [*GOLD["results"], *GOLD["results"]]}, "twice")
    assert right_numbers(gold, twice)[0] == [True] * len(gold.results) + [False] * len(gold.results)
