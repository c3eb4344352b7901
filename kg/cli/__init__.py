"""The command line: each command parses its arguments, calls one function of the library, and prints.

Data goes to standard output, everything else to standard error. Exit codes: 0 done; 1 checked and negative;
2 unusable arguments, configuration or input; 3 built, but records were skipped; 130 interrupted.

A new command is a module here that holds a click command named ``command``, and a line in COMMANDS.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec

import click

from kg.cli.common import fail, is_verbose
from kg.errors import KgError

COMMANDS = (
    "build",
    "extract",
    "query",
    "view",
    "serve",
    "explain",
    "stats",
    "validate",
    "eval",
    "diff",
    "export",
    "train",
    "init",
)
"""In the order in which --help lists them; the module of `eval` is named `eval_`, and so on for Python's own names."""
_MODULES = {"eval": "eval_"}
_INTERRUPTED = 130


class _Commands(click.Group):
    """The commands, each loaded when it is needed."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if find_spec(_module(name))]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(_module(cmd_name)).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; where there is none of that name, list the choices."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            ctx.fail(f"no command named {args[0]!r}; choose from: {', '.join(self.list_commands(ctx))}")
        return super().resolve_command(ctx, args)


def _module(name: str) -> str:
    return f"kg.cli.{_MODULES.get(name, name)}"


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    """Show what would build a graph: the hashes stand in every report.json too."""
    if wanted:
        from kg.build.reporting import short_versions

        click.echo("\n".join(f"{name} {number}" for name, number in short_versions().items()))
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the versions of kg, its pipeline and its ontology, and exit.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Build a knowledge graph from summaries of research papers, and ask it.

    \b
    kg build digests/ -o outputs        from digests to a graph
    kg query "SELECT * { ?p kg:proposes ?x }"
    kg explain VideoAgent               what the graph knows, and on whose word
    """  # noqa: D301 - \b is click's sign for lines to be left as they are
    ctx.color = _color()


def main() -> None:
    """Run the command line and exit with its code."""
    # A text's matrices are small: on a busy machine, several threads would wait for each other longer than they work.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:  # noqa: PLR0911 - one return for each way to end
    """Run a command and return its exit code; errors are told in one line on standard error."""
    try:
        return int(cli.main(arguments, prog_name="kg", standalone_mode=False) or 0)
    except KgError as error:
        return fail(str(error))
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        return _INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has seen enough, as `head` does; leave nothing to be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        return fail(f"{error.filename or 'the system'}: {error.strerror or error}")
    except Exception as error:
        if is_verbose():
            raise
        return fail(f"an error in kg itself: {type(error).__name__}: {error}; -v shows where, please report it")


def _color() -> bool | None:
    """Colour as the environment asks (no-color.org, force-color.org); None leaves it to the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None
