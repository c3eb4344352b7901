"""``kg build``: from digests to a graph."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from kg.cli import common

if TYPE_CHECKING:
    from kg.build import Plan
    from kg.config import Config
    from kg.model import Report


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCES]...")
@click.option("-o", "--output", metavar="DIR", help="Folder to write to. [default: outputs]")
@click.option("-f", "--format", "formats", multiple=True, metavar="FORMAT", help="Further format to write; repeatable.")
@click.option("-j", "--jobs", type=int, metavar="N", help="Processes that extract. [default: 1]")
@click.option("--engine", metavar="NAME", help="How extraction is spread. [default: local]")
@click.option("--decisions", metavar="FILE", help="What is the same thing and what is not, as people decided it.")
@click.option("--authority", multiple=True, metavar="FILE", help="Vocabulary in RDF to link things to; repeatable.")
@click.option("--base", metavar="IRI", help="What the addresses of things begin with.")
@click.option("--remove", multiple=True, metavar="ID", help="Leave out the paper of this id; repeatable.")
@click.option("--strict", is_flag=True, default=None, help="Write nothing if a record can't be read.")
@click.option("--fresh", is_flag=True, help="Use nothing of an earlier build.")
@click.option("--dry-run", is_flag=True, help="Say what would be extracted, kept and removed; write nothing.")
@common.json_option
@common.config_option
@common.common
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - the options
    ctx: click.Context,
    /,
    sources: tuple[str, ...],
    config_file: str | None,
    remove: tuple[str, ...],
    fresh: bool,
    dry_run: bool,
    as_json: bool,
    formats: tuple[str, ...],
    **flags: object,
) -> None:
    """Build the knowledge graph of SOURCES: files, folders, globs, or - for standard input.

    Digests in Markdown, records in JSONL or JSON, BibTeX and plain text are read; so is an extractions.jsonl, as it was
    written or as you corrected it. Without SOURCES, those of kg.toml are built, else the papers of the last build.

    \b
    kg build digests/ -o outputs
    kg build digests/ papers.bib -f ntriples -f graphml
    kg build outputs/extractions.jsonl        after correcting it by hand
    """  # noqa: D301 - see kg.cli.cli
    from kg.build import build_to, default_sources, plan

    config = common.settings(config_file, **flags)
    config = replace(config, formats=tuple(dict.fromkeys((*config.formats, *formats))))
    given = default_sources(config, sources)
    if dry_run:
        _show_plan(plan(config.output, given, config, remove=remove), as_json=as_json)
        return
    report = build_to(config.output, given, config, remove=remove, fresh=fresh, on_progress=common.progress())
    _show_report(report, config, as_json=as_json)
    ctx.exit(common.PARTIAL if report.skipped else 0)


def _show_report(report: Report, config: Config, *, as_json: bool) -> None:
    common.tell_skipped(report.skipped)
    for decision in report.unused:
        common.warn(f"unused {decision}")
    if report.stale:
        common.warn(f"of an earlier build, and not written now: {', '.join(report.stale)}")
    for note in report.notes:
        common.say(note, 1)
    if as_json:
        from dataclasses import asdict

        common.print_json(asdict(report))
    papers = report.counts.get("Paper", 0)
    skipped = f", {len(report.skipped)} records skipped" if report.skipped else ""
    common.say(f"{papers:,} papers, {report.counts['triples']:,} triples{skipped}: {config.output}")


def _show_plan(plan: Plan, *, as_json: bool) -> None:
    common.tell_skipped(plan.skipped)
    steps = {"add": plan.added, "change": plan.changed, "keep": plan.kept, "remove": plan.removed}
    if as_json:
        common.print_json(steps)
        return
    for step, papers in steps.items():
        if step != "keep":
            for paper in papers:
                click.echo(f"{step} {paper}")
    common.say(", ".join(f"{len(papers):,} to {step}" for step, papers in steps.items()))
