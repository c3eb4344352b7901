from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.resolution.conftest import Papers


def _two(papers: Papers) -> Papers:
    papers.add("2401.1", ("Model", "VideoAgent"), ("Benchmark", "EgoSchema"), ("Task", "video question answering"),
               proposes="VideoAgent", title="VideoAgent: looking twice")  # fmt: skip
    papers.add("2402.2", ("Model", "VideoAgent"), ("Method", "robot control"), ("Method", "imitation learning"),
               proposes="VideoAgent", title="VideoAgent: plans that move")  # fmt: skip
    for at in range(9):
        papers.add(f"other{at}", ("Task", f"topic {at}"), ("Method", "training"))
    return papers


def test_a_name_that_two_papers_propose_is_two_things(papers: Papers) -> None:
    """Each reading is named after the paper that proposes it."""
    assert _two(papers).entities()[:2] == ["model/videoagent-2401.1", "model/videoagent-2402.2"]


def test_a_third_paper_means_the_reading_with_which_it_shares_most(papers: Papers) -> None:
    """What the papers speak of besides tells which one is meant, and the reason names it."""
    _two(papers).add("2403.3", ("Model", "VideoAgent"), ("Method", "robot control"))
    found = papers.resolve()
    assert found.entity_of["2403.3", "e1"] == "model/videoagent-2402.2"
    (merge,) = [merge for merge in found.merges if (merge.document, merge.thing) == ("2403.3", "e1")]
    assert merge.reason == "homonym: 2403.3 shares robot control with 2402.2"
    assert merge.confidence == 0.8


def test_where_nothing_tells_the_more_cited_reading_is_meant_with_less_confidence(papers: Papers) -> None:
    """A mention without a clue goes where most go, and says so."""
    _two(papers).add("2403.3", ("Model", "VideoAgent"), ("Method", "robot control")).add(
        "2404.4", ("Model", "VideoAgent")
    )
    found = papers.resolve()
    assert found.entity_of["2404.4", "e1"] == "model/videoagent-2402.2"
    (merge,) = [merge for merge in found.merges if merge.document == "2404.4"]
    assert merge.confidence == 0.5


def test_what_one_paper_proposes_and_others_use_is_one_thing(papers: Papers) -> None:
    """A single proposal makes no homonym."""
    papers.add("1", ("Method", "LoRA"), proposes="LoRA").add("2", ("Method", "LoRA")).add("3", ("Method", "LoRA"))
    found = papers.resolve()
    assert found.entities["method/lora"].proposed_by == ("1",)
    assert set(found.entity_of.values()) == {"method/lora"}


def test_a_few_papers_can_not_claim_what_all_use(papers: Papers) -> None:
    """Two papers of fifty that seem to propose a name are not believed."""
    for at in range(48):
        papers.add(f"user{at}", ("Model", "GPT-4"))
    papers.add("1", ("Model", "GPT-4"), proposes="GPT-4").add("2", ("Model", "GPT-4"), proposes="GPT-4")
    assert set(papers.entities()) == {"model/gpt-4"}
