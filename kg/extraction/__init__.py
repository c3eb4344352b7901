"""Document to Extraction: the only room that knows spaCy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.extraction.version import pipeline_version

if TYPE_CHECKING:
    from kg.extraction.pipeline import build_pipeline, extract_all

__all__ = ["build_pipeline", "extract_all", "pipeline_version"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - one of the two functions below
    """Load spaCy only when something is to be extracted: a build that has all from before needs none."""
    if name not in {"build_pipeline", "extract_all"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.extraction import pipeline

    return getattr(pipeline, name)
