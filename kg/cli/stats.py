"""``kg stats``: how much a graph holds."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@common.graph_option
@common.json_option
@common.common
def command(graph: str, as_json: bool) -> None:
    """Count what a graph holds: things by class, facts by predicate and support, papers by month."""
    from kg.querying.asking import stats

    found = stats(Path(graph))
    if as_json:
        common.print_json(found.as_json())
    else:
        click.echo(found.as_text())
