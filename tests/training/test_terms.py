"""Mining bilingual terms."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from kg.training import term_acronyms, term_names, terms
from kg.training.term_annotated import initials
from kg.training.term_lexicon import learn
from kg.training.term_ngrams import encode, levels, text_of
from kg.training.term_rows import Row, read_rows, slug, write_rows
from kg.training.term_surface import decapitalised, preferred, scan
from kg.training.term_text import Paper, chinese_key, english_key, singular


def paper(english: str, chinese: str = "", title: str = "A note", doc: str = "1") -> Paper:
    return Paper(doc, f"{title} . {english}", chinese, title, "")


@pytest.mark.parametrize(
    ("word", "single"),
    [
        ("models", "model"),
        ("analysis", "analysis"),
        ("queries", "query"),
        ("losses", "loss"),
        ("indices", "index"),
        ("physics", "physics"),
    ],
)
def test_the_singular_of_a_word_is_found_by_rule(word: str, single: str) -> None:
    """Plural endings go; words that only look like plurals stay."""
    assert singular(word) == single


def test_english_names_compare_without_hyphens_case_and_plural():
    """Spellings that differ in nothing else share one key."""
    assert english_key("Multi-Hop Questions") == english_key("multi hop question")


def test_chinese_names_compare_without_spaces_and_case():
    """Spaces beside Latin letters and their case don't matter."""
    assert chinese_key("LLM 智能体") == chinese_key("llm智能体")


@pytest.mark.parametrize(("short", "before", "long"), [
    ("TKM", "We plant a Tiny Kite Model", "Tiny Kite Model"),
    ("TKM", "the results of our trial", None),
    ("MKR", "a multi-kite ranking", "multi-kite ranking"),
])  # fmt: skip
def test_a_long_form_starts_where_its_first_letter_starts_a_word(short: str, before: str, long: str | None) -> None:
    """The letters are matched from the right; the first must begin a word, not a part after a hyphen."""
    assert term_acronyms.long_form(short, before) == long


def test_a_short_form_loses_its_plural():
    """The plural abbreviates the same thing as the singular."""
    assert term_acronyms.short_key("TKMs") == "TKM"


def test_the_left_edge_of_a_chinese_long_form_is_where_neighbours_vary():
    """What stands before the name differs from paper to paper; the name doesn't."""
    befores = [tuple("利用风筝模型"), tuple("评估风筝模型"), tuple("改进风筝模型"), tuple("讨论风筝模型")]
    assert list(term_acronyms.left_edges(befores)) == ["风筝模型"]


def test_a_chinese_abbreviation_is_linked_by_the_english_text_of_its_paper():
    """The same short form, explained in English in the same paper, names the Chinese long form."""
    papers = [
        paper("A Tiny Kite Model (TKM) flies.", "微型风筝模型（TKM）会飞。".replace("（", "(").replace("）", ")"))
    ]
    contexts = list(term_acronyms.chinese_contexts(papers))
    found = term_acronyms.english_of(contexts, list(term_acronyms.english_explained(papers)))
    assert found == {0: "tiny kite model"}


def test_a_title_introduces_the_name_before_its_colon():
    """The rest of the title tells the type."""
    name, rest = term_names.title_name(paper("", title="KiteBench: A Benchmark for Kites"))
    assert (name, term_names.title_type(rest)) == ("KiteBench", "Benchmark")


def test_a_title_whose_first_words_are_ordinary_introduces_nothing():
    """A question or a phrase before the colon is no name."""
    assert term_names.title_name(paper("", title="Flying kites: a survey of strings")) is None


def test_the_noun_beside_a_name_votes_for_its_type():
    """Chinese text keeps the name and says what it is."""
    kept = term_names.kept_names([paper("", "在 KiteQA-2 数据集上测试。")])
    assert kept["KiteQA-2"] == (1, Counter({"Dataset": 1}))


def test_an_abbreviation_must_follow_the_initials():
    """Letters in order at the heads of words."""
    assert initials("RAK", "ring-assisted kite")
    assert not initials("QXZ", "ring-assisted kite")


def test_a_word_table_tells_a_translation_from_a_topic():
    """Both sides must be accounted for, word by word."""
    table = learn(
        [("red kite", "红色风筝"), ("red ball", "红色皮球"), ("blue kite", "蓝色风筝"), ("blue ball", "蓝色皮球")]
    )
    assert table.agrees("red kite", "红色风筝")
    assert not table.agrees("red kite", "蓝色皮球")


def test_only_ngrams_of_enough_papers_are_kept():
    """Counting is by paper, and no n-gram crosses a break."""
    tokens = encode([["red", "kite", None, "flies"], ["red", "kite"], ["red"]])
    found = {text_of(tokens, level, item, " ") for level in levels(tokens, 3, 2) for item in range(len(level.first))}
    assert found == {"red", "kite", "red kite"}


def test_names_are_counted_by_paper_and_forms_by_occurrence():
    """The title counts for papers, not for the written form."""
    seen = scan([paper("Red kites. A red kite.", title="Red Kites"), paper("A red kite.")], ["red kite"], [])
    assert seen.papers["red kite"] == {0, 1}
    assert preferred(seen.forms["red kite"], "red kite") == "red kite"


def test_title_case_goes_but_proper_words_stay():
    """Only words that the papers always capitalise keep their capital."""
    assert decapitalised("Turing Kites", {"turing"}) == "Turing kite"


def test_a_table_is_read_back_as_written(tmp_path: Path):
    """Rows come sorted by id."""
    rows = [Row("b", "Task", "b", "", (), 1, "title"), Row("a", "Method", "a", "甲", ("x", "y"), 2, "pairing")]
    write_rows(rows, tmp_path / "terms.tsv")
    assert read_rows(tmp_path / "terms.tsv") == sorted(rows)


def test_an_identifier_is_made_of_the_name():
    """ASCII letters, digits and hyphens."""
    assert slug("C++ Kite@2") == "c-plus-plus-kite-at-2"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus in which one phrase and its translation always go together."""
    papers = [_record(number) for number in range(40)]
    with gzip.open(tmp_path / "papers.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record) + "\n" for record in papers)
    entity = {"id": "e1", "type": "Task", "names": ["kite steering", "风筝操纵"]}
    lines = [{"doc": str(number), "text": papers[number], "annotation": {"entities": [entity]}} for number in (0, 2, 4)]
    (tmp_path / "train.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return tmp_path


def _record(number: int) -> dict[str, str]:
    english = (
        f"Paper {number}: kite steering, near {'wood' if number % 3 else 'lake'}." if number % 2 == 0 else "Boats."
    )
    chinese = f"{number}，风筝操纵，{'森林' if number % 3 else '湖泊'}。" if number % 2 == 0 else "船只。"
    return {
        "doc": str(number),
        "title_en": "A note",
        "title_zh": "笔记",
        "abstract_en": english,
        "abstract_zh": chinese,
    }


def test_an_annotated_term_gets_its_type_translation_and_frequency(corpus: Path):
    """What annotators named and the corpus confirms is a row."""
    terms.main([str(corpus), "-o", str(corpus / "terms.tsv")])
    rows = {row.id: row for row in read_rows(corpus / "terms.tsv")}
    assert (rows["kite-steering"].type, rows["kite-steering"].zh, rows["kite-steering"].frequency) == (
        "Task",
        "风筝操纵",
        20,
    )


def test_left_out_annotations_are_not_used(corpus: Path):
    """Leaving out every annotated paper is mining without annotations."""
    out = corpus / "out.txt"
    out.write_text("0 2 4", encoding="utf-8")
    terms.main(
        [str(corpus), "-o", str(corpus / "a.tsv"), "--leave-out", str(out), "--unlabelled", str(corpus / "b.tsv")]
    )
    assert (corpus / "a.tsv").read_bytes() == (corpus / "b.tsv").read_bytes()
    assert not any("annotation" in row.source for row in read_rows(corpus / "a.tsv"))
