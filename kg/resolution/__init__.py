"""Resolution: which things of different papers are one thing of the world, and why.

Precise first: what is joined can't be told apart again by a reader, what is kept apart can be joined by a decision.
"""

from kg.resolution.decisions import Decisions
from kg.resolution.decisions import load as load_decisions
from kg.resolution.resolve import resolve
from kg.resolution.terms import Term
from kg.resolution.terms import load as load_terms

__all__ = ["Decisions", "Term", "load_decisions", "load_terms", "resolve"]
