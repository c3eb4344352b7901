"""Finding one's way: search, neighbourhoods, paths, the address, back and forward."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]


def shown(page: Page) -> set[str]:
    return set(page.evaluate("kgPage.shown()"))


def fragment(page: Page) -> str:
    return unquote(page.url.partition("#")[2])


@pytest.mark.parametrize("query", ["TeaBr", "tea brew", "TEABREWER", "teabrewer"])
def test_typing_a_name_offers_it(opened: Opened, query: str) -> None:
    """Case, spaces and hyphens do not matter to the search."""
    page = opened().open()
    page.locator("#search").type(query)
    expect(page.locator("#choices")).to_contain_text("TeaBrewer")


@pytest.mark.parametrize(
    ("query", "name"), [("沸水", "boiling"), ("BWM", "boiling"), ("hot water", "boiling"), ("2401.00002", "SteepNet")]
)
def test_aliases_and_the_other_language_find_too(opened: Opened, query: str, name: str) -> None:
    """Search knows every name in either language."""
    page = opened().open()
    page.locator("#search").type(query)
    expect(page.get_by_role("option").first).to_contain_text(name)


def test_arrow_and_enter_choose(opened: Opened) -> None:
    """Arrow keys walk through what is offered, Enter shows the neighbourhood of the one marked."""
    page = opened().open()
    page.keyboard.press("/")
    page.keyboard.type("tea")
    page.keyboard.press("ArrowDown")
    marked = page.locator("#choices [aria-selected=true] bdi").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_have_text(marked)
    assert "focus=" in fragment(page)


def test_depth_widens_the_neighbourhood(opened: Opened) -> None:
    """One step, then two: what is shown grows by the neighbours' neighbours."""
    page = opened().open("focus=boiling&depth=1")
    assert shown(page) == {"method/boiling", "model/teabrewer"}
    page.get_by_role("button", name="2", exact=True).click()
    expect(page.locator("#count")).to_contain_text("6 of 6")
    assert fragment(page) == "focus=boiling&depth=2"


def test_back_and_forward_walk_through_views(opened: Opened) -> None:
    """The browser's own history knows each view."""
    page = opened().open()
    page.evaluate("kgPage.go({ focus: 'model/teabrewer' })")
    expect(page.locator("#panel-title")).to_have_text("TeaBrewer")
    page.evaluate("kgPage.go({ focus: 'model/steepnet' })")
    expect(page.locator("#panel-title")).to_have_text("SteepNet")
    page.locator("#back").click()
    expect(page.locator("#panel-title")).to_have_text("TeaBrewer")
    page.locator("#forward").click()
    expect(page.locator("#panel-title")).to_have_text("SteepNet")


def test_a_link_opens_what_it_says(opened: Opened) -> None:
    """Focus, depth, language, theme, filters and table all come from the address."""
    page = opened().open("focus=teabrewer&depth=2&lang=zh&theme=dark&without=Metric&view=table")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("#table")).to_be_visible()
    assert "metric/aroma" not in shown(page)


def test_path_between_two_things(opened: Opened) -> None:
    """A path names each step, with its facts."""
    page = opened().open("focus=boiling&to=steepnet")
    assert shown(page) == {"method/boiling", "model/teabrewer", "model/steepnet"}
    expect(page.locator("#panel-body")).to_contain_text("SteepNet — compared with → TeaBrewer")


def test_path_is_asked_for_by_search(opened: Opened) -> None:
    """The button in the panel turns the next search into the path's other end."""
    page = opened().open("focus=boiling")
    page.get_by_role("button", name="Path to …").click()
    page.keyboard.type("aroma")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-body .kind")).to_contain_text("2 steps")


def test_nothing_found_is_said(opened: Opened) -> None:
    """A search without a match says so."""
    page = opened().open()
    page.locator("#search").type("zzz")
    expect(page.locator("#choices")).to_have_text("Nothing found")
