"""What the commands share: options, messages, progress, exit codes."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from kg.config import Config
    from kg.model import Skipped

NEGATIVE, UNUSABLE, PARTIAL = 1, 2, 3
"""Exit codes: checked and negative; unusable arguments or input; built, but records were skipped."""
_R = TypeVar("_R")
_LEVELS = {-1: "ERROR", 0: "WARNING", 1: "INFO"}
_state = {"verbosity": 0}


def common(function: Callable[..., _R]) -> Callable[..., _R]:
    """Add what every command takes: -v and -q."""

    @click.option("-v", "--verbose", count=True, help="Say more; -vv says most.")
    @click.option("-q", "--quiet", is_flag=True, help="Say errors only.")
    @functools.wraps(function)
    def wrapped(*args: Any, verbose: int, quiet: bool, **kwargs: Any) -> _R:  # noqa: ANN401 - as the function takes them
        _state["verbosity"] = -1 if quiet else verbose
        import logging

        logging.basicConfig(level=_LEVELS.get(_state["verbosity"], "DEBUG"), format="%(message)s", force=True)
        return function(*args, **kwargs)

    return wrapped


config_option = click.option("--config", "config_file", metavar="FILE", help="Settings, instead of kg.toml.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
graph_option = click.option(
    "-g",
    "--graph",
    default="outputs",
    show_default=True,
    metavar="PATH",
    help="A graph file, or the folder of a build.",
)


def settings(config_file: str | None, **flags: object) -> Config:
    """Return the settings of a command: its flags over environment over file over defaults."""
    from kg import config

    return config.load(config_file, **flags)


def is_verbose() -> bool:
    """Whether -v was given."""
    return _state["verbosity"] > 0


def say(message: str, level: int = 0) -> None:
    """Tell the user something on standard error: at level 0 unless -q, at level 1 with -v."""
    if _state["verbosity"] >= level:
        click.echo(message, err=True)


def warn(message: str) -> None:
    """Tell the user, unless -q, that something is not as they may think."""
    say(f"{click.style('warning:', fg='yellow', bold=True)} {message}")


def fail(message: str) -> int:
    """Tell an error, and return the exit code for unusable input."""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {message}", err=True)
    return UNUSABLE


def print_json(value: object) -> None:
    """Print a value as JSON on standard output."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def tell_skipped(skipped: Iterable[Skipped]) -> None:
    """Name each record that was skipped, with its place and what to do."""
    for record in skipped:
        remedy = f"; {record.remedy}" if record.remedy else ""
        mark = click.style("skipped:", fg="yellow")
        say(f"{mark} {record.path}:{record.line}: {record.reason}{remedy}")


def progress() -> Callable[[str, int], None]:
    """Return a function that shows step and count on one line, where standard error is a terminal."""
    if not sys.stderr.isatty() or _state["verbosity"] < 0:
        return lambda _step, _count: None

    def show(step: str, count: int) -> None:
        sys.stderr.write(f"\r\x1b[K{step} {count:,}\r")
        sys.stderr.flush()

    return show


def open_output(path: str) -> Any:  # noqa: ANN401 - a context manager over a text file
    """Open a file that is there whole or not at all; ``-`` is standard output."""
    if path == "-":
        import contextlib

        return contextlib.nullcontext(_stdout())
    from pathlib import Path

    from kg.exporting.atomic import replacing

    return replacing(Path(path))


def _stdout() -> TextIO:
    """Standard output as UTF-8, whatever the locale says."""
    import io

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    return sys.stdout
