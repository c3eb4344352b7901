"""``kg view``: the interactive page of a graph, or of what is around one thing."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("name", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("graph.html"), show_default=True,
              metavar="FILE", help="Page to write.")  # fmt: skip
@click.option("--depth", type=click.IntRange(1, 3), default=1, show_default=True, help="Steps around NAME.")
@click.option("--title", metavar="TEXT", help="The page's heading.")
@click.option(
    "--language", type=click.Choice(["en", "zh"]), help="Language of labels at opening. [default: the reader's]"
)
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@common.graph_option
@common.common
def command(  # noqa: PLR0913, PLR0917 - one for each option
    name: str | None, output: Path, depth: int, title: str | None, language: str | None, show: bool, graph: str
) -> None:
    """Write a graph as one self-contained page; with NAME, only what is around that thing.

    \b
    kg view                                 the whole graph of outputs/
    kg view VideoAgent --depth 2 --open
    """  # noqa: D301 - see kg.cli.cli
    from kg.exporting.html import view
    from kg.graph import KnowledgeGraph
    from kg.querying.cache import graph_files

    count = view(
        KnowledgeGraph.load(*graph_files(Path(graph))), output, name, depth=depth, title=title, language=language or ""
    )
    common.say(f"{count:,} nodes: {output}")
    if show:
        click.launch(str(output))
