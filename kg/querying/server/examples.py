"""The named queries as examples for the editor: asked of the best known thing, so that each has an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.querying.named import bind
from kg.querying.server.preparing import lone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.querying.named import NamedQuery, Parameter
    from kg.querying.names import Named, Names

_ANY = ("Model", "Method", "Dataset", "Benchmark", "Task")
"""Where any thing may be asked of, one of these is the example."""


def examples(names: Names | None, questions: Mapping[str, NamedQuery]) -> list[tuple[NamedQuery, str]]:
    """Return each question with its SPARQL; where things have no names, as it stands in its file."""
    return [(question, _example(names, question)) for question in questions.values()]


def _example(names: Names | None, question: NamedQuery) -> str:
    """Return one question about the best known thing of which it may be asked."""
    parameters = lone(question) if names else []
    known = _best_known(names, parameters[0]) if names and parameters else None
    return bind(question, {parameters[0].name: ox.NamedNode(known.iri)}) if known else question.body


def _best_known(names: Names, parameter: Parameter) -> Named | None:
    """Return the thing of a parameter's classes of which most is said."""
    kinds = _ANY if "Thing" in parameter.kinds else parameter.kinds
    found = [item for kind in kinds for item in names.listed(kind, 0, 1)]
    return max(found, key=lambda item: item.weight, default=None)
