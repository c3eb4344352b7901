from __future__ import annotations

import json
import os
import random
import shutil
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
from toy import Toy, toy_extraction

from kg import extraction
from kg.build import build_to, change, plan, reporting
from kg.config import Config
from kg.exporting import file_name
from kg.exporting.html import write_html
from kg.graph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILES = ("graph.ttl", "evidence.ttl", "extractions.jsonl")
NAMES = [
    "Atlas",
    "Atlas-2",
    "Atlas-2.5",
    "Borealis",
    "LLM",
    "large language model",
    "大语言模型",
    "RL",
    "reinforcement learning",
]
VERBS = ["proposes", "uses", "improves"]
FIRST, SEQUENCES = int(os.environ.get("KG_FIRST_SEQUENCE", "100")), int(os.environ.get("KG_SEQUENCES", "20"))
"""Random sequences that the slow test walks (10,000 once in a while), and the first: two processes can share them."""
FORMATS = tuple(filter(None, os.environ.get("KG_FORMATS", "").split(",")))
"""Formats that the slow test writes and compares besides."""


@pytest.fixture(autouse=True)
def _always_update(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set what changed into the files, however much it is: the graphs here are small."""
    monkeypatch.setattr(change, "MOST", 9.0)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Toy:
    """Put the toy in the extractor's place."""
    toy = Toy()
    monkeypatch.setattr(extraction, "extract_all", toy.extract_all)
    monkeypatch.setattr(extraction, "pipeline_version", lambda: toy.version)
    return toy


Papers = dict[str, str]


def _write(folder: Path, papers: Papers) -> Path:
    path = folder / "papers.jsonl"
    records = ({"id": id_, "title": f"On {id_}", "abstract": text} for id_, text in papers.items())
    path.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), encoding="utf-8")
    return path


def _build(  # noqa: PLR0913 - by name
    folder: Path,
    papers: Papers,
    output: str,
    *,
    fresh: bool = False,
    remove: Iterable[str] = (),
    formats: tuple[str, ...] = (),
) -> list[bytes]:
    path = _write(folder, papers)
    build_to(folder / output, [path], Config(formats=formats), fresh=fresh, remove=remove)
    return [(folder / output / name).read_bytes() for name in (*FILES, *map(file_name, formats))]


def _text(pick: random.Random) -> str:
    def one() -> str:
        return f"[{pick.choice(['Model', 'Method', 'Task'])} {pick.choice(NAMES)}]"

    said = [f"{one()} {pick.choice(VERBS)} {one()}." for _ in range(pick.randint(1, 3))]
    said += [f"{one()} {pick.choice(['scores', 'has'])} {pick.randint(1, 3)}." for _ in range(pick.randint(0, 2))]
    return " ".join([*said, f"Code at {pick.randint(1, 3)}."][: pick.randint(1, 6)])


def _step(pick: random.Random, papers: Papers) -> None:
    """Add, change, remove or move a paper."""
    kind = pick.choice(["add", "add", "change", "remove", "move"])
    if kind == "add" or not papers:
        papers[f"24{pick.randint(10, 12)}.{pick.randint(1, 6):05}"] = _text(pick)
    elif kind == "change":
        papers[pick.choice(list(papers))] = _text(pick)
    elif kind == "remove" and len(papers) > 1:
        del papers[pick.choice(list(papers))]
    else:
        papers[last] = papers.pop(last := pick.choice(list(papers)))


def _walk(folder: Path, seed: int, formats: tuple[str, ...] = ()) -> None:
    pick = random.Random(seed)  # noqa: S311 - no secret
    papers: Papers = {}
    for _ in range(pick.randint(2, 4)):
        for _ in range(pick.randint(1, 2)):
            _step(pick, papers)
        grown = _build(folder, papers, "grown", formats=formats)
    assert grown == _build(folder, papers, "fresh", fresh=True, formats=formats), f"sequence {seed}: {papers}"


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("seed", range(20))
def test_what_has_grown_is_what_would_have_been_built_at_once(tmp_path: Path, seed: int) -> None:
    """Adding, changing, removing and moving papers in any order gives the bytes of a fresh build."""
    _walk(tmp_path, seed)


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("seed", range(20, 30))
def test_every_format_is_what_would_have_been_built_at_once(tmp_path: Path, seed: int) -> None:
    """The page and the other formats are those of a fresh build too, though graph.ttl is but brought up to date."""
    _walk(tmp_path, seed, ("html", "ntriples", "nquads", "nanopub", "graphml", "jsonld"))


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("seed", range(6))
def test_the_page_of_a_build_is_the_page_of_its_graph(tmp_path: Path, seed: int) -> None:
    """What is kept of each paper gives the page that the graph and its evidence give, whatever the texts hold."""
    pick = random.Random(seed)  # noqa: S311 - no secret
    odd = ['She said "so, and so" ;', "a\\b, c", "一、二 🫖", "x\u2028y\tz .", "<b>&amp;</b>", "lone \ud800 half"]
    papers = {f"2401.{at:05}": f"{pick.choice(odd)} {_text(pick)} {pick.choice(odd)}" for at in range(5)}
    out = tmp_path / "out"
    path = tmp_path / "papers.jsonl"
    records = ({"id": each, "title": f"On {pick.choice(odd)}", "abstract": text} for each, text in papers.items())
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    build_to(out, [path], Config(formats=("html",)))
    write_html(KnowledgeGraph.load(out / "graph.ttl", out / "evidence.ttl"), tmp_path / "graph.html")
    assert (out / "graph.html").read_bytes() == (tmp_path / "graph.html").read_bytes()


@pytest.mark.slow
@pytest.mark.usefixtures("toy")
def test_many_random_sequences_give_the_fresh_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sequence of adding, changing, removing and moving leaves a trace."""
    monkeypatch.setattr(reporting, "version", cache(reporting.version))  # else a third of the time
    for seed in range(FIRST, FIRST + SEQUENCES):
        (tmp_path / str(seed)).mkdir()
        _walk(tmp_path / str(seed), seed, FORMATS)
        shutil.rmtree(tmp_path / str(seed))


@pytest.mark.usefixtures("toy")
def test_the_graph_does_not_depend_on_the_order_of_papers(tmp_path: Path) -> None:
    """The same papers in another order give the same graph and evidence."""
    pick = random.Random(7)  # noqa: S311 - no secret
    papers = {f"2401.{at:05}": _text(pick) for at in range(9)}
    first = _build(tmp_path, papers, "one", fresh=True)
    turned = _build(tmp_path, dict(reversed(papers.items())), "two", fresh=True)
    assert turned[:2] == first[:2]


def test_only_what_changed_is_extracted_again(tmp_path: Path, toy: Toy) -> None:
    """A paper whose text and pipeline are as before is kept, wherever it stands now."""
    papers = {"2401.00001": "[Model Atlas] uses [Method LLM].", "2401.00002": "[Model Borealis] uses [Method RL]."}
    _build(tmp_path, papers, "out")
    toy.read.clear()
    _build(tmp_path, {"2401.00003": "[Model Atlas] uses [Method RL].", **papers}, "out")
    assert toy.read == ["2401.00003"]


def test_another_pipeline_extracts_all_again(tmp_path: Path, toy: Toy) -> None:
    """What an older pipeline found is not mixed with what this one finds."""
    papers = {"2401.00001": "[Model Atlas] uses [Method LLM]."}
    _build(tmp_path, papers, "out")
    toy.read.clear()
    toy.version = "toy-2"
    _build(tmp_path, papers, "out")
    assert toy.read == ["2401.00001"]


@pytest.mark.usefixtures("toy")
def test_removing_a_paper_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    """--remove leaves exactly what the other papers make."""
    papers = {"2401.00001": "[Model Atlas] uses [Method LLM].", "2401.00002": "[Model Atlas] improves [Method LLM]."}
    _build(tmp_path, papers, "out")
    removed = _build(tmp_path, papers, "out", remove=["2401.00002"])
    first = dict([next(iter(papers.items()))])
    assert removed == _build(tmp_path, first, "fresh", fresh=True)


def test_what_a_person_corrected_is_never_extracted_again(tmp_path: Path, toy: Toy) -> None:
    """A reviewed line stays though text and pipeline change, until its paper goes."""
    papers = {"2401.00001": "[Model Atlas] uses [Method LLM].", "2401.00002": "[Model Borealis] uses [Method RL]."}
    _build(tmp_path, papers, "out")
    lines = (tmp_path / "out" / "extractions.jsonl").read_text("utf-8").splitlines()
    corrected = json.loads(lines[0]) | {"reviewed": True, "relations": []}
    corrected.pop("relation_evidence", None)
    (tmp_path / "out" / "extractions.jsonl").write_text("\n".join([json.dumps(corrected), *lines[1:]]) + "\n", "utf-8")
    toy.version = "toy-2"
    _build(tmp_path, {**papers, "2401.00001": "[Model Borealis] uses [Method LLM]."}, "out")
    kept = json.loads((tmp_path / "out" / "extractions.jsonl").read_text("utf-8").splitlines()[0])
    assert kept["reviewed"]
    assert kept["relations"] == []
    assert "Atlas" in (tmp_path / "out" / "graph.ttl").read_text("utf-8")


@pytest.mark.usefixtures("toy")
def test_a_dry_run_says_what_would_happen_and_writes_nothing(tmp_path: Path) -> None:
    """Added, changed, kept and removed papers are named; the files stay."""
    papers = {"2401.00001": "[Model Atlas] uses [Method LLM].", "2401.00002": "[Model Atlas] uses [Method RL]."}
    before = _build(tmp_path, {**papers, "2401.00003": "[Task RL] uses [Method RL]."}, "out")
    path = _write(tmp_path, {**papers, "2401.00002": "[Model Atlas] uses [Model Borealis].", "2401.00004": "[Task RL]"})
    found = plan(tmp_path / "out", [path])
    assert (found.added, found.changed, found.kept) == (["2401.00004"], ["2401.00002"], ["2401.00001"])
    assert found.removed == ["2401.00003"]
    assert [(tmp_path / "out" / name).read_bytes() for name in FILES] == before


def test_a_toy_extraction_cuts_its_words_from_the_text() -> None:
    """The toy is fair: its evidence stands where it says."""
    from kg.model import Document, Field

    document = Document("1", (Field("abstract_en", "[Model Atlas] uses [Method LLM]."),))
    told = toy_extraction(document)
    assert {m.evidence.text for m in told.mentions} == {"Atlas", "LLM"}
    assert replace(told.facts[0], evidence=()).object == "e2"
