"""Reading the picture and what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]


def click_at(page: Page, expression: str) -> None:
    place = page.evaluate(expression)
    box = page.locator("#graph").bounding_box()
    assert box
    page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])


def test_opening_asks_for_nothing_and_complains_of_nothing(opened: Opened) -> None:
    """The file is the only request, and the console stays silent through a walk."""
    watched = opened()
    page = watched.open()
    for view in (
        "focus=teabrewer&depth=2",
        "focus=boiling&to=steepnet",
        "select=kettlebench",
        "view=table",
        "lang=zh&theme=dark",
        "",
    ):
        page.evaluate("view => { location.hash = view; }", view)
        page.wait_for_timeout(100)
    assert (watched.requests, watched.errors) == ([watched.path.as_uri()], [])


def test_clicking_a_node_tells_what_it_is(opened: Opened) -> None:
    """The panel names type, name, other names, results with their value, facts with their sentence."""
    page = opened().open()
    click_at(page, "kgPage.onScreen('model/teabrewer')")
    panel = page.locator("#panel-body")
    expect(page.locator("#panel-title")).to_have_text("TeaBrewer")
    expect(panel).to_contain_text("Model")
    expect(panel).to_contain_text("Tea Brewer")
    expect(panel).to_contain_text("54.1%")
    expect(panel).to_contain_text("zero-shot")
    expect(panel.locator("blockquote").first).to_contain_text("在 KettleBench 上达到 54.1%")


def test_clicking_a_line_shows_the_sentence_with_its_words_marked(opened: Opened) -> None:
    """A line's panel has the very sentence, marks in it, and a link to the paper."""
    page = opened().open()
    click_at(page, "kgPage.lineOnScreen('model/teabrewer', 'method/boiling')")
    quote = page.locator("#panel-body blockquote").first
    expect(quote).to_have_text("TeaBrewer 在 KettleBench 上达到 54.1%，并使用沸水法。")
    assert "沸水法" in quote.locator("mark").all_inner_texts()
    link = page.locator("#panel-body figure a").first
    expect(link).to_have_attribute("href", "https://arxiv.org/abs/2401.00001")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_marks_fit_after_an_emoji(opened: Opened) -> None:
    """Offsets hold where a character takes two units of a browser's text."""
    page = opened().open("edge=steepnet~kettlebench")
    quote = page.locator("#panel-body blockquote").first
    expect(quote).to_contain_text("\U0001f375 better on KettleBench.")
    assert "KettleBench" in "".join(quote.locator("mark").all_inner_texts())


def test_legend_counts_and_filters_types(opened: Opened) -> None:
    """A type's row says how many there are; its box hides and brings them back."""
    page = opened().open()
    row = page.locator("#types li", has_text="Model")
    expect(row).to_contain_text("2")
    row.get_by_role("checkbox").click()
    expect(page.locator("#count")).to_contain_text("6 of 8 shown")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#count")).to_contain_text("8 of 8 shown")


def test_predicates_filter_lines(opened: Opened) -> None:
    """Without its relation, a neighbour is none."""
    page = opened().open("focus=teabrewer")
    page.locator("#filter-uses").click()
    expect(page.locator("#count")).to_contain_text("5 of 5")
    assert "method/boiling" not in page.evaluate("kgPage.shown()")


def test_language_turns_labels_and_words(opened: Opened) -> None:
    """One switch shows names and page in Chinese, and back."""
    page = opened().open("focus=boiling")
    page.locator("#language").click()
    expect(page.locator("#panel-title")).to_have_text("沸水法")
    expect(page.locator("#types")).to_contain_text("方法")
    page.locator("#language").click()
    expect(page.locator("#panel-title")).to_have_text("boiling")


def test_theme_follows_the_system_until_told(opened: Opened) -> None:
    """Dark where the system is dark; the switch overrules it."""
    page = opened(color_scheme="dark").open()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("#theme").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_numbers_of_things_shown_are_said(opened: Opened) -> None:
    """The foot says how many of how many are shown, the head how large the graph is."""
    page = opened().open()
    expect(page.locator("#count")).to_have_text("8 of 8 shown")
    expect(page.locator("#summary")).to_have_text("2 papers · 6 things · 8 facts")


def test_table_has_the_same_facts(opened: Opened) -> None:
    """Every fact and result is a row, with its sentence."""
    page = opened().open("view=table")
    expect(page.locator("#table tbody tr")).to_have_count(9)
    row = page.locator("#table tr", has_text="uses")
    expect(row).to_contain_text("TeaBrewer")
    expect(row.locator("mark").first).to_be_visible()


def test_physics_runs_only_when_asked(opened: Opened) -> None:
    """Nodes stand still until the switch is on."""
    page = opened().open()
    still = page.evaluate("kgPage.onScreen('model/steepnet')")
    page.wait_for_timeout(400)
    assert page.evaluate("kgPage.onScreen('model/steepnet')") == still
    page.locator("#physics").click()
    page.wait_for_function("still => kgPage.onScreen('model/steepnet').x !== still.x", arg=still)
