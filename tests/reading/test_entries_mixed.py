"""Digests whose entries stand on several levels."""

import pytest

from kg.reading.reader import Source, read_sources


def test_a_deeper_heading_with_another_address_is_another_paper() -> None:
    """A heading below another paper's begins a paper of its own when it has an address of its own."""
    text = (
        "## [One: A Title](https://arxiv.org/abs/2601.00001)\n\nText of one.\n\n"
        "### 2. Two: A Title\n\narXiv:2601.00002\n\nText of two.\n\n### Links\n\n[Arxiv](https://arxiv.org/abs/2601.00002)\n"
    )
    found = list(read_sources([Source("digest.md", "md", text.encode())], on_skip=lambda _: None))
    assert [d.id for d in found] == ["2601.00001", "2601.00002"]


LIST = """# 每日论文速读

1. **KestrelVL: 遥感影像的视觉语言模型**{br}
链接: https://arxiv.org/abs/2601.00003{br}
提出KestrelVL,用4B参数取得86.3%的准确率.

2. **OspreyBench: A Benchmark of Maps**{br}
Link: https://arxiv.org/abs/2601.00004{br}
We present OspreyBench with 6,400 questions.
"""


@pytest.mark.parametrize("br", ["", "  ", "<br>", "\n"])
def test_a_title_in_bold_ends_with_its_lines(br: str) -> None:
    """What follows a title in bold, on the next line of the same paragraph or in another, is no title."""
    found = list(read_sources([Source("digest.md", "md", LIST.format(br=br).encode())], on_skip=lambda _: None))
    assert [(d.id, [(f.name, f.text) for f in d.fields]) for d in found] == [
        (
            "2601.00003",
            [
                ("title_zh", "KestrelVL: 遥感影像的视觉语言模型"),
                ("abstract_zh", "提出KestrelVL,用4B参数取得86.3%的准确率."),
            ],
        ),
        (
            "2601.00004",
            [
                ("title_en", "OspreyBench: A Benchmark of Maps"),
                ("abstract_en", "We present OspreyBench with 6,400 questions."),
            ],
        ),
    ]
