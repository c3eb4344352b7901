"""Linked data: every thing has a page, and the same in RDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.querying.server.addresses import iris_of, page_of
from kg.querying.server.linked import distinct

if TYPE_CHECKING:
    from conftest import Server

HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
ID = "https://w3id.org/paperkg/id/"


def test_a_browser_gets_a_page(server: Server) -> None:
    """A thing's page names it in both languages, with facts and the sentences behind them."""
    text = server.get("/id/model/kestrel", headers=HTML).text
    for part in ("<h1", "Kestrel", "红隼", "Kestrel agent", "<mark>", "abstract_en", "HarborQA", "<svg"):
        assert part in text


@pytest.mark.parametrize("path", ["/id/model/kestrel", "/arxiv/2402.00002", "/id/benchmark/harborqa"])
@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("ttl", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("nt", "application/n-triples"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_suffix_and_accept_give_the_same_rdf(server: Server, path: str, suffix: str, kind: str) -> None:
    """A form of RDF is had by suffix or by Accept, and speaks of the thing."""
    by_suffix, by_accept = server.get(f"{path}.{suffix}"), server.get(path, headers={"Accept": kind})
    assert by_suffix.content == by_accept.content
    form = ox.RdfFormat.from_media_type(kind)
    subjects = {str(quad.subject) for quad in ox.parse(by_suffix.content, format=form)}
    assert any(path.rpartition("/")[2] in subject for subject in subjects)


def test_the_page_points_at_its_data(server: Server) -> None:
    """Link headers and alternates lead from the page to the data."""
    answer = server.get("/id/model/kestrel", headers=HTML)
    assert '</id/model/kestrel.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["link"]
    assert 'href="/id/model/kestrel.jsonld"' in answer.text
    assert "Accept" in answer.headers["vary"]


def test_a_benchmarks_page_is_a_leaderboard(server: Server) -> None:
    """Results stand there with the highest value first."""
    text = server.get("/id/benchmark/harborqa", headers=HTML).text
    assert "Leaderboard" in text
    assert text.index('value">70.25') < text.index('value">61.5') < text.index('value">60.1')


def test_a_papers_page_leads_to_the_paper(server: Server) -> None:
    """A paper's page has its abstract, what it proposes, and the way to the paper itself."""
    text = server.get("/arxiv/2401.00001", headers=HTML).text
    assert 'href="https://arxiv.org/abs/2401.00001"' in text
    assert "We introduce Kestrel, an agent" in text
    assert 'href="/id/model/kestrel"' in text


@pytest.mark.parametrize("path", ["/id/model/nobody", "/arxiv/0000.00000", "/doi/10.1000/none", "/id/", "/id/model/"])
def test_what_the_graph_does_not_know_is_404(server: Server, path: str) -> None:
    """An unknown thing is 404, as a page and as data."""
    assert server.get(path, headers=HTML).status_code == 404
    assert server.get(path, headers={"Accept": "text/turtle"}).status_code == 404


def test_an_unknown_thing_brings_near_names(server: Server) -> None:
    """The page for a misspelt thing names those near to it."""
    assert "/id/model/kestrel" in server.get("/id/model/kestrl", headers=HTML).text


def test_an_unacceptable_form_is_406(server: Server) -> None:
    """A thing is told as a page or in RDF, and as nothing else."""
    assert server.get("/id/model/kestrel", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "iri", [f"{ID}method/大语言模型", f"{ID}model/gpt-4%28v%29", f"{ID}model/β-vae", f"{ID}model/u-net%2B%2B",
            f"{ID}model/100%2525", "https://arxiv.org/abs/cs/0112017", "https://doi.org/10.1000/x%28y%29"],
)  # fmt: skip
def test_each_iri_has_a_page_that_leads_back_to_it(iri: str) -> None:
    """The path of a page, decoded as servers do, stands for its IRI."""
    from urllib.parse import unquote

    page = page_of(iri, ID) or ""
    _, room, path = unquote(page).split("/", 2)
    assert iri in iris_of(room, path, ID)


def test_an_iri_that_is_not_ours_has_no_page() -> None:
    """Only things of the graph have pages."""
    assert page_of("https://example.org/x", ID) is None


def test_a_page_says_why_its_names_are_one(server: Server) -> None:
    """The reasons of resolution stand on the thing's page."""
    text = server.get("/id/model/kestrel", headers=HTML).text
    assert "translation: 红隼 = Kestrel (100% of its uses)" in text


def test_the_facts_of_one_predicate_have_pages_of_their_own(server: Server) -> None:
    """A thing's facts of one predicate stand on a page, in either direction; what is no predicate is left aside."""
    out = server.get("/id/model/kestrel?facts=evaluatedOn", headers={"Accept": "text/html"})
    into = server.get("/id/benchmark/harborqa?facts=evaluatedOn&in", headers={"Accept": "text/html"})
    assert (out.status_code, into.status_code) == (200, 200)
    assert 'href="/id/benchmark/harborqa"' in out.text
    assert 'href="/id/model/kestrel"' in into.text
    whole = server.get("/id/model/kestrel", headers={"Accept": "text/html"})
    assert server.get("/id/model/kestrel?facts=%3Cb%3E", headers={"Accept": "text/html"}).text == whole.text
    assert server.get("/id/model/nothing?facts=uses", headers={"Accept": "text/html"}).status_code == 404
    beyond = server.get("/id/model/kestrel?facts=evaluatedOn&page=99999", headers={"Accept": "text/html"})
    assert (beyond.status_code, "There are none" in beyond.text) == (200, True)


def test_aliases_that_differ_in_signs_alone_are_told_once() -> None:
    """Of spellings with the same letters the plainest is shown, and none that repeats the name."""
    assert distinct(["! LLM", "LLM]", "LLM", "llm", "Large Model"], ["large-model"]) == ["LLM"]
