"""What is denied: things that stand behind a negation wherever they stand («without fine-tuning», 没有和 LoRA-XS 比较).

As in NegEx (Chapman et al. 2001), a negation reaches a few words further, and not over a clause's end.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from kg.extraction.units import alternation
from kg.resources import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.text import Text
    from kg.extraction.things import Decided


@cache
def _scope() -> re.Pattern[str]:
    """Return what finds a negation with what it reaches: six Chinese characters, or three English words and a space."""
    words = wording("bounds")["denials"]
    chinese, english = "|".join(words["chinese"]), alternation(words["english"])
    return re.compile(
        rf"(?:{chinese})([^，。；：、,;]{{0,6}})|(?:{english})(?!\s(?:only|just|merely|limited)\b)((?:\s[\w-]+){{0,3}}\s)",
        re.IGNORECASE,
    )


def denied(text: Text, things: Sequence[Decided]) -> frozenset[int]:
    """Return the indices of the things each place of which a negation reaches."""
    reached = [found.span(1 if found.start(1) >= 0 else 2) for found in _scope().finditer(text.text)]
    if not reached:
        return frozenset()
    return frozenset(
        i
        for i, thing in enumerate(things)
        if all(any(a <= text.starts[start] <= b for a, b in reached) for start, _ in thing.spans)
    )
