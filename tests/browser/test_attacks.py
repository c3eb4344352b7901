"""Texts that would like to be markup, code or a link: none runs, all are shown as text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from page_specimens import ATTACKS, hostile_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]


def unhurt(page: Page) -> bool:
    return page.evaluate("window.hurt === undefined") is True


@pytest.mark.parametrize("view", ["", "select=x/0/", "view=table", "select=x/0/&lang=zh", "edge=x/0/~x/1/"])
def test_nothing_runs(opened: Opened, view: str) -> None:
    """Whatever is shown, no attack runs, asks for anything or breaks the page."""
    watched = opened(hostile_page())
    page = watched.open()
    keys = page.evaluate("kgPage.shown().sort()")
    full = view.replace("x/0/", keys[0]).replace("x/1/", keys[1])
    page.evaluate("view => kgPage.go(Object.fromEntries(new URLSearchParams(view)))", full)
    page.wait_for_timeout(300)
    page.locator("#search").type("script")
    page.wait_for_timeout(200)
    assert unhurt(page)
    assert (watched.requests, watched.errors) == ([watched.path.as_uri()], [])


def test_attacks_are_shown_as_they_are(opened: Opened) -> None:
    """A name that is markup is read as its characters."""
    page = opened(hostile_page()).open("view=table")
    said = page.locator("#table").inner_text()
    assert all(attack in said for attack in ATTACKS[1:6])


def test_marks_that_turn_text_around_are_shown_by_their_code(opened: Opened) -> None:
    """A bidi override does not act; it is seen."""
    page = opened(hostile_page()).open("view=table")
    assert "harmless[U+202E]gnp.exe[U+202C] name" in page.locator("#table").inner_text()


def test_only_web_addresses_become_links(opened: Opened) -> None:
    """javascript: and data: stay text, in links as in the papers' own addresses."""
    page = opened(hostile_page()).open()
    key = page.evaluate("kgPage.shown().find((key) => key.startsWith('x/0/'))")
    page.evaluate("key => kgPage.go({ select: key })", key)
    page.wait_for_timeout(300)
    addresses = page.evaluate("[...document.querySelectorAll('#panel a')].map((link) => new URL(link.href).protocol)")
    assert set(addresses) <= {"http:", "https:"}
    assert "javascript:window.hurt=7" in page.locator("#panel-body").inner_text()


def test_a_fragment_is_only_a_name(opened: Opened) -> None:
    """An attack in the address finds nothing and runs nothing."""
    watched = opened()
    page = watched.open(
        "focus=%3Cimg%20src%3Dx%20onerror%3Dwindow.hurt%3D1%3E&lang=<script>&theme=javascript:1&depth=1e9&without=%00"
    )
    assert unhurt(page)
    assert watched.errors == []
