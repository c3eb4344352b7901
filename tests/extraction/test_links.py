import pytest

from kg.extraction.links import find_links


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("代码已在 https://github.com/a/b 公开。", "https://github.com/a/b"),
        ("代码见https://github.com/a/b。", "https://github.com/a/b"),
        ("Code: https://github.com/a/b.", "https://github.com/a/b"),
        ("Code (https://github.com/a/b) is out", "https://github.com/a/b"),
        ("开源于 github.com/a/b 上", "github.com/a/b"),
        ("see \\url{https://github.com/a/b}.", "https://github.com/a/b"),
        ("at https://a.b/c_(d) now", "https://a.b/c_(d)"),
    ],
)
def test_an_address_ends_before_the_punctuation_around_it(text: str, url: str):
    """Trailing signs and brackets that the address did not open are not part of it."""
    assert [link.url for link in find_links(text)] == [url]


@pytest.mark.parametrize(
    ("text", "rels"),
    [
        ("代码：https://github.com/a/b", ["code"]),
        ("我们的代码、模型和数据集已在 https://github.com/a/b 公开", ["code", "model", "data"]),
        ("项目页面：https://a.github.io", ["project"]),
        ("the dataset is at https://huggingface.co/datasets/a/b", ["data"]),
        ("see https://huggingface.co/spaces/a/b", ["demo"]),
        ("see https://example.org/x", ["project"]),
    ],
)
def test_the_words_before_an_address_say_what_it_leads_to(text: str, rels: list[str]):
    """Several things listed before one address are several uses of it."""
    assert [link.rel for link in find_links(text)] == rels


def test_offsets_cut_the_address_out_of_the_text():
    """``text[start:end]`` is the address as written."""
    text = "代码：https://github.com/a/b。"
    (link,) = find_links(text)
    assert text[link.start : link.end] == link.url


def test_text_without_addresses_has_no_links():
    """A slash or a full stop alone is none."""
    assert find_links("e.g. and/or. github 上开源") == []
