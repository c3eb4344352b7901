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
    """An alias that two terms have joins nothing, but a preferred name stays its own term's."""
    asr = Term("asr", "Task", "speech recognition", "", ("ASR",), 9)
    attack = Term("attack", "Metric", "attack success rate", "", ("ASR", "speech recognition"), 5)
    found = by_key((asr, attack))
    assert key("ASR") not in found
    assert found[key("speech recognition")] == asr
