"""A paper's text in tokens, sentences and fields."""

import pytest

from kg.extraction.text import make_text, title_name


def test_fields_are_joined_by_line_breaks() -> None:
    """Each field's place cuts exactly its text."""
    text = make_text([("title_en", "A: b"), ("abstract_zh", "我们提出A。很好。")])
    assert [text.text[s:e] for _, s, e in text.fields] == ["A: b", "我们提出A。很好。"]


def test_sentences_end_at_full_stops_and_fields() -> None:
    """A sentence ends at a full stop of either script and at a field's end."""
    text = make_text([("title_en", "Sora"), ("abstract_zh", "我们提出A。很好。")])
    assert len(set(text.sentence.tolist())) == 3


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("甲得 1 分；乙得 2 分；丙得 3 分。很好。", 4),
        ("Alpha scores 1; Beta scores 2; Gamma scores 3.", 3),
        ("甲得 1 分；乙得 2 分。", 1),
        ("甲得 1 分🔥乙得 2 分", 2),
        ("① 甲得 1 分 ② 乙得 2 分", 2),
        ("𠮷得 1 分", 1),
    ],
)
def test_a_list_of_statements_is_several_sentences(text: str, count: int) -> None:
    """Three or more parts set apart by semicolons are sentences, and so is what emoji set apart."""
    assert len(set(make_text([("abstract_zh", text)]).sentence.tolist())) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("用「GPT-4」与《VideoAgent》", "用 GPT-4 与 VideoAgent"),
        ('the "GPT-4" model', "the GPT-4 model"),
        ("所谓“规模一致性”", "所 谓 “ 规 模 一 致 性 ”"),
        ('5" wide', '5 " wide'),
        ("「甲。乙」", "「 甲 。 乙 」"),
        ('""', '" "'),
    ],
)
def test_quotes_around_a_name_are_no_words(text: str, words: str) -> None:
    """Quotation marks around a few words are left out; those in which Chinese abstracts put ideas stay, as learned."""
    assert " ".join(make_text([("abstract_zh", text)]).words) == words


def test_surface_gives_the_characters_of_tokens() -> None:
    """Tokens give back the characters that they cover, spaces between them included."""
    text = make_text([("title_en", "large language models")])
    assert text.surface(0, 2) == "large language"


def test_empty_text_has_no_tokens() -> None:
    """A paper without text has no tokens, and nothing fails."""
    assert make_text([("title_en", "")]).words == ()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("RAFT: Adapting Language Model", "RAFT"),
        ("mPLUG-DocOwl 1.5: Unified", "mPLUG-DocOwl 1.5"),
        ("Mora：多智能体", "Mora"),
        ("On the way", None),
    ],
)
def test_title_introduces_a_name_before_its_colon(title: str, name: str | None) -> None:
    """What stands before a title's colon is the name that it introduces."""
    found = title_name(title)
    assert (title[found[0] : found[1]] if found else None) == name


@pytest.mark.parametrize(
    "sentence", ["Models (e.g., Alpha) win.", "Ours vs. theirs.", "Smith et al. found it, i.e. so."]
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    """The full stop of an abbreviation does not end its sentence."""
    assert set(make_text([("abstract_en", sentence)]).sentence.tolist()) == {0}
