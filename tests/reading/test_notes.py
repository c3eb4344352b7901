"""Habits of notes, newsletters, bibliographies and bots: where their papers begin, and what of them is text."""

import pytest

from kg.model import Document
from kg.reading.reader import Source, read_sources

ONE, TWO = "2601.00001", "2601.00002"


def read(text: str, form: str = "md") -> list[Document]:
    return list(read_sources([Source(f"digest.{form}", form, text.encode())], on_skip=lambda _: None))


def told(text: str, form: str = "md") -> dict[str, dict[str, str]]:
    return {paper.id: {field.name: field.text for field in paper.fields} for paper in read(text, form)}


def test_signs_for_labels_among_links() -> None:
    """A line of links with votes, stars and signs between them is no text; the paper's address is among them."""
    text = (
        f"## Kestrel: Maps\n\n👍 128 | 📄 https://huggingface.co/papers/{ONE} | 💻 https://github.com/a/k ⭐ 1.3k\n\n"
        "▲ 118 · 💬 9 · submitted by **ada** · ETH Zurich\n\nIt reads maps.\n"
    )
    assert told(text) == {ONE: {"title_en": "Kestrel: Maps", "abstract_en": "It reads maps."}}


def test_titles_in_bold_with_identifiers_in_brackets() -> None:
    """Titles in bold, each with its identifier in brackets behind it, begin papers; parts in 【】 lose their names."""
    text = (
        "**周刊 Vol.37**\n本期编辑：阿猫\n\n"
        f"**① Kestrel：读地图** `[{ONE}]`\n\n【背景】地图很难读。\n【方法】提出 Kestrel。\n\n"
        f"**(2) Merlin: Casting Spells**（{TWO}）\n\n【结果】会施法。\n"
    )
    assert told(text) == {
        ONE: {"title_zh": "Kestrel：读地图", "abstract_zh": "地图很难读。\n\n提出 Kestrel。"},
        TWO: {"title_en": "Merlin: Casting Spells", "abstract_zh": "会施法。"},
    }


def test_an_address_on_the_last_line() -> None:
    """The address may end a paragraph on a line of its own, in brackets or behind a word for it."""
    text = (
        f"**1、会读地图的 Kestrel 来了！**\n\n它读地图，代码：https://github.com/a/k\n（论文：arxiv.org/abs/{ONE}）\n\n"
        f"**2、会施法的 Merlin 来了！**\n\n它施法。\n👉 arXiv编号 {TWO}\n"
    )
    found = told(text)
    assert list(found) == [ONE, TWO]
    assert found[TWO]["abstract_zh"] == "它施法。"


def test_fields_in_brackets() -> None:
    """Lines that begin with a label in 【】 are read as labelled; what stands before the first paper is left out."""
    text = (
        f"日更 2026.02.20\n更新 2 篇\n\n=====\n【编号】{ONE}\n【标题】Kestrel: Maps\n"
        "【中文】茶隼：读地图\n【作者】A. Lovelace, 张三\n"
        f"【链接】https://arxiv.org/abs/{ONE}\n【摘要】它读地图。\n【备注】无\n=====\n"
        f"【编号】{TWO}\n【标题】Merlin: Spells\n【摘要】它施法。\n"
    )
    first, second = read(text, "txt")
    assert [f.text for f in first.fields] == ["Kestrel: Maps", "茶隼：读地图", "它读地图。"]
    assert (first.id, first.authors, second.id) == (ONE, ("A. Lovelace", "张三"), TWO)


def test_references_that_prose_calls() -> None:
    """Items of prose that call numbered references are papers under the references' titles."""
    text = (
        "# 相关工作\n\n- **存什么。** Petrov 等人 [1] 提出 Kestrel，会读地图。\n  > 小林：像 [2] 吗？\n\n"
        "- **怎么取。** 吴 [2] 提出 Merlin，会施法。\n\n"
        f"**文献号**\n[1] Kestrel: Reading Maps. arXiv:{ONE}\n[2] Merlin: Casting Spells. arXiv:{TWO}\n"
    )
    found = told(text)
    assert {paper: one["title_en"] for paper, one in found.items()} == {
        ONE: "Kestrel: Reading Maps",
        TWO: "Merlin: Casting Spells",
    }
    assert "会读地图" in found[ONE]["abstract_zh"]


def test_a_review_that_cites_identifiers() -> None:
    """Paragraphs with one identifier each are papers; the first sentence serves as title where none is given."""
    padding = (
        "The authors compare it with others on several maps and find it to be fast, and to read more than them. " * 2
    )
    text = (
        f"## 2.3 Maps\n\nTwo lines.\n\n**Planning.** Ada et al. (2026) propose Kestrel [arXiv:{ONE}]. {padding}\n\n"
        f"**Casting.** Alan (2026) shows Merlin [arXiv:{TWO}]. {padding}\n"
    )
    found = told(text)
    assert found[ONE]["title_en"] == "Ada et al. (2026) propose Kestrel"
    assert found[TWO]["abstract_en"].startswith("Casting. Alan (2026) shows Merlin")


def test_a_name_in_bold_before_its_identifier() -> None:
    """Under a date, a name in bold right before its identifier is the paper's title, as is a title in quotes."""
    text = (
        f"# Log\n\n## Mon 3 October\n\n**Kestrel** (arXiv:{ONE}) asks whether maps are easy.\n\n"
        f'## Tue 4 October\n\nToday **Merlin** — "Casting Spells by the Hundred", {TWO} on arXiv. It casts.\n'
    )
    assert {one["title_en"] for one in told(text).values()} == {"Kestrel", "Casting Spells by the Hundred"}


def test_bibtex_within_markdown() -> None:
    """A BibTeX entry with an abstract is a paper, and the notes below it are its text; one without is none."""
    kestrel = f"title = {{Kestrel: Maps}}, author = {{Lovelace, Ada}}, eprint = {{{ONE}}}"
    merlin = f"@misc{{m, title = {{Merlin}}, eprint = {{{TWO}}}}}"
    text = (
        f"# refs\n\n```bibtex\n@misc{{k, {kestrel}, abstract = {{It reads maps.}}}}\n```\n\n"
        f"组会笔记：会读地图。\n\n```bibtex\n{merlin}\n```\n"
    )
    (paper,) = read(text)
    assert (paper.id, paper.authors) == (ONE, ("Ada Lovelace",))
    assert [f.text for f in paper.fields] == ["Kestrel: Maps", "组会笔记：会读地图。", "It reads maps."]


@pytest.mark.parametrize("form", ["txt", "org"])
def test_an_outline_of_org_mode(form: str) -> None:
    """Headlines are titles without keywords and tags, drawers are metadata, items go on over lines; offsets stay."""
    text = (
        "#+TITLE: notes\n\n* Maps\n** DONE Kestrel: Reading Maps   :maps:\n   :PROPERTIES:\n"
        f"   :ARXIV:  {ONE}\n   :AUTHOR: Lovelace, Turing\n   :END:\n   - It reads\n     maps with [[https://k.org][care]].\n"
        f"** TODO Merlin: Casting Spells\n   :PROPERTIES:\n   :ARXIV:  {TWO}\n   :END:\n   - It casts.\n"
    )
    source = Source(f"digest.{form}", form, text.encode())
    first, second = read_sources([source], on_skip=lambda _: None)
    assert [f.text for f in first.fields] == ["Kestrel: Reading Maps", "It reads maps with care."]
    assert (first.id, first.authors, second.id) == (ONE, ("Lovelace", "Turing"), TWO)
    for field in first.fields:
        for piece in field.pieces:
            words = field.text[piece.start : piece.start + piece.length]
            assert text[piece.source_start : piece.source_start + piece.length] == words


def test_sentences_in_two_languages_on_one_line() -> None:
    """A line that says the same in English and then in Chinese is two paragraphs, one of each language's text."""
    text = f"## Kestrel: Maps\nKestrel：读地图\n`arXiv {ONE}` | [code](https://github.com/a/k) | ETH\n\n"
    text += "**🔑 Key contributions / 核心贡献**\n- A model that reads maps of all kinds. 提出会读地图的模型。\n"
    (paper,) = told(text).values()
    assert paper["abstract_en"] == "A model that reads maps of all kinds."
    assert paper["abstract_zh"] == "提出会读地图的模型。"


def test_notes_exported_from_a_database() -> None:
    """Lines that are all labels with values, half of them known, are metadata, whatever the others are called."""
    notes = f"Status: Done\nTags: maps\narXiv: {ONE}\nVenue: ?\nCode: coming soon\nAdded: February 9"
    text = f"# Kestrel: Maps\n\n{notes}\n\nIt reads maps.\n"
    assert told(text) == {ONE: {"title_en": "Kestrel: Maps", "abstract_en": "It reads maps."}}


def test_any_blocks_with_one_identifier_each() -> None:
    """Where nothing else tells papers apart, each block with an identifier of its own begins one."""
    text = (
        f"📚碎碎念\n\n1️⃣【指数 ⭐】Kestrel：读地图\n搜 {ONE} 就有～\n它读地图，准确率 90%。\n\n"
        f"2️⃣【指数 ⭐⭐】会施法的模型\n编号 {TWO}，名字叫 Merlin。\n"
    )
    found = told(text)
    assert [paper["title_zh"] for paper in found.values()] == ["Kestrel：读地图", "会施法的模型"]
    assert list(found) == [ONE, TWO]


def test_a_paper_that_cites_others_is_one() -> None:
    """Under a heading that names its paper, identifiers of others in its prose begin no papers."""
    text = (
        f"# Kestrel2: Reading Maps\n\nKestrel2 extends the work of arXiv:{ONE} on maps.\n\n"
        f"It is faster than that of arXiv:{TWO} on spells.\n"
    )
    assert not {ONE, TWO} & set(told(text))


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        (f"Submission 1183 (preprint: {ONE}): Kestrel", "Kestrel"),
        (f"📄 Paper 1: Kestrel (`{ONE}.pdf`)", "Kestrel"),
        (f"Kestrel: Maps [{ONE}v2]", "Kestrel: Maps"),
    ],
)
def test_an_identifier_in_a_headings_brackets(heading: str, title: str) -> None:
    """An identifier that a heading notes in brackets is the paper's, and no part of its title."""
    assert told(f"## {heading}\n\nIt reads maps.\n") == {ONE: {"title_en": title, "abstract_en": "It reads maps."}}


def test_lettered_notes_without_titles() -> None:
    """Where a note gives an address only, what is emphasised in the paragraph that calls it is the title."""
    text = (
        "# 第 47 期\n\n04:35 **还能靠 Kestrel 吗？** 我们聊了它[a]。会读地图。\n\n"
        "23:10 **施法到第几层了** Merlin[b] 会施法。\n\n"
        f"文末：\n[a] arXiv {ONE}，代码 https://github.com/a/k\n[b] arXiv {TWO}\n"
    )
    assert [paper["title_zh"] for paper in told(text).values()] == ["还能靠 Kestrel 吗？", "施法到第几层了"]
