"""Extractions as JSON, one line per paper: the form that people correct, score against and train on.

A line is the annotation form (entities, relations, results, quantities, links) with, besides, the texts,
every mention's place and every fact's evidence. A line without those, or an annotation beside its text
(``{"doc", "text", "annotation"}``), is read too.
"""

from kg.interchange.loading import from_json, is_extraction, loads
from kg.interchange.writing import as_json, dumps

__all__ = ["as_json", "dumps", "from_json", "is_extraction", "loads"]
