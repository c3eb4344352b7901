import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.querying.names import Names, as_iri, key_of

ID = "https://w3id.org/paperkg/id/"


@pytest.mark.parametrize(
    "name",
    ["HarborQA", "harborqa", "Harbor-QA", "harbor qa", "港湾问答", "ＨａｒｂｏｒＱＡ", "benchmark/harborqa",
     "id:benchmark/harborqa", f"{ID}benchmark/harborqa", f"<{ID}benchmark/harborqa>"],
)  # fmt: skip
def test_a_thing_is_found_by_any_of_its_names(named_things: Names, name: str) -> None:
    """Letter case, width, spaces, hyphens and language don't matter, and an id is a name too."""
    assert [item.iri for item in named_things.exact(name)] == [f"{ID}benchmark/harborqa"]


@pytest.mark.parametrize("name", ["2402.00002", "arXiv:2402.00002", "2402.00002v3", "红隼二代：智能体的潮汐微调"])
def test_a_paper_is_found_by_id_and_title(named_things: Names, name: str) -> None:
    """A paper answers to its arXiv id, with prefix and version, and to its title in either language."""
    assert [item.iri for item in named_things.exact(name)] == ["https://arxiv.org/abs/2402.00002"]


def test_a_name_that_two_things_have_gives_both(named_things: Names) -> None:
    """Homonyms stay two things."""
    assert {item.iri for item in named_things.exact("heron")} == {f"{ID}model/heron", f"{ID}model/heron-2"}


def test_a_class_narrows_what_is_found(named_things: Names) -> None:
    """A name is looked for among the classes that are asked for."""
    assert named_things.exact("Kestrel", ["Task"]) == []


def test_search_finds_the_beginning_of_a_name_first(named_things: Names) -> None:
    """Exact, then beginning, then inside, then near."""
    labels = [item.label for item in named_things.search("kestrel")]
    assert labels[0] == "Kestrel"
    assert "Kestrel-2" in labels[:4]


@pytest.mark.parametrize(
    ("text", "label"), [("qa", "HarborQA"), ("视频", "长视频理解"), ("tide tunning", "Tide Tuning")]
)
def test_search_finds_inside_and_near(named_things: Names, text: str, label: str) -> None:
    """A part of a name and a slip of the pen both find it, in either language."""
    assert label in {item.label for item in named_things.search(text)}


def test_near_names_are_suggested(named_things: Names) -> None:
    """A misspelt name brings the names most like it."""
    assert named_things.near("Kestrl")[0].label == "Kestrel"


def test_numbers_are_not_filled_in() -> None:
    """Names that differ in a version are not the same."""
    assert key_of("Qwen2") != key_of("Qwen2.5")


@given(st.text(max_size=30))
def test_any_text_can_be_searched(named_things: Names, text: str) -> None:
    """No text breaks the search, and none is code."""
    assert len(named_things.search(text)) <= 20
    as_iri(text)
