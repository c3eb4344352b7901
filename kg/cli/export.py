"""``kg export``: a built graph in another format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("output", metavar="OUTPUT", type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", metavar="FORMAT", help="Format by name; else as OUTPUT's suffix says.")
@click.option("--base", metavar="IRI", help="What the addresses of things begin with, if it was set for the build.")
@common.graph_option
@common.config_option
@common.common
def command(output: Path, form: str | None, base: str | None, graph: str, config_file: str | None) -> None:
    """Write a built graph to OUTPUT in another format, without building again.

    \b
    kg export graph.graphml
    kg export neo4j -f csv
    """  # noqa: D301 - see kg.cli.cli
    from kg.graph import KnowledgeGraph
    from kg.querying.cache import graph_files

    config = common.settings(config_file, base=base)
    KnowledgeGraph.load(*graph_files(Path(graph)), base=config.base).write(output, form)
    common.say(str(output))
