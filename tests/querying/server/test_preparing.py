"""What a server asks itself, and how names find what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.querying import named
from kg.querying.cache import names_file, open_store, store_folder
from kg.querying.names import open_names
from kg.querying.server import preparing
from kg.querying.server.preparing import asking, canonical, weight_of, worth_asking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Server

    from kg.querying.names import Names

HARBOR = "<https://w3id.org/paperkg/id/benchmark/harborqa>"


@pytest.fixture
def names(graph_file: Path) -> Iterator[Names]:
    """Return the specimen's names."""
    found = open_names(open_store([graph_file]), names_file(store_folder([graph_file])))
    yield found
    found.close()


def test_every_name_of_a_thing_asks_the_same(names: Names) -> None:
    """A question by name, by id and by IRI is one request, so that it is answered once."""
    question = named.read_queries()["leaderboard"]
    told = [canonical(names, question, {"benchmark": name}) for name in ("HarborQA", "harbor qa", "benchmark/harborqa")]
    assert told == [{"benchmark": HARBOR}] * 3


def test_a_name_of_nothing_is_left_to_the_worker(names: Names) -> None:
    """What can't be told apart here stays as it came, and the worker says what is wrong."""
    question = named.read_queries()["leaderboard"]
    for given in ({"benchmark": "Nothing"}, {"other": "HarborQA"}):
        assert canonical(names, question, given) == given


def test_weight_is_that_of_the_thing(names: Names) -> None:
    """A request weighs as much as the thing it is about; one about no thing weighs nothing."""
    item = names.exact("HarborQA")[0]
    question = named.read_queries()["leaderboard"]
    assert item.weight > 0
    assert weight_of(names, asking(question, {"benchmark": HARBOR}, "json", [])) == item.weight
    assert weight_of(names, {"page": "thing", "iris": [HARBOR[1:-1]]}) == item.weight
    assert weight_of(names, {"page": "search", "text": "x"}) == 0


def test_the_best_known_come_first_with_all_that_is_asked_of_such(
    names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Things are asked about by weight, by what suits their class alone; questions about everything come last."""
    monkeypatch.setattr(preparing, "_LEAST", 1)
    found = worth_asking(names, named.read_queries(), [], "https://w3id.org/paperkg/id/")
    weights = [weight for weight, _ in found]
    assert weights == sorted(weights, reverse=True)
    of_all = [request["name"] for _, request in found if request.get("given") == {}]
    assert of_all == [request["name"] for _, request in found[-len(of_all) :]]
    assert {"benchmarks", "contradictions"} <= set(of_all)
    assert all(weight_of(names, request) == weight for weight, request in found[: -len(of_all)])
    asked = [request["name"] for _, request in found if request.get("given", {}).get("benchmark") == HARBOR]
    assert {"leaderboard", "evaluated-on"} <= set(asked)
    assert "lineage" not in [r.get("name") for _, r in found if HARBOR in r.get("given", {}).values()]


def test_any_name_brings_the_same_answer(server: Server) -> None:
    """The answer by another name is the same, to the byte."""
    answers = [server.get(f"/queries/leaderboard.json?benchmark={name}") for name in ("HarborQA", "benchmark/harborqa")]
    assert answers[0].content == answers[1].content
    assert answers[0].status_code == 200
