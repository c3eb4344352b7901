"""How sure a claim is."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kg.graph.claims import Claims, together
from kg.graph.terms import lines_of

probabilities = st.lists(st.floats(0, 1), min_size=1, max_size=6)


@given(probabilities.flatmap(lambda each: st.tuples(st.just(each), st.permutations(each))))
def test_the_order_of_papers_makes_no_difference(orders: tuple[list[float], list[float]]) -> None:
    """Being sure together doesn't depend on who spoke first."""
    one, other = orders
    assert together(one) == together(other)


@given(probabilities)
def test_another_paper_never_makes_less_sure(confidences: list[float]) -> None:
    """One more paper that says so leaves a claim at least as sure."""
    assert together([*confidences, 0.5]) >= together(confidences)


def test_many_papers_are_never_quite_sure() -> None:
    """Only what is certain from the outset, such as a given address, has confidence 1."""
    assert together([0.9] * 50) == Decimal("0.999")
    assert together([1.0]) == 1


def test_a_paper_that_says_so_twice_counts_once() -> None:
    """Support counts papers, and a paper is as sure as its surest statement."""
    claims = Claims("https://example.org/", "<https://example.org/run/1>")
    for confidence in (0.5, 0.8):
        claims.add("<s:s>", "<p:p>", "<o:o>", "<p:1>", confidence)
    text = "\n".join(lines_of(claims.blocks()))
    assert '#support> "1"' in text
    assert '#confidence> "0.8"' in text
