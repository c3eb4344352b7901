"""The command line: streams, exit codes, messages."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from kg.cli import COMMANDS, main, run

if TYPE_CHECKING:
    from pathlib import Path

GOLD = '{"doc": "1", "entities": [{"id": "e1", "type": "Model", "names": ["TalkNet"]}], "relations": []}\n'


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]):
    """Each command says what it does and takes."""
    assert run([command, "--help"]) == 0
    assert f"kg {command}" in capsys.readouterr().out


def test_version_names_what_would_build(capsys: pytest.CaptureFixture[str]):
    """Package, pipeline and ontology, as in report.json."""
    assert run(["--version"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["kg", "pipeline", "ontology"]


@pytest.mark.parametrize("given", ["", "3"])
def test_matrices_are_multiplied_on_one_thread(given: str, monkeypatch: pytest.MonkeyPatch):
    """A command multiplies on one thread, unless the environment says otherwise."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", given)
    if not given:
        monkeypatch.delenv("OPENBLAS_NUM_THREADS")
    monkeypatch.setattr(sys, "argv", ["kg", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert os.environ["OPENBLAS_NUM_THREADS"] == (given or "1")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["bild"], "no command named 'bild'; choose from: build"),
        (["build", "--formt", "x"], "No such option"),
        (["build", "absent.md"], "no such file: absent.md"),
        (["build"], "nothing to build"),
        (["build", "-f", "pdf", "."], "no format named 'pdf'; choose from"),
        (["extract", "absent.md"], "no such file: absent.md"),
        (["eval", "absent.jsonl", "absent.jsonl"], "absent.jsonl: can't be read: No such file"),
        (["validate", "absent"], "no such graph file"),
        (["build", ".", "--config", "absent.toml"], "no such configuration file"),
    ],
)
def test_unusable_input_ends_with_2(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """What is wrong is told in a line on standard error, without a traceback, and nothing on standard output."""
    monkeypatch.chdir(tmp_path)
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_eval_below_its_gate_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Figures go to standard output, the verdict to standard error."""
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text(GOLD)
    predicted.write_text(GOLD.replace("TalkNet", "Other"))
    assert run(["eval", str(gold), str(gold), "--gate", "entities.named=100"]) == 0
    assert run(["eval", str(gold), str(predicted), "--gate", "entities.named=50"]) == 1
    out, err = capsys.readouterr()
    assert "entities.named" in out
    assert err == "entities.named.f1 is 0.0, below 50\n"


def test_eval_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """For programs: the same figures as a tree."""
    (tmp_path / "gold.jsonl").write_text(GOLD)
    assert run(["eval", *[str(tmp_path / "gold.jsonl")] * 2, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["entities.named"]["f1"] == 100.0


def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """With -q only errors are told."""
    extraction = tmp_path / "extractions.jsonl"
    extraction.write_text(GOLD)
    assert run(["build", "-q", str(extraction), "-o", str(tmp_path / "out"), "-f", "ntriples"]) == 0
    assert capsys.readouterr() == ("", "")


def test_skipped_records_end_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """The graph is built, and each record that was skipped is named with file, line and remedy."""
    extraction = tmp_path / "extractions.jsonl"
    extraction.write_text(GOLD + "nonsense\n")
    assert run(["build", str(extraction), "-o", str(tmp_path / "out"), "-f", "ntriples"]) == 3
    assert f"skipped: {extraction}:2: the line is no JSON" in capsys.readouterr().err
    assert (tmp_path / "out" / "graph.ttl").is_file()


def test_strict_build_ends_with_2(tmp_path: Path):
    """With --strict the same is an error, and nothing is written."""
    extraction = tmp_path / "extractions.jsonl"
    extraction.write_text(GOLD + "nonsense\n")
    assert run(["build", str(extraction), "-o", str(tmp_path / "out"), "--strict"]) == 2
    assert not list((tmp_path / "out").iterdir())


def test_faults_of_kg_are_told_in_a_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Even an error that nobody foresaw is no traceback, unless -v asks for it."""
    monkeypatch.setattr("kg.evaluation.score_files", lambda *_: 1 // 0)
    assert run(["eval", "a", "b"]) == 2
    assert "an error in kg itself: ZeroDivisionError" in capsys.readouterr().err


def test_interrupt_ends_with_130(monkeypatch: pytest.MonkeyPatch):
    """As the shell expects of a program that was stopped."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.evaluation.score_files", interrupted)
    assert run(["eval", "a", "b"]) == 130
