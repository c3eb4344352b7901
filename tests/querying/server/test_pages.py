"""Pages to browse: home, classes, search, questions, editor. No JavaScript is run here."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from conftest import Server

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def page(server: Server, path: str) -> str:
    answer = server.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def test_home_counts_and_plots(server: Server) -> None:
    """The home page has counts by class, papers by month, and a search."""
    text = page(server, "/")
    assert 'href="/class/Benchmark"' in text
    assert "2024-02: 2 papers" in text
    assert 'name="q"' in text


@pytest.mark.parametrize(
    ("text", "target"),
    [("Kestrel-2", "/id/model/kestrel-2"), ("港湾问答", "/id/benchmark/harborqa"), ("2402.00002", "/arxiv/2402.00002")],
)
def test_search_leads_to_the_one_thing_of_that_name(server: Server, text: str, target: str) -> None:
    """A name of one thing leads to it at once."""
    answer = server.client.get("/search", params={"q": text}, headers=HTML)
    assert (answer.status_code, answer.headers["location"]) == (303, target)


@pytest.mark.parametrize(
    ("text", "label"), [("kestr", "Kestrel"), ("heron", "Heron"), ("视频", "长视频理解"), ("tide tunin", "Tide")]
)
def test_search_lists_by_beginning_part_and_likeness(server: Server, text: str, label: str) -> None:
    """What is not a whole name of one thing gives a list."""
    assert label in server.client.get("/search", params={"q": text}, headers=HTML).text


def test_search_narrows_by_class(server: Server) -> None:
    """A class leaves out the others."""
    text = page(server, "/search?q=kestrel&kind=Paper&all=1")
    assert "/arxiv/2402.00002" in text
    assert 'href="/id/model/kestrel"' not in text


def test_an_empty_search_goes_home(server: Server) -> None:
    """Nothing to look for is no error."""
    assert server.get("/search?q=+", headers=HTML).status_code == 303


def test_a_class_lists_its_things(server: Server) -> None:
    """Each class has a page of its things."""
    assert page(server, "/class/Model").count("<li>") == 6


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²"])
def test_a_page_number_that_is_none_is_no_error(server: Server, number: str) -> None:
    """Whatever stands for a page number, there is a page."""
    assert server.client.get("/class/Model", params={"page": number}, headers=HTML).status_code == 200


def test_an_unknown_class_is_404(server: Server) -> None:
    """There are the classes of the ontology and no others."""
    assert server.get("/class/Horse", headers=HTML).status_code == 404


def test_a_question_is_asked_by_a_form(server: Server) -> None:
    """A named query's page asks for its parameters and shows the answer."""
    assert "required" in page(server, "/queries/leaderboard")
    assert "70.25" in page(server, "/queries/leaderboard?benchmark=HarborQA")


def test_a_question_with_a_wrong_value_says_so(server: Server) -> None:
    """A name that nothing has is told on the page."""
    assert "nearest: HarborQA" in page(server, "/queries/leaderboard?benchmark=HarbourQA")


def test_a_question_is_answered_as_data(server: Server) -> None:
    """The same by suffix or by Accept, for programs."""
    path = "/queries/leaderboard?benchmark=HarborQA"
    found = server.get(path, headers={"Accept": "application/json"}).json()
    assert len(found["results"]["bindings"]) == 3
    assert server.get(path.replace("?", ".csv?")).text.startswith("name,value")
    assert server.get(path.replace("?", ".json?")).json() == found
    assert server.get("/queries/leaderboard.json?benchmark=none").status_code == 404
    assert server.get("/queries/leaderboard.json").status_code == 400
    assert server.get(path.replace("?", ".exe?")).status_code == 406


def test_every_question_has_a_page(server: Server) -> None:
    """The list leads to each, and each answers."""
    names = re.findall(r'href="/queries/([a-z-]+)"', page(server, "/queries"))
    assert len(names) >= 20
    for name in names:
        assert "<h1" in page(server, f"/queries/{name}")


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("SELECT ?m { ?m a kg:Model }", 'href="/id/model/kestrel"'),
        ("ASK { ?m a kg:Model }", "Yes"),
        ("DESCRIBE arxiv:2401.00001", "@prefix"),
        ("SELECT * { ?s ?p", "malformed query"),
        ("SELECT * { ?s a kg:Horse }", "Nothing in the graph"),
    ],
)
def test_the_editor_page_answers_without_javascript(server: Server, query: str, part: str) -> None:
    """The editor is a form; the answer is on the page."""
    answer = server.client.get("/query", params={"query": query}, headers=HTML)
    assert part in answer.text


def test_pages_load_nothing_from_elsewhere(server: Server) -> None:
    """No page has a source or a style sheet of another host, nor inline script or style."""
    for path in ("/", "/query", "/queries", "/class/Task", "/id/model/kestrel", "/search?q=e&all=1"):
        text = page(server, path)
        sources = re.findall(r'<(?:script|link|img|iframe|source)[^>]*?(?:src|href)="([^"]+)"', text)
        assert all(source.startswith("/") for source in sources)
        assert not re.search(r"<script(?![^>]* src=)|<style|<[a-z][^<>]*\s(?:style|on[a-z]+)=", text)


def test_names_are_suggested_to_programs(server: Server) -> None:
    """Suggestions come as JSON."""
    assert server.get("/suggest?q=kest").json()[0]["label"] == "Kestrel"


def test_the_editor_knows_the_vocabulary(server: Server) -> None:
    """The words to complete hold classes and predicates."""
    labels = {word["label"] for word in server.get("/vocabulary.json").json()}
    assert {"kg:Model", "kg:evaluatedOn", "SELECT"} <= labels


def test_every_example_of_the_editor_has_an_answer(server: Server) -> None:
    """Each link under the editor opens a query that is answered, about a thing that the graph knows."""
    examples = re.findall(r'href="(/query\?query=[^"]+)"', page(server, "/query"))
    assert len(examples) >= 20
    answers = [page(server, html.unescape(example)) for example in examples]
    assert not [answer for answer in answers if 'role="alert"' in answer]
    assert sum("<table" in answer for answer in answers) > len(examples) // 2
    leaderboard = next(example for example in examples if "onBenchmark" in example and "maxValue" in example)
    assert "/id/benchmark/" in unquote(leaderboard)
