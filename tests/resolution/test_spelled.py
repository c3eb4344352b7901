from __future__ import annotations

from copy import deepcopy

import pytest

from kg.model import Document, Extraction, Thing
from kg.resolution import resolve
from kg.resolution.decisions import Decision, Decisions
from kg.resolution.seen import Forms, Spelled


def _paper(document: str, *names: tuple[str, ...]) -> Extraction:
    things = tuple(Thing(f"e{at}", "Method", each) for at, each in enumerate(names, 1))
    return Extraction(Document(document, ()), things)


PAPERS = [
    _paper("1", ("retrieval-augmented generation (RAG)", "检索增强生成"), ("U-Net",)),
    _paper("2", ("RAG", "检索增强生成"), ("U-Nets",), ("  ",)),
]


def test_what_was_worked_out_of_names_is_not_worked_out_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second time, the same comes of it, and no name is looked at."""
    spelled = Spelled([], {})
    first = resolve(PAPERS, spelled=spelled)
    monkeypatch.setattr(Forms, "of", lambda *_: pytest.fail("looked at"))
    assert resolve(PAPERS, spelled=spelled) == first


def test_people_s_own_keys_pass_it_by() -> None:
    """Names that people told apart are worked out with their word, and leave nothing behind."""
    spelled = Spelled([], {})
    resolve(PAPERS, spelled=spelled)
    known = deepcopy(spelled)
    apart = Decisions((Decision("different", ("U-Net", "U-Nets")),))
    assert len(resolve(PAPERS, decisions=apart, spelled=spelled).entities) == len(resolve(PAPERS).entities) + 1
    assert spelled == known
