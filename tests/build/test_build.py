"""Sources to a folder of files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build import build_to, plan
from kg.cli import run
from kg.config import Config
from kg.errors import InputError, RecordError, UnknownNameError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FirstWord

CONFIG = Config(formats=("ntriples",))
FILES = ["evidence.ttl", "extractions.jsonl", "graph.nt", "graph.ttl"]


def digest(path: Path, *papers: tuple[str, str]) -> Path:
    """A digest of papers, each a number and a title."""
    text = "\n".join(f"# {title}: of a kind\narXiv:2401.0000{number}\n\nWe propose it.\n" for number, title in papers)
    path.write_text(text, encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in FILES}


@pytest.mark.usefixtures("first_word")
def test_build_returns_a_graph(tmp_path: Path):
    """What the papers say can be asked for at once."""
    graph = kg.build(digest(tmp_path / "d.md", ("1", "TalkNet"), ("2", "SayNet")))
    answer = graph.query("SELECT ?name { ?paper kg:proposes/rdfs:label ?name } ORDER BY ?name")
    assert [row[0].value for row in answer] == ["SayNet", "TalkNet"]


@pytest.mark.usefixtures("first_word")
def test_two_builds_are_the_same_bytes(tmp_path: Path):
    """And so are their reports, but for the timings."""
    source = digest(tmp_path / "d.md", ("1", "TalkNet"), ("2", "SayNet"))
    for name in ("one", "two"):
        build_to(tmp_path / name, [source], CONFIG)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    one, two = (json.loads((tmp_path / name / "report.json").read_text()) for name in ("one", "two"))
    assert one.pop("timings").keys() == two.pop("timings").keys()
    assert one == two
    assert one["counts"]["Paper"] == 2
    assert one["versions"]["pipeline"] == "first-word-1"


def test_only_what_changed_is_extracted_again(tmp_path: Path, first_word: FirstWord):
    """One paper changed, one added, one gone: the bytes are those of a build from nothing."""
    source, out = tmp_path / "d.md", tmp_path / "out"
    build_to(out, [digest(source, ("1", "TalkNet"), ("2", "SayNet"), ("3", "OldNet"))], CONFIG)
    first_word.seen.clear()
    digest(source, ("4", "NewNet"), ("1", "TalkNet"), ("2", "SaidNet"))
    build_to(out, [source], CONFIG)
    assert first_word.seen == ["2401.00004", "2401.00002"]
    build_to(tmp_path / "fresh", [source], CONFIG)
    assert files(out) == files(tmp_path / "fresh")


def test_another_pipeline_extracts_everything_again(tmp_path: Path, first_word: FirstWord):
    """What an older pipeline found is not trusted."""
    source = digest(tmp_path / "d.md", ("1", "TalkNet"))
    build_to(tmp_path, [source], CONFIG)
    first_word.version = "first-word-2"
    build_to(tmp_path, [source], CONFIG)
    assert first_word.seen == ["2401.00001", "2401.00001"]


def test_reviewed_lines_are_kept(tmp_path: Path, first_word: FirstWord):
    """What a person corrected is never overwritten, not even by a new pipeline."""
    source = digest(tmp_path / "d.md", ("1", "TalkNet"))
    build_to(tmp_path, [source], CONFIG)
    path = tmp_path / "extractions.jsonl"
    line = json.loads(path.read_text(encoding="utf-8"))
    line["entities"][0]["names"] = ["Corrected"]
    path.write_text(json.dumps(line | {"reviewed": True}) + "\n", encoding="utf-8")
    first_word.version = "first-word-2"
    build_to(tmp_path, [source], CONFIG)
    assert "Corrected" in (tmp_path / "graph.ttl").read_text(encoding="utf-8")


def test_extractions_are_built_from_again(tmp_path: Path, first_word: FirstWord):
    """A corrected extractions.jsonl goes into the graph as it is."""
    build_to(tmp_path / "one", [digest(tmp_path / "d.md", ("1", "TalkNet"))], CONFIG)
    first_word.seen.clear()
    build_to(tmp_path / "two", [tmp_path / "one" / "extractions.jsonl"], CONFIG)
    assert first_word.seen == []
    assert files(tmp_path / "one") == files(tmp_path / "two")


@pytest.mark.usefixtures("first_word")
def test_annotations_without_text_take_the_papers(tmp_path: Path):
    """An annotation beside the digest stands for the paper's extraction."""
    annotation = {"doc": "2401.00001", "entities": [{"id": "e1", "type": "Task", "names": ["talk"]}]}
    annotation["relations"] = [["paper", "addresses", "e1"]]
    (tmp_path / "gold.jsonl").write_text(json.dumps(annotation) + "\n")
    source = digest(tmp_path / "d.md", ("1", "TalkNet"))
    graph = kg.build([tmp_path / "gold.jsonl", source])
    (row,) = graph.query("SELECT ?title ?task { ?paper dcterms:title ?title ; kg:addresses/rdfs:label ?task }")
    assert (row["title"].value, row["task"].value) == ("TalkNet: of a kind", "talk")


@pytest.mark.usefixtures("first_word")
def test_removed_paper_leaves_no_trace(tmp_path: Path):
    """The bytes are those of a build that never saw it."""
    both = digest(tmp_path / "both.md", ("1", "TalkNet"), ("2", "SayNet"))
    build_to(tmp_path / "out", [both], CONFIG)
    build_to(tmp_path / "out", [tmp_path / "out" / "extractions.jsonl"], CONFIG, remove=["2401.00002"])
    without = digest(tmp_path / "both.md", ("1", "TalkNet"))
    build_to(tmp_path / "never", [without], CONFIG)
    assert files(tmp_path / "out") == files(tmp_path / "never")


@pytest.mark.usefixtures("first_word")
def test_plan_says_what_would_happen(tmp_path: Path):
    """And nothing is written."""
    source, out = tmp_path / "d.md", tmp_path / "out"
    build_to(out, [digest(source, ("1", "TalkNet"), ("2", "SayNet"), ("3", "OldNet"))], CONFIG)
    before = files(out)
    digest(source, ("1", "TalkNet"), ("2", "SaidNet"), ("4", "NewNet"))
    found = plan(out, [source])
    assert (found.kept, found.changed, found.added) == (["2401.00001"], ["2401.00002"], ["2401.00004"])
    assert found.removed == ["2401.00003"]
    assert files(out) == before


@pytest.mark.usefixtures("first_word")
def test_strict_build_writes_nothing(tmp_path: Path):
    """One record that can't be read, and the folder stays as it was."""
    source = digest(tmp_path / "d.md", ("1", "TalkNet"))
    source.write_text(source.read_text() + "\n# Empty: indeed\n")
    with pytest.raises(RecordError, match="neither text nor address"):
        build_to(tmp_path / "out", [source], Config(strict=True))
    assert list((tmp_path / "out").iterdir()) == []
    assert [record.line for record in build_to(tmp_path / "out", [source], CONFIG).skipped] == [6]


def test_unknown_format_is_told_before_any_work(tmp_path: Path, first_word: FirstWord):
    """A misspelt format must not cost a long run."""
    source = digest(tmp_path / "d.md", ("1", "TalkNet"))
    with pytest.raises(UnknownNameError, match="no format named 'turtel'"):
        build_to(tmp_path / "out", [source], Config(formats=("turtel",)))
    assert first_word.seen == []


@pytest.mark.usefixtures("first_word")
def test_sources_without_a_paper_are_an_error(tmp_path: Path):
    """An empty graph would only look like success."""
    (tmp_path / "d.md").write_text("prose\n")
    with pytest.raises(InputError, match=r"no paper could be read: .*d\.md:1"):
        build_to(tmp_path / "out", [tmp_path / "d.md"], CONFIG)


@pytest.mark.usefixtures("first_word")
def test_unsure_facts_are_left_out(tmp_path: Path):
    """Below the confidence that was asked for, a fact stays in extractions.jsonl only."""
    source = digest(tmp_path / "d.md", ("1", "TalkNet"))
    graph = kg.build(source, Config(min_confidence=0.95))
    assert list(graph.query("SELECT * { ?paper kg:proposes ?thing }")) == []


@pytest.mark.usefixtures("first_word")
def test_decisions_about_nothing_are_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A decision whose names no paper bears stands in report.json and is warned of; one that is used isn't."""
    decisions = tmp_path / "resolution.toml"
    decisions.write_text('[[type]]\nname = "SayNet"\ntype = "Method"\n[[type]]\nname = "SeyNet"\ntype = "Method"\n')
    source = digest(tmp_path / "d.md", ("1", "SayNet"))
    assert run(["build", str(source), "-o", str(tmp_path / "out"), "--decisions", str(decisions)]) == 0
    unused = ["decision (type): SeyNet: no paper names SeyNet"]
    assert json.loads((tmp_path / "out" / "report.json").read_text())["unused"] == unused
    assert f"warning: unused {unused[0]}" in capsys.readouterr().err
