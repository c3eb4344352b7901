"""Write docs/reference.md from the commands, settings and registries; with --check, tell whether it is right."""

from __future__ import annotations

import ast
import inspect
import sys
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import click

from kg import config, plugins
from kg.cli import COMMANDS, cli
from kg.evaluation import MEASURES
from kg.exporting import file_name
from kg.resolution import decisions

TARGET = Path(__file__).with_name("reference.md")
_EXITS = inspect.cleandoc("""
    | code | meaning |
    | --- | --- |
    | 0 | done |
    | 1 | checked and negative: `validate`, `eval` below its gate, `diff` differs |
    | 2 | unusable arguments, settings or input; nothing was written |
    | 3 | built, but records were skipped |
    | 130 | interrupted |
""")


def reference() -> str:
    """Return the whole page."""
    parts = [
        "# Reference",
        "Made by `make reference` from the program itself.",
        "## Commands",
        *(_command(name) for name in COMMANDS),
        "## Exit codes",
        _EXITS,
        "## Settings",
        "In kg.toml, or the table [tool.kg] of pyproject.toml; in the environment as `KG_` and the key in capitals.",
        _settings(),
        "## Formats",
        _table(["format", "file"], [[name, file_name(name)] for name in _ours("kg.exporters")]),
        "## Readers",
        "By the suffix of the file, with or without `.gz`: " + ", ".join(f"`.{n}`" for n in _ours("kg.readers")) + ".",
        "## Decisions",
        inspect.cleandoc(decisions.__doc__ or "")
        .replace("::\n", "```toml", 1)
        .replace("``documents``", "```\n\n`documents`"),
        "## Measures of kg eval",
        "Each with `.p`, `.r` or `.f1` behind it, in a gate: " + ", ".join(f"`{name}`" for name in MEASURES) + ".",
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _command(name: str) -> str:
    with click.Context(cli, info_name="kg") as parent:
        command = cli.get_command(parent, name)
        assert command is not None  # noqa: S101 - the registry's own name
        with click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100) as ctx:
            return f"### kg {name}\n\n```text\n{command.get_help(ctx).strip()}\n```"


def _settings() -> str:
    tree = ast.parse(inspect.getsource(config.Config))
    (body,) = (node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    texts = {
        field.target.id: text.value.value
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr)
    }
    default = config.Config()
    rows = [
        [f"`{entry.name}`", f"`{_shown(getattr(default, entry.name))}`", texts[entry.name]] for entry in fields(default)
    ]
    return _table(["key", "default", "meaning"], [[cell.replace("\n", " ") for cell in row] for row in rows])


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(list(value)) if isinstance(value, tuple) else '""' if value == "" else str(value)


def _ours(group: str) -> list[str]:
    return plugins.names(group)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Write the page, or check it."""
    if "--check" in sys.argv:
        right = TARGET.exists() and TARGET.read_text(encoding="utf-8") == reference()
        if not right:
            print("docs/reference.md is not what the program says; run: make reference", file=sys.stderr)  # noqa: T201
        return 0 if right else 1
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
