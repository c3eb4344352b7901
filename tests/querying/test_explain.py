import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.querying import asking
from kg.querying.explain import Bounds, UnknownThingError, explain, find
from kg.querying.names import Names
from kg.querying.telling import as_text

KESTREL = "https://w3id.org/paperkg/id/model/kestrel"


def test_a_thing_is_told_with_its_names(store: ox.Store) -> None:
    """Class, names in both languages, aliases."""
    told = explain(store, KESTREL)
    assert (told.kind, told.names, told.aliases) == ("Model", {"en": "Kestrel", "zh": "红隼"}, ("Kestrel agent",))


def test_facts_go_out_and_come_in(store: ox.Store) -> None:
    """What the thing is the subject of, and what it is the object of."""
    told = explain(store, KESTREL)
    assert ("basedOn", "Basalt-7B") in {(fact.predicate, fact.object.label) for fact in told.facts_out}
    assert ("basedOn", "Kestrel-2") in {(fact.predicate, fact.subject.label) for fact in told.facts_in}


def test_a_fact_has_the_sentences_of_all_its_papers(store: ox.Store) -> None:
    """Two papers that say the same stand under one fact, each with its words and their place."""
    fact = next(fact for fact in explain(store, KESTREL).facts_out if fact.predicate == "basedOn")
    assert (fact.support, fact.confidence) == (2, 0.96)
    assert [each.paper.iri[-10:] for each in fact.evidence] == ["2401.00001", "2403.00005"]
    assert fact.evidence[0].text == "Kestrel is based on Basalt-7B"
    assert fact.evidence[0].sentence == "Kestrel is based on Basalt-7B and uses lantern search."
    assert (fact.evidence[0].field, fact.evidence[0].start, fact.evidence[0].component) == (
        "abstract_en",
        61,
        "kg_facts",
    )


def test_results_come_with_their_parts_and_words(store: ox.Store) -> None:
    """A result names system, benchmark, metric and baseline, and the sentence that states it."""
    result = next(item for item in explain(store, KESTREL).results if item.value == "61.5")
    assert result.benchmark is not None
    assert (result.benchmark.label, result.unit, result.verbatim) == ("HarborQA", "%", "61.5% accuracy")
    assert result.evidence[0].sentence == "On HarborQA, Kestrel reaches 61.5% accuracy, better than Heron."


def test_bounds_keep_an_explanation_small(store: ox.Store) -> None:
    """No more is told than asked for, and how much there is all the same."""
    told = explain(store, KESTREL, Bounds(facts=1, sentences=1))
    assert (len(told.facts_out), told.total_out) == (1, 6)


def test_an_unknown_name_brings_the_nearest(named_things: Names) -> None:
    """The message names what may have been meant."""
    with pytest.raises(UnknownThingError, match="nearest: Kestrel") as caught:
        find(named_things, "Kestrl")
    assert caught.value.nearest[0].kind == "Model"


def test_a_name_of_two_things_asks_which(named_things: Names) -> None:
    """Homonyms are told apart by their ids."""
    with pytest.raises(QueryError, match=r"model/heron .Model., model/heron-2"):
        find(named_things, "Heron")


def test_the_text_holds_each_sentence(graph_file: Path) -> None:
    """For a reader: facts, their papers, and the words."""
    text = as_text(asking.explain(graph_file, "潮汐微调"))
    assert text.startswith("Tide Tuning / 潮汐微调  (Method)")
    assert "“Tide Tuning is part of Kestrel-2.”" in text
    assert "2402.00002, abstract_en 162–194, kg_facts" in text


def test_the_json_is_plain(graph_file: Path) -> None:
    """For programs: everything as JSON."""
    told = json.loads(json.dumps(asking.explain(graph_file, "HarborQA").as_json()))
    assert {item["value"] for item in told["results"]} == {"61.5", "70.25", "60.1"}
