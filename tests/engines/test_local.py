"""Extraction over processes."""

from __future__ import annotations

import pytest

from kg import extraction, face
from kg.config import Config
from kg.engines import local
from kg.engines.local import extract_all


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
