"""``kg init``: a place to begin."""

from __future__ import annotations

import click

from kg.cli import common


@click.command()
@click.argument("folder", default=".", metavar="[FOLDER]")
@common.common
def command(folder: str) -> None:
    """Write a kg.toml and an example digest to FOLDER; then `kg build` makes a graph of it."""
    from kg.build.start import start

    for path in start(folder):
        click.echo(path)
