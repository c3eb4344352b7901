from decimal import Decimal

import pytest

from kg.extraction.numbers import Number, find_numbers


def only(text: str) -> Number:
    (number,) = find_numbers(text)
    return number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("准确率为 54.1%。", "54.1", "%"),
        ("占１２％的份额", "12", "%"),
        ("提高了 10 个百分点", "10", "points"),
        ("3.2 percentage points higher", "3.2", "points"),
        ("得到三倍加速", "3", "x"),
        ("runs 2.5x faster", "2.5", "x"),
        ("speeds it up $2.1\\times$ on average", "2.1", "x"),
        ("improves by 11.88\\%", "11.88", "%"),
        ("twice as fast", "2", "x"),
        ("reduced to half", "50", "%"),
        ("仅为三分之一", "33.3", "%"),
        ("rose by 百分之三十", "30", "%"),
        ("准确率为百分之五十四点一。", "54.1", "%"),
        ("准确率为百分之 54.1。", "54.1", "%"),
        ("costs \\$0.88 per task", "0.88", "USD"),
        ("需要 19.2GB 内存", "19.2", "GB"),
        ("获得第三名", "3", "rank"),
        ("ranked 3rd of all", "3", "rank"),
        ("平均 8.2 帧", "8.2", "frames"),
    ],
)
def test_a_number_has_the_value_and_unit_that_its_words_say(text: str, value: str, unit: str):
    """Units are read in both languages, full-width and in LaTeX."""
    number = only(text)
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25k items", 25_000),
        ("100K张截图", 100_000),
        ("1.5万条数据", 15_000),
        ("2.08 亿参数", 208_000_000),
        ("an 8B model", 8_000_000_000),
        ("16 trillion tokens", 16_000_000_000_000),
        ("13,000 items", 13_000),
        ("10{,}000 items", 10_000),
        ("10^5 items", 100_000),
        ("数万个样本", 10_000),
        ("两个阶段", 2),
        ("十二种语言", 12),
        ("twenty-five tasks", 25),
        ("two hundred tasks", 200),
    ],
)
def test_scales_and_number_words_are_worked_out(text: str, value: int):
    """Letters, words and Chinese numerals multiply the number before them."""
    assert only(text).value == value


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("超过 90%", ">"),
        ("over 90%", ">"),
        ("90% 以上", ">"),
        ("100 多个任务", ">"),
        ("100+ tasks", ">"),
        ("约 43%", "~"),
        ("nearly 43%", "~"),
        ("高达 3.2 倍", "up to"),
        ("up to 3.2x", "up to"),
        ("不到 5%", "<"),
        ("less than 5%", "<"),
        ("正好 5%", "="),
    ],
)
def test_the_words_beside_a_number_say_its_comparator(text: str, comparator: str):
    """Comparators stand before the number, or behind it."""
    assert only(text).comparator == comparator


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("快 4 到 10 倍", 4, 10, "x"),
        ("2-3 times faster", 2, 3, "x"),
        ("提升 4%至20%", 4, 20, "%"),
        ("between 5% and 7%", 5, 7, "%"),
        ("7-13B models", 7_000_000_000, 13_000_000_000, None),
    ],
)
def test_a_range_is_one_number_whose_ends_share_unit_and_scale(text: str, low: int, high: int, unit: str | None):
    """The lower end takes what only the upper end has."""
    number = only(text)
    assert (number.value, number.value_max, number.unit) == (low, high, unit)


def test_a_change_from_one_value_to_another_stays_two_numbers():
    """Words such as from A to B are no range."""
    low, high = find_numbers("从 13% 提升至 94%")
    assert (low.value, high.value, low.from_) == (13, 94, True)


def test_the_numbers_of_a_list_share_the_unit_of_the_last():
    """A bare number before "and" has the unit of its list's end."""
    assert [number.unit for number in find_numbers("平均只用了 8.4 和 8.2 帧")] == ["frames", "frames"]


@pytest.mark.parametrize(
    "text",
    [
        "GPT-4 and Zeta2.5 agree",
        "Stable Painter 3 paints",
        "in 2024 we began",
        "自 2019 年以来",
        "as others show [12, 13]",
        "see Section 3 and Table 2",
        "arXiv 2403.10517",
        "https://example.org/v2/a1?b=3",
        "version 1.2.3 is out",
        "(1) first, (2) second",
        "3D scenes",
        "pass@1 and top-5",
    ],
)
def test_names_years_citations_labels_and_addresses_hold_no_numbers(text: str):
    """A digit is no number where it names something."""
    assert find_numbers(text) == []


def test_a_size_inside_a_name_is_marked_as_such():
    """The 7B of a model's name is told apart from a stated size."""
    assert [(number.value, number.form) for number in find_numbers("Zeta2-7B is small")] == [(7_000_000_000, "name")]


def test_offsets_cut_the_number_with_its_unit_out_of_the_text():
    """``text[start:end]`` are the words, whatever the width of the digits."""
    text = "达到 ５４.１％ 的准确率"
    number = only(text)
    assert text[number.start : number.end] == "５４.１％"


@pytest.mark.parametrize("text", ["", "9" * 5000, "0^-5", "1e999999", "±", "百分之", "一" * 50, "10^99999 %"])
def test_odd_input_is_no_error(text: str):
    """Digits without end, empty powers and lone signs are read or passed over."""
    assert isinstance(find_numbers(text), list)
