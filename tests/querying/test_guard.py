import pytest

from kg.errors import QueryError
from kg.querying.guard import ForbiddenError, check


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SeRvIcE ?where { ?s ?p ?o } }",
        "PREFIX x: <http://x/> SELECT * {{SERVICE x:y {}}}",
        "SELECT * { OPTIONAL { GRAPH ?g { SERVICE<http://127.0.0.1/>{} } } }",
        "SELECT * { FILTER(?a<?b) SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { FILTER(1<2)SERVICE#>\n<http://127.0.0.1/>{} }",
        "SELECT * { FILTER(1<2)FILTER('>'='>')SERVICE <http://127.0.0.1/>{} FILTER('a'='a')}",
        'SELECT * { BIND("#" AS ?x) SERVICE <http://127.0.0.1/> {} }',
        "SELECT * { ?s ?p '''it's # '''. SERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s <http://x/\\u0027> 1 . SERVICE <http://127.0.0.1/> {} FILTER('a'='a') }",
    ],
)
def test_service_is_found_wherever_it_hides(query: str) -> None:
    """A query that calls another endpoint is refused, in whatever case, place or disguise."""
    with pytest.raises(QueryError, match=r"SERVICE|a space after"):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s rdfs:label "SERVICE" }',
        "SELECT * { ?s rdfs:label '''SERVICE <http://x/> { LOAD''' }",
        "SELECT * { ?s a <http://www.w3.org/ns/service#Service> } # SERVICE <http://x/> {}",
        "SELECT ?service { ?service ex:service ?x }",
        "SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) } # no service",
        "SELECT * { VALUES (?p ?o) { (<http://x/service> 1) } ?s ?p ?o }",
        "ASK { ?s ?p 'INSERT DATA' }",
    ],
)
def test_letters_of_a_keyword_are_allowed_elsewhere(query: str) -> None:
    """Keywords inside strings, IRIs, comments, variables and names forbid nothing."""
    assert check(query).form in {"SELECT", "ASK"}


@pytest.mark.parametrize(
    "word", ["INSERT DATA", "DELETE WHERE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"]
)
def test_an_update_is_refused(word: str) -> None:
    """What would change data is refused, with a message that says the graph is read only."""
    with pytest.raises(ForbiddenError, match="read only"):
        check(f"PREFIX x: <http://x/> {word} {{ <a:a> <b:b> 1 }}")


def test_from_may_name_a_loaded_graph() -> None:
    """FROM and FROM NAMED take the graphs that are loaded."""
    kind = check("SELECT * FROM <http://x/a> FROM NAMED <http://x/b> {}", ["http://x/a", "http://x/b"])
    assert kind.graphs == ("http://x/a", "http://x/b")


@pytest.mark.parametrize(
    "query",
    ["BASE <http://x/> ASK FROM <a> {}", "PREFIX x: <http://x/> ASK FROM x:a {}",
     "BASE <http://x/b/> BASE <../> PREFIX : <.> ASK FROM NAMED :a {}"],
)  # fmt: skip
def test_a_loaded_graph_is_known_by_what_its_name_stands_for(query: str) -> None:
    """BASE and PREFIX make the IRI of a graph as they make any other."""
    assert check(query, ["http://x/a"]).graphs == ("http://x/a",)


@pytest.mark.parametrize("graph", ["<http://127.0.0.1/>", "<file:///etc/passwd>", "x:y"])
def test_from_may_name_no_other_graph(graph: str) -> None:
    """FROM with a graph that is not loaded is refused, and the message lists what is."""
    with pytest.raises(ForbiddenError, match="http://x/a"):
        check("ASK FROM " + graph + " {}", ["http://x/a"])


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("PREFIX a: <http://SELECT/> BASE <http://x/> ask {}", "ASK"),
        ("# SELECT\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("describe <http://x/>", "DESCRIBE"),
        ("select(1 as ?x){}", "SELECT"),
    ],
)
def test_the_form_is_the_first_keyword_after_the_prologue(query: str, form: str) -> None:
    """The form of a query is read from its tokens."""
    assert check(query).form == form


@pytest.mark.parametrize("query", ["", "hello", "# SELECT", "PREFIX x: <http://x/>"])
def test_what_is_no_query_is_said_to_be_none(query: str) -> None:
    """Text without a query form is an error that names the forms."""
    with pytest.raises(QueryError, match="SELECT, ASK, CONSTRUCT, DESCRIBE"):
        check(query)


def test_a_string_that_is_not_closed_is_an_error_with_its_line() -> None:
    """An open string is reported where it begins."""
    with pytest.raises(QueryError, match="line 2"):
        check('SELECT * {\n ?s ?p "abc }')


def test_a_query_has_a_greatest_length() -> None:
    """A query longer than the limit is refused before it is parsed."""
    with pytest.raises(ForbiddenError, match="1,000,000"):
        check("SELECT * {}" + " " * 1_000_000)
