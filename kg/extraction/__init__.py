"""Document to Extraction: the only room that knows spaCy."""

from __future__ import annotations

from kg.extraction.pipeline import build_pipeline, extract_all, pipeline_version

__all__ = ["build_pipeline", "extract_all", "pipeline_version"]
