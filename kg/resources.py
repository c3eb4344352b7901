"""Where the package's data lies: inside the wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "data"
_CHECKOUT = Path(__file__).parent.parent


def resource(*parts: str) -> Path:
    """Return the path of a data file or folder, such as ``resource("ontology", "kg.ttl")``."""
    inside = _INSTALLED.joinpath(*parts)
    return inside if inside.exists() else _CHECKOUT.joinpath(*parts)
