"""What one can save: picture and facts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import rdflib
from page_specimens import ATTACKS, hostile_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]


def saved(page: Page, kind: str) -> bytes:
    page.locator("#save").click()
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").click()
    return Path(waiting.value.path()).read_bytes()


def test_png_has_the_size_of_the_picture(opened: Opened) -> None:
    """The PNG is the canvas, not empty."""
    data = saved(opened().open(), "png")
    assert data.startswith(b"\x89PNG")
    assert len(data) > 5_000


@pytest.mark.parametrize("hostile", [False, True])
def test_svg_is_well_formed_and_has_every_node(opened: Opened, *, hostile: bool) -> None:
    """The SVG parses, has a title for each node, and no script."""
    data = saved(opened(hostile_page() if hostile else None).open(), "svg")
    root = ET.fromstring(data)  # noqa: S314 - a file of our own
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert tags.count("title") == 8
    assert "script" not in tags


def test_turtle_has_the_facts_shown(opened: Opened) -> None:
    """The Turtle parses and holds just the neighbourhood."""
    graph = rdflib.Graph().parse(data=saved(opened().open("focus=boiling"), "turtle").decode(), format="turtle")
    ids = "https://w3id.org/paperkg/id/"
    uses = rdflib.URIRef("https://w3id.org/paperkg/ontology#uses")
    assert (rdflib.URIRef(ids + "model/teabrewer"), uses, rdflib.URIRef(ids + "method/boiling")) in graph
    assert rdflib.Literal("沸水法", lang="zh") in set(graph.objects())
    assert rdflib.URIRef(ids + "model/steepnet") not in set(graph.subjects())


def test_csv_reads_back_and_starts_no_formula(opened: Opened) -> None:
    """A row per fact with its sentence; no cell begins as a spreadsheet's formula would."""
    page = hostile_page()
    page.nodes[1] = page.nodes[1]._replace(en="=HYPERLINK(1)")
    rows = list(csv.reader(io.StringIO(saved(opened(page).open(), "csv").decode("utf-8-sig"))))
    assert rows[0] == ["subject", "predicate", "object", "value", "paper", "sentence"]
    cells = [cell for row in rows[1:] for cell in row]
    assert any(ATTACKS[0] in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert "'=HYPERLINK(1)" in cells
