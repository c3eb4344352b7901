"""What a worker gathers for the pages."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from kg.querying import cache
from kg.querying.server.facts import gather
from kg.querying.worker import Loaded

if TYPE_CHECKING:
    from pathlib import Path


def test_the_names_are_indexed_with_the_home_page(graph_file: Path, tmp_path: Path) -> None:
    """Where the home page is kept and the index of names is not, that is made too: later requests have less time."""
    kept = cache.store_folder(cache.graph_files(graph_file))
    folder = tmp_path / kept.name
    shutil.copytree(kept, folder)
    gather(Loaded(folder), {"page": "home"})
    cache.names_file(folder).unlink()
    gather(Loaded(folder), {"page": "home"})
    assert cache.names_file(folder).is_file()
