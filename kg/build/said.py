"""Which paper claims what, and how surely: a table that is searched by claim or by paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np

    from kg.graph.part import Part

_HEX = 16
"""Digits at the end of a claim's IRI that tell it from all others."""


class Said:
    """Rows of claim, paper's number and confidence, sorted by claim."""

    def __init__(self, claims: bytes = b"", papers: bytes = b"", sure: bytes = b"") -> None:
        """Take the three columns as `plain` gives them."""
        import numpy as np

        self._claims = np.frombuffer(claims, np.uint64)
        self._papers = np.frombuffer(papers, np.int64)
        self._sure = np.frombuffer(sure, np.float64)

    def plain(self) -> tuple[bytes, bytes, bytes]:
        """Return the columns as bytes."""
        return self._claims.tobytes(), self._papers.tobytes(), self._sure.tobytes()

    def without(self, papers: Iterable[int], added: Rows) -> Said:
        """Return the table without the word of some papers, and with other rows."""
        import numpy as np

        stays = ~np.isin(self._papers, np.fromiter(papers, np.int64))
        columns = zip((self._claims, self._papers, self._sure), added.columns(), strict=True)
        claims, numbers, sure = (np.concatenate([old[stays], new]) for old, new in columns)
        order = np.argsort(claims, kind="stable")
        said = Said()
        said._claims, said._papers, said._sure = claims[order], numbers[order], sure[order]
        return said

    def of(self, claim: str) -> list[tuple[int, float]]:
        """Return who makes a claim, given as a term: numbers of papers with confidences."""
        digits = digits_of(claim)
        start, end = self._range(digits)
        return list(zip(self._papers[start:end].tolist(), self._sure[start:end].tolist(), strict=True))

    def holds(self, claim: str) -> bool:
        """Tell whether anyone makes a claim."""
        start, end = self._range(digits_of(claim))
        return start < end

    def by(self, papers: Iterable[int]) -> Iterator[str]:
        """Yield the last digits of the claims that some papers make, each once."""
        import numpy as np

        rows = np.isin(self._papers, np.fromiter(papers, np.int64))
        return (f"{claim:0{_HEX}x}" for claim in np.unique(self._claims[rows]).tolist())

    def _range(self, digits: int) -> tuple[int, int]:
        import numpy as np

        value: np.uint64 = np.uint64(digits)
        return int(np.searchsorted(self._claims, value, "left")), int(np.searchsorted(self._claims, value, "right"))


class Rows:
    """Rows to come."""

    def __init__(self) -> None:
        """Begin with none."""
        self._claims: list[int] = []
        self._papers: list[int] = []
        self._sure: list[float] = []

    def add(self, paper: int, part: Part) -> None:
        """Add what a paper says."""
        for claim, _, confidence in part.said:
            self._claims.append(digits_of(claim))
            self._papers.append(paper)
            self._sure.append(confidence)

    def columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return claims, papers and confidences."""
        import numpy as np

        return np.array(self._claims, np.uint64), np.array(self._papers, np.int64), np.array(self._sure, np.float64)


def digits_of(claim: str) -> int:
    """Return the hash at the end of a claim's term."""
    return int(claim[-_HEX - 1 : -1], 16)
