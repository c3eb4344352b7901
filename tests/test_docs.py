"""Documentation that can't rot: every command is documented, every link leads somewhere, every example runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import COMMANDS, run

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def commands(page: Path) -> list[list[str]]:
    """The commands that a page shows with a prompt, as arguments of kg."""
    lines = [line for block in blocks(page, "console") for line in block.splitlines()]
    assert all(line.startswith("$ kg ") for line in lines)
    return [shlex.split(line.removeprefix("$ kg ")) for line in lines]


def test_reference_is_what_the_program_says():
    """The generated page is up to date."""
    subprocess.run([sys.executable, str(ROOT / "docs" / "reference.py"), "--check"], check=True)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str):
    """In the reference, under a heading of its own."""
    assert f"\n### kg {command}\n" in (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    """Links inside the project name files that are there."""
    code_free = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    inner = [link for link in LINK.findall(code_free) if "://" not in link]
    assert [link for link in inner if not (page.parent / link).exists()] == []


def test_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The README's commands and its Python, in its order, from a folder with seeds."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    assert [arguments for arguments in commands(ROOT / "README.md") if run(arguments) != 0] == []
    (code,) = blocks(ROOT / "README.md", "python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own example
    assert (tmp_path / "graph.graphml").is_file()


def test_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The tutorial's commands, in its order, from an empty folder; the digest it shows is the one that is written."""
    monkeypatch.chdir(tmp_path)
    assert [arguments for arguments in commands(ROOT / "docs" / "tutorial.md") if run(arguments) != 0] == []
    (shown,) = blocks(ROOT / "docs" / "tutorial.md", "markdown")
    assert (tmp_path / "digests" / "example.md").read_text(encoding="utf-8").startswith(shown)


def test_tour_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The tour's commands, over the digest that it shows."""
    monkeypatch.chdir(tmp_path)
    (digest,) = blocks(ROOT / "docs" / "tour.md", "markdown")
    (tmp_path / "digest.md").write_text(digest, encoding="utf-8")
    assert [arguments for arguments in commands(ROOT / "docs" / "tour.md") if run(arguments) != 0] == []
