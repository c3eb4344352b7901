"""From annotations to spans."""

import pytest

from kg.extraction.learned import TYPES
from kg.extraction.text import make_text
from kg.training.spans import find_spans, occurrences, targets

ANNOTATION = {
    "entities": [
        {"id": "e1", "type": "Method", "alt_types": ["Model"], "names": ["large language model", "大语言模型", "LLM"]},
        {"id": "e2", "type": "Method", "names": ["language model", "语言模型"]},
        {"id": "e3", "type": "Task", "names": ["reasoning"], "optional": True},
    ]
}


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("an llm, llms and illms", "llm", 2),
        ("用llm做", "llm", 1),
        ("ragged rag", "rag", 1),
        ("大语言模型和大语言模型", "大语言模型", 2),
    ],
)
def test_latin_names_match_whole_words(text: str, name: str, count: int) -> None:
    """A Latin name matches on word boundaries, a plural s allowed; a Chinese one anywhere."""
    assert len(list(occurrences(text, name))) == count


def test_longest_names_are_taught_and_inner_ones_left_alone() -> None:
    """A name inside a longer one is neither taught nor counted against."""
    text = make_text([("abstract_en", "A large language model uses reasoning.")])
    spans = find_spans(text, ANNOTATION)
    assert (1, 4, 0) in spans.outer
    assert (2, 4, 1) in spans.inner
    truth, weight = targets(spans, ANNOTATION["entities"], len(text.words))
    assert truth[1, 2, TYPES.index("Method")] == 1
    assert weight[2, 1].max() == 0


def test_other_accepted_types_count_nothing() -> None:
    """A type that a careful reader would also accept is neither right nor wrong."""
    text = make_text([("abstract_en", "An LLM uses reasoning.")])
    _, weight = targets(find_spans(text, ANNOTATION), ANNOTATION["entities"], len(text.words))
    assert weight[1, 0, TYPES.index("Model")] == 0
    assert weight[1, 0, TYPES.index("Task")] == 1


def test_marginal_entities_count_nothing() -> None:
    """A marginal entity is neither taught nor counted against."""
    text = make_text([("abstract_en", "An LLM uses reasoning.")])
    truth, weight = targets(find_spans(text, ANNOTATION), ANNOTATION["entities"], len(text.words))
    assert truth[3].max() == weight[3, 0].max() == 0
