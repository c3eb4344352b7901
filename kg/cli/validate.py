"""``kg validate``: whether a graph obeys the shapes, and its evidence its texts."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("graph", default="outputs", metavar="[GRAPH]")
@click.option("--shapes", type=click.Path(path_type=Path), metavar="FILE", help="SHACL shapes, instead of ours.")
@common.json_option
@common.common
@click.pass_context
def command(ctx: click.Context, /, graph: str, shapes: Path | None, as_json: bool) -> None:
    """Check a graph against its SHACL shapes, and each quote of its evidence against the text.

    GRAPH is a file, or the folder of a build. Exits with 0 where the graph is valid, with 1 where it is not.
    """
    from kg.graph import KnowledgeGraph
    from kg.graph.checks import check
    from kg.querying.cache import graph_files

    found = check(KnowledgeGraph.load(*graph_files(Path(graph))), shapes)
    if as_json:
        common.print_json([asdict(violation) for violation in found])
    else:
        for violation in found:
            click.echo(f"{violation.shape}: {violation.node}: {violation.message} {violation.value}".rstrip())
    common.say(f"{len(found)} violations" if found else "valid")
    ctx.exit(common.NEGATIVE if found else 0)
