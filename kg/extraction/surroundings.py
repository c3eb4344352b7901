"""What stands around the places of a cluster of names: cue words, seen through the lists that the places stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kg.extraction.layout import Layout
from kg.extraction.wording import cue_kinds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extraction.groups import Found
    from kg.extraction.layout import Floats, Place
    from kg.extraction.text import Text

_LIKELY = 0.3
"""From this probability on a place is taken for a name when lists are read."""
_MOST = 6
"""Places of a cluster that are looked around."""


def cluster_surroundings(text: Text, found: Found, clusters: Sequence[Sequence[str]]) -> Floats:
    """Return what stands around the likeliest places of each cluster; see `surroundings`."""
    places = {k: sorted((-p, span) for span, p in zip(g.spans, g.any, strict=True)) for k, g in found.groups.items()}
    layout = Layout(text, (span for own in places.values() for p, span in own if -p > _LIKELY))
    best = [sorted(x for k in c for x in places[k])[:_MOST] for c in clusters]
    return surroundings(layout, [[span for _, span in own] for own in best])


def surroundings(layout: Layout, groups: Sequence[Sequence[Place]]) -> Floats:
    """Return what stands around each group of places, the likeliest first: of the first place, and of any.

    Shape (groups, 2 * (2 kinds + 2)); every place is seen with its whole list, whose names are counted too.
    """
    flat = [layout.stretched(p) for places in groups for p in places]
    if not flat:
        return np.zeros((len(groups), 4 * len(cue_kinds()) + 4), dtype=np.float32)
    counts = np.array([f[2:] for f in flat], dtype=np.float32)
    rows = np.concatenate([layout.around([f[:2] for f in flat]), counts], axis=1)
    first = np.cumsum([0, *map(len, groups[:-1])])
    return np.concatenate([rows[first], np.maximum.reduceat(rows, first, axis=0)], axis=1)
