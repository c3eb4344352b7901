"""A real browser, driven as a person would. Without Chromium these tests are skipped, but not in CI."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_specimens import small_page

from kg.exporting.html.render import page_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from kg.exporting.html.page import PageData

PATIENCE = 120_000
"""Milliseconds to wait before something counts as not happening: slow machines are no fault of the page."""


class Watched:
    """A page and what it did behind one's back: requests beyond the file, errors, messages."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.path = page, path
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def open(self, fragment: str = "") -> Page:
        """Open the file at a fragment and wait until it can be used."""
        self.page.goto(f"{self.path.as_uri()}{'#' if fragment else ''}{fragment}")
        self.page.wait_for_selector("body[data-ready]")
        return self.page


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Write a page's data to a file and watch a browser page on it; the rest goes to the browser's context."""
    contexts = []

    def make(data: PageData | None = None, **options: object) -> Watched:
        path = tmp_path / "graph.html"
        path.write_text(page_html(data or small_page()), encoding="utf-8")
        options = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", "reduced_motion": "reduce"} | options
        context = browser.new_context(accept_downloads=True, **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Watched(context.new_page(), path)

    yield make
    for context in contexts:
        context.close()
