from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.authority import Heading, read_authority
from kg.errors import InputError
from kg.resolution import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.resolution.conftest import Papers

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xl: <http://www.w3.org/2008/05/skos-xl#> .
@prefix v: <https://example.org/v/> .
v:rl a skos:Concept ; skos:prefLabel "Reinforcement Learning"@en-GB, "强化学习"@zh, "apprentissage"@fr .
v:rl skos:altLabel "RL" .
v:cls a owl:Class ; rdfs:label "question-answering" .
v:old rdfs:label "Atlas" ; owl:deprecated true .
v:long xl:prefLabel v:label . v:label xl:literalForm "speech recognition"@en .
[] rdfs:label "nobody" .
"""


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """Return a vocabulary of our own making."""
    path = tmp_path / "vocabulary.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    return path


def test_headings_are_named_nodes_with_labels(vocabulary: Path) -> None:
    """SKOS, SKOS-XL and rdfs labels in English, Chinese or no language count; deprecated nodes don't."""
    assert read_authority(vocabulary) == (
        Heading("https://example.org/v/cls", ("question-answering",), (), "vocabulary.ttl"),
        Heading("https://example.org/v/long", ("speech recognition",), (), "vocabulary.ttl"),
        Heading("https://example.org/v/rl", ("Reinforcement Learning", "强化学习"), ("RL",), "vocabulary.ttl"),
    )


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("v.ttl", "<a> <b", "can't be read as an authority file"),
        ("v.docx", "", "no RDF form ends in '.docx'"),
        ("v.ttl", "<https://e.org/a> <https://e.org/b> 3 .", "no labels"),
    ],
)
def test_a_file_that_is_no_vocabulary_is_an_error(tmp_path: Path, name: str, text: str, says: str) -> None:
    """The message names the file and what is wrong."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_authority(tmp_path / name)


@pytest.mark.parametrize("names", [("reinforcement learning",), ("强化学习",), ("强化学习", "RL")])
def test_a_preferred_name_in_either_language_is_an_exact_match(
    papers: Papers, vocabulary: Path, names: tuple[str, ...]
) -> None:
    """An entity whose preferred name is a heading's is linked to it, with the reason."""
    papers.add("1", ("Method", *names))
    found = resolve(papers.all, terms=(), headings=read_authority(vocabulary))
    (entity,) = found.entities.values()
    assert entity.same_as == ("https://example.org/v/rl",)
    assert not entity.close_to
    assert any(merge.reason.startswith("authority vocabulary.ttl: ") for merge in found.merges)


def test_another_name_is_a_close_match(papers: Papers, vocabulary: Path) -> None:
    """An abbreviation alone may mean something else."""
    papers.add("1", ("Method", "RL"))
    (entity,) = resolve(papers.all, terms=(), headings=read_authority(vocabulary)).entities.values()
    assert (entity.same_as, entity.close_to) == ((), ("https://example.org/v/rl",))


def test_a_label_of_two_headings_is_a_close_match_to_both(papers: Papers) -> None:
    """Nothing tells which one is meant."""
    papers.add("1", ("Task", "parsing"))
    headings = (Heading("https://e.org/1", ("parsing",)), Heading("https://e.org/2", ("Parsing",)))
    (entity,) = resolve(papers.all, terms=(), headings=headings).entities.values()
    assert entity.close_to == ("https://e.org/1", "https://e.org/2")
