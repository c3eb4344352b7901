"""``kg train``: from annotated papers to the model that extracts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("corpus", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="MODEL", help="Folder for the model."
)
@click.option(
    "--work",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder that keeps each step, to go on from there. [default: MODEL.work]",
)
@click.option(
    "--set", "changes", multiple=True, metavar="KEY=VALUE", help="Change a setting of kg/training/config.cfg."
)
@common.common
def command(corpus: Path, output: Path, work: Path | None, changes: tuple[str, ...]) -> None:
    """Train the extraction model on CORPUS, a folder with train.jsonl and papers.jsonl.gz, and write its model card.

    Needs the packages of the `train` extra: torch, lightgbm, scipy.

    \b
    kg train corpus -o models
    kg train corpus -o small --set encoder.width=96
    """  # noqa: D301 - see kg.cli.cli
    from kg.training.train import train

    train(corpus, output, work or output.with_suffix(".work"), _overrides(changes), common.say)


def _overrides(changes: tuple[str, ...]) -> dict[str, object]:
    pairs = dict(change.partition("=")[::2] for change in changes)
    return {key: _value(text) for key, text in pairs.items()}


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
