"""``kg train``: from annotated papers to a model."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import common


@click.command()
@click.argument("corpus", type=click.Path(path_type=Path), metavar="CORPUS")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("models/bilingual"), show_default=True,
              metavar="FOLDER", help="Folder for the model.")  # fmt: skip
@click.option("--work", type=click.Path(path_type=Path), default=Path("build/training"), show_default=True,
              metavar="FOLDER", help="Folder for finished steps, which a second run takes up.")  # fmt: skip
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Setting of the training; repeatable.")
@common.common
def command(corpus: Path, output: Path, work: Path, overrides: tuple[str, ...]) -> None:
    """Train the model that extracts, from the folder CORPUS.

    It holds train.jsonl, with annotated papers in the form of extractions.jsonl, and papers.jsonl.gz, with papers
    that need no annotation. Needs: pip install 'paperkg[train]'
    """
    from kg.training.train import Trainer, load_settings

    work.mkdir(parents=True, exist_ok=True)
    settings = load_settings(dict(override.partition("=")[::2] for override in overrides))
    trainer = Trainer(corpus, work, settings, common.say)
    trained, _, _ = trainer.decisions()
    trainer.save(output, trained)
    common.say(str(output))
