"""How the server is set up: one frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

TITLE = "Papers, as a graph"
"""What a site is called unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set of a server; each default stands here and nowhere else."""

    graph: Path = Path("outputs")
    """A graph file, or the folder of a build."""
    host: str = "127.0.0.1"
    port: int = 8000
    title: str = TITLE
    timeout: float = 10.0
    """Seconds that one query may take; it is stopped then."""
    workers: int = 4
    """Processes that may answer queries of users; the pages have as many of their own. Each starts when needed."""
    waiting: int = 200
    """Requests that may wait for a worker; more are turned away (503)."""
    patience: float = 20.0
    """Seconds for which a request waits for a worker."""
    body: int = 256 * 1024
    """Bytes that a request's body may have."""
    answer: int = 32 * 1024 * 1024
    """Bytes that an answer may have."""
    memory: int = 3 * 1024 * 1024 * 1024
    """Bytes of data that one worker may have."""
    slow: float = 10.0
    """Seconds in which a client must have sent its headers, and then its body."""
    cached: int = 64 * 1024 * 1024
    """Bytes of answers that are kept for those who ask the same."""
    kept: int = 256 * 1024 * 1024
    """Bytes of costly answers that are kept on disk, beside the store, for the next start."""
    prepared: int = 800
    """Questions about the best known things that the server asks itself; 0 for none."""
    preparing: float = 15.0
    """Seconds of the first start on a graph for which that comes first; later it is done when nobody else asks."""
    queries: tuple[Path, ...] = ()
    """Folders of named queries besides ours."""
