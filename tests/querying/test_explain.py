import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.querying import asking
from kg.querying.explain import Bounds, UnknownThingError, explain, find, find_all, short_id
from kg.querying.names import Names
from kg.querying.telling import as_json, as_text

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


def test_all_things_of_a_name_are_found(named_things: Names) -> None:
    """A name of two things finds both, and an id the one."""
    assert [short_id(item.iri) for item in find_all(named_things, "heron")] == ["model/heron", "model/heron-2"]
    assert [short_id(item.iri) for item in find_all(named_things, "model/heron-2")] == ["model/heron-2"]
    with pytest.raises(UnknownThingError, match="nearest: Kestrel"):
        find_all(named_things, "Kestrl")


def test_a_name_of_two_things_tells_both_apart(graph_file: Path) -> None:
    """Each homonym has a section of its own: class, the paper that proposes it, facts, sentences."""
    text = as_text("Heron", asking.explain(graph_file, "Heron"))
    opening, first, second = text.split("\n\n" + "─" * 72 + "\n\n")
    assert opening.splitlines() == [
        "“Heron” names 2 things:",
        "  model/heron (Model), proposed by Heron and CliffBench (2402.00003)",
        "  model/heron-2 (Model), proposed by Heron, a model of tides (2403.00004)",
    ]
    assert first.startswith("Heron  (Model)\nhttps://w3id.org/paperkg/id/model/heron\n")
    assert "evaluated on CliffBench" in first
    assert "evaluated on CliffBench" not in second
    assert "“This Heron is based on Basalt-7B, and Tide Tuning improves Basalt-7B.”" in second


def test_why_names_are_one_is_told(graph_file: Path) -> None:
    """The reasons of resolution stand under the thing, those of most papers first; another thing's don't."""
    (told,) = asking.explain(graph_file, "Kestrel")
    assert [(why.reason, why.support, why.confidence) for why in told.merges] == [
        ("same name: Kestrel", 2, 1.0),
        ("translation: 红隼 = Kestrel (100% of its uses)", 1, 0.9),
    ]
    assert "  translation: 红隼 = Kestrel (100% of its uses)  [1 paper, confidence 0.9]" in as_text("Kestrel", (told,))
    assert asking.explain(graph_file, "HarborQA")[0].merges == ()


def test_the_text_holds_each_sentence(graph_file: Path) -> None:
    """For a reader: facts, their papers, and the words."""
    text = as_text("潮汐微调", asking.explain(graph_file, "潮汐微调"))
    assert text.startswith("Tide Tuning / 潮汐微调  (Method)")
    assert "“Tide Tuning is part of Kestrel-2.”" in text
    assert "2402.00002, abstract_en 162–194, kg_facts" in text


def test_the_json_is_plain(graph_file: Path) -> None:
    """For programs: everything as JSON, in the same form for one thing and for several."""
    told = json.loads(json.dumps(as_json("HarborQA", asking.explain(graph_file, "HarborQA"))))
    assert told["name"] == "HarborQA"
    assert {item["value"] for item in told["entities"][0]["results"]} == {"61.5", "70.25", "60.1"}
    both = as_json("Heron", asking.explain(graph_file, "Heron"))["entities"]
    assert [[paper["iri"][-10:] for paper in each["proposed_by"]] for each in both] == [["2402.00003"], ["2403.00004"]]
