"""For everyone: by keyboard, by screen reader, on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "view", ["", "focus=teabrewer&depth=2", "view=table", "focus=teabrewer&lang=zh", "theme=dark&select=teabrewer"]
)
def test_axe_finds_no_serious_fault(opened: Opened, view: str) -> None:
    """The checks of axe-core for WCAG 2.2 AA find nothing serious or critical."""
    page = opened().open(view)
    page.wait_for_timeout(300)
    page.evaluate(AXE)
    found = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })")
    grave = [
        (each["id"], [node["html"][:90] for node in each["nodes"]])
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
    ]
    assert grave == []


def test_keys_alone_reach_a_sentence(opened: Opened) -> None:
    """Tab to the picture, arrows to a thing, Enter for its neighbourhood, Escape for all."""
    page = opened().open()
    page.locator("#graph").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#crumbs")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#crumbs")).to_be_hidden()


def test_every_control_has_a_name_in_both_languages(opened: Opened) -> None:
    """No button or field is nameless, whichever language is on."""
    page = opened().open("focus=teabrewer")
    nameless = """[...document.querySelectorAll('button, input')].filter(
      (each) => !(each.textContent.trim() || each.ariaLabel || each.labels?.length)).map((each) => each.outerHTML)"""
    assert page.evaluate(nameless) == []
    page.locator("#language").click()
    assert page.evaluate(nameless) == []


def test_selection_is_announced(opened: Opened) -> None:
    """A live region says what was selected."""
    page = opened().open("select=teabrewer")
    expect(page.locator("#status")).to_have_text("Model: TeaBrewer")


def test_a_phone_has_it_all_within_its_width(opened: Opened) -> None:
    """Nothing sticks out sideways; legend and panel open over the picture and close again."""
    page = opened(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True).open()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.locator("#legend")).to_be_hidden()
    page.locator("#legend-button").click()
    expect(page.locator("#legend")).to_be_visible()
    page.locator("#legend-button").click()
    page.evaluate("kgPage.go({ select: 'model/teabrewer' })")
    expect(page.locator("#panel")).to_be_visible()
    page.locator("#panel-close").click()
    expect(page.locator("#panel")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
