import pytest

from kg.extraction.context import Context
from kg.extraction.number_scene import spots
from kg.extraction.quantities import property_of, unit_of


def first(text: str):
    return spots(Context(text, (("abstract_zh", 0, len(text)),), ((0, len(text)),), ()))[0]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("包含 15,000 个测试样本", "Benchmark", ("size", "samples")),
        ("with 2,612 carefully chosen problems", "Dataset", ("size", "problems")),
        ("由三个核心组件组成", "Method", ("count", "components")),
        ("an 8B model", "Model", ("parameters", "parameters")),
        ("2.08 亿参数", "Model", ("parameters", "parameters")),
        ("超过 13,000 个star", "Software", ("stars", "stars")),
        ("训练 41 小时", "Method", ("duration", "hours")),
        ("量化到 2 比特", "Method", ("bits", "bits")),
        ("四步采样", "Model", ("steps", "steps")),
    ],
)
def test_a_quantity_says_which_property_it_gives_in_which_unit(text: str, kind: str, said: tuple[str, str]):
    """The counted noun and the thing's type tell a size from a count."""
    assert property_of(first(text), kind) == said


@pytest.mark.parametrize(
    ("text", "unit"),
    [("提升了 +6.5", "points"), ("准确率为 54.1%", "%"), ("得分 0.82", None), ("发现了 14 个漏洞", "vulnerabilities")],
)
def test_a_result_has_the_unit_written_or_the_noun_counted(text: str, unit: str | None):
    """A signed bare number is a difference in points; a plain score has no unit."""
    assert unit_of(first(text)) == unit
