"""The SPARQL 1.1 Protocol, query operation: each test is a rule of https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from conftest import Server

FORM = "application/x-www-form-urlencoded"
SPARQL = "application/sparql-query"
ASK = "ASK { ?s a kg:Paper }"
GRAPHS = "http://example.org/data/data{}.rdf"


def post(server: Server, path: str = "/sparql", **options: object) -> httpx.Response:
    return server.client.post(path, **options)  # type: ignore[arg-type]


def test_a_query_by_get(server: Server) -> None:
    """2.1.1: the query is a parameter of GET."""
    assert server.ask(ASK).json()["boolean"] is True


def test_a_query_by_post_as_a_form(server: Server) -> None:
    """2.1.2: the query is a field of a form."""
    assert post(server, data={"query": ASK}).json()["boolean"] is True


def test_a_query_by_post_directly(server: Server) -> None:
    """2.1.3: the query is the body."""
    assert post(server, content=ASK, headers={"Content-Type": SPARQL}).json()["boolean"] is True


@pytest.mark.parametrize("kind", [f"{FORM}; charset=UTF-8", f"{FORM};charset=utf-8", FORM.upper()])
def test_a_content_type_may_have_a_charset_and_any_case(server: Server, kind: str) -> None:
    """Media types are case-insensitive and may carry parameters."""
    assert post(server, content="query=ASK%20%7B%7D", headers={"Content-Type": kind}).status_code == 200


def test_a_query_may_hold_any_character(server: Server) -> None:
    """Queries are UTF-8."""
    query = 'ASK { ?s skos:prefLabel "红隼"@zh }'
    assert server.ask(query).json()["boolean"] is True
    assert post(server, content=query.encode(), headers={"Content-Type": SPARQL}).json()["boolean"] is True


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("SELECT ?s { ?s a kg:Paper }", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT ?s { ?s a kg:Paper }", "application/sparql-results+json", "application/sparql-results+json"),
        ("SELECT ?s { ?s a kg:Paper }", "text/csv", "text/csv; charset=utf-8"),
        ("SELECT ?s { ?s a kg:Paper }", "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("SELECT ?s { ?s a kg:Paper }", "application/json", "application/sparql-results+json"),
        ("SELECT ?s { ?s a kg:Paper }", "text/turtle, text/csv;q=0.5", "text/csv; charset=utf-8"),
        (
            "SELECT ?s { ?s a kg:Paper }",
            "text/*;q=0.3, application/sparql-results+xml",
            "application/sparql-results+xml",
        ),
        ("SELECT ?s { ?s a kg:Paper }", "*/*", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK {}", "application/sparql-results+json;q=0.9, */*;q=0.1", "application/sparql-results+json"),
        ("CONSTRUCT { ?s a kg:X } WHERE { ?s a kg:Paper }", "text/turtle", "text/turtle; charset=utf-8"),
        ("CONSTRUCT { ?s a kg:X } WHERE { ?s a kg:Paper }", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT { ?s a kg:X } WHERE { ?s a kg:Paper }", "application/ld+json", "application/ld+json"),
        ("CONSTRUCT { ?s a kg:X } WHERE { ?s a kg:Paper }", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE arxiv:2401.00001", "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        ("DESCRIBE arxiv:2401.00001", "*/*", "text/turtle; charset=utf-8"),
    ],
)
def test_the_answer_comes_in_the_form_that_is_wanted(server: Server, query: str, accept: str, kind: str) -> None:
    """2.1: content negotiation by Accept, weights heeded, for tables and for triples."""
    answer = server.ask(query, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["vary"] == "Accept"


def test_each_form_parses(server: Server) -> None:
    """What is sent is well-formed in its form."""
    select = "SELECT ?s ?l { ?s skos:prefLabel ?l }"
    ET.fromstring(server.ask(select, headers={"Accept": "application/sparql-results+xml"}).content)  # noqa: S314 - ours
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o ; a kg:Model }"
    forms = (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD)
    sizes = set()
    for form in forms:
        answer = server.ask(construct, headers={"Accept": form.media_type})
        sizes.add(len(list(ox.parse(answer.content, format=form))))
    assert len(sizes) == 1


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "application/pdf, image/*"])
def test_a_form_that_is_not_there_is_406(server: Server, accept: str) -> None:
    """Nothing acceptable is 406, and the body names what there is."""
    answer = server.ask("CONSTRUCT { ?s a kg:X } WHERE { ?s a kg:Paper }", headers={"Accept": accept})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


def test_a_form_of_triples_does_not_fit_a_table(server: Server) -> None:
    """A SELECT that may come as Turtle only is 406."""
    assert server.ask("SELECT * {}", headers={"Accept": "text/turtle"}).status_code == 406


def test_a_parameter_may_name_the_form(server: Server) -> None:
    """``format`` is heeded, as many endpoints do."""
    answer = server.get("/sparql?query=ASK%7B%7D&format=xml", headers={"Accept": "application/json"})
    assert answer.headers["content-type"] == "application/sparql-results+xml"


@pytest.mark.parametrize("query", ["ASK {", "SELECT ?x WHERE", "", "hello", "ASK { ?s foo:bar ?o }"])
def test_a_malformed_query_is_400(server: Server, query: str) -> None:
    """2.1.4: a query that is none is 400, with what is wrong in the body."""
    answer = server.ask(query)
    assert answer.status_code == 400
    assert answer.text.strip()


def test_two_queries_are_400(server: Server) -> None:
    """2.1: exactly one query."""
    assert server.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status_code == 400
    assert post(server, content="query=ASK%7B%7D&query=ASK%7B%7D", headers={"Content-Type": FORM}).status_code == 400
    direct = post(server, "/sparql?query=ASK%7B%7D", content="ASK {}", headers={"Content-Type": SPARQL})
    assert direct.status_code == 400


def test_no_query_in_a_form_is_400(server: Server) -> None:
    """A form without a query is 400."""
    assert post(server, data={"default-graph-uri": GRAPHS.format(0)}).status_code == 400


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data", "application/sparql-update"])
def test_another_kind_of_body_is_415(server: Server, kind: str) -> None:
    """2.1: a body is a form or a query."""
    assert post(server, content=ASK, headers={"Content-Type": kind}).status_code == 415


def test_a_body_without_a_kind_is_415(server: Server) -> None:
    """A POST says what it sends."""
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(ASK)}\r\n\r\n"
    assert server.raw(head.encode() + ASK.encode()).startswith(b"HTTP/1.1 415")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_405(server: Server, method: str) -> None:
    """2.1: GET and POST, and the response says so."""
    answer = server.client.request(method, "/sparql")
    assert answer.status_code == 405
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize("data", [b"query=%FF%FE", "query=ASK {}".encode("utf-16")])
def test_a_form_that_is_no_utf8_is_400(server: Server, data: bytes) -> None:
    """2.1.2: percent-encoded UTF-8."""
    assert post(server, content=data, headers={"Content-Type": FORM}).status_code == 400


def test_a_query_that_is_no_utf8_is_refused(server: Server) -> None:
    """2.1.3: the body is UTF-8, whatever it claims."""
    latin = 'ASK { ?s ?p "\u00e9" }'.encode("latin-1")
    assert post(server, content=latin, headers={"Content-Type": SPARQL}).status_code == 400
    wide = {"Content-Type": f"{SPARQL}; charset=UTF-16"}
    assert post(server, content="ASK {}".encode("utf-16"), headers=wide).status_code == 415


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ([("default-graph-uri", GRAPHS.format(0))], "ASK { ?s foaf:name 'zero' }"),
        ([("default-graph-uri", GRAPHS.format(0)), ("default-graph-uri", GRAPHS.format(1))],
         "ASK { ?s foaf:name 'zero' . ?t foaf:name 'one' FILTER NOT EXISTS { ?u foaf:name 'two' } }"),
        ([("named-graph-uri", GRAPHS.format(0)), ("named-graph-uri", GRAPHS.format(1))],
         "ASK { GRAPH ?g { ?s foaf:name 'zero' } GRAPH ?h { ?t foaf:name 'one' } FILTER NOT EXISTS { ?a ?b ?c } }"),
        ([("default-graph-uri", GRAPHS.format(2)), ("named-graph-uri", GRAPHS.format(0))],
         "ASK { ?s foaf:name 'two' GRAPH ?g { ?t foaf:name 'zero' } MINUS { GRAPH ?h { ?u foaf:name 'two' } } }"),
        ([("default-graph-uri", GRAPHS.format(0))],
         f"ASK FROM <{GRAPHS.format(1)}> {{ ?s foaf:name 'zero' FILTER NOT EXISTS {{ ?t foaf:name 'one' }} }}"),
    ],
)  # fmt: skip
def test_the_protocol_chooses_the_dataset(
    server: Server, way: str, parameters: list[tuple[str, str]], query: str
) -> None:
    """2.1.4: default-graph-uri and named-graph-uri are the dataset, and win over FROM, in each of the three ways."""
    if way == "get":
        answer = server.client.get("/sparql", params=[("query", query), *parameters])
    elif way == "form":
        body = str(httpx.QueryParams([("query", query), *parameters]))
        answer = post(server, content=body, headers={"Content-Type": FORM})
    else:
        path = f"/sparql?{httpx.QueryParams(parameters)}"
        answer = post(server, path, content=query, headers={"Content-Type": SPARQL})
    assert answer.json()["boolean"] is True


def test_from_names_graphs_that_are_loaded(server: Server) -> None:
    """FROM and FROM NAMED in the query choose among the loaded graphs."""
    dataset = f"FROM <{GRAPHS.format(0)}> FROM NAMED <{GRAPHS.format(1)}>"
    query = f"ASK {dataset} {{ ?s foaf:name 'zero' GRAPH ?g {{ ?t foaf:name 'one' }} }}"
    assert server.ask(query).json()["boolean"] is True


def test_a_head_has_no_body(server: Server) -> None:
    """HEAD is GET without the body."""
    answer = server.client.head("/sparql?query=ASK%7B%7D")
    assert (answer.status_code, answer.content) == (200, b"")


def test_other_sites_may_ask(server: Server) -> None:
    """CORS: any origin may read, and ask by POST after a preflight."""
    assert server.ask(ASK, headers={"Origin": "https://example.org"}).headers["access-control-allow-origin"] == "*"
    preflight = server.client.options("/sparql", headers={"Access-Control-Request-Method": "POST"})
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "Content-Type" in preflight.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json", ""]
)
def test_the_endpoint_describes_itself(server: Server, accept: str) -> None:
    """Without a query the endpoint gives its service description and VoID, negotiated."""
    answer = server.get("/sparql", headers={"Accept": accept})
    form = ox.RdfFormat.from_media_type(answer.headers["content-type"])
    store = ox.Store()
    store.load(answer.content, format=form)
    found = store.query(
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#> "
        "ASK { ?s a sd:Service ; sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Query ; sd:resultFormat ?f ; "
        "sd:defaultDataset ?d . ?d void:triples ?n FILTER(?n > 100) }"
    )
    assert found


def test_a_browser_at_the_endpoint_gets_the_editor(server: Server) -> None:
    """A browser without a query is sent to the editor."""
    answer = server.get("/sparql", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/query")
