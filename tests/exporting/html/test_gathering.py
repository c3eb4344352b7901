"""From the graph to the page's data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.exporting.html import view, write_html
from kg.exporting.html.gather import page_of
from kg.graph import KnowledgeGraph, build_graph
from kg.interchange import from_json
from kg.resolution import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from kg.exporting.html.page import PageData

ABSTRACT = "我们提出了 TeaBrewer。它使用沸水法，与 SteepNet 相比更快，在 KettleBench 上达到 54.1%。"


def evidence(words: str, sentence: str) -> dict[str, object]:
    start, low = ABSTRACT.index(words), ABSTRACT.index(sentence)
    return {
        "field": "abstract_zh",
        "start": start,
        "end": start + len(words),
        "text": words,
        "sentence": [low, low + len(sentence)],
        "component": "kg_test",
    }


SECOND = ABSTRACT.split("。", 1)[1]
LINE = {
    "doc": "2401.00001",
    "text": {"title_en": 'TeaBrewer: Long "Steeping"', "title_zh": "长时间冲泡", "abstract_zh": ABSTRACT},
    "url": "https://arxiv.org/abs/2401.00001",
    "entities": [
        {"id": "e1", "type": "Model", "names": ["TeaBrewer"]},
        {"id": "e2", "type": "Method", "names": ["boiling method", "沸水法"]},
        {"id": "e3", "type": "Model", "names": ["SteepNet"]},
        {"id": "e4", "type": "Benchmark", "names": ["KettleBench"]},
        {"id": "e5", "type": "Method", "names": ["pouring"]},
    ],
    "relations": [["paper", "proposes", "e1"], ["e1", "uses", "e2"], ["e1", "comparedWith", "e3"]],
    "relation_evidence": [
        {"confidence": 0.9, "evidence": [evidence("我们提出了 TeaBrewer", ABSTRACT.split("。", maxsplit=1)[0] + "。")]},
        {"confidence": 0.8, "evidence": [evidence("使用沸水法", SECOND)]},
        {"confidence": 0.7, "evidence": []},
    ],
    "results": [
        {"subject": "e1", "metric": None, "benchmark": "e4", "value": 54.1, "unit": "%", "comparator": "=",
         "text": "54.1%", "evidence": [evidence("54.1%", SECOND)]},
    ],
    "quantities": [],
    "links": [{"rel": "code", "url": "github.com/example/tea"}],
    "mentions": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    extraction = from_json(LINE)
    return build_graph([extraction], resolve([extraction]))


@pytest.fixture(scope="module")
def gathered(graph: KnowledgeGraph) -> PageData:
    return page_of(graph)


def named(page: PageData, at: int) -> str:
    return page.nodes[at].en or page.nodes[at].zh


def test_facts_come_with_the_sentence_and_its_words(gathered: PageData) -> None:
    """A fact's quote is the sentence, and cuts out exactly the words that bear it."""
    fact = next(fact for fact in gathered.facts if fact.predicate == "uses")
    quote = gathered.quotes[fact.quotes[0]]
    assert quote.sentence == SECOND
    assert quote.sentence[quote.start : quote.end] == "使用沸水法"
    assert gathered.nodes[quote.paper].key == "2401.00001"


def test_a_symmetric_fact_is_drawn_once(gathered: PageData) -> None:
    """The graph holds comparedWith both ways round, the page one line."""
    assert [fact.predicate for fact in gathered.facts].count("comparedWith") == 1


def test_a_thing_without_a_fact_hangs_on_its_paper(gathered: PageData) -> None:
    """What a paper only names is tied to it by a mention."""
    ends = {
        (named(gathered, fact.subject)[:9], named(gathered, fact.object))
        for fact in gathered.facts
        if fact.predicate == "mentions"
    }
    assert ("TeaBrewer", "pouring") in ends


def test_results_keep_their_number_and_sentence(gathered: PageData) -> None:
    """A result names subject, benchmark, value and the sentence it stands in."""
    (result,) = gathered.results
    assert (named(gathered, result.subject), named(gathered, result.benchmark)) == ("TeaBrewer", "KettleBench")
    assert (result.value, result.unit) == ("54.1", "%")
    assert "54.1%" in gathered.quotes[result.quotes[0]].sentence


def test_names_of_both_languages_are_kept(gathered: PageData) -> None:
    """Titles and names stand in the page in English and Chinese."""
    both = {(node.en, node.zh) for node in gathered.nodes}
    assert ('TeaBrewer: Long "Steeping"', "长时间冲泡") in both
    assert ("boiling method", "沸水法") in both


def test_the_whole_graph_is_written(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """write_html writes one file and nothing beside it."""
    write_html(graph, tmp_path / "graph.html", title="Tea")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.html"]
    assert (tmp_path / "graph.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_view_opens_at_its_thing(graph: KnowledgeGraph, tmp_path: Path) -> None:
    """Kg view NAME writes the neighbourhood alone, and the page begins there."""
    assert view(graph, tmp_path / "tea.html", "沸水法", depth=1) == 3
    assert "focus=method/boiling-method" in (tmp_path / "tea.html").read_text(encoding="utf-8")
