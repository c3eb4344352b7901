"""Made-up papers for the page's benchmarks and tests: as many as asked for, always the same.

Papers speak of a field's own things and, now and then, of what everyone knows; names and how often they
occur follow Zipf's law, prose is drawn from a vocabulary of made-up two-character words.
"""

from __future__ import annotations

import re

import numpy as np

from kg.exporting.html.page import NOTHING, Fact, Link, Node, PageData, Quantity, Quote, Result

TYPES = ("Method", "Task", "Model", "Benchmark", "Metric", "Dataset", "Software", "Organization")
SHARES = (0.36, 0.28, 0.13, 0.07, 0.07, 0.05, 0.03, 0.01)
PREDICATES = {
    "Method": "uses",
    "Task": "addresses",
    "Model": "comparedWith",
    "Benchmark": "evaluatedOn",
    "Metric": "measuredBy",
    "Dataset": "trainedOn",
    "Software": "uses",
    "Organization": "mentions",
}
SYLLABLES = re.findall("[a-z]+", "ra no ve lin tor mi da sel pho ka ren lu bo xi gra te mon sa qui fer")
COMMON = 0.2
"""The share of facts that speak of what every field knows."""
SENTENCES = 7
"""Sentences of an abstract that bear facts."""


def synthetic_page(papers: int, things: int, facts: int, seed: int = 3) -> PageData:
    """Return a page of so many papers and things, and about so many facts."""
    draw = np.random.default_rng(seed)
    page = PageData(f"{papers:,} made-up papers")
    page.nodes = [_paper(at) for at in range(papers)]
    kinds = draw.choice(len(TYPES), things, p=SHARES)
    page.nodes += [_thing(at, TYPES[kind]) for at, kind in enumerate(kinds.tolist())]
    prose = _Prose(page, _sentences(papers, draw))
    _facts(page, (papers, things, facts), draw, prose)
    _results(page, draw, prose)
    page.links = [Link(at, "code", f"https://github.com/example/{at}") for at in range(0, papers, 4)]
    return page


def _paper(at: int) -> Node:
    name = _name(at * 7 + 1).title()
    return Node(
        f"24{at // 10_000:02d}.{at % 10_000:05d}",
        f"https://arxiv.org/abs/24{at // 10_000:02d}.{at % 10_000:05d}",
        "Paper",
        f"{name}: {_name(at * 3)} {_name(at * 5)} with {_name(at % 97)}",
        f"{name}：第{at}篇论文",
        published="2024",
    )


def _thing(at: int, kind: str) -> Node:
    name = f"{_name(at)} {_name(at // 7)}" if kind in {"Method", "Task", "Metric"} else f"{_name(at).title()}-{at % 10}"
    key = f"{kind.lower()}/{name.lower().replace(' ', '-')}"
    return Node(
        key,
        f"https://w3id.org/paperkg/id/{key}",
        kind,
        name,
        f"事物{at}" if at % 3 == 0 else "",
        (f"{name[:4].upper()}{at}",),
    )


def _name(number: int) -> str:
    """A pronounceable name for each number."""
    parts = []
    number += 11
    while number:
        number, part = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[part])
    return "".join(parts)


class _Prose:
    """Quotes of made-up sentences, one for each time that something is said."""

    def __init__(self, page: PageData, sentences: list[str]) -> None:
        self.page, self.sentences = page, sentences

    def quote(self, paper: int, turn: int) -> int:
        """Add a quote and return its number."""
        sentence = self.sentences[paper * SENTENCES + turn % SENTENCES]
        start = turn % 19
        self.page.quotes.append(Quote(paper, "abstract_zh", sentence, start, start + 6 + turn % 13))
        return len(self.page.quotes) - 1


def _sentences(papers: int, draw: np.random.Generator) -> list[str]:
    words = ["".join(chr(0x4E00 + int(code)) for code in pair) for pair in draw.integers(0, 3500, (6000, 2))]
    picked = np.minimum(draw.zipf(1.25, papers * SENTENCES * 22), len(words)) - 1
    picked = picked.reshape(-1, 22)
    return ["".join(words[word] for word in row) + "。" for row in picked.tolist()]


def _facts(page: PageData, counts: tuple[int, int, int], draw: np.random.Generator, prose: _Prose) -> None:
    """Each paper draws from its field; a thing is drawn the more often, the lower its number in the field."""
    papers, things, facts = counts
    fields = max(4, papers // 120)
    owner = draw.integers(0, fields, papers)
    source = draw.integers(0, papers, facts)
    spread = (draw.random(facts) ** 2.2 * (things // fields)).astype(int)
    common = draw.random(facts) < COMMON
    target = np.where(common, (draw.random(facts) ** 6 * things).astype(int), spread * fields + owner[source])
    target = np.minimum(target, things - 1)
    # Each thing is spoken of at least once, by a paper of its field.
    first = min(things, facts)
    target[:first] = np.arange(first)
    by_field = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[by_field], np.arange(fields))
    sizes = np.maximum(np.bincount(owner, minlength=fields), 1)
    field = np.arange(first) % fields
    source[:first] = by_field[np.minimum(starts[field] + source[:first] % sizes[field], papers - 1)]
    seen: dict[tuple[int, str, int], list[int]] = {}
    order = np.lexsort((target, source))
    own: dict[int, int] = {}
    for at in order.tolist():
        paper, thing = int(source[at]), int(target[at]) + papers
        kind = page.nodes[thing].type
        if kind in {"Model", "Method"} and paper not in own:
            own[paper] = thing
            key = (paper, "proposes", thing)
        elif kind == "Task" or own.get(paper, thing) == thing:
            key = (paper, "addresses" if kind == "Task" else "uses", thing)
        else:
            key = (own[paper], PREDICATES[kind], thing)
        seen.setdefault(key, []).append(paper)
    for turn, ((subject, predicate, thing), said) in enumerate(seen.items()):
        by = tuple(sorted(set(said)))
        quotes = tuple(prose.quote(paper, turn) for paper in by[:3])
        page.facts.append(Fact(subject, predicate, thing, 0.9, quotes, by))


def _results(page: PageData, draw: np.random.Generator, prose: _Prose) -> None:
    values = draw.integers(300, 990, len(page.facts)).tolist()
    for fact, value in zip(page.facts, values, strict=True):
        if fact.predicate == "evaluatedOn":
            paper = fact.papers[0]
            ends = (fact.subject, NOTHING, fact.object, NOTHING, paper)
            page.results.append(Result(*ends, f"{value / 10}", unit="%", quotes=(prose.quote(paper, value),)))
    page.quantities = [
        Quantity(
            fact.subject,
            "parameters",
            f"{at}000000000",
            "",
            f"{at}B",
            fact.papers[0],
            (prose.quote(fact.papers[0], at),),
        )
        for at, fact in enumerate(page.facts[:2000:50], 1)
    ]
