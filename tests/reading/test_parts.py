"""What begins a paper among several: labelled titles, identifiers, cells, numbered lines; and what its title is."""

import pytest

from kg.model import Document
from kg.reading.reader import Source, read_sources

ONE, TWO = "2601.00001", "2601.00002"


def read(text: str, form: str = "md") -> list[Document]:
    return list(read_sources([Source(f"digest.{form}", form, text.encode())], on_skip=lambda _: None))


def told(text: str, form: str = "md") -> dict[str, dict[str, str]]:
    return {paper.id: {field.name: field.text for field in paper.fields} for paper in read(text, form)}


def test_labelled_titles_apart_by_blank_lines() -> None:
    """Paragraphs that each begin with a label for the title begin papers, with no heading above them."""
    text = (
        f"论文标题：Kestrel: Reading Maps\n链接：https://arxiv.org/abs/{ONE}\n摘要：会读地图。\n\n"
        f"论文标题：Merlin: Casting Spells\n链接：https://arxiv.org/abs/{TWO}\n摘要：会施法。\n"
    )
    assert (
        told(text, "txt")
        == told(text)
        == {
            ONE: {"title_en": "Kestrel: Reading Maps", "abstract_zh": "会读地图。"},
            TWO: {"title_en": "Merlin: Casting Spells", "abstract_zh": "会施法。"},
        }
    )


def test_identifiers_before_titles_in_plain_text() -> None:
    """In plain text a paragraph that an identifier leads begins another paper."""
    text = f"[{ONE}] Kestrel: Maps\n\nIt reads maps.\n\n[{TWO}] Merlin: Spells\n\nIt casts spells.\n"
    assert told(text, "txt") == {
        ONE: {"title_en": "Kestrel: Maps", "abstract_en": "It reads maps."},
        TWO: {"title_en": "Merlin: Spells", "abstract_en": "It casts spells."},
    }


@pytest.mark.parametrize("tag", ["【MICCAI 2070】", "[ICML'80] ", "1. [CVPR 2070] ", "[NeurIPS80] "])
def test_where_a_paper_appears_is_no_part_of_its_title(tag: str) -> None:
    """The conference in brackets before a title is left out of it."""
    text = f"## {tag}Kestrel: Maps\n\nhttps://arxiv.org/abs/{ONE}\n\nIt reads maps.\n"
    assert told(text)[ONE]["title_en"] == "Kestrel: Maps"


def test_a_cell_of_a_title_in_bold_and_its_text() -> None:
    """In a table of papers, the words in bold that a cell begins with are the title, what follows is text."""
    text = (
        "| 论文 | 链接 |\n| --- | --- |\n"
        f"| 1) **Kestrel: Reading Maps** - 会读地图，又快又好。 | https://arxiv.org/abs/{ONE} |\n"
        f"| 2) **Merlin: Casting Spells** - 会施法，又快又好。 | https://arxiv.org/abs/{TWO} |\n"
    )
    assert told(text) == {
        ONE: {"title_en": "Kestrel: Reading Maps", "abstract_zh": "会读地图，又快又好。"},
        TWO: {"title_en": "Merlin: Casting Spells", "abstract_zh": "会施法，又快又好。"},
    }


def test_a_chinese_title_one_level_deeper() -> None:
    """A Chinese heading right below an English title, one level deeper, is the title in Chinese."""
    text = f"## Kestrel: Reading Maps of Unknown Lands\n\n### 红隼：读懂陌生之地的地图\n\narXiv: {ONE}\n\n会读地图。\n"
    assert told(text) == {
        ONE: {
            "title_en": "Kestrel: Reading Maps of Unknown Lands",
            "title_zh": "红隼：读懂陌生之地的地图",
            "abstract_zh": "会读地图。",
        }
    }


def test_a_title_behind_the_label_of_a_paper() -> None:
    """Behind a label that mostly stands before an address, a title with its address behind it is a title."""
    text = f"**Paper:** Kestrel: Reading Maps (arXiv {ONE})\n\nIt reads maps.\n"
    assert told(text) == {ONE: {"title_en": "Kestrel: Reading Maps", "abstract_en": "It reads maps."}}


def test_lines_of_title_address_and_text() -> None:
    """Numbered lines of a title, its bare address and text behind it are papers, in plain text too."""
    text = (
        "本周论文\n\n"
        f"1. Kestrel: Reading Maps of Lands  https://arxiv.org/abs/{ONE}  会读地图。\n"
        f"2. Merlin: Casting Old Spells  https://arxiv.org/abs/{TWO}  会施法。\n"
    )
    assert (
        told(text, "txt")
        == told(text)
        == {
            ONE: {"title_en": "Kestrel: Reading Maps of Lands", "abstract_zh": "会读地图。"},
            TWO: {"title_en": "Merlin: Casting Old Spells", "abstract_zh": "会施法。"},
        }
    )


def test_a_labelled_title_of_one_paper() -> None:
    """A file of plain text whose first line is a labelled title is one paper, with or without an address."""
    text = "标题：红隼读图\n\n我们提出红隼。\n\n它很快。\n"
    assert [list(paper.values()) for paper in told(text, "txt").values()] == [
        ["红隼读图", "我们提出红隼。\n\n它很快。"]
    ]
