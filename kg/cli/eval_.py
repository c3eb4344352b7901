"""``kg eval``: predicted extractions against annotated ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli import common

if TYPE_CHECKING:
    from kg.evaluation import Score


@click.command("eval")
@click.argument("gold", metavar="GOLD")
@click.argument("predicted", metavar="PREDICTED")
@click.option("--gate", "gates", multiple=True, metavar="KEY=VALUE", help="Least figure, such as links=95; repeatable.")
@click.option("--by-doc", is_flag=True, help="Also each paper's F1 of typed entities.")
@common.json_option
@common.common
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - the options
    ctx: click.Context, /, gold: str, predicted: str, gates: tuple[str, ...], by_doc: bool, as_json: bool
) -> None:
    """Score PREDICTED against GOLD, both JSONL: precision, recall and F1 in percent.

    Exits with 1 where a figure is below its gate.

    \b
    kg eval gold.jsonl outputs/extractions.jsonl
    kg eval gold.jsonl outputs/extractions.jsonl --gate entities.named=85 --gate relations.collapsed.p=50
    """  # noqa: D301 - see kg.cli.cli
    from kg import evaluation

    bars = [evaluation.parse_gate(gate) for gate in gates]
    score = evaluation.score_files(gold, predicted)
    if as_json:
        common.print_json(score.as_json())
    else:
        _show(score, by_doc=by_doc)
    below = evaluation.failed(score, bars)
    for reason in below:
        common.say(reason, -1)
    ctx.exit(common.NEGATIVE if below else 0)


def _show(score: Score, *, by_doc: bool) -> None:
    figures: dict[str, Any] = score.as_json()
    click.echo(f"{figures['documents']} documents")
    for name, row in (*figures.items(), *figures["types"].items(), *figures["predicates"].items()):
        if isinstance(row, dict) and "f1" in row:
            counts = f"tp {row['tp']} fp {row['fp']} fn {row['fn']}"
            click.echo(f"{name:24} P {row['p']:5} R {row['r']:5} F1 {row['f1']:5}   {counts}")
    for name, f1 in figures["by_doc"].items() if by_doc else ():
        click.echo(f"{name} {f1}")
