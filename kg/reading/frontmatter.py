"""The YAML block that some Markdown files begin with: read as far as ``key: value`` goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.reading import addresses

if TYPE_CHECKING:
    from kg.reading.addresses import Address

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_PAIR = re.compile(r"^([\w-]+)\s*:\s*(.*)$", re.MULTILINE)
_ADDRESS_KEYS = ("arxiv", "arxiv_id", "eprint", "doi", "url", "link", "paper")


def split(text: str) -> tuple[dict[str, str], str]:
    """Return the front matter's pairs, and the text with spaces in its place, so that offsets and lines stay."""
    found = _FRONT.match(text)
    if not found or not _PAIR.search(found.group(1) or ""):
        return {}, text
    pairs = {key.lower(): value.strip().strip("\"'[]") for key, value in _PAIR.findall(found.group(1))}
    return pairs, re.sub(r"[^\n]", " ", found.group()) + text[found.end() :]


def address(front: dict[str, str]) -> Address | None:
    """Return the paper's address, where the front matter gives one."""
    found = (addresses.identifier(front[key]) for key in _ADDRESS_KEYS if front.get(key))
    return next((address for address in found if address), None)
