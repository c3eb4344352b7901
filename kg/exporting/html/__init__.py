"""graph.html: the graph as one file to look at, offline, with the sentence behind each fact.

pyvis (vis-network) draws; the page around it is ours. What goes in is `PageData`, plain values gathered from
the graph's triples; nodes are ranked and laid out here, so that the page opens at once.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph import KnowledgeGraph

__all__ = ["view", "write_html", "write_kept"]


def write_html(graph: KnowledgeGraph, path: Path | str, *, title: str | None = None, language: str = "") -> None:
    """Write the interactive page of the whole graph.

    A page stays below 15 MB: of a very large graph the sentences of the least important papers are left out, and
    the page says so where they would stand. `language` is ``en`` or ``zh``, the language of labels at opening; by
    default the reader's browser decides.
    """
    from kg.exporting.atomic import write_text
    from kg.exporting.html.gather import page_of
    from kg.exporting.html.render import page_html

    write_text(Path(path), page_html(page_of(graph, title), language=language))


def write_kept(path: Path, facts: Path, spoken: Iterable[bytes], base: str) -> None:
    """Write the page that `write_html` writes, from a graph.ttl and what `spoken_of` gave of each of its papers."""
    from kg.exporting.atomic import write_text
    from kg.exporting.html.facts import facts_of
    from kg.exporting.html.gather import page_from
    from kg.exporting.html.render import page_html
    from kg.exporting.html.spoken import Spoken

    write_text(path, page_html(page_from(facts_of(facts), Spoken(spoken), base)))


def view(  # noqa: PLR0913 - each is a choice of the command's own
    graph: KnowledgeGraph,
    path: Path | str,
    name: str | None = None,
    *,
    depth: int = 1,
    title: str | None = None,
    language: str = "",
) -> int:
    """Write the page of one thing's neighbourhood, `depth` steps wide, or of the whole graph; return its nodes' number.

    `name` is any name of a paper or thing in any language, its id, or its IRI; raise UnknownNameError, which
    lists what is nearest, where nothing is called so.
    """
    from kg.exporting.atomic import write_text
    from kg.exporting.html.gather import page_of
    from kg.exporting.html.neighbourhood import around, find
    from kg.exporting.html.render import page_html

    page, start = page_of(graph, title), ""
    if name is not None:
        centre = find(page, name)
        start = f"focus={page.nodes[centre].key}&depth={min(depth, 3)}"
        page = around(page, centre, depth)
    write_text(Path(path), page_html(page, language=language, start=start))
    return len(page.nodes)
