"""Extraction over processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg import extraction, face
from kg.config import Config
from kg.engines import local
from kg.engines.local import extract_all

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.slow
def test_processes_keep_the_order_and_change_nothing():
    """Two processes give what one gives, in the order of the documents."""
    papers = [face.read_text(f"# Net{n}: Less\narXiv:2401.{n:05}\n\nWe propose Net{n}.") for n in range(70)]
    one, two = (list(extract_all(papers, Config(jobs=jobs))) for jobs in (1, 2))
    assert [extraction.document.id for extraction in two] == [paper.id for paper in papers]
    assert one == two


def test_few_papers_start_no_process(monkeypatch: pytest.MonkeyPatch):
    """One changed paper is extracted in this process, however many may be started."""
    monkeypatch.setattr(local, "_spread", lambda *_: pytest.fail("spread"))
    monkeypatch.setattr(extraction, "extract_all", lambda documents, **_: (each.id for each in documents))
    papers = [face.read_text(f"# Net{n}: Less\narXiv:2401.{n:05}\n\nWe propose Net{n}.") for n in range(3)]
    assert list(extract_all(papers, Config(jobs=4))) == [paper.id for paper in papers]


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _until(found: Callable[[], bool], seconds: float = 60) -> bool:
    """Ask again and again until there is an answer, or the seconds are over."""
    end = time.monotonic() + seconds
    while not (answer := found()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_processes_end_with_the_one_that_started_them(tmp_path: Path):
    """When a build is killed, the processes that extract for it end too."""
    record = {"title": "Net: Less", "abstract": "We propose Net, evaluated on ImageNet. " * 20}
    lines = (json.dumps({"id": f"2401.{n:05}", **record}) + "\n" for n in range(4000))
    (tmp_path / "papers.jsonl").write_text("".join(lines))
    command = [sys.executable, "-m", "kg", "extract", "papers.jsonl", "-o", "out.jsonl", "--jobs", "2", "-q"]
    with subprocess.Popen(command, cwd=tmp_path) as parent:
        written = _until(lambda: any(file.stat().st_size for file in tmp_path.glob(".out.jsonl*")))
        workers = _children(parent.pid)
        parent.kill()
    assert written
    assert _until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)
