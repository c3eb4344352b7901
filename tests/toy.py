"""An extractor of our own, for graphs that grow: what it finds stands in brackets."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.model import Evidence, Extraction, Fact, Link, Mention, Quantity, Result, Thing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.config import Config
    from kg.model import Document


class Toy:
    """An extractor of our own: sentences such as ``[Model Atlas] uses [Method LLM]``, and how often it ran.

    ``[Model Atlas] scores 5`` is a result, ``[Model Atlas] has 5`` a quantity; the confidence is the sentence's length.
    """

    def __init__(self) -> None:
        """Begin with no paper read."""
        self.read: list[str] = []
        self.version = "toy-1"

    def extract_all(self, documents: Iterable[Document], config: Config | None = None) -> Iterator[Extraction]:
        """Yield the extractions of the papers."""
        del config
        for document in documents:
            self.read.append(document.id)
            yield toy_extraction(document)


def toy_extraction(document: Document) -> Extraction:
    field = next(each for each in document.fields if each.name.startswith("abstract"))
    things: dict[str, Thing] = {}
    mentions = []
    for match in re.finditer(r"\[(\w+) ([^\]]+)\]", field.text):
        thing = things.setdefault(match[2], Thing(f"e{len(things) + 1}", match[1], (match[2],), 0.9))
        at = Evidence(document.id, field.name, *match.span(2), match[2], (0, len(field.text)), "toy")
        mentions.append(Mention(thing.id, match[1], at, 0.9))
    facts = []
    for match in re.finditer(r"\[\w+ ([^\]]+)\] (\w+) \[\w+ ([^\]]+)\]", field.text):
        at = Evidence(document.id, field.name, *match.span(), match[0], (0, len(field.text)), "toy")
        subject = "paper" if match[2] == "proposes" else things[match[1]].id
        facts.append(Fact(subject, match[2], things[match[3]].id, (at,), 0.5 + len(match[0]) / 200))
    results, quantities = [], []
    for match in re.finditer(r"\[\w+ ([^\]]+)\] (scores|has) (\d)", field.text):
        at = Evidence(document.id, field.name, *match.span(), match[0], (0, len(field.text)), "numbers")
        thing, value, words = things[match[1]].id, Decimal(match[3]), match[0][-12:]
        if match[2] == "has":
            quantities.append(Quantity(thing, "count", value, text=words, evidence=(at,), confidence=0.7))
        else:
            results.append(Result(thing, value, "%", text=words, evidence=(at,), confidence=0.7))
    links = []
    for match in re.finditer(r"at (\d)", field.text):
        at = Evidence(document.id, field.name, *match.span(), match[0], (0, len(field.text)), "links")
        links.append(Link("code", f"https://example.org/{match[1]}", (at,)))
    found = (tuple(mentions), tuple(facts), tuple(results), tuple(quantities), tuple(links))
    return Extraction(document, tuple(things.values()), *found)
