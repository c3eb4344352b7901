"""What the written file is and is not."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_specimens import hostile_page

from kg.exporting.html.render import page_html

if TYPE_CHECKING:
    from kg.exporting.html.page import PageData

HERE = Path(__file__)


class Tags(HTMLParser):
    """Tags with their attributes, and the text of each script; the methods are those of the parser."""

    # The parser's own methods need no words of ours.

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - the parser says
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: D102 - the parser says
        self.tags.append(("/" + tag, {}))

    def handle_data(self, data: str) -> None:  # noqa: D102 - the parser says
        if self.tags and self.tags[-1][0] == "script":
            self.scripts[-1] += data


def test_nothing_leaves_the_file(page: PageData) -> None:
    """No tag has an address outside the file."""
    found = [
        (tag, value)
        for tag, attributes in Tags(page_html(page)).tags
        for name, value in attributes.items()
        if name in {"src", "href", "srcset", "action", "data", "poster"} and value != "#"
    ]
    assert found == []


def test_policy_names_every_script_by_hash(page: PageData) -> None:
    """The content security policy allows the page's own scripts by hash and nothing else."""
    tags = Tags(page_html(page))
    policy = next(a["content"] for tag, a in tags.tags if a.get("http-equiv") == "Content-Security-Policy")
    kinds = [attributes.get("type") for tag, attributes in tags.tags if tag == "script"]
    run = [text for text, kind in zip(tags.scripts, kinds, strict=True) if kind is None]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run]
    assert len(hashes) == 2
    assert all(f"'sha256-{each}'" in (policy or "") for each in hashes)
    assert "unsafe" not in (policy or "")
    assert "default-src 'none'" in (policy or "")


def test_title_stands_once_in_head_and_once_in_body(page: PageData) -> None:
    """The title is written once for the window and once for the reader."""
    html = page_html(page)
    assert html.count("<title>Tea papers</title>") == 1
    assert html.count("Tea papers") == 2


def test_texts_cannot_add_a_tag(page: PageData) -> None:
    """A page full of attacks has the same tags as one without."""
    tags = [tag for tag, _ in Tags(page_html(page)).tags]
    assert [tag for tag, _ in Tags(page_html(hostile_page())).tags] == tags


def test_own_scripts_never_parse_data_as_html() -> None:
    """Our scripts hold none of the ways to turn text into markup or code."""
    assets = HERE.parents[3] / "kg/exporting/html/assets"
    scripts = "".join(path.read_text(encoding="utf-8") for path in assets.glob("*.js"))
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function|srcdoc|setHTML"
    assert re.findall(ways, scripts) == []


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_same_bytes_whatever_the_hash_seed_and_locale(page: PageData, seed: str, tmp_path: Path) -> None:
    """A page depends on its data alone."""
    code = "import sys; from page_specimens import small_page; from kg.exporting.html.render import page_html; "
    code += "from kg.exporting.atomic import write_text; from pathlib import Path; "
    code += "write_text(Path(sys.argv[1]), page_html(small_page()))"
    path = tmp_path / "graph.html"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": str(HERE.parents[2])}
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, env=environment, cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == page_html(page)
    assert [each.name for each in tmp_path.iterdir()] == ["graph.html"]
