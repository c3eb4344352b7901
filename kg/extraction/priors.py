"""What annotated papers and term lists say of a name before it is seen: how often it counts, and as what."""

from __future__ import annotations

import gc
import gzip
import json
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_LONGEST = 16


class Prior(NamedTuple):
    """Counts for one name over annotated papers, and what the unannotated ones suggest."""

    seen: int
    """Papers whose text has the name."""
    counted: int
    """Papers that annotate it as an entity."""
    optional: int
    """Papers that annotate it as marginal."""
    types: Sequence[int]
    """Papers by type, in the order of the model's types."""
    roles: Sequence[int]
    """Papers by role towards the paper."""
    frequency: int
    """Papers of the whole corpus in which the name stands, as far as counted."""


class Priors:
    """Names by key, with a matcher over tokens, and which names were seen to mean the same."""

    def __init__(
        self, names: Mapping[str, Prior], first: Mapping[str, int], same: Mapping[tuple[str, str], tuple[int, int]]
    ) -> None:
        """Take priors by key, the longest name (in tokens) by first plain token, (same, apart) counts by key pair."""
        self.names = names
        self._first = first
        self._same = same

    @cached_property
    def _reach(self) -> dict[str, int]:
        """Length of the longest name by its first two and its first four letters."""
        reach: dict[str, int] = {}
        for head, count in chain(((k[:2], len(k)) for k in self.names), ((k[:4], len(k)) for k in self.names)):
            if count > reach.get(head, 0):
                reach[head] = count
        return reach

    def _begins(self, pair: Sequence[str]) -> bool:
        """Whether any name may begin with these two tokens."""
        joined = "".join(pair)
        return joined[:2] in self._reach or pair[0] in self._reach or not pair[-1]

    def match(self, plain: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """Yield (start, end, key) for each known name in the plain tokens, all lengths, nested ones too."""
        names, reach, count = self.names, self._reach, len(plain)
        for start, longest in enumerate(map(self._first.get, plain)):
            if not longest or not self._begins(plain[start : start + 2]):
                continue
            joined = ""
            for end in range(start, min(start + longest, count)):
                if not plain[end]:
                    continue
                joined += plain[end]
                if joined in names:
                    yield start, end + 1, joined
                elif joined[-1] == "s" and len(joined) > 3 and joined[:-1] in names:  # noqa: PLR2004  as in names.key
                    yield start, end + 1, joined[:-1]
                if (size := len(joined)) > 1 and reach.get(joined[: 2 if size < 4 else 4], 0) < size:  # noqa: PLR2004  as in _reach
                    break

    def among(self, plain: Sequence[str], spans: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
        """Yield those of the spans (start, last token) that `match` would find, as (start, end)."""
        names, first = self.names, self._first
        for start, last in spans:
            if last - start < first.get(plain[start], 0) and plain[last]:
                joined = "".join(plain[start : last + 1])
                plural = joined[-1] == "s" and len(joined) > 3  # noqa: PLR2004  as in names.key
                if joined in names or (plural and joined[:-1] in names):
                    yield start, last + 1

    def pairs(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.intp]:
        """Return in how many papers the two names of each pair were one thing, and in how many two, (pairs, 2)."""
        counts, same = np.zeros((len(pairs), 2), dtype=np.intp), self._same
        for n, (one, other) in enumerate(pairs):
            if found := same.get((one, other) if one < other else (other, one)):
                counts[n] = found
        return counts


def save_priors(path: Path, priors: Priors) -> None:
    """Write as gzipped JSON, sorted, without a time stamp."""
    data = {
        "names": {k: list(priors.names[k]) for k in sorted(priors.names)},
        "first": dict(sorted(priors._first.items())),  # noqa: SLF001  the module's own class
        "same": [[*k, *v] for k, v in sorted(priors._same.items())],  # noqa: SLF001
    }
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(packed, 9, mtime=0))


def load_priors(path: Path) -> Priors:
    """Read what `save_priors` wrote."""
    # A hundred thousand small lists would set off the collector again and again; none of them is garbage.
    collecting = gc.isenabled()
    gc.disable()
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        names = {k: Prior(*v) for k, v in data["names"].items()}
        return Priors(names, data["first"], {(a, b): (n, m) for a, b, n, m in data["same"]})
    finally:
        if collecting:
            gc.enable()
