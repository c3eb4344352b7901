"""The pages in a real browser: nothing in the console, nothing from elsewhere, nothing that keeps anyone out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Server
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "browser" / "axe" / "axe.min.js"
PATIENCE = 120_000
"""Milliseconds: slow machines are no fault of a page."""
PATHS = [
    "/",
    "/query?query=SELECT+%3Fm+%7B+%3Fm+a+kg:Model+%7D",
    "/queries",
    "/queries/leaderboard?benchmark=HarborQA",
    "/id/benchmark/harborqa",
    "/id/model/kestrel",
    "/search?q=e&all=1",
    "/class/Model",
]


def opened(browser: Browser, server: Server, path: str, **context: object) -> tuple[Page, list[str]]:
    """Open a page; return it with what it did behind one's back."""
    page = browser.new_context(**context).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE)
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(server.root) else faults.append(asked.url))
    page.goto(server.root + path)
    return page, faults


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_quiet_and_keeps_to_its_host(browser: Browser, server: Server, path: str) -> None:
    """No message in the console, no fault, no request that leaves the host, no sideways scrolling on a phone."""
    page, faults = opened(browser, server, path, viewport={"width": 390, "height": 800})
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_no_serious_fault(browser: Browser, server: Server, path: str, scheme: str) -> None:
    """The checks of axe-core for WCAG 2.2 AA find nothing serious or critical, in either scheme."""
    page, _ = opened(browser, server, path, color_scheme=scheme, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })")["violations"]
    grave = [(item["id"], item["nodes"][0]["html"]) for item in found if item["impact"] in {"serious", "critical"}]
    assert grave == []
    page.context.close()


def test_the_editor_writes_into_the_form(browser: Browser, server: Server) -> None:
    """What is typed in the editor is asked by Ctrl+Enter."""
    page, faults = opened(browser, server, "/query?query=ASK%7B%7D")
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("ASK { ?m a kg:Horse }")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**Horse**")
    assert page.inner_text(".truth") == "No"
    assert faults == []
    page.context.close()


def test_pages_work_without_javascript(browser: Browser, server: Server) -> None:
    """A search, a page, its sentences and a query, with scripts off."""
    page, _ = opened(browser, server, "/", java_script_enabled=False)
    page.fill("#find", "Kestrel-2")
    page.press("#find", "Enter")
    assert page.inner_text("h1") == "Kestrel-2"
    page.goto(f"{server.root}/query?query=ASK%7B%7D")
    assert page.is_visible("textarea")
    assert page.inner_text(".truth") == "Yes"
    page.context.close()


def test_an_example_and_what_is_typed_are_answered(browser: Browser, server: Server) -> None:
    """A click on an example shows its table; what is then typed into the editor is asked by Ctrl + Enter."""
    page, faults = opened(browser, server, "/query")
    page.get_by_role("link", name="Leaderboard of a benchmark").click()
    page.wait_for_selector("table.answer tbody tr")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?found WHERE { VALUES ?found { 'typed by hand' } ")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("td:has-text('typed by hand')")
    assert faults == []
    page.context.close()
