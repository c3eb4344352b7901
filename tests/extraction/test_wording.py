"""Cue words and how near they stand."""

import numpy as np

from kg.extraction.text import make_text
from kg.extraction.wording import Cues, cue_kinds

TEXT = make_text([("abstract_en", "We train it on OpenWeb. It outperforms Rivals, built on sand.")])


def _at(word: str) -> tuple[int, int]:
    start = TEXT.text.index(word)
    return start, start + len(word)


def _near(kind: str, before: str, low: int = 0) -> float:
    place = np.array([_at(before)[0]])
    return float(Cues(TEXT).before(place, np.array([low]), np.array([50]))[0, cue_kinds().index(kind)])


def test_a_nearer_cue_counts_more() -> None:
    """A cue word right before a name counts more than one farther off."""
    assert 0 < _near("train", "Rivals") < _near("train", "OpenWeb") < 1


def test_cues_of_another_sentence_do_not_count() -> None:
    """A cue that ends before the lower limit is not near."""
    assert _near("train", "Rivals", low=_at("It outperforms")[0]) == 0


def test_words_match_whole() -> None:
    """A cue inside a longer Latin word is none."""
    text = make_text([("abstract_en", "Users of restraint.")])
    assert not Cues(text).between(np.array([0]), np.array([len(text.text)]))[0, cue_kinds().index("use")]


def test_phrases_and_chinese_words_are_found() -> None:
    """A phrase of several words, and a word of several characters, are cues too."""
    assert _near("base", "sand") > 0
    chinese = make_text([("abstract_zh", "方法优于基线")])
    assert Cues(chinese).between(np.array([0]), np.array([6]))[0, cue_kinds().index("better")]
