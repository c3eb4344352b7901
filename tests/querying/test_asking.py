import io
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import run
from kg.cli.query import command
from kg.errors import QueryError, QueryTimeoutError, UsageError
from kg.querying import asking

CROSS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(40)) + " FILTER(?a0 != ?c39) }"


def asked(graph: Path, text: str, **options: object) -> str:
    out = io.BytesIO()
    asking.query(graph, text, out, **options)  # type: ignore[arg-type]
    return out.getvalue().decode()


@pytest.mark.parametrize("form", ["table", "json", "xml", "csv", "tsv", "turtle", "nt", "jsonld", "rdfxml"])
def test_a_worker_writes_what_the_process_itself_writes(graph_file: Path, form: str) -> None:
    """With and without a limit of time the answer is the same."""
    triples = form in {"turtle", "nt", "jsonld", "rdfxml"}
    text = "CONSTRUCT WHERE { ?s a kg:Model }" if triples else "SELECT ?s { ?s a kg:Model } ORDER BY ?s"
    assert asked(graph_file, text, form=form) == asked(graph_file, text, form=form, timeout=60)


@pytest.mark.parametrize("form", ["table", "json", "xml", "csv", "tsv", "turtle", "nt", "jsonld", "rdfxml"])
def test_the_last_line_of_an_answer_is_ended(graph_file: Path, form: str) -> None:
    """Standard output ends with one line break in every format, so that a prompt follows on a line of its own."""
    text = (
        "CONSTRUCT WHERE { ?s a kg:Model }" if form in {"turtle", "nt", "jsonld", "rdfxml"} else "ASK { ?s a kg:Model }"
    )
    found = CliRunner().invoke(command, [text, "--format", form, "--graph", str(graph_file)])
    assert found.exit_code == 0
    assert found.output.endswith("\n")
    assert not found.output.endswith("\n\n")


def test_a_limit_of_time_stops_the_work(graph_file: Path) -> None:
    """A query that would never end is ended, with the limit in the message."""
    begin = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="1 s"):
        asked(graph_file, CROSS, timeout=1)
    assert time.monotonic() - begin < 60


def test_a_workers_error_is_the_same_error(graph_file: Path) -> None:
    """What a worker reports is raised here."""
    with pytest.raises(QueryError, match="malformed query, line 1"):
        asked(graph_file, "SELECT *", timeout=60)


def test_an_unknown_format_lists_the_choices(graph_file: Path) -> None:
    """A format that isn't there is named, with those that are."""
    with pytest.raises(UsageError, match="turtle"):
        asked(graph_file, "ASK {}", form="docx")


def test_a_plan_counts_what_each_pattern_matches(graph_file: Path) -> None:
    """--explain tells form, patterns with their matches, algebra and number of answers."""
    plan = asking.plan(graph_file, "SELECT ?m { ?m a kg:Model ; kg:basedOn ?b }")
    assert (plan.form, plan.answers) == ("SELECT", 3)
    assert dict(plan.patterns) == {"?m rdf:type kg:Model": 5, "?m kg:basedOn ?b": 3}
    assert "BGP" in plan.as_text()


def test_stats_count_what_is_there(graph_file: Path) -> None:
    """Things by class, facts by predicate and support, papers by month."""
    stats = asking.stats(graph_file)
    assert (stats.things["Model"], stats.facts["basedOn"], stats.supported[2]) == (5, 3, 2)
    assert stats.months == {"2024-01": 1, "2024-02": 2, "2024-03": 2}
    assert stats.triples + stats.evidence_triples > 1000


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["query", "ASK { ?m a kg:Model }"], "true"),
        (["query", "leaderboard", "--benchmark", "HarborQA", "--format", "csv"], "Kestrel-2,70.25"),
        (["query", "leaderboard", "--benchmark=港湾问答"], "70.25"),
        (["query", "--list"], "Leaderboard of a benchmark  --benchmark BENCHMARK [--metric METRIC]"),
        (["query", "--explain", "SELECT * { ?s a kg:Task }"], "patterns"),
        (["explain", "Kestrel", "--json"], '"kind": "Model"'),
        (["stats", "--json"], '"claims"'),
    ],
)
def test_the_commands_print_to_standard_output(
    graph_file: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str], part: str
) -> None:
    """Data goes to standard output, and the exit code is 0."""
    assert run([*arguments, "-g", str(graph_file)] if "--list" not in arguments else arguments) == 0
    assert part in capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "SELECT *"], "malformed"),
        (["query", "leaderboard"], "--benchmark"),
        (["query", "leaderbord"], "leaderboard"),
        (["query", "ASK {}", "ASK {}"], "one query"),
        (["query"], "kg query --list"),
        (["query", "ASK {}", "--colour", "red"], "--colour"),
        (["query", "leaderboard", "--benchmark"], "needs a value"),
        (["explain", "Kestrl"], "Kestrel"),
    ],
)
def test_a_wrong_command_is_told_on_standard_error(
    graph_file: Path, capfdbinary: pytest.CaptureFixture[bytes], arguments: list[str], words: str
) -> None:
    """Unusable arguments: exit code 2, a message, nothing on standard output."""
    assert run([arguments[0], "-g", str(graph_file), *arguments[1:]]) == 2
    told = capfdbinary.readouterr()
    assert told.out == b""
    assert words in told.err.decode()


def test_a_query_is_read_from_a_file_and_from_standard_input(graph_file: Path, tmp_path: Path) -> None:
    """-f FILE, -f - and - as the query."""
    file = tmp_path / "q.rq"
    file.write_text("ASK { ?m a kg:Model }", encoding="utf-8")
    runner = CliRunner()
    for arguments in (["-f", str(file)], ["-f", "-"], ["-"]):
        result = runner.invoke(command, [*arguments, "-g", str(graph_file)], input="ASK { ?m a kg:Model }")
        assert result.output.strip() == "true"
