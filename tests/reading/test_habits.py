"""Habits of writing: notes, questions and answers, emoji, threads, callouts."""

import pytest

from kg.model import Document
from kg.reading.ornaments import is_question, opening
from kg.reading.reader import Source, read_sources

ADDRESS = "https://arxiv.org/abs/2601.00001"


def read(text: str, form: str = "md") -> list[Document]:
    return list(read_sources([Source(f"digest.{form}", form, text.encode())], on_skip=lambda _: None))


def only(text: str, form: str = "md") -> dict[str, str]:
    (found,) = read(text, form)
    assert found.id == "2601.00001"
    return {f.name: f.text for f in found.fields}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("🚀 Kestrel wins", "Kestrel wins"),
        ("1️⃣ 提出 Kestrel", "提出 Kestrel"),
        ("👩‍💻 Kestrel", "Kestrel"),
        ("① 提出 Kestrel", "提出 Kestrel"),
        ("• ✅ Kestrel", "Kestrel"),
        ("2/ Kestrel", "Kestrel"),
        ("2/9 Kestrel", "Kestrel"),
        ("[!tip]- Kestrel", "Kestrel"),
        ("(3): Kestrel", "Kestrel"),
        ("（1）提出 Kestrel", "提出 Kestrel"),
        ("2. Kestrel", "Kestrel"),
        ("2.5 times faster", "2.5 times faster"),
        ("1/2 of all", "of all"),
        ("24/7 serving", "serving"),
        ("Kestrel 🚀", "Kestrel 🚀"),
        ("A100 cards", "A100 cards"),
        ("AI: a survey", "AI: a survey"),
        ("100 papers", "100 papers"),
    ],
)
def test_ornaments_stand_before_the_words(line: str, words: str) -> None:
    """What stands before a line's words and is none of them is told from words and numbers."""
    assert line[opening(line) :] == words


def test_lines_that_begin_with_a_sign_are_items() -> None:
    """A line that begins with an emoji or a keycap is a paragraph of its own, without it."""
    text = f"# Kestrel: Maps\n{ADDRESS}\n\n💡 一句话：提出 Kestrel\n📌 亮点：\n1️⃣ 准确率 86.3%\n2️⃣ 速度快 2 倍\n"
    assert only(text)["abstract_zh"] == "提出 Kestrel\n\n准确率 86.3%\n\n速度快 2 倍"


def test_an_emoji_may_be_the_label() -> None:
    """A line under the title whose emoji stands for authors or for where they work is no text."""
    notes = f"👥 Ada Lovelace, Alan Turing\n🏫 某大学、某公司\n🔗 {ADDRESS}\n"
    text = f"# Kestrel: Maps\n{ADDRESS}\n{notes}我们提出 Kestrel。\n"
    (found,) = read(text)
    assert found.authors == ("Ada Lovelace", "Alan Turing")
    assert [f.text for f in found.fields] == ["Kestrel: Maps", "我们提出 Kestrel。"]


def test_questions_that_every_paper_is_asked_are_no_text() -> None:
    """Of questions and answers the answers are the text, without their labels."""
    text = (
        "# Kestrel: Maps（arXiv:2601.00001）\n\n**Q1：想解决什么问题？**\nA：地图很难读。\n\n"
        "**Q2：怎么做？**\nA：提出 Kestrel。\n"
    )
    assert only(text) == {"title_en": "Kestrel: Maps", "abstract_zh": "地图很难读。\n\n提出 Kestrel。"}
    assert not is_question("问题：地图很难读。")
    assert only(f"# Kestrel: Maps\n{ADDRESS}\n\nA: a map. B: another.\n")["abstract_en"] == "A: a map. B: another."


def test_links_between_notes_are_their_words() -> None:
    """``[[page]]`` and ``[[page|words]]`` are read as their words, each at its place; embedded pages are left out."""
    text = f"# Kestrel: Maps\n{ADDRESS}\n\n![[map.png]]We extend [[LoRA]] and [[papers/clip|CLIP]] [1].\n"
    (found,) = read(text)
    assert found.fields[1].text == "We extend LoRA and CLIP [1]."
    for piece in found.fields[1].pieces:
        words = found.fields[1].text[piece.start : piece.start + piece.length]
        assert text[piece.source_start : piece.source_start + piece.length] == words


def test_a_callout_is_its_text() -> None:
    """The mark of a callout, and a title that names a section, are no text."""
    text = f"# Kestrel: Maps\n{ADDRESS}\n\n> [!summary] TL;DR\n> Kestrel reads maps.\n"
    assert only(text)["abstract_en"] == "Kestrel reads maps."


def test_the_front_matter_may_give_the_whole_title() -> None:
    """Where the heading is but the beginning of the front matter's title, that is the title."""
    text = f'---\ntitle: "Kestrel: Reading Maps"\nurl: {ADDRESS}\n---\n# Kestrel\n\nIt reads maps.\n'
    assert only(text)["title_en"] == "Kestrel: Reading Maps"
    assert only(text.replace("# Kestrel", "# Osprey"))["title_en"] == "Osprey"


def test_a_table_of_properties_is_no_text() -> None:
    """Of lines that are all labels with values, mostly those of a paper, unknown ones are no text either."""
    text = (
        f"# Kestrel: Maps\n\nAuthors: Ada Lovelace\nYear: 2026\nURL: {ADDRESS}\nStatus: Done\nTags: maps\n\nNotes:\n\n"
        "Kestrel reads maps.\n"
    )
    assert only(text)["abstract_en"] == "Kestrel reads maps."


def test_labels_may_have_two_colons() -> None:
    """``title:: value``, as some note takers write, is a label."""
    text = f"# Kestrel\n\n- title:: Kestrel: Reading Maps\n- link:: {ADDRESS}\n\nIt reads maps.\n"
    assert only(text) == {"title_en": "Kestrel: Reading Maps", "abstract_en": "It reads maps."}


def test_a_list_of_names_has_the_language_around_it() -> None:
    """A short item without Chinese words among Chinese ones is of the Chinese text."""
    text = f"# Kestrel: Maps\n{ADDRESS}\n\n- 提出 Kestrel，可以读地图。\n- CLIP-7B、Osprey\n"
    assert only(text)["abstract_zh"] == "提出 Kestrel，可以读地图。\n\nCLIP-7B、Osprey"


def test_a_thread_is_one_paper() -> None:
    """The numbers of a thread are neither title nor text."""
    text = f"1/ 新论文：Kestrel: Reading Maps {ADDRESS}\n2/ 提出 Kestrel。\n3/ 准确率 86.3%。\n"
    assert only(text, "txt") == {"title_en": "Kestrel: Reading Maps", "abstract_zh": "提出 Kestrel。\n\n准确率 86.3%。"}


def test_numbered_fields_of_a_machine_are_fields() -> None:
    """A digest made of numbered fields gives title, authors and links; its numbers in brackets are no text."""
    text = (
        "# Paper:1\n\n1. Title: Kestrel: Reading Maps (Kestrel：让模型读懂地图)\n\n"
        "2. Authors: Ada Lovelace, Alan Turing\n\n"
        f"3. Urls: {ADDRESS}, Github: https://github.com/a/kestrel\n\n"
        "6. Summary:\n\n - (1): 地图很难读。\n\n - (2): 提出 Kestrel。\n"
    )
    (found,) = read(text + text.replace("Paper:1", "Paper:2").replace("00001", "00002"))[:1]
    assert [(f.name, f.text) for f in found.fields] == [
        ("title_en", "Kestrel: Reading Maps"),
        ("title_zh", "Kestrel：让模型读懂地图"),
        ("abstract_zh", "地图很难读。\n\n提出 Kestrel。"),
    ]
    assert found.authors == ("Ada Lovelace", "Alan Turing")
    assert [link.url for link in found.links] == ["https://github.com/a/kestrel"]
    urls = f"# Kestrel: Maps\n\nUrls: {ADDRESS}, Github: None\n\nIt reads maps.\n"
    assert only(urls)["abstract_en"] == "It reads maps."


@pytest.mark.parametrize(
    "mark", ["论文笔记｜Kestrel：读懂地图", "【论文笔记】Kestrel：读懂地图", "论文解读：Kestrel：读懂地图"]
)
def test_what_a_note_is_called_is_no_title(mark: str) -> None:
    """Before a heading's title may stand what the note is; the paper's own title may follow as the original's."""
    text = f"## {mark}\n\n原文：Kestrel: Reading Maps\n地址：{ADDRESS}\n\n它读懂地图。\n"
    assert only(text) == {
        "title_en": "Kestrel: Reading Maps",
        "title_zh": "Kestrel：读懂地图",
        "abstract_zh": "它读懂地图。",
    }


def test_notes_beside_a_title_are_no_text() -> None:
    """What follows a title between bars on its line is who, where and links."""
    item = (
        "- **{}: Reading Maps** | Ada Lovelace, et al. | [arXiv](https://arxiv.org/abs/2601.0000{}) | MIT\n"
        "  > It reads maps.\n"
    )
    found = read("# Daily\n\n" + item.format("Kestrel", 1) + item.format("Osprey", 2))
    assert [[f.text for f in d.fields] for d in found] == [
        ["Kestrel: Reading Maps", "It reads maps."],
        ["Osprey: Reading Maps", "It reads maps."],
    ]


def test_quotes_around_a_whole_title_are_no_title() -> None:
    """A title in book marks or quotes is what stands in them; quotes about a part of it stay."""
    assert only(f"## 《Kestrel: Reading Maps》\n{ADDRESS}\n\n它读懂地图。\n")["title_en"] == "Kestrel: Reading Maps"
    assert only(f"## “Kestrel” Is No “Osprey”\n{ADDRESS}\n\nText.\n")["title_en"] == "“Kestrel” Is No “Osprey”"


def test_a_heading_may_hold_notes_between_bars() -> None:
    """Of a heading of several parts between bars, the words are the title; number, address and authors are notes."""
    text = "## 01 | Kestrel-2 | 2601.00001 | 作者：Ada Lovelace、Alan Turing\n\n它读懂地图。\n"
    (found, _) = read(text + text.replace("01", "02"))
    assert (found.id, found.authors) == ("2601.00001", ("Ada Lovelace", "Alan Turing"))
    assert [f.text for f in found.fields] == ["Kestrel-2", "它读懂地图。"]
    (found,) = read("## Kestrel | 2026-01-05 | 2601.00001 | Ada Lovelace, Alan Turing\n\nIt reads maps.\n")
    assert (found.published, found.authors) == ("2026-01-05", ("Ada Lovelace", "Alan Turing"))
    assert only(f"## Kestrel | Osprey | Maps\n{ADDRESS}\n\nText.\n")["title_en"] == "Kestrel | Osprey | Maps"
    titled = only("## 01 | Kestrel: Maps (arXiv:2601.00001) | MIT\n\nText.\n")
    assert titled["title_en"] == "Kestrel: Maps"


def test_a_title_ends_before_the_note_with_its_address() -> None:
    """A bracket at a title's end that holds its address is no title, whatever else stands in it."""
    text = '### Session 3: "Kestrel: Reading Maps" (Lovelace et al., 2026; arXiv 2601.00001)\n\nIt reads maps.\n'
    assert only(text)["title_en"] == "Kestrel: Reading Maps"
