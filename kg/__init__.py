r"""A knowledge graph from summaries of research papers: offline, deterministic, with evidence for each fact.

>>> import kg
>>> document = kg.read_text("# TalkNet: Saying Less\n\nWe propose TalkNet, a model for speech recognition.")
>>> [thing.names[0] for thing in kg.extract(document).things][:1]
['TalkNet']

Nobody inside the package imports this face of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.build import build, build_to
    from kg.config import Config
    from kg.errors import KgError
    from kg.face import extract, read_text
    from kg.graph import KnowledgeGraph
    from kg.model import (
        Document,
        Entity,
        Evidence,
        Extraction,
        Fact,
        Field,
        Link,
        Mention,
        Quantity,
        Report,
        Resolution,
        Result,
        Skipped,
        Thing,
    )
    from kg.reading import read

_HOMES = {
    "build": "kg.build",
    "build_to": "kg.build",
    "Config": "kg.config",
    "KgError": "kg.errors",
    "extract": "kg.face",
    "read_text": "kg.face",
    "KnowledgeGraph": "kg.graph",
    "read": "kg.reading",
}
"""Where each name is at home; a noun's home is kg.model. Loaded when first asked for: `kg --help` needs none."""

__all__ = [
    "Config",
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "Fact",
    "Field",
    "KgError",
    "KnowledgeGraph",
    "Link",
    "Mention",
    "Quantity",
    "Report",
    "Resolution",
    "Result",
    "Skipped",
    "Thing",
    "build",
    "build_to",
    "extract",
    "read",
    "read_text",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever has that name
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    home = import_module(_HOMES.get(name, "kg.model"))
    # A package of the same name, such as kg.build, stands for its function: see there.
    return home if home.__name__ == f"{__name__}.{name}" else getattr(home, name)


def __dir__() -> list[str]:
    return __all__
