"""Where the package's data lies: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_INSTALLED = Path(__file__).parent / "data"
_CHECKOUT = Path(__file__).parent.parent


def resource(*parts: str) -> Path:
    """Return the path of a data file or folder, such as ``resource("ontology", "kg.ttl")``."""
    inside = _INSTALLED.joinpath(*parts)
    return inside if inside.exists() else _CHECKOUT.joinpath(*parts)


@cache
def wording(name: str) -> dict[str, Any]:
    """Return a table of wording data, ``units`` for ontology/wording/units.toml; it is shared, so leave it as it is."""
    return tomllib.loads(resource("ontology", "wording", f"{name}.toml").read_text(encoding="utf-8"))
