"""One thing's part of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UnknownNameError
from kg.exporting.html.neighbourhood import around, find

if TYPE_CHECKING:
    from kg.exporting.html.page import PageData


@pytest.mark.parametrize("name", ["TeaBrewer", "tea  BREWER", "model/teabrewer", "teabrewer"])
def test_a_thing_is_found_by_any_of_its_names(page: PageData, name: str) -> None:
    """Case and spacing do not matter; of several, the one with most facts is meant."""
    assert page.nodes[find(page, name)].key == "model/teabrewer"


def test_a_chinese_name_finds_too(page: PageData) -> None:
    """Names of either language serve."""
    assert page.nodes[find(page, "沸水法")].key == "method/boiling"


def test_an_unknown_name_tells_what_is_near(page: PageData) -> None:
    """The error lists names like the one asked for."""
    with pytest.raises(UnknownNameError, match="TeaBrewer"):
        find(page, "TeaBrower")


def test_depth_one_holds_neighbours_only(page: PageData) -> None:
    """Facts between a thing and its neighbours stay, with the papers that say so."""
    part = around(page, find(page, "boiling"), 1)
    assert [node.key for node in part.nodes] == ["2401.00001", "model/teabrewer", "method/boiling"]
    assert [fact.predicate for fact in part.facts] == ["uses"]
    assert part.quotes[part.facts[0].quotes[0]].sentence.startswith("TeaBrewer 在")


def test_whole_graph_at_great_depth(page: PageData) -> None:
    """Deep enough, the neighbourhood is the whole, unchanged."""
    part = around(page, 0, 9)
    assert (part.nodes, part.facts, part.results) == (page.nodes, page.facts, page.results)
