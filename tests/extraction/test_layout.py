"""Names beside one another in lists."""

import numpy as np

from kg.extraction.layout import Layout
from kg.extraction.surroundings import surroundings
from kg.extraction.text import Text, make_text
from kg.extraction.wording import cue_kinds


def _layout(text: str, names: list[str], field: str = "abstract_en") -> tuple[Layout, list[tuple[int, int]]]:
    made = make_text([(field, text)])
    places = [_tokens(made, name) for name in names]
    return Layout(made, places), places


def _tokens(text: Text, name: str) -> tuple[int, int]:
    start = text.text.index(name)
    return text.starts.index(start), text.ends.index(start + len(name)) + 1


def test_a_list_is_seen_through() -> None:
    """What stands before a list stands before its last name too, as near as before the first."""
    layout, places = _layout("It outperforms Alpha, Beta, and Gamma on paper.", ["Alpha", "Beta", "Gamma"])
    rows = surroundings(layout, [[p] for p in places])
    better = cue_kinds().index("better")
    assert rows[0, better] == rows[2, better] > 0.9


def test_the_names_of_a_list_are_counted() -> None:
    """Each name knows how many stand before and behind it in its list."""
    layout, places = _layout("它优于甲法、乙法和丙法。", ["甲法", "乙法", "丙法"], "abstract_zh")
    assert [layout.stretched(p)[2:] for p in places] == [(0, 2), (1, 1), (2, 0)]


def test_a_verb_ends_a_list() -> None:
    """A name behind another word is in no list with what stands before that word."""
    layout, places = _layout("Alpha uses Beta.", ["Alpha", "Beta"])
    assert layout.stretched(places[1]) == (*places[1], 0, 0)


def test_a_list_ends_with_its_sentence() -> None:
    """No list runs over a sentence's end."""
    layout, places = _layout("We like Alpha. Beta and Gamma follow.", ["Alpha", "Beta", "Gamma"])
    assert layout.stretched(places[1])[2:] == (0, 1)


def test_other_words_between_are_counted() -> None:
    """Names and the words that link them don't part two names; other words do."""
    layout, places = _layout("Alpha, Beta and then Gamma", ["Alpha", "Beta", "Gamma"])
    start, end = np.array([places[0][1]]), np.array([places[2][0]])
    assert (layout.others(start, end).item(), layout.links(start, end).item()) == (1, 2)
