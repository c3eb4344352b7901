from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import ConfigError
from kg.resolution import Decisions, load_decisions
from kg.resolution.decisions import Decision

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.resolution.conftest import Papers

    Decide = Callable[[str], Papers]


@pytest.fixture
def decide(tmp_path: Path, papers: Papers) -> Decide:
    def write(text: str) -> Papers:
        path = tmp_path / "resolution.toml"
        path.write_text(text, encoding="utf-8")
        papers.decisions = load_decisions(path)
        return papers

    return write


def test_same_joins_what_the_rules_keep_apart(decide: Decide) -> None:
    """People's word goes over numbers, types and words."""
    papers = decide('[[same]]\nnames = ["Llama 3", "Herd"]\nbecause = "one family"')
    papers.add("1", ("Model", "Llama 3")).add("2", ("Dataset", "Herd"))
    assert len(set(papers.entities())) == 1
    assert "decision (same): Llama 3 = Herd (one family)" in {merge.reason for merge in papers.resolve().merges}


def test_different_keeps_apart_what_the_rules_join(decide: Decide) -> None:
    """Two spellings of one name can be two things."""
    papers = decide('[[different]]\nnames = ["Transformer", "Transformers"]')
    papers.add("1", ("Model", "Transformer")).add("2", ("Software", "Transformers"))
    assert len(set(papers.entities())) == 2


def test_different_in_papers_makes_each_a_thing_of_its_own(decide: Decide) -> None:
    """One name can be two things in two papers, though neither proposes it."""
    papers = decide('[[different]]\nnames = ["Atlas"]\ndocuments = ["1", "2"]')
    papers.add("1", ("Model", "Atlas")).add("2", ("Model", "Atlas"))
    assert papers.entities() == ["model/atlas-1", "model/atlas-2"]


def test_same_in_papers_joins_two_proposals(decide: Decide) -> None:
    """Two papers on one system may both say that they propose it."""
    papers = decide('[[same]]\nnames = ["Atlas"]\ndocuments = ["1", "2"]')
    papers.add("1", ("Model", "Atlas"), proposes="Atlas").add("2", ("Model", "Atlas"), proposes="Atlas")
    assert papers.entities() == ["model/atlas", "model/atlas"]


def test_type_and_preferred_names_are_obeyed(decide: Decide) -> None:
    """A decision on type or name goes over the majority."""
    papers = decide(
        '[[type]]\nname = "GitHub"\ntype = "Software"\n[[prefer]]\nname = "GitHub"\nen = "GitHub.com"\nzh = "代码托管"'
    )
    papers.add("1", ("Organization", "GitHub")).add("2", ("Organization", "GitHub"))
    (entity,) = papers.resolve().entities.values()
    assert (entity.type, entity.names) == ("Software", {"en": "GitHub.com", "zh": "代码托管"})


def test_a_decision_on_what_no_paper_names_is_reported(decide: Decide) -> None:
    """Nobody's decision is lost in silence."""
    papers = decide('[[same]]\nnames = ["Atlas", "Nowhere"]').add("1", ("Model", "Atlas"))
    papers.resolve()
    assert papers.unused == ["decision (same): Atlas = Nowhere: no paper names Nowhere"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[[merge]]\nnames = ['A', 'B']",
            "unknown kind of decision 'merge'; choose from: different, prefer, same, type",
        ),
        ("[[same]]\nname = 'A'", "has no 'name'; choose from: because, documents, names"),
        ("[[same]]\nnames = ['A']", "needs two names, or one name and documents"),
        ("[[type]]\nname = 'A'\ntype = 'Thing'", "no type 'Thing'; choose from: Model"),
        ("[[prefer]]\nname = 'A'", "needs en or zh"),
        ("[[same]]\nnames = []", "names no thing"),
        ("[[same]", "can't be read as TOML"),
        ("same = 3", "must be written as [[same]]"),
        ("[[same]]\nnames = 'A'", "names must be a list of texts"),
    ],
)
def test_a_wrong_decision_is_an_error_that_names_it(decide: Decide, text: str, says: str) -> None:
    """The message says what is wrong, where, and what would do."""
    with pytest.raises(ConfigError) as caught:
        decide(text)
    assert says in str(caught.value)
    assert "resolution.toml" in str(caught.value)


def test_a_decision_limited_to_a_paper_that_does_not_name_it_is_unused(papers: Papers) -> None:
    """It is reported with the papers that don't bear the name."""
    papers.decisions = Decisions((Decision("different", ("Atlas",), ("1", "9")),))
    papers.add("1", ("Model", "Atlas")).add("2", ("Model", "Atlas")).resolve()
    assert papers.unused == ["decision (different): Atlas: not named in 9"]
