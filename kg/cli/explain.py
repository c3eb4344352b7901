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

    NAME is any name of a thing or paper, in either language, or an id such as model/videoagent or 2403.10517. Where
    it is the name of several things, each is told of apart.
    """
    from kg.querying import telling
    from kg.querying.asking import explain

    told = explain(Path(graph), name)
    if as_json:
        common.print_json(telling.as_json(name, told))
    else:
        click.echo(telling.as_text(name, told))
