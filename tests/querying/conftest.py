"""Five papers of our own making, as a graph: small, and with every case that the named queries ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kg.graph.building import build_graph
from kg.model import (
    Document,
    Entity,
    Evidence,
    Extraction,
    Fact,
    Field,
    Link,
    Mention,
    Merge,
    Quantity,
    Resolution,
    Result,
    Thing,
)
from kg.querying import cache, names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyoxigraph as ox

    from kg.graph.knowledge import KnowledgeGraph

settings.register_profile("querying", deadline=None)
settings.load_profile("querying")

ENTITIES = {
    "model/kestrel": ("Model", {"en": "Kestrel", "zh": "红隼"}, ("Kestrel agent",)),
    "model/kestrel-2": ("Model", {"en": "Kestrel-2"}, ()),
    "model/heron": ("Model", {"en": "Heron"}, ()),
    "model/heron-2": ("Model", {"en": "Heron"}, ()),
    "model/basalt-7b": ("Model", {"en": "Basalt-7B"}, ("Basalt",)),
    "method/tide-tuning": ("Method", {"en": "Tide Tuning", "zh": "潮汐微调"}, ("TT",)),
    "method/lantern-search": ("Method", {"en": "lantern search"}, ()),
    "benchmark/harborqa": ("Benchmark", {"en": "HarborQA"}, ("Harbor-QA", "港湾问答")),
    "benchmark/cliffbench": ("Benchmark", {"en": "CliffBench"}, ()),
    "dataset/reef-1m": ("Dataset", {"en": "Reef-1M"}, ()),
    "task/long-video-understanding": ("Task", {"en": "long video understanding", "zh": "长视频理解"}, ()),
    "task/map-reading": ("Task", {"en": "map reading"}, ()),
    "metric/accuracy": ("Metric", {"en": "accuracy", "zh": "准确率"}, ()),
    "software/quaykit": ("Software", {"en": "QuayKit"}, ()),
    "organization/northlight-lab": ("Organization", {"en": "Northlight Lab"}, ()),
}
"""Entity id -> class, names, aliases."""

MERGES = (
    Merge("2401.00001", "model/kestrel", "model/kestrel", "same name: Kestrel"),
    Merge("2401.00001", "model/kestrel", "model/kestrel", "translation: 红隼 = Kestrel (100% of its uses)", 0.9),
    Merge("2402.00002", "model/kestrel", "model/kestrel", "same name: Kestrel"),
    Merge("2402.00003", "model/heron", "model/heron", "homonym: 2402.00003 proposes it"),
    Merge("2403.00004", "model/heron-2", "model/heron-2", "homonym: 2403.00004 proposes it"),
)


@dataclass
class Paper:
    """One paper, its facts and results given by entity ids and the words that say so."""

    id: str
    title_en: str
    title_zh: str
    abstract: str
    facts: list[tuple[str, str, str, str]] = field(default_factory=list)
    """Subject, predicate, object, words."""
    results: list[tuple[str, str, str, str, str | None]] = field(default_factory=list)
    """Subject, benchmark, value, words, baseline."""
    quantities: list[tuple[str, str, str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    published: str | None = None


PAPERS = [
    Paper(
        "2401.00001",
        "Kestrel: an agent that watches long videos",
        "红隼：观看长视频的智能体",
        "We introduce Kestrel, an agent for long video understanding. Kestrel is based on Basalt-7B and uses lantern "
        "search. On HarborQA, Kestrel reaches 61.5% accuracy, better than Heron.",
        [
            ("paper", "proposes", "model/kestrel", "We introduce Kestrel"),
            ("paper", "addresses", "task/long-video-understanding", "an agent for long video understanding"),
            ("model/kestrel", "basedOn", "model/basalt-7b", "Kestrel is based on Basalt-7B"),
            ("model/kestrel", "uses", "method/lantern-search", "uses lantern search"),
            ("model/kestrel", "evaluatedOn", "benchmark/harborqa", "On HarborQA, Kestrel"),
            ("model/kestrel", "outperforms", "model/heron", "better than Heron"),
            ("model/kestrel", "measuredBy", "metric/accuracy", "61.5% accuracy"),
        ],
        [("model/kestrel", "benchmark/harborqa", "61.5", "61.5% accuracy", "model/heron")],
        links=[("code", "https://example.org/kestrel")],
    ),
    Paper(
        "2402.00002",
        "Kestrel-2: tide tuning for agents",
        "红隼二代：智能体的潮汐微调",
        "Kestrel-2 is based on Kestrel. It is trained on Reef-1M with Tide Tuning and lantern search. It reaches "
        "70.25% on HarborQA, where Kestrel reaches 60.1% accuracy. Tide Tuning is part of Kestrel-2.",
        [
            ("paper", "proposes", "model/kestrel-2", "Kestrel-2 is based on Kestrel"),
            ("paper", "addresses", "task/long-video-understanding", "Kestrel-2"),
            ("model/kestrel-2", "basedOn", "model/kestrel", "Kestrel-2 is based on Kestrel"),
            ("model/kestrel-2", "trainedOn", "dataset/reef-1m", "trained on Reef-1M"),
            ("model/kestrel-2", "uses", "method/tide-tuning", "with Tide Tuning"),
            ("model/kestrel-2", "uses", "method/lantern-search", "lantern search"),
            ("method/tide-tuning", "partOf", "model/kestrel-2", "Tide Tuning is part of Kestrel-2"),
            ("model/kestrel-2", "evaluatedOn", "benchmark/harborqa", "on HarborQA"),
            ("model/kestrel", "evaluatedOn", "benchmark/harborqa", "where Kestrel reaches 60.1% accuracy"),
            ("model/kestrel-2", "comparedWith", "model/kestrel", "where Kestrel reaches 60.1%"),
        ],
        [
            ("model/kestrel-2", "benchmark/harborqa", "70.25", "70.25%", "model/kestrel"),
            ("model/kestrel", "benchmark/harborqa", "60.1", "60.1% accuracy", None),
        ],
        links=[("project", "https://example.org/kestrel-2")],
    ),
    Paper(
        "2402.00003",
        "Heron and CliffBench",
        "苍鹭与悬崖基准",
        "We present Heron, and CliffBench, a benchmark for map reading with 1,200 problems. Heron uses lantern "
        "search and is evaluated on CliffBench.",
        [
            ("paper", "proposes", "model/heron", "We present Heron"),
            ("paper", "proposes", "benchmark/cliffbench", "and CliffBench, a benchmark"),
            ("paper", "addresses", "task/map-reading", "map reading"),
            ("model/heron", "uses", "method/lantern-search", "Heron uses lantern search"),
            ("model/heron", "evaluatedOn", "benchmark/cliffbench", "is evaluated on CliffBench"),
        ],
        quantities=[("benchmark/cliffbench", "size", "1200", "1,200 problems")],
    ),
    Paper(
        "2403.00004",
        "Heron, a model of tides",
        "苍鹭：潮汐模型",
        "This Heron is based on Basalt-7B, and Tide Tuning improves Basalt-7B. QuayKit is released.",
        [
            ("paper", "proposes", "model/heron-2", "This Heron"),
            ("paper", "proposes", "software/quaykit", "QuayKit is released"),
            ("model/heron-2", "basedOn", "model/basalt-7b", "This Heron is based on Basalt-7B"),
            ("method/tide-tuning", "improves", "model/basalt-7b", "Tide Tuning improves Basalt-7B"),
        ],
        quantities=[("model/basalt-7b", "parameters", "7000000000", "Basalt-7B")],
        links=[("code", "https://example.org/quaykit")],
        published="2024-03-09",
    ),
    Paper(
        "2403.00005",
        "Reading maps by lantern",
        "借灯读图",
        "With lantern search and Tide Tuning we address map reading on CliffBench and HarborQA. "
        "Kestrel is based on Basalt-7B.",
        [
            ("paper", "uses", "method/lantern-search", "With lantern search"),
            ("paper", "uses", "method/tide-tuning", "Tide Tuning"),
            ("paper", "addresses", "task/map-reading", "map reading"),
            ("paper", "evaluatedOn", "benchmark/cliffbench", "on CliffBench"),
            ("paper", "evaluatedOn", "benchmark/harborqa", "HarborQA"),
            ("model/kestrel", "basedOn", "model/basalt-7b", "Kestrel is based on Basalt-7B"),
        ],
    ),
]


def graph() -> KnowledgeGraph:
    """Return the graph of the specimen papers."""
    extractions = [_extraction(paper) for paper in PAPERS]
    entity_of = {(item.document.id, thing.id): thing.id for item in extractions for thing in item.things}
    entities = {
        id_: Entity(
            id_,
            kind,
            names,
            aliases,
            same_as=("http://www.wikidata.org/entity/Q1",) if id_ == "task/map-reading" else (),
        )
        for id_, (kind, names, aliases) in ENTITIES.items()
    }
    return build_graph(extractions, Resolution(entities, entity_of, MERGES), version="specimen")


def write(folder: Path) -> Path:
    """Write the specimen's graph.nt and evidence.nt to a folder, and return the first."""
    built = graph()
    (folder / "evidence.nt").write_text("".join(f"{line}\n" for line in built.evidence()), encoding="utf-8")
    target = folder / "graph.nt"
    target.write_text("".join(f"{line}\n" for line in built.triples()), encoding="utf-8")
    return target


def _extraction(paper: Paper) -> Extraction:
    """Return what stands in one paper; a thing's id is its entity's."""
    fields = (
        Field("title_en", paper.title_en),
        Field("title_zh", paper.title_zh),
        Field("abstract_en", paper.abstract),
    )
    named = {name for fact in paper.facts for name in (fact[0], fact[2]) if name != "paper"}
    named |= {name for item in paper.results for name in (item[0], item[1], item[4], "metric/accuracy") if name}
    named |= {item[0] for item in paper.quantities}
    return Extraction(
        document=Document(paper.id, fields, path="digest.md", published=paper.published, authors=("A. Author",)),
        things=tuple(Thing(name, ENTITIES[name][0], (ENTITIES[name][1]["en"],), 0.9) for name in sorted(named)),
        mentions=tuple(_mentions(paper, named)),
        facts=tuple(Fact(s, p, o, (_evidence(paper, words, "kg_facts"),), 0.8) for s, p, o, words in paper.facts),
        results=tuple(
            Result(
                subject=subject,
                value=Decimal(value),
                unit="%",
                metric="metric/accuracy",
                benchmark=benchmark,
                baseline=baseline,
                text=words,
                evidence=(_evidence(paper, words, "kg_results"),),
            )
            for subject, benchmark, value, words, baseline in paper.results
        ),
        quantities=tuple(
            Quantity(entity, what, Decimal(value), None, words, (_evidence(paper, words, "kg_quantities"),))
            for entity, what, value, words in paper.quantities
        ),
        links=tuple(Link(rel, url) for rel, url in paper.links),
    )


def _mentions(paper: Paper, named: set[str]) -> list[Mention]:
    """Return the first mention of each name in the abstract."""
    found = []
    for entity in sorted(named):
        kind, names, _ = ENTITIES[entity]
        if names["en"] in paper.abstract:
            found.append(Mention(entity, kind, _evidence(paper, names["en"], "kg_mentions")))
    return found


def _evidence(paper: Paper, words: str, component: str) -> Evidence:
    """Return the first place of some words in the abstract, with the sentence around it."""
    start = paper.abstract.index(words)
    end = start + len(words)
    opening = paper.abstract.rfind(". ", 0, start) + 2 if ". " in paper.abstract[:start] else 0
    closing = paper.abstract.find(". ", end)
    closing = len(paper.abstract) if closing < 0 else closing + 1
    return Evidence(paper.id, "abstract_en", start, end, words, (opening, closing), component)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep stores in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory, _own_cache: None) -> Path:
    """Return the specimen's graph.nt, with evidence.nt beside it."""
    return write(tmp_path_factory.mktemp("specimen"))


@pytest.fixture(scope="session")
def store(graph_file: Path) -> ox.Store:
    """Return the specimen as a store."""
    return cache.open_store(cache.graph_files(graph_file))


@pytest.fixture(scope="session")
def named_things(graph_file: Path, store: ox.Store) -> Iterator[names.Names]:
    """Return the specimen's names."""
    files = cache.graph_files(graph_file)
    found = names.open_names(store, cache.names_file(cache.store_folder(files)))
    yield found
    found.close()
