"""A graph too large to show at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from kg.exporting.html.page import Fact, Node, PageData

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
MANY = 2_400


def large_page() -> PageData:
    """A paper with many methods, in chains that leave most far from it."""
    page = PageData("Many")
    page.nodes = [Node("2401.00001", "https://arxiv.org/abs/2401.00001", "Paper", "Everything", "")]
    for at in range(1, MANY):
        key = f"method/way-{at}"
        page.nodes.append(
            Node(key, f"https://w3id.org/paperkg/id/{key}", "Method", f"way {at}", "", (f"alias of {at}",))
        )
        page.facts.append(Fact(at // 3, "uses", at, 0.9, (), (0,)))
    return page


def test_the_foot_says_how_many_of_how_many(opened: Opened) -> None:
    """No more than 1,500 are drawn, and the page says so."""
    page = opened(large_page()).open()
    expect(page.locator("#count")).to_contain_text("1,500 of 2,400 shown")


def test_search_finds_what_is_not_drawn_and_shows_its_surroundings(opened: Opened) -> None:
    """Every thing is found, by any name, and its neighbourhood drawn."""
    page = opened(large_page()).open()
    drawn = set(page.evaluate("kgPage.shown()"))
    missing = next(at for at in range(MANY - 1, 0, -1) if f"method/way-{at}" not in drawn)
    page.locator("#search").type(f"alias of {missing}")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text(f"way {missing}")
    assert f"method/way-{missing}" in page.evaluate("kgPage.shown()")


def test_zooming_in_brings_what_was_not_drawn(opened: Opened) -> None:
    """In a corner of the map, its lesser things appear."""
    page = opened(large_page()).open()
    before = set(page.evaluate("kgPage.shown()"))
    for _ in range(4):
        page.locator("#zoom-in").click()
        page.wait_for_timeout(500)
    after = set(page.evaluate("kgPage.shown()"))
    assert after - before
    assert len(after) < len(before)
