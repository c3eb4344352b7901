"""Predicted against annotated: how good an extraction is."""

from __future__ import annotations

from kg import interchange
from kg.errors import InputError
from kg.evaluation.gates import Gate, failed, parse_gate
from kg.evaluation.scoring import MEASURES, Score, score

__all__ = ["MEASURES", "Gate", "Score", "failed", "parse_gate", "score", "score_files"]


def score_files(gold: str, predicted: str) -> Score:
    """Score one JSONL file against another; raise InputError, with file and line, for what can't be read."""
    try:
        with open(gold, "rb") as annotated, open(predicted, "rb") as found:  # noqa: PTH123 - also /dev/stdin
            return score(interchange.loads(annotated, gold), interchange.loads(found, predicted))
    except OSError as error:
        raise InputError(f"{error.filename}: can't be read: {error.strerror}") from error
