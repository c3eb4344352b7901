"""Traditional and simplified characters."""

import pytest

from kg.chinese import read_as_simplified, simplified


def test_traditional_characters_become_simplified() -> None:
    """Each traditional character becomes its simplified form, at its place."""
    assert simplified("語言模型與圖像") == "语言模型与图像"


@pytest.mark.parametrize("text", ["", "GPT-4o", "乾坤大模型在多个基准上取得领先,验证了方法的有效性和通用性。"])
def test_what_is_not_traditional_is_left_alone(text: str) -> None:
    """A text without traditional characters, or with a few that simplified script has too, is read as it is."""
    assert read_as_simplified(text) is text


def test_a_traditional_text_is_read_as_simplified() -> None:
    """A text in traditional script is read in simplified characters, its length unchanged."""
    text = "本文提出 LexBench,評測了 18 個大型語言模型。"
    assert read_as_simplified(text) == "本文提出 LexBench,评测了 18 个大型语言模型。"


def test_wide_letters_are_read_as_narrow() -> None:
    """Letters and digits of full width are read as narrow ones in either script; Chinese punctuation stays."""
    assert read_as_simplified("ＧＰＴ－４的准确率，１２％") == "GPT-4的准确率，12%"
