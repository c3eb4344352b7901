"""``kg diff``: what differs between two graphs."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@common.json_option
@common.common
@click.pass_context
def command(ctx: click.Context, /, old: str, new: str, as_json: bool) -> None:
    """Tell what differs between the graphs OLD and NEW: folders of builds, or graph files.

    Papers, entities, facts, results and quantities that were added (+), removed (-) or changed (~). The exit code is
    0 if nothing differs and 1 if something does.
    """
    from kg.graph import KnowledgeGraph
    from kg.querying.cache import graph_files
    from kg.querying.diff import compare

    found = compare(*(KnowledgeGraph.load(*graph_files(Path(path))) for path in (old, new)))
    if as_json:
        common.print_json(found.as_json())
    elif found:
        click.echo(found.as_text())
    counts = (sum(map(len, (c.added, c.removed, c.changed))) for c in found.sections.values())
    common.say(", ".join(f"{count:,} {name}" for name, count in zip(found.sections, counts, strict=True)) + " differ")
    ctx.exit(common.NEGATIVE if found else 0)
