"""Some of many facts: of each kind as many as of any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.querying.claims import Bounds, facts, facts_of, fairly
from kg.querying.explain import explain

if TYPE_CHECKING:
    from pathlib import Path

KESTREL = ox.NamedNode("https://w3id.org/paperkg/id/model/kestrel")
HARBOR = "https://w3id.org/paperkg/id/benchmark/harborqa"


def test_each_group_has_its_share_and_the_order_stays() -> None:
    """What is common doesn't crowd out what is rare."""
    assert fairly("aaaabbc", str, 4) == ["a", "a", "b", "c"]
    assert fairly("ab", str, 9) == ["a", "b"]
    assert fairly("", str, 3) == []


def test_a_bound_leaves_facts_of_every_predicate(store: ox.Store) -> None:
    """With one place for each predicate, each has one; the counts say how many there are."""
    everything = facts(store, KESTREL, None, Bounds())
    few = facts(store, KESTREL, None, Bounds(facts=len(everything.counts)))
    assert [fact.predicate for fact in few.facts] == list(everything.counts)
    assert few.counts == everything.counts
    assert sum(few.counts.values()) == len(everything.facts)


def test_the_pages_of_a_predicate_are_its_facts(store: ox.Store) -> None:
    """Page after page brings each fact once, in the order of the whole."""
    whole = [fact for fact in facts(store, KESTREL, None, Bounds()).facts if fact.predicate == "evaluatedOn"]
    pages = [facts_of(store, KESTREL, "evaluatedOn", None, slice(at, at + 1)) for at in range(len(whole))]
    assert [fact.object for page in pages for fact in page.facts] == [fact.object for fact in whole]
    assert {page.counts["evaluatedOn"] for page in pages} == {len(whole)}


def test_of_many_results_the_highest_of_each_metric_are_told(tmp_path: Path) -> None:
    """A bound on results drops the low values, not those whose addresses come late."""
    space, result = "https://w3id.org/paperkg/ontology#", "https://w3id.org/paperkg/id/result/{}"
    file = tmp_path / "graph.nt"
    with file.open("w", encoding="utf-8") as out:
        for number in range(9):
            node, metric = result.format(number), "metric/rare" if number == 0 else "metric/usual"
            out.write(f'<{node}> <{space}onBenchmark> <{HARBOR}> .\n<{node}> <{space}value> "{number}" .\n')
            out.write(f"<{node}> <{space}metric> <https://w3id.org/paperkg/id/{metric}> .\n")
    store = ox.Store()
    store.load(path=file, format=ox.RdfFormat.N_TRIPLES)
    told = explain(store, HARBOR, Bounds(facts=3))
    assert ({item.value for item in told.results}, told.total_results) == ({"0", "8", "7"}, 9)
