from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.resolution.normalise import key
from kg.resolution.terms import Term, by_key, load, load_synonyms, over
from kg.resolution.types import TYPES
from kg.resources import resource

if TYPE_CHECKING:
    from pathlib import Path


def test_terms_are_read_from_their_table(tmp_path: Path) -> None:
    """A row is id, type, English, Chinese, aliases and frequency; a heading and comments are skipped."""
    path = tmp_path / "terms.tsv"
    path.write_text(
        "# mined\nid\ttype\ten\tzh\taliases\tfrequency\nrag\tMethod\tretrieval\t检索\tRAG|RAGs\t7\n", "utf-8"
    )
    assert load(path) == (Term("rag", "Method", "retrieval", "检索", ("RAG", "RAGs"), 7),)


def test_no_table_is_no_terms(tmp_path: Path) -> None:
    """Resolution works without terms."""
    assert load(tmp_path / "none.tsv") == ()


def test_a_name_that_two_terms_claim_is_neither_s() -> None:
    """An abbreviation that fits two terms joins nothing, but a preferred name stays its own term's."""
    speech = Term("asr", "Task", "automatic speech recognition", "", ("ASR",), 9)
    attack = Term("attack", "Metric", "attack success rate", "", ("ASR", "automatic speech recognition"), 5)
    found = by_key((speech, attack))
    assert key("ASR") not in found
    assert found[key("automatic speech recognition")] == speech


def test_an_abbreviation_is_the_term_s_whose_words_it_fits() -> None:
    """A list that gives LLM to LLM reasoning too doesn't take it from large language model."""
    model = Term("llm", "Method", "large language model", "", ("LLM",), 9)
    reasoning = Term("llm-reasoning", "Task", "LLM reasoning", "", ("LLM",), 99)
    assert by_key((model, reasoning))[key("LLM")] == model


def test_what_was_decided_by_hand_stands_over_what_was_mined() -> None:
    """A mined term of a decided name is joined to it; another gives up the decided names."""
    decided = Term("proximal policy optimization", "Method", "proximal policy optimization", "近端策略优化", ("PPO",))
    mined = (
        Term("ppo", "Method", "proximal policy optimisation", "近端优化", ("PPO-clip",), 5),
        Term("policy-optimization", "Method", "policy optimization", "策略优化", ("PPO", "PO"), 9),
    )
    found = over([decided], mined)
    assert [(term.id, term.zh, term.frequency) for term in found] == [
        ("proximal policy optimization", "近端策略优化", 5),
        ("policy-optimization", "策略优化", 9),
    ]
    assert found[0].aliases == ("PPO", "proximal policy optimisation", "近端优化", "PPO-clip")
    assert found[1].aliases == ("PO",)


def test_no_name_is_decided_to_mean_two_things() -> None:
    """Each name stands in one line of the table of synonyms, under a type that there is."""
    lines = load_synonyms(resource("ontology", "synonyms.tsv"))
    named = [(name, term.id) for term in lines for name in {key(name) for name in term.names}]
    assert len({name for name, _ in named}) == len(named), Counter(name for name, _ in named).most_common(3)
    assert {term.type for term in lines} <= set(TYPES)
