"""``kg extract``: from digests to extractions.jsonl, one line per paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli import common

if TYPE_CHECKING:
    from kg.model import Skipped


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCES...")
@click.option("-o", "--output", default="-", show_default=True, metavar="FILE|-", help="File to write to.")
@click.option("-j", "--jobs", type=int, metavar="N", help="Processes that extract. [default: 1]")
@click.option("--engine", metavar="NAME", help="How extraction is spread. [default: local]")
@click.option("--strict", is_flag=True, default=None, help="Write nothing if a record can't be read.")
@common.config_option
@common.common
@click.pass_context
def command(
    ctx: click.Context, /, sources: tuple[str, ...], output: str, config_file: str | None, **flags: object
) -> None:
    """Extract entities, relations, results, quantities and links from SOURCES, as one JSON line per paper.

    Each line can be corrected by hand, scored (kg eval), built from (kg build) and trained on (kg train).

    \b
    kg extract digest.md | jq .entities
    kg extract papers.jsonl.gz --jobs 4 -o extractions.jsonl
    """  # noqa: D301 - see kg.cli.cli
    from kg import interchange
    from kg.build import extract_from

    skipped: list[Skipped] = []
    config = common.settings(config_file, **flags)
    show = common.progress()
    with common.open_output(output) as file:
        for count, extraction in enumerate(extract_from(sources, config, on_skip=skipped.append), 1):
            file.write(interchange.dumps(extraction))
            show("extract", count)
    common.tell_skipped(skipped)
    ctx.exit(common.PARTIAL if skipped else 0)
