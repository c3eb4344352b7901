"""IRIs: deterministic, safe, and different for different names."""

from __future__ import annotations

import unicodedata

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import assume, example, given
from hypothesis import strategies as st
from rdflib.term import _is_valid_uri

from kg.graph import identifiers as ids

NASTY = [
    "大语言模型",
    '"quoted" \\ back',
    "<script>alert(1)</script>",
    "🤖 bot",
    "\u202ertl\u200f",
    "a b\tc\nd",
    "..",
    "",
    "%41",
    "x" * 5000,
    "café",
    "cafe\u0301",
    "\ud800",
    "a/b#c?d",
    "{}|^`",
]

names = st.text() | st.sampled_from(NASTY)


@given(names)
@example("²")
@example("\U0001e900")
def test_an_entity_iri_is_safe_in_every_syntax(name: str) -> None:
    """Oxigraph and rdflib take the IRI of any name, and read it back the same from Turtle."""
    iri = ids.entity_iri(f"model/{name}")
    line = f"<{iri}> <{iri}> <{iri}> ."
    (quad,) = ox.parse(input=line.encode(), format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(iri)
    assert _is_valid_uri(iri)
    (triple,) = rdflib.Graph().parse(data=line, format="turtle")
    assert str(triple[0]) == iri


@given(names, names)
@example("a/b", "a%2Fb")
@example("..", "%2E%2E")
@example("x" * 130, "x" * 131)
def test_different_names_have_different_iris(one: str, other: str) -> None:
    """Two names share an IRI only if they are the same characters (Unicode's canonical equivalence)."""
    assume(unicodedata.normalize("NFC", one) != unicodedata.normalize("NFC", other))
    assert ids.entity_iri(f"model/{one}") != ids.entity_iri(f"model/{other}")


@given(names)
def test_a_segment_is_no_path_step_and_holds_no_separator(name: str) -> None:
    """A segment is not empty, not a dot step, and holds none of the characters that part IRIs."""
    segment = ids.segment(name)
    assert segment.strip(".")
    assert not set(segment) & set('/#?: <>"\\')
    assert len(segment) <= 140


@pytest.mark.parametrize(
    ("document", "iri"),
    [
        ("2403.10517", "https://arxiv.org/abs/2403.10517"),
        ("cs/0112017", "https://arxiv.org/abs/cs/0112017"),
        ("10.1000/xyz", "https://doi.org/10.1000/xyz"),
        ("10.1000/a<b>", "https://doi.org/10.1000/a%3Cb%3E"),
        ("sha256-0123456789abcdef", "https://w3id.org/paperkg/id/paper/sha256-0123456789abcdef"),
    ],
)
def test_a_paper_is_named_where_it_lives(document: str, iri: str) -> None:
    """A paper's IRI is arXiv's, else its DOI's, else one of ours."""
    assert ids.paper_iri(document) == iri


@given(st.text(min_size=1) | st.text("ab:/?#@%[]1.", min_size=1).map("http://".__add__))
@example("%")
@example("http://a:b/")
@example("http://u:p@h:80/x")
@example("a#b#c")
def test_any_address_becomes_an_iri(url: str) -> None:
    """Whatever a paper gives as an address, the graph holds a valid IRI."""
    iri = ids.address_iri(url)
    (quad,) = ox.parse(input=f"<{iri}> <{iri}> <{iri}> .".encode(), format=ox.RdfFormat.TURTLE)
    assert quad.subject == ox.NamedNode(iri)


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("github.com/a/b", "https://github.com/a/b"),
        ("http://x.org/a b", "http://x.org/a%20b"),
        ("https://x.org/a%20b?q=1#f", "https://x.org/a%20b?q=1#f"),
        ("https://x.org/中", "https://x.org/中"),
    ],
)
def test_an_address_changes_only_where_it_must(url: str, iri: str) -> None:
    """A scheme is added where there is none; only what no IRI may hold is encoded."""
    assert ids.address_iri(url) == iri


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
@example(["ab", "c"], ["a", "bc"])
def test_a_digest_tells_its_parts_apart(one: list[str], other: list[str]) -> None:
    """Different parts, or the same cut differently, have different digests."""
    assume(one != other)
    assert ids.digest(*one) != ids.digest(*other)
