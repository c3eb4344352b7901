"""Pairs of things in one sentence."""

import numpy as np
import pytest

from kg.extraction.layout import Layout
from kg.extraction.learned import ROLES, TYPES
from kg.extraction.pairs import _closed, _opened, near_pairs, pair_rows
from kg.extraction.text import make_text
from kg.extraction.things import Decided


def _thing(start: int, end: int) -> Decided:
    none = np.zeros(len(TYPES))
    return Decided(("x",), ((start, end),), "Method", none, 0.9, np.zeros(len(ROLES)), {}, ())


def test_each_pair_is_asked_both_ways() -> None:
    """Two things of one sentence are asked about in both directions, things of two sentences never."""
    text = make_text([("abstract_en", "Alpha beats Beta. Gamma rests.")])
    things = [_thing(0, 1), _thing(2, 3), _thing(4, 5)]
    assert [(x.subject, x.object) for x in near_pairs(text, things)] == [(0, 1), (1, 0)]


def test_a_row_for_each_pair() -> None:
    """Every pair has its row, and both directions of a pair differ."""
    text = make_text([("abstract_en", "Alpha beats Beta.")])
    things = [_thing(0, 1), _thing(2, 3)]
    rows = pair_rows(text, things, near_pairs(text, things), [])
    assert len(rows) == 2
    assert not np.array_equal(rows[0], rows[1])


@pytest.mark.parametrize(
    ("sentence", "opened"),
    [("Suite including Alpha and Beta", 0), ("Suite (e.g., Alpha, Beta)", 0), ("Suite uses Alpha or Beta", -1)],
)
def test_lists_are_opened(sentence: str, opened: int) -> None:
    """A list that a name opens reaches to its last part, with no other word between."""
    text = make_text([("abstract_en", sentence)])
    at = {w: i for i, w in enumerate(text.words)}
    places = [(at[w], at[w] + 1) for w in ("Suite", "Alpha", "Beta")]
    start, end = np.array([places[0][1]]), np.array([places[2][0]])
    assert _opened(Layout(text, places), start, end).item() == opened


def test_lists_are_closed() -> None:
    """The name behind «等» is the whole of the list before it."""
    text = make_text([("abstract_zh", "Alpha、Beta等大模型")])
    layout = Layout(text, [(0, 1), (2, 3), (4, 7)])
    assert _closed(layout, np.array([1]), np.array([4])).item() == 0
