"""Predicted against annotated: how good an extraction is."""

from kg.evaluation.gates import Gate, failed, parse_gate
from kg.evaluation.scoring import MEASURES, Score, score

__all__ = ["MEASURES", "Gate", "Score", "failed", "parse_gate", "score"]
