"""Digests as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.reading import Source, read_sources

if TYPE_CHECKING:
    from kg.model import Document, Skipped

SEEDS = Path(__file__).parents[2] / "seeds" / "2024-03-llm-papers.md"


def papers(text: str, kind: str = "md") -> list[Document]:
    """The papers of a text, none of whose records may be skipped."""
    skipped: list[Skipped] = []
    found = list(read_sources([Source("digest", kind, text.encode())], on_skip=skipped.append))
    assert skipped == []
    return found


def texts(document: Document) -> dict[str, str]:
    return {field.name: field.text for field in document.fields}


def test_seeds_are_sixteen_papers_with_three_texts_each():
    """Every entry of the seeds has both titles, a Chinese abstract and an arXiv id."""
    found = list(kg.read([SEEDS], on_skip=pytest.fail))
    assert len(found) == 16
    assert all(list(texts(document)) == ["title_en", "title_zh", "abstract_zh"] for document in found)
    assert {document.url for document in found} == {f"https://arxiv.org/abs/{document.id}" for document in found}


def test_abstract_may_follow_the_link_without_an_empty_line():
    """A link on a line of its own is the title, what follows it is the abstract."""
    (document,) = papers("# TalkNet: Less\n[TalkNet: 少](https://arxiv.org/abs/2401.00001)\n我们提出了 TalkNet。\n")
    assert texts(document) == {
        "title_en": "TalkNet: Less",
        "title_zh": "TalkNet: 少",
        "abstract_zh": "我们提出了 TalkNet。",
    }


def test_one_paper_per_file():
    """Title, quoted title, a heading for the abstract, an abstract in each language, the address at the end."""
    (document,) = papers(
        "# 读网：新的阅读方法\n\n> ReadNet: A New Method\n\n# 摘要\n\n"
        "> 我们提出了 ReadNet，一种用于阅读理解的模型，在 SQuAD 上达到了 90.1% 的准确率，比以前的模型更快也更省内存。\n"
        "> We propose ReadNet, a model for reading comprehension, which reaches 90.1% on SQuAD.\n\n"
        "[Arxiv](https://arxiv.org/abs/2402.00001)\n"
    )
    assert document.id == "2402.00001"
    assert list(texts(document)) == ["title_en", "title_zh", "abstract_zh", "abstract_en"]
    assert texts(document)["abstract_en"].startswith("We propose")


@pytest.mark.parametrize(
    "heading",
    [
        "## [TalkNet: Less](https://arxiv.org/abs/2401.00001)",
        "### 3. TalkNet: Less [[paper]](https://arxiv.org/pdf/2401.00001v2.pdf) [[code]](https://a.org/b)",
        "**TalkNet: Less**\n\narXiv:2401.00001",
        "TalkNet: Less\n=============\n\nhttps://arxiv.org/pdf/2401.00001v3",
        "- [TalkNet: Less](https://arxiv.org/abs/2401.00001)",
        "1. **TalkNet: Less** ([arXiv](https://arxiv.org/abs/2401.00001))",
        "# TalkNet: Less\n\n论文地址：https://huggingface.co/papers/2401.00001",
        "---\narxiv: 2401.00001\n---\n# TalkNet: Less",
        "# TalkNet: Less\n**Paper**: <https://ar5iv.org/abs/2401.00001>",
        "# [TalkNet: Less][1]\n\n[1]: https://arxiv.org/abs/2401.00001",
        "# [2401.00001v2] TalkNet: Less",
        "# Paper: TalkNet: Less\n\narXiv:2401.00001",
        "## 论文：TalkNet: Less\n\narXiv:2401.00001",
        "# TalkNet: Less\n\n論文連結：https://arxiv.org/abs/2401.00001",
        "## 標題: TalkNet: Less\n\n連結: arXiv:2401.00001",
        "## 标题: TalkNet: Less\n\narXiv:2401.00001",
        "- [2401.00001] TalkNet: Less",
        "1. 2401.00001: TalkNet: Less",
        "- (arXiv:2401.00001) TalkNet: Less",
        "2. **2401.00001 | TalkNet: Less**",
    ],
)
def test_titles_and_addresses_are_found_however_they_are_written(heading: str):
    """Headings of any level, bold titles, links, numbers and list items all give title and arXiv id."""
    (document,) = papers(f"{heading}\n")
    assert (document.id, texts(document)["title_en"]) == ("2401.00001", "TalkNet: Less")


def test_doi_identifies_a_paper_without_an_arxiv_id():
    """A DOI counts in lower case; one of arXiv's own is the arXiv id."""
    first, second = papers("# A: b\nhttps://doi.org/10.1000/XYZ.1\n\n# C: d\ndoi:10.48550/arXiv.2401.00002\n")
    assert (first.id, first.url) == ("10.1000/xyz.1", "https://doi.org/10.1000/xyz.1")
    assert second.id == "2401.00002"


def test_paper_without_address_is_named_by_its_title():
    """The identifier is a hash of the title, whatever its case and punctuation."""
    (first,), (second,) = papers("# Talk-Net: Less\n\nText.\n"), papers("# TALKNET less\n\nOther.\n")
    assert first.id == second.id
    assert first.id.startswith("sha256-")
    assert first.url is None


def test_metadata_is_no_part_of_the_abstract():
    """Authors, dates, and links to code go to the document's own fields."""
    (document,) = papers(
        "# TalkNet: Less\nhttps://arxiv.org/abs/2401.00001\n\n**Authors:** Ada Lovelace, Alan Turing\n"
        "**Date:** 2024-01-05\n\nTalkNet is a model.\n\nCode: https://github.com/a/talk\n"
    )
    assert texts(document)["abstract_en"] == "TalkNet is a model."
    assert (document.authors, document.published) == (("Ada Lovelace", "Alan Turing"), "2024-01-05")
    assert [(link.rel, link.url) for link in document.links] == [("code", "https://github.com/a/talk")]


def test_bullets_and_paragraphs_are_paragraphs_of_the_abstract():
    """Each bullet is a paragraph; sections under a paper belong to it; code and tables do not."""
    (document,) = papers(
        "# A: b\nhttps://arxiv.org/abs/2401.00001\n\nOne\nline.\n\n## Contributions\n- first\n- second\n\n"
        "```\ncode\n```\n\n| x | y |\n|---|---|\n| 1 | 2 |\n"
    )
    assert texts(document)["abstract_en"] == "One line.\n\nfirst\n\nsecond"


def test_languages_are_kept_apart():
    """Paragraphs in Chinese and English go to their own abstracts, however they alternate."""
    (document,) = papers("# A: b\narXiv:2401.00001\n\n我们提出了甲。\n\nWe propose A.\n\n它很好。\n")
    assert texts(document)["abstract_zh"] == "我们提出了甲。\n\n它很好。"
    assert texts(document)["abstract_en"] == "We propose A."


def test_group_headings_and_contents_are_no_papers():
    """Headings over groups of papers, and a table of contents, give no paper."""
    found = papers(
        "# My week\n\nWelcome.\n\n## Contents\n- [A](#a)\n- [C](#c)\n\n## Vision\n\n### A: b\narXiv:2401.00001\n\n"
        "Text.\n\n## Language\n\n### C: d\narXiv:2401.00002\n\nText.\n"
    )
    assert [document.id for document in found] == ["2401.00001", "2401.00002"]


def test_address_in_prose_is_another_papers():
    """A paper is not identified by the address of one that its abstract cites."""
    (document,) = papers(
        "# A: b\n\nWe extend a model (see https://arxiv.org/abs/2301.00001 for its details), and find more.\n"
    )
    assert document.id.startswith("sha256-")


def test_line_of_dashes_under_a_paragraph_is_a_rule():
    """A long paragraph over dashes is no heading, though Markdown says so."""
    (document,) = papers("# A: b\narXiv:2401.00001\n\n我们提出了甲，它很好。\n---\n")
    assert texts(document)["abstract_zh"] == "我们提出了甲，它很好。"


def test_bilingual_heading_is_two_titles():
    """English and Chinese on one heading, set apart by a bar, are the two titles."""
    (document,) = papers("# TalkNet: Less | TalkNet：少说\narXiv:2401.00001\n")
    assert texts(document) == {"title_en": "TalkNet: Less", "title_zh": "TalkNet：少说"}


def test_latex_is_left_as_it_is():
    """Formulas and LaTeX's escapes are no Markdown."""
    (document,) = papers("# A: b\narXiv:2401.00001\n\nIt costs $a_i*b*c_i$ and saves 71\\% of x_1 and x_2.\n")
    assert texts(document)["abstract_en"] == "It costs $a_i*b*c_i$ and saves 71\\% of x_1 and x_2."


def test_emphasis_beside_chinese_is_emphasis():
    """Bold that ends in a bracket and goes on in Chinese, which Markdown would leave as asterisks."""
    (document,) = papers("# A: b\narXiv:2401.00001\n\n我们提出**甲（新的）**方法。\n")
    assert texts(document)["abstract_zh"] == "我们提出甲（新的）方法。"


def test_markup_in_a_title_is_text():
    """A script tag in a title stays what the author wrote."""
    (document,) = papers('# <script>alert(1)</script> "A" > b\narXiv:2401.00001\n')
    assert texts(document)["title_en"] == '<script>alert(1)</script> "A" > b'


def test_plain_text_is_a_title_and_paragraphs():
    """The first line of a text file is the title; a line of dashes begins the next paper."""
    first, second = papers("Talk*Net: Less\narXiv:2401.00001\n\nIt is\nwrapped.\n\n-----\nB: c\n\nText.\n", "txt")
    assert texts(first) == {"title_en": "Talk*Net: Less", "abstract_en": "It is wrapped."}
    assert texts(second)["title_en"] == "B: c"
