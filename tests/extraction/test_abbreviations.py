"""Abbreviations and what they stand for."""

import pytest

from kg.extraction.abbreviations import definitions, is_short, long_start


def described(text: str) -> list[tuple[str, str | None, str]]:
    return [
        (text[d.start : d.end], None if d.outer is None else text[d.outer : d.left], d.kind) for d in definitions(text)
    ]


def test_english_long_form_is_found_by_its_letters() -> None:
    """The words that an abbreviation's letters begin are its long form (Schwartz and Hearst)."""
    text = "we propose Retrieval Augmented Fine Tuning (RAFT) and large language models (LLMs)"
    assert described(text) == [
        ("RAFT", "Retrieval Augmented Fine Tuning", "short"),
        ("LLMs", "large language models", "short"),
    ]


def test_chinese_long_form_is_left_open() -> None:
    """Letters don't settle where a Chinese long form begins: its end alone is given."""
    assert described("大语言模型（LLM）的出现") == [("LLM", None, "short")]


def test_bracket_with_translation_and_abbreviation_gives_both() -> None:
    """中文（English, ABBR） names the thing twice."""
    assert described("对抗性扩散蒸馏（adversarial diffusion distillation, ADD）") == [
        ("adversarial diffusion distillation", None, "translation"),
        ("ADD", None, "short"),
    ]


def test_abbreviation_before_its_long_form() -> None:
    """ABBR（中文） names the long form inside."""
    assert described("Uni-SMART（通用科学模型）") == [("通用科学模型", "Uni-SMART", "long")]


@pytest.mark.parametrize(
    "text", ["论文（见附录）", "Stable Diffusion 3 (8B)", "a result (in all cases)", "（）", "((("]
)
def test_other_brackets_define_nothing(text: str) -> None:
    """A remark, a size or an empty bracket defines nothing."""
    assert described(text) == []


def test_short_forms() -> None:
    """An abbreviation has two capitals, or one and a digit."""
    assert [is_short(s) for s in ("LLM", "GPT-4", "Sora", "in", "大模型", "MMLU-Pro")] == [
        True,
        True,
        False,
        False,
        False,
        True,
    ]


def test_long_form_needs_every_letter() -> None:
    """Words that lack one of the letters are no long form."""
    assert long_start("DPO", "direct preference tuning") is None
    assert long_start("DPO", "the direct preference optimization") == 4
