"""What the page shows, as plain values: the nouns between the graph and the file.

Nodes, facts and the rest refer to one another by position in their lists, so that a page of a million
facts stays small. Offsets are Unicode code points; they become UTF-16 units only when the page is packed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

NOTHING = -1
"""The position that stands for no node."""


class Node(NamedTuple):
    """A paper or a thing."""

    key: str
    """Short name for the URL fragment, unique in the page: ``model/videoagent``, ``2403.10517``."""
    iri: str
    type: str
    """Local name of its class: ``Paper``, ``Model``, ``Benchmark`` ..."""
    en: str
    """Preferred English name, or empty."""
    zh: str
    """Preferred Chinese name, or empty."""
    aliases: tuple[str, ...] = ()
    published: str = ""
    authors: tuple[str, ...] = ()


class Quote(NamedTuple):
    """A sentence of a paper, and the words of it on which something rests."""

    paper: int
    field: str
    """One of `kg.model.FIELDS`."""
    sentence: str
    start: int
    end: int


class Fact(NamedTuple):
    """Subject, predicate, object; ``predicate`` is the local name, such as ``evaluatedOn``."""

    subject: int
    predicate: str
    object: int
    confidence: float = 1.0
    quotes: tuple[int, ...] = ()
    papers: tuple[int, ...] = ()


class Result(NamedTuple):
    """A reported outcome; numbers are kept as the text of a decimal."""

    subject: int
    metric: int
    benchmark: int
    baseline: int
    paper: int
    value: str
    value_max: str = ""
    unit: str = ""
    comparator: str = "="
    setting: str = ""
    verbatim: str = ""
    quotes: tuple[int, ...] = ()


class Quantity(NamedTuple):
    """A number that describes a thing."""

    entity: int
    property: str
    value: str
    unit: str
    verbatim: str
    paper: int
    quotes: tuple[int, ...] = ()


class Link(NamedTuple):
    """An address that a paper gives."""

    paper: int
    rel: str
    url: str


@dataclass(slots=True)
class PageData:
    """Everything that one page can show. ``facts`` holds no two with one subject, predicate and object."""

    title: str = "Knowledge graph"
    nodes: list[Node] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
