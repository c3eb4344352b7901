"""What has been found in a text, as the number rules want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extraction.context import Context

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extraction.text import Text


def sentence_places(text: Text) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of each sentence, in characters."""
    numbers = text.sentence.tolist()
    edges = [i for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1]]
    ends = [text.ends[i - 1] for i in edges[1:]] + ([text.ends[-1]] if edges else [])
    return tuple((text.starts[i], end) for i, end in zip(edges, ends, strict=True))


def make_context(
    text: Text,
    mentions: tuple[tuple[int, int, str, str], ...],
    facts: tuple[tuple[str, str, str], ...],
    things: Mapping[str, tuple[str, tuple[str, ...]]],
    beliefs: Mapping[str, tuple[float, ...]] | None = None,
) -> Context:
    """Put together a text, its mentions (start, end, thing, type), its facts, its things and beliefs by id."""
    own = frozenset(o for _, p, o in facts if p == "proposes")
    return Context(
        text.text, text.fields, sentence_places(text), tuple(sorted(mentions)), own, facts, things, beliefs or {}
    )
