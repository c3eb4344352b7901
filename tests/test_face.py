"""The public face."""

from __future__ import annotations

import subprocess
import sys

import kg


def test_every_public_name_is_there():
    """__all__ is sorted and complete, and each of its names leads somewhere."""
    assert kg.__all__ == sorted(kg.__all__)
    assert all(getattr(kg, name) is not None for name in kg.__all__)


def test_build_is_a_function_and_a_package():
    """Importing kg.build doesn't hide the function of that name."""
    from kg.build import build_to

    assert callable(kg.build)
    assert kg.build.build_to is build_to


def test_command_line_loads_nothing_heavy():
    """`kg --help` needs neither spaCy nor any RDF or graph library."""
    script = "import sys; from kg.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"spacy", "rdflib", "pyoxigraph", "pyvis", "networkx", "numpy", "markdown_it", "IPython"}
    assert not heavy & set(done.stderr.split())
