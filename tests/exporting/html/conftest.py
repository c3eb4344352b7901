"""A page of our own making: two papers in two languages, with every kind of thing that a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from page_specimens import small_page

if TYPE_CHECKING:
    from kg.exporting.html.page import PageData


@pytest.fixture
def page() -> PageData:
    return small_page()
