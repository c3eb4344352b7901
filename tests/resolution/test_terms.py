from __future__ import annotations

from typing import TYPE_CHECKING

from kg.resolution.normalise import key
from kg.resolution.terms import Term, by_key, load

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
