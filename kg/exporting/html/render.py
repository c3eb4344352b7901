"""The file itself: pyvis's network in a page of our own, with everything it needs inside it."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.exporting.html.encode import Map, core_block, mapped, quote_block, radii

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.exporting.html.page import PageData

SHOWN = 1_500
"""How many nodes are drawn at once; the rest are found by search, in neighbourhoods and by zooming in."""
BUDGET = 14_200_000
"""Characters of data in a page, so that it stays below 15 MB; the sentences that matter least are left out."""
LINES = 1_500
"""How many lines the first view has before the facts are unpacked."""
SCRIPTS = (
    *("words", "shapes", "bunzip", "data", "search", "theme", "drawing", "view", "walks"),
    *("panel", "table", "export", "state", "controls", "app"),
)
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "keyboard": False,
        "multiselect": False,
        "navigationButtons": False,
        "selectConnectedEdges": False,
        "tooltipDelay": 100000,
        "zoomSpeed": 0.6,
    },
    "nodes": {"chosen": False},
    "edges": {"color": "#c3ccd6", "smooth": {"enabled": True, "type": "curvedCW", "roundness": 0.08}},
    "layout": {"improvedLayout": False, "randomSeed": 7},
}
"""What vis-network is told; positions come with the nodes, so physics stays off until a reader wants it."""


def page_html(page: PageData, *, language: str = "", start: str = "") -> str:
    """Return the whole page as one text. ``start`` is the URL fragment it opens with, such as ``focus=raft``."""
    chart = mapped(page)
    quotes, pieces = quote_block(page, chart)
    blocks = {"core": core_block(page, chart).encoded(), "quotes": quotes.encoded()}
    blocks |= _within(pieces, BUDGET - sum(map(len, blocks.values())))
    return _rendered(page, _network(page, chart), blocks, {"language": language, "start": start, "shown": SHOWN})


def _within(pieces: Iterable[str], room: int) -> dict[str, str]:
    """The first pieces that fit, by name; of a sentence that isn't there, the page says where it is.

    Those after them aren't asked for: to pack a large graph's sentences takes long.
    """
    found: dict[str, str] = {}
    for at, piece in enumerate(pieces):
        room -= len(piece)
        if room < 0:
            break
        found[f"piece-{at}"] = piece
    return found


def _network(page: PageData, chart: Map) -> Any:  # noqa: ANN401 - pyvis has no types
    """Pyvis's network with the first view in it, made without its quadratic ``add_edge``."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = _first_nodes(chart)
    network.edges = _first_edges(page, chart)
    network.options = OPTIONS
    return network


def _first_nodes(chart: Map) -> list[dict[str, Any]]:
    radius = radii(chart.weight)
    return [
        {
            "id": at,
            "size": round(float(radius[at]), 1),
            "x": round(float(chart.place[at, 0]), 1),
            "y": round(float(chart.place[at, 1]), 1),
        }
        for at in range(min(SHOWN, len(chart.order)))
    ]


def _first_edges(page: PageData, chart: Map) -> list[dict[str, Any]]:
    if len(chart.order) > SHOWN:
        return []  # which lines a map of many shows is weighed when the facts are unpacked
    rank = chart.rank.tolist()
    pairs = sorted({(rank[fact.subject], rank[fact.object]) for fact in page.facts})
    drawn = [(source, target) for source, target in pairs if source < SHOWN and target < SHOWN]
    return [{"id": f"{source}-{target}", "from": source, "to": target} for source, target in drawn[:LINES]]


def _rendered(page: PageData, network: Any, blocks: dict[str, str], settings: dict[str, Any]) -> str:  # noqa: ANN401
    """Pyvis fills our template: its ``generate_html`` hands the template nodes, edges and options."""
    import jinja2

    library, script, style = _library(), _script(), asset("page.css")
    environment = jinja2.Environment(loader=jinja2.FunctionLoader(asset), autoescape=True)
    environment.globals.update(
        title=page.title,
        library=library,
        script=script,
        style=style,
        blocks=sorted(blocks.items()),
        settings=settings,
        style_hash=f"sha256-{_hash(style)}",
        script_hashes=" ".join(f"'sha256-{_hash(text)}'" for text in (library, script)),
    )
    network.templateEnv, network.path = environment, "page.html"
    html: str = network.generate_html()
    return html


def _library() -> str:
    """vis-network, from pyvis's own package data."""
    return (files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


def _script() -> str:
    parts = [asset(f"{name}.js") for name in SCRIPTS]
    return '\n"use strict";\n(() => {\n' + "\n".join(parts) + "\n})();\n"


def asset(name: str) -> str:
    """Return the text of one of the page's own parts."""
    return (files("kg.exporting.html") / "assets" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
