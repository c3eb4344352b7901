"""Names as keys."""

from kg.extraction.names import bare, key, numbers


def test_key_ignores_width_case_space_and_plural() -> None:
    """Forms that differ in width, case, spacing, punctuation or plural have one key."""
    assert key("ＬＬＭｓ") == key("LLM") == "llm"
    assert key("Large Language Models") == key("large-language model")


def test_key_keeps_a_short_s() -> None:
    """A short word's s is no plural."""
    assert key("GPS") == "gps"


def test_numbers_tell_versions_apart() -> None:
    """Version tokens are part of a name's numbers."""
    assert numbers("GPT-4") != numbers("GPT-4o")
    assert numbers("Qwen2") != numbers("Qwen2.5")
    assert numbers("ResNet-50") != numbers("ResNet-101")
    assert numbers("LLaMA") == ()


def test_bare_drops_the_class_word() -> None:
    """The class word behind a name is no part of it, in either language."""
    assert bare("EFRame框架") == bare("EFRame framework") == "EFRame"
    assert bare("模型") == "模型"
