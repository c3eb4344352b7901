"""Digests whose entries stand on several levels."""

import pytest

from kg.reading.reader import Source, read_sources


def test_a_deeper_heading_with_another_address_is_another_paper() -> None:
    """A heading below another paper's begins a paper of its own when it has an address of its own."""
    text = (
        "## [One: A Title](https://arxiv.org/abs/2601.00001)\n\nText of one.\n\n"
        "### 2. Two: A Title\n\narXiv:2601.00002\n\nText of two.\n\n### "
        "Links\n\n[Arxiv](https://arxiv.org/abs/2601.00002)\n"
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


def test_items_that_begin_with_an_identifier_are_papers() -> None:
    """Under a heading that groups them, each item that begins with an arXiv id is a paper, with its inner items."""
    text = (
        "# 精选\n\n## NLP\n\n- [2601.00005] RAGuard: 防御投毒攻击\n  - 问题: 易受攻击\n  - 数据: NQ, HotpotQA\n"
        "- [2601.00006] SparseLoRA: Rank selection\n  - TL;DR: picks ranks per layer\n"
    )
    found = list(read_sources([Source("digest.md", "md", text.encode())], on_skip=lambda _: None))
    assert [(d.id, [f.text for f in d.fields if f.name != "tables"]) for d in found] == [
        ("2601.00005", ["RAGuard: 防御投毒攻击", "问题: 易受攻击\n\n数据: NQ, HotpotQA"]),
        ("2601.00006", ["SparseLoRA: Rank selection", "picks ranks per layer"]),
    ]


def test_a_number_at_the_front_of_a_line_is_no_identifier() -> None:
    """A line that begins with a number which is no month of arXiv's, or has no words behind it, gives no address."""
    text = "# TalkNet: Less\n\n9999.12345 is the sum. We add numbers.\n\n1999.1234\n"
    (found,) = read_sources([Source("digest.md", "md", text.encode())], on_skip=lambda _: None)
    assert found.url is None


HABITS = {
    "title in bold, names and address on its line": (
        "# Digest\n\n**1) GlideRAG: Fast Retrieval** — *Moss et al., 2025* — https://arxiv.org/abs/2601.00007\n"
        "GlideRAG is three times faster.\n\n**2) InkBench: Writing** — https://arxiv.org/abs/2601.00008\n"
        "InkBench has 2,000 tasks.\n"
    ),
    "records between rules": (
        "* * *\nTitle: GlideRAG: Fast Retrieval\nAuthors: A. Moss, B. Tan\narXiv: 2601.00007\n"
        "Abstract: GlideRAG is three times faster.\n\n* * *\nTitle: InkBench: Writing\narXiv: 2601.00008\n"
        "Abstract: InkBench has 2,000 tasks.\n"
    ),
    "numbered lines without markup": (
        "1、GlideRAG: Fast Retrieval\n作者:王一,李二\n链接:https://arxiv.org/abs/2601.00007\n"
        "内容:GlideRAG is three times faster.\n\n2、InkBench: Writing\n链接:https://arxiv.org/abs/2601.00008\n"
        "内容:InkBench has 2,000 tasks.\n"
    ),
    "signs and counts before titles": (
        "### 📄 论文一:GlideRAG: Fast Retrieval\n🔗 https://arxiv.org/abs/2601.00007\n\n"
        "GlideRAG is three times faster.\n\n"
        "### 📄 论文二:InkBench: Writing\n🔗 https://arxiv.org/abs/2601.00008\n\nInkBench has 2,000 tasks.\n"
    ),
    "rows of a table, titles linked": (
        "## Papers\n\n| # | Paper | Date | TL;DR |\n|---|---|---|---|\n"
        "| 1 | [GlideRAG: Fast Retrieval](https://arxiv.org/abs/2601.00007) | 2026-01-02 | GlideRAG "
        "is three times faster. |"
        "\n"
        "| 2 | [InkBench: Writing](https://arxiv.org/abs/2601.00008) | 2026-01-03 | InkBench has 2,000 tasks. |\n"
    ),
    "rows of a table, links apart": (
        "| Link | Title | Summary |\n|---|---|---|\n"
        "| [arXiv](https://arxiv.org/abs/2601.00007) | GlideRAG: Fast Retrieval | GlideRAG is three times faster. |\n"
        "| [arXiv](https://arxiv.org/abs/2601.00008) | InkBench: Writing | InkBench has 2,000 tasks. |\n"
    ),
    "a table of results under a paper": (
        "# GlideRAG: Fast Retrieval\narXiv:2601.00007\n\nGlideRAG is three times faster.\n\n"
        "| Model | NQ |\n|---|---|\n| [BM25](https://arxiv.org/abs/2601.00010) | 30.1 |\n"
        "| [DPR](https://arxiv.org/abs/2601.00011) | 38.0 |\n| GlideRAG | 41.5 |\n\n# InkBench: "
        "Writing\narXiv:2601.00008\n\n"
        "InkBench has 2,000 tasks.\n"
    ),
    "a summary that unfolds": (
        "<details><summary>GlideRAG: Fast Retrieval (arXiv 2601.00007)</summary>\n\nGlideRAG is three times faster.\n\n"
        "</details>\n\n## InkBench: Writing\narXiv 2601.00008\n\nInkBench has 2,000 tasks.\n"
    ),
}


@pytest.mark.parametrize("habit", HABITS)
def test_papers_are_told_apart_however_a_digest_sets_them_off(habit: str) -> None:
    """Each paper has its own address, title and abstract, and nothing of another's or of its own metadata."""
    found = list(read_sources([Source("digest.md", "md", HABITS[habit].encode())], on_skip=lambda _: None))
    assert [(d.id, [f.text for f in d.fields if f.name != "tables"]) for d in found] == [
        ("2601.00007", ["GlideRAG: Fast Retrieval", "GlideRAG is three times faster."]),
        ("2601.00008", ["InkBench: Writing", "InkBench has 2,000 tasks."]),
    ]


def test_a_numbered_list_in_plain_text_is_a_list_of_papers() -> None:
    """A text file whose paragraphs are numbered is read as a digest is."""
    text = HABITS["numbered lines without markup"]
    found = list(read_sources([Source("digest.txt", "txt", text.encode())], on_skip=lambda _: None))
    assert [d.id for d in found] == ["2601.00007", "2601.00008"]


def test_numbered_parts_of_one_paper_are_no_papers() -> None:
    """A text file with numbered paragraphs, but no addresses in them, is one paper."""
    text = "GlideRAG: Fast Retrieval\narXiv:2601.00007\n\n1. Method\nIt glides.\n\n2. Results\nIt is fast.\n"
    (found,) = read_sources([Source("paper.txt", "txt", text.encode())], on_skip=lambda _: None)
    assert (found.id, found.fields[0].text) == ("2601.00007", "GlideRAG: Fast Retrieval")
