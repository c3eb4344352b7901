"""Papers that prose, lists, references and tables of properties tell of."""

import pytest

from kg.model import Document
from kg.reading.reader import Source, read_sources
from kg.reading.wording import front


def read(text: str, form: str = "md") -> list[Document]:
    return list(read_sources([Source(f"digest.{form}", form, text.encode())], on_skip=lambda _: None))


def told(text: str, form: str = "md") -> dict[str, dict[str, str]]:
    return {paper.id: {field.name: field.text for field in paper.fields} for paper in read(text, form)}


ONE, TWO = "2601.00001", "2601.00002"


def test_an_item_of_a_newsletter_keeps_its_text() -> None:
    """What follows a title in bold is its text, though links between bars end it; those are links."""
    text = (
        f"**1). Kestrel: Maps** - a model of maps. It beats CLIP. "
        f"([paper](https://arxiv.org/abs/{ONE}) | [code](https://github.com/a/k))\n\n"
        f"**2). Merlin: Spells** - a model of spells. ([paper](https://arxiv.org/abs/{TWO}))\n"
    )
    first, second = read(text)
    assert [f.text for f in first.fields] == ["Kestrel: Maps", "a model of maps. It beats CLIP."]
    assert [link.url for link in first.links] == ["https://github.com/a/k"]
    assert second.fields[1].text == "a model of spells."


@pytest.mark.parametrize("sign", ["", "★ ", "⭐ "])
def test_a_list_of_one_paper_under_a_topic(sign: str) -> None:
    """The only item of a list under a heading is the paper where it has a title of its own: the heading is a topic."""
    text = (
        "## Maps\n\n"
        f"- {sign}**Kestrel: Reading Maps Well** [![arXiv](https://img.org/b.svg)](https://arxiv.org/abs/{ONE}) \\\n"
        "  *A. Lovelace, A. Turing (2026/01)*\n  - It reads maps.\n\n"
        f"## Spells\n\n- {sign}**Merlin: Casting Many Spells** "
        f"[[pdf](https://arxiv.org/pdf/{TWO}v2)]\n  - It casts.\n\n"
        "## Contributing\n\nOpen a PR.\n"
    )
    first, second = read(text)
    assert [f.text for f in first.fields] == ["Kestrel: Reading Maps Well", "It reads maps."]
    assert (first.id, first.authors, first.published) == (ONE, ("A. Lovelace", "A. Turing"), "2026-01")
    assert (second.id, [f.text for f in second.fields]) == (TWO, ["Merlin: Casting Many Spells", "It casts."])


def test_two_headings_in_two_languages_are_one_title() -> None:
    """A heading right below another one of its level, in the other language, is the same paper's title."""
    text = (
        f"### Kestrel: Maps\n### Kestrel：读地图\n\narXiv:{ONE} [cs.CL] | 代码 Code: https://github.com/a/k\n\n"
        "**Abstract** We read maps.\n\n**摘要** 我们读地图。\n"
    )
    assert told(text) == {
        ONE: {
            "title_en": "Kestrel: Maps",
            "title_zh": "Kestrel：读地图",
            "abstract_zh": "我们读地图。",
            "abstract_en": "We read maps.",
        }
    }


def test_properties_in_a_table_are_labels() -> None:
    """A table of two columns whose first cells are labels says a paper's title, address and links."""
    text = (
        "## 🌀 Kestrel\n\n| 属性 Property | 内容 Value |\n| --- | --- |\n"
        "| Title | Kestrel: Maps |\n| 标题 | Kestrel：读地图 |\n"
        f"| arXiv | {ONE} |\n| Code | https://github.com/a/k |\n\n**TL;DR (EN).** It reads maps.\n"
    )
    (paper,) = read(text)
    assert [f.text for f in paper.fields] == ["Kestrel: Maps", "Kestrel：读地图", "It reads maps."]
    assert (paper.id, [link.rel for link in paper.links]) == (ONE, ["code"])


def test_a_reference_with_its_annotation_is_a_paper() -> None:
    """In an annotated bibliography each reference gives a paper's authors, year, title and address."""
    text = (
        "# Annotated Bibliography\n\n"
        f"Lovelace, A., & de Wolff, J. (2026). *Do maps lie? An audit "
        f"of maps*. arXiv. https://doi.org/10.48550/arXiv.{ONE}\n\n"
        "> They audit maps.\n\n---\n\n"
        f"Turing, A. (2025). *Merlin: Casting many spells*. arXiv. "
        f"https://doi.org/10.48550/arXiv.{TWO}\n\n> It casts.\n"
    )
    first, second = read(text)
    assert [f.text for f in first.fields] == ["Do maps lie? An audit of maps", "They audit maps."]
    assert (first.id, first.authors, first.published) == (ONE, ("A. Lovelace", "J. de Wolff"), "2026")
    assert (second.id, [f.text for f in second.fields]) == (TWO, ["Merlin: Casting many spells", "It casts."])


def test_titles_in_prose_with_addresses_in_footnotes() -> None:
    """Prose that names papers in title marks, each with a footnote, is cut before each; the notes are no text."""
    text = (
        "# 见闻\n\n咖啡凉了。\n\n第一场是《Kestrel: Maps》[^1]。它读地图。\n"
        "\n很快。\n\n第二场是《Merlin：施法》[^2]，会施法。\n\n"
        f"[^1]: arXiv {ONE}\n[^2]: https://arxiv.org/abs/{TWO}\n"
    )
    assert told(text) == {
        ONE: {"title_en": "Kestrel: Maps", "abstract_zh": "第一场是《Kestrel: Maps》。它读地图。\n\n很快。"},
        TWO: {"title_zh": "Merlin：施法", "abstract_zh": "第二场是《Merlin：施法》，会施法。"},
    }


@pytest.mark.parametrize(
    ("prose", "title"),
    [
        (
            f"I liked [Kestrel: Reading Maps Well](https://arxiv.org/abs/{ONE}), it reads maps.",
            "Kestrel: Reading Maps Well",
        ),
        (f"*Kestrel: Reading Maps Well* (arXiv {ONE}) notices that maps differ.", "Kestrel: Reading Maps Well"),
        (f'That was [Kestrel](https://arxiv.org/abs/{ONE}), in full "Kestrel: Maps and Men".', "Kestrel: Maps and Men"),
        (f"某大学的〈Kestrel：讀地圖〉（[arXiv: {ONE}](https://arxiv.org/abs/{ONE})）會讀地圖。", "Kestrel：讀地圖"),
    ],
)
def test_a_title_in_prose_counts_for_more_than_a_playful_heading(prose: str, title: str) -> None:
    """Where a section's prose gives its paper's title with the address, that is the title."""
    found = told(f"# Postcards\n\n### Thin crows\n\n{prose}\n\nIt is fast.\n")
    assert list(found) == [ONE]
    assert title in found[ONE].values()


def test_another_paper_in_prose_gives_no_address() -> None:
    """A paper whose heading names it does not take the address of another one that its prose cites."""
    cited = f"*Merlin: Casting Many Spells* (arXiv:{TWO})"
    text = f"# Kestrel2: Reading Maps\n\nKestrel2 builds on {cited}, and it reads maps.\n"
    assert TWO not in told(text)


def test_news_by_number() -> None:
    """Numbered paragraphs of news with an address each are papers; their first sentence is the title."""
    first = f"1、某团队发布 Kestrel。会读地图，准确率 90%。（arXiv:{ONE}）"
    text = f"早报\n\n{first}\n\n2、某校 Merlin：施法又快又好。能施法（arXiv:{TWO}）。\n"
    found = told(text, "txt")
    assert [paper["title_zh"] for paper in found.values()] == ["某团队发布 Kestrel", "某校 Merlin：施法又快又好"]
    assert found[ONE]["abstract_zh"].startswith("会读地图，准确率 90%。")


def test_a_thread_of_several_papers() -> None:
    """A line that is a title with its address behind an arrow begins a paper, the line below it says it again."""
    text = (
        f"🧵 three papers\n\n1/ Kestrel: Reading Maps Well → arxiv.org/abs/{ONE}\n"
        f"Kestrel：读地图\n\n2/ It reads maps.\n它读地图。\n\n"
        f"———\n\n3/ Merlin: Casting Many Spells → arxiv.org/abs/{TWO}\n\n4/ It casts.\n"
    )
    found = told(text, "txt")
    assert found[ONE]["title_en"] == "Kestrel: Reading Maps Well"
    assert found[ONE]["title_zh"] == "Kestrel：读地图"
    assert "It reads maps." in found[ONE]["abstract_en"]
    assert found[TWO]["title_en"] == "Merlin: Casting Many Spells"


def test_a_mail_to_a_list() -> None:
    """A mail's header and greeting are no paper; a title may go on over lines until the one with the address."""
    text = (
        "From: Ada\nTo: list@example.org\nSubject: [reading] two papers\n\nHi all,\n\nhere they are.\n\n------\n"
        f"[1] Kestrel: Reading Maps with\n    Great Care\n"
        f"    arXiv:{ONE}, samples at https://k.github.io/demo\n\nIt reads maps.\n\n"
        f"------\n[2] Merlin: Spells\n    arXiv:{TWO}\n\nIt casts.\n"
    )
    assert told(text, "txt") == {
        ONE: {"title_en": "Kestrel: Reading Maps with Great Care", "abstract_en": "It reads maps."},
        TWO: {"title_en": "Merlin: Spells", "abstract_en": "It casts."},
    }


def test_a_mail_of_one_paper_has_its_subject_for_title() -> None:
    """A mail without lines of dashes is one paper, under its subject without the list's name."""
    text = f"From: Ada\nSubject: [reading] Kestrel: Maps\n\narXiv:{ONE}\n\nIt reads maps.\n"
    assert told(text, "txt") == {ONE: {"title_en": "Kestrel: Maps", "abstract_en": "It reads maps."}}


def test_notes_of_an_outliner() -> None:
    """Lines of ``label:: value`` in one paragraph are notes; marks, tasks and a callout's title are left out."""
    text = (
        f"## [[Kestrel]]\n\narxiv:: {ONE}\ntitle:: Kestrel: Maps\n"
        f"status:: ✅ 已读 #maps\n\n> [!question] 解决什么\n> 地图很难读。\n\n"
        "- 准确率 ==90.5%==\n- [ ] 看附录\n"
    )
    assert told(text) == {ONE: {"title_en": "Kestrel: Maps", "abstract_zh": "地图很难读。\n\n准确率 90.5%\n\n看附录"}}


def test_items_are_no_titles() -> None:
    """An item in the other language below a title is text, not the title said again; a labelled whole title is."""
    text = (
        f"- ## Paper 1 · Kestrel（讲：阿泽）\n\t- link:: arxiv.org/abs/{ONE}\n\t- full title: *Kestrel: Maps*\n"
        "\t- motivation: 地图是 hard to read 的\n\t- idea: 训一个 head 去读，accuracy 90%\n"
    )
    assert told(text) == {
        ONE: {
            "title_en": "Kestrel: Maps",
            "abstract_zh": "motivation: 地图是 hard to read 的\n\nidea: 训一个 head 去读，accuracy 90%",
        }
    }


def test_a_title_in_italics_below_a_name() -> None:
    """A line in italics below a heading of one word is the whole title, notes with the address are none."""
    text = f"## 1. Kestrel ｜ [{ONE}](https://arxiv.org/abs/{ONE})\n\n*Reading Maps with Care*\n\nIt reads maps.\n"
    assert told(text) == {ONE: {"title_en": "Reading Maps with Care", "abstract_en": "It reads maps."}}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Paper A. Kestrel: Maps", "Kestrel: Maps"),
        ("Paper 1 · Kestrel", "Kestrel"),
        ("论文一：Kestrel", "Kestrel"),
        ("Paper maps: a survey", "Paper maps: a survey"),
        ("Now: a survey", "Now: a survey"),
    ],
)
def test_a_papers_number_is_no_title(title: str, words: str) -> None:
    """What numbers the papers of a digest stands before their titles."""
    assert title[front(title) :] == words


def test_a_table_of_results_is_kept_with_its_paper() -> None:
    """A table with numbers is a text of its paper, a line a row; each cell has its place in the file."""
    text = (
        f"# Kestrel: Maps\n\nhttps://arxiv.org/abs/{ONE}\n\nIt reads maps.\n\n"
        "| Model | EgoSchema | Year |\n|---|---:|---|\n| CLIP | 54.1 | |\n| **Kestrel** | **54.1** | 2026 |\n"
        "\nIt is fast.\n"
    )
    (paper,) = read(text)
    fields = {field.name: field for field in paper.fields}
    assert fields["tables"].text == "Model | EgoSchema | Year\nCLIP | 54.1 | \nKestrel | 54.1 | 2026"
    assert fields["abstract_en"].text == "It reads maps.\n\nIt is fast."
    for piece in fields["tables"].pieces:
        words = fields["tables"].text[piece.start : piece.start + piece.length]
        assert text[piece.source_start : piece.source_start + piece.length] == words


def test_tables_of_words_are_no_text() -> None:
    """A table without numbers is left out, as tables of links are."""
    text = f"# Kestrel: Maps\n\nhttps://arxiv.org/abs/{ONE}\n\n| a | b |\n|---|---|\n| see | here |\n"
    assert "tables" not in told(text)[ONE]
