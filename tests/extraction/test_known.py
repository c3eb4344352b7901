"""Well-known names."""

import pytest

from kg.extraction.known import known_type, well_known
from kg.extraction.learned import TYPES


@pytest.mark.parametrize(
    ("name", "whole", "stem"),
    [
        ("MMLU", "Benchmark", None),
        ("GSM8K数据集", "Benchmark", None),
        ("ImageNet-1k", "Dataset", None),
        ("GPT-4o nano", None, "Model"),
        ("Qwen2.5-VL-7B-Instruct", None, "Model"),
        ("Falcon（7B）", None, "Model"),
        ("Llama2", None, "Model"),
        ("OpenAI API", None, "Organization"),
        ("TideBench", None, None),
    ],
)
def test_a_listed_name_tells_of_itself_and_of_longer_ones(name: str, whole: str | None, stem: str | None) -> None:
    """A listed name has its type, with a class word too; a name that begins with one has it as a stem."""
    assert known_type(name) == (whole, stem)


@pytest.mark.parametrize(
    ("name", "whole"), [("MATH", "Benchmark"), ("math", None), ("Math", None), ("OPT", "Model"), ("opt", None)]
)
def test_short_names_need_their_capitals(name: str, whole: str | None) -> None:
    """A short name of capitals is not the common word of the same letters."""
    assert known_type(name)[0] == whole


def test_every_listed_name_is_found_under_its_type() -> None:
    """The list has known types only, and each of its names is found."""
    for name in well_known():
        assert known_type(name)[0] in TYPES
