"""A page of our own making: two papers in two languages, with every kind of thing that a page shows."""

from __future__ import annotations

import pytest
from page_specimens import small_page

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.exporting.html.page import PageData


@pytest.fixture
def page() -> PageData:
    return small_page()
