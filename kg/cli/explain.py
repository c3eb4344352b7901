"""``kg explain``: what a graph knows of a thing, and on whose word."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("name")
@common.graph_option
@common.json_option
@common.common
def command(name: str, graph: str, as_json: bool) -> None:
    """Tell what a graph knows of NAME: facts, results and numbers, each with the sentences that say so.

    NAME is any name of a thing or paper, in either language, or an id such as model/videoagent or 2403.10517.
    """
    from kg.querying.asking import explain
    from kg.querying.telling import as_text

    told = explain(Path(graph), name)
    if as_json:
        common.print_json(told.as_json())
    else:
        click.echo(as_text(told))
