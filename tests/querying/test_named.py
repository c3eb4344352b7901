from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, UnknownNameError, UsageError
from kg.querying import named
from kg.querying.answers import ask
from kg.querying.names import Names

QUERIES = named.read_queries()
ARXIV = "https://arxiv.org/abs/"


def answer(store: ox.Store, names: Names, name: str, given_: dict[str, str] | None = None) -> list[dict[str, str]]:
    query = QUERIES[name]
    result: Any = ask(store, named.bind(query, named.terms(query, given_ or {}, names))).result
    columns = [variable.value for variable in result.variables]
    return [{key: term.value for key, term in zip(columns, row, strict=True) if term is not None} for row in result]


def column(rows: list[dict[str, str]], *names: str) -> list[Any]:
    return [tuple(row.get(name, "") for name in names) if len(names) > 1 else row.get(names[0], "") for row in rows]


EXPECTED: dict[str, tuple[dict[str, str], tuple[str, ...], list[Any]]] = {
    "about": ({"thing": "QuayKit"}, ("direction", "predicate", "name"),
              [("in", "https://w3id.org/paperkg/ontology#proposes", "Heron, a model of tides")]),
    "baselines": ({}, ("name", "times"), [("Heron", "1"), ("Kestrel", "1"), ("Kestrel-2", "1")]),
    "benchmarks": ({}, ("name", "papers"), [("HarborQA", "3"), ("CliffBench", "2")]),
    "best-supported": ({}, ("subjectLabel", "objectLabel", "support"),
                       [("Kestrel", "Basalt-7B", "2"), ("Kestrel", "HarborQA", "2")]),
    "by-month": ({}, ("month", "papers", "models", "benchmarks", "software"),
                 [("2024-01", "1", "1", "0", "0"), ("2024-02", "2", "2", "1", "0"), ("2024-03", "2", "1", "0", "1")]),
    "code": ({"thing": "quaykit"}, ("code",), ["https://example.org/quaykit"]),
    "compared-with": ({"system": "Kestrel"}, ("relation", "otherName"),
                      [("better than", "Heron"), ("compared with", "Kestrel-2")]),
    "contradictions": ({}, ("name", "value1", "value2"), [("Kestrel", "61.5", "60.1")]),
    "descendants": ({"model": "basalt"}, ("name",), ["Heron", "Kestrel", "Kestrel-2"]),
    "evaluated-on": ({"benchmark": "CliffBench"}, ("name",), ["Heron", "Reading maps by lantern"]),
    "evidence": ({"thing": "QuayKit"}, ("quote", "sentence", "field", "start"),
                 [("QuayKit is released", "QuayKit is released.", "abstract_en", "70")]),
    "homonyms": ({}, ("name", "things"), [("Heron", "2")]),
    "improvements": ({"system": "Kestrel"}, ("value", "baselineName", "benchmarkName"),
                     [("61.5", "Heron", "HarborQA")]),
    "leaderboard": ({"benchmark": "harbor qa"}, ("name", "value", "metricName", "baselineName"),
                    [("Kestrel-2", "70.25", "accuracy", "Kestrel"), ("Kestrel", "61.5", "accuracy", "Heron"),
                     ("Kestrel", "60.1", "accuracy", "")]),
    "lineage": ({"model": "Kestrel-2"}, ("childName", "parentName"),
                [("Kestrel", "Basalt-7B"), ("Kestrel-2", "Kestrel")]),
    "low-confidence": ({"below": "0.79"}, ("subjectLabel",), []),
    "methods": ({}, ("name", "users"), [("lantern search", "4"), ("Tide Tuning", "2")]),
    "new-in-month": ({"month": "2024-02"}, ("name", "kind"),
                     [("CliffBench", "Benchmark"), ("Heron", "Model"), ("Kestrel-2", "Model")]),
    "papers-on": ({"task": "map reading"}, ("paper", "proposedName"),
                  [(f"{ARXIV}2402.00003", "CliffBench"), (f"{ARXIV}2402.00003", "Heron"),
                   (f"{ARXIV}2403.00005", "")]),
    "papers-without-code": ({}, ("paper",), [f"{ARXIV}2402.00002", f"{ARXIV}2402.00003", f"{ARXIV}2403.00005"]),
    "parts": ({"thing": "Kestrel-2"}, ("relation", "name"),
              [("part", "Tide Tuning"), ("uses", "Tide Tuning"), ("uses", "lantern search")]),
    "proposes": ({"paper": "2403.00004"}, ("name", "kind"), [("Heron", "Model"), ("QuayKit", "Software")]),
    "rivals": ({"system": "Kestrel"}, ("name", "shared"), [("Kestrel-2", "1"), ("Reading maps by lantern", "1")]),
    "shared-methods": ({}, ("name", "papers"), [("lantern search", "4"), ("Tide Tuning", "2")]),
    "single-source": ({"thing": "QuayKit"}, ("objectLabel",), []),
    "sizes": ({"property": "size"}, ("name", "value", "words"), [("CliffBench", "1200", "1,200 problems")]),
    "tasks": ({}, ("name", "papers"), [("long video understanding", "2"), ("map reading", "2")]),
    "topic-by-month": ({"thing": "lantern search"}, ("month", "papers"),
                       [("2024-01", "1"), ("2024-02", "2"), ("2024-03", "1")]),
    "trained-on": ({}, ("name", "datasetName"), [("Kestrel-2", "Reef-1M")]),
    "used-together": ({"thing": "TT"}, ("firstName", "secondName", "times"),
                      [("Tide Tuning", "lantern search", "2")]),
    "who-uses": ({"thing": "潮汐微调"}, ("name", "kind"),
                 [("Kestrel-2", "Model"), ("Reading maps by lantern", "Paper")]),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_each_question_has_its_answer(store: ox.Store, named_things: Names, name: str) -> None:
    """On the specimen each named query answers what can be read there by eye."""
    given_, columns, expected = EXPECTED[name]
    assert column(answer(store, named_things, name, given_), *columns) == expected


def test_single_source_lists_what_one_paper_says(store: ox.Store, named_things: Names) -> None:
    """A fact of two papers is not among those of one."""
    found = column(answer(store, named_things, "single-source", {"thing": "Kestrel"}), "objectLabel")
    assert found == ["Kestrel-2", "accuracy", "Heron", "lantern search"]


def test_there_are_at_least_twenty_questions() -> None:
    """Each with a title in both languages and a description."""
    assert len(QUERIES) >= 20
    assert all(query.title and query.title_zh and query.description for query in QUERIES.values())


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_each_file_runs_as_it_stands(store: ox.Store, name: str) -> None:
    """A query file declares its prefixes, and is a whole query in any engine."""
    list(store.query(QUERIES[name].text, use_default_graph_as_union=True))


def test_an_unset_parameter_restrains_nothing(store: ox.Store, named_things: Names) -> None:
    """A parameter that is left out leaves every row."""
    assert len(answer(store, named_things, "proposes")) == 6


def test_a_metric_narrows_a_leaderboard(store: ox.Store, named_things: Names) -> None:
    """A second parameter narrows the first."""
    assert len(answer(store, named_things, "leaderboard", {"benchmark": "HarborQA", "metric": "准确率"})) == 3


@pytest.mark.parametrize(
    ("name", "given_", "error", "words"),
    [
        ("leaderboard", {}, UsageError, "--benchmark"),
        ("leaderboard", {"benchmark": "HarborQA", "colour": "red"}, UnknownNameError, "benchmark, metric"),
        ("leaderboard", {"benchmark": "Harbour-QA"}, QueryError, "nearest: HarborQA"),
        ("lineage", {"model": "Heron"}, QueryError, "model/heron, .*model/heron-2|model/heron .Model., model/heron-2"),
        ("new-in-month", {"month": "March"}, UsageError, "2024-03"),
        ("low-confidence", {"below": "low"}, UsageError, "number"),
    ],
)
def test_a_wrong_value_says_what_would_do(
    named_things: Names, name: str, given_: dict[str, str], error: type[Exception], words: str
) -> None:
    """A missing, unknown or unfit parameter is an error that says what to write."""
    with pytest.raises(error, match=words):
        named.terms(QUERIES[name], given_, named_things)


def test_an_unknown_question_lists_the_known() -> None:
    """A name that no query has brings the list."""
    with pytest.raises(UnknownNameError, match="leaderboard"):
        named.get(QUERIES, "liederboard")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_value_stays_one_value(value: str) -> None:
    """Whatever a text value holds, it is bound as that text and as nothing else."""
    query = named.bind(QUERIES["sizes"], {"property": ox.Literal(value)})
    store = ox.Store()
    node = ox.NamedNode("http://x/q")
    for part, term in (
        ("describes", ox.NamedNode("http://x/m")),
        ("property", ox.Literal(value)),
        ("value", ox.Literal(1)),
    ):
        store.add(ox.Quad(node, ox.NamedNode(f"https://w3id.org/paperkg/ontology#{part}"), term))
    result: Any = ask(store, query).result
    assert [row["property"] for row in result] == [ox.Literal(value)]


def write(folder: Path, text: str) -> Path:
    file = folder / "mine.rq"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_folder_of_ones_own_works_the_same_way(tmp_path: Path) -> None:
    """A user's query stands beside ours, and before one of the same name."""
    write(
        tmp_path,
        "# title: Mine\n# param paper Paper: which\nSELECT ?paper { VALUES ?paper { UNDEF } ?paper a kg:Paper }",
    )
    (tmp_path / "tasks.rq").write_text("# title: Other tasks\nASK {}", encoding="utf-8")
    found = named.read_queries([tmp_path])
    assert (found["mine"].title, found["tasks"].title) == ("Mine", "Other tasks")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * {}", "# title"),
        ("# title: T\n# param x Horse: what\nSELECT * { VALUES ?x { UNDEF } }", "mine.rq:2.*Thing"),
        ("# title: T\n# param x Thing: what\nSELECT * { ?x ?y ?z }", "VALUES \\?x"),
    ],
)
def test_a_file_with_a_wrong_head_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """A query file without title, with an unknown kind or without a place for a parameter is an error."""
    with pytest.raises(UsageError, match=words):
        named.read_query(write(tmp_path, text))


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A folder of queries that isn't there is named."""
    with pytest.raises(UsageError, match="no such folder"):
        named.read_queries([tmp_path / "none"])


@pytest.mark.parametrize("name", [name for name, query in QUERIES.items() if query.facts])
def test_what_facts_alone_answer_is_the_same_without_evidence(store: ox.Store, named_things: Names, name: str) -> None:
    """A question whose head says so has the same answer of the facts as of facts and evidence together."""
    text = named.bind(QUERIES[name], named.terms(QUERIES[name], EXPECTED[name][0], named_things))
    first, second = ([str(row) for row in rows] for rows in (asked(store, text, facts=True), asked(store, text)))
    assert first == second != []


def asked(store: ox.Store, text: str, *, facts: bool = False) -> list[object]:
    found: Any = ask(store, text, facts=facts).result
    return list(found)
