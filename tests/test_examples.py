"""Every example does what its README says."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import plugins
from kg.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str, str], None]:
    """Give a function that registers a plug-in of an example's folder, as installing it would."""

    def registered(folder: str, group: str, name: str, value: str) -> None:
        monkeypatch.syspath_prepend(EXAMPLES / folder)
        ours = {group: plugins._found(group) | {name: EntryPoint(name, value, group)}}
        original = plugins._found
        monkeypatch.setattr(plugins, "_found", lambda asked: ours.get(asked) or original(asked))

    return registered


def test_own_reader(register: Callable[..., None], tmp_path: Path):
    """Files of a form of one's own are read beside ours."""
    register("own_reader", "kg.readers", "toml", "toml_reader:read_toml")
    output = tmp_path / "extractions.jsonl"
    assert run(["extract", str(EXAMPLES / "own_reader" / "papers.toml"), "-o", str(output)]) == 0
    assert "TalkNet" in output.read_text(encoding="utf-8")


def test_own_exporter(register: Callable[..., None], tmp_path: Path):
    """A format of one's own is written beside ours."""
    register("own_exporter", "kg.exporters", "names", "names:write_names")
    digest = EXAMPLES / "pipeline" / "digest.md"
    assert run(["build", str(digest), "-o", str(tmp_path), "-f", "names"]) == 0
    assert "TalkNet" in (tmp_path / "graph.names").read_text(encoding="utf-8")


def test_own_component(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """A component of one's own takes part in extraction, with its settings from kg.toml."""
    monkeypatch.syspath_prepend(EXAMPLES / "own_component")
    monkeypatch.chdir(tmp_path)
    __import__("retractions")
    Path("kg.toml").write_text('add_components = ["retractions"]\n[components.retractions]\nwords = ["撤稿"]\n')
    Path("d.md").write_text("# TalkNet: Less\n\n这篇论文已撤稿。我们提出了 TalkNet。\n", encoding="utf-8")
    assert run(["extract", "d.md", "-o", "e.jsonl"]) == 0
    assert "retracted: " in capsys.readouterr().err


def test_pipeline(tmp_path: Path):
    """The script prints the digest's results and writes the graph."""
    folder = EXAMPLES / "pipeline"
    output = tmp_path / "graph.graphml"
    command = [sys.executable, str(folder / "pipeline.py"), str(folder / "digest.md"), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "TalkNet\tSayBench\t71.2\t%" in done.stdout
    assert output.is_file()
