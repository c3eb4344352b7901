"""Three papers of our own making, as extractions, as a resolution and as a graph."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kg.graph import KnowledgeGraph, build_graph
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

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

# A slow machine is no fault of the code: no test of ours fails for taking long.
settings.register_profile("kg", deadline=None)
settings.load_profile("kg")

_ENTITIES = {
    "model/videoagent": Entity("model/videoagent", "Model", {"en": "VideoAgent"}),
    "model/dreamreward": Entity("model/dreamreward", "Model", {"en": "DreamReward"}, ("梦奖",)),
    "model/reward3d": Entity("model/reward3d", "Model", {"en": "Reward3D"}),
    "method/dreamfl": Entity("method/dreamfl", "Method", {"en": "DreamFL"}, ("Dream feedback learning",)),
    "method/llm": Entity("method/llm", "Method", {"en": "large language model", "zh": "大语言模型"}, ("LLM",)),
    "benchmark/egoschema": Entity("benchmark/egoschema", "Benchmark", {"en": "EgoSchema"}),
    "metric/accuracy": Entity("metric/accuracy", "Metric", {"en": "accuracy", "zh": "准确率"}),
    "task/video-qa": Entity("task/video-qa", "Task", {"en": "video question answering", "zh": "视频问答"}),
}


class Paper:
    """A document in the making: things by their entities' ids, evidence by the words that bear it."""

    def __init__(self, document: str, **texts: str) -> None:
        """Take the id and the texts by field."""
        self.document = Document(
            document,
            tuple(Field(*item) for item in texts.items()),
            "digests/made-up.md",
            1,
            f"https://arxiv.org/abs/{document}",
        )
        self.entities: list[str] = []
        self.parts: dict[str, list[object]] = {}

    def evidence(self, words: str, component: str) -> Evidence:
        """Return the first place of the words."""
        field = next(each for each in self.document.fields if words in each.text)
        start = field.text.index(words)
        return Evidence(self.document.id, field.name, start, start + len(words), words, (0, len(field.text)), component)

    def thing(self, entity: str) -> str:
        """Return this document's id of an entity."""
        if entity == "paper":
            return entity
        if entity not in self.entities:
            self.entities.append(entity)
        return f"e{self.entities.index(entity) + 1}"

    def mention(self, entity: str, words: str) -> None:
        """Add a mention."""
        mention = Mention(self.thing(entity), _ENTITIES[entity].type, self.evidence(words, "kg_mentions"), 0.9)
        self.parts.setdefault("mentions", []).append(mention)

    def fact(self, subject: str, predicate: str, object_: str, words: str, confidence: float = 0.9) -> None:
        """Add a fact."""
        evidence = (self.evidence(words, "kg_facts"),)
        fact = Fact(self.thing(subject), predicate, self.thing(object_), evidence, confidence)
        self.parts.setdefault("facts", []).append(fact)

    def result(self, subject: str, value: str, words: str, setting: str | None = None) -> None:
        """Add an accuracy on EgoSchema."""
        metric, benchmark = self.thing("metric/accuracy"), self.thing("benchmark/egoschema")
        self.parts.setdefault("results", []).append(
            Result(
                self.thing(subject),
                Decimal(value),
                "%",
                metric,
                benchmark,
                setting=setting,
                text=words,
                evidence=(self.evidence(words, "kg_results"),),
                confidence=0.8,
            )
        )

    def extraction(self) -> Extraction:
        """Return the extraction."""
        things = tuple(
            Thing(self.thing(each), _ENTITIES[each].type, tuple(_ENTITIES[each].names.values()), 0.9)
            for each in list(self.entities)
        )
        return Extraction(self.document, things, **{key: tuple(each) for key, each in self.parts.items()})  # type: ignore[arg-type]


def _video() -> Paper:
    paper = Paper(
        "2403.00001",
        title_en="VideoAgent: looking twice",
        title_zh="VideoAgent：再看一眼",
        abstract_zh="本文提出 VideoAgent，用大语言模型做视频问答，零样本在 EgoSchema 上达到 54.1%。"
        "代码：https://example.org/va",
    )
    paper.mention("model/videoagent", "VideoAgent")
    paper.mention("method/llm", "大语言模型")
    paper.fact("paper", "proposes", "model/videoagent", "提出 VideoAgent")
    paper.fact("paper", "addresses", "task/video-qa", "做视频问答")
    paper.fact("model/videoagent", "uses", "method/llm", "VideoAgent，用大语言模型")
    paper.fact("model/videoagent", "evaluatedOn", "benchmark/egoschema", "在 EgoSchema 上")
    paper.result("model/videoagent", "54.1", "54.1%", "zero-shot")
    paper.parts["links"] = [
        Link("code", "https://example.org/va", (paper.evidence("https://example.org/va", "kg_links"),))
    ]
    return paper


def _dream() -> Paper:
    paper = Paper(
        "2403.00002",
        title_en="DreamReward: shapes that people like",
        abstract_en="DreamReward consists of Reward3D and DreamFL. It uses a large language model. "
        "Reward3D saw 25,000 pairs.",
    )
    paper.mention("model/dreamreward", "DreamReward")
    paper.fact("paper", "proposes", "model/dreamreward", "DreamReward")
    paper.fact("model/reward3d", "partOf", "model/dreamreward", "DreamReward consists of Reward3D")
    paper.fact("method/dreamfl", "partOf", "model/dreamreward", "DreamReward consists of Reward3D and DreamFL")
    paper.fact("model/dreamreward", "uses", "method/llm", "uses a large language model", 0.7)
    paper.parts["quantities"] = [
        Quantity(
            paper.thing("model/reward3d"),
            "size",
            Decimal(25000),
            "pairs",
            "25,000 pairs",
            (paper.evidence("25,000 pairs", "kg_quantities"),),
            0.8,
        )
    ]
    return paper


def _again() -> Paper:
    paper = Paper(
        "10.1000/again",
        title_en="VideoAgent again",
        abstract_en="We measure 50.2% for VideoAgent on EgoSchema, compare it with DreamReward; it uses an LLM too.",
    )
    paper.fact("model/videoagent", "comparedWith", "model/dreamreward", "compare it with DreamReward")
    paper.fact("model/videoagent", "uses", "method/llm", "it uses an LLM", 0.6)
    paper.result("model/videoagent", "50.2", "50.2%")
    return paper


@pytest.fixture(scope="session")
def extractions() -> list[Extraction]:
    """Return the papers' extractions."""
    return [paper.extraction() for paper in (_video(), _dream(), _again())]


@pytest.fixture(scope="session")
def resolution(extractions: list[Extraction]) -> Resolution:
    """Return which entity each of the papers' things is."""
    names = {next(iter(entity.names.values())): entity.id for entity in _ENTITIES.values()}
    pairs = {
        (extraction.document.id, thing.id): names[thing.names[0]]
        for extraction in extractions
        for thing in extraction.things
    }
    llm = [pair for pair, entity in pairs.items() if entity == "method/llm"]
    merges = tuple(Merge(*pair, "method/llm", "term: LLM = 大语言模型", 0.9) for pair in llm)
    return Resolution(_ENTITIES, pairs, merges)


@pytest.fixture(scope="session")
def graph(extractions: list[Extraction], resolution: Resolution) -> KnowledgeGraph:
    """Return the papers' graph, to be read and not changed."""
    return build_graph(extractions, resolution, version="0123abcd")


NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
ARGUMENTS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
PATIENCE = 120_000
"""Milliseconds to wait before something counts as not happening: slow machines are no fault of the page."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser, one for all tests; without Chromium they are skipped, but not in CI."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium found; install it (apt-get install chromium) or name it in CHROMIUM")
        pytest.skip("no Chromium found; install it or name it in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(ARGUMENTS), timeout=PATIENCE)
        yield browser
        browser.close()
