"""``kg query``: a SPARQL query, or a question kept under a name, over a graph's files."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import common
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPILOG = """A named query's parameters are options of its own: kg query leaderboard --benchmark EgoSchema.
A thing is given by any of its names, or by its id (model/videoagent)."""


@click.command(context_settings={"ignore_unknown_options": True}, epilog=_EPILOG)
@click.argument("words", nargs=-1, metavar="QUERY|NAME [--PARAMETER VALUE]...", type=click.UNPROCESSED)
@click.option("-f", "--file", "file", metavar="FILE", help="Read the query from FILE; - is standard input.")
@click.option("--format", "form", default="table", show_default=True, metavar="FORMAT",
              help="table, json, xml, csv, tsv; for triples turtle, ntriples, jsonld, rdfxml.")  # fmt: skip
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Stop after so long.")
@click.option("--explain", "explain", is_flag=True, help="Tell how the query is read and what it looks at.")
@click.option("--list", "listing", is_flag=True, help="List the named queries.")
@click.option("--queries", "folders", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="A folder of named queries (*.rq) of your own; may be repeated.")  # fmt: skip
@common.graph_option
@common.common
def command(  # noqa: PLR0913, PLR0917 - one for each option
    words: tuple[str, ...],
    file: str | None,
    form: str,
    timeout: float | None,
    explain: bool,
    listing: bool,
    folders: tuple[Path, ...],
    graph: str,
) -> None:
    """Ask a graph: SELECT, ASK, CONSTRUCT and DESCRIBE over facts and evidence together.

    \b
    kg query "SELECT ?m { ?m a kg:Model } LIMIT 5"
    kg query -f question.rq --format csv
    kg query leaderboard --benchmark EgoSchema
    kg query --list
    """  # noqa: D301 - see kg.cli.cli
    from kg.querying import asking

    if listing:
        click.echo(asking.list_queries(folders))
        return
    _let_interrupt()
    text = _text(words, file, folders, Path(graph))
    if explain:
        click.echo(asking.plan(Path(graph), text).as_text())
        return
    output = _Output()
    asking.query(Path(graph), text, output, form=form, timeout=timeout)
    output.end()


class _Output:
    """Standard output, whose last line is ended in any case: formats for machines needn't do that."""

    def __init__(self) -> None:
        self._last = b""

    def write(self, data: bytes) -> int:
        self._last = data[-1:] or self._last
        return sys.stdout.buffer.write(data)

    def flush(self) -> None:
        sys.stdout.buffer.flush()

    def end(self) -> None:
        if self._last not in {b"", b"\n"}:
            sys.stdout.buffer.write(b"\n")
        self.flush()


def _let_interrupt() -> None:
    """Let an interrupt end the process at once: Python would not hear of it before the engine is done."""
    with suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _text(words: Iterable[str], file: str | None, folders: Iterable[Path], graph: Path) -> str:
    """Return the SPARQL that is asked for: given, read, or of a name."""
    from kg.querying import asking, named

    asked, given = _split(words)
    if file is not None and not asked:
        asked = [_read(file)]
    elif file is not None or len(asked) != 1:
        raise UsageError("give one query: as an argument, with -f FILE, or by name; kg query --list shows the names")
    text = _read("-") if asked == ["-"] else asked[0]
    if named.is_name(text):
        return asking.query_text(named.get(named.read_queries(folders), text), given, graph)
    if given:
        raise UsageError(f"no option --{next(iter(given))}; only a named query takes parameters")
    return text


def _split(words: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Return what is no option, and the options by name."""
    asked: list[str] = []
    given: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--"):
            asked.append(word)
        elif equals:
            given[name] = value
        else:
            found = next(rest, None)
            if found is None:
                raise UsageError(f"{word} needs a value")
            given[name] = found
    return asked, given


def _read(file: str) -> str:
    """Return a file's text; ``-`` is standard input."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{file}: a query is text in UTF-8: {error}") from error
